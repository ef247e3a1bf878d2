"""The thesaurus of the field: which German words are meant by a word of one of eleven languages.

`data/thesaurus.csv` is own work: one concept a line, its German words (each leads to all others),
what is found as well, and the words of the ten languages most clients speak; `data/names.csv` has
in the same way the associations every town has, which the list of an office knows by one of their
names only. Staff add to it by `SearchWord` rows; these are looked up with each question and passed
in.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from offers.searching.linguistics import SCRIPTS, keys, plain, script, tokens, words


DATA = Path(__file__).parent / "data"
GERMAN = "de"
LANGUAGES = (GERMAN, *(language for group in SCRIPTS.values() for language in group))
MOST_WORDS_OF_A_NAME = 3
# A stem of three Latin letters says too little in six languages at once.
SHORTEST_LATIN_STEM = 4


@dataclass(frozen=True)
class Concept:
    """What is looked for instead: German words and groups of words ("Deutsch lernen") that mean the
    same, and `also` what somebody who asks for them wants to see too, behind those. `is_called`
    says that an organisation is called so."""

    name: str
    german: tuple[str, ...]
    also: tuple[str, ...]
    is_called: bool = False


@dataclass(frozen=True)
class Match:
    """Words of a question, by their places, that name a concept in a language."""

    places: tuple[int, ...]
    concept: Concept
    language: str


@dataclass(frozen=True)
class _Entry:
    rest: tuple[frozenset[str], ...]
    concept: Concept


@cache
def small_words() -> dict[str, frozenset[str]]:
    """Words without a meaning of their own in a question, by language, plain."""
    with (DATA / "small_words.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["language"]: frozenset(words(row["words"].replace("'", "")))
            for row in csv.DictReader(file)
        }


@cache
def concepts() -> tuple[tuple[Concept, dict[str, tuple[str, ...]]], ...]:
    """Each concept with its words in each language."""
    return (*_read("thesaurus.csv"), *_read("names.csv", is_called=True))


def _read(
    file_name: str, *, is_called: bool = False
) -> Iterator[tuple[Concept, dict[str, tuple[str, ...]]]]:
    with (DATA / file_name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = {language: _listed(row[language]) for language in LANGUAGES}
            yield Concept(row["concept"], names[GERMAN], _listed(row["also"]), is_called), names


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split("|") if word)


@cache
def _index() -> dict[tuple[str, str], list[_Entry]]:
    index: dict[tuple[str, str], list[_Entry]] = {}
    for concept, names in concepts():
        for language in LANGUAGES:
            for name in names[language]:
                first, *rest = [_keys_in(concept, w, language) for w in _named(name, language)]
                entry = _Entry(tuple(map(frozenset, rest)), concept)
                for key in first:
                    index.setdefault((language, key), []).append(entry)
    return index


def _meaningful(found: list[str], language: str) -> list[str]:
    """Without small words, unless there is nothing else."""
    small = small_words()[language]
    return [word for word in found if plain(word) not in small] or found


def _named(name: str, language: str) -> list[str]:
    return _meaningful(tokens(name), language)


def _keys_in(concept: Concept, word: str, language: str) -> list[str]:
    """A name has no forms but those that are typed: "کاریتاس" is not a form of "کار"."""
    whole = concept.is_called and language != GERMAN
    return [plain(word)] if whole else _entry_keys(word, language)


def _entry_keys(word: str, language: str) -> list[str]:
    foreign = language != GERMAN and script(word) == "latin"
    shortest = SHORTEST_LATIN_STEM if foreign else 0
    bare = plain(word)
    return [key for key in keys(word, language) if key == bare or len(key) >= shortest]


def languages_of(word: str) -> tuple[str, ...]:
    """The languages whose letters these are, German for Latin ones too."""
    group = script(word)
    return (GERMAN, *SCRIPTS["latin"]) if group == "latin" else SCRIPTS.get(group, ())


def _read_in(word: str) -> tuple[str, ...]:
    """Languages of other letters are typed in Latin ones too: "kursy nemeckogo", "dars almani"."""
    return LANGUAGES if script(word) == "latin" else languages_of(word)


def matches(asked: list[str]) -> list[Match]:
    """All concepts that words of a question (its `tokens`) name, alone or together."""
    return list(dict.fromkeys(_matches(asked)))


def _matches(asked: list[str]) -> Iterator[Match]:
    for language in dict.fromkeys(lang for word in asked for lang in _read_in(word)):
        small = small_words()[language]
        places = [n for n, word in enumerate(asked) if plain(word) not in small]
        places = places or list(range(len(asked)))
        for start, place in enumerate(places):
            for key in keys(asked[place], language):
                for entry in _index().get((language, key), ()):
                    group = places[start : start + 1 + len(entry.rest)]
                    if _fits(entry, [asked[n] for n in group[1:]], language):
                        yield Match(tuple(group), entry.concept, language)


def _fits(entry: _Entry, rest: list[str], language: str) -> bool:
    return len(rest) == len(entry.rest) and all(
        not wanted.isdisjoint(keys(word, language))
        for wanted, word in zip(entry.rest, rest, strict=True)
    )


def of_stem(german_stem: str) -> list[Concept]:
    """The concepts that one German word, given by its stem, names."""
    found = _index().get((GERMAN, german_stem), ())
    return list(dict.fromkeys(entry.concept for entry in found if not entry.rest))


def key_of(text: str, language: str) -> str:
    """By what a word of the staff is kept and found: the shortest stem of each of its words."""
    found = _meaningful(tokens(text), language) if language in LANGUAGES else tokens(text)
    return " ".join(_shortest(word, language) for word in found)


def _shortest(word: str, language: str) -> str:
    if language not in LANGUAGES:
        return plain(word)
    return keys(word, language)[-1]


def keys_of(asked: list[str]) -> dict[str, set[tuple[int, ...]]]:
    """Under which keys the staff's words for (groups of) words of a question may be kept, and which
    places of the question each stands for."""
    found: dict[str, set[tuple[int, ...]]] = {}
    for size, start in product(range(1, MOST_WORDS_OF_A_NAME + 1), range(len(asked))):
        group = tuple(range(start, min(start + size, len(asked))))
        if len(group) == size:
            for key in _keys_of_group([asked[n] for n in group]):
                found.setdefault(key, set()).add(group)
    return found


def _keys_of_group(group: list[str]) -> Iterable[str]:
    yield " ".join(plain(word) for word in group)
    for language in _read_in(group[0]):
        yield " ".join(_shortest(word, language) for word in group)


def vocabulary() -> frozenset[str]:
    """All single words of the thesaurus, as they are written, for correcting typos."""
    return frozenset(
        token
        for _concept_, names in concepts()
        for listed in names.values()
        for name in listed
        for token in tokens(name)
    )
