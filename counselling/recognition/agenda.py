"""What the clock says of recognitions: the body has to answer, a measure ends. Cases are masked
here: the start page lies open on the desk."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from counselling.in_hand import cases_in_hand
from counselling.models import Recognition
from integration_office import agenda
from integration_office.permissions import counsels


DAYS = ("applied_on", "received_on", "complete_on", "measure_ends_on")


@agenda.source(counsels, cases_in_hand)
def recognition_deadlines(user, today, cases):
    """Days that come within the week or are over, of own cases and those one deputises for."""
    rows = Recognition.objects.visible_to(user, cases=cases.all).with_a_deadline().order_by("pk")
    for row in rows.only("case", "stage", *DAYS):
        deadline = row.deadline
        if deadline is not None and deadline.day <= today + agenda.WEEK:
            yield agenda.Item(
                deadline.day,
                _("%(case)s: recognition") % {"case": cases.mask_of(row)},
                row.get_absolute_url(),
                detail=str(deadline.label),
                action=pgettext("verb", "Open"),
            )
