"""The days from which a file is closed by the clock, and which the page of a case names."""

from datetime import date, timedelta

import pytest
from django.utils.formats import date_format

from counselling import actions
from counselling.models import Case
from integration_office.privacy import run_retention
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.pages import page
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OPENED = date(2024, 3, 1)


def test_a_case_without_a_talk_is_closed_the_day_after_two_years():
    case = make_case(opened_on=OPENED)

    assert run_retention(OPENED.replace(year=2026))["forgotten_cases"] == 0
    assert run_retention(OPENED.replace(year=2026) + DAY)["forgotten_cases"] == 1

    case.refresh_from_db()
    assert case.status == "abgeschlossen"


def test_a_closed_case_keeps_its_day_and_reason_however_long_nobody_works_on_it(counsellor, today):
    case = make_case(responsible=counsellor, opened_on=today - 1000 * DAY)
    make_contact(case=case, day=today - 900 * DAY)
    actions.close_case(case, on=today - 9 * DAY, reason="ziel", by=counsellor)

    assert run_retention(today)["forgotten_cases"] == 0

    case.refresh_from_db()
    assert (case.closed_on, case.closing_reason) == (today - 9 * DAY, "ziel")


def test_the_page_of_a_closed_case_names_the_day_its_content_goes(client, counsellor, today):
    case = make_case(responsible=counsellor, opened_on=date(today.year - 1, 1, 1))
    actions.close_case(case, on=date(today.year - 1, today.month, 28), reason="ziel", by=counsellor)
    goes = date(today.year, today.month, 28)

    assert date_format(goes, "DATE_FORMAT") in client.get(case.get_absolute_url()).content.decode()

    assert run_retention(goes - DAY)["cases"] == 0
    assert run_retention(goes)["cases"] == 1
    assert Case.objects.get().is_anonymised


def test_a_deputyship_that_ends_today_can_still_be_ended(client, counsellor, today):
    case = make_case(responsible=counsellor)
    deputy = make_deputy(case, make_user("counselling"), since=today - DAY, until=today)

    shown = client.get(case.get_absolute_url()).content.decode()
    client.post(page("case_deputy_end", case, deputy_pk=deputy.pk))

    assert deputy.user.name in shown
    deputy.refresh_from_db()
    assert deputy.until == today - DAY
