"""What the clock says of course interests: entitlements that end, courses that do not begin. Cases
are masked here: the start page lies open on the desk."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from counselling.in_hand import cases_in_hand
from counselling.language import deadlines
from counselling.models import CourseInterest
from integration_office import agenda
from integration_office.lists import text
from integration_office.permissions import counsels


DAYS = ("entitlement_valid_until", "registered_on")


@agenda.source(counsels, cases_in_hand)
def course_deadlines(user, today, cases):
    """Reminders nobody has settled, of own cases and those one deputises for."""
    rows = CourseInterest.objects.visible_to(user, cases=cases.all).to_look_at(today, agenda.WEEK)
    for interest in rows.only("case", "status", "settled", *DAYS).order_by("pk"):
        due = interest.reminder(today, ahead=agenda.WEEK // deadlines.DAY)
        if due is not None:
            yield agenda.Item(
                due.since,
                _("%(case)s: course") % {"case": cases.mask_of(interest)},
                interest.get_absolute_url(),
                detail=_("%(reminder)s Day: %(day)s")
                % {"reminder": due.kind.label, "day": text(due.day)},
                action=pgettext("verb", "Open"),
            )
