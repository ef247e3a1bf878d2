"""The dates of the next eight weeks, kept as rows: what is on now, and when next, for many offers.

They follow from the schedules and are written anew whenever those, the offer's state or the school
holidays change, and once a day.
"""

import datetime
from collections.abc import Iterable, Iterator
from itertools import batched

from django.db import transaction
from django.utils import timezone

from integration_office.partial_dates import first_day, last_day
from offers.codes import Status
from offers.models import Occurrence, Offer, Schedule, SchoolHoliday
from offers.schedules import Closed, Slot, coming, days, open_now, slot


AHEAD = datetime.timedelta(weeks=8)
AT_ONCE = 2000
NEXT = 6


def fill(keys: Iterable[int], today: datetime.date) -> int:
    """Write the dates of these offers (keys) from today on; the number of rows. Only what is
    published takes place, and only while the offer itself is valid."""
    closed = SchoolHoliday.objects.closed()
    number = 0
    for some in batched(keys, AT_ONCE, strict=False):
        with transaction.atomic():
            Occurrence.objects.filter(offer__in=some).delete()
            rows = list(_rows(some, today, closed))
            Occurrence.objects.bulk_create(rows, batch_size=AT_ONCE)
        number += len(rows)
    return number


def fill_all(today: datetime.date) -> int:
    """The same for the whole catalogue; dates of offers without a schedule go as well."""
    Occurrence.objects.exclude(offer__status=Status.PUBLISHED).delete()
    with_times = Schedule.objects.filter(offer__status=Status.PUBLISHED)
    keys = with_times.order_by("offer").values_list("offer", flat=True).distinct()
    return fill(list(keys), today)


def _rows(keys: Iterable[int], today: datetime.date, closed: Closed) -> Iterator[Occurrence]:
    schedules = Schedule.objects.filter(offer__in=keys, offer__status=Status.PUBLISHED)
    spans = schedules.values_list("offer", "offer__valid_from", "offer__valid_until")
    valid = {offer: (first_day(begins), last_day(ends)) for offer, begins, ends in spans}
    for schedule in schedules:
        begins, ends = valid[schedule.offer_id]
        first, last = max(today, begins or today), min(today + AHEAD, ends or today + AHEAD)
        for day in days(schedule, first, last, closed):
            one = slot(schedule, day)
            yield Occurrence(
                offer_id=schedule.offer_id,
                schedule_id=schedule.pk,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
            )


def next_dates(offer: Offer, number: int = NEXT) -> list[Slot]:
    """The next times of one offer, while it is valid, whether it is published already or not."""
    return coming(
        offer.schedules.all(),
        timezone.now(),
        SchoolHoliday.objects.closed(),
        number=number,
        since=first_day(offer.valid_from),
        until=last_day(offer.valid_until),
    )


def is_open(offer: Offer, now: datetime.datetime) -> Slot | None:
    """The time of a published offer that holds now, with its end."""
    today = timezone.localdate(now)
    begins, ends = first_day(offer.valid_from), last_day(offer.valid_until)
    if not offer.is_published or (begins and today < begins) or (ends and ends < today):
        return None
    return open_now(offer.schedules.all(), now, SchoolHoliday.objects.closed())
