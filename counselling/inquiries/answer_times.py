"""How long an answer takes: from the moment a question came to the moment of its last answer.

Counted is the time on the calendar, as who asks waits on weekends as well. The median is the time
in the middle: half of the answers were quicker, half slower; one question that lay for a year
moves the mean, not the median. An answer on the spot took no time.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_office.aggregates import Median


HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
# The figures of a list are those of its newest answers, so that they cost the same in a large one.
MOST = 10_000
ANSWER_TIME = ExpressionWrapper(F("answered_at") - F("received_at"), DurationField())


@dataclass(frozen=True)
class AnswerTimes:
    """How many were answered, and how long that took; no time where nothing was answered."""

    number: int
    median: datetime.timedelta | None = None
    mean: datetime.timedelta | None = None

    @property
    def is_bounded(self) -> bool:
        """Whether there may be more than were counted."""
        return self.number >= MOST

    @property
    def median_text(self) -> str:
        return spoken(self.median)

    @property
    def mean_text(self) -> str:
        return spoken(self.mean)


def summed_up(times: Sequence[datetime.timedelta]) -> AnswerTimes:
    """Median and mean of some answer times: what `counted` asks the database for."""
    if not times:
        return AnswerTimes(0)
    ordered, half = sorted(times), len(times) // 2
    median = (ordered[half] + ordered[~half]) / 2
    mean = sum(times, datetime.timedelta()) / len(times)
    return AnswerTimes(len(times), median, mean)


def counted(inquiries: QuerySet) -> AnswerTimes:
    """The same of the answered ones among `inquiries`, in one query."""
    newest = inquiries.filter(answered_at__isnull=False).order_by("-answered_at")
    times = newest.values(time=ANSWER_TIME)[:MOST]
    return AnswerTimes(
        **times.aggregate(
            number=Count("*"),
            median=Median("time", output_field=DurationField()),
            mean=Avg("time"),
        )
    )


def spoken(time: datetime.timedelta | None) -> str:
    """A time as one says it: minutes within an hour, hours within a day, else days with a tenth."""
    if time is None:
        return "–"
    if time < HOUR:
        minutes = round(time / datetime.timedelta(minutes=1))
        words = ngettext("%(count)s minute", "%(count)s minutes", minutes)
        return words % {"count": minutes} if minutes else _("at once")
    if time < DAY:
        hours = round(time / HOUR)
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return _("%(number)s days") % {"number": number_format(round(time / DAY, 1), decimal_pos=1)}
