"""The desk of somebody who is away or has left: the coordination lets itself in only for a reason,
nothing stays behind, and a stand-in can be ended again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from counselling import actions as case_actions
from counselling.casework.desk import actions
from counselling.consents import erasing
from counselling.models import Case, CaseDeputy, DeskNotice
from integration_office import log_words
from integration_office.agenda import agenda_of
from integration_office.models import AuditEntry, ReadEntry
from tests.counselling.casework import told
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.people import anonymised, make_named_case
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DESK = "/counselling/desk/"


@pytest.fixture
def lead(db):
    return make_user("coordination")


def page(name, *args):
    return reverse(f"counselling:{name}", args=args)


def close(case, today):
    return case_actions.close_case(case, on=today, reason="ziel", by=case.responsible)


# For oneself


def sent_for(name, user, today):
    if name == "desk_hand_over_for":
        return {"user": user.pk, "which": "all"}
    until = (today + 5 * DAY).isoformat()
    return {"user": user.pk, "since": today.isoformat(), "until": until}


@pytest.mark.parametrize("name", ["desk_hand_over_for", "desk_deputy_for"])
@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": "neugierig"}])
def test_the_coordination_is_not_let_in_without_a_reason(
    client_of, counsellor, lead, today, name, reason
):
    case = make_case(responsible=counsellor)
    sent = sent_for(name, lead, today) | reason

    answer = client_of(lead).post(page(name, counsellor.pk), sent)

    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    assert not Case.objects.visible_to(lead).exists()
    assert client_of(lead).get(case.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["desk_hand_over_for", "desk_deputy_for"])
def test_the_reason_stands_in_the_log_and_the_owner_is_told(
    client_of, counsellor, lead, today, name
):
    case = make_case(responsible=counsellor)
    sent = sent_for(name, lead, today) | {"reason": "abwesend"}

    client_of(lead).post(page(name, counsellor.pk), sent)

    assert set(Case.objects.visible_to(lead)) == {case}
    line = AuditEntry.objects.get(verb="desk taken for oneself")
    told = (line.by, line.target, line.note)
    assert told == (lead, f"integration_office.User:{counsellor.pk}", "abwesend")
    assert log_words.note(line.note) == "the colleague is away, and the cases cannot wait"
    assert len(agenda_of(counsellor, today).today) == 1


@pytest.mark.parametrize("name", ["desk_hand_over_for", "desk_deputy_for"])
def test_for_a_colleague_no_reason_is_asked(client_of, counsellor, lead, today, name):
    case, colleague = make_case(responsible=counsellor), make_user("counselling")

    client_of(lead).post(page(name, counsellor.pk), sent_for(name, colleague, today))

    assert set(Case.objects.visible_to(colleague)) == {case}
    assert not AuditEntry.objects.filter(verb="desk taken for oneself").exists()


def test_on_ones_own_desk_nobody_is_asked_why(client, counsellor):
    make_case(responsible=counsellor)

    pages = [client.get(page(name)) for name in ("desk_hand_over", "desk_deputy")]

    assert not any("reason" in answer.context["form"].fields for answer in pages)


# Nothing stays behind


def test_what_is_closed_or_withdrawn_goes_along_and_a_mere_count_stays(client_of, lead, today):
    gone, colleague = make_user("counselling"), make_user("counselling")
    running, closed = make_case(responsible=gone), make_case(responsible=gone)
    withdrawn, count = make_named_case(responsible=gone), make_case(responsible=gone)
    close(closed, today)
    erasing.begin(withdrawn, "widerruf", by=gone)
    anonymised(count)

    client_of(lead).post(
        page("desk_hand_over_for", gone.pk), {"user": colleague.pk, "which": "all"}
    )

    assert set(Case.objects.filter(responsible=colleague)) == {running, closed, withdrawn}
    assert set(Case.objects.visible_to(colleague)) == {running, closed}
    assert set(Case.objects.restricted_for(colleague)) == {withdrawn}
    assert Case.objects.get(responsible=gone) == count
    browser = client_of(colleague)
    assert browser.get(page("case_erasure", withdrawn.pk)).status_code == 200
    reopened = browser.post(page("case_reopen", closed.pk), {"version": 1, "reason": "irrtum"})
    assert reopened.status_code == 302


def test_a_colleague_with_closed_cases_only_is_offered_with_numbers(client_of, lead, today):
    gone, empty = make_user("counselling"), make_user("counselling")
    closed = make_case(responsible=gone, gender="w")
    close(closed, today)
    anonymised(make_case(responsible=empty))

    desk = client_of(lead).get(DESK)
    form = client_of(lead).get(page("desk_hand_over_for", gone.pk)).context["form"]

    others = [(one.colleague, one.cases, one.ended) for one in desk.context["others"]]
    assert others == [(gone, 0, 1)]
    assert "1 closed or restricted" in desk.content.decode()
    assert page("desk_deputy_for", gone.pk) not in desk.content.decode()
    year, number = closed.number.split("-")
    assert form.fields["cases"].choices == [(closed.pk, f"Case {number} · {year} (closed)")]


@pytest.mark.parametrize(("which", "status"), [("all", 302), ("chosen", 422)])
def test_where_nothing_can_be_chosen_there_is_nothing_to_choose_from(
    client_of, lead, counsellor, which, status
):
    case = make_named_case(responsible=counsellor)
    erasing.begin(case, "widerruf", by=counsellor)
    client, url = client_of(lead), page("desk_hand_over_for", counsellor.pk)

    shown = client.get(url).content.decode()
    sent = {"user": make_user("counselling").pk, "which": which, "cases": [case.pk]}

    assert ('name="cases"' in shown, 'value="chosen"' in shown) == (False, False)
    assert client.post(url, sent).status_code == status


def test_a_single_closed_case_is_handed_over_and_a_mere_count_is_not(client, counsellor, today):
    closed, count = make_case(responsible=counsellor), make_case(responsible=counsellor)
    close(closed, today)
    anonymised(count)
    colleague = make_user("counselling")

    answers = [
        client.post(page("case_hand_over", case.pk), {"version": version, "to": colleague.pk})
        for case, version in ((closed, 1), (count, count.version))
    ]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert set(Case.objects.filter(responsible=colleague)) == {closed}
    with pytest.raises(ValidationError, match="Nothing is left"):
        case_actions.hand_over(count, to=colleague, by=counsellor)


# Ending a stand-in


def test_the_coordination_ends_a_stand_in_it_has_made(client_of, counsellor, lead, today):
    case, colleague = make_case(responsible=counsellor), make_user("counselling")
    actions.stand_in_for_desk(counsellor, to=colleague, since=today, until=today + 5 * DAY, by=lead)
    end = page("desk_deputy_end_for", counsellor.pk, colleague.pk)
    browser = client_of(lead)
    assert end in browser.get(DESK).content.decode()
    asked = browser.get(end).content.decode()

    browser.post(end)

    assert f"{colleague.name} does not see any case of {counsellor.name} any more" in asked
    assert not Case.objects.visible_to(colleague).exists()
    assert Case.objects.get(responsible=counsellor) == case
    line = AuditEntry.objects.get(verb="desk ended deputyship")
    assert (line.by, line.note) == (lead, f"integration_office.User:{colleague.pk}")
    assert end not in browser.get(DESK).content.decode()


def test_a_counsellor_ends_no_stand_in_of_somebody_else(client, counsellor):
    case, colleague = make_case(), make_user("counselling")
    make_deputy(case, colleague)
    end = page("desk_deputy_end_for", case.responsible_id, colleague.pk)

    assert (client.get(end).status_code, client.post(end).status_code) == (403, 403)
    assert CaseDeputy.objects.not_over().count() == 1


def test_who_stands_in_with_nobody_is_not_found(client_of, lead, counsellor):
    make_case(responsible=counsellor)
    end = page("desk_deputy_end_for", counsellor.pk, make_user("counselling").pk)

    assert client_of(lead).get(end).status_code == 404


@pytest.mark.parametrize("number", [1, 6])
def test_the_desk_of_the_coordination_needs_the_same_queries(
    client_of, lead, number, django_assert_num_queries
):
    for _one in range(number):
        make_deputy(make_case(), make_user("counselling"))

    # session, user, number, something to hand over, deputyships, others; deputies of one's own desk
    # and of theirs, each of the desk and of cases
    browser = client_of(lead)
    with django_assert_num_queries(10):
        browser.get(DESK)


# What the coordination sees, and does for others


def test_the_coordination_sees_numbers_only(client_of, counsellor, colleague):
    coordination = make_user("coordination")
    case = make_case(responsible=counsellor, gender="w", concern="geheim")
    make_contact(case=case, note="geheim")
    browser = client_of(coordination)

    desk = browser.get(DESK)
    pages = [
        desk,
        browser.get(reverse("counselling:desk_deputy_for", args=[counsellor.pk])),
        browser.get(reverse("counselling:desk_hand_over_for", args=[counsellor.pk])),
    ]

    year, number = case.number.split("-")
    assert [(one.colleague, one.cases) for one in desk.context["others"]] == [(counsellor, 1)]
    assert pages[2].context["form"].fields["cases"].choices == [
        (case.pk, f"Case {number} · {year}")
    ]
    for answer in pages:
        text = answer.content.decode()
        assert answer.status_code == 200
        for telling in ("geheim", case.masked, case.get_absolute_url()):
            assert telling not in text
    assert not ReadEntry.objects.exists()
    assert browser.get(case.get_absolute_url()).status_code == 404


def test_the_coordination_names_a_stand_in_for_somebody_who_is_away(
    client_of, counsellor, colleague, today
):
    coordination = make_user("coordination")
    there, new = make_case(responsible=counsellor, gender="w"), make_case(responsible=counsellor)
    make_deputy(there, colleague)
    until = today + 5 * DAY

    answer = client_of(coordination).post(
        reverse("counselling:desk_deputy_for", args=[counsellor.pk]),
        {"user": colleague.pk, "since": today.isoformat(), "until": until.isoformat()},
        follow=True,
    )

    year, number = there.number.split("-")
    text = answer.content.decode()
    assert f"already: Case {number} · {year}." in text
    assert there.masked not in text
    assert set(Case.objects.visible_to(colleague)) == {there, new}
    assert not Case.objects.visible_to(coordination).exists()
    (title,) = told(counsellor, today)
    assert title.startswith(f"{colleague.name} stands in for you in 1 case from ")
    line = AuditEntry.objects.get(verb="desk deputised")
    assert (line.by, line.target) == (coordination, f"integration_office.User:{counsellor.pk}")


def test_the_coordination_hands_on_the_desk_of_somebody_who_has_left(
    client_of, counsellor, colleague, today
):
    coordination = make_user("coordination")
    case = make_case(responsible=counsellor)
    counsellor.is_active, counsellor.deactivated_at = False, "2026-01-01T00:00Z"
    counsellor.save()

    client_of(coordination).post(
        reverse("counselling:desk_hand_over_for", args=[counsellor.pk]),
        {"user": colleague.pk, "which": "chosen", "cases": [case.pk]},
    )

    assert Case.objects.get().responsible == colleague
    assert AuditEntry.objects.filter(verb="desk handed over", by=coordination).count() == 1
    notices = DeskNotice.objects.values_list("recipient", "kind", "cases")
    assert set(notices) == {(colleague.pk, "gegeben", 1), (counsellor.pk, "genommen", 1)}


def test_a_counsellor_cannot_touch_the_desk_of_somebody_else(client, counsellor, colleague):
    make_case(responsible=colleague)

    for name in ("desk_deputy_for", "desk_hand_over_for"):
        url = reverse(f"counselling:{name}", args=[colleague.pk])
        assert client.get(url).status_code == 403
        assert client.post(url, {"user": counsellor.pk, "which": "all"}).status_code == 403
    assert Case.objects.get().responsible == colleague
