"""Offers in the search over everything."""

from django.utils.translation import gettext_lazy as _

from integration_office import search
from offers.models import NeighbourOffer, Offer


@search.source(_("Offers"), order=10)
def find(user, text):
    offers = Offer.objects.visible_to(user).in_catalogue().select_related("provider")
    for offer in offers.matching(text)[: search.MOST_HITS]:
        yield search.Hit(
            offer.title, offer.get_absolute_url(), f"{offer.provider} · {offer.freshness.label}"
        )


@search.source(_("From neighbouring towns"), order=90)
def find_at_neighbours(user, text):
    for offer in NeighbourOffer.objects.matching(text).with_town()[: search.MOST_HITS]:
        yield search.Hit(
            offer.title, offer.get_absolute_url(), f"{offer.provider_name} · {offer.neighbour}"
        )
