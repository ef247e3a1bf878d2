"""Verbs of the annual report: write, and approve once for ever."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office.audit import record
from reports.document import drafted
from reports.models import AnnualReport, ChapterText, checksum_of


def open_report(year: int) -> AnnualReport:
    """The report of the year; the first one who writes begins it."""
    return AnnualReport.objects.get_or_create(year=year)[0]


def locked_draft(report: AnnualReport) -> AnnualReport:
    """The report, locked until the end of the transaction. Refuses an approved one."""
    report = AnnualReport.objects.select_for_update().get(pk=report.pk)
    if report.is_approved:
        raise ValidationError(
            _("The report of %(year)s is approved and does not change any more.")
            % {"year": report.year}
        )
    return report


@transaction.atomic
def write_chapter(text: ChapterText, *, by) -> ChapterText:
    """Save what people wrote for a chapter. Refuses once the report is approved."""
    locked_draft(text.report)
    text.version += 1
    text.full_clean()
    text.save()
    record("wrote", text, by=by)
    return text


@transaction.atomic
def describe(report: AnnualReport, *, by) -> AnnualReport:
    """Save what stands on the cover sheet."""
    locked_draft(report)
    report.version += 1
    report.full_clean()
    report.save()
    record("described", report, by=by)
    return report


@transaction.atomic
def approve(report: AnnualReport, *, by, at: dt.datetime | None = None) -> AnnualReport:
    """Freeze texts and figures: what is approved is what will always be shown."""
    report = locked_draft(report)
    at = at or timezone.now()
    if report.year >= timezone.localdate().year:
        raise ValidationError(
            _("%(year)s is not over yet. Please approve its report from 1 January %(next)s on.")
            % {"year": report.year, "next": report.year + 1}
        )
    report.frozen = drafted(report, as_of=at).frozen()
    report.checksum = checksum_of(report.frozen)
    report.status = AnnualReport.Status.APPROVED
    report.approved_at, report.approved_by = at, by
    report.version += 1
    report.full_clean()
    report.save()
    record("approved", report, by=by)
    return report
