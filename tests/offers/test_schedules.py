"""Rules become days: against dateutil itself, across clock changes, around holidays."""

import csv
import datetime
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from offers.times.schedules import (
    BERLIN,
    CODES,
    Closed,
    Plan,
    coming,
    dayparts,
    days,
    facets,
    mistakes,
    open_now,
    slot,
    slots,
    spanned,
)


# A busy machine is no mistake of ours.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
day = datetime.date.fromisoformat
CHRISTMAS = Closed(school=spanned([(day("2026-12-21"), day("2027-01-06"))]))
TODAY = day("2026-11-23")  # a Monday
YEAR = datetime.timedelta(days=365)
dates = st.dates(day("2015-01-01"), day("2035-12-31"))
weekly = st.lists(st.sampled_from(CODES), min_size=1, max_size=7, unique=True).map(",".join)
steps = st.integers(1, 5)
numbered = st.builds(
    lambda nth, code: f"{nth}{code}", st.sampled_from([1, 2, 3, 4, 5, -1]), st.sampled_from(CODES)
)
rules = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, steps),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, steps, weekly),
    st.builds("FREQ=WEEKLY;INTERVAL={}".format, steps),
    st.builds("FREQ=WEEKLY;COUNT={};BYDAY={}".format, st.integers(1, 60), weekly),
    st.builds(
        "FREQ=MONTHLY;INTERVAL={};BYDAY={}".format,
        steps,
        st.lists(numbered, min_size=1, max_size=3, unique=True).map(",".join),
    ),
    st.builds("FREQ=MONTHLY;INTERVAL={}".format, steps),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, st.integers(1, 31)),
    st.builds("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={}".format, st.sampled_from([1, -1])),
    st.builds("FREQ=YEARLY;BYMONTH={};BYDAY={}".format, st.integers(1, 12), numbered),
    st.just("FREQ=YEARLY"),
)


def plan(rule="FREQ=WEEKLY;BYDAY=TH", start="16:00", end="17:30", **fields):
    """Thursdays 16:00 to 17:30 since January 2026, holidays or not."""
    time = datetime.time.fromisoformat
    usual = {"starts_on": day("2026-01-01"), "except_public_holidays": False}
    times = {"start_time": start and time(start), "end_time": end and time(end)}
    return Plan(rule=rule, **usual | times | fields)


