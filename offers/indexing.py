"""What follows from an offer's facts and is kept beside them, so that lists are quick."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from offers import occurrences, searching
from offers.models import Offer


@transaction.atomic
def refresh(offers: Iterable[Offer]) -> None:
    """Write anew what search and lists need of these offers. Every action that changes an offer or
    one of its parts ends with it."""
    keys = [offer.pk for offer in offers]
    rows = Offer.objects.filter(pk__in=keys).select_related("provider", "location")
    for offer in rows.prefetch_related("schedules"):
        title, rest = searching.document(offer)
        Offer.objects.filter(pk=offer.pk).update(
            search=searching.vector(title, rest), search_text=searching.plain(f"{title} {rest}")
        )
    occurrences.fill(keys, timezone.localdate())
