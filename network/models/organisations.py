"""Organisations of the town, the people to ask there, and the accounts that speak for them."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    BigIntegerRangeField,
    DateRangeField,
    RangeOperators,
)
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Concat, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_office.addresses import address
from integration_office.codes import FieldOfAction, Language
from integration_office.generated import StoredField
from integration_office.history import tracked
from integration_office.models import User
from integration_office.ordering import GermanOrder
from integration_office.phones import phone_number
from integration_office.records import RECORD_FIELDS, SOURCED_FIELDS, Record, Sourced
from integration_office.web_pages import web_page
from network.names import Plain, holding, named


class OrganisationQuerySet(models.QuerySet):
    def current(self):
        """Those the office still works with."""
        return self.filter(archived_at=None)

    def archived(self):
        return self.exclude(archived_at=None)

    def of(self, user):
        """Those the partner account speaks for today."""
        return self.filter(
            pk__in=Membership.objects.current().filter(user=user).values("organisation")
        )

    def called(self, name):
        """The one of this name or, if there is none, of this short name; else None."""
        by_name = self.filter(named(name, "name")).first()
        return by_name or self.filter(named(name, "short_name")).order_by("pk").first()

    def german_order(self):
        return self.order_by("name__german_order", "pk")

    def matching(self, text):
        """Name, short name, task or place contain every word of `text`, whatever its accents."""
        return self.filter(holding(text, "name", "short_name", "task", "street"))


@tracked
class Organisation(Record, Sourced):
    class Kind(models.TextChoices):
        TOWN = "verwaltung", _("town administration")
        AUTHORITY = "behoerde", _("authority, job centre, Kreis, Land")
        WELFARE = "wohlfahrt", _("welfare association")
        MIGRATION_SERVICE = "beratung", _("migration counselling service")
        RELIGION = "religion", _("religious community")
        MIGRANTS = "migranten", _("migrant organisation")
        ASSOCIATION = "verein", _("association")
        INITIATIVE = "initiative", _("voluntary initiative")
        EDUCATION = "bildung", _("education provider")
        SCHOOL = "schule", _("school")
        DAY_CARE = "kita", _("day care centre")
        MEETING_PLACE = "begegnung", _("meeting place")
        HEALTH = "gesundheit", _("health service")
        UNION = "gewerkschaft", _("trade union")
        BUSINESS = "betrieb", _("business or chamber")
        HOUSING = "wohnung", _("housing company")
        FOUNDATION = "stiftung", _("foundation")
        BODY = "gremium", _("body or advisory council")
        PRESS = "presse", _("press")
        OTHER = "sonstige", _("other")

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("belongs to"),
    )
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(pgettext_lazy("address", "town"), max_length=80, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True, validators=[web_page])
    phone = models.CharField(_("phone"), max_length=60, blank=True, validators=[phone_number])
    email = models.EmailField(_("e-mail address"), blank=True)
    task = models.TextField(_("task in short"), max_length=1000, blank=True)
    languages = ArrayField(
        models.CharField(max_length=3, choices=Language),
        default=list,
        blank=True,
        verbose_name=_("languages spoken there"),
    )
    fields_of_action = ArrayField(
        models.CharField(max_length=3, choices=FieldOfAction),
        default=list,
        blank=True,
        verbose_name=_("fields of action"),
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    # What every search in the catalogue looks through: to write it down anew for each row takes
    # ten times as long as to look.
    names = StoredField(
        expression=GermanOrder(Concat("name", Value(" "), "short_name")),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = OrganisationQuerySet.as_manager()

    PERSONAL: set[str] = set()
    DERIVED = {"names"}
    NOT_PERSONAL = (
        RECORD_FIELDS
        | SOURCED_FIELDS
        | DERIVED
        | {"name", "short_name", "kind", "parent", "street", "postcode", "city", "website"}
        | {"phone", "email", "task", "languages", "fields_of_action", "archived_at"}
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Plain("name"),
                name="organisation_name_unique",
                violation_error_message=_(
                    "There is an organisation of this name already. Please open that one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="organisation_not_its_own_parent",
                violation_error_message=_("An organisation cannot belong to itself."),
            ),
        ]
        indexes = [
            models.Index(fields=["kind"], name="organisation_kind"),
            GinIndex(fields=["fields_of_action"], name="organisation_fields"),
            GinIndex(OpClass("names", "gin_trgm_ops"), name="organisation_names_parts"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("network:detail", self.pk)

    @property
    def display_name(self):
        return self.short_name or self.name

    @property
    def is_archived(self):
        return self.archived_at is not None

    @property
    def address(self):
        """Street and place in one line, whatever of it is known."""
        place = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (self.street, place) if part)

    @property
    def language_labels(self):
        return [Language(code).label for code in self.languages]

    @property
    def field_labels(self):
        return [FieldOfAction(code).label for code in self.fields_of_action]


class MembershipQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def current(self):
        """Those that count today."""
        return self.on(timezone.localdate())


def _same(column):
    # A range of one number: ranges exclude each other without a further extension.
    return Func(
        F(column), F(column), Value("[]"), function="int8range", output_field=BigIntegerRangeField()
    )


@tracked
class Membership(models.Model):
    """A partner account speaks for an organisation, from a day to a day."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("account")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"id", "user", "organisation", "since", "until"}

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("A membership cannot end before it starts."),
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    (_same("user_id"), RangeOperators.OVERLAPS),
                    (_same("organisation_id"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            F("since"),
                            # Another sentence says that it must not end before it starts.
                            Greatest(
                                Coalesce(F("until"), Value(datetime.date(9999, 12, 30))), F("since")
                            ),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "This account belongs to the organisation in this time already."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.user_id} – {self.organisation_id}"

    def get_absolute_url(self):
        return address("network:detail", self.organisation_id)


class ContactPersonQuerySet(models.QuerySet):
    def current(self):
        """Those who are still in their function, as far as is known."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()))

    def unconfirmed_since(self, day):
        """Those nobody has changed or confirmed after `day`."""
        return self.filter(changed_at__date__lte=day)

    def german_order(self):
        return self.order_by("name__german_order", "pk")

    def matching(self, text):
        names = ("name", "function", "organisation__name", "organisation__short_name")
        return self.filter(holding(text, *names))


@tracked
class ContactPerson(Record):
    """A person to ask at an organisation, by function; only the office itself sees them."""

    name = models.CharField(_("name"), max_length=120)
    salutation = models.CharField(
        _("salutation"),
        max_length=40,
        blank=True,
        help_text=_("As the person wants to be addressed."),
    )
    function = models.CharField(_("function"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="contact_persons",
        verbose_name=_("organisation"),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True, validators=[phone_number])
    mailing_consent_on = models.DateField(
        _("agreed to circular mails on"),
        null=True,
        blank=True,
        help_text=_("Without a date the person gets no circular mails."),
    )
    valid_until = models.DateField(
        _("in this function until"),
        null=True,
        blank=True,
        help_text=_("Six months after this day the entry is erased by itself."),
    )

    objects = ContactPersonQuerySet.as_manager()

    PERSONAL = {"name", "salutation", "function", "email", "phone"}
    NOT_PERSONAL = RECORD_FIELDS | {"organisation", "mailing_consent_on", "valid_until"}

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mailing_consent_on=None) | ~Q(email=""),
                name="contact_person_mailing_needs_email",
                violation_error_message=_(
                    "Circular mails need an e-mail address. Please add one or take the date away."
                ),
            ),
        ]
        indexes = [models.Index(fields=["valid_until"], name="contact_person_valid_until")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("network:person_detail", self.pk)

    @property
    def is_former(self):
        return self.valid_until is not None and self.valid_until < timezone.localdate()