def berlin(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@calm
@given(rule=rules, starts_on=dates, first=dates, length=st.integers(0, 400))
def test_any_window_holds_exactly_the_days_that_dateutil_counts_from_the_first_day(
    rule, starts_on, first, length
):
    last = first + datetime.timedelta(days=length)
    midnight = datetime.time.min
    counted = rrulestr(rule, dtstart=datetime.datetime.combine(starts_on, midnight)).between(
        datetime.datetime.combine(first, midnight),
        datetime.datetime.combine(last, midnight),
        inc=True,
    )

    found = days(plan(rule, starts_on=starts_on), first, last, Closed())

    assert found == [moment.date() for moment in counted]


@calm
@given(
    rule=rules,
    starts_on=dates,
    until=st.none() | dates,
    exceptions=st.lists(dates, max_size=5),
    extra=st.lists(dates, max_size=5),
    public=st.booleans(),
    school=st.booleans(),
)
def test_exceptions_win_over_everything_and_extra_days_over_holidays(
    rule, starts_on, until, exceptions, extra, public, school
):
    schedule = plan(
        rule,
        starts_on=starts_on,
        until=until,
        exception_days=exceptions,
        extra_days=extra,
        except_public_holidays=public,
        except_school_holidays=school,
    )
    first, last = day("2026-01-01"), day("2027-12-31")

    found = set(days(schedule, first, last, CHRISTMAS))

    assert not found & set(exceptions)
    assert {one for one in extra if first <= one <= last} - set(exceptions) <= found
    for one in found - set(extra):
        assert max(first, starts_on) <= one <= min(last, until or last)
        assert not (public and CHRISTMAS.public(one))
        assert not (school and one in CHRISTMAS.school)


@calm
@given(
    starts_on=dates,
    start=st.times().map(lambda time: time.replace(second=0, microsecond=0, fold=0)),
    minutes=st.integers(1, 300),
)
@example(starts_on=day("2026-03-29"), start=datetime.time(2, 30), minutes=45)
@example(starts_on=day("2026-10-25"), start=datetime.time(2, 30), minutes=45)
def test_the_clock_on_the_wall_stays_and_nothing_ends_before_it_begins(starts_on, start, minutes):
    end = datetime.datetime.combine(starts_on, start) + datetime.timedelta(minutes=minutes)
    if end.date() != starts_on:
        return
    one = slot(Plan(starts_on, start, end.time()), starts_on)

    assert (one.day, one.starts_at.time(), one.starts_at.fold) == (starts_on, start, 0)
    assert one.ends_at.timestamp() >= one.starts_at.timestamp()


def test_an_hour_stays_an_hour_of_the_wall_when_the_clocks_change():
    found = slots([plan("FREQ=WEEKLY;BYDAY=SU")], day("2026-10-18"), day("2026-10-25"), Closed())

    assert [one.starts_at.astimezone(datetime.UTC).isoformat() for one in found] == [
        "2026-10-18T14:00:00+00:00",
        "2026-10-25T15:00:00+00:00",
    ]


def test_holidays_of_schleswig_holstein_keep_a_rule_away_but_not_a_day_written_by_hand():
    thursdays = plan(except_public_holidays=True, except_school_holidays=True)
    window = day("2026-12-10"), day("2027-01-14")
    once = plan("", starts_on=day("2026-12-25"), except_public_holidays=True)
    fridays = plan("FREQ=WEEKLY;BYDAY=FR", except_public_holidays=True)

    assert days(thursdays, *window, CHRISTMAS) == [
        day("2026-12-10"),
        day("2026-12-17"),
        day("2027-01-07"),
        day("2027-01-14"),
    ]
    assert days(once, *window, CHRISTMAS) == [day("2026-12-25")]
    assert day("2026-12-25") not in days(fridays, *window, CHRISTMAS)
    assert CHRISTMAS.public(day("2026-10-31")) == "Reformationstag"
    assert Closed(land="HE").public(day("2026-10-31")) == ""


def test_the_next_dates_leave_out_what_is_over_and_go_on_with_the_next_week():
    thursday = plan()
    now = berlin("2026-11-26T17:30")

    assert [one.day for one in coming([thursday], now, Closed(), number=2)] == [
        day("2026-12-03"),
        day("2026-12-10"),
    ]
    sooner = now - datetime.timedelta(minutes=1)
    assert coming([thursday], sooner, Closed(), number=1)[0].day == day("2026-11-26")


def test_what_has_no_time_is_not_over_before_its_day_is():
    whole_day = plan(start=None, end=None)

    assert coming([whole_day], berlin("2026-11-26T23:59"), Closed(), number=1)[0].day == day(
        "2026-11-26"
    )


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-26T15:59", None),
        ("2026-11-26T16:00", "17:30"),
        ("2026-11-26T17:29", "17:30"),
        ("2026-11-26T17:30", None),
        ("2026-11-27T16:30", None),
    ],
)
def test_open_now_is_from_its_first_minute_up_to_its_last(now, until):
    one = open_now([plan()], berlin(now), Closed())

    assert (one and f"{one.ends_at:%H:%M}") == until


def test_of_two_that_are_open_the_longer_one_says_until_when():
    both = [plan(end="17:00"), plan(start="16:30", end="18:00"), plan(end=None)]

    assert open_now(both, berlin("2026-11-26T16:45"), Closed()).ends_at.hour == 18


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        ("09:00", "12:00", ["vm"]),
        ("09:00", "12:15", ["vm"]),
        ("09:00", "12:30", ["vm", "nm"]),
        ("11:50", "13:00", ["vm", "nm"]),
        ("11:50", "12:20", ["vm"]),
        ("11:59", None, ["vm"]),
        ("12:00", "17:00", ["nm"]),
        ("16:00", "17:30", ["nm", "ab"]),
        ("17:00", "19:00", ["ab"]),
        ("10:00", "18:00", ["vm", "nm", "ab"]),
        ("23:30", None, ["ab"]),
        (None, None, []),
    ],
)
def test_a_time_belongs_where_it_begins_and_where_it_lasts_half_an_hour(start, end, parts):
    one = plan(start=start, end=end)

    assert dayparts(one.start_time, one.end_time) == parts


