"""The answer to a question: the offers, best first, and what to say when there are none.

Every step is bounded: at most `MOST_HITS` rows are ranked, however many hold a word, and typos are
looked for only when nothing was found.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from itertools import chain, combinations
from operator import or_

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
)
from django.db.models.sql.compiler import SQLCompiler

from integration_office.arrays import OneOf
from network.models import Organisation
from offers.searching import thesaurus
from offers.searching.compounds import is_known, known_words, pieces
from offers.searching.linguistics import WORD, plain, stem, tokens, words
from offers.searching.terms import SAYS_FORM, TITLE, All, Any, Term, terms, tsquery, wanted_keys
from offers.searching.typos import guesses


MOST_HITS = 500
# So many words are a sentence, which says more than an offer can hold.
SENTENCE = 4
MOST_TELLING = 5
MOST_PROVIDERS = 200
MOST_TITLES = 2000
SHORTEST_PART = 4
UMLAUTS = str.maketrans("äöüßéè", "aousee")
Lookup = Callable[[list[str]], Mapping[str, list[str]]]


@dataclass(frozen=True)
class Without:
    """A word to leave out, how many offers there are then, and the question without it."""

    word: str
    count: int
    text: str


@dataclass
class Answer:
    """`rows` are the offers found, best first, `keys` theirs where a text was asked for and
    `is_bounded` whether there are more than are kept; `read_as` is the question as it was
    corrected, empty when it was taken as typed; `is_loose` says that no row has all of it."""

    rows: QuerySet
    text: str
    read_as: str = ""
    keys: list[int] = field(default_factory=list)
    is_bounded: bool = False
    is_loose: bool = False
    _asked: list["_Asked"] = field(default_factory=list)
    _fits: Q = field(default_factory=Q)
    _of: QuerySet | None = None

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Those of other rows that fit the same question, in no order and without a bound."""
        return rows.filter(self._fits) if self._asked else rows

    def whole(self, rows: QuerySet) -> QuerySet:
        """All of the rows that were asked for, however many fit: the best first, behind them, in
        the order they had, those that a page does not show."""
        if not self.is_bounded:
            return self.rows
        best = _place(self.keys).asc(nulls_last=True)
        return self.narrow(rows).order_by(best, *rows.query.order_by)

    @cached_property
    def without(self) -> list[Without]:
        """For a question without hits: which single word to leave out, the most hits first. At
        most eight queries; none when there are hits or only one word was asked for."""
        if self._of is None or len(self._asked) < 2:
            return []
        found = []
        for left_out in self._asked:
            kept = [one for one in self._asked if one is not left_out]
            if count := self._of.filter(_all_of(kept)).order_by()[:MOST_HITS].count():
                text = " ".join(_typed(one.term.text, self.text) for one in kept)
                found.append(Without(_typed(left_out.term.text, self.text), count, text))
        return sorted(found, key=lambda without: -without.count)


def _typed(words_of_it: str, text: str) -> str:
    """With the capitals in which it was typed."""
    found = re.search(re.escape(words_of_it), text, re.IGNORECASE)
    return found[0] if found else words_of_it


@dataclass(frozen=True)
class _Asked:
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


def answer(rows: QuerySet, text: str, *, lookup: Lookup) -> Answer:
    """What of `rows` (offers, narrowed by everything else already) is found by `text`, at most five
    hundred. `lookup` gives what staff say is meant by the keys of the question's words.

    Every word of the text must stand in the offer: in any form, as a part of a compound, by a
    synonym, in another language, or in the name of its provider. When nothing is found, words that
    the catalogue does not know are looked for inside of others, then read as the nearest known. Of
    a sentence that no offer answers in full, as many words as possible, at least half, are enough.
    """
    said = lookup(wanted_keys(text)) if words(text) else {}
    asked = _asked(terms(text, said, small=_town()))
    if not asked:
        return Answer(rows, text)
    if found := _answer(rows, text, asked, _all_of(asked)):
        return found
    known = rows.model.objects.in_catalogue()
    again = [_read_again(one, known) for one in asked]
    if again != asked and (found := _answer(rows, text, again, _all_of(again))):
        return replace(found, read_as=_rewritten(text, asked, again))
    if found := _loose(rows, text, again, known):
        return found
    return Answer(rows.none(), text, _asked=asked, _fits=_all_of(asked), _of=rows)


def _answer(rows: QuerySet, text: str, asked: list[_Asked], fits: Q) -> Answer | None:
    keys = _best(rows, asked, fits)
    return _of_keys(rows, text, keys, asked, fits) if keys else None


