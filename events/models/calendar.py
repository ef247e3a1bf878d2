"""The common calendar: events of the office and its partners, and the series they belong to."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_office.addresses import address
from integration_office.codes import Language
from integration_office.history import tracked
from integration_office.models import User
from integration_office.permissions import is_partner, is_staff, is_volunteer
from integration_office.records import RECORD_FIELDS, SOURCED_FIELDS, Record, Sourced
from network.models import Organisation


@tracked
class Series(Record, Sourced):
    """Events under one heading: the Interkulturelle Wochen of a year, a market every summer."""

    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    motto = models.CharField(_("motto"), max_length=200, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    submission_deadline = models.DateField(
        _("contributions until"),
        null=True,
        blank=True,
        help_text=_("Until then the partners name what they contribute."),
    )

    PERSONAL: set[str] = set()
    NOT_PERSONAL = (
        RECORD_FIELDS
        | SOURCED_FIELDS
        | {"title", "year", "motto", "starts_on", "ends_on", "submission_deadline"}
    )

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("plural", "series")
        ordering = [F("year").desc(nulls_last=True), "title"]
        constraints = [
            models.UniqueConstraint(
                Lower("title"),
                name="series_title_unique",
                violation_error_message=_("There is a series of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="series_ends_after_it_starts",
                violation_error_message=_("The series cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__range=(1900, 2200)),
                name="series_in_a_year_with_four_digits",
                violation_error_message=_("Please write the year with four digits."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("events:series_detail", self.pk)


class EventQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """The office sees everything, partners and volunteers what is published, partners also
        what they contribute themselves."""
        if is_staff(user):
            return self
        published = Q(status__in=Event.PUBLISHED)
        if is_partner(user):
            return self.filter(published | Q(pk__in=self.own_pks(user)))
        return self.filter(published) if is_volunteer(user) else self.none()

    def own_pks(self, user: User):
        """Of which events an organisation of this partner is one of the organisers."""
        return Event.organisers.through.objects.filter(
            organisation__in=Organisation.objects.of(user)
        ).values("event_id")

    def of(self, user: User):
        """The events this partner's organisations take part in as organisers."""
        return self.filter(pk__in=self.own_pks(user))

    def with_organisers(self):
        """With series and organisers, in German order and by name only."""
        names = Organisation.objects.german_order().only("name", "short_name")
        return self.select_related("series").prefetch_related(Prefetch("organisers", names))

    def upcoming(self, today: datetime.date):
        return self.filter(day__gte=today)

    def past(self, today: datetime.date):
        return self.filter(day__lt=today)

    def between(self, first: datetime.date, last: datetime.date):
        return self.filter(day__range=(first, last))

    def taking_place(self):
        """Without ideas, the cancelled and the postponed."""
        return self.exclude(status__in=[Event.Status.IDEA, *Event.CALLED_OFF])

    def without_visitors(self):
        """Events of the office itself whose visitors nobody has written down."""
        own = [Event.OfficeRole.ORGANISER, Event.OfficeRole.CO_ORGANISER]
        return self.taking_place().filter(visitors=None, office_role__in=own)

    def matching(self, text: str):
        """Text in title, place, description, or the name of an organiser."""
        organised = Event.organisers.through.objects.filter(
            organisation__name__unaccent__icontains=text
        ).values("event_id")
        return self.filter(
            Q(title__unaccent__icontains=text)
            | Q(place__unaccent__icontains=text)
            | Q(description__unaccent__icontains=text)
            | Q(pk__in=organised)
        )


