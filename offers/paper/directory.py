"""The printed directory of offers: by topic, weekday or district, with contents and an index.

What is printed can be passed on, so only public offers stand in it and nobody's name. Each is
printed once, where it belongs first; elsewhere a line leads to its page.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from integration_office.codes import FieldOfAction
from integration_office.pdf import render_pdf
from offers.codes import Weekday
from offers.models import Offer
from offers.paper.handout_facts import shown
from offers.trust.freshness import State


# A page of the directory takes a worker about a tenth of a second.
MOST_OFFERS = 300
DOUBTFUL = {State.OVERDUE, State.NEVER, State.SILENT}


class Order(models.TextChoices):
    """What the chapters of the directory are."""

    TOPIC = "topic", pgettext_lazy("directory", "by topic")
    WEEKDAY = "weekday", pgettext_lazy("directory", "by weekday")
    DISTRICT = "district", pgettext_lazy("directory", "by district")


@dataclass(frozen=True)
class Entry:
    offer: Offer
    facts: list[tuple[str, str]]
    is_doubtful: bool

    @property
    def anchor(self) -> str:
        return f"offer-{self.offer.pk}"

    @property
    def text(self) -> str:
        return self.offer.short_text or self.offer.description or self.offer.plain_text


@dataclass
class Chapter:
    anchor: str
    title: str | Promise
    entries: list[Entry] = field(default_factory=list)
    elsewhere: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Directory:
    chapters: list[Chapter]
    providers: list[tuple[str, list[Entry]]]

    @property
    def doubtful(self) -> int:
        return sum(entry.is_doubtful for chapter in self.chapters for entry in chapter.entries)


def by_topic(offer: Offer) -> list[str | Promise]:
    return [FieldOfAction(code).label for code in offer.fields_of_action]


def by_weekday(offer: Offer) -> list[str | Promise]:
    return [Weekday(day).label for day in Weekday.values if f"day:{day}" in offer.facets]


def by_district(offer: Offer) -> list[str | Promise]:
    district = offer.location.district if offer.location else ""
    return [district] if district else []


# How an offer's chapters are found, the order of the chapters where it is not that of letters,
# and the chapter of those that have none.
ORDERS: dict[str, tuple[Callable[[Offer], list], Sequence, str | Promise]] = {
    Order.TOPIC: (by_topic, FieldOfAction.labels, gettext_lazy("Without a topic")),
    Order.WEEKDAY: (by_weekday, Weekday.labels, gettext_lazy("By arrangement or changing")),
    Order.DISTRICT: (by_district, (), gettext_lazy("Without a district")),
}


def directory(offers: Iterable[Offer], order: str) -> Directory:
    """`offers` in the order of their names, as chapters and as an index of providers."""
    chapters_of, usual, rest = ORDERS[order]
    entries = [Entry(offer, facts(offer), is_doubtful(offer)) for offer in offers]
    found: dict[str, Chapter] = {}
    for entry in entries:
        first, *others = [str(title) for title in chapters_of(entry.offer)] or [str(rest)]
        _chapter(found, first).entries.append(entry)
        for title in others:
            _chapter(found, title).elsewhere.append(entry)
    places = [str(title) for title in usual]
    chapters = sorted(found.values(), key=lambda chapter: _place(chapter, places, str(rest)))
    return Directory(chapters, _index(entries))


def _chapter(found: dict[str, Chapter], title: str) -> Chapter:
    return found.setdefault(title, Chapter(f"chapter-{len(found) + 1}", title))


def _place(chapter: Chapter, places: list[str], rest: str) -> tuple[bool, int, str]:
    place = places.index(chapter.title) if chapter.title in places else 0
    return chapter.title == rest, place, chapter.title


def _index(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    found = defaultdict(list)
    for entry in entries:
        found[entry.offer.provider.name].append(entry)
    return sorted(found.items(), key=lambda item: item[0].casefold())


def is_doubtful(offer: Offer) -> bool:
    """Whether nobody has lately said that it is still true."""
    return offer.freshness.state in DOUBTFUL


def facts(offer: Offer) -> list[tuple[str, str]]:
    """What stands below an offer: no internal note, no advisers' way, no contact person."""
    said = [
        (_("When"), offer.when),
        (_("Period"), offer.period),
        (_("Where"), offer.where),
        (_("For whom"), offer.for_whom),
        (_("German level"), offer.level),
        (_("Languages"), offer.languages_in_words),
        (_("Cost"), offer.cost),
        (_("Registration"), offer.registering),
        (_("Childcare"), offer.caring),
        (_("Barrier-free"), offer.barriers),
        (_("Contact"), reached(offer)),
        (_("Last confirmed"), offer.last_confirmed or _("never confirmed")),
    ]
    return [(word, value) for word, value in said if value]


def reached(offer: Offer) -> str:
    """Telephone, e-mail and website of the offer, else those of its provider."""
    own = [offer.contact_phone, offer.contact_email]
    provider = [offer.provider.phone, offer.provider.email]
    site = shown(offer.website or offer.provider.website)
    return " · ".join(part for part in (*(own if any(own) else provider), site) if part)


def directory_pdf(
    offers: Iterable[Offer], order: str, *, narrowed: Sequence[str], today: datetime.date
) -> bytes:
    """The PDF. `narrowed` says in words what the list was narrowed to."""
    title = _("Directory of offers")
    content = directory(offers, order)
    return render_pdf(
        "offers/pdf/directory.html",
        {
            "content": content,
            "order": Order(order).label,
            "narrowed": narrowed,
            "office": settings.OFFICE,
            "today": today,
            "title": title,
            "total": sum(len(chapter.entries) for chapter in content.chapters),
        },
        title=f"{title} – {settings.OFFICE['town']}",
        author=settings.OFFICE["office"],
    )