def test_facets_name_day_part_and_both_together():
    thursday_afternoon = plan("FREQ=WEEKLY;BYDAY=TU,TH", end="17:00")
    over = plan("FREQ=WEEKLY;BYDAY=SU", until=day("2026-11-22"))
    saturday = plan("", starts_on=day("2026-11-28"), start=None, end=None)

    assert facets([thursday_afternoon, over, saturday], TODAY, Closed()) == {
        *("day:di", "day:do", "day:sa", "part:nm", "slot:di-nm", "slot:do-nm"),
    }


TOO_EARLY = (
    "The end must be later than the beginning. If it goes on after midnight, leave the end empty "
    "and write it as a remark."
)
NEVER = "With these facts it never takes place. Please check days, period and exceptions."


@pytest.mark.parametrize(
    ("schedule", "mistake"),
    [
        (plan(), {}),
        (plan("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"), {}),
        (plan(end="16:00"), {"end_time": TOO_EARLY}),
        (plan(start=None), {"start_time": "Please also write when it begins."}),
        (plan(until=day("2025-12-31")), {"until": "The last day is before the first one."}),
        (plan(until=day("2026-01-01")), {}),
        (plan(starts_on=day("2026-01-02"), until=day("2026-01-07")), {"rule": NEVER}),
        (plan("FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=30,31"), {}),
        (plan("FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31"), {"rule": NEVER}),
        (
            plan("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", except_public_holidays=True),
            {"rule": NEVER},
        ),
        (plan("", starts_on=TODAY, exception_days=[TODAY]), {"rule": NEVER}),
        (plan("", starts_on=TODAY, exception_days=[TODAY], extra_days=[TODAY + YEAR]), {}),
        (
            plan(starts_on=day("9999-12-31")),
            {"starts_on": "Please check the year: it lies between 1900 and 2100."},
        ),
    ],
)
def test_what_is_impossible_is_named_at_its_field(schedule, mistake):
    assert dict(mistakes(schedule, Closed())) == mistake


@pytest.mark.parametrize(
    "rule",
    [
        "dienstags",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=2MO",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=MO;BYDAY=TU",
        "FREQ=WEEKLY;UNTIL=20261231;BYDAY=MO",
        "FREQ=WEEKLY;WKST=SU;BYDAY=MO",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=YEARLY;BYMONTHDAY=31",
        "FREQ=WEEKLY;BYDAY=MO;",
    ],
)
def test_a_rule_that_cannot_be_worked_with_is_refused(rule):
    assert dict(mistakes(plan(rule), Closed())) == {
        "rule": f"“{rule}” is not a rule this catalogue can work with."
    }


@calm
@given(st.text(alphabet="FREQWKLYBDAINTV=;,:-0123456789MOTU", max_size=40) | st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_rule(text):
    assert len(dict(mistakes(plan(text), Closed()))) <= 1


def test_the_school_holidays_of_each_year_add_up_to_what_the_ordinance_allows():
    """75 working days a school year, of which schools choose up to three themselves."""
    path = Path(__file__).parents[2] / "offers/times/data/school_holidays_sh.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    spans = [(day(row["first_day"]), day(row["last_day"])) for row in rows]
    free = {one for one in spanned(spans) if one.weekday() < 6 and not Closed().public(one)}

    years = {
        year: len(
            [one for one in free if datetime.date(year, 6, 15) <= one < day(f"{year + 1}-06-15")]
        )
        for year in range(2025, 2031)
    }

    assert years == {2025: 72, 2026: 73, 2027: 74, 2028: 72, 2029: 72, 2030: 72}
    assert spans == sorted(spans)
    assert all(first <= last for first, last in spans)
