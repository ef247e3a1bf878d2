"""What counsellors have to look at because of their referrals. It stands on the start page and says
neither who was sent nor where."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from counselling.models import Referral
from counselling.referrals.codes import State
from integration_office import agenda
from integration_office.permissions import counsels


DAY = datetime.timedelta(days=1)
_MASK = ("number", "gender")
SHOWN = (
    *("made_on", "state", "state_on", "asked_at", "waits_until", "noticed_on", "appointment_on"),
    *(f"case__{name}" for name in _MASK),
    *(f"contact__case__{name}" for name in _MASK),
    "contact__day",
)


@agenda.source(counsels)
def referrals(user, today):
    """Answers nobody has looked at, links that end within a week, and those of whom nobody knows
    whether they have arrived."""
    rows = Referral.objects.visible_to(user).to_look_at(today, ending_by=today + agenda.WEEK)
    for referral in rows.with_whose().only(*SHOWN).order_by("state_on", "pk"):
        due, title = _due_and_title(referral)
        made = date_format(referral.made_on, "SHORT_DATE_FORMAT")
        yield agenda.Item(
            due,
            title % {"whose": referral.masked},
            referral.get_absolute_url(),
            detail=_("referral of %(day)s") % {"day": made},
            action=pgettext("verb", "Open"),
        )


def _due_and_title(referral):
    if referral.state == State.WAITING and referral.asked_at:
        return referral.waits_until, _("%(whose)s: the link of a referral ends unanswered")
    if referral.state == State.WAITING or referral.noticed_on:
        over = referral.waits_until if referral.noticed_on else referral.appointment_on
        return over + DAY, _("%(whose)s: has the person arrived?")
    if referral.state == State.EXPIRED:
        return referral.state_on, _("%(whose)s: no answer to a referral, please ask")
    if referral.is_stopped:
        return referral.state_on, _("%(whose)s: a referral has ended with its consent")
    return referral.state_on, _("%(whose)s: a referral was answered")
