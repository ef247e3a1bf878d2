"""The answer to a question: the offers, best first, and what to say when there are none.

Every step is bounded: at most `MOST_HITS` rows are ranked, however many hold a word, and typos are
looked for only when nothing was found.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from itertools import chain, combinations, zip_longest
from operator import or_

from django.conf import settings
from django.db.models import Q, QuerySet

from network.models import Organisation
from offers.searching import thesaurus
from offers.searching.asking import SHORTEST_PART, Asked, all_of, asked_of, part_of
from offers.searching.compounds import is_known, known_words, pieces
from offers.searching.linguistics import WORD, plain, stem, tokens, words
from offers.searching.ranking import MOST_HITS, best_of, in_order, place_of
from offers.searching.terms import SAYS_FORM, joins_wishes, leaves_the_choice, terms, wanted_keys
from offers.searching.typos import guesses


# So many words are a sentence, which says more than an offer can hold.
SENTENCE = 4
MOST_TELLING = 5
EITHER = 2
MOST_TITLES = 2000
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
    corrected, empty when it was taken as typed; `is_loose` says that no row has all of it, and
    `left_out` which words they have not where it is the same ones for all, `is_each` that each of
    them meets one wish of several."""

    rows: QuerySet
    text: str
    read_as: str = ""
    keys: list[int] = field(default_factory=list)
    is_bounded: bool = False
    is_loose: bool = False
    left_out: list[str] = field(default_factory=list)
    is_each: bool = False
    _asked: list["Asked"] = field(default_factory=list)
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
        best = place_of(self.keys).asc(nulls_last=True)
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
            if count := self._of.filter(all_of(kept)).order_by()[:MOST_HITS].count():
                text = " ".join(_typed(one.term.text, self.text) for one in kept)
                found.append(Without(_typed(left_out.term.text, self.text), count, text))
        return sorted(found, key=lambda without: -without.count)


def _typed(words_of_it: str, text: str) -> str:
    """With the capitals in which it was typed."""
    found = re.search(re.escape(words_of_it), text, re.IGNORECASE)
    return found[0] if found else words_of_it


def answer(rows: QuerySet, text: str, *, lookup: Lookup) -> Answer:
    """What of `rows` (offers, narrowed by everything else already) is found by `text`, at most five
    hundred. `lookup` gives what staff say is meant by the keys of the question's words.

    Every word of the text must stand in the offer: in any form, as a part of a compound, by a
    synonym, in another language, or in the name of its provider. When nothing is found, words that
    the catalogue does not know are looked for inside of others, then read as the nearest known.
    When that finds nothing either, a part of the question is enough (`_loose`).
    """
    said = lookup(wanted_keys(text)) if words(text) else {}
    asked = asked_of(terms(text, said, small=_town()))
    if not asked:
        return Answer(rows, text)
    if found := _answer(rows, text, asked):
        return found
    known = rows.model.objects.in_catalogue()
    again = [_read_again(one, known) for one in asked]
    if again != asked and (found := _answer(rows, text, again)):
        return replace(found, read_as=_rewritten(text, asked, again))
    if found := _loose(rows, text, again, known):
        return found
    return Answer(rows.none(), text, _asked=asked, _fits=all_of(asked), _of=rows)


def _answer(rows: QuerySet, text: str, asked: list[Asked]) -> Answer | None:
    """What has all of it; behind that, what has all but the words that only say that something is
    wanted: who looks for help with a flat is helped by who has to do with flats. Of two things of
    which one will do, what has one of them."""
    fits = all_of(asked)
    if not (keys := best_of(rows, asked, fits)):
        return None
    wanted = [one for one in asked if not one.term.says_that]
    if 0 < len(wanted) < len(asked):
        fits = all_of(wanted)
        keys = _one_list([keys, best_of(rows, wanted, fits)])
    elif len(asked) == EITHER and leaves_the_choice(text):
        each = [([one], all_of([one])) for one in asked]
        fits = reduce(or_, (some for _one, some in each))
        behind = _one_list([best_of(rows, one, some) for one, some in each], in_turn=True)
        keys = _one_list([keys, behind])
    return _of_keys(rows, text, keys, asked, fits)


def _of_keys(rows: QuerySet, text: str, keys: list[int], asked: list[Asked], fits: Q) -> Answer:
    best = keys[:MOST_HITS]
    bounded = len(keys) > MOST_HITS
    return Answer(in_order(rows, best), text, "", best, bounded, _asked=asked, _fits=fits)


