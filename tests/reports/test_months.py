"""A month in numbers: one's own as they are, those of all as protected sums."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from integration_office.models import AuditEntry
from reports.months import Month, month_of, own_month, team_month
from tests.factories import make_user
from tests.reports.factories import close, make_case, make_contact


MARCH = Month(2025, 3)
DAY = dt.date(2025, 3, 3)


def said(comparisons, key):
    comparison = next(one for one in comparisons if one.key == key)
    return {line.label: str(line.cells[0]) for line in comparison.now.lines}


def numbers(comparisons):
    return {one.key: str(one.now.value) for one in comparisons if one.now.is_number}


def file_of(client, page, month):
    """What the file of a month says in each line: now, before, and the difference."""
    response = client.get(reverse(f"reports:{page}"), {"month": month, "format": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text), delimiter=";")
    return {tuple(row[1:3]): row[5:] for row in rows}


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
def test_every_day_lies_in_one_month_between_the_one_before_and_the_one_after(day):
    month = Month.of(day)

    assert month.first <= day <= month.last
    assert month.before.last + dt.timedelta(days=1) == month.first
    assert month.last + dt.timedelta(days=1) == month.after.first
    assert (month.after.before, month.before.after) == (month, month)


@pytest.mark.parametrize("code", ["", "2025-13", "März", "2026-01", "0000-00", "2025-3x"])
def test_a_month_that_is_none_or_has_not_begun_is_the_running_one(code):
    assert month_of(code, dt.date(2025, 12, 1)) == Month(2025, 12)


def test_a_month_of_the_address_is_taken():
    assert month_of("2025-03", dt.date(2025, 12, 1)) == MARCH


@pytest.mark.django_db
def test_my_month_counts_contacts_persons_cases_and_relatives_each_by_itself():
    me, colleague = make_user("counselling"), make_user("counselling")
    case = make_case(responsible=me, opened_on=dt.date(2025, 3, 1))
    make_contact(counsellor=me, case=case, day=DAY, relatives=2)
    make_contact(counsellor=me, case=case, day=DAY)
    make_contact(counsellor=me, day=DAY, relatives=1)
    make_contact(counsellor=me, day=dt.date(2025, 2, 28))
    make_contact(counsellor=colleague, day=DAY, relatives=9)
    close(make_case(responsible=me), day=dt.date(2025, 3, 31))

    assert numbers(own_month(MARCH, me)) == {
        "contacts": "3",
        "persons": "1",
        "relatives": "3",
        "cases_opened": "1",
        "cases_closed": "1",
        "referrals": "0",
        "appointment_wait_days": "–",
        "own_appointment_wait_days": "–",
    }


@pytest.mark.django_db
def test_my_own_small_numbers_are_not_hidden_from_me():
    me = make_user("counselling")
    make_contact(counsellor=me, day=DAY, main_topic="SPR")
    make_contact(counsellor=me, day=DAY, main_topic="WOH")
    make_contact(counsellor=me, day=DAY, main_topic="WOH")

    assert said(own_month(MARCH, me), "contacts_by_topic") == {"housing": "2", "language": "1"}


@pytest.mark.django_db
def test_the_month_of_all_is_the_sum_and_hides_one_and_two():
    one, other = make_user("counselling"), make_user("counselling")
    for counsellor in (one, other):
        for _number in range(4):
            make_contact(counsellor=counsellor, day=DAY, main_topic="WOH")
    make_contact(counsellor=one, day=DAY, main_topic="SPR")
    make_contact(counsellor=one, day=DAY, main_topic="ARB")
    make_contact(counsellor=one, day=DAY, main_topic="ARB")

    found = team_month(MARCH)

    assert numbers(found)["contacts"] == "11"
    assert said(found, "contacts_by_topic") == {
        "housing": "8",
        "language": "< 3",
        "work and occupation": "< 3",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["own_month", "team_month"])
def test_the_page_shows_a_month_and_leads_to_the_one_before(client_of, page):
    me = make_user("counselling")
    make_contact(counsellor=me, day=timezone.localdate())

    html = client_of(me).get(reverse(f"reports:{page}")).text

    this = Month.of(timezone.localdate())
    assert f"{this}</h1>" in html
    assert f'href="?month={this.before.code}"' in html
    assert f"?month={this.after.code}" not in html


@pytest.mark.django_db
def test_the_file_holds_the_numbers_of_the_page(client_of):
    me = make_user("counselling")
    for _number in range(2):
        make_contact(counsellor=me, day=DAY, main_topic="WOH")
    client = client_of(me)

    for page, expected in (("own_month", "2"), ("team_month", "< 3")):
        rows = file_of(client, page, "2025-03")
        assert rows["Counselling contacts", "contacts"][0] == expected
        assert rows["Contacts by main topic", "housing"][0] == expected
    taken = AuditEntry.objects.filter(verb="exported", by=me)
    assert list(taken.values_list("target", "note")) == [("counselling.Contact:*", "2025-03")] * 2


@pytest.mark.django_db
def test_beside_the_month_of_all_the_one_before_hides_one_and_two_as_well(client_of):
    me = make_user("counselling")
    for day in [DAY] * 2 + [dt.date(2025, 4, 7)] * 8:
        make_contact(counsellor=me, day=day, main_topic="WOH")
    client = client_of(me)

    own, team = (file_of(client, page, "2025-04") for page in ("own_month", "team_month"))

    for line in (("Counselling contacts", "contacts"), ("Contacts by main topic", "housing")):
        assert own[line][:3] == ["8", "2", "6"]
        assert team[line][:3] == ["8", "< 3", "–"]


@pytest.mark.django_db
def test_the_month_costs_the_same_for_one_contact_and_for_many(
    client_of, django_assert_num_queries, django_assert_max_num_queries
):
    me = make_user("counselling")
    client = client_of(me)
    url = reverse("reports:own_month") + "?month=2025-03"
    make_contact(counsellor=me, day=DAY)
    with django_assert_max_num_queries(60) as few:
        client.get(url)

    for _number in range(20):
        make_contact(counsellor=me, day=DAY, language="ara", country_group="syr")

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(url)
