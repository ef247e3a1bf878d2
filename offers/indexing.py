"""What follows from an offer's facts and is kept beside them, so that lists are quick."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from offers import facets, searching
from offers.models import Offer, SchoolHoliday
from offers.times import occurrences, schedules


@transaction.atomic
def refresh(offers: Iterable[Offer]) -> int:
    """Write anew what search and lists need of these offers; how many they are. Every action that
    changes an offer or one of its parts ends with it."""
    # What is kept in words is written in the language of the office, whoever writes it.
    with translation.override(settings.LANGUAGE_CODE):
        return _refresh([offer.pk for offer in offers])


def _refresh(keys: list[int]) -> int:
    rows = Offer.objects.filter(pk__in=keys).select_related("location", "course")
    today, closed = timezone.localdate(), SchoolHoliday.objects.closed()
    for offer in rows.prefetch_related("schedules", "cooperation_partners"):
        codes = facets.codes_of(offer, schedules.facets(offer.schedules.all(), today, closed))
        title, rest, fields = searching.document(offer, codes)
        Offer.objects.filter(pk=offer.pk).update(
            search=searching.vector(title, rest, fields),
            search_text=searching.plain(f"{title} {rest} {fields}"),
            facets=codes,
            tally=facets.tally(codes),
            line=offer.in_a_line(),
        )
    occurrences.fill(keys, today)
    return len(keys)
