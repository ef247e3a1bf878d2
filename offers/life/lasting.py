"""How long an offer lasts: to the last day it is valid or its course runs; where neither is said,
and its times are all there is to know, to the last of them."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from offers.models import Offer
from offers.times.schedules import last_day


def last_day_of(offer: Offer) -> datetime.date | None:
    """The last day of `offer`, if there is one."""
    course = getattr(offer, "course", None) if offer.is_course else None
    said = [day for day in (offer.last_valid_day, course and course.ends_on) if day]
    return min(said) if said else _last_time(offer)


def _last_time(offer):
    if offer.schedule_text or offer.by_appointment:
        return None
    days = [last_day(schedule) for schedule in offer.schedules.all()]
    return max(filter(None, days), default=None) if None not in days else None


def refuse_what_is_over(offer: Offer) -> None:
    """Refuse to show an offer that would be taken out again in the night."""
    day = last_day_of(offer)
    if day and day < timezone.localdate():
        raise ValidationError(
            _(
                "The last day of this offer was %(day)s. Please write when it takes place next, or "
                "until when it is valid."
            )
            % {"day": date_format(day, "SHORT_DATE_FORMAT")}
        )
