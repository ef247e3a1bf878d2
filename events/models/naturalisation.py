"""Einbürgerungstests: sessions, and registrations with exactly what EinbTestV § 4 allows.

The office never learns a result; there is no field for one."""

import datetime

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_office.history import tracked
from integration_office.models import User
from integration_office.partial_dates import PartialDateField, first_day
from integration_office.permissions import runs_tests
from integration_office.records import RECORD_FIELDS, Record


LEAD_TIME = datetime.timedelta(weeks=6)
DURATION = datetime.timedelta(minutes=60)
KEPT_AFTER_TEST = relativedelta(months=6)
KEPT_AT_MOST = relativedelta(months=24)


def closing_day(day: datetime.date) -> datetime.date:
    """The last day on which one can register for a test: six weeks before it."""
    return day - LEAD_TIME


class TestSessionQuerySet(models.QuerySet):
    def with_registered(self):
        """How many seats are `taken`, and how many registered, with what erasure has kept."""
        cancelled = Q(registrations__status=TestRegistration.Status.CANCELLED)
        taken = Count("registrations", filter=~cancelled)
        return self.annotate(taken=taken, registered=F("kept_registered") + F("taken"))

    def with_counts(self):
        """How many registered, came, did not come; live rows and what erasure has kept."""
        status = TestRegistration.Status
        return self.with_registered().annotate(
            attended=F("kept_attended")
            + Count("registrations", filter=Q(registrations__status=status.ATTENDED)),
            no_show=F("kept_no_show")
            + Count("registrations", filter=Q(registrations__status=status.NO_SHOW)),
        )

    def open_on(self, today: datetime.date):
        """Sessions one can still register for, the soonest first; a seat may be missing."""
        return self.filter(
            status__in=TestSession.OPEN, registration_closes__gte=today, day__gte=today
        ).order_by("day", "starts_at", "pk")

    def with_free_seat(self, today: datetime.date):
        return self.open_on(today).with_counts().filter(taken__lt=F("seats"))

    def upcoming(self, today: datetime.date):
        return self.filter(day__gte=today)


@tracked
class TestSession(Record):
    __test__ = False  # not a test of ours

    class Status(models.TextChoices):
        PLANNED = "geplant", _("planned")
        OPEN = "anmeldung_offen", _("registration open")
        FULL = "ausgebucht", _("fully booked")
        CLOSED = "geschlossen", _("registration closed")
        REPORTED = "gemeldet", _("reported to the Federal Office")
        HELD = "durchgefuehrt", _("held")
        SENT = "versandt", _("papers sent")
        DONE = "abgeschlossen", _("completed")

    day = models.DateField(_("date"))
    starts_at = models.TimeField(_("start"), default=datetime.time(10))
    room = models.CharField(_("room"), max_length=120)
    seats = models.PositiveSmallIntegerField(_("seats"), default=20)
    registration_closes = models.DateField(
        _("registration until"),
        blank=True,
        help_text=_("Empty: six weeks before the test."),
    )
    supervisors = models.CharField(
        _("supervisors"),
        max_length=200,
        blank=True,
        help_text=_("At least two. Erased together with the registrations."),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PLANNED)
    # What is left of registrations whose time is over (privacy.py).
    kept_registered = models.PositiveIntegerField(default=0, editable=False)
    kept_attended = models.PositiveIntegerField(default=0, editable=False)
    kept_no_show = models.PositiveIntegerField(default=0, editable=False)

    objects = TestSessionQuerySet.as_manager()

    OPEN = {Status.OPEN, Status.FULL}
    PERSONAL = {"supervisors"}
    NOT_PERSONAL = (
        RECORD_FIELDS
        | {"day", "starts_at", "room", "seats", "registration_closes", "status"}
        | {"kept_registered", "kept_attended", "kept_no_show"}
    )

    class Meta:
        verbose_name = _("naturalisation test")
        verbose_name_plural = _("naturalisation tests")
        ordering = ["-day", "-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "starts_at", "room"],
                name="test_session_once",
                violation_error_message=_("There is a test in this room at this time already."),
            ),
            models.CheckConstraint(
                condition=Q(registration_closes__lte=F("day")),
                name="test_session_closes_before_it_starts",
                violation_error_message=_("Registration ends on the day of the test or earlier."),
            ),
            models.CheckConstraint(
                condition=Q(seats__range=(1, 100)),
                name="test_session_has_seats",
                violation_error_message=_("A test has between 1 and 100 seats."),
            ),
        ]

    def __str__(self):
        return _("Naturalisation test on %(day)s") % {"day": f"{self.day:%d.%m.%Y}"}

    def get_absolute_url(self):
        return reverse("events:test_detail", args=[self.pk])

    @property
    def ends_at(self):
        return (datetime.datetime.combine(self.day, self.starts_at) + DURATION).time()

    @property
    def takes_attendance(self):
        """The day has come and the papers are still here."""
        gone = {self.Status.SENT, self.Status.DONE}
        return self.day <= timezone.localdate() and self.status not in gone

    @property
    def can_be_left(self):
        """A seat can be given back as long as nobody has sat on it."""
        return self.day > timezone.localdate()

    @property
    def takes_registrations(self):
        return self.status in self.OPEN and self.registration_closes >= timezone.localdate()

    def clean(self):
        if self.day and not self.registration_closes:
            self.registration_closes = closing_day(self.day)


class TestRegistrationQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """Only the test office sees who is tested; everybody else sees sums."""
        return self if runs_tests(user) else self.none()

    def taking_seats(self):
        return self.exclude(status=TestRegistration.Status.CANCELLED)

    def due_for_erasure(self, today: datetime.date):
        """Six months after the test; whatever happens, 24 months after they were written down."""
        return self.filter(
            Q(session__day__lt=today - KEPT_AFTER_TEST)
            | Q(created_at__date__lt=today - KEPT_AT_MOST)
        )


@tracked
class TestRegistration(Record):
    __test__ = False  # not a test of ours

    class Status(models.TextChoices):
        """Steps only. "geloescht" of domain/13 is not among them: an erased row is gone."""

        NOTED = "vorgemerkt", _("noted")
        REGISTERED = "angemeldet", _("registered")
        REPORTED = "gemeldet", _("reported")
        ATTENDED = "erschienen", _("attended")
        NO_SHOW = "nicht_erschienen", _("did not come")
        EXCLUDED = "ausgeschlossen", _("excluded")
        CANCELLED = "storniert", pgettext_lazy("registration", "cancelled")

    session = models.ForeignKey(TestSession, on_delete=models.PROTECT, related_name="registrations")
    family_name = models.CharField(_("family name"), max_length=120)
    first_names = models.CharField(
        _("first names"),
        max_length=120,
        blank=True,
        help_text=_("Empty if there is only one name."),
    )
    birth_date = PartialDateField(
        _("date of birth"),
        blank=True,
        help_text=_("As on the identity card; month or year is enough where no day is known."),
    )
    birth_place = models.CharField(_("place of birth"), max_length=120)
    street = models.CharField(_("street and number"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=10)
    city = models.CharField(_("town"), max_length=120)
    id_checked = models.BooleanField(_("identity card seen"), default=False)
    fee_paid_at = models.DateField(_("fee of 25 € paid on"), null=True, blank=True)
    receipt_no = models.CharField(_("receipt number"), max_length=40, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.NOTED, editable=False
    )

    objects = TestRegistrationQuerySet.as_manager()

    ONLY_NOTED = {Status.NOTED, Status.CANCELLED}
    PERSONAL = {
        "family_name",
        "first_names",
        "birth_date",
        "birth_place",
        "street",
        "postcode",
        "city",
    }
    NOT_PERSONAL = RECORD_FIELDS | {"session", "id_checked", "fee_paid_at", "receipt_no", "status"}

    class Meta:
        verbose_name = _("registration for a test")
        verbose_name_plural = _("registrations for tests")
        ordering = ["family_name__german_order", "first_names", "pk"]
        indexes = [models.Index(fields=["session", "status"], name="test_registration_by_session")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "family_name", "first_names", "birth_date"],
                condition=~Q(status="storniert"),
                name="test_registration_once",
                violation_error_message=_("This person is registered for this test already."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["vorgemerkt", "storniert"])
                | Q(id_checked=True, fee_paid_at__isnull=False),
                name="test_registration_checked_and_paid",
                violation_error_message=_(
                    "Nobody is registered before the identity card was seen and the fee paid."
                ),
            ),
            models.CheckConstraint(
                condition=Q(receipt_no="") | Q(fee_paid_at__isnull=False),
                name="test_registration_receipt_of_a_payment",
                violation_error_message=_("A receipt needs the day on which the fee was paid."),
            ),
        ]

    def __str__(self):
        return str(_("Registration %(number)s") % {"number": self.pk})

    def get_absolute_url(self):
        return reverse("events:test_detail", args=[self.session_id])

    def clean(self):
        born = first_day(self.birth_date)
        if born and born > timezone.localdate():
            raise ValidationError({"birth_date": _("The date of birth lies in the future.")})

    @property
    def full_name(self):
        return ", ".join(part for part in (self.family_name, self.first_names) if part)

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def is_ready(self):
        """Card seen and fee paid: the seat is theirs."""
        return self.id_checked and self.fee_paid_at is not None
