"""What people needed and nobody offers (Bedarfsmeldung): the argument for a new offer."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from integration_office.addresses import address
from integration_office.codes import FieldOfAction, GermanLevel, Language
from integration_office.history import tracked
from integration_office.models import User
from integration_office.permissions import is_partner, is_staff
from integration_office.records import RECORD_FIELDS, Record, codes_field
from integration_office.widgets import MOST_OF_FEW
from network.models import Measure, Organisation
from offers.codes import (
    Daypart,
    Known,
    NeedSource,
    NeedStatus,
    TargetGroup,
    Visibility,
    Weekday,
)
from offers.models.facts import at_most
from offers.models.offers import Offer


OPEN = [NeedStatus.REPORTED, NeedStatus.CHECKED]
DECIDED = [NeedStatus.OFFER_FOUND, NeedStatus.MEASURE_STARTED, NeedStatus.UNSOLVABLE]
FORGOTTEN = "–"


class UnmetNeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for the office. A partner sees those of the own organisations, and those the
        coordination has checked: by then somebody has read that nobody can be recognised."""
        if is_staff(user):
            return self
        if is_partner(user):
            own = Q(organisation__in=Organisation.objects.of(user)) | Q(reported_by=user)
            return self.filter(own | ~Q(status=NeedStatus.REPORTED))
        return self.none()

    def open(self):
        """Those nobody has decided on yet."""
        return self.filter(status__in=OPEN)

    def to_check(self):
        return self.filter(status=NeedStatus.REPORTED)

    def silent_since(self, day):
        """Open ones that nobody has touched after `day`."""
        return self.open().filter(changed_at__date__lte=day)

    def matching(self, text):
        return self.filter(text__unaccent__icontains=text)

    def like(self, need):
        """Open ones of the same topic that ask for the same people and a German that is not
        another: perhaps the same need, seen twice."""
        groups = need.target_groups or []
        same_people = Q(target_groups__overlap=groups) if groups else Q(target_groups=[])
        same_level = Q(german_level__in=["", need.german_level]) if need.german_level else Q()
        found = self.open().filter(same_people, same_level, field_of_action=need.field_of_action)
        return found.exclude(pk=need.pk).order_by("-reported_on", "-pk")

    def with_answers(self):
        return self.select_related("organisation", "found_offer", "measure")


