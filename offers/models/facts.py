"""What an offer is: the facts its provider knows and everybody else asks for (domain/01, B1)."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Length
from django.utils.translation import gettext_lazy as _

from integration_office.codes import FieldOfAction, GermanLevel, Language, StatusGroup
from integration_office.partial_dates import PartialDateField, first_day, last_day
from integration_office.phones import phone_number
from integration_office.records import codes_field
from integration_office.web_pages import web_page
from integration_office.widgets import MOST_OF_FEW
from network.models import Organisation
from offers.codes import (
    BarrierFree,
    Format,
    Interpreting,
    Kind,
    Known,
    Registration,
    TargetGroup,
    Visibility,
)
from offers.models.locations import Location
from offers.models.querysets import LEVELS


OLDEST = 120


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


def _text(verbose_name, max_length):
    return models.TextField(verbose_name, max_length=max_length, blank=True)


def _line(verbose_name, max_length=200, **more):
    return models.CharField(verbose_name, max_length=max_length, blank=True, **more)


def _page(verbose_name):
    return models.URLField(verbose_name, max_length=300, blank=True, validators=[web_page])


def at_most(limit):
    """What a column of the database can hold at most is no number for people."""
    return MaxValueValidator(limit, _("Please enter a number up to %(limit_value)s."))


def count_field(verbose_name, *, most=MOST_OF_FEW):
    """A number somebody has counted, if it is known."""
    return models.PositiveSmallIntegerField(
        verbose_name, null=True, blank=True, validators=[at_most(most)]
    )


class Facts(models.Model):
    """Only title and provider are needed to write an offer down; the rest may be unknown."""

    title = models.CharField(_("title"), max_length=160)
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="offers", verbose_name=_("provider")
    )
    cooperation_partners = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="offers_supported",
        verbose_name=_("in cooperation with"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    fields_of_action = codes_field(FieldOfAction, _("fields of action"))
    short_text = _line(_("in one or two sentences"), 300)
    description = _text(_("description"), 2000)
    plain_text = _text(_("in plain language"), 2000)

    target_groups = codes_field(TargetGroup, _("target groups"))
    target_group = _line(_("for whom"))
    age_from = count_field(_("from age"), most=OLDEST)
    age_to = count_field(_("up to age"), most=OLDEST)
    women_only = models.BooleanField(_("for women only"), default=False)
    languages = codes_field(Language, _("languages"))
    interpreting = models.CharField(
        _("interpreting"), max_length=10, choices=Interpreting, default=Interpreting.UNKNOWN
    )
    interpreting_languages = codes_field(Language, _("languages of interpreting"))
    german_level_from = _level(_("German from level"))
    german_level_to = _level(_("German up to level"))
    level_text = _line(_("German level in words"), 120)

    format = models.CharField(_("format"), max_length=10, choices=Format, blank=True)
    schedule_text = _line(_("when, in words"))
    by_appointment = models.BooleanField(_("by appointment"), default=False)
    location = models.ForeignKey(
        Location,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name=_("location"),
    )
    place = _line(_("place"))
    barrier_free = models.CharField(
        _("barrier-free"), max_length=10, choices=BarrierFree, default=BarrierFree.UNKNOWN
    )
    barrier_note = _line(_("about barriers"))
    childcare = _yes_no(_("childcare"))
    valid_from = PartialDateField(_("valid from"), blank=True)
    valid_until = PartialDateField(_("valid until"), blank=True)

    is_free = _yes_no(_("free of charge"))
    price = models.DecimalField(
        _("price in euros"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    cost_text = _line(_("cost in words"))
    exemption_note = _line(_("who pays less or nothing"))
    registration = models.CharField(
        _("registration"), max_length=10, choices=Registration, default=Registration.UNKNOWN
    )
    registration_contact = _line(_("where to register"))
    registration_deadline = models.DateField(_("register by"), null=True, blank=True)
    capacity = count_field(_("places"))
    free_places = count_field(_("free places"))
    free_places_checked_on = models.DateField(_("free places as of"), null=True, blank=True)

    admission_conditions = _text(_("who may take part"), 1000)
    # A hint for advisers; no search leaves anybody out by it.
    residence_statuses = codes_field(StatusGroup, _("residence status (hint)"))
    access_for_clients = _text(_("how to get in"), 600)
    access_for_advisers = _text(_("how to get in, for advisers"), 600)
    what_to_bring = _line(_("what to bring"), 300)
    contact_name = _line(_("contact"), 120)
    contact_phone = _line(_("phone"), 60, validators=[phone_number])
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    website = _page(_("website"))
    appointment_url = _page(_("address to book appointments"))

    funding = _line(_("funded by"))
    funding_until = models.DateField(_("funded until"), null=True, blank=True)
    visibility = models.CharField(
        _("who may know"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )
    internal_note = _text(_("internal note"), 2000)

    class Meta:
        abstract = True

    @property
    def first_valid_day(self):
        """From which day on it takes place, if that is known; before it nobody is there."""
        return first_day(self.valid_from)

    @property
    def last_valid_day(self):
        return last_day(self.valid_until)

    def clean(self):
        """The pairs of fields in order; the constraints say the same to everybody else."""
        if errors := dict(self._contradictions()):
            raise ValidationError(errors)

    def _contradictions(self):
        start, end = _known(first_day, self.valid_from), _known(last_day, self.valid_until)
        if start and end and end < start:
            yield "valid_until", ENDS_BEFORE_START
        low, high = self.german_level_from, self.german_level_to
        if low and high and LEVELS.index(high) < LEVELS.index(low):
            yield "german_level_to", LEVELS_TURNED
        if self.age_from is not None and self.age_to is not None and self.age_to < self.age_from:
            yield "age_to", AGES_TURNED
        if self.capacity is not None and (self.free_places or 0) > self.capacity:
            yield "free_places", MORE_FREE_THAN_PLACES
        if self.is_free == Known.YES and self.price:
            yield "price", FREE_BUT_PRICED


ENDS_BEFORE_START = _("The offer cannot end before it starts.")
LEVELS_TURNED = _("The upper level is below the lower one.")
AGES_TURNED = _("The upper age is below the lower one.")
MORE_FREE_THAN_PLACES = _("There cannot be more free places than places.")
FREE_BUT_PRICED = _("It is free of charge: please take the price away, or say that it costs.")

PERSONAL_FACTS = {"registration_contact", "contact_name", "contact_phone", "contact_email"}
FACTS = {field.name for field in (*Facts._meta.local_fields, *Facts._meta.local_many_to_many)}

# What must hold between the facts, whoever writes them.
FACTS_HOLD = [
    models.CheckConstraint(
        condition=Q(valid_from="")
        | Q(valid_until="")
        | Q(valid_until__gte=Left("valid_from", Length("valid_until"))),
        name="offer_ends_after_it_starts",
        violation_error_message=ENDS_BEFORE_START,
    ),
    models.CheckConstraint(
        condition=Q(german_level_from__in=["", GermanLevel.NONE])
        | Q(german_level_to="")
        | (~Q(german_level_to=GermanLevel.NONE) & Q(german_level_to__gte=F("german_level_from"))),
        name="offer_levels_in_order",
        violation_error_message=LEVELS_TURNED,
    ),
    models.CheckConstraint(
        condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
        name="offer_ages_in_order",
        violation_error_message=AGES_TURNED,
    ),
    models.CheckConstraint(
        condition=Q(free_places=None) | Q(capacity=None) | Q(free_places__lte=F("capacity")),
        name="offer_free_places_within_places",
        violation_error_message=MORE_FREE_THAN_PLACES,
    ),
    models.CheckConstraint(
        condition=~Q(is_free=Known.YES) | Q(price=None) | Q(price=0),
        name="offer_free_has_no_price",
        violation_error_message=FREE_BUT_PRICED,
    ),
    models.CheckConstraint(
        condition=Q(price=None) | Q(price__gte=0),
        name="offer_price_not_below_zero",
        violation_error_message=_("A price cannot be below zero."),
    ),
]
