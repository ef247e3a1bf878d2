"""Offers of neighbouring towns: fetched or handed in, looked at first, taken, and taken back.

They are no offers of ours: they are searched and shown with their town, and no figure counts them.
"""

import datetime
import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from integration_office.audit import record
from integration_office.models import User
from offers import searching
from offers.feed import hsds_reading
from offers.models import Neighbour, NeighbourOffer
from offers.trust.visiting import Trouble, Visitor


PER_PAGE, MOST_PAGES = 100, 60
MOST_BYTES = 20 * 1024 * 1024
SECONDS_FOR_A_FEED = 60
FEW = 4
BESIDE = 5
FACTS = [
    *("title", "provider_name", "description", "place", "website", "languages"),
    *("schedule_text", "assured_on"),
]

type Json = Any


class Kind(models.TextChoices):
    """What taking a feed does with one offer."""

    REFUSED = "refused", pgettext_lazy("offer of a feed", "refused")
    NEW = "new", pgettext_lazy("offer of a feed", "new")
    CHANGED = "changed", pgettext_lazy("offer of a feed", "changed")
    GONE = "gone", pgettext_lazy("offer of a feed", "gone")


@dataclass(frozen=True)
class Line:
    """What taking the waiting feed would do with one offer, and why or in which facts."""

    kind: Kind
    title: str
    provider_name: str
    note: str

    @property
    def outcome(self) -> str:
        return str(self.kind.label)


# Reading


def fetched(neighbour: Neighbour, visitor: Visitor) -> Iterator[Json]:
    """The services of the neighbour's feed, page after page. Refuses, with a sentence, what does
    not answer, is too large or too slow as a whole, or no feed."""
    if not neighbour.url:
        raise ValidationError(_("Please enter the address of the feed first."))
    journey, url = _Journey(visitor), neighbour.url
    document = journey.page(url, 1)
    if _only_describes(document):
        url = _below(url, "services")
        document = journey.page(url, 1)
    pages = _pages(document)
    number = 0
    for page in range(1, pages + 1):
        services = hsds_reading.services_in(document if page == 1 else journey.page(url, page))
        number += len(services)
        hsds_reading.refuse_too_many(number)
        yield from services


def _only_describes(document: Json) -> bool:
    """The root of an API as the specification has it, without services of its own."""
    return isinstance(document, dict) and "openapi_url" in document and "contents" not in document


def _below(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))


def _pages(document: Json) -> int:
    """How many pages the feed has. Of too many none is read: the offers of the others would look
    as if they were gone."""
    pages = document.get("total_pages") if isinstance(document, dict) else 1
    number = hsds_reading.number_in(pages, 1)
    if number > MOST_PAGES:
        raise ValidationError(
            _(
                "The feed has %(pages)s pages; at most %(most)s are read. Please hand it in as "
                "files."
            )
            % {"pages": number, "most": MOST_PAGES}
        )
    return number


@dataclass
class _Journey:
    """The visits for the pages of one feed, which have so many bytes and so much time together."""

    visitor: Visitor
    left: int = field(default_factory=lambda: MOST_BYTES)
    end: float = field(default_factory=lambda: time.monotonic() + SECONDS_FOR_A_FEED)

    def page(self, url: str, number: int) -> Json:
        visitor = replace(self.visitor, in_all=max(self.end - time.monotonic(), 0))
        page = visitor.fetch(_asking(url, page=number), self.left)
        if page.trouble:
            raise ValidationError(
                _("The feed cannot be read: %(reason)s.") % {"reason": Trouble(page.trouble).label}
            )
        if page.status != 200:
            raise ValidationError(
                _("The feed cannot be read: the site answers %(status)s.") % {"status": page.status}
            )
        self.left -= len(page.body)
        return hsds_reading.parsed(page.body.decode("utf-8-sig", "replace"))


