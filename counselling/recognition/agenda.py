"""What the clock says of recognitions: the body has to answer, a measure ends. Cases are masked
here: the start page lies open on the desk."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from counselling.models import Recognition
from integration_office import agenda
from integration_office.permissions import counsels


@agenda.source(counsels)
def recognition_deadlines(user, today):
    """Days that come within the week or are over, of own cases and those one deputises for."""
    rows = Recognition.objects.visible_to(user).of_open_cases().with_a_deadline().without_texts()
    for row in rows.select_related("case").order_by("pk"):
        if row.deadline is not None and row.deadline.day <= today + agenda.WEEK:
            yield agenda.Item(
                row.deadline.day,
                _("%(case)s: recognition") % {"case": row.case.masked},
                row.get_absolute_url(),
                detail=str(row.deadline.label),
                action=pgettext("verb", "Open"),
            )
