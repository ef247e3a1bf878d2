"""The end of a residence title is a day in the case: named in time, by the mask, gone with it."""

from datetime import timedelta

import pytest
from django.db import connection

from counselling.models import Case
from integration_office.agenda import agenda_of
from integration_office.models import ReadEntry
from tests.counselling.factories import make_case, make_deputy
from tests.counselling.pages import page
from tests.counselling.people import anonymised, make_named_case
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def keep(client, case, until, **fields):
    sent = {"version": case.version, "status": "in_beratung", "status_group": "UKR"}
    sent |= {"residence_until": until.isoformat() if until else ""} | fields
    answer = client.post(page("case_edit", case), sent)
    case.refresh_from_db()
    return answer


@pytest.mark.parametrize(("days", "stands"), [(62, False), (60, True), (30, True), (0, True)])
def test_the_start_page_names_a_title_that_ends_by_the_mask(
    client, counsellor, today, days, stands
):
    case = make_case(responsible=counsellor, gender="w")

    keep(client, case, today + days * DAY)

    titles = [item.title for item in agenda_of(counsellor, today).today]
    said = f"{case.masked}: the residence title ends on "
    assert [title.startswith(said) for title in titles] == [True] * stands


def test_a_title_is_noted_with_a_new_case_too(client, counsellor, today):
    sent = {"opened_on": today.isoformat(), "residence_until": (today + 30 * DAY).isoformat()}

    client.post("/counselling/cases/create/", sent)

    assert Case.objects.get().residence_remind_on == today


def test_a_reminder_that_was_noted_comes_again_on_its_next_day(client, counsellor, today):
    case = make_case(responsible=counsellor)
    keep(client, case, today + 60 * DAY)
    (button,) = agenda_of(counsellor, today).today[0].buttons

    answer = client.post(button.url, {"today": "1"})

    case.refresh_from_db()
    assert (answer.url, case.residence_remind_on) == ("/", today + 30 * DAY)
    assert agenda_of(counsellor, today).today == []
    again = client.post(button.url, {"today": "1"}, follow=True)
    assert "This reminder is settled already." in again.content.decode()


def test_a_reminder_of_tomorrow_is_not_settled_today(client, counsellor, today):
    case = make_case(responsible=counsellor)
    keep(client, case, today + 31 * DAY)

    answer = client.post(page("residence_noted", case), {"today": "1"}, follow=True)

    case.refresh_from_db()
    assert "This reminder is settled already." in answer.text
    assert case.residence_remind_on == today + DAY


def test_another_change_of_the_case_wakes_no_reminder_that_was_noted(client, counsellor, today):
    case = make_case(responsible=counsellor)
    keep(client, case, today)
    client.post(page("residence_noted", case))
    case.refresh_from_db()

    keep(client, case, today, concern="Wohnung")

    assert case.residence_remind_on is None


def test_a_longer_title_starts_the_reminders_anew_and_none_ends_them(client, counsellor, today):
    case = make_case(responsible=counsellor)
    keep(client, case, today)

    keep(client, case, today + 400 * DAY)
    assert case.residence_remind_on == today + 340 * DAY

    keep(client, case, None)
    assert case.residence_remind_on is None


def test_the_case_shows_the_day_and_what_comes_next(client, counsellor, today):
    case = make_case(responsible=counsellor)
    keep(client, case, today + 20 * DAY)

    answer = client.get(case.get_absolute_url())

    words = [one.what for one in answer.context["next_steps"].shown]
    assert words == ["The residence title ends"]
    assert "Residence valid until" in answer.content.decode()


@pytest.mark.parametrize(("days", "shown"), [(700, False), (61, False), (60, True)])
def test_a_title_is_a_next_step_from_its_first_reminder_on(client, counsellor, today, days, shown):
    case = make_case(responsible=counsellor)
    keep(client, case, today + days * DAY)

    steps = client.get(case.get_absolute_url()).context["next_steps"].shown

    assert bool(steps) is shown


def test_a_title_that_has_ended_says_so(client, counsellor, today):
    case = make_case(responsible=counsellor)
    keep(client, case, today - 3 * DAY)

    assert "expired" in client.get(case.get_absolute_url()).content.decode()


def test_a_deputy_is_reminded_and_nobody_else(client, client_of, counsellor, today):
    case, deputy = make_case(responsible=counsellor), make_user("counselling")
    make_deputy(case, deputy)
    keep(client, case, today)

    stranger = make_user("counselling")
    assert len(agenda_of(deputy, today).today) == 1
    assert agenda_of(stranger, today).today == []
    assert client_of(stranger).post(page("residence_noted", case)).status_code == 404


def test_a_closed_case_reminds_nobody_and_takes_no_note(client, counsellor, today):
    case = make_case(responsible=counsellor)
    keep(client, case, today)
    client.post(
        page("case_close", case),
        {"version": case.version, "on": today.isoformat(), "reason": "ziel"},
    )

    assert agenda_of(counsellor, today).today == []
    answer = client.post(page("residence_noted", case), follow=True)
    assert "This case is closed." in answer.content.decode()


def test_the_day_stands_in_the_copy_and_in_no_history_and_goes_with_the_case(
    client, counsellor, today
):
    case = make_named_case(responsible=counsellor)
    keep(client, case, today)
    copy = client.get(page("case_person_copy_data", case)).json()
    rows = [row for part in copy["parts"] for row in part["rows"]]

    anonymised(case)

    case.refresh_from_db()
    assert "residence valid until" in {row["label"] for row in rows}
    assert (case.residence_until, case.residence_remind_on) == (None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns"
            " WHERE table_name = 'counselling_caseevent' AND column_name LIKE 'residence%'"
        )
        assert cursor.fetchone() == (0,)


def test_being_reminded_opens_no_case(counsellor, client, today):
    case = make_case(responsible=counsellor)
    keep(client, case, today)
    before = ReadEntry.objects.count()

    client.get("/")

    assert ReadEntry.objects.count() == before


def test_a_day_that_does_not_exist_is_refused_with_a_sentence(client, counsellor):
    case = make_case(responsible=counsellor)
    sent = {"version": 0, "status": "neu", "residence_until": "31.02.2027"}

    answer = client.post(page("case_edit", case), sent)

    assert answer.status_code == 422
    assert "There is no such day." in answer.content.decode()
