"""The panel beside the catalogue: for each value of a facet a link that chooses it, and how many
offers it has. The links are many and all alike, so they are made here and not in a template."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from offers import facets
from offers.filters import DISTRICT, FACETS, PLACE, STATUS, OfferFilter


LINK = '<li><a href="?{}"{}><span>{}</span> <span class="count">{}</span></a></li>'
CHOSEN = format_html(' aria-current="{}"', "true")
NOTHING = conditional_escape("")
ALSO = (facets.OPEN, *facets.YES)
CLOSED = (
    *(facets.LEVEL, facets.LANGUAGE, facets.GROUP, facets.KIND, DISTRICT, PLACE, facets.FORMAT),
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
    """The filter as the page shows it; `with_status` for those who see more than the catalogue.
    The offers found get their `shape` last: what is only counted needs none. A file holds the
    `whole` of them, where a page shows the best of very many."""

    def __init__(self, *args, shape, with_status=False, whole=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.shape, self.with_status, self.whole = shape, with_status, whole

    @property
    def qs(self):
        rows = self.answer.whole(self._chosen_but("")) if self.whole else self.answer.rows
        return self.shape(rows)

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
                texts[key] = format_html("{}: {}", facet.label, said)
        return [Chip(text, f"?{self.address(**{key: ''})}") for key, text in texts.items()]


def _section(found, facet, *, is_open=False):
    chosen = quote_plus(found.chosen.get(facet.key, ""))
    without = found.address(**{facet.key: ""})
    links = _links(facet.key, without, chosen, tuple(_values(found, facet, chosen)))
    return Section(facet.label, links, is_open or bool(chosen))


@lru_cache(maxsize=1_000)
def _links(key, without, chosen, values):
    """The items of a list. They hang on nothing but what is given here, and the same choices with
    the same numbers come again and again."""
    without = conditional_escape(without)
    others = _before(without, key)
    return format_html_join(
        "",
        LINK,
        (
            (without, CHOSEN, label, number)
            if value == chosen
            else (others + value, NOTHING, label, number)
            for value, label, number in values
        ),
    )


def _before(without, key):
    """The address up to the value of `key`."""
    return format_html("{}&amp;{}=" if without else "{}{}=", without, key)


def _also(found):
    """What is said of an offer or not: each is a facet of its own, and they stand together."""
    main = found.counts[""]
    links = []
    for facet in ALSO:
        number = main.open_now if facet == facets.OPEN else main.by_code.get(facet.code("ja"), 0)
        chosen = facet.key in found.chosen
        if chosen:
            number = main.total
        if chosen or number or not main.is_exact:
            without = conditional_escape(found.address(**{facet.key: ""}))
            url = without if chosen else format_html("{}ja", _before(without, facet.key))
            links.append(
                (url, CHOSEN if chosen else "", facet.label, number if main.is_exact else "")
            )
    return Section(_("Also"), format_html_join("", LINK, links), is_open=True)


def _values(found, facet, chosen):
    """(value, label, number): those that would find something, and the chosen one; all of them,
    without numbers, where there are too many offers to count."""
    if facet == STATUS:
        return [(value, label, "") for value, label in facet.labels.items()]
    counts = found.counts.get(facet.key, found.counts[""])
    if facet == DISTRICT:
        return _districts(found, counts)
    if facet == PLACE:
        return _places(found, counts, chosen)
    if not counts.is_exact:
        return [(value, label, "") for value, label in facet.labels.items()]
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


def _districts(found, counts):
    """Their names as they stand in an address, and as one reads them."""
    districts = counts.by_district if counts.is_exact else {}
    chosen = found.chosen.get(DISTRICT.key)
    if chosen and chosen not in districts:
        districts = {**districts, chosen: 0 if counts.is_exact else ""}
    return [(conditional_escape(quote_plus(one)), one, number) for one, number in districts.items()]


def _places(found, counts, chosen):
    places = [(conditional_escape(pk), name, number) for pk, name, number in counts.by_place]
    if not counts.is_exact:
        places = []
    if chosen and chosen not in [pk for pk, _name, _number in places]:
        places.append((conditional_escape(chosen), found.name_of("place", chosen), ""))
    return places
