"""What is stored for an offer: a vector of stems with weights, made here and not by PostgreSQL.

A: words of the title, B: parts of its compounds, C: other words, D: parts of those. The stems of
the title stand a second time behind a mark, without a place: the index does not know weights.
Those of the fields of action stand behind a mark only, because they say less than the offer itself.
"""

import re

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from offers.searching.compounds import parts
from offers.searching.linguistics import plain, stem, words
from offers.searching.terms import FIELD, TITLE


# PostgreSQL's own limit is 16,383; what stands further back is found, but not by its place.
LAST_PLACE = 16_000
# "Qi-Gong-Kurs" is also asked for as "Qigong".
HYPHENATED = re.compile(r"\w+(?:[-‐‑]\w+)+")


def vector(title: str, rest: str, fields: str = "") -> Cast:
    """The vector of an offer, to be stored."""
    return Cast(Value(lexemes(title, rest, fields)), SearchVectorField())


def lexemes(title: str, rest: str, fields: str = "") -> str:
    """The vector as text: "'deutschkur':1A 'deutsch':1B 'kur':1B '=deutschkur' …"."""
    places: dict[tuple[str, int], str] = {}
    _take(places, title, "AB")
    marked = {TITLE + lexeme for lexeme, _place in places}
    start = len(words(title)) + 1
    _take(places, rest, "CD", start=start)
    _take(places, fields, "CD", start=start + len(words(rest)) + 1, mark=FIELD)
    listed: dict[str, list[str]] = {lexeme: [] for lexeme in marked}
    for (lexeme, place), weight in places.items():
        listed.setdefault(lexeme, []).append(f"{place}{weight}")
    return " ".join(
        f"'{lexeme}':{','.join(found)}" if found else f"'{lexeme}'"
        for lexeme, found in sorted(listed.items())
    )


def _take(
    places: dict[tuple[str, int], str], text: str, weights: str, start: int = 0, mark: str = ""
) -> None:
    whole, piece = weights
    for place, word in enumerate(words(text), start=start + 1):
        for weight, lexeme in [(whole, stem(word)), *((piece, part) for part in parts(word))]:
            places.setdefault((mark + lexeme, min(place, LAST_PLACE)), weight)
    for joined in HYPHENATED.findall(plain(text)):
        word = "".join(words(joined))
        for lexeme in (stem(word), *parts(word)):
            places.setdefault((lexeme, start + 1), piece)
