"""A person is one person in the figures of a year, however many cases she had."""

from datetime import date

import pytest

from counselling.models import CountedElsewhere
from reports.indicators import Year, figure, indicators
from tests.counselling.factories import make_case, make_contact
from tests.counselling.people import anonymised, make_named_case


pytestmark = pytest.mark.django_db


def persons(year):
    found = next(one for one in indicators() if one.key == "persons")
    return figure(found, Year(year), limit=0).value.value


def test_a_person_of_two_cases_counts_once_also_when_the_name_has_gone(counsellor):
    first = make_named_case(responsible=counsellor, case={"opened_on": date(2025, 1, 5)})
    second = make_named_case(
        responsible=counsellor, person=first.person, case={"opened_on": date(2025, 6, 1)}
    )
    for case, day in ((first, date(2025, 2, 1)), (second, date(2025, 7, 1))):
        make_contact(case=case, counsellor=counsellor, day=day)
    make_contact(case=second, counsellor=counsellor, day=date(2026, 2, 1))
    make_contact(case=make_case(opened_on=date(2025, 1, 5)), day=date(2025, 3, 3))
    before = persons(2025), persons(2026)
    assert before == (2, 1)

    anonymised(first)
    assert (persons(2025), persons(2026)) == before

    anonymised(second)
    assert (persons(2025), persons(2026)) == before
    assert list(CountedElsewhere.objects.values_list("case", "year")) == [(second.pk, 2025)]
