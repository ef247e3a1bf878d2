"""The recognition of one qualification (Anerkennungsvorgang); a person may have several."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.models.cases import Case, OfCaseQuerySet, readable
from counselling.recognition import rules
from counselling.recognition.codes import (
    AFTER_DECISION,
    BEFORE_APPLICATION,
    ENDED,
    WAITING,
    WAYS,
    WITH_MEASURE,
    Anabin,
    Document,
    DocumentState,
    Kind,
    Regulated,
    Result,
    Stage,
    country_name,
)
from integration_office.addresses import address
from integration_office.codes import GermanLevel
from integration_office.encryption import EncryptedTextField, SealedRecord
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS
from network.models import Organisation


COSTS = ("fee", "translation_cost", "other_cost")
DAYS = ("applied_on", "received_on", "complete_on", "decided_on")


def _day(verbose_name, **options):
    return models.DateField(verbose_name, null=True, blank=True, **options)


def _euros(verbose_name, **options):
    return models.DecimalField(
        verbose_name,
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        **options,
    )


class RecognitionQuerySet(OfCaseQuerySet):
    def running(self):
        return self.exclude(stage__in=ENDED)

    def begun_in(self, start, end):
        """Recognitions that were taken up from `start` to `end`, both included."""
        return self.filter(begun_on__gte=start, begun_on__lte=end)

    def applied_in(self, start, end):
        return self.filter(applied_on__gte=start, applied_on__lte=end)

    def decided_in(self, start, end):
        return self.filter(decided_on__gte=start, decided_on__lte=end)

    def by_stage(self):
        """How many there are at each stage, as ("antrag", 4) pairs."""
        return self.order_by("stage").values_list("stage").annotate(Count("pk"))

    def by_result(self):
        """How many decisions had which result."""
        decided = self.exclude(result="").order_by("result")
        return decided.values_list("result").annotate(Count("pk"))

    def with_a_deadline(self):
        """Those the clock waits for something of."""
        waiting = Q(stage__in=WAITING, applied_on__isnull=False)
        measure = Q(stage=Stage.MEASURE, measure_ends_on__isnull=False)
        return self.filter(waiting | measure)


@tracked
class Recognition(SealedRecord):
    """After the content of its case is gone it counts: kind, how far it came, when and with which
    result."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="recognitions", verbose_name=_("case")
    )
    title = EncryptedTextField(
        _("title in the original"),
        max_length=240,
        help_text=_("Encrypted. As it stands on the certificate, in any script."),
    )
    institution = EncryptedTextField(
        _("school, university or body"), max_length=240, blank=True, help_text=_("Encrypted.")
    )
    country = models.CharField(_("country of the qualification"), max_length=4, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year of the certificate"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1940), MaxValueValidator(2100)],
    )
    kind = models.CharField(_("kind of qualification"), max_length=12, choices=Kind)
    anabin = models.CharField(_("anabin"), max_length=6, choices=Anabin, blank=True)
    reference_occupation = models.CharField(
        _("reference occupation"),
        max_length=120,
        blank=True,
        help_text=_("As the Anerkennungs-Finder calls it."),
    )
    regulated = models.CharField(
        _("regulated"), max_length=5, choices=Regulated, default=Regulated.UNCLEAR
    )
    competent_body = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("competent body"),
    )
    language_required = models.CharField(
        _("German needed"), max_length=5, choices=GermanLevel, blank=True
    )
    fee = _euros(_("fee in euros"))
    translation_cost = _euros(_("translations in euros"))
    other_cost = _euros(_("other costs in euros"))
    grant = _euros(_("grant in euros"), help_text=_("For example the Anerkennungszuschuss."))
    begun_on = models.DateField(_("begun on"), default=timezone.localdate)
    stage = models.CharField(
        _("stage"), max_length=13, choices=Stage, default=Stage.FIRST, editable=False
    )
    applied_on = _day(_("application made on"))
    received_on = _day(_("receipt confirmed on"))
    complete_on = _day(_("papers complete on"))
    decided_on = _day(_("day of the decision"))
    result = models.CharField(_("result of the decision"), max_length=9, choices=Result, blank=True)
    measure = EncryptedTextField(
        _("compensation measure"),
        max_length=300,
        blank=True,
        help_text=_("Encrypted. For example an adaptation period or a knowledge test."),
    )
    measure_ends_on = _day(_("measure ends on"))
    ended_on = _day(_("ended on"), editable=False)

    objects = RecognitionQuerySet.as_manager()

    PERSONAL = {
        *("title", "institution", "country", "year", "anabin", "reference_occupation"),
        *("regulated", "competent_body", "language_required", *COSTS, "grant"),
        *("measure", "measure_ends_on"),
    }
    NOT_PERSONAL = {
        *RECORD_FIELDS,
        *("row_key", "case", "kind", "begun_on", "stage", *DAYS, "result", "ended_on"),
    }
    # What stays of it when the content of the case goes.
    EMPTY = {
        **dict.fromkeys(("title", "institution", "country", "anabin"), ""),
        **dict.fromkeys(("reference_occupation", "language_required", "measure"), ""),
        **dict.fromkeys(("year", "competent_body", *COSTS, "grant", "measure_ends_on")),
        "regulated": Regulated.UNCLEAR.value,
    }

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        ordering = ["begun_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_on__isnull=False)
                | Q(received_on=None, complete_on=None, decided_on=None),
                name="recognition_days_after_an_application",
                violation_error_message=_("Please enter the day of the application first."),
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=F("applied_on")),
                name="recognition_received_after_it_was_applied_for",
                violation_error_message=_("The receipt cannot be before the application."),
            ),
            models.CheckConstraint(
                condition=Q(complete_on=None) | Q(complete_on__gte=F("applied_on")),
                name="recognition_complete_after_it_was_applied_for",
                violation_error_message=_("The papers are complete with the application or later."),
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(decided_on__gte=F("applied_on")),
                name="recognition_decided_after_it_was_applied_for",
                violation_error_message=_("The decision cannot be before the application."),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=BEFORE_APPLICATION, applied_on=None)
                | Q(stage__in=[*WAITING, *AFTER_DECISION], applied_on__isnull=False)
                | Q(stage=Stage.BROKEN_OFF),
                name="recognition_applied_for_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None, result="")
                | (Q(decided_on__isnull=False) & ~Q(result="")),
                name="recognition_decided_with_a_result",
                violation_error_message=_("A decision has a day and a result."),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=AFTER_DECISION, decided_on__isnull=False)
                | Q(stage__in=[*BEFORE_APPLICATION, *WAITING], decided_on=None)
                | Q(stage=Stage.BROKEN_OFF),
                name="recognition_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=ENDED, ended_on__isnull=False)
                | (~Q(stage__in=ENDED) & Q(ended_on=None)),
                name="recognition_ended_on_a_day",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0}),
                    name=f"recognition_{name}_not_below_zero",
                    violation_error_message=_("An amount cannot be below zero."),
                )
                for name in (*COSTS, "grant")
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "complete_on"], name="recognition_by_stage"),
            models.Index(fields=["begun_on"], name="recognition_by_beginning"),
        ]

    def __str__(self):
        # Never the title: this word reaches messages, titles and logs.
        return gettext("recognition: %(kind)s") % {"kind": self.get_kind_display()}

    def get_absolute_url(self):
        return address("counselling:recognition", self.case_id)

    @property
    def readable_title(self):
        return readable(self, "title")

    @property
    def readable_institution(self):
        return readable(self, "institution")

    @property
    def readable_measure(self):
        return readable(self, "measure")

    @property
    def country_name(self):
        return country_name(self.country)

    @property
    def is_over(self):
        return self.stage in ENDED

    @property
    def next_stages(self):
        """Where it can go from here, as choices."""
        return [(code.value, code.label) for code in WAYS[Stage(self.stage)]]

    @property
    def may_have_a_measure(self):
        return self.result in WITH_MEASURE

    @property
    def deadline(self):
        """What the clock waits for; None where nothing has a day."""
        return rules.next_deadline(
            self.stage,
            applied_on=self.applied_on,
            received_on=self.received_on,
            complete_on=self.complete_on,
            measure_ends_on=self.measure_ends_on,
        )

    @property
    def is_late(self):
        return self.deadline is not None and self.deadline.day < timezone.localdate()

    @property
    def missing(self):
        """The papers that are needed and not there yet."""
        return rules.still_missing({one.kind: one.state for one in self.documents.all()})

    @property
    def costs(self):
        return rules.costs((getattr(self, name) for name in COSTS), self.grant)

    def clean(self):
        errors, today = {}, timezone.localdate()
        for name in ("begun_on", *DAYS):
            day = getattr(self, name)
            if day and day > today:
                errors[name] = _("This day lies in the future.")
        if self.year and self.year > today.year:
            errors["year"] = _("This year is still to come.")
        errors |= dict(self._turned())
        if errors:
            raise ValidationError(errors)

    def _turned(self):
        """What the constraints refuse, at the field where it is mended."""
        if self.applied_on is None:
            return
        if self.received_on and self.received_on < self.applied_on:
            yield "received_on", _("The receipt cannot be before the application.")
        if self.complete_on and self.complete_on < self.applied_on:
            yield "complete_on", _("The papers are complete with the application or later.")
        if self.decided_on and self.decided_on < self.applied_on:
            yield "decided_on", _("The decision cannot be before the application.")


class RecognitionDocumentQuerySet(models.QuerySet):
    def states(self):
        """{kind: state} in the order of the checklist."""
        found = dict(self.values_list("kind", "state"))
        return {code: found[code] for code in Document.values if code in found}


@tracked
class RecognitionDocument(models.Model):
    """One line of the checklist."""

    recognition = models.ForeignKey(
        Recognition,
        on_delete=models.CASCADE,
        related_name="documents",
        verbose_name=_("recognition"),
    )
    kind = models.CharField(_("paper"), max_length=14, choices=Document)
    state = models.CharField(
        _("state"), max_length=11, choices=DocumentState, default=DocumentState.MISSING
    )

    objects = RecognitionDocumentQuerySet.as_manager()

    PERSONAL = {"state"}
    NOT_PERSONAL = {"id", "recognition", "kind"}

    class Meta:
        verbose_name = _("document of a recognition")
        verbose_name_plural = _("documents of recognitions")
        constraints = [
            models.UniqueConstraint(
                fields=["recognition", "kind"], name="recognition_document_once"
            ),
        ]

    def __str__(self):
        return str(self.get_kind_display())
