"""How much German somebody knew when, and how that is known."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from counselling.casework.codes import LevelSource
from counselling.models.cases import Case, OfCaseQuerySet
from integration_office.codes import GermanLevel
from integration_office.history import tracked
from integration_office.partial_dates import PartialDateField
from integration_office.records import RECORD_FIELDS, Record


class LevelEntryQuerySet(OfCaseQuerySet):
    def latest_first(self):
        """By what they tell of; a year alone comes before a day in it."""
        return self.order_by("-known_on", "-pk")

    def current(self):
        return self.latest_first().first()


@tracked
class LevelEntry(Record):
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="levels", verbose_name=_("case")
    )
    level = models.CharField(_("German"), max_length=5, choices=GermanLevel)
    source = models.CharField(
        _("known from"), max_length=6, choices=LevelSource, default=LevelSource.TALK
    )
    known_on = PartialDateField(
        _("when"), help_text=_("A day (24.12.2026), a month (12.2026) or only the year.")
    )

    objects = LevelEntryQuerySet.as_manager()

    PERSONAL = {"level", "source", "known_on"}
    NOT_PERSONAL = {*RECORD_FIELDS, "case"}

    class Meta:
        verbose_name = _("level of German")
        verbose_name_plural = _("levels of German")
        ordering = ["-known_on", "-id"]
        indexes = [models.Index(fields=["case", "-known_on", "-id"], name="level_of_case")]

    def __str__(self):
        return str(self._meta.verbose_name)

    def get_absolute_url(self):
        return reverse("counselling:levels", args=[self.case_id])
