"""The Integrationskonzept: fields of action, their goals, and measures with their status."""

from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_office.history import tracked
from integration_office.partial_dates import PartialDateField
from integration_office.records import RECORD_FIELDS, SOURCED_FIELDS, Record, Sourced
from network.models.organisations import Organisation
from network.names import Plain


class ConceptQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by(F("period_from").desc(nulls_last=True), "-pk")

    def with_measures(self):
        return self.prefetch_related("fields__goals__measures__lead")


@tracked
class Concept(Record, Sourced):
    title = models.CharField(_("title"), max_length=200)
    period_from = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    adopted_on = PartialDateField(_("adopted"), blank=True)
    adopted_by = models.CharField(_("adopted by"), max_length=200, blank=True)

    objects = ConceptQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = (
        RECORD_FIELDS
        | SOURCED_FIELDS
        | {"title", "period_from", "period_to", "adopted_on", "adopted_by"}
    )

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")
        ordering = ["-period_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Plain("title"),
                name="concept_title_unique",
                violation_error_message=_("There is a concept of this title already."),
            ),
            models.CheckConstraint(
                condition=Q(period_to=None) | Q(period_to__gte=F("period_from")),
                name="concept_ends_after_it_starts",
                violation_error_message=_("A concept cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("network:concept_detail", args=[self.pk])

    @property
    def all_measures(self):
        """Needs `with_measures`."""
        return [m for f in self.fields.all() for g in f.goals.all() for m in g.measures.all()]


@tracked
class ConceptField(Record):
    """A Handlungsfeld of the concept."""

    concept = models.ForeignKey(
        Concept, on_delete=models.CASCADE, related_name="fields", verbose_name=_("concept")
    )
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)

    PERSONAL: set[str] = set()
    NOT_PERSONAL = RECORD_FIELDS | {"concept", "number", "title"}

    class Meta:
        verbose_name = _("field of action")
        verbose_name_plural = _("fields of action")
        ordering = [F("number").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                F("concept"),
                Plain("title"),
                name="concept_field_once",
                violation_error_message=_("The concept has this field of action already."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("network:concept")


@tracked
class Goal(Record, Sourced):
    field = models.ForeignKey(
        ConceptField,
        on_delete=models.CASCADE,
        related_name="goals",
        verbose_name=_("field of action"),
    )
    title = models.CharField(_("title"), max_length=200)
    responsible = models.CharField(_("responsible"), max_length=300, blank=True)
    period_text = models.CharField(pgettext_lazy("measure", "period"), max_length=100, blank=True)
    stand_text = models.CharField(_("state in words"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    PERSONAL: set[str] = set()
    NOT_PERSONAL = (
        RECORD_FIELDS
        | SOURCED_FIELDS
        | {"field", "title", "responsible", "period_text", "stand_text", "note"}
    )

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                F("field"),
                Plain("title"),
                name="goal_once",
                violation_error_message=_("The field of action has this goal already."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("network:concept")


class MeasureQuerySet(models.QuerySet):
    def of(self, user):
        """Those an organisation of this partner account answers for."""
        return self.filter(lead__in=Organisation.objects.of(user))


@dataclass(frozen=True)
class Badge:
    """How a status looks: KERN's tone ("" is the quiet one), its icon, the word."""

    tone: str
    icon: str
    label: str


@tracked
class Measure(Record, Sourced):
    class Status(models.TextChoices):
        NOT_BEGUN = "nicht_begonnen", _("not begun")
        PLANNING = "in_planung", _("in planning")
        UNDER_WAY = "in_umsetzung", _("under way")
        DONE = "umgesetzt", pgettext_lazy("measure", "done")
        PERMANENT = "daueraufgabe", _("permanent task")
        LATE = "verzoegert", pgettext_lazy("measure", "late")
        POSTPONED = "zurueckgestellt", pgettext_lazy("measure", "postponed")
        DROPPED = "verworfen", _("dropped")

    LOOKS = {
        Status.NOT_BEGUN: ("", "question-mark"),
        Status.PLANNING: ("info", "draft"),
        Status.UNDER_WAY: ("info", "autorenew"),
        Status.DONE: ("success", "success"),
        Status.PERMANENT: ("success", "checklist"),
        Status.LATE: ("warning", "warning"),
        Status.POSTPONED: ("", "calendar-today"),
        Status.DROPPED: ("danger", "close"),
    }

    goal = models.ForeignKey(
        Goal, on_delete=models.CASCADE, related_name="measures", verbose_name=_("goal")
    )
    title = models.CharField(_("title"), max_length=200)
    lead = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("responsible organisation"),
    )
    responsible = models.CharField(_("responsible in words"), max_length=300, blank=True)
    period_text = models.CharField(pgettext_lazy("measure", "period"), max_length=100, blank=True)
    status = models.CharField(_("implementation status"), max_length=20, choices=Status, blank=True)
    stand_text = models.CharField(_("state in words"), max_length=500, blank=True)

    objects = MeasureQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = (
        RECORD_FIELDS
        | SOURCED_FIELDS
        | {"goal", "title", "lead", "responsible", "period_text", "status", "stand_text"}
    )

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                F("goal"),
                Plain("title"),
                name="measure_once",
                violation_error_message=_("The goal has this measure already."),
            ),
            models.CheckConstraint(
                condition=~Q(status="verworfen") | ~Q(stand_text=""),
                name="measure_dropped_for_a_reason",
                violation_error_message=_("Please say in words why the measure was dropped."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("network:concept")

    @property
    def badge(self):
        """Colour, sign and word of the status; None while nobody has said anything."""
        if not self.status:
            return None
        tone, icon = self.LOOKS[self.Status(self.status)]
        return Badge(tone, icon, self.get_status_display())

    @property
    def others_responsible(self):
        """Those named in words besides the responsible organisation."""
        lead = self.lead.name if self.lead else ""
        names = (name.strip() for name in self.responsible.split(";"))
        return "; ".join(name for name in names if name and name != lead)