def _of_keys(rows: QuerySet, text: str, keys: list[int], asked: list[_Asked], fits: Q) -> Answer:
    best = keys[:MOST_HITS]
    bounded = len(keys) > MOST_HITS
    return Answer(_in_order(rows, best), text, "", best, bounded, _asked=asked, _fits=fits)


def _loose(rows: QuerySet, text: str, asked: list[_Asked], known: QuerySet) -> Answer | None:
    """What has all but the words that say how it should be. For a sentence: what has the most of
    its words, at least half of them; what has the rarer words comes first, for they say more."""
    what = [one for one in asked if not one.term.says_how]
    if 0 < len(what) < len(asked) and (found := _answer(rows, text, what, _all_of(what))):
        return replace(found, is_loose=True)
    if len(words(text)) < SENTENCE or len(asked) < 2:
        return None
    counts = [(_count(known, one), place) for place, one in enumerate(asked)]
    telling = [asked[place] for count, place in sorted(counts) if count][:MOST_TELLING]
    # A matter that no offer has to do with is not made good by what stands around it: who asks for
    # help against violence in the family does not want all that is for families.
    unmet = any(not count and asked[place].term.meant for count, place in counts)
    least = (min(len(asked), MOST_TELLING) + 1 + unmet) // 2
    for size in range(min(len(telling), len(asked) - 1), least - 1, -1):
        some = [(list(group), _all_of(group)) for group in combinations(telling, size)]
        lists = sorted((_best(rows, group, fits) for group, fits in some), key=len)
        if keys := list(dict.fromkeys(chain.from_iterable(lists))):
            fits = reduce(or_, (fits for _group, fits in some))
            return replace(_of_keys(rows, text, keys, telling, fits), is_loose=True)
    return None


def _rewritten(text: str, asked: list[_Asked], again: list[_Asked]) -> str:
    """The question with other words where others were looked for; empty where none were."""
    pairs = [(one.term.text, other.term.text) for one, other in zip(asked, again, strict=True)]
    if changed := {typed: read for typed, read in pairs if typed != read}:
        return WORD.sub(lambda word: _instead(word[0], changed), text)
    return ""


def _instead(word: str, changed: dict[str, str]) -> str:
    read = changed.get(word.casefold(), word)
    return read.capitalize() if word[:1].isupper() and read != word else read


def _town() -> frozenset[str]:
    """The town's own name says nothing in its own catalogue."""
    return frozenset(words(settings.OFFICE["town_name"]))


def _asked(found: list[Term]) -> list[_Asked]:
    """The terms with the providers of that name, all in one query."""
    if not found:
        return []
    named = Q()
    for part in {_part(word) for term in found for word in term.words}:
        named |= Q(names__contains=part)
    rows = Organisation.objects.filter(named).order_by("pk").values_list("pk", "names")
    names = [(key, plain(name)) for key, name in rows[:MOST_PROVIDERS]]
    return [_Asked(term, tuple(key for key, name in names if _names(term, name))) for term in found]


def _names(term: Term, name: str) -> bool:
    """Whether each word of the term stands in the name; a short one ("KI") as a word of its own."""
    listed = set(words(name))
    return all(
        word in listed or (len(_part(word)) >= SHORTEST_PART and _part(word) in name)
        for word in term.words
    )


def _part(word: str) -> str:
    """What to look for inside other words: "kurse" looks for "kurs" and finds "Sprachkurs"."""
    short = stem(word)
    return short if len(short) >= SHORTEST_PART and word.startswith(short) else word


def _all_of(asked: Iterable[_Asked]) -> Q:
    """All terms must be found. Those without providers of their name are one question."""
    plainly = [one.term.node for one in asked if not one.providers and not one.part]
    found = Q(search=_Query(tsquery(All(tuple(plainly)), fields=True))) if plainly else Q()
    for one in asked:
        if one.providers or one.part:
            found &= one.found
    return found


# Words as they were typed count twice, whatever stands for them once. A field of action counts only
# where it was asked for by name: an offer that no more than belongs to what is meant is found,
# behind those that say it themselves. In no order, so that the database stops as soon as there are
# enough.
BEST = """
SELECT ts_rank(search, %s::tsquery) * 2 + ts_rank(search, %s::tsquery), title, pk
FROM (
  (SELECT * FROM ({rows}) AS one WHERE search @@ %s::tsquery LIMIT {most})
  UNION ALL
  (SELECT * FROM ({others}) AS other WHERE (search @@ %s::tsquery) IS NOT TRUE LIMIT {most})
  LIMIT {most}
) AS hit
"""
READ = ("pk", "title", "search")


