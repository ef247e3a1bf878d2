"""Offers as iCalendar (RFC 5545), for the calendar programs of everybody: no names, no numbers.

An entry begins with its first date in a window of whole years, so that it does not change from day
to day. Holidays and exceptions are taken out one by one within that window; beyond it the rule goes
on without them until the window moves on.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import icalendar

from integration_office.plain_text import one_line, writable
from offers.models import Offer, Schedule
from offers.times.schedules import BERLIN, Closed, Scheduled, days, parts_of, planned_days, slot


# Python's own clock changes would be written one by one, and only for some years.
BERLIN_IN_WORDS = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
ASK_AGAIN = datetime.timedelta(hours=12)


@dataclass(frozen=True)
class Dates:
    """What an entry says of its days: the first, the rule from there on and the day it ends with,
    days out of it and days besides it."""

    first: datetime.date
    rule: str = ""
    until: datetime.date | None = None
    without: list[datetime.date] = field(default_factory=list)
    besides: list[datetime.date] = field(default_factory=list)


def dates_of(
    schedule: Scheduled,
    today: datetime.date,
    closed: Closed,
    *,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> list[Dates]:
    """The entries a schedule needs while its offer is valid (`since`, `until`): usually one; none
    when nothing of it is left; a second one for days that somebody added before the rule's first.
    """
    first, last = datetime.date(today.year - 1, 1, 1), datetime.date(today.year + 2, 12, 31)
    last = min(last, until or last)
    counted = bool(schedule.rule) and "COUNT" in parts_of(schedule.rule)
    if counted:  # may not begin in the middle
        first = min(first, schedule.starts_on)
    kept = [day for day in days(schedule, first, last, closed) if since is None or day >= since]
    planned = planned_days(schedule, first, last) if schedule.rule else []
    by_rule = [day for day in planned if counted or day in set(kept)]
    if not kept:
        return []
    if not by_rule:
        return [Dates(kept[0], besides=kept[1:])]
    start = by_rule[0]
    without = [day for day in planned if day >= start and day not in set(kept)]
    besides = [day for day in kept if day > start and day not in set(planned)]
    before = [day for day in kept if day < start]
    rule, end = _ending(schedule, until, planned[-1])
    found = [Dates(start, rule, end, without, besides)]
    return [*found, Dates(before[0], besides=before[1:])] if before else found


def _ending(
    schedule: Scheduled, until: datetime.date | None, last_planned: datetime.date
) -> tuple[str, datetime.date | None]:
    """The rule, and the day it ends with. RFC 5545 knows a number of times or a last day, never
    both: where a counted rule is cut short, its last day is said instead."""
    end = min(filter(None, (schedule.until, until)), default=None)
    parts = parts_of(schedule.rule)
    if end is None or "COUNT" not in parts:
        return schedule.rule, end
    parts.pop("COUNT")
    return ";".join(f"{name}={value}" for name, value in parts.items()), last_planned


def calendar_of(
    name: str, offers: Iterable[Offer], *, today: datetime.date, closed: Closed, host: str
) -> bytes:
    """A calendar with every time of these offers. `host` makes the entries unique in the world."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{host}//offers//DE")
    calendar.add("version", "2.0")
    # Named as a text: only then are commas and the like written as the standard wants it.
    for word in ("name", "x-wr-calname"):
        calendar.add(word, icalendar.vText(one_line(name)))
    calendar.add("x-wr-timezone", BERLIN.key)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(ASK_AGAIN))
    calendar.add_component(icalendar.Timezone.from_ical(BERLIN_IN_WORDS))
    for offer in offers:
        for event in _events(offer, today, closed, host):
            calendar.add_component(event)
    return calendar.to_ical()


def _events(
    offer: Offer, today: datetime.date, closed: Closed, host: str
) -> Iterator[icalendar.Event]:
    for schedule in offer.schedules.all():
        for number, dates in enumerate(_dates(offer, schedule, today, closed)):
            event = icalendar.Event()
            event.add("uid", f"schedule-{schedule.pk}{'-more' * number}@{host}")
            event.add("sequence", offer.version)
            event.add("dtstamp", offer.changed_at)
            event.add("last-modified", offer.changed_at)
            _say_what(event, offer, schedule)
            _say_when(event, schedule, dates)
            yield event


def _dates(offer, schedule, today, closed):
    valid = {"since": offer.first_valid_day, "until": offer.last_valid_day}
    return dates_of(schedule, today, closed, **valid)


def _say_what(event: icalendar.Event, offer: Offer, schedule: Schedule) -> None:
    event.add("summary", one_line(offer.title))
    said = [schedule.note, offer.short_text or offer.description, str(offer.provider)]
    event.add("description", writable("\n".join(part for part in said if part)))
    event.add("categories", [str(offer.get_kind_display())])
    event.add("transp", "TRANSPARENT")  # an offer of the town makes nobody busy
    if offer.where:
        event.add("location", one_line(offer.where))
    if offer.website:
        event.add("url", offer.website)


def _say_when(event: icalendar.Event, schedule: Schedule, dates: Dates) -> None:
    start = slot(schedule, dates.first)
    event.add("dtstart", start.starts_at if start.has_time else dates.first)
    if start.ends_at is not None:
        event.add("dtend", start.ends_at)
    if dates.rule:
        rule = icalendar.vRecur.from_ical(dates.rule)
        if dates.until is not None:
            rule["UNTIL"] = _end_of(dates.until) if start.has_time else dates.until
        event.add("rrule", rule)
    for word, some in (("exdate", dates.without), ("rdate", dates.besides)):
        if some and start.has_time:
            event.add(word, [slot(schedule, day).starts_at for day in some])
        elif some:
            event.add(word, some, parameters={"value": "DATE"})


def _end_of(day: datetime.date) -> datetime.datetime:
    # RFC 5545: where the beginning has a zone, the end of a rule is written in UTC.
    return datetime.datetime.combine(day, datetime.time(23, 59, 59), BERLIN).astimezone(
        datetime.UTC
    )
