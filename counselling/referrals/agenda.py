"""What counsellors have to look at because of their referrals. It stands on the start page and says
neither who was sent nor where."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from counselling.models import Referral
from counselling.referrals.codes import Kind, State
from integration_office import agenda


DAY = datetime.timedelta(days=1)


def _mine(user):
    rows = Referral.objects.visible_to(user).with_whose().without_texts()
    return rows.order_by("state_on", "pk")


def _item(referral, due, title):
    made = date_format(referral.made_on, "SHORT_DATE_FORMAT")
    return agenda.Item(
        due,
        title % {"whose": referral.masked},
        referral.get_absolute_url(),
        detail=_("referral of %(day)s") % {"day": made},
        action=pgettext("verb", "Open"),
    )


@agenda.source
def answers(user, today):
    """What came of a referral and nobody has looked at."""
    for referral in _mine(user).to_notice():
        title = _("%(whose)s: a referral was answered")
        if referral.state == State.EXPIRED:
            title = _("%(whose)s: no answer to a referral, please ask")
        elif referral.is_stopped:
            title = _("%(whose)s: a referral has ended with its consent")
        yield _item(referral, referral.state_on, title)


@agenda.source
def links_that_end(user, today):
    """Nobody has answered, and the link ends within a week."""
    waiting = _mine(user).waiting().filter(asked_at__isnull=False)
    for referral in waiting.filter(waits_until__lte=today + agenda.WEEK):
        yield _item(
            referral, referral.waits_until, _("%(whose)s: the link of a referral ends unanswered")
        )


@agenda.source
def arrivals_to_ask_for(user, today):
    """An appointment is over, or a place was promised and the link has ended: did they arrive?"""
    title = _("%(whose)s: has the person arrived?")
    over = _mine(user).waiting().filter(kind=Kind.APPOINTMENT, appointment_on__lt=today)
    for referral in over.filter(asked_at=None):
        yield _item(referral, referral.appointment_on + DAY, title)
    promised = _mine(user).filter(state=State.ACCEPTED, waits_until__lt=today)
    for referral in promised.exclude(noticed_on=None):
        yield _item(referral, referral.waits_until + DAY, title)
