"""Spellings of one name meet: Mohammed and Muhammad, Yusuf and Youssef, Khalid and Chalid.

A name is cut into parts, each part gets one or a few codes: its consonants, in classes of those
that transliterations exchange, how it begins and how it ends. Two parts are alike when they share a
code. The codes are meant for finding doubles before a case is opened, so they rather bring two
names too many together than one too few; nothing is decided by them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from counselling.people.letters import is_arabic, latin


MOST_PARTS = 8
WORDS = re.compile(r"[^\W\d_]+")
# Written apart, with a hyphen or as one word: "al Ahmad", "Al-Ahmad", "Alahmad".
PARTICLES = """
    al el il ul ad ed ar er as es at et az an abu abo abou bu ibn bin ben bint beni bani
    von van vom de del della di da dos den der ter la le du san santa
"""
# What stands on papers where there is no name.
NO_NAMES = {"nn", "xx", "xxx", "fnu", "lnu", "unbekannt", "unknown", "ohne"}
APOSTROPHES = re.compile(r"['’ʼʹ`´‘]")
# The servant of …: "Abd al-Rahman", "Abdul Rahman", "Abdurrahman".
SERVANT = re.compile(r"abd[aeiou]?[lr]?")
SERVANT_OF = re.compile(r"^abd(?:[aeiou]?l|[aeiou](?=([rsnzdt])\1))")
# What no rule of sound brings together; the first word stands for all of its line.
SAME = """
    aleksandr oleksandr alexandros iskander
    aleksandra oleksandra
    aleksei oleksii oleksij oleksiy
    elena olena alena yelena jelena helena
    oleg oleh
    sergei serhii serhij serhiy
    igor ihor
    nikolai mykola nikolaj nikolay
    mikhail mykhailo mykhaylo michail
    vladimir volodymyr wolodymyr wladimir
    dmitri dmytro dmitrij dmitry
    ekaterina kateryna katerina
    anna hanna ganna
    georgi heorhii georgij
    ksenia xenia kseniia
    evgeni yevhen jewhen ievgen evgen evgenij yevgeny yevgeniy jewgenij
    pavel pavlo
    osman othman uthman ousmane
    mohammad md mhd mohd moh
