"""Schedules in words: "donnerstags 16:00–17:30, nicht in den Schulferien"."""

import datetime
import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from offers.codes import Weekday
from offers.times.rhythms import Rhythm, Said, said_by
from offers.times.schedules import CODES, WEEKDAYS, Plan, Scheduled, Slot, parts_of


ON_DAYS = (
    gettext_lazy("Mondays"),
    gettext_lazy("Tuesdays"),
    gettext_lazy("Wednesdays"),
    gettext_lazy("Thursdays"),
    gettext_lazy("Fridays"),
    gettext_lazy("Saturdays"),
    gettext_lazy("Sundays"),
)
NTHS = {
    1: gettext_lazy("1st"),
    2: gettext_lazy("2nd"),
    3: gettext_lazy("3rd"),
    4: gettext_lazy("4th"),
    5: gettext_lazy("5th"),
    -1: pgettext_lazy("of the month", "last"),
}
# A list of exceptions longer than this says how many there are.
MOST_DAYS = 4


def in_words(schedule: Scheduled, today: datetime.date) -> str:
    """The whole schedule in one line. Exceptions that are over are not spoken of."""
    spoken = " ".join(part for part in (rhythm(schedule), hours(schedule)) if part)
    return ", ".join(part for part in (spoken, *_besides(schedule, today)) if part)


def rhythm(schedule: Scheduled) -> str:
    """On which days: "dienstags und donnerstags", "2. Montag im Monat", "am 12.12.2026"."""
    said = said_by(schedule)
    if said.rhythm in (Rhythm.ONCE, Rhythm.DAYS):
        return _on_days(sorted({schedule.starts_on, *schedule.extra_days}))
    if said.rhythm == Rhythm.WEEKLY:
        return _weekly(said.weekdays)
    if said.rhythm == Rhythm.FORTNIGHTLY:
        days = _joined([Weekday(day).label for day in _in_order(said.weekdays)])
        return _("every second %(days)s (every 14 days)") % {"days": days}
    if said.rhythm == Rhythm.MONTHLY:
        return _monthly(said)
    return _other(schedule)


def hours(schedule: Scheduled) -> str:
    """ "16:00–17:30", "from 16:00"; nothing when no time is known."""
    start, end = schedule.start_time, schedule.end_time
    if start is None:
        return ""
    if end is None:
        return _("from %(time)s") % {"time": clock(start)}
    return f"{clock(start)}–{clock(end)}"


def clock(time: datetime.time) -> str:
    return time_format(time, "H:i")


def span(slot: Slot) -> str:
    """The time of a slot in its table: "16:00–17:00", "from 16:00", nothing."""
    if not slot.has_time:
        return ""
    ends = slot.ends_at
    plan = Plan(slot.day, _wall(slot.starts_at), _wall(ends) if ends else None)
    return hours(plan)


def _wall(moment: datetime.datetime) -> datetime.time:
    return moment.timetz().replace(tzinfo=None)


def _besides(schedule: Scheduled, today: datetime.date) -> list[str]:
    single = not schedule.rule
    extra = [] if single else [day for day in schedule.extra_days if day >= today]
    exceptions = [day for day in schedule.exception_days if day >= today]
    return [
        "" if single or schedule.starts_on <= today else _from_day(schedule.starts_on),
        _("until %(day)s") % {"day": _short(schedule.until)} if schedule.until else "",
        _("not in the school holidays") if schedule.except_school_holidays and not single else "",
        "" if schedule.except_public_holidays or single else _("on public holidays too"),
        _("not on %(days)s") % {"days": _days(exceptions)} if exceptions else "",
        _("also on %(days)s") % {"days": _days(extra)} if extra else "",
        schedule.note,
    ]


def _from_day(day: datetime.date) -> str:
    return _("from %(day)s on") % {"day": _short(day)}


def _weekly(weekdays: Sequence[str]) -> str:
    numbers = [WEEKDAYS.index(day) for day in _in_order(weekdays)]
    if len(numbers) == 7:
        return _("daily")
    in_a_row = numbers == list(range(numbers[0], numbers[-1] + 1))
    if len(numbers) > 2 and in_a_row:
        ends = {"first": ON_DAYS[numbers[0]], "last": ON_DAYS[numbers[-1]]}
        return pgettext("weekdays", "%(first)s to %(last)s") % ends
    return _joined([ON_DAYS[number] for number in numbers])


def _monthly(said: Said) -> str:
    return _("%(nths)s %(days)s of the month") % {
        "nths": _joined([NTHS[nth] for nth in said.nths]),
        "days": _joined([Weekday(day).label for day in _in_order(said.weekdays)]),
    }


def _other(schedule: Scheduled) -> str:
    """The rules that no form of ours makes: daily, every third week, on the 15th of the month."""
    try:
        parts = parts_of(schedule.rule)
    except ValidationError:
        return _("by its own rule (%(rule)s)") % {"rule": schedule.rule}
    step, known = int(parts.get("INTERVAL", 1)), set(parts) - {"INTERVAL", "WKST"}
    if known == {"FREQ"} and parts["FREQ"] == "DAILY":
        return ngettext("daily", "every %(number)s days", step) % {"number": step}
    if known == {"FREQ", "BYDAY"} and parts["FREQ"] == "WEEKLY":
        days = _weekly([WEEKDAYS[_code(code)] for code in parts["BYDAY"].split(",")])
        return _("every %(number)s weeks %(days)s") % {"number": step, "days": days}
    if known == {"FREQ", "BYMONTHDAY"} and step == 1 and "-" not in parts["BYMONTHDAY"]:
        days = _joined([f"{day}." for day in parts["BYMONTHDAY"].split(",")])
        return _("on day %(days)s of every month") % {"days": days}
    return _("by its own rule (%(rule)s)") % {"rule": schedule.rule}


def _code(code: str) -> int:
    return CODES.index(re.sub(r"[-\d]", "", code))


def _in_order(weekdays: Sequence[str]) -> list[str]:
    return sorted(weekdays, key=WEEKDAYS.index)


def _on_days(days: Sequence[datetime.date]) -> str:
    return _("on %(days)s") % {"days": _days(days)}


def _days(days: Sequence[datetime.date]) -> str:
    shown = ", ".join(_short(day) for day in sorted(days)[:MOST_DAYS])
    more = len(days) - MOST_DAYS
    if more < 1:
        return shown
    return ngettext(
        "%(days)s and %(number)s more day", "%(days)s and %(number)s more days", more
    ) % {"days": shown, "number": more}


def _short(day: datetime.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _joined(words: Sequence[object]) -> str:
    texts = [str(word) for word in words]
    if len(texts) < 2:
        return "".join(texts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(texts[:-1]), "last": texts[-1]}
