"""A question taken apart: the words that carry meaning, and for each what may stand instead.

Pure: from a text to terms, and from a term to what PostgreSQL compares. All terms of a question
must be found in an offer; of a term one alternative is enough.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from offers.searching import thesaurus
from offers.searching.compounds import known_stems, parts
from offers.searching.documents import field_stems
from offers.searching.linguistics import plain, stem, tokens, without_umlauts, words


MOST_WORDS = 8
MOST_TOKENS = 24
LONGEST_QUESTION = 200
# Two small words of a language say that it is spoken, though no word of the field is known.
HEARD_BY = 2
# "A 1" and the half levels of adult education centres ("A1.2") are A1.
LEVEL = re.compile(r"\b([abc])\s?([12])(?:\.\d)?\b", re.IGNORECASE)
# As German notes have them; "so" says more often something else.
SHORTENED = {"mo": "montag", "di": "dienstag", "mi": "mittwoch", "do": "donnerstag"}
SHORTENED |= {"fr": "freitag", "sa": "samstag", "vorm": "vormittag", "nachm": "nachmittag"}
# Whoever may simply come; what stands in the catalogue as one word is asked for as several.
UNREGISTERED = re.compile(
    r"\bohne\s+(?:vorherige\s+)?(?:(?:vor)?anmeldung|anzumelden|termin)\b",
    re.IGNORECASE,
)
# Ends of compounds that need not be found: a "Migrationsberatungsstelle" is a Migrationsberatung.
SAYS_LITTLE = frozenset(stem(word) for word in ("stelle", "angebot", "suche", "gruppe", "gang"))
# What is given and not what it is about, also as the end of a compound: a "Strickkurs" is about
# Stricken.
SAYS_FORM = frozenset(stem(word) for word in ("kurs", "platz"))
# Say that something is wanted, hardly more than a small word: what has them comes first.
SAYS_THAT = frozenset(stem(word) for word in ("lernen", "hilfe", "gebraucht", "benutzen", "platz"))
WHEN = "montag dienstag mittwoch donnerstag freitag samstag sonntag"
WHEN += " vormittag nachmittag abend wochenende"
# Say when something should be.
SAYS_WHEN = frozenset(stem(word) for word in WHEN.split())
HOW = "kostenlos gunstig anmeldefrei barrierefrei online kinderbetreuung a1 a2 b1 b2 c1 c2"
# Say how something should be, not what.
SAYS_HOW = SAYS_THAT | SAYS_WHEN | frozenset(stem(word) for word in HOW.split())
# "Nähen oder Stricken": either will do.
ORS = frozenset(words("oder or ou lub albo sau veya yan или або أو یا"))
# "Deutsch und Kochen", "шахи і шиття": two wishes, of which an offer need not answer both.
JOINS = ORS | frozenset(words("und sowie and et oraz i si ve u и і та й و"))
JOINED = re.compile(r"[,;/+&،]")
# Stands before the stems of a title, so that the index finds titles without reading rows.
TITLE = "="
# Stands before the stems of a field of action: under "housing" stand clothes and furniture too.
FIELD = "~"


@dataclass(frozen=True)
class Any:
    of: tuple["Node", ...]


@dataclass(frozen=True)
class All:
    of: tuple["Node", ...]


type Node = str | Any | All


@dataclass(frozen=True)
class Term:
    """`text` as it was typed, `words` of it in plain letters, `meant` the German words it stands
    for, `exact` its own stems, `main` all that means the same and `node` all that may stand instead
    of it; `called` are the names of the association that it names, `is_foreign` says that it is a
    word of another language only."""

    text: str
    words: tuple[str, ...]
    meant: tuple[str, ...]
    exact: Node
    main: Node
    node: Node
    called: tuple[str, ...] = ()
    is_foreign: bool = False

    @property
    def says_how(self) -> bool:
        return self._says(SAYS_HOW)

    @property
    def says_when(self) -> bool:
        return self._says(SAYS_WHEN)

    @property
    def says_that(self) -> bool:
        return self._says(SAYS_THAT)

    @property
    def is_name(self) -> bool:
        """The name of somebody rather than a matter of the field."""
        known = any(stem(word) in known_stems() for word in self.words)
        return bool(self.called) or not (self.meant or known)

    def _says(self, said: frozenset[str]) -> bool:
        own = (*self.words, *(plain(name) for name in self.meant[:1]))
        return any(stem(word) in said for word in own)


def tsquery(node: Node, mark: str = "", *, fields: bool = False) -> str:
    """As PostgreSQL reads it: 'deutschkur' | ('deutsch' & 'kur'); with `fields` the name of a field
    of action is enough: 'wohn' | '~wohn'."""
    if isinstance(node, str):
        named = f" | '{FIELD}{node}'" if fields and node in field_stems() else ""
        return f"('{mark}{node}'{named})" if named else f"'{mark}{node}'"
    sign = " | " if isinstance(node, Any) else " & "
    return f"({sign.join(tsquery(part, mark, fields=fields) for part in node.of)})"


def terms(
    text: str,
    added: Mapping[str, list[str]] | None = None,
    small: frozenset[str] = frozenset(),
) -> list[Term]:
    """The terms of a question, at most eight. `added` is what staff say is meant: for a key of
    `thesaurus.keys_of` the German words; `small` are more words that say nothing here."""
    asked = _asked(text)
    found = thesaurus.matches(asked)
    own = _staff_words(asked, added or {})
    kept = _kept(asked, found, small)
    groups = _groups(kept, [match.places for match in found] + list(own))
    return [_term(group, asked, found, own) for group in groups[:MOST_WORDS]]


def leaves_the_choice(text: str) -> bool:
    """Whether a question names two things of which one is enough."""
    return not ORS.isdisjoint(words(text))


def joins_wishes(text: str) -> bool:
    """Whether a question names several wishes of which each may be answered by itself."""
    return bool(JOINED.search(text)) or not JOINS.isdisjoint(words(text))


def _asked(text: str) -> list[str]:
    """The words of a question, with levels of German and days as the index knows them."""
    short = LEVEL.sub(r"\1\2", text[:LONGEST_QUESTION].replace("\x00", ""))
    short = UNREGISTERED.sub("anmeldefrei", short)
    asked = tokens(short)[:MOST_TOKENS]
    if SHORTENED.keys().isdisjoint(asked):
        return asked
    small = _small(_heard(asked, thesaurus.matches(asked)))
    return [word if word in small else SHORTENED.get(word, word) for word in asked]


def wanted_keys(text: str) -> list[str]:
    """Under which keys the staff's words for this question are kept."""
    return list(thesaurus.keys_of(_asked(text)))


