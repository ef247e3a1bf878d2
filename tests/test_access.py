"""Who may open what. One table, readable by the head of the office.

A line names a page, the object it is opened with, and who gets which answer:

    page                      object    answers
    offers:edit               own       200 partner coordination, 403 rest

* object: "-" for a page without one; else a word that the app's `tests/<app>/objects.py` knows:
  its function `make(page, word, user)` makes the object as seen by `user` ("own" belongs to that
  very user, "foreign" to somebody else) and returns the arguments of the address, as a dict.
* answers: a status and the roles that get it, comma separated. "rest" are all other roles and
  "nobody logged in"; "nobody" alone stands for somebody who is not logged in. Who is not logged
  in is sent to the login (302) unless the line says otherwise.
* A page that changes something (POST only) is asked with GET and then answers 405 to those who
  may, written as 405; the refused get 403 or 404 before. Whoever a page refuses is refused with
  POST as well: the second test sends an empty form to every one of them.

A page that stands in no line fails the run, and so does a line without a page.
"""

import re
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from integration_office.models import User
from tests.counselling.access import CASEWORK, LOG
from tests.counselling.people_access import TABLE as PEOPLE
from tests.factories import make_user


ROLES = list(User.Role.values)
NOBODY = "nobody"

TABLE = """
home                      -         200 rest
search                    -         200 rest
kept_text                 -         302 rest
health                    -         200 rest nobody
theme                     -         200 rest nobody
help                      -         200 rest
accessibility             -         200 rest nobody
privacy_notice            -         200 rest nobody
imprint                   -         200 rest nobody
my_data                   -         200 rest
mail                      -         200 rest
ui                        -         200 rest
invitation                unknown   410 rest nobody
user_list                 -         200 administration coordination, 403 rest
user_create               -         200 administration coordination, 403 rest
user_edit                 foreign   200 administration coordination, 403 rest
user_deactivate           foreign   200 administration coordination, 403 rest
user_reactivate           foreign   200 administration coordination, 403 rest
user_invite               foreign   200 administration coordination, 403 rest
privacy_reads             -         200 data_protection, 403 rest
privacy_audit             -         200 data_protection, 403 rest
privacy_retention         -         200 data_protection, 403 rest
privacy_register          -         200 data_protection, 403 rest
offers:list               -         200 rest
offers:mine               -         200 partner, 403 rest
offers:create             -         200 coordination partner, 403 rest
offers:detail             foreign   200 rest
offers:detail             own-draft 200 coordination partner, 404 rest
offers:detail             foreign-draft 200 coordination, 404 rest
offers:edit               own       200 coordination partner, 403 rest
offers:edit               own-draft 200 coordination partner, 404 rest
offers:edit               foreign   200 coordination, 403 rest
offers:edit               foreign-draft 200 coordination, 404 rest
offers:confirm            own       405 coordination partner, 403 rest
offers:confirm            foreign   405 coordination, 403 rest
offers:publish            own-draft 200 coordination partner, 404 rest
offers:publish            foreign   200 coordination, 403 rest
offers:pause              own       200 coordination partner, 403 rest
offers:pause              foreign   200 coordination, 403 rest
offers:end                own       200 coordination partner, 403 rest
offers:end                foreign   200 coordination, 403 rest
offers:archive            own       200 coordination, 403 rest
offers:archive            foreign   200 coordination, 403 rest
offers:reopen             own       200 coordination, 403 rest
offers:reopen             own-draft 200 coordination, 403 rest
offers:reopen             foreign   200 coordination, 403 rest
offers:delete             own       200 coordination, 403 rest
offers:delete             own-draft 200 coordination, 403 partner, 404 rest
offers:delete             foreign   200 coordination, 403 rest
offers:delete             foreign-draft 200 coordination, 404 rest
offers:submit             own-draft 200 coordination partner, 404 rest
offers:submit             foreign   200 coordination, 403 rest
offers:send_back          own-draft 200 coordination, 403 rest
offers:copy               own       200 coordination partner, 403 rest
offers:copy               foreign   200 coordination, 403 rest
offers:copy               foreign-draft 200 coordination, 404 rest
offers:versions           own       200 coordination partner, 403 rest
offers:versions           foreign   200 coordination, 403 rest
offers:version            own       200 coordination partner, 403 rest
offers:version            foreign   200 coordination, 403 rest
offers:restore            own       200 coordination partner, 403 rest
offers:restore            foreign   200 coordination, 403 rest
offers:review             -         200 coordination, 403 rest
offers:proposal           own       200 coordination, 403 rest
offers:take_over          own       405 coordination, 403 rest
offers:proposal_edit      own       200 coordination, 403 rest
offers:refuse             own       200 coordination, 403 rest
offers:withdraw           own       200 partner, 403 rest
offers:withdraw           foreign   403 rest
offers:arrangement        foreign   200 coordination, 403 rest
offers:selection          -         200 rest
offers:selection_change   -         405 rest
offers:handout            -         422 rest
offers:directory          -         302 rest
offers:timetable          -         302 rest
offers:due                -         200 coordination, 403 rest
offers:ask                foreign   200 coordination, 403 rest
offers:ask_all            -         302 coordination, 403 rest
offers:due_offers         -         200 coordination, 403 rest
offers:due_confirm        foreign   405 coordination, 403 rest
offers:due_end            foreign   200 coordination, 403 rest
offers:addresses          -         200 coordination, 403 rest
offers:document_add       own       200 coordination partner, 403 rest
offers:document_add       foreign   200 coordination, 403 rest
offers:document_add       foreign-draft 200 coordination, 404 rest
offers:document           foreign   200 rest
offers:document           own-draft 200 coordination partner, 404 rest
offers:document           foreign-draft 200 coordination, 404 rest
offers:document_remove    own       200 coordination partner, 403 rest
offers:document_remove    foreign   200 coordination, 403 rest
offers:map                -         200 rest
offers:location_list      -         200 coordination, 403 rest
offers:location_create    -         200 coordination, 403 rest
offers:location_edit      any       200 coordination, 403 rest
offers:location_merge     any       200 coordination, 403 rest
offers:location_delete    any       200 coordination, 403 rest
offers:word_list          -         403 partner volunteer data_protection, 200 rest
offers:word_create        -         403 partner volunteer data_protection, 200 rest
offers:word_edit          any       403 partner volunteer data_protection, 200 rest
offers:word_delete        any       403 partner volunteer data_protection, 200 rest
offers:neighbour_list     -         200 coordination, 403 rest
offers:neighbour_offers   -         200 rest
offers:neighbour_create   -         200 coordination, 403 rest
offers:neighbour_detail   any       200 coordination, 403 rest
offers:neighbour_edit     any       200 coordination, 403 rest
offers:neighbour_fetch    any       405 coordination, 403 rest
offers:neighbour_hand_in  any       200 coordination, 403 rest
offers:neighbour_take     any       405 coordination, 403 rest
offers:neighbour_discard  any       405 coordination, 403 rest
offers:neighbour_take_back any      200 coordination, 403 rest
offers:neighbour_delete   any       200 coordination, 403 rest
offers:holiday_list       -         200 coordination, 403 rest
offers:holiday_create     -         200 coordination, 403 rest
offers:holiday_edit       any       200 coordination, 403 rest
offers:holiday_delete     any       200 coordination, 403 rest
offers:calendar           foreign   200 rest nobody
offers:provider_calendar  foreign   200 rest nobody
offers:hsds               -         200 rest nobody
offers:hsds_services      -         200 rest nobody
offers:hsds_service       foreign   200 rest nobody
offers:hsds_organisations -         200 rest nobody
offers:hsds_organisation  foreign   200 rest nobody
offers:hsds_taxonomies    -         200 rest nobody
offers:hsds_terms         -         200 rest nobody
offers:hsds_openapi       -         200 rest nobody
offers:gaps               -         403 volunteer data_protection, 200 rest
offers:gap_report         -         403 volunteer data_protection, 200 rest
offers:overlaps           -         403 volunteer data_protection, 200 rest
offers:not_double         pair      200 coordination, 403 rest
offers:double_again       pair      200 coordination, 403 rest
offers:need_list          -         403 volunteer data_protection, 200 rest
offers:need_create        -         403 volunteer data_protection, 200 rest
offers:need_detail        foreign   403 volunteer data_protection, 404 partner, 200 rest
offers:need_detail        checked   403 volunteer data_protection, 200 rest
offers:need_detail        own       403 volunteer data_protection, 200 rest
offers:need_edit          mine      403 volunteer data_protection, 200 rest
offers:need_edit          own       200 coordination, 403 rest
offers:need_edit          foreign   200 coordination, 404 partner, 403 rest
offers:need_more          checked   403 volunteer data_protection, 200 rest
offers:need_more          foreign   403 volunteer data_protection, 404 partner, 200 rest
offers:need_check         own       200 coordination, 403 rest
offers:need_still_open    own       405 coordination, 403 rest
offers:need_offers        own       200 coordination, 403 rest
offers:need_offer         own       200 coordination, 403 rest
offers:need_measure       own       200 coordination, 403 rest
offers:need_give_up       own       200 coordination, 403 rest
offers:need_reopen        own       200 coordination, 403 rest
offers:course             own       200 coordination partner, 403 rest
offers:course             foreign   200 coordination, 403 rest
offers:course             no-course 404 coordination, 403 rest
offers:answer             open      200 rest nobody
offers:answer             unknown   410 rest nobody
offers:answer_missing     open      200 rest nobody
offers:answer_missing     unknown   410 rest nobody
offers:answer_true        open      405 rest nobody
offers:answer_take_back   open      405 rest nobody
offers:answer_edit        open      200 rest nobody
offers:answer_edit        unknown   410 rest nobody
offers:answer_end         open      200 rest nobody
offers:answer_end         unknown   410 rest nobody

volunteers:list           -         200 coordination volunteer_coordination, 403 rest
volunteers:create         -         200 coordination volunteer_coordination, 403 rest
volunteers:detail         foreign   200 coordination volunteer_coordination, 403 rest
volunteers:detail         own       200 coordination volunteer_coordination, 403 rest
volunteers:edit           foreign   200 coordination volunteer_coordination, 403 rest
volunteers:end            foreign   200 coordination volunteer_coordination, 403 rest
volunteers:back           foreign   200 coordination volunteer_coordination, 403 rest
volunteers:login          foreign   200 coordination volunteer_coordination, 403 rest
volunteers:hour_create_for foreign  200 coordination volunteer_coordination, 403 rest
volunteers:need_list      -         200 coordination volunteer_coordination partner, 403 rest
volunteers:need_create    -         200 coordination volunteer_coordination partner, 403 rest
volunteers:need_detail    own       200 coordination volunteer_coordination partner, 403 rest
volunteers:need_detail    foreign   200 coordination volunteer_coordination, 404 partner, 403 rest
volunteers:need_edit      own       200 coordination volunteer_coordination partner, 403 rest
volunteers:need_edit      foreign   200 coordination volunteer_coordination, 404 partner, 403 rest
volunteers:need_end       own       200 coordination volunteer_coordination partner, 403 rest
volunteers:need_end       foreign   200 coordination volunteer_coordination, 404 partner, 403 rest
volunteers:need_check     own       200 coordination volunteer_coordination, 403 rest
volunteers:need_propose   own       200 coordination volunteer_coordination, 403 rest
volunteers:placement_list -         200 coordination volunteer_coordination, 403 rest
volunteers:placement_detail own     200 coordination volunteer_coordination volunteer, 403 rest
volunteers:placement_detail foreign 200 coordination volunteer_coordination, 404 volunteer, 403 rest
volunteers:placement_advance own    200 coordination volunteer_coordination, 403 rest
volunteers:placement_end  own       200 coordination volunteer_coordination, 403 rest
volunteers:mine           -         200 volunteer, 403 rest
volunteers:mine           profile   200 volunteer, 403 rest
volunteers:profile_edit   profile   200 volunteer, 403 rest
volunteers:hour_create    profile   200 volunteer, 403 rest
volunteers:hour_edit      own       200 coordination volunteer_coordination volunteer, 403 rest
volunteers:hour_edit      foreign   200 coordination volunteer_coordination, 404 volunteer, 403 rest
volunteers:hour_delete    own       200 coordination volunteer_coordination volunteer, 403 rest
volunteers:hour_delete    foreign   200 coordination volunteer_coordination, 404 volunteer, 403 rest
events:list                          -         200 rest, 403 data_protection
events:detail                        own       200 rest, 404 volunteer, 403 data_protection
events:detail                        foreign   200 rest, 404 partner volunteer, 403 data_protection
events:detail                        published 200 rest, 403 data_protection
events:create                        -         200 coordination administration volunteer_coordination partner, 403 rest
events:edit                          own       200 coordination administration volunteer_coordination partner, 403 rest
events:edit                          foreign   200 coordination administration volunteer_coordination, 404 partner, 403 rest
events:edit                          published 200 coordination administration volunteer_coordination, 403 rest
events:delete                        own       200 coordination administration volunteer_coordination, 403 rest
events:cancel                        own       200 coordination administration volunteer_coordination, 403 rest
events:visitors                      past      200 coordination administration volunteer_coordination, 403 rest
events:registration_list             own       200 coordination administration volunteer_coordination, 403 rest
events:registration_create           own       200 coordination administration volunteer_coordination, 403 rest
events:registration_edit             own       200 coordination administration volunteer_coordination, 403 rest
events:registration_cancel           own       200 coordination administration volunteer_coordination, 403 rest
events:registration_check_in         own       405 coordination administration volunteer_coordination, 403 rest
events:series_list                   -         200 rest, 403 volunteer data_protection
events:series_detail                 any       200 rest, 403 volunteer data_protection
events:series_create                 -         200 coordination administration volunteer_coordination, 403 rest
events:series_edit                   any       200 coordination administration volunteer_coordination, 403 rest
events:series_delete                 any       200 coordination administration volunteer_coordination, 403 rest
events:talk_list                     -         200 rest, 403 partner volunteer data_protection
events:talk_create                   -         200 coordination administration volunteer_coordination, 403 rest
events:talk_edit                     any       200 coordination administration volunteer_coordination, 403 rest
events:talk_delete                   any       200 coordination administration volunteer_coordination, 403 rest
events:test_list                     -         200 test_office coordination administration, 403 rest
events:test_detail                   any       200 test_office coordination administration, 403 rest
events:test_create                   -         200 test_office, 403 rest
events:test_edit                     any       200 test_office, 403 rest
events:test_delete                   any       200 test_office, 403 rest
events:test_register                 any       200 test_office, 403 rest
events:test_registration_edit        any       200 test_office, 404 rest
events:test_registration_cancel      any       200 test_office, 404 rest
events:test_registration_check_in    any       405 test_office, 404 rest

network:list              -         403 volunteer data_protection, 200 rest
network:detail            foreign   403 volunteer data_protection, 200 rest
network:create            -         200 administration coordination, 403 rest
network:edit              own       200 administration coordination partner, 403 rest
network:edit              foreign   200 administration coordination, 403 rest
network:archive           own       200 administration coordination, 403 rest
network:bring_back        own       200 administration coordination, 403 rest
network:member_add        own       200 administration coordination, 403 rest
network:member_end        own       200 administration coordination, 403 rest
network:person_list       -         403 partner volunteer data_protection, 200 rest
network:person_detail     own       403 partner volunteer data_protection, 200 rest
network:person_create     -         200 administration coordination, 403 rest
network:person_edit       own       200 administration coordination, 403 rest
network:person_confirm    own       405 administration coordination, 403 rest
network:person_delete     own       200 administration coordination, 403 rest
network:body_list         -         403 volunteer data_protection, 200 rest
network:body_detail       foreign   403 volunteer data_protection, 200 rest
network:body_create       -         200 administration coordination, 403 rest
network:body_edit         own       200 administration coordination, 403 rest
network:seat_add          own       200 administration coordination, 403 rest
network:seat_end          own       200 administration coordination, 403 rest
network:meeting_detail    own       403 volunteer data_protection, 200 rest
network:meeting_detail    foreign   403 volunteer data_protection, 404 partner, 200 rest
network:meeting_create    own       200 administration coordination, 403 rest
network:meeting_edit      own       200 administration coordination, 403 rest
network:concept           -         403 volunteer data_protection, 200 rest
network:concept_detail    foreign   403 volunteer data_protection, 200 rest
network:measure_create    foreign   200 administration coordination, 403 rest
network:measure_edit      foreign   200 administration coordination, 403 rest
# Reports: drafts are the office's, approved public ones everybody's but data protection's.
reports:list              -         403 data_protection, 200 rest
reports:own_month         -         200 coordination counselling, 403 rest
reports:team_month        -         200 coordination counselling, 403 rest
reports:published_list    -         403 partner volunteer data_protection, 200 rest
reports:detail            draft     404 partner volunteer, 403 data_protection, 200 rest
reports:detail            approved  403 data_protection, 200 rest
reports:detail            closed    404 partner volunteer, 403 data_protection, 200 rest
reports:detail            none      404 partner volunteer, 403 data_protection, 200 rest
reports:pdf               approved  403 data_protection, 200 rest
reports:pdf               none      404 partner volunteer, 403 data_protection, 302 rest
reports:tables            draft     404 partner volunteer, 403 data_protection, 200 rest
reports:tables            approved  403 data_protection, 200 rest
reports:figure            draft     403 partner volunteer data_protection, 200 rest
reports:figure            approved  403 partner volunteer data_protection, 200 rest
reports:figure_table      draft     403 partner volunteer data_protection, 200 rest
reports:edit              draft     200 coordination, 403 rest
reports:edit              approved  302 coordination, 403 rest
reports:text_edit         draft     200 coordination, 403 rest
reports:text_edit         approved  302 coordination, 403 rest
reports:approve           draft     200 coordination, 403 rest
reports:approve           approved  302 coordination, 403 rest
"""

