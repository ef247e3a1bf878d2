"""What people say about days, as rules and back; what lists say, read only where it is certain."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from integration_office import catalogue
from offers.times.rhythms import (
    NTHS,
    Reading,
    Rhythm,
    Said,
    days_in,
    read,
    rule_of,
    said_by,
    written,
)
from offers.times.schedule_words import in_words
from offers.times.schedules import WEEKDAYS, Plan, parts_of
from tests.offers.test_schedules import calm


day = datetime.date.fromisoformat
TODAY = day("2026-11-23")
some_days = st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(
    lambda days: tuple(sorted(days, key=WEEKDAYS.index))
)
some_nths = st.lists(st.sampled_from(NTHS), min_size=1, unique=True).map(
    lambda nths: tuple(sorted(nths, key=NTHS.index))
)


@calm
@given(
    st.one_of(
        st.builds(Said, st.sampled_from([Rhythm.WEEKLY, Rhythm.FORTNIGHTLY]), some_days),
        st.builds(Said, st.just(Rhythm.MONTHLY), some_days, some_nths),
    )
)
def test_what_was_said_comes_back_as_it_was_said(said):
    assert said_by(Plan(TODAY, rule=rule_of(said))) == said


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=WEEKLY;INTERVAL=1;WKST=MO;BYDAY=MO", Said(Rhythm.WEEKLY, ("mo",))),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO", Said(Rhythm.OTHER)),
        ("FREQ=WEEKLY", Said(Rhythm.OTHER)),
        ("FREQ=WEEKLY;COUNT=5;BYDAY=MO", Said(Rhythm.OTHER)),
        ("FREQ=MONTHLY;BYDAY=1MO,2TU", Said(Rhythm.OTHER)),
        ("FREQ=MONTHLY;BYDAY=-2MO", Said(Rhythm.OTHER)),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO", Said(Rhythm.OTHER)),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", Said(Rhythm.OTHER)),
        ("FREQ=DAILY", Said(Rhythm.OTHER)),
        ("Unsinn", Said(Rhythm.OTHER)),
        ("", Said(Rhythm.ONCE)),
    ],
)
def test_a_rule_the_form_has_no_words_for_stays_as_it_is(rule, said):
    assert said_by(Plan(TODAY, rule=rule)) == said


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("mittwochs", "FREQ=WEEKLY;BYDAY=WE"),
        ("Sonnabends", "FREQ=WEEKLY;BYDAY=SA"),
        ("dienstags  und donnerstags", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("montags, mittwochs und freitags", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("wöchentlich, montags", "FREQ=WEEKLY;BYDAY=MO"),
        ("jeden Freitag", "FREQ=WEEKLY;BYDAY=FR"),
        ("montags bis donnerstags", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"),
        ("Mo-Fr", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("2. Montag im Monat", "FREQ=MONTHLY;BYDAY=2MO"),
        ("jeden 2. Montag im Monat", "FREQ=MONTHLY;BYDAY=2MO"),
        ("1. und 3. Dienstag im Monat", "FREQ=MONTHLY;BYDAY=1TU,3TU"),
        ("erster Samstag des Monats", "FREQ=MONTHLY;BYDAY=1SA"),
        ("letzter Mittwoch im Monat", "FREQ=MONTHLY;BYDAY=-1WE"),
    ],
)
def test_a_rhythm_of_a_list_is_read_where_it_is_certain(text, rule):
    assert read(text) == Reading(rule)
    assert read(f"{text}, nicht in den Schulferien") == Reading(rule, except_school_holidays=True)


@pytest.mark.parametrize(
    "text",
    [
        *("", "wöchentlich", "nach Absprache", "dreimal wöchentlich", "jeden 2. Montag"),
        *("viermal wöchentlich vormittags", "dreimal jährlich montags (2025)"),
        *("14-täglich dienstags", "jeden zweiten Dienstag", "montags 16 Uhr", "Freitag bis Montag"),
        *("nicht in den Schulferien", "6. Montag im Monat", "1. Montag"),
    ],
)
def test_what_may_mean_two_things_is_not_read(text):
    assert read(text) is None


@calm
@given(st.lists(st.dates(day("1900-01-01"), day("2199-12-31")), max_size=30, unique=True))
def test_days_come_back_as_they_were_written(days):
    assert days_in(written(days)) == sorted(days)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", []),
        ("24.12.2026, 31.12.2026", ["2026-12-24", "2026-12-31"]),
        ("31.12.2026 und 24.12.2026;\n1.1.2027", ["2026-12-24", "2026-12-31", "2027-01-01"]),
        ("2026-12-24", ["2026-12-24"]),
        ("30.12.2026 bis 1.1.2027", ["2026-12-30", "2026-12-31", "2027-01-01"]),
        ("30.12.2026-31.12.2026", ["2026-12-30", "2026-12-31"]),
    ],
)
def test_days_are_understood_as_people_write_them(text, days):
    assert days_in(text) == [day(one) for one in days]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("31.02.2026", "“31.02.2026” is not a day. Please write it like 24.12.2026."),
        ("24.12.2026, Heiligabend", "“Heiligabend” is not a day. Please write it like 24.12.2026."),
        ("24.12.", "“24.12.” is not a day. Please write it like 24.12.2026."),
        (
            "6.1.2027–24.12.2026",
            "“6.1.2027–24.12.2026” is no period: write its first day, then its last.",
        ),
    ],
)
def test_what_is_no_day_is_named(text, named):
    with pytest.raises(ValidationError) as refusal:
        days_in(text)

    assert refusal.value.messages == [named]


@calm
@given(st.text(alphabet="0123456789.-– bisund,;\n", max_size=40) | st.text(max_size=40))
def test_whatever_is_typed_is_days_or_a_sentence(text):
    try:
        assert days_in(text) == sorted(set(days_in(text)))
    except ValidationError as refusal:
        assert len(refusal.messages) == 1


@pytest.fixture(scope="module")
def german():
    """The German catalogue as Django reads it."""
    catalogue.compile_all()


TIMES = {"start_time": datetime.time(16), "end_time": datetime.time(17, 30)}


@pytest.mark.parametrize(
    ("rule", "fields", "english", "spoken"),
    [
        (
            "FREQ=WEEKLY;BYDAY=TH",
            TIMES | {"except_school_holidays": True},
            "Thursdays 16:00–17:30, not in the school holidays",
            "donnerstags 16:00–17:30, nicht in den Schulferien",
        ),
        (
            "FREQ=WEEKLY;BYDAY=TU,TH",
            {"start_time": datetime.time(9)},
            "Tuesdays and Thursdays from 09:00",
            "dienstags und donnerstags ab 09:00 Uhr",
        ),
        (
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            {"note": "Raum 205"},
            "Mondays to Fridays, Raum 205",
            "montags bis freitags, Raum 205",
        ),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", {}, "daily", "täglich"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            {"until": day("2027-03-31")},
            "every second Tuesday (every 14 days), until 03/31/2027",
            "jeden zweiten Dienstag (alle 14 Tage), bis 31.03.2027",
        ),
        ("FREQ=MONTHLY;BYDAY=2MO", {}, "2nd Monday of the month", "2. Montag im Monat"),
        (
            "FREQ=MONTHLY;BYDAY=1TU,3TU",
            {"starts_on": day("2027-02-01")},
            "1st and 3rd Tuesday of the month, from 02/01/2027 on",
            "1. und 3. Dienstag im Monat, ab dem 01.02.2027",
        ),
        ("FREQ=MONTHLY;BYDAY=-1WE", {}, "last Wednesday of the month", "letzter Mittwoch im Monat"),
        ("", {"starts_on": day("2026-12-12")}, "on 12/12/2026", "am 12.12.2026"),
        (
            "",
            {"starts_on": day("2026-12-12"), "extra_days": [day("2026-12-19")]},
            "on 12/12/2026, 12/19/2026",
            "am 12.12.2026, 19.12.2026",
        ),
        (
            "FREQ=WEEKLY;BYDAY=TH",
            {"exception_days": [day("2026-01-01"), day("2026-12-24")], "extra_days": [TODAY]},
            "Thursdays, not on 12/24/2026, also on 11/23/2026",
            "donnerstags, nicht am 24.12.2026, zusätzlich am 23.11.2026",
        ),
        (
            "FREQ=WEEKLY;BYDAY=TH",
            {"except_public_holidays": False},
            "Thursdays, on public holidays too",
            "donnerstags, auch an Feiertagen",
        ),
        ("FREQ=DAILY;INTERVAL=3", {}, "every 3 days", "alle 3 Tage"),
        (
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU",
            {},
            "every 3 weeks Tuesdays",
            "alle 3 Wochen dienstags",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=15", {}, "on day 15. of every month", "am 15. jedes Monats"),
        (
            "FREQ=YEARLY",
            {},
            "by its own rule (FREQ=YEARLY)",
            "nach eigener Regel (FREQ=YEARLY)",
        ),
    ],
)
def test_a_schedule_is_said_as_the_office_says_it(german, rule, fields, english, spoken):
    schedule = Plan(rule=rule, **{"starts_on": day("2026-01-01")} | fields)

    assert in_words(schedule, TODAY) == english
    with translation.override("de"):
        assert in_words(schedule, TODAY) == spoken


def test_many_single_days_are_counted_not_listed():
    days = [TODAY + datetime.timedelta(days=number) for number in range(9)]
    schedule = Plan(days[0], extra_days=days[1:])

    assert in_words(schedule, TODAY).endswith("11/26/2026 and 5 more days")


@calm
@given(st.text(max_size=60))
def test_no_text_of_a_list_breaks_its_reading(text):
    reading = read(text)

    assert reading is None or parts_of(reading.rule)