def _staff_words(
    asked: list[str], added: Mapping[str, list[str]]
) -> dict[tuple[int, ...], list[str]]:
    found: dict[tuple[int, ...], list[str]] = {}
    if added:
        for key, groups in thesaurus.keys_of(asked).items():
            for group in groups if key in added else ():
                found.setdefault(group, []).extend(added[key])
    return found


def _kept(asked: list[str], found: list[thesaurus.Match], small: frozenset[str]) -> list[int]:
    """The places of words that carry meaning; all of them when none does. Small words of another
    language are such only where that language is spoken."""
    small = small.union(_small({thesaurus.GERMAN, *_heard(asked, found)}))
    said = [{plain(word), without_umlauts(plain(word))} for word in asked]
    return [n for n, ways in enumerate(said) if small.isdisjoint(ways)] or list(range(len(asked)))


def _small(languages: set[str]) -> frozenset[str]:
    return frozenset().union(*(thesaurus.small_words()[language] for language in languages))


def _heard(asked: list[str], found: list[thesaurus.Match]) -> set[str]:
    """The languages other than German that are spoken: a word of the field is theirs and not German
    as well, or several small ones are."""
    german = {n for match in found if match.language == thesaurus.GERMAN for n in match.places}
    heard = {match.language for match in found if not german.issuperset(match.places)}
    others = {plain(word) for word in asked} - thesaurus.small_words()[thesaurus.GERMAN]
    return heard | {
        language
        for language, small in thesaurus.small_words().items()
        if len(others & small) >= HEARD_BY
    }


