"""Who has registered for an event: as little as it takes, and only for a short time."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.calendar import Event
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS, Record


class RegistrationQuerySet(models.QuerySet):
    def taking_places(self):
        return self.filter(status__in=Registration.TAKING_PLACES)

    def expected(self):
        """Who still thinks of coming: with a place, or hoping for one."""
        status = Registration.Status
        return self.filter(status__in=[status.REGISTERED, status.WAITING])

    def waiting(self):
        """Who waits for a place, the longest first."""
        return self.filter(status=Registration.Status.WAITING).order_by("pk")

    def persons(self):
        """How many people these registrations stand for."""
        return self.aggregate(total=Sum("persons"))["total"] or 0


@tracked
class Registration(Record):
    class Status(models.TextChoices):
        REGISTERED = "angemeldet", _("registered")
        WAITING = "warteliste", _("waiting list")
        CANCELLED = "storniert", pgettext_lazy("registration", "cancelled")
        ATTENDED = "erschienen", _("attended")
        NO_SHOW = "nicht_erschienen", _("did not come")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    name = models.CharField(_("name"), max_length=120)
    contact = models.CharField(
        _("phone or e-mail"),
        max_length=200,
        blank=True,
        help_text=_("Only to say that something changes. Erased four weeks after the event."),
    )
    persons = models.PositiveSmallIntegerField(_("number of people"), default=1)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.REGISTERED, editable=False
    )

    objects = RegistrationQuerySet.as_manager()

    TAKING_PLACES = {Status.REGISTERED, Status.ATTENDED, Status.NO_SHOW}
    PERSONAL = {"name", "contact"}
    NOT_PERSONAL = RECORD_FIELDS | {"event", "persons", "status"}

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["event", "pk"]
        indexes = [models.Index(fields=["event", "status"], name="registration_by_event")]
        constraints = [
            models.CheckConstraint(
                condition=Q(persons__range=(1, 100)),
                name="registration_for_one_to_hundred",
                violation_error_message=_("Please register between 1 and 100 people."),
            ),
        ]

    def __str__(self):
        return str(_("Registration %(number)s") % {"number": self.pk})

    def get_absolute_url(self):
        return reverse("events:registration_list", args=[self.event_id])

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def has_place(self):
        return self.status in self.TAKING_PLACES


@dataclass(frozen=True)
class Sums:
    """People behind the registrations of one event, the erased ones included."""

    persons: int
    waiting: int
    attended: int
    no_show: int


def sums_of(event: Event) -> Sums:
    status = Registration.Status
    live = event.registrations.aggregate(
        placed=Sum("persons", filter=Q(status__in=Registration.TAKING_PLACES), default=0),
        waiting=Sum("persons", filter=Q(status=status.WAITING), default=0),
        attended=Sum("persons", filter=Q(status=status.ATTENDED), default=0),
        no_show=Sum("persons", filter=Q(status=status.NO_SHOW), default=0),
    )
    return Sums(
        persons=event.kept_persons + live["placed"],
        waiting=live["waiting"],
        attended=event.kept_attended + live["attended"],
        no_show=event.kept_no_show + live["no_show"],
    )
