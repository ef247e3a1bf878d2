"""Bodies (Gremien) in which integration is discussed, who sits there, and when they meet."""

import datetime

from django.db import models
from django.db.models import F, Max, Min, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_office.addresses import address
from integration_office.history import tracked
from integration_office.partial_dates import PartialDateField
from integration_office.records import RECORD_FIELDS, SOURCED_FIELDS, Record, Sourced
from network.models.organisations import ContactPerson, Organisation
from network.names import Plain, holding, named


MINUTES_WITHIN = datetime.timedelta(days=14)


class BodyQuerySet(models.QuerySet):
    def called(self, name):
        """The one of this name, or None."""
        return self.filter(named(name, "name")).first()

    def of(self, user):
        """Those in which an organisation of this partner account has a seat today."""
        seats = Seat.objects.current().filter(organisation__in=Organisation.objects.of(user))
        return self.filter(pk__in=seats.values("body"))

    def with_last_and_next(self, today):
        """With the days of the last meeting held and the next one ahead."""
        held, ahead = Q(meetings__status__in=Meeting.HELD), Q(meetings__status__in=Meeting.AHEAD)
        return self.annotate(
            last_meeting=Max("meetings__day", filter=held),
            next_meeting=Min("meetings__day", filter=ahead & Q(meetings__day__gte=today)),
        )

    def german_order(self):
        return self.order_by("name__german_order", "pk")

    def matching(self, text):
        return self.filter(holding(text, "name", "task"))


@tracked
class Body(Record, Sourced):
    class Level(models.TextChoices):
        TOWN = "stadt", pgettext_lazy("level of a body", "town")
        DISTRICT = "kreis", _("Kreis")
        STATE = "land", _("Land")
        FEDERATION = "bund", _("federation")
        EU = "eu", _("European Union")

    name = models.CharField(_("name"), max_length=200)
    level = models.CharField(
        pgettext_lazy("body", "level"), max_length=10, choices=Level, default=Level.TOWN
    )
    founded = PartialDateField(_("founded"), blank=True, earliest=1500)
    task = models.TextField(_("task"), max_length=1000, blank=True)
    members_text = models.CharField(_("members in words"), max_length=500, blank=True)
    rhythm = models.CharField(_("meets"), max_length=200, blank=True)
    office_writes_minutes = models.BooleanField(
        _("the office writes the minutes"),
        default=False,
        help_text=_("The start page then reminds of minutes that are still missing."),
    )

    objects = BodyQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = (
        RECORD_FIELDS
        | SOURCED_FIELDS
        | {"name", "level", "founded", "task", "members_text", "rhythm"}
        | {"office_writes_minutes"}
    )

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Plain("name"),
                name="body_name_unique",
                violation_error_message=_(
                    "There is a body of this name already. Please open that one."
                ),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("network:body_detail", self.pk)


class SeatQuerySet(models.QuerySet):
    def current(self):
        today = timezone.localdate()
        return self.filter(Q(since=None) | Q(since__lte=today), Q(until=None) | Q(until__gte=today))


@tracked
class Seat(Record):
    """An organisation, a person, or both, sit in a body."""

    class Role(models.TextChoices):
        SPEAKER = "sprecher", _("speaker")
        DEPUTY = "stellvertretung", _("deputy speaker")
        MEMBER = "mitglied", _("member")
        ADVISER = "beratend", _("advising")
        GUEST = "gast", _("guest")
        MINUTES = "protokoll", pgettext_lazy("seat in a body", "minutes")

    body = models.ForeignKey(
        Body, on_delete=models.CASCADE, related_name="seats", verbose_name=_("body")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        ContactPerson,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = RECORD_FIELDS | {"body", "organisation", "person", "role", "since", "until"}

    class Meta:
        verbose_name = pgettext_lazy("body", "seat")
        verbose_name_plural = pgettext_lazy("body", "seats")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(person__isnull=False),
                name="seat_belongs_to_somebody",
                violation_error_message=_("Please choose an organisation or a person."),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="seat_ends_after_it_starts",
                violation_error_message=_("A seat cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["body", "organisation", "person"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="seat_once_at_a_time",
                violation_error_message=_("This seat is in the list already."),
            ),
        ]

    def __str__(self):
        return f"{self.body_id} – {self.organisation_id or self.person_id}"

    def get_absolute_url(self):
        return address("network:body_detail", self.body_id)


class MeetingQuerySet(models.QuerySet):
    def held(self):
        return self.filter(status__in=Meeting.HELD)

    def between(self, start, end):
        return self.filter(day__range=(start, end))

    def upcoming(self, today):
        """Planned or invited, from `today` on, the next first."""
        return self.filter(status__in=Meeting.AHEAD, day__gte=today).order_by("day", "start", "pk")

    def without_minutes(self, today):
        """More than two weeks ago in a body whose minutes the office writes, and not sent yet."""
        return self.filter(
            body__office_writes_minutes=True, day__lt=today - MINUTES_WITHIN
        ).exclude(status__in=[Meeting.Status.MINUTES_SENT, Meeting.Status.CANCELLED])


@tracked
class Meeting(Record):
    class Status(models.TextChoices):
        PLANNED = "geplant", _("planned")
        INVITED = "eingeladen", _("invited")
        HELD = "durchgefuehrt", _("held")
        MINUTES_OPEN = "protokoll_offen", _("minutes open")
        MINUTES_SENT = "protokoll_versandt", _("minutes sent")
        CANCELLED = "ausgefallen", _("cancelled")

    AHEAD = [Status.PLANNED, Status.INVITED]
    HELD = [Status.HELD, Status.MINUTES_OPEN, Status.MINUTES_SENT]

    body = models.ForeignKey(
        Body, on_delete=models.CASCADE, related_name="meetings", verbose_name=_("body")
    )
    day = models.DateField(_("day"))
    start = models.TimeField(_("begins at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PLANNED)
    attendance = models.PositiveSmallIntegerField(_("people present"), null=True, blank=True)
    topic = models.CharField(pgettext_lazy("meeting", "main topic"), max_length=200, blank=True)
    minutes = models.TextField(
        _("minutes in short"),
        max_length=5000,
        blank=True,
        help_text=_("Results and recommendations; no names of clients."),
    )

    objects = MeetingQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = RECORD_FIELDS | {
        "body",
        "day",
        "start",
        "place",
        "status",
        "attendance",
        "topic",
        "minutes",
    }

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-day", "-start", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "day", "start"],
                nulls_distinct=False,
                name="meeting_once_at_a_time",
                violation_error_message=_(
                    "There is a meeting of this body at this time already. Please open that one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(attendance=None)
                | Q(status__in=["durchgefuehrt", "protokoll_offen", "protokoll_versandt"]),
                name="meeting_attendance_when_held",
                violation_error_message=_(
                    "People are counted at meetings that were held. Please change the status."
                ),
            ),
        ]
        indexes = [models.Index(fields=["day"], name="meeting_by_day")]

    def __str__(self):
        return f"{self.body}, {date_format(self.day, 'SHORT_DATE_FORMAT')}"

    def get_absolute_url(self):
        return address("network:meeting_detail", self.pk)

    @property
    def was_held(self):
        return self.status in self.HELD

    @property
    def minutes_due(self):
        return self.day + MINUTES_WITHIN
