"""Placements: who helps where since when; and the hours that were given."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from integration_office.addresses import address
from integration_office.history import tracked
from integration_office.models import User
from integration_office.permissions import coordinates_volunteers
from integration_office.records import RECORD_FIELDS, Record
from volunteers.codes import EndReason, PlacementStatus
from volunteers.models.needs import RUNNING, Need
from volunteers.models.volunteers import Volunteer


Status = PlacementStatus
NEXT = {
    Status.PROPOSED: [Status.ASKED, Status.DECLINED],
    Status.ASKED: [Status.MEETING, Status.DECLINED],
    Status.MEETING: [Status.TRIAL, Status.DECLINED],
    Status.TRIAL: [Status.ACTIVE],
    Status.ACTIVE: [Status.PAUSED],
    Status.PAUSED: [Status.ACTIVE],
    Status.ENDED: [],
    Status.DECLINED: [],
}
WAITING = [Status.PROPOSED, Status.ASKED, Status.MEETING]
OVER = [Status.ENDED, Status.DECLINED]
MOST_HOURS = 744  # a month of 31 days has no more


class PlacementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for the volunteer coordination, the own ones for a volunteer, else none."""
        if coordinates_volunteers(user):
            return self
        return self.filter(volunteer__user=user)

    def matching(self, text):
        """The text in the name of the volunteer or the title of the need."""
        return self.filter(
            Q(volunteer__name__unaccent__icontains=text) | Q(need__title__unaccent__icontains=text)
        )

    def open(self):
        return self.exclude(status__in=OVER)

    def waiting(self):
        """Proposed, but not begun yet."""
        return self.filter(status__in=WAITING)

    def running(self):
        return self.filter(status__in=RUNNING)

    def begun(self):
        return self.filter(started_on__isnull=False)

    def running_on(self, day):
        return self.filter(started_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def begun_between(self, first, last):
        return self.filter(started_on__range=(first, last))


@tracked
class Placement(Record):
    volunteer = models.ForeignKey(
        Volunteer,
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("volunteer"),
    )
    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, related_name="placements", verbose_name=_("need")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=PlacementStatus, default=PlacementStatus.PROPOSED
    )
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_on = models.DateField(_("proposed on"))
    started_on = models.DateField(_("began on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("reason"), max_length=20, choices=EndReason, blank=True)

    objects = PlacementQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = RECORD_FIELDS | {
        "volunteer",
        "need",
        "status",
        "proposed_by",
        "proposed_on",
        "started_on",
        "ended_on",
        "end_reason",
    }

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["-proposed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "need"],
                condition=~Q(status__in=OVER),
                name="placement_open_once",
                violation_error_message=_("This person has been proposed for this need already."),
            ),
            models.CheckConstraint(
                condition=Q(status=Status.ENDED, ended_on__isnull=False) & ~Q(end_reason="")
                | ~Q(status=Status.ENDED) & Q(ended_on=None, end_reason=""),
                name="placement_ended_on_a_day_for_a_reason",
                violation_error_message=_("An end needs its day and its reason."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[*RUNNING, Status.ENDED], started_on__isnull=False)
                | Q(status__in=[*WAITING, Status.DECLINED], started_on=None),
                name="placement_began_on_some_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="placement_ends_after_it_begins",
                violation_error_message=_("The end cannot lie before the beginning."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-proposed_on"], name="placement_by_status"),
            models.Index(fields=["started_on", "ended_on"], name="placement_by_days"),
        ]

    def __str__(self):
        return f"{self.volunteer} – {self.need}"

    def get_absolute_url(self):
        return address("volunteers:placement_detail", self.pk)

    @property
    def is_running(self):
        return self.status in RUNNING

    @property
    def next_steps(self):
        """The states it may go to from here, as (code, label)."""
        return [(status.value, status.label) for status in NEXT[self.status]]

    def go_to(self, status):
        """Take the next step; refuses one that does not follow from here."""
        if status not in NEXT[self.status]:
            raise ValidationError(
                gettext("A placement that is “%(now)s” cannot become “%(then)s”.")
                % {"now": self.get_status_display(), "then": PlacementStatus(status).label}
            )
        self.status = status

    def end(self, day, reason):
        """End what has begun; refuses what has not or is over."""
        if not self.is_running:
            raise ValidationError(gettext("Only a placement that has begun can be ended."))
        if day < self.started_on:
            raise ValidationError({"ended_on": gettext("The end cannot lie before the beginning.")})
        self.status, self.ended_on, self.end_reason = Status.ENDED, day, reason


class HourEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for the volunteer coordination, the own ones for a volunteer, else none."""
        if coordinates_volunteers(user):
            return self
        return self.filter(volunteer__user=user)

    def between(self, first, last):
        """The hours of the months from that of `first` to that of `last`."""
        return self.filter(month__range=(first.replace(day=1), last))

    def per_year(self):
        """[(year, hours), …], the newest year first."""
        years = self.order_by().values_list("month__year").annotate(sum=Sum("hours"))
        return list(years.order_by("-month__year"))


@tracked
class HourEntry(Record):
    volunteer = models.ForeignKey(
        Volunteer, on_delete=models.PROTECT, related_name="hours", verbose_name=_("volunteer")
    )
    placement = models.ForeignKey(
        Placement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hours",
        verbose_name=_("placement"),
    )
    month = models.DateField(_("month"))
    hours = models.DecimalField(
        _("hours"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(MOST_HOURS)],
    )
    kilometres = models.PositiveIntegerField(
        _("kilometres"), null=True, blank=True, validators=[MaxValueValidator(20_000)]
    )
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )

    objects = HourEntryQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = RECORD_FIELDS | {
        "volunteer",
        "placement",
        "month",
        "hours",
        "kilometres",
        "entered_by",
    }

    class Meta:
        verbose_name = _("hours of a month")
        verbose_name_plural = _("hours")
        ordering = ["-month", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "placement", "month"],
                nulls_distinct=False,
                name="hours_once_a_month",
                violation_error_message=_(
                    "There are hours for this month already. Please change those."
                ),
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=MOST_HOURS),
                name="hours_fit_into_a_month",
                violation_error_message=_("Please give more than 0 and at most 744 hours."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="hours_of_a_whole_month",
            ),
        ]
        indexes = [models.Index(fields=["month"], name="hours_by_month")]

    def __str__(self):
        return date_format(self.month, "F Y")

    def get_absolute_url(self):
        return address("volunteers:hour_edit", self.pk)