def _groups(kept: list[int], known: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The words in groups: those that name something together stay together, long ones first."""
    free = set(kept)
    groups = []
    for group in sorted(set(known), key=lambda places: (-len(places), places)):
        if len(group) > 1 and free.issuperset(group):
            groups.append(group)
            free -= set(group)
    return sorted(groups + [(place,) for place in free])


def _term(group, asked, found, own) -> Term:
    typed = tuple(plain(asked[place]) for place in group)
    concepts = _concepts(group, asked, found)
    foreign = {match.language for match in found if match.places == group} - {thesaurus.GERMAN}
    return Term(
        text=" ".join(asked[place] for place in group),
        words=typed,
        meant=tuple(_names(group, asked, found, own)[0]),
        exact=_any([_all([stem(word) for word in typed])]),
        main=_node(group, asked, found, own, also=False),
        node=_node(group, asked, found, own, also=True),
        called=tuple(name for each in concepts if each.is_called for name in each.german),
        is_foreign=bool(foreign and concepts and not _in_german(group, found)),
    )


def _node(group, asked, found, own, *, also: bool) -> Node:
    options = [_all([_meant(place, asked, found, own, also=also) for place in group])]
    if len(group) > 1:
        options += _phrases(*_names(group, asked, found, own), also=also)
    return _any(options)


def _meant(place: int, asked, found, own, *, also: bool) -> Node:
    """One word: itself, its parts, and what it names in German or else in another language."""
    word = plain(asked[place])
    options = _phrases(*_names((place,), asked, found, own), also=also)
    if not options and (made_of := _pieces(word)):
        options = [_all([_with_synonyms(piece) for piece in made_of])]
    return _any([_whole(word), *options])


def _in_german(group, found) -> list[thesaurus.Concept]:
    here = [match for match in found if match.places == group]
    return [match.concept for match in here if match.language == thesaurus.GERMAN]


def _concepts(group, asked, found) -> list[thesaurus.Concept]:
    """What is meant according to the thesaurus. A German word is not read as one of another
    language too."""
    concepts = _in_german(group, found)
    if concepts or _is_german(group, asked):
        return concepts
    return [match.concept for match in found if match.places == group]


def _names(group, asked, found, own) -> tuple[list[str], list[str]]:
    """The German words that are meant according to thesaurus and staff, and those found as well."""
    concepts = _concepts(group, asked, found)
    staff = [name.strip() for said in own.get(group, ()) for name in said.split(",")]
    staff = [name for name in staff if words(name)]
    concepts += [concept for name in staff for concept in _named(name)]
    names = [*staff, *(name for concept in concepts for name in concept.german)]
    also = [name for concept in concepts for name in concept.also]
    return list(dict.fromkeys(names)), list(dict.fromkeys(also))


def _is_german(group, asked) -> bool:
    """A single word of the field."""
    return len(group) == 1 and stem(plain(asked[group[0]])) in known_stems()


def _phrases(names: list[str], others: list[str], *, also: bool) -> list[Node]:
    found = [phrase(name) for name in names]
    return found + [phrase(name, in_parts=False) for name in others if also]


def _named(said: str) -> list[thesaurus.Concept]:
    """The concepts that a single German word names."""
    found = words(said)
    return thesaurus.of_stem(stem(found[0])) if len(found) == 1 else []


def phrase(text: str, *, in_parts: bool = True) -> Node:
    """A group of German words: each of them, as a whole or by its parts."""
    small = thesaurus.small_words()[thesaurus.GERMAN]
    found = words(text)
    kept = [word for word in found if word not in small] or found
    return _all([_whole(word) if in_parts else stem(word) for word in kept])


def _whole(word: str) -> Node:
    """The index holds the parts beside the whole: an offer with the word has its parts too."""
    return _all(list(_pieces(word)) or [stem(word)])


def _pieces(word: str) -> list[str]:
    made_of = list(parts(word))
    return [piece for piece in made_of if piece not in SAYS_LITTLE] or made_of


def _with_synonyms(piece: str) -> Node:
    names = [name for concept in thesaurus.of_stem(piece) for name in concept.german]
    return _any([piece, *(phrase(name) for name in names)])


def _any(options: list[Node]) -> Node:
    """One of them, without doubles, without layers that say nothing, and without what asks for more
    than another option: whoever has "deutsch" is found whether "sprach" is there or not."""
    flat = [part for node in options for part in (node.of if isinstance(node, Any) else (node,))]
    wanted = {node: _wanted(node) for node in flat}
    least = wanted.values()
    unique = tuple(
        node for node, all_of in wanted.items() if not any(less < all_of for less in least)
    )
    return unique[0] if len(unique) == 1 else Any(unique)


def _wanted(node: Node) -> frozenset[Node]:
    return frozenset(node.of) if isinstance(node, All) else frozenset([node])


def _all(options: list[Node]) -> Node:
    flat = [part for node in options for part in (node.of if isinstance(node, All) else (node,))]
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else All(unique)
