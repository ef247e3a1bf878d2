"""What people needed and nobody offers (Bedarfsmeldung): the argument for a new offer."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.codes import FieldOfAction, GermanLevel, Language
from integration_office.history import tracked
from integration_office.models import User
from integration_office.records import RECORD_FIELDS, Record, codes_field
from network.models import Measure, Organisation
from offers.codes import Daypart, Known, NeedSource, NeedStatus, TargetGroup, Weekday
from offers.models.offers import Offer


class UnmetNeedQuerySet(models.QuerySet):
    def open(self):
        """Those nobody has decided on yet."""
        return self.filter(status__in=[NeedStatus.REPORTED, NeedStatus.CHECKED])


@tracked
class UnmetNeed(Record):
    """Never about a person: what was missing, for how many (domain/01, B17)."""

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
        _("how many people"), default=1, validators=[MinValueValidator(1)]
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=NeedStatus,
        default=NeedStatus.REPORTED,
        editable=False,
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
    reported_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = UnmetNeedQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = (
        RECORD_FIELDS
        | {"reported_on", "field_of_action", "target_groups", "german_level", "weekdays"}
        | {"dayparts", "languages", "childcare", "text", "source", "organisation", "people"}
        | {"status", "found_offer", "measure", "remark", "decided_on", "reported_by"}
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
                condition=Q(status__in=["gemeldet", "geprueft"], decided_on=None)
                | (~Q(status__in=["gemeldet", "geprueft"]) & Q(decided_on__isnull=False)),
                name="unmet_need_decided_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="angebot") | Q(found_offer__isnull=False),
                name="unmet_need_names_the_offer_found",
                violation_error_message=_("Please say which offer was found."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-reported_on"], name="unmet_need_by_status"),
        ]

    def __str__(self):
        return self.text[:60]

    def get_absolute_url(self):
        return reverse("offers:need_detail", args=[self.pk])
