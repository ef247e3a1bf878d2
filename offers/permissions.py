"""Who may do what with an offer: the office with all, a partner with those of the own house."""

from functools import cache

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from integration_office.models import User
from integration_office.permissions import coordinates, is_partner
from network.models import Organisation
from offers.codes import Via
from offers.models import Offer
from offers.models.querysets import OfferQuerySet


def provides(user: User, offer: Offer) -> bool:
    """Speaks today for the organisation that provides this offer."""
    return is_partner(user) and Organisation.objects.of(user).filter(pk=offer.provider_id).exists()


def may_edit(user: User, offer: Offer) -> bool:
    """The office edits every offer, a partner those of the own organisations."""
    return coordinates(user) or provides(user, offer)


def way_of(user: User) -> Via:
    """On which way this account confirms: a colleague vouches for the office."""
    return Via.OFFICE if coordinates(user) else Via.LOGIN


def providers_for(user: User):
    """The organisations this account may write offers for."""
    current = Organisation.objects.current().german_order()
    return current if coordinates(user) else current.of(user)


def visible_offer(user: User, pk: int) -> Offer:
    """The offer, for those who may see it; else 404."""
    return get_object_or_404(_whole().visible_to(user), pk=pk)


@cache
def _whole() -> OfferQuerySet:
    """Offers with all that their page says; put together once, as the same for everybody."""
    offers = Offer.objects.with_what_there_is().prefetch_related("schedules")
    return offers.select_related("provider", "confirmed_by", "location")


def editable_offer(user: User, pk: int) -> Offer:
    """The offer, for those who may write it; a foreign one may be read, so it answers 403."""
    offer = visible_offer(user, pk)
    if not may_edit(user, offer):
        raise PermissionDenied
    return offer
