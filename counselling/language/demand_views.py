"""The demand board: what people look for beside what there is, for planning with the vhs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from counselling.language import demand_paper
from counselling.language.demand import TIMES, board
from integration_office.audit import record
from integration_office.lists import EXPORTS, Column, export
from integration_office.permissions import allow, counsels, runs_tests


COLUMNS = [
    Column("course", gettext_lazy("Course"), lambda line: line.row.course_label),
    Column("level", gettext_lazy("To level"), lambda line: line.row.level),
    Column("time", gettext_lazy("Could come"), "time"),
    Column("people", gettext_lazy("People"), lambda line: _number(line.cell.people)),
    Column("childcare", gettext_lazy("With childcare"), lambda line: _number(line.cell.childcare)),
    Column("expiring", gettext_lazy("Entitlement ends in 90 days"), lambda line: line.expiring),
    Column("courses", gettext_lazy("Courses"), lambda line: line.supply("courses")),
    Column("free", gettext_lazy("Free places"), lambda line: line.supply("free")),
    Column("waiting", gettext_lazy("Waiting there"), lambda line: line.supply("waiting")),
    Column("start", gettext_lazy("Next start"), lambda line: line.supply("next_start")),
]


def _number(cell):
    return cell.value if cell.is_shown else str(cell)


class Line:
    """One line of the file: a row of the board at one time; the first line says the whole row."""

    def __init__(self, row, code, time):
        self.row, self.cell, self.time = row, row.cells[code], str(time)
        self.is_whole = not code

    @property
    def expiring(self):
        return _number(self.row.expiring) if self.is_whole else ""

    def supply(self, name):
        return getattr(self.row.supply, name) if self.is_whole else ""


@require_safe
@allow(counsels, runs_tests)
def demand(request):
    """The office sees true numbers; the vhs, and everything that leaves the house, protected ones.
    `?view=outside` shows the office what others see."""
    user, today = request.user, timezone.localdate()
    if (kind := request.GET.get("format", "")) in EXPORTS:
        outside = board(user, today, protected=True)
        lines = [Line(row, code, time) for row in outside.rows for code, time in TIMES]
        record("exported", "counselling.CourseInterest:*", by=user)
        return export(lines, COLUMNS, filename="kursbedarf", kind=kind)
    inside = counsels(user)
    protected = not inside or request.GET.get("view") == "outside"
    return render(
        request,
        "counselling/language/demand.html",
        {
            "title": _("Demand for courses"),
            "board": board(user, today, protected=protected),
            "may_see_all": inside,
            "times": TIMES[1:],
        },
    )


@require_safe
@allow(counsels, runs_tests)
def demand_pdf(request):
    """The protected board on paper."""
    now = timezone.now()
    outside = board(request.user, timezone.localdate(now), protected=True)
    record("exported", "counselling.CourseInterest:*", by=request.user)
    response = HttpResponse(demand_paper.as_pdf(outside, now), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="kursbedarf.pdf"'
    return response