def _loose(rows: QuerySet, text: str, asked: list[Asked], known: QuerySet) -> Answer | None:
    """What has all but the words that say how or when it should be, or that nobody knows in a
    question of another language. Else several wishes each for themselves, and for a sentence what
    has the most of its words."""
    if found := _without_how(rows, text, asked):
        return found
    if len(asked) < 2:
        return None
    counts = [_count(known, one) for one in asked]
    return _understood(rows, text, asked, counts) or _most(rows, text, asked, counts)


def _without(rows: QuerySet, text: str, asked: list[Asked], kept: list[Asked]) -> Answer | None:
    """The answer to a part of the question, with what is left out of it."""
    if not 0 < len(kept) < len(asked) or not (found := _answer(rows, text, kept)):
        return None
    left_out = [_typed(one.term.text, text) for one in asked if one not in kept]
    return replace(found, is_loose=True, left_out=left_out)


def _without_how(rows: QuerySet, text: str, asked: list[Asked]) -> Answer | None:
    what = [one for one in asked if not one.term.says_how]
    what = what or [one for one in asked if not one.term.says_when]
    return _without(rows, text, asked, what)


def _understood(rows: QuerySet, text: str, asked: list[Asked], counts: list[int]) -> Answer | None:
    """Without the words that neither the thesaurus nor an offer knows, where another language is
    spoken: of those it knows a few hundred words, and mostly the rest says little."""
    met = [one for number, one in zip(counts, asked, strict=True) if number or one.term.meant]
    is_foreign = any(one.term.is_foreign for one in met)
    return _without(rows, text, asked, met) if is_foreign else None


def _most(rows: QuerySet, text: str, asked: list[Asked], counts: list[int]) -> Answer | None:
    """Of a sentence the most of its words, at least half of them; what has the rarer words comes
    first, for they say more. Of a few words only if they are wishes of which each can be met."""
    joined = joins_wishes(text)
    if len(words(text)) < SENTENCE and not (joined and all(counts)):
        return None
    rare_first = sorted(range(len(asked)), key=lambda place: counts[place])
    telling = [asked[place] for place in rare_first if counts[place]][:MOST_TELLING]
    # A matter that no offer has to do with is not made good by what stands around it: who asks for
    # help against violence in the family does not want all that is for families.
    unmet = any(one.term.meant for number, one in zip(counts, asked, strict=True) if not number)
    least = (min(len(asked), MOST_TELLING) + 1 + unmet) // 2
    for size in range(min(len(telling), len(asked) - 1), least - 1, -1):
        some = [(list(group), all_of(group)) for group in combinations(telling, size)]
        lists = sorted((best_of(rows, group, fits) for group, fits in some), key=len)
        if keys := _one_list(lists, in_turn=joined):
            fits = reduce(or_, (fits for _group, fits in some))
            found = _of_keys(rows, text, keys, telling, fits)
            return replace(found, is_loose=True, is_each=joined and size == 1)
    return None


def _one_list(lists: list[list[int]], *, in_turn: bool = False) -> list[int]:
    """One list after the other, or in turn the best of each wish, the second best, …"""
    keys = chain.from_iterable(zip_longest(*lists) if in_turn else lists)
    return list(dict.fromkeys(key for key in keys if key is not None))


def _rewritten(text: str, asked: list[Asked], again: list[Asked]) -> str:
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


def _read_again(one: Asked, known: QuerySet) -> Asked:
    """A term that no offer has: as a part of other words, as the nearest word that one has, or by
    that piece of a compound which nobody knows; as it was when nothing helps."""
    if len(one.term.words) > 1 or _any_of(known, one):
        return one
    word = one.term.words[0]
    made_of = pieces(word)
    readings = chain(
        [replace(one, part=part_of(word))],
        (other for guess in _guesses(word, made_of, known) for other in asked_of(terms(guess))),
        (replace(one, part=piece) for piece in made_of if not is_known(piece)),
        asked_of(terms("".join(made_of[:-1]))) if stem(word).endswith(tuple(SAYS_FORM)) else (),
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


def _any_of(known: QuerySet, one: Asked) -> bool:
    return _count(known, one) > 0


def _count(known: QuerySet, one: Asked) -> int:
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
