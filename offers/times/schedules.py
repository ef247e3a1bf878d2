"""When offers take place: a recurrence rule (RFC 5545) with exceptions and holidays becomes days.

Nothing here asks the database: what is closed comes in as a `Closed`. Times are wall time in
Berlin: an offer at 16:00 begins at 16:00 before and after the clocks change.
"""

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

import holidays
from dateutil.rrule import rrulestr
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from integration_office.days import FIRST, LAST, OUT_OF_REACH


BERLIN = ZoneInfo("Europe/Berlin")
DAY = datetime.timedelta(days=1)
# A rule that has no date within ten years has none (29 February comes every four, once in eight).
HORIZON = datetime.timedelta(days=3653)
# How far ahead "the next dates" look: a yearly feast is among them.
AHEAD = datetime.timedelta(days=400)

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
MORNING, AFTERNOON, EVENING = "vm", "nm", "ab"
LONG_ENOUGH = 30  # minutes of a part of the day that make somebody think of it
PARTS = (
    (MORNING, datetime.time.min, datetime.time(12)),
    (AFTERNOON, datetime.time(12), datetime.time(17)),
    (EVENING, datetime.time(17), datetime.time.max),
)

_NUMBER = r"[1-9]\d{0,2}"
_DAY = r"(?:MO|TU|WE|TH|FR|SA|SU)"
_MONTHDAY = r"-?(?:[1-9]|[12]\d|3[01])"
_SHAPES = {
    "INTERVAL": _NUMBER,
    "COUNT": _NUMBER,
    "BYDAY": rf"(?:-?[1-5])?{_DAY}(?:,(?:-?[1-5])?{_DAY})*",
    "BYMONTHDAY": rf"{_MONTHDAY}(?:,{_MONTHDAY})*",
    "BYMONTH": r"(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2]))*",
    "BYSETPOS": r"-?[1-4](?:,-?[1-4])*",
    "WKST": "MO",
}
# What an office needs of RFC 5545. Hours stand in fields of their own, the last day in `until`.
_GRAMMAR = {
    "DAILY": {"INTERVAL", "COUNT"},
    "WEEKLY": {"INTERVAL", "COUNT", "BYDAY", "WKST"},
    "MONTHLY": {"INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST"},
    "YEARLY": {"INTERVAL", "COUNT", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"},
}


class Scheduled(Protocol):
    """What a schedule says; the model and the form's rows both do."""

    starts_on: datetime.date
    start_time: datetime.time | None
    end_time: datetime.time | None
    rule: str
    until: datetime.date | None
    except_school_holidays: bool
    except_public_holidays: bool
    exception_days: Sequence[datetime.date]
    extra_days: Sequence[datetime.date]
    note: str


@dataclass
class Plan:
    """A schedule that is no row (yet)."""

    starts_on: datetime.date
    start_time: datetime.time | None = None
    end_time: datetime.time | None = None
    rule: str = ""
    until: datetime.date | None = None
    except_school_holidays: bool = False
    except_public_holidays: bool = True
    exception_days: Sequence[datetime.date] = ()
    extra_days: Sequence[datetime.date] = ()
    note: str = ""


@dataclass(frozen=True)
class Closed:
    """The days on which the Land is closed: its public holidays and the school holidays known."""

    school: Collection[datetime.date] = frozenset()
    land: str = "SH"

    def public(self, day: datetime.date) -> str:
        """The name of the public holiday on that day, or nothing."""
        return public_holidays(self.land, day.year).get(day, "")

    def closes(self, schedule: Scheduled, day: datetime.date) -> bool:
        """Whether a holiday keeps the schedule from this day of its rule."""
        if schedule.except_public_holidays and self.public(day):
            return True
        return schedule.except_school_holidays and day in self.school


@dataclass(frozen=True)
class Slot:
    """One time an offer takes place. Without a time of day it begins at midnight; without an end
    nobody knows how long it lasts."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime | None
    has_time: bool = True
    note: str = ""

    @property
    def day(self) -> datetime.date:
        return self.starts_at.astimezone(BERLIN).date()

    def holds(self, now: datetime.datetime) -> bool:
        return self.ends_at is not None and self.starts_at <= now < self.ends_at

    def is_over(self, now: datetime.datetime) -> bool:
        """Over at its end; without one, with its day."""
        if self.ends_at is not None:
            return self.ends_at <= now
        return self.day < now.astimezone(BERLIN).date()


@lru_cache(maxsize=64)
def public_holidays(land: str, year: int) -> dict[datetime.date, str]:
    """The public holidays of a Land in a year, with their German names."""
    return dict(holidays.country_holidays("DE", subdiv=land, years=year, language="de"))


def spanned(spans: Iterable[tuple[datetime.date, datetime.date]]) -> frozenset[datetime.date]:
    """Every day of these periods, both ends included."""
    return frozenset(
        first + number * DAY for first, last in spans for number in range((last - first).days + 1)
    )


def parts_of(rule: str) -> dict[str, str]:
    """The parts of an RRULE: {"FREQ": "WEEKLY", "BYDAY": "TU,TH"}. Refuses what is none, or one
    that an office has no use for, with a sentence."""
    pairs = [part.partition("=")[::2] for part in rule.split(";")]
    parts = dict(pairs)
    allowed = _GRAMMAR.get(parts.get("FREQ", ""), set())
    fits = len(parts) == len(pairs) and all(
        name == "FREQ" or (name in allowed and re.fullmatch(_SHAPES[name], value))
        for name, value in pairs
    )
    if not allowed or not fits or _contradicts(parts):
        raise ValidationError(
            _("“%(rule)s” is not a rule this catalogue can work with.") % {"rule": rule},
            code="rule",
        )
    return parts


def _contradicts(parts: dict[str, str]) -> bool:
    numbered = re.search(r"\d", parts.get("BYDAY", ""))
    yearly_without_month = (
        parts["FREQ"] == "YEARLY"
        and ("BYDAY" in parts or "BYMONTHDAY" in parts)
        and "BYMONTH" not in parts
    )
    return bool(
        (numbered and parts["FREQ"] == "WEEKLY")
        or ("BYDAY" in parts and "BYMONTHDAY" in parts)
        or ("BYSETPOS" in parts and (numbered or "BYDAY" not in parts))
        or yearly_without_month
    )


def planned_days(
    schedule: Scheduled, first: datetime.date, last: datetime.date
) -> list[datetime.date]:
    """The days the rule itself names from `first` to `last`, before holidays and exceptions."""
    first = max(first, schedule.starts_on)
    last = min(last, schedule.until or last)
    if not schedule.rule:
        return [schedule.starts_on] if first <= schedule.starts_on <= last else []
    if last < first:
        return []
    rule, anchor = _anchored(schedule.rule, schedule.starts_on, first)
    return list(_rule_days(rule, anchor, first, last))


def _anchored(
    rule: str, starts_on: datetime.date, first: datetime.date
) -> tuple[str, datetime.date]:
    """The same rule with a first day in the same step that is near: ten years need not be counted
    through for next week, and all weekly offers of a Tuesday share one answer."""
    parts = parts_of(rule)
    step = int(parts.get("INTERVAL", 1))
    if "COUNT" in parts or parts["FREQ"] == "YEARLY":
        return rule, starts_on
    if parts["FREQ"] == "DAILY":
        return rule, starts_on + (first - starts_on).days // step * step * DAY
    if parts["FREQ"] == "WEEKLY":
        if "BYDAY" not in parts:
            rule = f"{rule};BYDAY={CODES[starts_on.weekday()]}"
        monday = starts_on - starts_on.weekday() * DAY
        return rule, monday + (first - monday).days // (7 * step) * (7 * step) * DAY
    if "BYDAY" not in parts and "BYMONTHDAY" not in parts:
        rule = f"{rule};BYMONTHDAY={starts_on.day}"
    month = starts_on.year * 12 + starts_on.month - 1
    month += (first.year * 12 + first.month - 1 - month) // step * step
    return rule, datetime.date(month // 12, month % 12 + 1, 1)


@lru_cache(maxsize=4096)
def _rule_days(
    rule: str, anchor: datetime.date, first: datetime.date, last: datetime.date
) -> tuple[datetime.date, ...]:
    midnight = datetime.time.min
    end = datetime.datetime.combine(last, midnight)
    dates = rrulestr(rule, dtstart=datetime.datetime.combine(anchor, midnight))
    return tuple(
        day.date()
        for day in dates.between(datetime.datetime.combine(first, midnight), end, inc=True)
    )


def days(
    schedule: Scheduled, first: datetime.date, last: datetime.date, closed: Closed
) -> list[datetime.date]:
    """The days from `first` to `last` on which it takes place, in their order.

    Holidays keep away days of a rule; a day that somebody wrote down by hand takes place on a
    holiday too. An exception day keeps away everything.
    """
    planned = planned_days(schedule, first, last)
    if schedule.rule:
        planned = [day for day in planned if not closed.closes(schedule, day)]
    extra = {day for day in schedule.extra_days if first <= day <= last}
    return sorted((extra | set(planned)) - set(schedule.exception_days))


def last_day(schedule: Scheduled) -> datetime.date | None:
    """After which day it never takes place again; None where that is not said."""
    end = schedule.until if schedule.rule else schedule.starts_on
    return end and max([end, *schedule.extra_days])


def slot(schedule: Scheduled, day: datetime.date) -> Slot:
    """The schedule's time on that day."""
    start = datetime.datetime.combine(day, schedule.start_time or datetime.time.min, BERLIN)
    end = None
    if schedule.end_time is not None:
        # In the hour that the clocks leave out, an end may come before its beginning.
        end = max(datetime.datetime.combine(day, schedule.end_time, BERLIN), start, key=_instant)
    return Slot(start, end, schedule.start_time is not None, schedule.note)


def _instant(moment: datetime.datetime) -> float:
    return moment.timestamp()


def slots(
    schedules: Iterable[Scheduled], first: datetime.date, last: datetime.date, closed: Closed
) -> list[Slot]:
    """All times of these schedules from `first` to `last`, the earliest first."""
    found = [
        slot(schedule, day) for schedule in schedules for day in days(schedule, first, last, closed)
    ]
    return sorted(found, key=lambda one: _instant(one.starts_at))


def coming(
    schedules: Iterable[Scheduled],
    now: datetime.datetime,
    closed: Closed,
    *,
    number: int,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> list[Slot]:
    """The next times that are not over yet, at most `number`, within the next 400 days; where the
    whole offer is valid only for a while, within that."""
    today = now.astimezone(BERLIN).date()
    first = max(today, since or today)
    found = slots(schedules, first, min(today + AHEAD, until or LAST), closed)
    return list(islice((one for one in found if not one.is_over(now)), number))


def open_now(schedules: Iterable[Scheduled], now: datetime.datetime, closed: Closed) -> Slot | None:
    """The time that holds now, the one that ends last if there are several. Without an end nobody
    can say that it is still open."""
    today = now.astimezone(BERLIN).date()
    holding = [one for one in slots(schedules, today, today, closed) if one.holds(now)]
    return max(holding, key=lambda one: _instant(one.ends_at or one.starts_at), default=None)


def dayparts(start: datetime.time | None, end: datetime.time | None) -> list[str]:
    """ "vm" before 12, "nm" from 12 to 17, "ab" from 17: where it begins, and every part of which
    it takes half an hour – who asks for the afternoon does not mean a course that ends at 12:15.
    Without an end it counts where it begins; without a beginning nowhere."""
    if start is None:
        return []
    last = _minutes(end) if end and end > start else _minutes(start)
    return [
        part
        for part, begins, ends in PARTS
        if begins <= start < ends
        or min(last, _minutes(ends)) - max(_minutes(start), _minutes(begins)) >= LONG_ENOUGH
    ]


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute


def weekdays(schedule: Scheduled, today: datetime.date, closed: Closed) -> list[str]:
    """The weekdays ("mo" … "so") on which it takes place from today on."""
    parts = parts_of(schedule.rule) if schedule.rule else {}
    if "BYDAY" in parts and schedule.until is None and "COUNT" not in parts:
        named = {CODES.index(code[-2:]) for code in parts["BYDAY"].split(",")}
    else:
        named = {day.weekday() for day in days(schedule, today, today + AHEAD, closed)}
    return [code for number, code in enumerate(WEEKDAYS) if number in named]


def facets(schedules: Iterable[Scheduled], today: datetime.date, closed: Closed) -> set[str]:
    """The codes a search counts: "day:do", "part:nm", "slot:do-nm"."""
    codes = set()
    for schedule in schedules:
        parts = dayparts(schedule.start_time, schedule.end_time)
        for day in weekdays(schedule, today, closed):
            codes |= {f"day:{day}", *(f"slot:{day}-{part}" for part in parts)}
            codes |= {f"part:{part}" for part in parts}
    return codes


def mistakes(schedule: Scheduled, closed: Closed) -> Iterator[tuple[str, str]]:
    """What is impossible about a schedule, as (field, sentence)."""
    start, end = schedule.start_time, schedule.end_time
    if not FIRST <= schedule.starts_on <= LAST:
        yield "starts_on", OUT_OF_REACH % {"first": FIRST.year, "last": LAST.year}
        return
    if start is None and end is not None:
        yield "start_time", _("Please also write when it begins.")
    if start is not None and end is not None and end <= start:
        yield (
            "end_time",
            _(
                "The end must be later than the beginning. If it goes on after midnight, leave the "
                "end empty and write it as a remark."
            ),
        )
    if schedule.until is not None and schedule.until < schedule.starts_on:
        yield "until", _("The last day is before the first one.")
    elif sentence := _no_dates(schedule, closed):
        yield "rule", sentence


def _no_dates(schedule: Scheduled, closed: Closed) -> str:
    try:
        parts = parts_of(schedule.rule) if schedule.rule else {}
    except ValidationError as refusal:
        return str(refusal.messages[0])
    # February 31 is refused before anybody looks for it in the next eight thousand years.
    if _never(parts) or not _has_dates(schedule, closed):
        return _("With these facts it never takes place. Please check days, period and exceptions.")
    return ""


def _never(parts: dict[str, str]) -> bool:
    if "BYMONTH" not in parts or "BYMONTHDAY" not in parts:
        return False
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    lengths = [longest[int(month) - 1] for month in parts["BYMONTH"].split(",")]
    return all(abs(int(day)) > max(lengths) for day in parts["BYMONTHDAY"].split(","))


def _has_dates(schedule: Scheduled, closed: Closed) -> bool:
    """Looks a year ahead at a time: most rules answer in the first."""
    if set(schedule.extra_days) - set(schedule.exception_days):
        return True
    first, end = schedule.starts_on, schedule.starts_on + HORIZON
    while first <= end:
        if days(schedule, first, first + AHEAD, closed):
            return True
        first += AHEAD + DAY
    return False
