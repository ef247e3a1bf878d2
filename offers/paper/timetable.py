"""The weekly timetable on one sheet: which offer takes place on which weekday and part of the day.

Weekly and fortnightly rhythms stand in the table. What comes once a month, on single days or by
arrangement would look there as if it came every week; it stands below, and so does what has not
begun this week.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_office.pdf import render_pdf
from offers.codes import Daypart, Weekday
from offers.models import Offer, Schedule
from offers.paper.directory import is_doubtful
from offers.times.rhythms import Rhythm, said_by
from offers.times.schedule_words import hours
from offers.times.schedules import dayparts


MOST_OFFERS = 300
REGULAR = (Rhythm.WEEKLY, Rhythm.FORTNIGHTLY)
NO_TIME = "", gettext_lazy("time not given")


@dataclass(frozen=True)
class Line:
    """An offer in a cell of the table; `besides` is what its place in the table does not say."""

    hours: str
    offer: Offer
    besides: list[str]
    is_doubtful: bool

    @property
    def where(self) -> str:
        """Short, for a cell is narrow: the town is known."""
        offer, place = self.offer, self.offer.location
        known = (place.name, place.street, offer.place) if place else (offer.place,)
        return ", ".join(filter(None, dict.fromkeys(known))) or offer.provider.name


@dataclass(frozen=True)
class Row:
    label: str | Promise
    cells: list[list[Line]]


@dataclass(frozen=True)
class Timetable:
    rows: list[Row]
    others: list[Offer]


def timetable(offers: Iterable[Offer], today: datetime.date) -> Timetable:
    """The three parts of the day by seven weekdays, each cell in the order of the clock; a row for
    rhythms without a time of day only where there are such."""
    found: dict[tuple[str, str], list[tuple[datetime.time, Line]]] = defaultdict(list)
    others = []
    for offer in offers:
        regular = [one for one in offer.schedules.all() if is_regular(one, offer, today)]
        if not regular:
            others.append(offer)
        for schedule in regular:
            part = (dayparts(schedule.start_time, schedule.end_time) or [""])[0]
            line = Line(hours(schedule), offer, besides(schedule, offer, today), is_doubtful(offer))
            for day in said_by(schedule).weekdays:
                found[part, day].append((schedule.start_time or datetime.time.min, line))
    parts = list(Daypart.choices)
    if any(part == "" for part, _day in found):
        parts.append(NO_TIME)
    return Timetable([_row(part, label, found) for part, label in parts], others)


def _row(part, label, found) -> Row:
    cells = [sorted(found[part, day], key=_by_clock) for day in Weekday.values]
    return Row(label, [[line for _start, line in cell] for cell in cells])


def _by_clock(timed: tuple[datetime.time, Line]) -> tuple[datetime.time, str]:
    start, line = timed
    return start, line.offer.title.casefold()


def span(schedule: Schedule, offer: Offer) -> tuple[datetime.date, datetime.date | None]:
    """From when to when this time of the offer holds, as far as its end is known."""
    begins = max(schedule.starts_on, offer.first_valid_day or schedule.starts_on)
    return begins, min(filter(None, (schedule.until, offer.last_valid_day)), default=None)


def is_regular(schedule: Schedule, offer: Offer, today: datetime.date) -> bool:
    """Whether it comes every week or every other week, has begun by Sunday and has not ended."""
    begins, ends = span(schedule, offer)
    sunday = today + datetime.timedelta(days=6 - today.weekday())
    is_on = begins <= sunday and (ends is None or ends >= today)
    return is_on and said_by(schedule).rhythm in REGULAR


def besides(schedule: Schedule, offer: Offer, today: datetime.date) -> list[str]:
    said = []
    begins, ends = span(schedule, offer)
    if said_by(schedule).rhythm == Rhythm.FORTNIGHTLY:
        said.append(_("every two weeks"))
    if begins > today:
        said.append(_("from %(day)s") % {"day": date_format(begins, "SHORT_DATE_FORMAT")})
    if ends is not None:
        said.append(_("until %(end)s") % {"end": date_format(ends, "SHORT_DATE_FORMAT")})
    return said


def timetable_pdf(
    offers: Iterable[Offer], *, narrowed: Sequence[str], today: datetime.date
) -> bytes:
    """The PDF. `narrowed` says in words what the list was narrowed to."""
    title = _("Weekly timetable of offers")
    return render_pdf(
        "offers/pdf/timetable.html",
        {
            "content": timetable(offers, today),
            "weekdays": Weekday.labels,
            "narrowed": narrowed,
            "office": settings.OFFICE,
            "today": today,
            "title": title,
        },
        title=f"{title} – {settings.OFFICE['town']}",
        author=settings.OFFICE["office"],
    )