@tracked
class Event(Record, Sourced):
    """Something on a day that people can come to."""

    class Status(models.TextChoices):
        IDEA = "idee", _("idea")
        PROPOSED = "angemeldet", pgettext_lazy("event", "proposed")
        ACCEPTED = "angenommen", _("accepted")
        PLANNED = "geplant", _("planned")
        PUBLISHED = "veroeffentlicht", _("published")
        TOOK_PLACE = "durchgefuehrt", _("took place")
        REVIEWED = "nachbereitet", _("reviewed")
        POSTPONED = "verschoben", _("postponed")
        CANCELLED = "abgesagt", _("cancelled")

    class OfficeRole(models.TextChoices):
        ORGANISER = "veranstalter", _("organises it")
        CO_ORGANISER = "mitveranstalter", _("organises it with others")
        SUPPORTER = "unterstuetzer", _("supports it")
        CALENDAR = "kalender", _("only in the calendar")

    class Format(models.TextChoices):
        FESTIVAL = "fest", _("festival")
        READING = "lesung", _("reading")
        READING_ALOUD = "vorlesen", _("reading aloud in several languages")
        FILM = "film", _("film")
        LECTURE = "vortrag", _("lecture")
        DISCUSSION = "diskussion", _("discussion")
        EXHIBITION = "ausstellung", _("exhibition")
        CONCERT = "konzert", _("concert")
        THEATRE = "theater", _("theatre")
        WORKSHOP = "workshop", _("workshop")
        COOKING = "kochen", _("cooking together")
        SPORT = "sport", _("sport")
        TOUR = "fuehrung", _("guided tour")
        OPEN_DAY = "offene_tuer", _("open day")
        SERVICE = "gottesdienst", _("service or interreligious prayer")
        CAFE = "cafe", _("breakfast or café")
        TRAINING = "fortbildung", _("training")
        STALL = "infostand", _("information stall")
        NETWORKING = "netzwerk", _("network meeting")
        THANKS = "dank", _("thank-you event")
        OTHER = "sonstiges", pgettext_lazy("format", "other")

    title = models.CharField(_("title"), max_length=200)
    series = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programme",
        verbose_name=_("series"),
    )
    day = models.DateField(_("date"))
    starts_at = models.TimeField(_("start"), null=True, blank=True)
    ends_at = models.TimeField(
        _("end"), null=True, blank=True, help_text=_("Past midnight: please write 23:59.")
    )
    rain_date = models.DateField(_("rain date"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    organisers = models.ManyToManyField(
        Organisation, related_name="calendar_events", blank=True, verbose_name=_("organisers")
    )
    office_role = models.CharField(
        _("part of the office"),
        max_length=20,
        choices=OfficeRole,
        default=OfficeRole.CALENDAR,
    )
    format = models.CharField(_("format"), max_length=20, choices=Format, blank=True)
    languages = ArrayField(
        models.CharField(max_length=3, choices=Language),
        default=list,
        blank=True,
        verbose_name=_("languages"),
    )
    target_group = models.CharField(_("for whom"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=5000)
    cost = models.CharField(_("admission"), max_length=200, blank=True)
    registration_required = models.BooleanField(_("registration needed"), default=False)
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, help_text=_("Empty: as many as want to come.")
    )
    registration_deadline = models.DateField(_("registration until"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PLANNED, db_index=True
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    visitors = models.PositiveIntegerField(_("number of visitors"), null=True, blank=True)
    # What is left of registrations whose time is over (privacy.py).
    kept_persons = models.PositiveIntegerField(default=0, editable=False)
    kept_attended = models.PositiveIntegerField(default=0, editable=False)
    kept_no_show = models.PositiveIntegerField(default=0, editable=False)

    objects = EventQuerySet.as_manager()

    PUBLISHED = {
        Status.PUBLISHED,
        Status.TOOK_PLACE,
        Status.REVIEWED,
        Status.POSTPONED,
        Status.CANCELLED,
    }
    CALLED_OFF = {Status.POSTPONED, Status.CANCELLED}
    OVER = {Status.TOOK_PLACE, Status.REVIEWED}
    PERSONAL: set[str] = set()
    NOT_PERSONAL = (
        RECORD_FIELDS
        | SOURCED_FIELDS
        | {"title", "series", "day", "starts_at", "ends_at", "rain_date", "place", "office_role"}
        | {"format", "languages", "target_group", "description", "cost", "status", "reason"}
        | {"registration_required", "capacity", "registration_deadline", "visitors"}
        | {"kept_persons", "kept_attended", "kept_no_show"}
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["day", F("starts_at").asc(nulls_first=True), "title"]
        indexes = [
            models.Index(fields=["day", "starts_at"], name="event_by_day"),
            models.Index(Coalesce("rain_date", "day"), name="event_by_last_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "day", "starts_at", "place"],
                name="event_once",
                nulls_distinct=False,
                violation_error_message=_(
                    "This event is in the calendar already: same title, day, time and place."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message=_(
                    "The event cannot end before it starts. "
                    "If it goes past midnight, please write 23:59."
                ),
            ),
            models.CheckConstraint(
                condition=Q(rain_date=None) | Q(rain_date__gt=F("day")),
                name="event_rain_date_is_later",
                violation_error_message=_("The rain date must be after the event."),
            ),
            models.CheckConstraint(
                condition=Q(registration_deadline=None) | Q(registration_deadline__lte=F("day")),
                name="event_registration_ends_before_it_starts",
                violation_error_message=_("Registration ends on the day of the event or earlier."),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1),
                name="event_has_places",
                violation_error_message=_("An event needs at least one place."),
            ),
            models.CheckConstraint(
                condition=Q(visitors=None) | Q(status__in=["durchgefuehrt", "nachbereitet"]),
                name="event_visitors_only_when_it_took_place",
                violation_error_message=_(
                    "Visitors can only be counted for an event that took place."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["verschoben", "abgesagt"]) | ~Q(reason=""),
                name="event_called_off_for_a_reason",
                violation_error_message=_(
                    "Please say why the event is cancelled or postponed (button “Cancel event”)."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("events:detail", self.pk)

    def clean(self):
        """A reason belongs to what is called off; nothing took place that is still to come."""
        if self.status not in self.CALLED_OFF:
            self.reason = ""
        if self.status in self.OVER and self.day and self.day > timezone.localdate():
            raise ValidationError(
                {"status": _("This day is still to come, so the event cannot have taken place.")}
            )

    @property
    def last_day(self):
        return self.rain_date or self.day

    @property
    def has_come(self):
        """The day has come: visitors can be counted, nothing is left to cancel."""
        return self.day <= timezone.localdate()

    @property
    def is_over(self):
        """The rain date has passed as well."""
        return self.last_day < timezone.localdate()

    @property
    def is_called_off(self):
        return self.status in self.CALLED_OFF

    @property
    def is_published(self):
        return self.status in self.PUBLISHED

    @property
    def takes_registrations(self):
        return self.registration_required or self.capacity is not None

    @property
    def language_labels(self):
        labels = dict(Language.choices)
        return [labels.get(code, code) for code in self.languages]

    @property
    def time_text(self):
        """ "17:00–20:00", "17:00" or nothing."""
        times = [t.strftime("%H:%M") for t in (self.starts_at, self.ends_at) if t]
        return "–".join(times)
