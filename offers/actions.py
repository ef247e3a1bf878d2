"""What is done with offers: taken up, changed, published, paused, ended, archived, confirmed."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office.audit import record
from integration_office.models import User
from network.models import Organisation
from offers import indexing
from offers.codes import Status, Via
from offers.models import Offer, Schedule


# From which status a verb may start.
STARTS = {
    Status.PUBLISHED: {Status.DRAFT, Status.SUBMITTED, Status.PAUSED, Status.ENDED},
    Status.PAUSED: {Status.PUBLISHED},
    Status.ENDED: {Status.PUBLISHED, Status.PAUSED},
    Status.ARCHIVED: {Status.DRAFT, Status.SUBMITTED, Status.ENDED},
}
IN_CATALOGUE = {Status.PUBLISHED, Status.PAUSED}


@transaction.atomic
def take_up(
    offer: Offer,
    *,
    by: User | None,
    partners: Iterable[Organisation] | None = None,
    schedules: Sequence[Schedule] | None = None,
) -> Offer:
    """Save a new offer with its times and cooperation partners, as a draft nobody else sees."""
    _save(offer, partners, schedules)
    record("taken up", offer, by=by)
    return offer


@transaction.atomic
def change(
    offer: Offer,
    *,
    by: User | None,
    via: Via,
    partners: Iterable[Organisation] | None = None,
    schedules: Sequence[Schedule] | None = None,
) -> Offer:
    """Save the changed facts; `partners` and `schedules` stay as they are when none are given.
    Whoever changes the facts for the provider has looked at all of them: that counts as a
    confirmation. A colleague who mends a word confirms nothing."""
    offer.version += 1
    if via != Via.OFFICE and offer.status in IN_CATALOGUE:
        _vouch(offer, by=by, via=via)
    _save(offer, partners, schedules)
    record("changed", offer, by=by, note=via)
    return offer


@transaction.atomic
def confirm(offer: Offer, *, by: User | None, via: Via, on=None) -> Offer:
    """Note that the offer is true as it is written. Refuses for one outside the catalogue."""
    offer = _locked(offer)
    if offer.status not in IN_CATALOGUE:
        raise ValidationError(
            _("“%(offer)s” is not in the catalogue. Please publish it first.") % {"offer": offer}
        )
    _vouch(offer, by=by, via=via, on=on)
    vouched = ["confirmed_on", "confirmed_by", "confirmed_via", "unanswered_since"]
    offer.save(update_fields=[*vouched, "changed_at"])
    record("confirmed", offer, by=by, note=via)
    return offer


def publish(offer: Offer, *, by: User, via: Via, on=None) -> Offer:
    """Show the offer in the catalogue. Who publishes it vouches for it."""
    return _move(offer, Status.PUBLISHED, by=by, on=on, via=via)


def pause(offer: Offer, *, by: User) -> Offer:
    """Keep the offer in the catalogue, with the word that it pauses."""
    return _move(offer, Status.PAUSED, by=by)


def end(offer: Offer, *, by: User | None, on=None) -> Offer:
    """Take the offer out of the catalogue: it is no longer there."""
    return _move(offer, Status.ENDED, by=by, on=on)


def archive(offer: Offer, *, by: User) -> Offer:
    """Put an ended offer, or a draft that came to nothing, away."""
    return _move(offer, Status.ARCHIVED, by=by)


@transaction.atomic
def _move(offer, status, *, by, on=None, via=None):
    offer, day = _locked(offer), on or timezone.localdate()
    if offer.status not in STARTS[status]:
        raise ValidationError(
            _("This does not go from here: “%(offer)s” is %(status)s.")
            % {"offer": offer, "status": offer.get_status_display()}
        )
    offer.status = status
    if status == Status.PUBLISHED:
        offer.published_on = offer.published_on or day
    closed = status in (Status.ENDED, Status.ARCHIVED)
    offer.ended_on = (offer.ended_on or day) if closed else None
    if via is not None:
        _vouch(offer, by=by, via=via, on=on)
    offer.save()
    record(str(status.value), offer, by=by)
    return offer


def _save(offer, partners, schedules):
    offer.full_clean()
    offer.save()
    if partners is not None:
        offer.cooperation_partners.set(partners)
    if schedules is not None:
        _keep_times(offer, schedules)
    indexing.refresh([offer])


def _keep_times(offer, schedules):
    """Exactly these times: rows that are known stay the same rows, so that a calendar which
    somebody has subscribed to keeps its entries."""
    kept = [schedule.pk for schedule in schedules if schedule.pk]
    offer.schedules.exclude(pk__in=kept).delete()
    for schedule in schedules:
        schedule.offer = offer
        schedule.full_clean()
        schedule.save()


def _locked(offer):
    # Without joins: only the offer's own row is locked.
    return Offer.objects.select_for_update().get(pk=offer.pk)


def _vouch(offer, *, by, via, on=None):
    day = on or timezone.localdate()
    offer.confirmed_on = day
    offer.confirmed_via = via
    offer.unanswered_since = None
    offer.confirmed_by = None if via == Via.LINK else by
