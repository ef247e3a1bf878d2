"""What an offer is found by: its own words, and words for what its codes say."""

import csv
import datetime
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from integration_office.codes import Language
from offers.codes import Interpreting, Kind, Registration
from offers.searching.compounds import parts
from offers.searching.linguistics import stem, words
from offers.searching.thesaurus import DATA
from offers.times.schedules import dayparts


# A language course that names no other language is one of German; nobody writes that down.
UNSAID = {Language.DEU.value, Language.MUL.value}
FIELD = "field:"
# "16:00–17:30", "ab 9 Uhr", "14-16 Uhr": lists say in words when something takes place.
CLOCK = r"(\d{1,2})(?:[:.](\d\d))?(?:\s*Uhr)?"
TIMES = re.compile(rf"\b{CLOCK}(?:\s*(?:[-–]|bis)\s*{CLOCK})?", re.IGNORECASE)


@cache
def _words() -> dict[str, str]:
    with (DATA / "code_words.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["words"] for row in csv.DictReader(file)}


@cache
def field_stems() -> frozenset[str]:
    """By what the fields of action are found."""
    named = " ".join(_words_of(code for code in _words() if code.startswith(FIELD)))
    return frozenset(key for word in words(named) for key in (stem(word), *parts(word)))


def document(offer, codes: Collection[str] = ()) -> tuple[str, str, str]:
    """The words of the title, all others, and those of its fields of action. `codes` are what the
    lists narrow down by ("kind:sprachkurs", "day:do"). Neither personal facts nor notes for the
    team are in it; the provider's name is not either, so that a new name needs no offer to be
    written anew."""
    fields = [code for code in codes if code.startswith(FIELD)]
    said = [
        *(offer.short_text, offer.description, offer.plain_text, offer.target_group),
        *(offer.level_text, offer.schedule_text, offer.place, offer.cost_text),
        *(offer.exemption_note, offer.admission_conditions, offer.access_for_clients),
        *_location(offer.location),
        *(f"{partner.name} {partner.short_name}" for partner in offer.cooperation_partners.all()),
        *_words_of(code for code in _all_codes(offer, codes) if code not in fields),
    ]
    return offer.title, "\n".join(text for text in said if text), " ".join(_words_of(fields))


def _words_of(codes: Iterable[str]) -> Iterator[str]:
    return (_words().get(code, "") for code in codes)


def _location(location) -> Iterator[str]:
    if location:
        yield from (location.name, location.street, location.district, location.city)


def _all_codes(offer, codes: Iterable[str]) -> Iterator[str]:
    yield from codes
    yield from _dayparts(offer.schedule_text)
    if offer.kind == Kind.COURSE and UNSAID.issuperset(offer.languages):
        yield f"lang:{Language.DEU}"
    if offer.interpreting in (Interpreting.YES, Interpreting.ON_REQUEST):
        yield "interpreting:ja"
        yield from (f"lang:{language}" for language in offer.interpreting_languages)
    if offer.registration == Registration.NOT_NEEDED:
        yield "registration:nein"
    if course := getattr(offer, "course", None):
        yield f"course:{course.course_type}"


def _dayparts(text: str) -> Iterator[str]:
    """The parts of the day that times in words reach into; other numbers say nothing."""
    for start, minute, end, end_minute in TIMES.findall(text):
        if minute or end or "uhr" in text.lower():
            found = dayparts(_time(start, minute), _time(end, end_minute))
            yield from (f"part:{part}" for part in found)


def _time(hour: str, minute: str) -> datetime.time | None:
    try:
        return datetime.time(int(hour), int(minute or 0))
    except ValueError:
        return None