def _asking(url: str, **more: object) -> str:
    """The address with the wish for whole services, many on a page."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query)) | {"full": "true", "per_page": PER_PAGE} | more
    return urlunsplit(parts._replace(query=urlencode(query)))


def look_at(neighbour: Neighbour, services: Iterable[Json]) -> Neighbour:
    """Keep what was understood until somebody takes it or throws it away."""
    reading = hsds_reading.read(services)
    offers = [
        asdict(offer)
        | {
            "languages": list(offer.languages),
            "assured_on": offer.assured_on and offer.assured_on.isoformat(),
        }
        for offer in reading.offers
    ]
    refused = [asdict(refusal) for refusal in reading.refused]
    digest = hashlib.sha256(json.dumps([offers, refused]).encode()).hexdigest()[:16]
    neighbour.waiting = {"offers": offers, "refused": refused, "digest": digest}
    neighbour.save(update_fields=["waiting", "changed_at"])
    return neighbour


# Looking


def lines(neighbour: Neighbour) -> list[Line]:
    """Row by row what would happen: the refused first, with the reason; then new, changed and gone
    ones. Those that stay as they are have no line."""
    if neighbour.waiting is None:
        return []
    here = _here(neighbour)
    refused = [
        Line(
            Kind.REFUSED,
            one["title"] or _("number %(number)s in the feed") % {"number": one["number"]},
            "",
            one["reason"],
        )
        for one in neighbour.waiting["refused"]
    ]
    new, changed, gone = _compared(neighbour.waiting["offers"], here)
    return [
        *refused,
        *[Line(Kind.NEW, one["title"], one["provider_name"], one["place"]) for one in new],
        *[
            Line(Kind.CHANGED, one["title"], one["provider_name"], _differences(one, here))
            for one in changed
        ],
        *[Line(Kind.GONE, row.title, row.provider_name, row.place) for row in gone],
    ]


def counted(found: list[Line]) -> list[tuple[str, int]]:
    """How many lines of each kind, in words: [("new", 12), …]."""
    return [(str(k.label), sum(line.kind == k for line in found)) for k in Kind]


def _here(neighbour: Neighbour) -> dict[str, NeighbourOffer]:
    return {row.foreign_id: row for row in neighbour.offers.defer("search", "search_text")}


def _compared(
    offers: list[Json], here: dict[str, NeighbourOffer]
) -> tuple[list[Json], list[Json], list[NeighbourOffer]]:
    new = [one for one in offers if one["foreign_id"] not in here]
    changed = [
        one
        for one in offers
        if one["foreign_id"] in here and _facts(here[one["foreign_id"]]) != one
    ]
    there = {one["foreign_id"] for one in offers}
    return new, changed, [row for key, row in here.items() if key not in there]


def _facts(row: NeighbourOffer) -> Json:
    """The row as it stands in the waiting feed."""
    facts = {name: getattr(row, name) for name in FACTS}
    day = row.assured_on and row.assured_on.isoformat()
    return facts | {"foreign_id": row.foreign_id, "assured_on": day}


def _differences(one: Json, here: dict[str, NeighbourOffer]) -> str:
    before = _facts(here[one["foreign_id"]])
    words = {field.name: str(field.verbose_name) for field in NeighbourOffer._meta.fields}
    return ", ".join(words[name] for name in FACTS if before[name] != one[name])


# Taking


@transaction.atomic
def take(neighbour: Neighbour, digest: str, *, by: User | None) -> dict[str, int]:
    """Make the neighbour's offers what the waiting feed says; how many are new, changed and gone.
    Refuses when nothing waits, or something else than what `digest` was shown for."""
    neighbour = _locked(neighbour)
    if neighbour.waiting is None:
        raise ValidationError(_("Nothing waits to be taken. Please fetch the feed again."))
    if neighbour.waiting["digest"] != digest:
        raise ValidationError(
            _("The feed has been fetched again meanwhile. Please look at it once more.")
        )
    now, here, offers = timezone.now(), _here(neighbour), neighbour.waiting["offers"]
    new, changed, gone = _compared(offers, here)
    if new or changed or gone:
        neighbour.before = {
            "new": [one["foreign_id"] for one in new],
            "were": [_facts(here[one["foreign_id"]]) for one in changed]
            + [_facts(row) for row in gone],
        }
    _write(neighbour, [*new, *changed], now)
    neighbour.offers.filter(pk__in=[row.pk for row in gone]).delete()
    neighbour.offers.update(seen_at=now)
    neighbour.waiting, neighbour.fetched_at, neighbour.last_error = None, now, ""
    neighbour.save()
    counts = {"new": len(new), "changed": len(changed), "gone": len(gone)}
    record("neighbour taken", neighbour, by=by, note=str(counts))
    return counts


@transaction.atomic
def take_back(neighbour: Neighbour, *, by: User) -> None:
    """Make the neighbour's offers what they were before the last import that changed something.
    Refuses when there is none to take back."""
    neighbour = _locked(neighbour)
    if neighbour.before is None:
        raise ValidationError(_("There is no import to take back."))
    neighbour.offers.filter(foreign_id__in=neighbour.before["new"]).delete()
    _write(neighbour, neighbour.before["were"], neighbour.fetched_at or timezone.now())
    neighbour.before = None
    neighbour.save()
    record("neighbour taken back", neighbour, by=by)


@transaction.atomic
def discard(neighbour: Neighbour, *, by: User) -> None:
    """Throw away what waits to be looked at."""
    neighbour = _locked(neighbour)
    neighbour.waiting = None
    neighbour.save()
    record("neighbour discarded", neighbour, by=by)


@transaction.atomic
def add(neighbour: Neighbour, *, by: User) -> Neighbour:
    """Save the neighbour with its address."""
    neighbour.full_clean()
    neighbour.save()
    record("saved", neighbour, by=by)
    return neighbour


@transaction.atomic
def change(neighbour: Neighbour, *, by: User) -> Neighbour:
    """Save the changed name or address."""
    neighbour.version += 1
    return add(neighbour, by=by)


@transaction.atomic
def remove(neighbour: Neighbour, *, by: User) -> None:
    """Forget the neighbour and all offers from there."""
    record("deleted", neighbour, by=by)
    neighbour.delete()


def _locked(neighbour: Neighbour) -> Neighbour:
    return Neighbour.objects.select_for_update().get(pk=neighbour.pk)


def _write(neighbour: Neighbour, facts: list[Json], now: datetime.datetime) -> None:
    """New rows, or new facts of those that are here."""
    NeighbourOffer.objects.bulk_create(
        [_row(neighbour, one, now) for one in facts],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["neighbour", "foreign_id"],
        update_fields=[*FACTS, "seen_at", "search", "search_text"],
    )


def _row(neighbour: Neighbour, one: Json, now: datetime.datetime) -> NeighbourOffer:
    row = NeighbourOffer(neighbour=neighbour, seen_at=now, **one)
    rest = "\n".join(
        [row.provider_name, row.description, row.place, row.schedule_text, _language_names(row)]
    )
    row.search = searching.vector(row.title, rest)
    row.search_text = searching.plain(f"{row.title} {rest}")
    return row


def _language_names(row: NeighbourOffer) -> str:
    return " ".join(str(label) for label in row.language_labels)


# Every night


def fetch_all(visitor: Visitor) -> None:
    """Fetch and take the feeds of all active neighbours. One that does not answer keeps its offers
    and says why; one that has suddenly lost most of them waits until somebody has looked."""
    for neighbour in Neighbour.objects.active():
        try:
            look_at(neighbour, fetched(neighbour, visitor))
            _take_if_plausible(neighbour)
        except ValidationError as refusal:
            neighbour.last_error = " ".join(refusal.messages)[:200]
            neighbour.save(update_fields=["last_error", "changed_at"])


def _take_if_plausible(neighbour: Neighbour) -> None:
    waiting: Json = neighbour.waiting
    before, now = neighbour.offers.count(), len(waiting["offers"])
    if before >= FEW and now < before / 2:
        raise ValidationError(
            _("The feed has only %(now)s of %(before)s offers left. Please look at it first.")
            % {"now": now, "before": before}
        )
    take(neighbour, waiting["digest"], by=None)


# Showing


def beside(text: str) -> dict[str, Any]:
    """For the page of the own results (offers/_neighbours.html): the first offers from the
    neighbouring towns that fit `text`, and whether there are more. Most offices have none."""
    if not text.strip() or not NeighbourOffer.objects.exists():
        return {"neighbour_offers": [], "more_neighbour_offers": False}
    found = list(NeighbourOffer.objects.matching(text).with_town()[: BESIDE + 1])
    return {"neighbour_offers": found[:BESIDE], "more_neighbour_offers": len(found) > BESIDE}
