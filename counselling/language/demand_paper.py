"""The demand board on paper, for the vhs and the Arbeitskreis: protected numbers, and no case."""

import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from counselling.language.demand import TIMES, Board
from integration_office.pdf import render_pdf


def as_pdf(board: Board, moment: datetime.datetime) -> bytes:
    """The board as of `moment`. It must be a protected one."""
    if not board.is_protected:
        raise ValueError("Only protected numbers go on paper.")
    office = settings.OFFICE
    return render_pdf(
        "counselling/language/pdf/demand.html",
        {"office": office, "board": board, "times": TIMES[1:]},
        title=_("Demand for German courses in %(town)s") % office,
        created=moment,
        author=f"{office['town']}, {office['office']}",
        description=_("How many people look for which course, and what there is."),
    )