"""
CANONICAL = {
    word: words[0] for words in map(str.split, SAME.strip().splitlines()) for word in words
}
# In this order. "#" is the sound of "tsch".
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"([aou])e+", r"\1"),  # Müller, Mueller, Muller; Noë, Noee, Noe
        (r"dsch|dzh|dj|zh", "j"),
        (r"tsch|tch|cz", "#"),
        (r"sch|sh", "s"),
        (r"t[sz]", "s"),
        (r"^x", "kh"),
        (r"x", "ks"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"ck|qu|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c(?!h)", "k"),
        (r"ph", "f"),
        (r"([bdt])h", r"\1"),
        (r"(?<=[oe])ff$", "v"),
        (r"z", "s"),
        (r"^ou(?=[aei])", "w"),
        (r"^w|w$", "v"),
        (r"ee", "i"),
        (r"oo", "u"),
        (r"^[jy]e", "e"),
        (r"^[iy](?=[aou])", "j"),
    )
)
# Consonants that lists exchange in one language and tell apart in another: Qasem is Ghasem in
# Kabul, Serhii is Sergej in Kyjiw; Chalid is Khalid, Chernenko is Tschernenko; a w inside a name is
# a vowel in Arabic and a v in Polish.
HEARINGS = ({"ch": "h", "g": "k", "w": ""}, {"ch": "#", "g": "h", "w": "v"})
# How a name ends. Where that is heard or not, both are meant: Fatemeh is Fatima, Saleh is Salih;
# Abderrahmane is Abdurrahman.
ENDINGS = (
    (re.compile(r"(?<=.)aa?$"), "A"),
    (re.compile(r"(?<=.)[aeiyj]*[iyj]$"), "I"),
    (re.compile(r"(?<=.)[ou]+$"), "U"),
)
SILENT = re.compile(r"(?<=.)(?:[ae]h|e)$")
DOUBLES = re.compile(r"(.)\1+")
VOWELS = re.compile(r"[aeiouyj]")
# What is heard only at the end of a word: Ahmed, Ahmet.
HARD = {"d": "t", "b": "p"}


@dataclass(frozen=True)
class Part:
    """One part of a name: as it may be written in Latin letters, and the codes of its sound."""

    spellings: frozenset[str]
    codes: frozenset[str]

    def is_like(self, other: "Part") -> bool:
        return not self.codes.isdisjoint(other.codes)


def parts(name: str) -> list[Part]:
    """The parts of a name in its order; particles go with what follows them."""
    found, particle = [], ""
    words = _words(name)
    for place, (raw, word) in enumerate(words):
        is_last = place == len(words) - 1
        if not is_last and (word in PARTICLES.split() or SERVANT.fullmatch(word)):
            particle += word
        else:
            found.append(_part(particle, word, without_vowels=is_arabic(raw)))
            particle = ""
    return found[:MOST_PARTS]


def apart(name: str) -> list[Part]:
    """Each word of a name for itself: Văn and An are names, although "van" and "an" are particles
    elsewhere."""
    return [_part("", word, without_vowels=is_arabic(raw)) for raw, word in _words(name)][
        :MOST_PARTS
    ]


def _words(name: str) -> list[tuple[str, str]]:
    """What was written, and the same in Latin letters."""
    words = [(raw, latin(raw)) for raw in WORDS.findall(_without_signs(name))]
    return [(raw, word) for raw, word in words if _says_something(word)]


def with_others(main: list[Part], others: Iterable[Part]) -> list[Part]:
    """The parts of a name and those of other names that are not only another spelling of them."""
    found = list(main)
    for other in others:
        place = next((n for n, part in enumerate(found) if part.is_like(other)), None)
        if place is None:
            found.append(other)
        else:
            known = found[place]
            found[place] = Part(known.spellings | other.spellings, known.codes | other.codes)
    return found[:MOST_PARTS]


def _without_signs(name: str) -> str:
    """Accents of their own, short vowels of Arabic, joiners and apostrophes cut no word in two."""
    letters = unicodedata.normalize("NFKC", APOSTROPHES.sub("", name))
    return "".join(c for c in letters if unicodedata.category(c) not in ("Mn", "Mc", "Me", "Cf"))


def _says_something(word: str) -> bool:
    """An initial does not, nor does what stands for a missing name."""
    return word not in NO_NAMES and (len(word) > 1 or not word.isascii()) and word != ""


def _part(particle: str, word: str, *, without_vowels: bool) -> Part:
    spellings = {particle + word}
    if not particle.startswith("abd"):
        spellings.add(word)
        if without_vowels and word.startswith("al") and len(word) > 4:
            spellings.add(word.removeprefix("al"))  # the article is written as one with its word
    codes = {code for one in spellings for code in sounds_of(one, without_vowels=without_vowels)}
    return Part(frozenset(spellings), frozenset(codes))


def sounds_of(word: str, *, without_vowels: bool = False) -> set[str]:
    """The codes of a word in Latin letters; of one whose short vowels are not written there are
    more, because it may begin with any of them."""
    sound = SERVANT_OF.sub("abd", CANONICAL.get(word, word))
    for pattern, written in SOUNDS:
        sound = pattern.sub(written, sound)
    first = next((letter for letter in sound if letter in "aeiou"), "a")
    rounded = ("", "o") if without_vowels else ("o" if first in "ou" else "",)
    bodies = {_heard(sound, hearing) for hearing in HEARINGS}
    return {
        f"{_consonants(body, ending)}{ending}{vowel}"
        for heard, vowel in product(bodies, rounded)
        for body, ending in _endings(heard)
    }


def _heard(sound: str, hearing: dict[str, str]) -> str:
    for letters, letter in hearing.items():
        sound = sound.replace(letters, letter)
    return DOUBLES.sub(r"\1", sound)


def _endings(sound: str) -> set[tuple[str, str]]:
    """The word without its ending, and the ending."""
    if SILENT.search(sound):
        return {(sound, ""), (SILENT.sub("", sound), "A")}
    for pattern, ending in ENDINGS:
        if pattern.search(sound):
            return {(pattern.sub("", sound), ending)}
    return {(sound, "")}


def _consonants(body: str, ending: str) -> str:
    first, rest = body[:1], VOWELS.sub("", body[1:])
    start = "a" if first in "aeiou" else first
    if not ending and rest:
        rest = rest[:-1] + HARD.get(rest[-1], rest[-1])
    return start + rest
