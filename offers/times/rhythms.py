"""The rhythms people speak of, and the recurrence rules they stand for, in both directions.

A form says "every second Tuesday", a list says "1. und 3. Dienstag im Monat", a row keeps
"FREQ=MONTHLY;BYDAY=1TU,3TU". What cannot be said for certain is not made into a rule.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from offers.times.schedules import CODES, WEEKDAYS, Scheduled, parts_of


class Rhythm(models.TextChoices):
    WEEKLY = "woche", pgettext_lazy("rhythm", "every week")
    FORTNIGHTLY = "zweiwochen", pgettext_lazy("rhythm", "every two weeks")
    MONTHLY = "monat", pgettext_lazy("rhythm", "every month on certain weekdays")
    DAYS = "tage", pgettext_lazy("rhythm", "on certain days")
    ONCE = "einmal", pgettext_lazy("rhythm", "once")
    OTHER = "andere", pgettext_lazy("rhythm", "another rule, as it is")


NTHS = (1, 2, 3, 4, 5, -1)


class Nth(models.TextChoices):
    FIRST = "1", pgettext_lazy("of the month", "first")
    SECOND = "2", pgettext_lazy("of the month", "second")
    THIRD = "3", pgettext_lazy("of the month", "third")
    FOURTH = "4", pgettext_lazy("of the month", "fourth")
    FIFTH = "5", pgettext_lazy("of the month", "fifth")
    LAST = "-1", pgettext_lazy("of the month", "last")


@dataclass(frozen=True)
class Said:
    """A rhythm in the words of the form: which weekdays ("mo" … "so"), which of the month."""

    rhythm: Rhythm
    weekdays: tuple[str, ...] = ()
    nths: tuple[int, ...] = ()


def rule_of(said: Said) -> str:
    """The recurrence rule for what was said; empty for single days."""
    codes = [CODES[WEEKDAYS.index(day)] for day in sorted(said.weekdays, key=WEEKDAYS.index)]
    if said.rhythm == Rhythm.WEEKLY:
        return f"FREQ=WEEKLY;BYDAY={','.join(codes)}"
    if said.rhythm == Rhythm.FORTNIGHTLY:
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={','.join(codes)}"
    if said.rhythm == Rhythm.MONTHLY:
        nths = sorted(said.nths, key=NTHS.index)
        numbered = (f"{nth}{code}" for nth in nths for code in codes)
        return f"FREQ=MONTHLY;BYDAY={','.join(numbered)}"
    return ""


def said_by(schedule: Scheduled) -> Said:
    """How the form says a schedule; `Rhythm.OTHER` for a rule it has no words for."""
    if not schedule.rule:
        return Said(Rhythm.DAYS if schedule.extra_days else Rhythm.ONCE)
    try:
        said = _said(parts_of(schedule.rule))
    except ValidationError:
        said = None
    if said is None or parts_of(rule_of(said)) != _plain(parts_of(schedule.rule)):
        return Said(Rhythm.OTHER)
    return said


def _plain(parts: dict[str, str]) -> dict[str, str]:
    """Without what says nothing: a step of one, a week that begins on Monday."""
    quiet = {("INTERVAL", "1"), ("WKST", "MO")}
    return {name: value for name, value in parts.items() if (name, value) not in quiet}


def _said(parts: dict[str, str]) -> Said | None:
    found = [re.fullmatch(r"(-?\d)?(..)", code) for code in parts.get("BYDAY", "").split(",")]
    pairs = [(match[1], WEEKDAYS[CODES.index(match[2])]) for match in found if match]
    days = tuple(dict.fromkeys(day for _nth, day in pairs))
    nths = tuple(dict.fromkeys(int(nth) for nth, _day in pairs if nth))
    if not days:
        return None
    if parts["FREQ"] == "WEEKLY":
        fortnightly = parts.get("INTERVAL") == "2"
        return Said(Rhythm.FORTNIGHTLY if fortnightly else Rhythm.WEEKLY, days)
    if parts["FREQ"] == "MONTHLY" and nths and set(nths) <= set(NTHS):
        return Said(Rhythm.MONTHLY, days, nths)
    return None


# What a list may say. Each pattern stands for exactly one meaning: "jeden 2. Montag" may be every
# second week or the second of the month, and "14-täglich" does not say which week: neither is read.
_NAMES = {
    "mo": "montag",
    "di": "dienstag",
    "mi": "mittwoch",
    "do": "donnerstag",
    "fr": "freitag",
    "sa": "samstag|sonnabend",
    "so": "sonntag",
}
_WORDS = {"erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "letzt": -1}
_WEEKDAY = "|".join(_NAMES.values())
_SHORT = "|".join(_NAMES)
_AND = r"\s*(?:,|und|\+|&|/)\s*"
_ADVERBS = rf"(?:{_WEEKDAY})s"
_ORDINAL = rf"(?:[1-5]\.|(?:{'|'.join(_WORDS)})e[rn]?)"
_WEEKLY = re.compile(rf"(?:wöchentlich,?\s+)?({_ADVERBS}(?:{_AND}{_ADVERBS})*)")
_EVERY = re.compile(rf"jeden\s+({_WEEKDAY})(?:{_AND}({_WEEKDAY}))*")
_RANGE = re.compile(
    rf"(?:({_ADVERBS})\s*(?:bis|-|–)\s*({_ADVERBS})"
    rf"|({_WEEKDAY})\s*(?:bis|-|–)\s*({_WEEKDAY})"
    rf"|({_SHORT})\.?\s*(?:bis|-|–)\s*({_SHORT})\.?)"
)
_MONTHLY = re.compile(
    rf"(?:jeden?r?\s+)?({_ORDINAL}(?:{_AND}{_ORDINAL})*)\s+({_WEEKDAY})"
    r"\s+(?:im|eines|des|jeden)\s+monats?"
)
_NO_SCHOOL = re.compile(
    r"[\s,;(]*(?:nicht in den|außer in den|außerhalb der|ausser in den)\s+(?:schul)?ferien\)?$"
)


@dataclass(frozen=True)
class Reading:
    """What a list says for certain about the days of an offer."""

    rule: str
    except_school_holidays: bool = False


def read(text: str) -> Reading | None:
    """The rule for a rhythm as German lists write it ("dienstags und donnerstags", "letzter
    Mittwoch im Monat", also with "nicht in den Schulferien"); None where it is not certain."""
    words = " ".join(text.lower().split())
    plain = _NO_SCHOOL.sub("", words)
    said = _read_weekly(plain) or _read_monthly(plain)
    return Reading(rule_of(said), plain != words) if said else None


def _read_weekly(text: str) -> Said | None:
    if match := _RANGE.fullmatch(text):
        first, last = (_day_of(word) for word in match.groups() if word)
        named = WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last) + 1]
        return Said(Rhythm.WEEKLY, named) if len(named) > 1 else None
    if _WEEKLY.fullmatch(text) or _EVERY.fullmatch(text):
        return Said(Rhythm.WEEKLY, _days_in(text))
    return None


