"""A rule taken apart for the feed and put together again is the same rule."""

import datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from offers.feed.hsds_rules import clock, offset_hours, rule_fields, rule_of
from offers.times.schedules import CODES


TUESDAY = datetime.date(2026, 1, 6)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("", {"freq": "WEEKLY", "count": 1, "byday": "TU"}),
        ("FREQ=WEEKLY", {"freq": "WEEKLY", "interval": 1, "byday": "TU"}),
        ("FREQ=WEEKLY;BYDAY=TU,TH", {"freq": "WEEKLY", "interval": 1, "byday": "TU,TH"}),
        (
            "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=MO",
            {"freq": "WEEKLY", "interval": 2, "byday": "MO", "wkst": "MO"},
        ),
        ("FREQ=MONTHLY;BYDAY=1TU,3TU", {"freq": "MONTHLY", "interval": 1, "byday": "1TU,3TU"}),
        (
            "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1,3",
            {"freq": "MONTHLY", "interval": 1, "byday": "1TU,3TU"},
        ),
        ("FREQ=MONTHLY;BYDAY=-1WE", {"freq": "MONTHLY", "interval": 1, "byday": "-1WE"}),
        ("FREQ=MONTHLY", {"freq": "MONTHLY", "interval": 1, "bymonthday": "6"}),
        ("FREQ=MONTHLY;BYMONTHDAY=15", {"freq": "MONTHLY", "interval": 1, "bymonthday": "15"}),
        ("FREQ=DAILY", {"freq": "WEEKLY", "interval": 1, "byday": "MO,TU,WE,TH,FR,SA,SU"}),
        (
            "FREQ=WEEKLY;UNTIL=20261224T220000Z",
            {"freq": "WEEKLY", "interval": 1, "byday": "TU", "until": "2026-12-24"},
        ),
    ],
)
def test_weekly_and_monthly_rules_have_fields(rule, fields):
    assert rule_fields(rule, TUESDAY) == fields


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
        "FREQ=WEEKLY;BYMONTH=3",
        "FREQ=HOURLY",
        "nonsense",
    ],
)
def test_what_hsds_has_no_words_for_is_not_bent(rule):
    assert rule_fields(rule, TUESDAY) is None


weekdays = st.lists(st.sampled_from(CODES), min_size=1, max_size=7, unique=True).map(",".join)
weekly = st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, st.integers(1, 5), weekdays)
monthly = st.builds(
    "FREQ=MONTHLY;INTERVAL={};BYDAY={}{}".format,
    st.integers(1, 4),
    st.sampled_from([1, 2, 3, 4, -1]),
    st.sampled_from(CODES),
)
positions = st.builds(
    "FREQ=MONTHLY;BYDAY={};BYSETPOS={}".format,
    st.sampled_from(CODES),
    st.sampled_from(["1", "2,4", "-1"]),
)
of_the_month = st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, st.integers(1, 31))
plain = st.sampled_from(["", "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=WEEKLY;COUNT=4"])


@given(
    st.one_of(weekly, monthly, positions, of_the_month, plain),
    st.dates(datetime.date(2025, 1, 1), datetime.date(2030, 12, 31)),
)
def test_the_way_there_and_back_gives_the_same_days(rule, starts_on):
    start = datetime.datetime.combine(starts_on, datetime.time(16))
    fields = rule_fields(rule, starts_on)

    back = rrulestr(rule_of(fields), dtstart=start)

    there = rrulestr(rule or "FREQ=DAILY;COUNT=1", dtstart=start)
    assert list(back.xafter(start, count=12, inc=True)) == list(
        there.xafter(start, count=12, inc=True)
    )


@pytest.mark.parametrize("schedule", [{}, {"freq": "YEARLY"}, {"freq": None}, {"freq": ["WEEKLY"]}])
def test_a_schedule_without_a_rule_we_know_gives_none(schedule):
    assert rule_of(schedule) == ""


def test_the_time_says_how_far_it_is_from_utc_on_that_day():
    winter, summer = datetime.date(2026, 1, 6), datetime.date(2026, 7, 7)

    assert clock(winter, datetime.time(16, 30)) == "16:30+01:00"
    assert clock(summer, datetime.time(9)) == "09:00+02:00"
    assert (offset_hours(winter, None), offset_hours(summer, datetime.time(9))) == (1, 2)
