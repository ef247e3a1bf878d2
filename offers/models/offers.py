"""An offer: what it is, when and where, who provides it, and how old these facts are."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce, Left, Length
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.codes import FieldOfAction, GermanLevel, Language
from integration_office.generated import StoredField
from integration_office.history import tracked
from integration_office.models import User
from integration_office.ordering import GermanOrder
from integration_office.partial_dates import PartialDateField, first_day, last_day
from integration_office.permissions import coordinates, is_partner
from integration_office.records import RECORD_FIELDS, SOURCED_FIELDS, Record, Sourced
from network.models import Organisation
from offers import searching
from offers.codes import BarrierFree, Kind, Known, Status, Via, Weekday
from offers.freshness import DUE_SOON, State, freshness
from offers.words import InWords


LEVELS = [level.value for level in GermanLevel]
CLOSED = [Status.ENDED, Status.ARCHIVED]
LONG_AGO = datetime.date(1900, 1, 1)


class OfferQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def in_catalogue(self):
        """What the catalogue shows: published ones, and those that only pause."""
        return self.filter(status__in=[Status.PUBLISHED, Status.PAUSED])

    def in_catalogue_on(self, day):
        """What the catalogue held at the end of that day, as far as is still known."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), published_on__lte=day)

    def of(self, user):
        """Those of the organisations this partner account speaks for."""
        return self.filter(provider__in=Organisation.objects.of(user))

    def visible_to(self, user):
        """Drafts are seen by the office and by their provider; everything else by everybody."""
        if coordinates(user):
            return self
        seen = ~Q(status=Status.DRAFT)
        if is_partner(user):
            seen |= Q(provider__in=Organisation.objects.of(user))
        return self.filter(seen)

    def fresh(self, today):
        return self.filter(due_on__gt=today + DUE_SOON)

    def due_soon(self, today):
        return self.filter(due_on__gte=today, due_on__lte=today + DUE_SOON)

    def overdue(self, today):
        return self.filter(due_on__lt=today)

    def never_confirmed(self):
        return self.filter(due_on=None)

    def to_confirm(self, today):
        """Published ones whose provider should be asked: due soon, overdue or never confirmed."""
        return self.published().filter(Q(due_on=None) | Q(due_on__lte=today + DUE_SOON))

    def in_state(self, state, today):
        return {
            State.FRESH: self.fresh,
            State.DUE_SOON: self.due_soon,
            State.OVERDUE: self.overdue,
            State.NEVER: lambda _today: self.never_confirmed(),
        }[state](today)

    def for_level(self, level):
        """Those that name a range of German into which `level` falls."""
        place = LEVELS.index(level)
        return self.filter(
            german_level_from__in=["", *LEVELS[: place + 1]],
            german_level_to__in=["", *LEVELS[place:]],
        ).exclude(german_level_from="", german_level_to="")

    def counted(self, today):
        """How many there are in each state of freshness, as a dict."""
        return self.aggregate(
            total=Count("pk"),
            fresh=Count("pk", filter=Q(due_on__gt=today + DUE_SOON)),
            due_soon=Count("pk", filter=Q(due_on__range=(today, today + DUE_SOON))),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
            never=Count("pk", filter=Q(due_on=None)),
        )

    def matching(self, text):
        """Every word of `text` stands in the offer, in any form of it or as a part of a word, or
        in the name of its provider; the best match first."""
        rows, query = self, None
        for word in searching.asked(text):
            found = SearchQuery(searching.stem(word), config=searching.CONFIG)
            query = found if query is None else query | found
            part = searching.part(word)
            rows = rows.filter(
                Q(search=found) | Q(search_text__contains=part) | Q(provider__in=_named(part))
            )
        if query is None:
            return self
        return rows.annotate(rank=SearchRank(F("search"), query)).order_by(
            "-rank", GermanOrder("title"), "pk"
        )

    def by_name(self):
        return self.order_by(GermanOrder("title"), "pk")

    def closed_last(self):
        return self.order_by(F("ended_on").asc(nulls_first=True), GermanOrder("title"), "pk")

    def with_people(self):
        """With what a line of the list says about provider and confirmation, and the day to sort
        by: those never confirmed come first."""
        return self.select_related("provider", "confirmed_by").annotate(
            confirmed_or_never=Coalesce("confirmed_on", Value(LONG_AGO))
        )


