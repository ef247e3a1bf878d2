"""Having back what has ended: the office opens an offer again, a provider takes the own "no longer
there" back."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_office.models import User
from offers import actions
from offers.codes import Status
from offers.models import Offer
from offers.models.querysets import CLOSED


STARTS = set(CLOSED)


@transaction.atomic
def reopen(offer: Offer, *, by: User) -> Offer:
    """Make an ended or archived offer a draft again: much may have changed, and contact data may be
    forgotten, so that publishing looks anew for what is missing. Refuses one that is open."""
    offer = actions.startable(offer, STARTS)
    offer.published_on = None
    return actions.move(offer, Status.DRAFT, by=by, verb="reopened")


@transaction.atomic
def take_back_end(offer: Offer, ended_at: datetime.datetime) -> Offer:
    """Put an offer back to where it stood before its provider ended it: published or paused, and
    confirmed as it was. `ended_at` is the moment of that answer in the history. Refuses when
    anything was done with the offer since: nothing gets published that way which the office of a
    reviewed house has not read."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    ending, before = _last_end(offer)
    if not (
        ending
        and before
        # Everything that is written in one transaction bears the same moment.
        and ending.pgh_created_at == ended_at
        and before.version == offer.version
        and not offer.documents.filter(added_at__gt=ended_at).exists()
    ):
        raise ValidationError(
            _("Something has been done with this offer since. Please ask the office to open it.")
        )
    return actions.move(offer, Status(before.status), by=None, verb="end taken back")


def _last_end(offer):
    """From the history: the step that ended the offer last, and what stood before it."""
    ending = None
    for event in offer.events.order_by("-pgh_id").iterator():
        if event.status != Status.ENDED:
            return ending, event
        ending = event
    return ending, None
