"""The panel beside the catalogue: for each value of a facet a link that chooses it, and how many
offers it has. The links are many and all alike, so they are made here and not in a template."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from offers import facets
from offers.filters import FACETS, PLACE, STATUS, OfferFilter


LINK = '<li><a href="?{}"><span>{}</span> <span class="count">{}</span></a></li>'
CHOSEN = (
    '<li><a href="?{}" aria-current="true"><span>{}</span> <span class="count">{}</span></a></li>'
)
ALSO = (facets.OPEN, *facets.YES)
CLOSED = (
    *(facets.LEVEL, facets.LANGUAGE, facets.GROUP, facets.KIND, PLACE, facets.FORMAT),
    facets.FRESHNESS,
)


@dataclass(frozen=True)
class Section:
    """One group of the panel; `links` are the items of its list."""

    label: str | Promise
    links: SafeString
    is_open: bool


@dataclass(frozen=True)
class Chip:
    """A choice in words, and the address without it."""

    text: str
    url: str


class Catalogue(OfferFilter):
    """The filter as the page shows it; `with_status` for those who see more than the catalogue."""

    def __init__(self, *args, with_status=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.with_status = with_status

    @property
    def is_exact(self):
        """Whether the values have numbers; above a bound nothing is counted."""
        return self.counts[""].is_exact

    def sections(self) -> list[Section]:
        """The groups of the panel that have something to choose."""
        shown = [
            _section(self, facets.FIELD, is_open=True),
            _also(self),
            _section(self, facets.DAY),
            _section(self, facets.PART, is_open=True),
            *(_section(self, facet) for facet in CLOSED),
        ]
        if self.with_status:
            shown.append(_section(self, STATUS))
        return [section for section in shown if section.links]

    def chips(self) -> list[Chip]:
        """What is chosen, in the order of the panel."""
        texts = {"q": f"„{self.text}“"} if self.text else {}
        for key, value in self.chosen.items():
            facet = FACETS[key]
            if facet in ALSO:
                texts[key] = str(facet.label)
            else:
                said = facet.labels.get(value) or self.name_of(key, value)
                texts[key] = f"{facet.label}: {said}"
        return [Chip(text, f"?{self.address(**{key: ''})}") for key, text in texts.items()]


def _section(found, facet, *, is_open=False):
    chosen = found.chosen.get(facet.key, "")
    rest = found.address(**{facet.key: ""})
    links = (
        _link(label, number, rest, "" if value == chosen else f"{facet.key}={value}")
        for value, label, number in _values(found, facet, chosen)
    )
    return Section(facet.label, _list(links), is_open or bool(chosen))


def _also(found):
    """What is said of an offer or not: each is a facet of its own, and they stand together."""
    main = found.counts[""]
    links = []
    for facet in ALSO:
        number = main.open_now if facet == facets.OPEN else main.by_code[facet.code("ja")]
        chosen = facet.key in found.chosen
        if not main.is_exact or chosen:
            number = main.total if main.is_exact else None
        if chosen or number != 0:
            asked = "" if chosen else f"{facet.key}=ja"
            links.append(_link(facet.label, number, found.address(**{facet.key: ""}), asked))
    return Section(_("Also"), _list(links), is_open=True)


def _values(found, facet, chosen):
    """(value, label, number): those that would find something, and the chosen one; all of them,
    without numbers, where there are too many offers to count."""
    if facet == STATUS:
        return [(value, label, None) for value, label in facet.labels.items()]
    counts = found.counts.get(facet.key, found.counts[""])
    if facet == PLACE:
        return _places(found, counts, chosen)
    if not counts.is_exact:
        return [(value, label, None) for value, label in facet.labels.items()]
    number_of = _number_of(found, facet, counts)
    numbered = ((value, label, number_of(value)) for value, label in facet.labels.items())
    return [one for one in numbered if one[2] or one[0] == chosen]


def _number_of(found, facet, counts):
    if facet == facets.FRESHNESS:
        return counts.by_state.__getitem__
    codes = counts.by_code
    # Beside a chosen time of day the weekdays count that time of them, and the other way round.
    if facet == facets.DAY and (part := found.chosen.get("part")):
        return lambda day: codes[facets.SLOT.code(f"{day}-{part}")]
    if facet == facets.PART and (day := found.chosen.get("day")):
        return lambda part: codes[facets.SLOT.code(f"{day}-{part}")]
    return lambda value: codes[facet.code(value)]


def _places(found, counts, chosen):
    places = [(str(pk), name, number) for pk, name, number in counts.by_place]
    if not counts.is_exact:
        places = []
    if chosen and chosen not in [pk for pk, _name, _number in places]:
        places.append((chosen, found.name_of("place", chosen), None))
    return places


def _link(label, number, rest, asked):
    """`asked` is what a click adds to the rest of the address; without it the value is chosen and
    a click takes it away."""
    query = f"{rest}&{asked}" if rest and asked else rest or asked
    number = "" if number is None else number
    return format_html(LINK if asked else CHOSEN, query, label, number)


def _list(links: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((link,) for link in links))