def _best(rows: QuerySet, asked: list[_Asked], fits: Q) -> list[int]:
    """The keys of the best rows, one more than are kept where there are more. A word may be so
    frequent that more rows have it than are ranked: those with all words in the title come first,
    and the others are not read when they suffice.
    The whole is written here: put together by Django it takes longer than to be answered."""
    nodes = tuple(one.term.node for one in asked)
    exact = tsquery(Any(tuple(one.term.exact for one in asked)), fields=True)
    titles = tsquery(All(nodes), mark=TITLE)
    read = rows.order_by().values_list(*READ)
    sql, values = read.query.sql_with_params()
    others, other_values = read.filter(fits).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            BEST.format(rows=sql, others=others, most=MOST_HITS + 1),
            [exact, tsquery(Any(nodes)), *values, titles, *other_values, titles],
        )
        hits = cursor.fetchall()
    # Best first, then in German order of titles; sorted here, for unaccent is slow.
    best = sorted((-rank, title.lower().translate(UMLAUTS), key) for rank, title, key in hits)
    return [key for *_order, key in best]


class _Keys(Value):
    """A list of keys as one parameter, as it is: Django would look at each of them."""

    def __init__(self, keys: list[int]) -> None:
        super().__init__(keys, output_field=ArrayField(BigIntegerField()))

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        return "%s::bigint[]", [self.value]


def _in_order(rows: QuerySet, keys: list[int]) -> QuerySet:
    return among(rows, keys).order_by(_place(keys))


def _place(keys: list[int]) -> Func:
    return Func(_Keys(keys), F("pk"), function="array_position", output_field=IntegerField())


def among(rows: QuerySet, keys: list[int]) -> QuerySet:
    """Those of `rows` that have one of many keys."""
    return rows.filter(OneOf(F("pk"), _Keys(keys)))


def _read_again(one: _Asked, known: QuerySet) -> _Asked:
    """A term that no offer has: as a part of other words, as the nearest word that one has, or by
    that piece of a compound which nobody knows; as it was when nothing helps."""
    if len(one.term.words) > 1 or _any_of(known, one):
        return one
    word = one.term.words[0]
    made_of = pieces(word)
    readings = chain(
        [replace(one, part=_part(word))],
        (other for guess in _guesses(word, made_of, known) for other in _asked(terms(guess))),
        (replace(one, part=piece) for piece in made_of if not is_known(piece)),
        _asked(terms("".join(made_of[:-1]))) if stem(word).endswith(tuple(SAYS_FORM)) else (),
    )
    for other in readings:
        if (not other.part or len(other.part) >= SHORTEST_PART) and _any_of(known, other):
            return other
    return one


def _guesses(word: str, made_of: tuple[str, ...], known: QuerySet) -> Iterator[str]:
    """Words that may be meant, and compounds with one piece corrected ("Fahradreparatur"). None for
    a word that is spelled rightly: who asks for "Schulden" is not helped by schools."""
    vocabulary = _vocabulary(known)
    if word in map(plain, vocabulary):
        return
    yield from guesses(word, vocabulary)
    for place, piece in enumerate(made_of):
        if not is_known(piece):
            for guess in guesses(piece, vocabulary):
                yield "".join([*made_of[:place], guess, *made_of[place + 1 :]])


def _any_of(known: QuerySet, one: _Asked) -> bool:
    return _count(known, one) > 0


def _count(known: QuerySet, one: _Asked) -> int:
    # Not exists(): for one row the planner hopes to meet it soon and reads the whole table.
    return known.filter(one.found).order_by().values("pk")[:MOST_HITS].count()


def _vocabulary(known: QuerySet) -> set[str]:
    """Words to correct by: of the field, of the thesaurus, of titles and providers; the newest
    titles stand for all in a catalogue of many."""
    titles = known.order_by("-pk").values_list("title", flat=True)[:MOST_TITLES]
    names = Organisation.objects.order_by("-pk").values_list("name", "short_name")[:MOST_TITLES]
    own = {word for text in titles for word in tokens(text)}
    own |= {word for pair in names for name in pair for word in tokens(name)}
    return (own | thesaurus.vocabulary() | known_words()) - thesaurus.small_words()[
        thesaurus.GERMAN
    ]
