"""A question as it is put to the database: its terms, and the providers that have such a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, Value

from network.models import Organisation
from offers.searching.compounds import pieces
from offers.searching.linguistics import plain, stem, without_umlauts, words
from offers.searching.terms import All, Term, tsquery


MOST_PROVIDERS = 200
SHORTEST_PART = 4


@dataclass(frozen=True)
class Asked:
    """A term, the providers of its name, and a part of a word that is looked for in texts."""

    term: Term
    providers: tuple[int, ...] = ()
    part: str = ""

    @property
    def found(self) -> Q:
        found = Q(search=_Query(tsquery(self.term.node, fields=True)))
        if self.providers:
            found |= Q(provider__in=self.providers)
        if self.part:
            found |= Q(search_text__contains=self.part)
        return found


class _Query(SearchQuery):
    """A question as `terms.tsquery` wrote it, taken as it is."""

    template = "%(expressions)s::tsquery"

    def __init__(self, text: str) -> None:
        super().__init__(Value(text), search_type="raw")


def asked_of(found: list[Term]) -> list[Asked]:
    """The terms with the providers of that name, all in one query."""
    if not found:
        return []
    ways = {frozenset(map(part_of, way)) for term in found for way in _ways(term)}
    named = (Q(*(("names__contains", part) for part in sorted(way))) for way in ways)
    asked = Organisation.objects.filter(reduce(or_, named))
    rows = asked.order_by("pk").values_list("pk", "names")
    names = [(key, plain(name)) for key, name in rows[:MOST_PROVIDERS]]
    return [Asked(term, tuple(key for key, name in names if _names(term, name))) for term in found]


def _ways(term: Term) -> list[tuple[str, ...]]:
    """The ways to call whom the term may name: as it was typed, in its parts ("Freiwilligenforum",
    "Freiwilligen-Forum"), by other names of theirs, and by compounds that mean the same, for such
    are names as often as not ("Musikschule")."""
    made_of = pieces(term.words[0]) if len(term.words) == 1 else ()
    named = [tuple(words(name)) for name in term.called]
    meant = [(word,) for name in term.meant for word in words(name) if _is_compound(word, name)]
    return list(dict.fromkeys([term.words, *named, *([made_of] if made_of else []), *meant]))


def _is_compound(word: str, name: str) -> bool:
    return bool(pieces(word)) and words(name) == [word]


def _names(term: Term, name: str) -> bool:
    """Whether each word of one way stands in the name; a short one ("KI") as a word of its own."""
    listed = set(words(name))
    return any(all(_stands(word, listed, name) for word in way) for way in _ways(term))


def _stands(word: str, listed: set[str], name: str) -> bool:
    return word in listed or (len(part_of(word)) >= SHORTEST_PART and part_of(word) in name)


def part_of(word: str) -> str:
    """What to look for inside other words: "kurse" looks for "kurs" and finds "Sprachkurs"."""
    short = stem(word)
    begins = without_umlauts(word).startswith(short)
    return short if len(short) >= SHORTEST_PART and begins else word


def all_of(asked: Iterable[Asked]) -> Q:
    """All terms must be found. Those without providers of their name are one question."""
    plainly = [one.term.node for one in asked if not one.providers and not one.part]
    found = Q(search=_Query(tsquery(All(tuple(plainly)), fields=True))) if plainly else Q()
    for one in asked:
        if one.providers or one.part:
            found &= one.found
    return found