@tracked
class UnmetNeed(Record):
    """Never about a person: what was missing, and for how many (domain/01, B17)."""

    reported_on = models.DateField(_("reported on"), default=timezone.localdate)
    field_of_action = models.CharField(_("field of action"), max_length=3, choices=FieldOfAction)
    target_groups = codes_field(TargetGroup, _("target groups"))
    german_level = models.CharField(
        _("German level"), max_length=5, choices=GermanLevel, blank=True
    )
    weekdays = codes_field(Weekday, _("weekdays"))
    dayparts = codes_field(Daypart, _("time of day"))
    languages = codes_field(Language, _("languages"))
    childcare = models.CharField(
        _("childcare"), max_length=10, choices=Known, default=Known.UNKNOWN
    )
    text = models.TextField(_("what was missing"), max_length=500)
    source = models.CharField(
        _("where the need was seen"), max_length=10, choices=NeedSource, default=NeedSource.OFFICE
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="unmet_needs",
        verbose_name=_("reported by organisation"),
    )
    people = models.PositiveSmallIntegerField(
        _("how many people"),
        default=1,
        validators=[MinValueValidator(1), at_most(MOST_OF_FEW)],
    )
    reported_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False
    )

    status = models.CharField(
        _("status"),
        max_length=10,
        choices=NeedStatus,
        default=NeedStatus.REPORTED,
        editable=False,
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    found_offer = models.ForeignKey(
        Offer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs_met",
        verbose_name=_("offer found"),
    )
    measure = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="unmet_needs",
        verbose_name=_("measure"),
    )
    remark = models.TextField(_("remark"), max_length=500, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    facets = ArrayField(models.CharField(max_length=40), default=list, editable=False)

    objects = UnmetNeedQuerySet.as_manager()

    # Nobody may be named in the two texts; but who knows what somebody typed.
    PERSONAL = {"text", "remark"}
    DERIVED = {"facets"}
    NOT_PERSONAL = (
        RECORD_FIELDS
        | DERIVED
        | {"reported_on", "field_of_action", "target_groups", "german_level", "weekdays"}
        | {"dayparts", "languages", "childcare", "source", "organisation", "people"}
        | {"reported_by", "status", "checked_on", "checked_by", "found_offer", "measure"}
        | {"decided_on", "decided_by"}
    )

    class Meta:
        verbose_name = _("unmet need")
        verbose_name_plural = _("unmet needs")
        ordering = ["-reported_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=1),
                name="unmet_need_of_at_least_one",
                violation_error_message=_("A need is at least one person's."),
            ),
            models.CheckConstraint(
                condition=Q(status="gemeldet", checked_on=None, checked_by=None)
                | (~Q(status="gemeldet") & Q(checked_on__isnull=False)),
                name="unmet_need_checked_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["gemeldet", "geprueft"],
                    decided_on=None,
                    decided_by=None,
                    found_offer=None,
                    measure=None,
                )
                | (
                    Q(status__in=["angebot", "massnahme", "nicht"])
                    & Q(decided_on__isnull=False, decided_on__gte=F("checked_on"))
                ),
                name="unmet_need_decided_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="angebot") | Q(found_offer__isnull=False),
                name="unmet_need_names_the_offer_found",
                violation_error_message=_("Please say which offer was found."),
            ),
            models.CheckConstraint(
                condition=~Q(status="massnahme") | Q(measure__isnull=False) | ~Q(remark=""),
                name="unmet_need_names_the_measure",
                violation_error_message=_(
                    "Please choose the measure, or say in words what is done."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status="nicht") | ~Q(remark=""),
                name="unmet_need_unsolvable_for_a_reason",
                violation_error_message=_("Please say why nothing can be done."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-reported_on"], name="unmet_need_by_status"),
            GinIndex(fields=["facets"], name="unmet_need_facets"),
        ]

    def __str__(self):
        return Truncator(self.text).chars(80)

    def get_absolute_url(self):
        return address("offers:need_detail", self.pk)

    def save(self, *args, **kwargs):
        self.facets = list(self._facets())
        super().save(*args, **kwargs)

    def _facets(self):
        """The codes the gap table counts by; those of an offer are written the same way."""
        yield f"field:{self.field_of_action}"
        yield from (f"group:{code}" for code in self.target_groups)
        if self.german_level:
            yield f"level:{self.german_level}"
        yield from (f"day:{day}" for day in self.weekdays)
        yield from (f"part:{part}" for part in self.dayparts)
        yield from (f"slot:{day}-{part}" for day in self.weekdays for part in self.dayparts)

    def clean(self):
        if self.reported_on and self.reported_on > timezone.localdate():
            raise ValidationError({"reported_on": _("This day is still to come.")})

    @property
    def is_open(self):
        return self.status in OPEN

    @property
    def is_reported(self):
        return self.status == NeedStatus.REPORTED

    @property
    def is_checked(self):
        return self.status == NeedStatus.CHECKED

    @property
    def is_decided(self):
        return self.status in DECIDED

    @property
    def group_labels(self):
        return [TargetGroup(code).label for code in self.target_groups]

    @property
    def times(self):
        """ "Thursday, in the evening", as far as somebody said when."""
        days = ", ".join(str(Weekday(code).label) for code in self.weekdays)
        parts = ", ".join(str(Daypart(code).label) for code in self.dayparts)
        return ", ".join(part for part in (days, parts) if part)

    @property
    def for_whom_and_when(self):
        """ "women, A1, Thursday, in the evening", whatever of it was said."""
        said = [*map(str, self.group_labels), self.get_german_level_display(), self.times]
        return ", ".join(part for part in said if part)

    @property
    def answer_is_internal(self):
        offer = self.found_offer
        return offer is not None and offer.visibility == Visibility.INTERNAL

    @property
    def answer(self):
        """What was found or begun, in words. Partners read them as well: an offer that only the
        office may know has no name here."""
        internal = gettext("an internal offer") if self.answer_is_internal else ""
        named = internal or self.found_offer or self.measure
        return ": ".join(str(part) for part in (named, self.remark) if part)

    @property
    def facts(self):
        """Everything said about it, for its own page."""
        languages = ", ".join(str(Language(code).label) for code in self.languages)
        return [
            (gettext("Topic"), self.get_field_of_action_display()),
            (gettext("For whom"), ", ".join(map(str, self.group_labels))),
            (gettext("People"), self.people),
            (gettext("German level"), self.get_german_level_display()),
            (gettext("When"), self.times),
            (gettext("Languages"), languages),
            (gettext("Childcare"), gettext("needed") if self.childcare == Known.YES else ""),
            (gettext("Seen by"), self.get_source_display()),
            (gettext("Organisation"), self.organisation),
        ]
