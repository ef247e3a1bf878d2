"""Typos: the word of a vocabulary that is nearest to one nobody knows."""

from collections.abc import Iterable

from offers.searching.linguistics import plain, script


SHORTEST = 4
# A short word of Arabic letters is its root and the article: with one more letter it is another.
SHORTEST_ARABIC = 6
SURE = 6
LONG = 7
MOST_GUESSES = 3


def guesses(word: str, vocabulary: Iterable[str]) -> list[str]:
    """At most three words of `vocabulary` that may be meant by `word`, the nearest first: one
    letter wrong, missing, too many or two exchanged; two such faults in a word of seven letters or
    more. A word of three letters is left as it is, and one of fewer than six begins rightly."""
    bare = plain(word)
    letters = script(bare)
    if len(bare) < (SHORTEST_ARABIC if letters == "arabic" else SHORTEST):
        return []
    most, pairs = _most_faults(bare), _pairs(bare)
    near = []
    for known in vocabulary:
        other = plain(known)
        if abs(len(other) - len(bare)) > most or other == bare or script(other) != letters:
            continue
        if len(bare) < SURE and other[0] != bare[0]:
            continue
        # Each fault touches at most two pairs of neighbours, or three when letters are exchanged.
        if len(pairs - _pairs(other)) > 3 * most:
            continue
        if (faults := distance(bare, other)) <= most:
            near.append((faults, other[0] != bare[0], len(other), known))
    return [known for *_order, known in sorted(near)[:MOST_GUESSES]]


def _most_faults(word: str) -> int:
    return 2 if len(word) >= LONG else 1


def _pairs(word: str) -> set[str]:
    return {word[n : n + 2] for n in range(len(word) - 1)}


def distance(one: str, other: str) -> int:
    """How many letters must be changed, put in, left out or exchanged with their neighbour."""
    before: list[int] = []
    line = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        earlier, before, line = before, line, [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(
                before[column] + 1,
                line[column - 1] + 1,
                before[column - 1] + (letter != wanted),
            )
            if row > 1 and column > 1 and (letter, one[row - 2]) == (other[column - 2], wanted):
                cost = min(cost, earlier[column - 2] + 1)
            line.append(cost)
    return line[-1]
