"""The annual report: drafted from live figures, frozen at approval, unchanged ever after."""

import hashlib
import json

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_office.disclosure import written
from integration_office.history import tracked
from integration_office.models import User
from integration_office.permissions import is_staff
from integration_office.records import RECORD_FIELDS, SOURCED_FIELDS, Record, Sourced
from reports.indicators import Chapter


FIRST_YEAR = 1990


@tracked
class PublishedFigure(Record, Sourced):
    """A figure somebody else has published, with the page it stands on. Sources may contradict
    each other: then both stay."""

    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    name = models.CharField(_("figure"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=3)
    unit = models.CharField(_("unit"), max_length=40, blank=True)

    PERSONAL: set[str] = set()
    NOT_PERSONAL = RECORD_FIELDS | SOURCED_FIELDS | {"year", "name", "value", "unit"}

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = [models.F("year").desc(nulls_last=True), "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "name", "source", "value"],
                name="published_figure_once_per_source",
                nulls_distinct=False,
                violation_error_message=_("This figure of this source is here already."),
            ),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__range=(1900, 2200)),
                name="published_figure_year_is_a_year",
                violation_error_message=_("Please write the year with four digits."),
            ),
        ]

    def __str__(self):
        return self.name if self.year is None else f"{self.name} {self.year}"

    @property
    def value_text(self):
        return written(self.value.normalize())


class AnnualReportQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(status=AnnualReport.Status.APPROVED)

    def visible_to(self, user):
        """The office sees every report, everybody else those that are approved and public."""
        return self if is_staff(user) else self.approved().filter(is_public=True)


class Damaged(Exception):
    """The frozen content of a report is not the one that was approved."""

    def __init__(self, report):
        super().__init__(f"The frozen content of {report.year} does not fit its checksum.")
        self.report = report


@tracked
class AnnualReport(Record):
    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")

    year = models.PositiveSmallIntegerField(
        _("year"),
        unique=True,
        error_messages={"unique": _("There is a report for this year already.")},
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    is_public = models.BooleanField(
        _("public"), default=True, help_text=_("Partners and volunteers may read it.")
    )
    submission_number = models.CharField(_("submission number"), max_length=40, blank=True)
    file_reference = models.CharField(_("file reference"), max_length=60, blank=True)
    submitted_on = models.DateField(_("date of the submission"), null=True, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    committees = models.TextField(
        _("path through the committees"),
        blank=True,
        help_text=_("One committee a line: name; responsibility; date of the meeting."),
    )
    summary = models.TextField(_("content of the submission"), blank=True)
    financial_effects = models.CharField(_("financial effects"), max_length=300, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        User,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    frozen = models.JSONField(_("frozen report"), null=True, blank=True, editable=False)
    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)

    objects = AnnualReportQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = (
        RECORD_FIELDS
        | {"year", "status", "is_public", "submission_number", "file_reference", "submitted_on"}
        | {"department", "committees", "summary", "financial_effects"}
        | {"approved_at", "approved_by", "frozen", "checksum"}
    )

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-year"]
        triggers = [
            pgtrigger.Protect(
                name="approved_report_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="approved"),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, 2200)),
                name="annual_report_year_is_a_year",
                violation_error_message=_("Please write the year with four digits."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status="draft",
                    approved_at=None,
                    approved_by=None,
                    frozen__isnull=True,
                    checksum="",
                )
                | (
                    Q(status="approved", approved_at__isnull=False, approved_by__isnull=False)
                    & Q(frozen__isnull=False)
                    & ~Q(checksum="")
                ),
                name="annual_report_is_frozen_when_approved",
                violation_error_message=_("An approved report is frozen by somebody at some time."),
            ),
        ]

    def __str__(self):
        return _("Annual report %(year)s") % {"year": self.year}

    def get_absolute_url(self):
        return reverse("reports:detail", args=[self.year])

    @property
    def year_before(self):
        return self.year - 1

    @property
    def is_approved(self):
        return self.status == self.Status.APPROVED

    @property
    def is_intact(self):
        """Whether the frozen numbers are those that were approved."""
        return self.checksum == checksum_of(self.frozen)

    @property
    def approved_content(self):
        """What was frozen; nobody reads, prints or compares with it when it is another one."""
        if not self.is_intact:
            raise Damaged(self)
        return self.frozen

    @property
    def committee_rows(self):
        """Name, responsibility and date of each committee, as far as they were written."""
        for line in self.committees.splitlines():
            if line.strip():
                yield ([part.strip() for part in line.split(";")] + ["", ""])[:3]


def checksum_of(frozen) -> str:
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@tracked
class ChapterText(Record):
    """What people write for a chapter; the numbers come by themselves."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="texts")
    chapter = models.CharField(_("chapter"), max_length=20, choices=Chapter)
    lede = models.CharField(
        _("first sentence"),
        max_length=200,
        blank=True,
        help_text=_("The chapter in one sentence; it stands below the heading."),
    )
    text = models.TextField(_("text"), blank=True)

    PERSONAL: set[str] = set()
    NOT_PERSONAL = RECORD_FIELDS | {"report", "chapter", "lede", "text"}

    class Meta:
        verbose_name = _("text of a chapter")
        verbose_name_plural = _("texts of chapters")
        ordering = ["report", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "chapter"],
                name="chapter_text_once_per_report",
                violation_error_message=_(
                    "A colleague has just written this chapter. Please open it again."
                ),
            )
        ]

    def __str__(self):
        return f"{self.get_chapter_display()} {self.report.year}"

    def get_absolute_url(self):
        return f"{self.report.get_absolute_url()}#{self.chapter}"
