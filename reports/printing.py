"""The report as a PDF: the same document as on the page, laid out for paper."""

from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_office.pdf import render_pdf
from reports.document import document_of, filled
from reports.glossary import glossary
from reports.models import AnnualReport, Damaged


def printed(report: AnnualReport) -> bytes:
    """The PDF. What is approved never changes, so it is printed once by each process."""
    if not report.is_approved:
        return print_report(report)
    if not report.is_intact:
        raise Damaged(report)
    return print_once(report.pk, report.checksum, get_language())


@lru_cache(maxsize=4)
def print_once(pk: int, checksum: str, language: str) -> bytes:
    return print_report(AnnualReport.objects.get(pk=pk, checksum=checksum))


def print_report(report: AnnualReport) -> bytes:
    """An approved report is dated with its approval: it prints to the same file for ever."""
    document = document_of(report)
    office = settings.OFFICE
    title = _("Annual report %(year)s of the %(office)s – %(town)s") % {
        "year": report.year,
        "office": office["office"],
        "town": office["town"],
    }
    parts = document.printed_parts
    context = {
        "report": report,
        "content": document,
        "office": office,
        "parts": parts,
        "method_number": len(parts) + 2,
        "glossary_number": len(parts) + 3,
        "figures": [one.now for one in document.comparisons],
        "glossary": glossary(),
        "summary": filled(report.summary, document.comparisons),
    }
    return render_pdf(
        "reports/pdf/report.html",
        context,
        title=title,
        created=report.approved_at or document.as_of,
        author=f"{office['town']}, {office['office']}",
        description=_("Counselling, offers, events, volunteering and network in one year."),
    )
