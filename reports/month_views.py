"""The month of a counsellor, and that of all as sums."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_office.agenda import Tile
from integration_office.audit import record
from integration_office.lists import EXPORTS, export
from integration_office.permissions import allow, counsels
from reports.exports import columns, table_rows
from reports.months import month_of, own_month, team_month


@require_safe
@allow(counsels)
def own(request):
    """What I have counselled in a month."""
    month = month_of(request.GET.get("month", ""), timezone.localdate())
    return _page(request, month, own_month(month, request.user), _("My month"))


@require_safe
@allow(counsels)
def team(request):
    """What all have counselled: sums, and no list behind them."""
    month = month_of(request.GET.get("month", ""), timezone.localdate())
    return _page(request, month, team_month(month), _("Month of all"))


def _page(request, month, comparisons, title):
    if (kind := request.GET.get("format", "")) in EXPORTS:
        record("exported", "counselling.Contact:*", by=request.user, note=month.code)
        heads = columns(str(month), str(month.before))
        rows = list(table_rows(comparisons))
        return export(rows, heads, filename=f"beratung-{month.code}", kind=kind)
    numbers = [comparison for comparison in comparisons if comparison.now.is_number]
    divisions = [comparison for comparison in comparisons if not comparison.now.is_number]
    return render(
        request,
        "reports/month.html",
        {
            "title": title,
            "month": month,
            "has_after": month.last < timezone.localdate(),
            "tiles": [
                Tile(
                    comparison.now.label,
                    str(comparison.now.value),
                    note=_("%(month)s: %(number)s")
                    % {"month": month.before, "number": comparison.sum.before},
                )
                for comparison in numbers
            ],
            "divisions": [one for one in divisions if not one.now.is_empty],
            "is_team": title == _("Month of all"),
        },
    )
