"""What the catalogue can be narrowed by, and how many offers each value has.

An offer keeps its codes in `facets` ("kind:sprachkurs", "slot:do-nm"), so that a choice is one
question to one index. Beside them it keeps `tally`: the same codes as one long number, in which
each code has four digits of its own and those of the offer stand at 0001. The sum of these numbers
over some offers says for every code at once how many of them have it; to take lists of codes apart
and count them costs the database ten times as much.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product

from django.db import models
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from integration_office.codes import FieldOfAction, GermanLevel, Language
from offers.codes import BarrierFree, Daypart, Format, Kind, Known, TargetGroup, Weekday
from offers.models.querysets import LEVELS
from offers.trust.freshness import State


DIGITS = 4
# A code has room for 9,999 offers in a sum; more than these are not counted, so that a page costs
# the same in a catalogue of a hundred thousand.
MOST_COUNTED = 1_000


@dataclass(frozen=True, eq=False)
class Facet:
    """A group of values. `key` is its name in addresses, `prefix` that in `Offer.facets`; the
    digits of its codes begin at `place` and have room for `room` of them."""

    key: str
    label: str | Promise
    choices: Sequence[tuple[str, str | Promise]]
    prefix: str = ""
    place: int = 0
    room: int = 0

    @property
    def codes(self) -> list[str]:
        return [code for code, _label in self.choices]

    def code(self, value: str) -> str:
        """As it stands in `Offer.facets`: "SPR" → "field:SPR"."""
        return f"{self.prefix or self.key}:{value}"

    @property
    def labels(self) -> dict[str, SafeString]:
        """The values in words, ready for a page."""
        return _labels(self, get_language())


@lru_cache(maxsize=200)
def _labels(facet: Facet, _language: str) -> dict[str, SafeString]:
    return {
        conditional_escape(code): conditional_escape(str(label)) for code, label in facet.choices
    }


def _of(key, label, choices: type[models.TextChoices], prefix, place, room):
    return Facet(key, label, tuple(choices.choices), prefix, place, room)


def _yes(key, label, prefix, place):
    """Something that is either said of an offer or not asked for."""
    return Facet(key, label, ((Known.YES.value, _("yes")),), prefix, place, 1)


# New codes go to the end of their group and new groups to the end of the digits; an office that
# has offers already would count the wrong ones until all are indexed anew.
FIELD = _of("field", _("Field of action"), FieldOfAction, "field", 0, 20)
KIND = _of("kind", _("Kind"), Kind, "kind", 20, 30)
LEVEL = _of("level", _("German level"), GermanLevel, "level", 50, 10)
LANGUAGE = _of("language", _("Language"), Language, "lang", 60, 50)
GROUP = _of("group", _("Target group"), TargetGroup, "group", 110, 25)
DAY = _of("day", _("Weekday"), Weekday, "day", 135, 7)
PART = _of("part", _("Part of the day"), Daypart, "part", 142, 6)
SLOT = Facet(
    "slot",
    "",
    tuple((f"{day}-{part}", "") for day, part in product(Weekday.values, Daypart.values)),
    "slot",
    148,
    42,
)
# "format" is what asks for a file.
FORMAT = _of("form", _("Format"), Format, "format", 190, 10)
FREE = _yes("free", _("Free of charge"), "free", 200)
PLACES = _yes("places", _("Free places"), "places", 201)
CHILDCARE = _yes("childcare", _("With childcare"), "childcare", 202)
BARRIER = _yes("barrier", _("Barrier-free"), "barrier", 203)
WOMEN = _yes("women_only", _("For women only"), "women", 204)
WIDTH = 240

# What hangs on the clock or on a table of its own is asked there.
OPEN = _yes("open", pgettext_lazy("offer", "Open now"), "", 0)
FRESHNESS = Facet("freshness", _("State of the facts"), tuple(State.choices))

COUNTED = (FIELD, KIND, LEVEL, LANGUAGE, GROUP, DAY, PART, SLOT, FORMAT)
YES = (FREE, PLACES, CHILDCARE, BARRIER, WOMEN)
DIGIT_OF = {
    facet.code(code): facet.place + number
    for facet in (*COUNTED, *YES)
    for number, code in enumerate(facet.codes)
}


def codes_of(offer, times: Iterable[str] = ()) -> list[str]:
    """The codes of an offer; `times` are those of its schedules ("day:do", "slot:do-nm")."""
    codes = {KIND.code(offer.kind), *times}
    codes.update(FIELD.code(code) for code in offer.fields_of_action)
    codes.update(LANGUAGE.code(code) for code in offer.languages)
    codes.update(GROUP.code(code) for code in offer.target_groups)
    codes.update(LEVEL.code(code) for code in levels(offer))
    if offer.format:
        codes.add(FORMAT.code(offer.format))
    if offer.location_id:
        codes.add(f"place:{offer.location_id}")
    codes.update(facet.code(Known.YES) for facet, said in _said(offer) if said)
    return sorted(codes)


def levels(offer) -> list[str]:
    """All levels of its range; an open end reaches to the last one, no range at all to none."""
    low, high = offer.german_level_from, offer.german_level_to
    if not low and not high:
        return []
    first = LEVELS.index(low) if low else 0
    last = LEVELS.index(high) if high else len(LEVELS) - 1
    return LEVELS[first : last + 1]


def _said(offer):
    unknown = offer.barrier_free == BarrierFree.UNKNOWN and not offer.barrier_note
    place = offer.location if unknown and offer.location else offer
    return [
        (FREE, offer.is_free == Known.YES),
        (PLACES, has_places(offer)),
        (CHILDCARE, offer.childcare == Known.YES),
        (BARRIER, place.barrier_free == BarrierFree.YES),
        (WOMEN, offer.women_only),
    ]


def has_places(offer) -> bool:
    """As its provider says; a course of which nobody says so, when it has more seats than people
    registered."""
    if offer.free_places is not None:
        return offer.free_places > 0
    course = getattr(offer, "course", None)
    return bool(course and course.free_seats)


def tally(codes: Iterable[str]) -> Decimal:
    """The codes as one number; those that are not counted this way (places) are left out."""
    places = {DIGIT_OF[code] for code in codes if code in DIGIT_OF}
    return Decimal(sum(10 ** (DIGITS * place) for place in places))


def numbers(total: Decimal | int | None) -> dict[str, int]:
    """The sum of the tallies of at most 9,999 offers, taken apart: how many have each code."""
    digits = str(int(total or 0)).zfill(WIDTH * DIGITS)
    end = len(digits)
    return {
        code: int(digits[end - DIGITS * (place + 1) : end - DIGITS * place])
        for code, place in DIGIT_OF.items()
    }
