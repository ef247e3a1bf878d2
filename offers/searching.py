"""German search without German dictionaries: words are stemmed here, PostgreSQL only compares.

Text and query take the same way: words, accents away, the German Snowball stemmer twice (once does
not bring "Kurse" and "Kurs" together). Parts of words ("treff" in "Sprachtreff") are found by the
trigram index over the plain text.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer
from django.contrib.postgres.search import CombinedSearchVector, SearchVector
from django.db.models import Value


CONFIG = "simple"
MOST_WORDS = 8
SHORTEST_PART = 4
# Without a meaning of their own in a question like "Kurs für Frauen mit Kindern".
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "am an auf aus bei das dem den der des die ein eine einem einen einer fur gegen gibt ich "
        "im in ist mit nach oder ohne uber um und vom von vor was wer wo zu zum zur",
    )
)


def plain(text: str) -> str:
    """Small letters without accents: "Frühstück am Fuß" → "fruhstuck am fuss"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The words of a text, plain, in their order."""
    return re.findall(r"\w+", plain(text))


def part(word: str) -> str:
    """What to look for inside other words: "kurse" looks for "kurs" and finds "Sprachkurs"."""
    short = snowballstemmer.stemmer("german").stemWord(word)
    return short if len(short) >= SHORTEST_PART else word


# The stemmer keeps its word between two calls, so that it must not be shared by threads: one is
# made per word that is not known yet, which costs little beside the cache.
@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a plain word, twice through the stemmer."""
    stemmer = snowballstemmer.stemmer("german")
    return stemmer.stemWord(stemmer.stemWord(word))


def asked(text: str) -> list[str]:
    """The words of a question that carry meaning, at most eight; all of them when none does."""
    found = words(text.replace("\x00", ""))
    return ([word for word in found if word not in SMALL_WORDS] or found)[:MOST_WORDS]


def document(offer) -> tuple[str, str]:
    """The words an offer is found by: those of its title, and all others."""
    said = [offer.short_text, offer.description, offer.target_group, offer.where]
    return offer.title, " ".join([*said, offer.when, str(offer.get_kind_display())])


def vector(title: str, rest: str) -> CombinedSearchVector:
    """What is stored for an offer: the stems of its title weigh more than those of the rest."""
    return SearchVector(Value(_stems(title)), weight="A", config=CONFIG) + SearchVector(
        Value(_stems(rest)), weight="C", config=CONFIG
    )


def _stems(text: str) -> str:
    return " ".join(stem(word) for word in words(text))
