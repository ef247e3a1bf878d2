"""Pages of the annual report: years, preview, texts, approval, PDF, files, lists behind figures."""

import logging
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_office.lists import EXPORTS, Column, export, list_page
from integration_office.permissions import allow, coordinates, is_partner, is_staff, is_volunteer
from integration_office.views import ask, edit
from reports import actions
from reports.document import (
    comparison_of,
    document_of,
    has_data,
    late_entries,
)
from reports.exports import columns, table_rows
from reports.filters import PublishedFigureFilter
from reports.forms import ChapterTextForm, SubmissionForm
from reports.indicators import Chapter, Year, find, is_listed
from reports.models import AnnualReport, ChapterText, Damaged, PublishedFigure
from reports.printing import printed


READERS = (is_staff, is_partner, is_volunteer)
YEARS_LISTED = 5
log = logging.getLogger("office.reports")


def report_of(user, year: int) -> AnnualReport | None:
    """The report this user may read: a year with data has a preview before anybody writes."""
    report = AnnualReport.objects.visible_to(user).filter(year=year).first()
    if report is None and not is_staff(user):
        raise Http404
    if report is None and has_data(year):
        return AnnualReport(year=year)
    return report


def only_intact(view):
    """No number is shown of a report whose checksum does not fit, and none compared with it."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Damaged as damaged:
            log.exception("report damaged", extra={"reference": request.reference})
            context = {"damaged": damaged.report}
            return render(request, "reports/damaged.html", context, status=503)

    return guarded


def no_data(request, year: int) -> HttpResponse:
    context = {"year": year, "this_year": timezone.localdate().year}
    return render(request, "reports/no_data.html", context)


@require_safe
@allow(*READERS)
def report_list(request):
    this_year = timezone.localdate().year
    reports = {report.year: report for report in AnnualReport.objects.visible_to(request.user)}
    if is_staff(request.user):
        for year in range(this_year, this_year - YEARS_LISTED, -1):
            if year not in reports and has_data(year):
                reports[year] = AnnualReport(year=year)
    context = {
        "reports": [reports[year] for year in sorted(reports, reverse=True)],
        "sees_published": is_staff(request.user),
    }
    return render(request, "reports/list.html", context)


@require_safe
@allow(*READERS)
@only_intact
def detail(request, year):
    report = report_of(request.user, year)
    if report is None:
        return no_data(request, year)
    content = document_of(report)
    context = {
        "report": report,
        "content": content,
        "tiles": content.tiles,
        "may_write": coordinates(request.user) and not report.is_approved,
        "may_open_lists": is_staff(request.user),
        "late": late_entries(report) if is_staff(request.user) else [],
        "year_is_over": year < timezone.localdate().year,
    }
    return render(request, "reports/detail.html", context)


def writable(view):
    """Only the coordination writes, only where there is data, and not what is approved."""

    @wraps(view)
    @allow(coordinates)
    @only_intact
    def guarded(request, year, **kwargs):
        report = report_of(request.user, year)
        if report is None:
            return no_data(request, year)
        if report.is_approved:
            messages.info(request, _("This report is approved and does not change any more."))
            return redirect(report)
        return view(request, actions.open_report(year), **kwargs)

    return guarded


@writable
def submission_edit(request, report):
    return edit(
        request,
        SubmissionForm,
        instance=report,
        title=_("Cover sheet of the report %(year)s") % {"year": report.year},
        save=lambda form: actions.describe(form.instance, by=request.user),
        template="reports/form.html",
        context={"report": report},
    )


@writable
def text_edit(request, report, chapter):
    if chapter not in Chapter:
        raise Http404
    text = report.texts.filter(chapter=chapter).first()
    earlier = ChapterText.objects.filter(report__year=report.year - 1, chapter=chapter)
    return edit(
        request,
        ChapterTextForm,
        instance=text or ChapterText(report=report, chapter=chapter),
        title=_("Text: %(chapter)s %(year)s")
        % {"chapter": Chapter(chapter).label, "year": report.year},
        save=lambda form: actions.write_chapter(form.instance, by=request.user),
        template="reports/form.html",
        context={
            "report": report,
            "comparisons": document_of(report).comparisons,
            "earlier": earlier.first(),
        },
    )


@writable
def approve(request, report):
    return ask(
        request,
        title=_("Approve the report %(year)s") % {"year": report.year},
        question=_(
            "Texts and figures are frozen and never change again; what is entered later shows as a "
            "note. Have you read the preview to the end?"
        ),
        label=_("Approve for good"),
        do=lambda: actions.approve(report, by=request.user),
        then=report.get_absolute_url(),
        success=_("The report is approved. The PDF is ready for the committee."),
    )


@require_safe
@allow(*READERS)
@only_intact
def pdf(request, year):
    report = report_of(request.user, year)
    if report is None:
        return redirect("reports:detail", year)
    response = HttpResponse(printed(report), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="jahresbericht-{year}.pdf"'
    return response


@require_safe
@allow(*READERS)
@only_intact
def tables(request, year, kind):
    if kind not in EXPORTS:
        raise Http404
    report = report_of(request.user, year)
    if report is None:
        return redirect("reports:detail", year)
    rows = table_rows(document_of(report).comparisons)
    return export(
        rows,
        columns(str(year), str(year - 1)),
        filename=f"jahresbericht-{year}-tabellen",
        kind=kind,
    )


def figure_of(user, year: int, key: str):
    """The indicator and its comparison in a report this user may read."""
    report, indicator = report_of(user, year), find(key)
    if indicator is None:
        raise Http404
    return report, indicator, report and comparison_of(report, indicator)


def rows_behind(indicator, report):
    """The rows that were counted: for an approved report without those entered later."""
    rows = indicator.rows(Year(report.year))
    return rows.filter(created_at__lte=report.approved_at) if report.is_approved else rows


def rows_left(indicator, report, rows, comparison) -> int | None:
    """How many rows there still are, where that is not what an approved report says."""
    said = comparison.now.value.value
    if not report.is_approved or indicator.weight or indicator.median or said is None:
        return None
    left = rows.order_by().count()
    return left if left != said else None


@require_safe
@allow(is_staff)
@only_intact
def figure(request, year, key):
    """A figure, how it is counted, and the rows behind it for those who may see them."""
    report, indicator, comparison = figure_of(request.user, year, key)
    if comparison is None:
        return no_data(request, year)
    rows = rows_behind(indicator, report)
    may_see = indicator.may_be_seen_by(request.user)
    shown = may_see and is_listed(indicator, comparison.now, Year(year))
    context = {
        "report": report,
        "indicator": indicator,
        "comparison": comparison,
        "is_listed": shown,
        "may_see": may_see,
        "rows_left": rows_left(indicator, report, rows, comparison) if shown else None,
    }
    return list_page(
        request,
        rows if shown else rows.none(),
        columns=indicator.columns,
        title=str(indicator.label),
        filename=f"{key}-{year}",
        template="reports/figure.html",
        context=context,
    )


@require_safe
@allow(is_staff)
@only_intact
def figure_table(request, year, key, kind):
    if kind not in EXPORTS:
        raise Http404
    _report, _indicator, comparison = figure_of(request.user, year, key)
    if comparison is None:
        return redirect("reports:detail", year)
    rows = table_rows([comparison])
    return export(
        rows, columns(str(year), str(year - 1)), filename=f"{key}-{year}-tabelle", kind=kind
    )


@require_safe
@allow(is_staff)
def published_list(request):
    """Figures others have published, each with its source."""
    return list_page(
        request,
        PublishedFigure.objects.all(),
        columns=[
            Column("year", _("year"), "year", sort="year"),
            Column("name", _("figure"), "name", sort="name"),
            Column("value", _("value"), "value_text", sort="value"),
            Column("unit", _("unit"), "unit", sort="unit"),
            Column("source", _("source"), "source", sort="source"),
        ],
        filterset=PublishedFigureFilter,
        title=_("Published figures"),
        filename="kennzahlen",
        template="reports/published.html",
    )
