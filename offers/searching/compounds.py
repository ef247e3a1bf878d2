"""Compounds: "Deutschkurs" is "deutsch" and "kurs". German makes its words itself, so that a list
of all of them cannot be had; a list of what they are made of can (`data/field_words.txt`)."""

from functools import cache, lru_cache
from pathlib import Path

from offers.searching.linguistics import CACHE, stem, words


WORDS = Path(__file__).parent / "data" / "field_words.txt"
SHORTEST_COMPOUND = 7
SHORTEST_PIECE = 3
# Beside a piece that nobody knows ("Schwimmkurs"), the known one must be long enough not to stand
# there by chance.
SHORTEST_BESIDE_UNKNOWN = 4
# No German word is longer; what is takes minutes to take apart.
LONGEST_COMPOUND = 80


@cache
def known_words() -> frozenset[str]:
    """The field's words as they are written."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def known_stems() -> frozenset[str]:
    """The stems of the field's words."""
    return frozenset(stem(word) for text in known_words() for word in words(text))


@lru_cache(maxsize=CACHE)
def parts(word: str) -> tuple[str, ...]:
    """The stems of what a plain word is made of; nothing when it is no compound we can tell.

    Words of the field alone are preferred, as few as possible; else one of them and a rest, the
    end of the word before its beginning: it says what the thing is.
    """
    return tuple(dict.fromkeys(stem(piece) for piece in pieces(word)))


def pieces(word: str) -> tuple[str, ...]:
    """What a plain word is made of, as it is written; nothing when it is no compound."""
    if not SHORTEST_COMPOUND <= len(word) <= LONGEST_COMPOUND or is_known(word):
        return ()
    return _all_known(word) or _half_known(word)


def is_known(piece: str) -> bool:
    """Whether this is a word of the field, in any form."""
    return len(piece) >= SHORTEST_PIECE and stem(piece) in known_stems()


@lru_cache(maxsize=CACHE)
def _all_known(word: str) -> tuple[str, ...]:
    if is_known(word):
        return (word,)
    found = [
        (word[:cut], *rest)
        for cut in range(SHORTEST_PIECE, len(word) - SHORTEST_PIECE + 1)
        if is_known(word[:cut]) and (rest := _all_known(word[cut:]))
    ]
    # Of two ways with as many pieces the one with the longer end: "Kinder-treff", not "Kind-…".
    return min(found, key=lambda made: (len(made), -len(made[-1])), default=())


def _half_known(word: str) -> tuple[str, ...]:
    shortest = SHORTEST_BESIDE_UNKNOWN
    for cut in range(shortest, len(word) - shortest + 1):
        if is_known(word[cut:]):
            return word[:cut], word[cut:]
    for cut in range(len(word) - shortest, shortest - 1, -1):
        if is_known(word[:cut]):
            return word[:cut], word[cut:]
    return ()
