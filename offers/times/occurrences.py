"""The dates of the next eight weeks, kept as rows: what is on now, and when next, for many offers.

They follow from the schedules and are written anew whenever those, the offer's state or the school
holidays change, and once a day.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from integration_office.partial_dates import first_day, last_day
from offers.codes import Status
from offers.models import Occurrence, Offer, Schedule, SchoolHoliday
from offers.times.schedule_words import clock, span
from offers.times.schedules import Closed, Slot, coming, days, open_now, planned_days, slot


AHEAD = datetime.timedelta(weeks=8)
AT_ONCE = 2000
NEXT = 6
COLUMNS = ("offer", "schedule", "starts_at", "ends_at")

# Offer, schedule, beginning, end.
Date = tuple[int, int, datetime.datetime, datetime.datetime | None]


def fill(keys: Iterable[int], today: datetime.date) -> int:
    """Bring the dates of these offers (keys) up to date, from today on; how many rows were missing.
    Only what is published takes place, and only while the offer itself is valid. What is right
    already is left alone: most nights only the day at the far end is new."""
    closed = SchoolHoliday.objects.closed()
    number = 0
    for some in batched(keys, AT_ONCE, strict=False):
        with transaction.atomic():
            wanted = set(_dates(some, today, closed))
            rows = Occurrence.objects.filter(offer__in=some).values_list("pk", *COLUMNS).order_by()
            right, gone = set(), []
            for pk, *date in rows.iterator():
                date = tuple(date)
                if date in wanted and date not in right:
                    right.add(date)
                else:
                    gone.append(pk)
            Occurrence.objects.filter(pk__in=gone).delete()
            number += _add(wanted - right)
    return number


def fill_all(today: datetime.date) -> int:
    """The same for the whole catalogue."""
    with_times = Offer.objects.filter(pk__in=Schedule.objects.values("offer"))
    return fill(list(with_times.order_by("pk").values_list("pk", flat=True)), today)


def _dates(keys: Sequence[int], today: datetime.date, closed: Closed) -> Iterator[Date]:
    schedules = Schedule.objects.filter(offer__in=keys, offer__status=Status.PUBLISHED)
    valid = {"valid_from": F("offer__valid_from"), "valid_until": F("offer__valid_until")}
    for schedule in schedules.order_by().annotate(**valid):
        begins, ends = first_day(schedule.valid_from), last_day(schedule.valid_until)
        first, last = max(today, begins or today), min(today + AHEAD, ends or today + AHEAD)
        for day in days(schedule, first, last, closed):
            one = slot(schedule, day)
            yield schedule.offer_id, schedule.pk, _utc(one.starts_at), _utc(one.ends_at)


def _utc(moment: datetime.datetime | None) -> datetime.datetime | None:
    # In the hour that clocks pass twice, a moment in Berlin equals none in another zone.
    return moment and moment.astimezone(datetime.UTC)


def _add(dates: Collection[Date]) -> int:
    """By COPY: the first night of a large catalogue writes a million rows."""
    if dates:
        table = connection.ops.quote_name(Occurrence._meta.db_table)
        columns = "offer_id, schedule_id, starts_at, ends_at"
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
        ):
            for date in dates:
                copy.write_row(date)
    return len(dates)


def next_dates(
    offer: Offer,
    number: int = NEXT,
    closed: Closed | None = None,
    now: datetime.datetime | None = None,
) -> list[Slot]:
    """The next times at which one offer really takes place: while it is valid, and none while it
    pauses or when it has ended. A draft has those it will have."""
    if offer.is_paused or offer.is_closed:
        return []
    return coming(
        offer.schedules.all(),
        now or timezone.now(),
        closed or SchoolHoliday.objects.closed(),
        number=number,
        since=offer.first_valid_day,
        until=offer.last_valid_day,
    )


def is_open(offer: Offer, now: datetime.datetime, closed: Closed | None = None) -> Slot | None:
    """The time of a published offer that holds now, with its end."""
    today = timezone.localdate(now)
    begins, ends = offer.first_valid_day, offer.last_valid_day
    if not offer.is_published or (begins and today < begins) or (ends and ends < today):
        return None
    return open_now(offer.schedules.all(), now, closed or SchoolHoliday.objects.closed())


@dataclass(frozen=True)
class Line:
    """A line of the table of next dates; a cancelled one says why it does not take place."""

    slot: Slot
    is_cancelled: bool = False
    reason: str = ""

    @property
    def day(self) -> str:
        return (
            f"{date_format(self.slot.day, 'D')}, {date_format(self.slot.day, 'SHORT_DATE_FORMAT')}"
        )

    @property
    def time(self) -> str:
        return span(self.slot)


@dataclass(frozen=True)
class Timetable:
    """What the page of an offer says about its dates."""

    lines: list[Line]
    open_until: str


def timetable(offer: Offer) -> Timetable:
    """The next dates with those that fall out between them, and until when it is open now; none of
    an offer that pauses or has ended. School holidays are not listed day by day: the rhythm says in
    words that it pauses in them."""
    if not offer.schedules.all():
        return Timetable([], "")
    closed = SchoolHoliday.objects.closed()
    slots = next_dates(offer, NEXT, closed)
    lines = [Line(one) for one in slots]
    if slots:
        lines += _cancelled(offer, slots[-1].day, closed)
    now_open = is_open(offer, timezone.now(), closed)
    return Timetable(
        sorted(lines, key=lambda line: line.slot.starts_at),
        clock(timezone.localtime(now_open.ends_at).time()) if now_open else "",
    )


def _cancelled(offer: Offer, last: datetime.date, closed: Closed) -> Iterator[Line]:
    today = timezone.localdate()
    for schedule in offer.schedules.all():
        for day in planned_days(schedule, today, last):
            holiday = closed.public(day) if schedule.except_public_holidays else ""
            extra = day in schedule.extra_days
            if day in schedule.exception_days or (holiday and schedule.rule and not extra):
                yield Line(slot(schedule, day), is_cancelled=True, reason=holiday)