# Pages of allauth: its own tests cover them; sign-up and connections are closed (test_login.py).
NOT_OURS = re.compile(r"^(account_|mfa_|socialaccount_|openid_connect_|usersessions_)")


def lines():
    for line in (TABLE + LOG + CASEWORK + PEOPLE).splitlines():
        if line.strip() and not line.startswith("#"):
            page, word, answers = line.split(maxsplit=2)
            yield page, word, answers


def expected(answers):
    """{role: status} for one line, the rest filled in."""
    by_role, rest = {}, None
    for answer in answers.split(","):
        status, *names = answer.split()
        for name in names:
            if name == "rest":
                rest = int(status)
            else:
                by_role[name] = int(status)
    for role in ROLES:
        by_role.setdefault(role, rest)
    by_role.setdefault(NOBODY, 302)
    return by_role


def page_names(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from page_names(pattern, inner)


def arguments(page, word, user):
    if word == "-":
        return {}
    app = page.partition(":")[0] if ":" in page else "house"
    return import_module(f"tests.{app}.objects").make(page, word, user)


def test_every_page_stands_in_the_table():
    ours = {name for name in page_names(get_resolver()) if not NOT_OURS.match(name)}

    assert {page for page, _word, _answers in lines()} == ours


def answers_of(client, url, *, refuses):
    """What a GET answers; and what a POST does where the GET must be refused."""
    read = client.get(url).status_code
    if not refuses:
        return read
    written = client.post(url).status_code
    # A page that only reads may say so before it asks who is there.
    return read if written in (read, 405) else (read, written)


@contextmanager
def in_the_role(role, user):
    """What is done meanwhile is taken back: the next role finds the object as it was made."""
    with transaction.atomic():
        user.roles = [role]
        user.save(update_fields=["roles"])
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "word", "answers"), list(lines()))
def test_a_page_answers_each_role_as_the_table_says(page, word, answers, client_of):
    """One person takes on one role after the other, so that the object is made once."""
    wanted, given = expected(answers), {}
    user = make_user(*ROLES)
    url, client = reverse(page, kwargs=arguments(page, word, user)), client_of(user)

    for role in ROLES:
        with in_the_role(role, user):
            given[role] = answers_of(client, url, refuses=wanted[role] in (403, 404))
    given[NOBODY] = Client().get(url).status_code

    assert given == wanted
    if wanted[NOBODY] == 302:
        response = Client().post(url)
        login = (response.status_code, response.url.partition("?")[0])
        assert login == (302, reverse("account_login"))
