"""The start page of a counsellor, and the demo office's counselling."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from counselling import actions, agenda
from counselling import demo as counselling_demo
from counselling.language import demo as language_demo
from counselling.models import (
    ATTRIBUTES,
    Case,
    CaseDeputy,
    CaseSequence,
    Contact,
    CourseInterest,
    LanguagePlacement,
    Recognition,
)
from counselling.people import demo as people_demo
from counselling.people.countries import country_group
from counselling.people.facts import stay
from integration_office import demo
from integration_office.agenda import Tile, agenda_of, shortcuts_of
from tests.counselling.casework import make_file, make_step, make_task
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.language import make_interest
from tests.counselling.recognition import make_recognition
from tests.counselling.referrals import make_referral
from tests.factories import make_user


pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_follow_ups_stand_where_they_are_due_and_lead_to_their_page(counsellor):
    today = timezone.localdate()
    case = make_case()
    make_deputy(case, counsellor)
    late = make_contact(counsellor=counsellor, day=today - 9 * DAY, follow_up=today - DAY)
    deputised = make_contact(case=case, day=today - 9 * DAY, follow_up=today)
    soon = make_contact(counsellor=counsellor, follow_up=today + 3 * DAY)
    make_contact(counsellor=counsellor, follow_up=today + 30 * DAY)
    make_contact(follow_up=today)
    done = make_contact(counsellor=counsellor, follow_up=today)
    actions.finish_follow_up(done, by=counsellor)

    mine = agenda_of(counsellor, today)

    assert [item.url for item in mine.late] == [late.get_absolute_url()]
    assert [item.url for item in mine.today] == [deputised.case.get_absolute_url()]
    assert [item.url for item in mine.week] == [soon.get_absolute_url()]
    assert mine.late[0].title == "Follow-up: language"
    assert mine.today[0].title == f"{case.masked}: language"


def test_a_case_without_a_contact_for_a_year_is_to_be_closed_by_the_responsible(counsellor):
    quiet = make_case(responsible=counsellor, opened_on=TODAY - 400 * DAY)
    busy = make_case(responsible=counsellor, opened_on=TODAY - 400 * DAY)
    make_contact(case=busy, day=TODAY - 300 * DAY)
    make_case(responsible=counsellor, opened_on=TODAY - 200 * DAY)
    deputised = make_case(opened_on=TODAY - 400 * DAY)
    make_deputy(deputised, counsellor)

    items = list(agenda.inactive_cases(counsellor, TODAY))

    assert [item.url for item in items] == [f"/counselling/cases/{quiet.pk}/close/"]


def test_of_a_long_list_the_start_page_shows_the_beginning_and_all_when_asked(
    client_of, counsellor
):
    today = timezone.localdate()
    for _number in range(21):
        make_contact(counsellor=counsellor, day=today - 9 * DAY, follow_up=today - DAY)
    make_contact(counsellor=counsellor, day=today - 9 * DAY, follow_up=today)
    client = client_of(counsellor)

    def lines(address):
        html = client.get(address).text
        return html.count('class="agenda__title"'), "Show all 21" in html

    assert lines("/") == (20 + 1, True)
    assert lines("/?all") == (21 + 1, False)


def test_the_month_is_compared_with_the_same_days_of_the_last_one(counsellor):
    for day in (date(2026, 11, 2), date(2026, 11, 23), date(2026, 10, 23), date(2026, 10, 24)):
        make_contact(counsellor=counsellor, day=day)
    make_contact(day=TODAY)

    assert agenda.contacts_of_the_month(counsellor, TODAY) == Tile(
        "My contacts", 2, note="1 until 23. October", url="/counselling/"
    )


def with_all_that_can_be_due(case, counsellor):
    today = timezone.localdate()
    make_step(case, due_on=today)
    make_task(case, due_on=today, for_user=counsellor)
    make_task(case, due_on=today, for_user=make_user("counselling"))
    make_file(case, expires_on=today + 60 * DAY)
    make_interest(case, entitlement_valid_until=today + 9 * DAY)
    make_recognition(case, stage="antrag", days_ago=400)
    make_contact(case=case, day=today, follow_up=today + DAY)
    answered = make_referral(case=case)
    type(answered).objects.filter(pk=answered.pk).update(state="ok")


def asked_on_the_start_page(client):
    with CaptureQueriesContext(connection) as questions:
        html = client.get("/?all").text
    return html.count('class="agenda__title"'), len(questions)


def test_the_start_page_asks_as_often_for_many_cases_as_for_one(client_of, counsellor):
    client, until = client_of(counsellor), timezone.localdate() + 9 * DAY

    def one_more():
        with_all_that_can_be_due(make_case(responsible=counsellor), counsellor)
        deputised = make_case()
        make_deputy(deputised, counsellor, until=until)
        with_all_that_can_be_due(deputised, counsellor)
        return asked_on_the_start_page(client)

    lines, questions = one_more()
    one_more()

    assert lines == 8 + 7
    assert one_more() == (3 * lines, questions)


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 11, 23), (date(2026, 10, 1), date(2026, 10, 23))),
        (date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        (date(2026, 1, 31), (date(2025, 12, 1), date(2025, 12, 31))),
    ],
)
def test_the_same_days_of_the_last_month_end_with_it(today, days):
    assert agenda.same_days_of_last_month(today) == days


def test_running_cases_are_counted_with_the_deputised_ones(counsellor):
    make_case(responsible=counsellor)
    make_deputy(make_case(), counsellor)
    closed = make_case(responsible=counsellor)
    actions.close_case(closed, on=timezone.localdate(), reason="ziel", by=counsellor)

    assert agenda.running_cases(counsellor, timezone.localdate()).value == 2


def test_who_does_not_counsel_gets_nothing_of_it():
    user = make_user("administration")

    assert list(agenda.follow_ups(user, TODAY)) == []
    assert list(agenda.inactive_cases(user, TODAY)) == []
    assert agenda.contacts_of_the_month(user, TODAY) is None
    assert agenda.running_cases(user, TODAY) is None
    assert "Log a contact" not in {way.label for way in shortcuts_of(user)}


def test_the_quick_log_is_one_key_away(counsellor):
    assert ("Log a contact", "/counselling/quick/", "k") in {
        (way.label, way.url, way.key) for way in shortcuts_of(counsellor)
    }


def office_of(today):
    users = {key: make_user(*roles) for key, (_name, roles) in demo.USERS.items()}
    return demo.Office(today=today, say=lambda line: None, users=users)


def facts():
    contacts = Contact.objects.order_by("pk").values_list(
        "day", "time", "form", "channel", "topics", "gender", "case__number", "follow_up"
    )
    return list(contacts), list(Case.objects.order_by("number").values_list("number", "status"))


def test_the_demo_office_counsels_as_much_as_a_town_of_its_size():
    counselling_demo.fill(office_of(timezone.localdate()))

    today = timezone.localdate()
    last_year = date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    assert 900 <= Contact.objects.in_period(*last_year).count() <= 1200
    assert Case.objects.count() == 60
    assert 35 <= Case.objects.running().count() <= 55
    assert CaseDeputy.objects.count() == 8
    assert Contact.objects.to_follow_up().filter(follow_up__lt=today).exists()
    assert Case.objects.inactive_since(today - 365 * DAY).exists()
    assert not Contact.objects.filter(day__gt=today).exists()


def test_in_the_demo_office_case_contacts_and_person_say_the_same():
    office = office_of(timezone.localdate())
    counselling_demo.fill(office)

    people_demo.fill(office)

    contacts = Contact.objects.exclude(case=None).select_related("case")
    assert {(one.gender, one.country_group) for one in contacts} != {("", "")}
    for contact in contacts:
        assert [getattr(contact, name) for name in ATTRIBUTES] == [
            getattr(contact.case, name) for name in ATTRIBUTES
        ]
    women = {"Amira", "Fatma", "Natalia", "Ioana", "Anna"}
    named = Case.objects.exclude(person=None).select_related("person")
    assert len(named) == len(people_demo.PEOPLE)
    for case in named:
        known = case.person
        assert case.country_group == country_group(known.nationalities[0])
        assert case.stay == stay(known.arrived_in, office.today)
        assert (case.gender == "w") == (known.first_name in women)


def test_in_the_demo_office_nothing_of_a_case_is_older_than_the_case():
    office = office_of(timezone.localdate())
    counselling_demo.fill(office)

    language_demo.fill(office)

    dated = ((CourseInterest, "since"), (LanguagePlacement, "day"), (Recognition, "begun_on"))
    rows = [model.objects.values_list("case__opened_on", day) for model, day in dated]
    assert [len(days) for days in rows] == [32, 10, 4]
    assert [pair for days in rows for pair in days if pair[0] > pair[1]] == []


def test_the_demo_office_is_the_same_each_time():
    counselling_demo.fill(office_of(timezone.localdate()))
    first = facts()
    for model in (Contact, CaseDeputy, Case):
        model.objects.all().delete()
    CaseSequence.objects.all().delete()

    counselling_demo.fill(office_of(timezone.localdate()))

    assert facts() == first