def _read_monthly(text: str) -> Said | None:
    match = _MONTHLY.fullmatch(text)
    if match is None:
        return None
    nths = [_nth_of(word) for word in re.findall(_ORDINAL, match[1])]
    return Said(Rhythm.MONTHLY, _days_in(match[2]), tuple(dict.fromkeys(nths)))


def _days_in(text: str) -> tuple[str, ...]:
    return tuple(day for day, name in _NAMES.items() if re.search(name, text))


def _day_of(word: str) -> str:
    return next((day for day, name in _NAMES.items() if re.match(name, word)), word[:2])


def _nth_of(word: str) -> int:
    return next((number for start, number in _WORDS.items() if word.startswith(start)), 0) or int(
        word[0]
    )


# Single days as people write them into one field: "24.12.2026, 31.12.2026", "24.12.2026–6.1.2027".
_DATE = r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2})"
LONGEST_SPAN = 366


def days_in(text: str) -> list[datetime.date]:
    """The days written in `text`, apart by commas, semicolons, "und" or lines; "bis" and a dash
    stand for all days between. Refuses what is no day, naming it."""
    found: set[datetime.date] = set()
    for piece in re.split(r"[,;\n]|\bund\b", text):
        if piece.strip():
            found |= set(_span(piece.strip()))
    return sorted(found)


def _span(piece: str) -> list[datetime.date]:
    ends = re.split(r"\s*(?:–|\bbis\b|(?<=\d{4})\s*-\s*(?=\d{1,2}\.))\s*", piece)
    if len(ends) > 2:
        raise _no_day(piece)
    first, last = _day(ends[0]), _day(ends[-1])
    length = (last - first).days + 1
    if not 1 <= length <= LONGEST_SPAN:
        raise ValidationError(
            _("“%(text)s” is no period: write its first day, then its last.") % {"text": piece}
        )
    return [first + datetime.timedelta(days=number) for number in range(length)]


def _day(text: str) -> datetime.date:
    match = re.fullmatch(_DATE, text)
    if match is None:
        raise _no_day(text)
    day, month, year = match.groups()[:3] if match[1] else match.groups()[:2:-1]
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise _no_day(text) from None


def _no_day(text: str) -> ValidationError:
    return ValidationError(
        _("“%(text)s” is not a day. Please write it like 24.12.2026.") % {"text": text}
    )


def written(days: Sequence[datetime.date]) -> str:
    """These days as `days_in` reads them; three and more in a row become a period."""
    runs: list[list[datetime.date]] = []
    for day in sorted(days):
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run(run) for run in runs)


def _run(run: list[datetime.date]) -> str:
    ends = [f"{day:%d.%m.%Y}" for day in run]
    return f"{ends[0]}–{ends[-1]}" if len(run) > 2 else ", ".join(ends)
