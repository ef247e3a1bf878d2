"""A paper that ends is named in time, by the mask of its case."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from counselling.casework.reminders import next_reminder
from counselling.models import CaseFile
from integration_office.agenda import agenda_of
from tests.counselling.casework import make_file
from tests.counselling.factories import make_case


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@given(
    expires=st.dates(min_value=date(2020, 1, 1), max_value=date(2080, 1, 1)),
    today=st.dates(min_value=date(2020, 1, 1), max_value=date(2080, 1, 1)),
)
def test_a_reminder_comes_sixty_and_thirty_days_before_and_on_the_day(expires, today):
    day = next_reminder(expires, today)

    if day is None:
        assert today > expires
    else:
        assert today <= day <= expires
        assert (expires - day).days in (60, 30, 0)
        earlier = [n for n in (60, 30, 0) if today <= expires - timedelta(days=n) < day]
        assert earlier == []


def test_a_paper_without_an_end_reminds_nobody(today):
    assert next_reminder(None, today) is None


@pytest.mark.parametrize(("days", "late"), [(60, 0), (58, None), (30, 0), (0, 0), (-5, None)])
def test_an_expiring_paper_stands_on_the_start_page_by_the_mask(counsellor, today, days, late):
    case = make_case(responsible=counsellor)
    make_file(case, expires_on=today + days * DAY)

    items = agenda_of(counsellor, today).today

    assert [item.title.partition(" expires")[0] for item in items] == (
        [] if late is None else [f"{case.masked}: a paper"]
    )
    assert "Abitur" not in repr(items)


def test_a_reminder_that_was_noted_comes_again_on_its_next_day(client, counsellor, today):
    case = make_case(responsible=counsellor)
    file = make_file(case, expires_on=today + 60 * DAY)
    (button,) = agenda_of(counsellor, today).today[0].buttons

    answer = client.post(button.url, {"today": "1"})

    file.refresh_from_db()
    assert (answer.url, file.remind_on) == ("/", today + 30 * DAY)
    assert agenda_of(counsellor, today).today == []
    again = client.post(button.url, {"today": "1"}, follow=True)
    assert "This reminder is settled already." in again.content.decode()


def test_a_reminder_of_tomorrow_is_not_settled_today(client, counsellor, today):
    case = make_case(responsible=counsellor)
    file = make_file(case, expires_on=today + 31 * DAY)

    answer = client.post(
        reverse("counselling:file_noted", args=[case.pk, file.pk]), {"today": "1"}, follow=True
    )

    file.refresh_from_db()
    assert "This reminder is settled already." in answer.text
    assert file.remind_on == today + DAY


def test_another_title_wakes_no_reminder_that_was_noted(client, counsellor, today):
    case = make_case(responsible=counsellor)
    file = make_file(case, expires_on=today)
    client.post(reverse("counselling:file_noted", args=[case.pk, file.pk]), {"today": "1"})

    client.post(
        reverse("counselling:file_edit", args=[case.pk, file.pk]),
        {"version": 0, "kind": "ausweis", "title": "Pass", "expires_on": today.isoformat()},
    )

    file.refresh_from_db()
    assert (file.title, file.remind_on) == ("Pass", None)


def test_a_new_day_of_expiry_starts_its_reminders_anew(client, counsellor, today):
    case = make_case(responsible=counsellor)
    file = make_file(case, expires_on=today + 10 * DAY)
    until = today + 400 * DAY

    client.post(
        reverse("counselling:file_edit", args=[case.pk, file.pk]),
        {"version": 0, "kind": "ausweis", "expires_on": until.isoformat()},
    )

    assert CaseFile.objects.get().remind_on == until - 60 * DAY
