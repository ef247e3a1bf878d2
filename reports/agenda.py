"""What is due around the annual report."""

import datetime as dt

from django.utils.translation import gettext as _

from integration_office import agenda
from integration_office.addresses import address
from integration_office.permissions import coordinates, is_staff
from integration_office.tallies import Counted
from reports.models import AnnualReport


FROM_DAY, DUE_DAY = 2, 31  # of January; the council wants it before spring


@agenda.Count
def drafts_of_last_year(user, today):
    drafts = AnnualReport.objects.filter(status=AnnualReport.Status.DRAFT)
    return Counted(drafts.filter(year=today.year - 1))


@agenda.source(coordinates, drafts_of_last_year)
def approval(user, today, drafts):
    """Last year's report waits for its approval."""
    last = today.year - 1
    if drafts.number and today >= dt.date(today.year, 1, FROM_DAY):
        yield agenda.Item(
            due=dt.date(today.year, 1, DUE_DAY),
            title=_("Approve the annual report %(year)s") % {"year": last},
            url=address("reports:detail", last),
            detail=_("Read the preview, then freeze texts and figures."),
            action=_("Open the preview"),
        )


@agenda.shortcut(is_staff)
def newest(user):
    """The newest report that is approved, for the office."""
    report = AnnualReport.objects.approved().only("year").first()
    if report is None:
        return None
    return agenda.Shortcut(
        _("Annual report %(year)s as PDF") % {"year": report.year},
        address("reports:pdf", report.year),
    )
