"""What somebody can of German, found out on a day, and the course that follows from it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from counselling.language.codes import Instrument, Literacy
from counselling.models.cases import Case, OfCaseQuerySet, readable
from integration_office.codes import GermanLevel
from integration_office.encryption import EncryptedTextField, SealedRecord
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS
from offers.codes import CourseType
from offers.models import Offer


SKILLS = ("listening", "reading", "writing", "speaking")


def level_field(verbose_name, **options):
    return models.CharField(verbose_name, max_length=5, choices=GermanLevel, **options)


def course_type_field(verbose_name, **options):
    return models.CharField(verbose_name, max_length=10, choices=CourseType, **options)


class LanguagePlacementQuerySet(OfCaseQuerySet):
    def in_period(self, start, end):
        """Placements from `start` to `end`, both included."""
        return self.filter(day__gte=start, day__lte=end)

    def by_level(self):
        """How many there are of each level, as ("A1", 4) pairs."""
        return self.order_by("level").values_list("level").annotate(Count("pk"))

    def newest_first(self):
        return self.order_by("-day", "-pk")


@tracked
class LanguagePlacement(SealedRecord):
    """A placement (Spracheinstufung). After the content of its case is gone it counts: when, by
    what, which level, which course was right and which one it became."""

    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        related_name="language_placements",
        verbose_name=_("case"),
    )
    day = models.DateField(_("day of the placement"), default=timezone.localdate)
    tested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("tested by a colleague"),
    )
    tester = EncryptedTextField(
        _("tested by somebody else"),
        max_length=120,
        blank=True,
        help_text=_("Encrypted. For example a teacher of the vhs."),
    )
    instrument = models.CharField(_("instrument"), max_length=10, choices=Instrument)
    level = level_field(_("whole level"))
    listening = level_field(_("listening"), blank=True)
    reading = level_field(pgettext_lazy("skill", "reading"), blank=True)
    writing = level_field(_("writing"), blank=True)
    speaking = level_field(_("speaking"), blank=True)
    literacy = models.CharField(
        _("literacy"), max_length=5, choices=Literacy, default=Literacy.UNKNOWN
    )
    recommended_course = course_type_field(_("recommended course"))
    recommended_level = level_field(_("leads to"))
    placed_offer = models.ForeignKey(
        Offer,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("course chosen"),
    )
    placed_course = course_type_field(_("type of the course chosen"), blank=True, editable=False)
    deviates = models.BooleanField(_("another course than recommended"), default=False)
    deviation_reason = EncryptedTextField(
        _("why another course"),
        max_length=500,
        blank=True,
        help_text=_("Encrypted. The placement follows the result; a deviation has its reason."),
    )
    next_step = EncryptedTextField(
        _("next step"), max_length=500, blank=True, help_text=_("Encrypted.")
    )

    objects = LanguagePlacementQuerySet.as_manager()

    PERSONAL = {*SKILLS, "literacy", "tester", "placed_offer", "deviation_reason", "next_step"}
    NOT_PERSONAL = {
        *RECORD_FIELDS,
        *("row_key", "case", "day", "tested_by", "instrument", "level", "recommended_course"),
        *("recommended_level", "placed_course", "deviates"),
    }
    # What stays of it when the content of the case goes.
    EMPTY = {
        **dict.fromkeys(SKILLS, ""),
        "literacy": Literacy.UNKNOWN.value,
        "tester": "",
        "placed_offer": None,
        "deviation_reason": "",
        "next_step": "",
    }

    class Meta:
        verbose_name = _("language placement")
        verbose_name_plural = _("language placements")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["day"], name="language_placement_by_day")]

    def __str__(self):
        return str(self._meta.verbose_name)

    def get_absolute_url(self):
        return reverse("counselling:language", args=[self.case_id])

    @property
    def skills(self):
        """(word, level in words) of the skills that were tested."""
        return [
            (self._meta.get_field(name).verbose_name, getattr(self, f"get_{name}_display")())
            for name in SKILLS
            if getattr(self, name)
        ]

    @property
    def who_tested(self):
        return readable(self, "tester") or (str(self.tested_by) if self.tested_by else "")

    @property
    def readable_reason(self):
        return readable(self, "deviation_reason")

    @property
    def readable_next_step(self):
        return readable(self, "next_step")

    def clean(self):
        errors = {}
        if self.day and self.day > timezone.localdate():
            errors["day"] = _("This day lies in the future.")
        if self.tested_by_id and self.tester:
            errors["tester"] = _("Please name one tester: a colleague or somebody else.")
        if errors:
            raise ValidationError(errors)
