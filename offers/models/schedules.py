"""When an offer takes place: recurrence rules (RFC 5545), and the dates that follow from them."""

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS, Record
from offers.models.offers import Offer
from offers.times.schedule_words import in_words
from offers.times.schedules import Closed, mistakes, spanned


def _days(verbose_name):
    return ArrayField(models.DateField(), default=list, blank=True, verbose_name=verbose_name)


@tracked
class Schedule(models.Model):
    """One rhythm of an offer. `rule` is an RRULE without its start; empty means only once."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="schedules")
    starts_on = models.DateField(_("from day"))
    start_time = models.TimeField(_("begins at"), null=True, blank=True)
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    rule = models.CharField(_("rhythm"), max_length=200, blank=True)
    until = models.DateField(_("up to day"), null=True, blank=True)
    except_school_holidays = models.BooleanField(_("not in the school holidays"), default=False)
    except_public_holidays = models.BooleanField(_("not on public holidays"), default=True)
    exception_days = _days(_("not on these days"))
    extra_days = _days(_("also on these days"))
    note = models.CharField(_("remark"), max_length=200, blank=True)

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {
        "id",
        "offer",
        "starts_on",
        "start_time",
        "end_time",
        "rule",
        "until",
        "note",
    } | {"except_school_holidays", "except_public_holidays", "exception_days", "extra_days"}

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        ordering = ["starts_on", "start_time", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_time=None)
                | Q(start_time__isnull=False, end_time__gt=F("start_time")),
                name="schedule_closes_after_it_opens",
                violation_error_message=_("The end must be later than the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("starts_on")),
                name="schedule_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
        ]

    def __str__(self):
        return in_words(self, timezone.localdate())

    def clean(self):
        """Times in order and at least one date; the constraints say a part of it to everybody."""
        if self.starts_on is None:  # the field says so itself
            return
        if found := dict(mistakes(self, Closed(land=settings.OFFICE["land"]))):
            raise ValidationError(found)


class OccurrenceQuerySet(models.QuerySet):
    def at(self, now):
        """Those that hold at this moment; without an end nobody knows how long they hold. None
        lasts longer than a day: so the index need not look at all that are still to come."""
        tomorrow = now + datetime.timedelta(days=1)
        return self.filter(starts_at__lte=now, ends_at__gt=now, ends_at__lt=tomorrow)


class Occurrence(models.Model):
    """A date of the next weeks, worked out from a schedule; written anew whenever it changes."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="occurrences")
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="occurrences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    objects = OccurrenceQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"id", "offer", "schedule", "starts_at", "ends_at"}

    class Meta:
        verbose_name = _("date of an offer")
        verbose_name_plural = _("dates of offers")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["offer", "starts_at"], name="occurrence_next"),
            models.Index(fields=["ends_at", "starts_at"], name="occurrence_now"),
        ]

    def __str__(self):
        return self.starts_at.isoformat()


class SchoolHolidayQuerySet(models.QuerySet):
    def between(self, first: datetime.date, last: datetime.date):
        return self.filter(first_day__lte=last, last_day__gte=first)

    def closed(self):
        """The days on which the Land is closed, as the rules of schedules want to know them."""
        spans = self.values_list("first_day", "last_day")
        return Closed(spanned(spans), settings.OFFICE["land"])

    def coming_first(self, today: datetime.date):
        """Those of today and later, then those that are over."""
        over = models.ExpressionWrapper(Q(last_day__lt=today), models.BooleanField())
        return self.order_by(over, "first_day", "pk")

    def known_until(self):
        """The last day of the last holidays that are known; None when none are."""
        return self.aggregate(last=models.Max("last_day"))["last"]


@tracked
class SchoolHoliday(Record):
    """School holidays of the Land, so that nobody stands before a closed door."""

    name = models.CharField(_("name"), max_length=80)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = SchoolHolidayQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = RECORD_FIELDS | {"name", "first_day", "last_day"}

    class Meta:
        verbose_name = _("school holidays")
        verbose_name_plural = _("school holidays")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="school_holiday_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.UniqueConstraint(
                fields=["first_day"],
                name="school_holiday_once",
                violation_error_message=_("Holidays that begin on this day are here already."),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.first_day.year}"

    def get_absolute_url(self):
        return reverse("offers:holiday_edit", args=[self.pk])

    @property
    def days(self):
        return (self.last_day - self.first_day).days + 1