def _named(part):
    # Fetched at once: a list of keys can use the index beside those of the texts.
    found = Organisation.objects.filter(
        Q(name__unaccent__icontains=part) | Q(short_name__unaccent__icontains=part)
    )
    return list(found.values_list("pk", flat=True)[:100])


def _codes(choices, verbose_name):
    return ArrayField(
        models.CharField(max_length=max(len(code) for code in choices.values), choices=choices),
        default=list,
        blank=True,
        verbose_name=verbose_name,
    )


def _known(day_of, value):
    """The day, or None where the field itself says that this is no date."""
    try:
        return day_of(value)
    except ValueError:
        return None


def _level(verbose_name):
    return models.CharField(verbose_name, max_length=5, choices=GermanLevel, blank=True)


def _yes_no(verbose_name):
    return models.CharField(verbose_name, max_length=10, choices=Known, default=Known.UNKNOWN)


@tracked
class Offer(InWords, Record, Sourced):
    title = models.CharField(_("title"), max_length=160)
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="offers", verbose_name=_("provider")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    fields_of_action = _codes(FieldOfAction, _("fields of action"))
    description = models.TextField(_("description"), max_length=2000, blank=True)
    target_group = models.CharField(_("for whom"), max_length=200, blank=True)
    women_only = models.BooleanField(_("for women only"), default=False)
    languages = _codes(Language, _("languages"))
    german_level_from = _level(_("German from level"))
    german_level_to = _level(_("German up to level"))
    level_text = models.CharField(_("German level in words"), max_length=120, blank=True)
    schedule_text = models.CharField(_("when, in words"), max_length=200, blank=True)
    weekdays = _codes(Weekday, _("weekdays"))
    start_time = models.TimeField(_("begins at"), null=True, blank=True)
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    barrier_free = models.CharField(
        _("barrier-free"), max_length=10, choices=BarrierFree, default=BarrierFree.UNKNOWN
    )
    is_free = _yes_no(_("free of charge"))
    cost_text = models.CharField(_("cost in words"), max_length=200, blank=True)
    registration = _yes_no(_("registration needed"))
    registration_contact = models.CharField(_("where to register"), max_length=200, blank=True)
    childcare = _yes_no(_("childcare"))
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    free_places = models.PositiveSmallIntegerField(_("free places"), null=True, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    valid_from = PartialDateField(_("valid from"), blank=True)
    valid_until = PartialDateField(_("valid until"), blank=True)

    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT, editable=False
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("confirmed by"),
    )
    confirmed_via = models.CharField(
        _("confirmed via"), max_length=10, choices=Via, blank=True, editable=False
    )
    confirm_every_days = models.PositiveSmallIntegerField(
        _("to be confirmed every … days"),
        default=180,
        validators=[MinValueValidator(30), MaxValueValidator(730)],
    )
    due_on = StoredField(
        expression=F("confirmed_on") + F("confirm_every_days"),
        output_field=models.DateField(_("to be confirmed by")),
        db_persist=True,
    )
    search = SearchVectorField(null=True, editable=False)
    search_text = models.TextField(default="", editable=False)

    objects = OfferQuerySet.as_manager()

    PERSONAL = {"registration_contact"}
    DERIVED = {"due_on", "search", "search_text"}
    NOT_PERSONAL = (
        RECORD_FIELDS
        | SOURCED_FIELDS
        | DERIVED
        | {"title", "provider", "kind", "fields_of_action", "description", "target_group"}
        | {"women_only", "languages", "german_level_from", "german_level_to", "level_text"}
        | {"schedule_text", "weekdays", "start_time", "end_time", "place", "barrier_free"}
        | {"is_free", "cost_text", "registration", "childcare", "capacity", "free_places"}
        | {"website", "valid_from", "valid_until", "status", "published_on", "ended_on"}
        | {"confirmed_on", "confirmed_by", "confirmed_via", "confirm_every_days"}
    )

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("provider"),
                GermanOrder("title"),
                name="offer_once_per_provider",
                violation_error_message=_(
                    "This provider has an offer of this title already. Please open that one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid_from="")
                | Q(valid_until="")
                | Q(valid_until__gte=Left("valid_from", Length("valid_until"))),
                name="offer_ends_after_it_starts",
                violation_error_message=_("The offer cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(start_time=None) | Q(end_time=None) | Q(end_time__gt=F("start_time")),
                name="offer_closes_after_it_opens",
                violation_error_message=_("The end must be later than the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(german_level_from__in=["", GermanLevel.NONE])
                | Q(german_level_to="")
                | (
                    ~Q(german_level_to=GermanLevel.NONE)
                    & Q(german_level_to__gte=F("german_level_from"))
                ),
                name="offer_levels_in_order",
                violation_error_message=_("The upper level is below the lower one."),
            ),
            models.CheckConstraint(
                condition=Q(free_places=None)
                | Q(capacity=None)
                | Q(free_places__lte=F("capacity")),
                name="offer_free_places_within_places",
                violation_error_message=_("There cannot be more free places than places."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on=None, confirmed_by=None, confirmed_via="")
                | Q(confirmed_on__isnull=False, confirmed_by=None, confirmed_via=Via.LINK)
                | Q(
                    confirmed_on__isnull=False,
                    confirmed_by__isnull=False,
                    confirmed_via__in=[Via.LOGIN, Via.OFFICE],
                ),
                name="offer_confirmed_by_someone_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT, published_on=None)
                | Q(status__in=CLOSED)
                | Q(
                    status__in=[Status.PUBLISHED, Status.PAUSED],
                    published_on__isnull=False,
                ),
                name="offer_published_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CLOSED, ended_on__isnull=False)
                | (~Q(status__in=CLOSED) & Q(ended_on=None)),
                name="offer_ended_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="offer_by_due_day"),
            models.Index(GermanOrder("title"), "id", name="offer_by_title"),
            GinIndex(fields=["fields_of_action"], name="offer_fields"),
            GinIndex(fields=["languages"], name="offer_languages"),
            GinIndex(fields=["search"], name="offer_search"),
            GinIndex(OpClass("search_text", "gin_trgm_ops"), name="offer_parts_of_words"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("offers:detail", args=[self.pk])

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            rest = " ".join([self.description, self.target_group, self.place, self.schedule_text])
            self.search = searching.vector(self.title, f"{rest} {self.get_kind_display()}")
            self.search_text = searching.plain(f"{self.title} {rest}")
        super().save(*args, **kwargs)

    def clean(self):
        """The pairs of fields in order; the constraints say the same to everybody else."""
        errors = {}
        start, end = _known(first_day, self.valid_from), _known(last_day, self.valid_until)
        if start and end and end < start:
            errors["valid_until"] = _("The offer cannot end before it starts.")
        if self.start_time and self.end_time and self.end_time <= self.start_time:
            errors["end_time"] = _("The end must be later than the beginning.")
        low, high = self.german_level_from, self.german_level_to
        if low and high and LEVELS.index(high) < LEVELS.index(low):
            errors["german_level_to"] = _("The upper level is below the lower one.")
        if self.capacity is not None and (self.free_places or 0) > self.capacity:
            errors["free_places"] = _("There cannot be more free places than places.")
        if errors:
            raise ValidationError(errors)

    @property
    def is_draft(self):
        return self.status == Status.DRAFT

    @property
    def is_published(self):
        return self.status == Status.PUBLISHED

    @property
    def is_paused(self):
        return self.status == Status.PAUSED

    @property
    def is_in_catalogue(self):
        return self.is_published or self.is_paused

    @property
    def is_closed(self):
        return self.status in CLOSED

    @property
    def freshness(self):
        return freshness(self.confirmed_on, self.due_on, timezone.localdate())
