"""The clock watches the entitlement to a course, and asks what became of a registration."""

from datetime import date, timedelta

import pytest

from counselling import actions as case_actions
from counselling.language import actions, agenda
from integration_office.agenda import agenda_of
from tests.counselling.factories import make_case, make_deputy
from tests.counselling.language import make_interest
from tests.counselling.pages import page
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor, gender="w")


def due_for(user, today):
    return [(item.due, item.title, item.detail) for item in agenda.course_deadlines(user, today)]


def test_an_entitlement_that_ends_is_said_masked_to_those_who_see_the_case(counsellor, case):
    today = date(2026, 11, 23)
    deputy, stranger = make_user("counselling"), make_user("counselling")
    make_deputy(case, deputy, since=today - DAY)
    year, number = case.number.split("-")
    end = today + 20 * DAY
    make_interest(case, since=today - 90 * DAY, entitlement_valid_until=end)
    make_interest(case, since=today - 90 * DAY, entitlement_valid_until=today + 98 * DAY)
    make_interest(case, status="nicht_zustande", entitlement_valid_until=end)

    said = due_for(counsellor, today)

    assert said == [
        (
            end - 30 * DAY,
            f"Case {number} · {year} · w: course",
            "The entitlement ends within 30 days. Day: 12/13/2026",
        )
    ]
    assert due_for(stranger, today) == []


def test_reminders_come_a_week_before_they_are_due(counsellor, case):
    today = date(2026, 11, 23)
    make_interest(case, since=today - 90 * DAY, entitlement_valid_until=today + 97 * DAY)

    assert [day for day, *_rest in due_for(counsellor, today)] == [today + 7 * DAY]


def test_a_settled_reminder_is_silent_until_the_next_one(client, counsellor, case, today):
    interest = make_interest(case, entitlement_valid_until=today + 60 * DAY)
    url = page("interest_settle", case, interest_pk=interest.pk)
    before = len(agenda_of(counsellor, today).late)

    asked, done, again = client.get(url), client.post(url), client.post(url)

    interest.refresh_from_db()
    assert "The entitlement ends within 90 days." in asked.content.decode()
    assert {done.url, again.url} == {page("language", case)}
    assert (before, len(agenda_of(counsellor, today).late)) == (1, 0)
    assert interest.settled == ["ablauf90"]
    assert interest.reminder(today + 31 * DAY).kind == "ablauf30"


def test_a_new_end_of_the_entitlement_wakes_the_clock(case, today):
    interest = make_interest(case, entitlement_valid_until=today + 60 * DAY)
    actions.settle(interest, by=case.responsible)
    interest.refresh_from_db()

    interest.entitlement_valid_until = today + 80 * DAY
    actions.note_interest(interest, by=case.responsible)

    assert interest.due.kind == "ablauf90"


def test_after_six_weeks_without_a_course_the_provider_is_to_be_asked(counsellor, case, today):
    registered = make_interest(case, status="angemeldet", days_ago=50)
    make_interest(case, status="begonnen", days_ago=50)

    said = due_for(counsellor, today)

    assert [detail for _day, _title, detail in said] == [
        f"Registered for six weeks, and the course has not begun. Day: {said[0][0]:%m/%d/%Y}"
    ]
    assert said[0][0] == registered.registered_on + 42 * DAY


def test_restricted_and_closed_cases_are_silent(counsellor, case, today):
    make_interest(case, entitlement_valid_until=today + 20 * DAY)
    other = make_case(responsible=counsellor)
    make_interest(other, entitlement_valid_until=today + 20 * DAY)
    case_actions.close_case(other, on=today, reason="ziel", by=counsellor)
    type(case).objects.filter(pk=case.pk).update(restricted_on=today)

    assert due_for(counsellor, today) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_clock_asks_once_for_the_cases_and_once_for_any_number_of_interests(
    counsellor, case, today, number, django_assert_num_queries
):
    for _one in range(number):
        make_interest(make_case(responsible=counsellor), entitlement_valid_until=today + 9 * DAY)

    with django_assert_num_queries(2):
        assert len(due_for(counsellor, today)) == number
