"""When an offer of a list takes place: a rule where its words are certain, else words.

"mittwochs" with 10:00 and 12:00 is certain, "wöchentlich" alone is not: nobody would know on which
day to come. What is impossible ("18-15 Uhr") refuses the row and names its column.
"""

import datetime
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office.importers import Refused, Row
from integration_office.partial_dates import first_day, parse_partial
from offers.models import Schedule
from offers.times.rhythms import days_in, read


RHYTHM, FROM, TO = "Wochentag/Turnus", "Uhrzeit von", "Uhrzeit bis"
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_HOURS = re.compile(rf"[\s,]*(?:von\s+)?{_TIME}\s*(?:-|–|bis)\s*{_TIME}(\s*uhr)?$", re.IGNORECASE)
_BY_APPOINTMENT = re.compile(r"nach (absprache|(termin)?vereinbarung)", re.IGNORECASE)

Hours = tuple[datetime.time | None, datetime.time | None]


@dataclass(frozen=True)
class Times:
    """What a row says about its times: words for what is no rule, a schedule not saved yet."""

    text: str
    by_appointment: bool = False
    schedule: Schedule | None = None


def times_of(row: Row) -> Times:
    """Refuses a time that is none and an end before its beginning."""
    words, (start, end) = _words_and_hours(row)
    if _BY_APPOINTMENT.fullmatch(words) and start is None and end is None:
        return Times("", by_appointment=True)
    schedule = _schedule(words, row) if start is not None or end is None else None
    if schedule is None:
        return Times(", ".join(part for part in (words, _in_words(start, end)) if part))
    schedule.start_time, schedule.end_time = start, end
    return Times("", schedule=schedule)


def _words_and_hours(row: Row) -> tuple[str, Hours]:
    """The rhythm and the hours, also where both stand in one cell."""
    words, hours = row[RHYTHM], (_time(row, FROM), _time(row, TO))
    column = TO
    if hours == (None, None) and (match := _HOURS.search(words)) and _means_hours(match):
        words, column = words[: match.start()], RHYTHM
        hours = (
            _clock(row, RHYTHM, *match.groups()[:2]),
            _clock(row, RHYTHM, *match.groups()[2:4]),
        )
    start, end = hours
    if start is not None and end is not None and end <= start:
        raise Refused(f"{column}: {_('The end must be later than the beginning.')}")
    return words, hours


def _means_hours(match: re.Match) -> bool:
    """ "16:00–18:00" and "16-18 Uhr" are hours, "2-3" and "15.9-20.9" may be anything."""
    return bool(match[5]) or ":" in match[0]


def _schedule(words: str, row: Row) -> Schedule | None:
    if reading := read(words):
        return Schedule(
            rule=reading.rule,
            starts_on=_since(row),
            except_school_holidays=reading.except_school_holidays,
        )
    if not re.match(r"(am\s+)?\d", words):
        return None
    try:
        days = days_in(re.sub(r"^am\s+", "", words))
    except ValidationError:
        return None  # words for people, and no mistake
    return Schedule(starts_on=days[0], extra_days=days[1:]) if days else None


def _since(row: Row) -> datetime.date:
    """From when on the list knows of it; a list without any day is one of today."""
    for column in ("gültig von", "as_of"):
        if day := first_day(parse_partial(row[column])):
            return day
    return timezone.localdate()


def _in_words(start: datetime.time | None, end: datetime.time | None) -> str:
    # The list is German, and so are the words it leaves us.
    if start is None:
        return f"bis {end:%H:%M} Uhr" if end else ""
    return f"{start:%H:%M}–{end:%H:%M}" if end else f"ab {start:%H:%M} Uhr"


def _time(row: Row, column: str) -> datetime.time | None:
    if not row[column]:
        return None
    match = re.fullmatch(rf"{_TIME}(?::00)?(\s*Uhr)?", row[column])
    if match is None or not (match[2] or match[3]):
        raise _no_time(column, row[column])
    return _clock(row, column, match[1], match[2])


def _clock(row: Row, column: str, hour: str, minute: str | None) -> datetime.time:
    try:
        return datetime.time(int(hour), int(minute or 0))
    except ValueError:
        raise _no_time(column, row[column]) from None


def _no_time(column: str, value: str) -> Refused:
    return Refused(
        _("%(column)s: “%(value)s” is not a time. Please write it like 16:30.")
        % {"column": column, "value": value}
    )


def same_times(schedule: Schedule, other: Schedule) -> bool:
    """Whether both say the same; the day since which it is known does not count."""
    names = ("rule", "start_time", "end_time", "extra_days", "except_school_holidays")
    if not schedule.rule and schedule.starts_on != other.starts_on:
        return False
    return all(getattr(schedule, name) == getattr(other, name) for name in names)
