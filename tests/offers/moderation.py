"""A reviewed provider and what it has proposed."""

from django.urls import reverse

from offers.models import ProposedChange
from tests.offers.factories import make_offer, make_partner, make_reviewed


def url(page, *args):
    return reverse(f"offers:{page}", args=args)


def make_theirs(**fields):
    """A published offer of a reviewed provider, and its partner."""
    offer = make_offer(provider=make_reviewed(), **fields)
    return offer, make_partner(offer.provider)


def proposed(offer):
    """How each proposal stands, and what it changes: before and after."""
    rows = ProposedChange.objects.filter(offer=offer).order_by("pk")
    return [
        (row.status, {name: (pair["before"], pair["after"]) for name, pair in row.facts.items()})
        for row in rows
    ]
