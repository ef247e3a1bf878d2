"""Groups that follow from exact facts."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from counselling.codes import Stay
from counselling.people import countries
from counselling.people.facts import age, age_group, groups, stay
from counselling.people.forms import split_name
from integration_office.codes import AgeGroup, CountryGroup


DAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("birth", "years"),
    [
        ("1990-06-15", 36),
        ("1990-06-16", 35),
        ("1990-07", 36),  # only a day tells whether the birthday has been
        ("1990", 36),
        ("2000-02-29", 26),
        ("2026-06-15", 0),
        ("2026-06-16", None),
        ("", None),
    ],
)
def test_the_age_is_exact_where_the_day_is_known(birth, years):
    assert age(birth, DAY) == years


@given(birth=st.dates(date(1900, 1, 1), DAY), later=st.dates(DAY, date(2029, 12, 31)))
def test_everybody_has_one_age_group_and_never_a_younger_one_later(birth, later):
    order = list(AgeGroup.values)

    now, then = age_group(birth.isoformat(), DAY), age_group(birth.isoformat(), later)

    assert order.index(now) <= order.index(then)


@given(birth=st.dates(date(1905, 1, 1), DAY))
def test_the_group_says_the_age(birth):
    years, group = age(birth.isoformat(), DAY), age_group(birth.isoformat(), DAY)
    low, _dash, high = group.replace("+", "-130").partition("-")

    assert int(low) <= years <= int(high)


@pytest.mark.parametrize(
    ("arrived_in", "group"),
    [
        ("2026", Stay.UNDER_1),
        ("2025", Stay.TO_3),
        ("2024", Stay.TO_3),
        ("2023", Stay.TO_5),
        ("2021", Stay.TO_8),
        ("2018", Stay.OVER_8),
        ("1960", Stay.OVER_8),
        ("2027", ""),
        ("", ""),
    ],
)
def test_the_stay_is_counted_by_calendar_years(arrived_in, group):
    assert stay(arrived_in, DAY) == group


def test_each_country_stands_in_one_group_and_the_union_has_27():
    codes = [code for line in countries.GROUPS.values() for code in line.split()]

    assert len(codes) == len(set(codes)) == 199
    assert len(countries.GROUPS[CountryGroup.EU].split()) == 27
    assert set(countries.GROUP_OF.values()) == set(CountryGroup)


@pytest.mark.parametrize(
    ("code", "group", "name"),
    [
        ("SY", "syr", "Syrien"),
        ("XK", "europa", "Kosovo"),
        ("GE", "asien", "Georgien"),
        ("CY", "eu", "Zypern"),
        ("ZZ", "", "Unbekannte Region"),
    ],
)
def test_a_nationality_has_a_group_and_a_german_name(code, group, name):
    with override("de"):
        assert (countries.country_group(code), countries.name_of(code)) == (group, name)


@pytest.mark.parametrize(
    ("code", "group", "name"),
    [("XS", "ohne", "stateless"), ("SU", "europa", "Soviet Union (until 1991)")],
)
def test_who_is_of_no_state_or_of_one_that_is_gone_is_told_apart(code, group, name):
    assert (countries.country_group(code), countries.name_of(code)) == (group, name)


def test_the_choices_stand_in_german_order_with_what_is_no_state_at_the_end():
    with override("de"):
        chosen = countries.choices()

    assert [name for _code, name in chosen[:3]] == ["Afghanistan", "Ägypten", "Albanien"]
    assert [code for code, _name in chosen[-5:]] == ["XS", "XU", "SU", "YU", "CS"]


def test_what_is_not_known_fills_no_group():
    assert groups(birth="", nationalities=[], arrived_in="", on=DAY) == {}
    assert groups(birth="1990", nationalities=["TR", "DE"], arrived_in="2020", on=DAY) == {
        "age_group": "27-44",
        "country_group": "tur",
        "stay": "5-8",
    }


@pytest.mark.parametrize(
    ("typed", "last", "first"),
    [
        ("Wanda Beispielowa", "Beispielowa", "Wanda"),
        ("Beispielowa, Wanda Maria", "Beispielowa", "Wanda Maria"),
        ("Wanda Maria Beispielowa", "Beispielowa", "Wanda Maria"),
        (" Fatima ", "Fatima", ""),
    ],
)
def test_a_typed_name_is_cut_into_first_and_last(typed, last, first):
    assert split_name(typed) == {"last_name": last, "first_name": first}
