"""What follows from an offer's facts and is kept beside them, so that lists are quick."""

import hashlib
from collections.abc import Iterable
from functools import cache
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from offers import facets, searching
from offers.models import Offer, SchoolHoliday
from offers.times import occurrences, schedules


AT_ONCE = 500
HOME = Path(__file__).parent
# All that says how an offer is found and what a line of it says.
RULES = ("searching/**/*", "times/*.py", "locale/**/*.po", "*.py")


@cache
def edition() -> str:
    """Names the words and rules of this program: another one after every update that changed
    some."""
    rules = sorted(path for pattern in RULES for path in HOME.glob(pattern) if path.is_file())
    known = [path for path in rules if path.suffix in {".py", ".csv", ".txt", ".po"}]
    return hashlib.sha256(b"".join(path.read_bytes() for path in known)).hexdigest()[:16]


def renew() -> int:
    """Work out anew what another edition has worked out; how many offers that were. In batches: it
    can be stopped and started again at any time."""
    return refresh_all(Offer.objects.not_indexed_by(edition()))


def refresh_all(offers: QuerySet[Offer]) -> int:
    """`refresh` for as many as there may be, each batch for itself."""
    keys = list(offers.order_by("pk").values_list("pk", flat=True))
    return sum(
        refresh(Offer.objects.filter(pk__in=some)) for some in batched(keys, AT_ONCE, strict=False)
    )


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
            indexed_by=edition(),
        )
    occurrences.fill(keys, today)
    return len(keys)
