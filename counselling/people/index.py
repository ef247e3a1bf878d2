"""The blind index: names are found by keyed hashes, and the table of persons is never opened.

Hashed are each pair of parts of a name, each part with the year of birth, and an only name alone.
So a digest says little even to whoever has the key, and a look-up finds few: a single common name
is not enough. The keys stand in settings.INDEX_KEYS, outside the database like FIELD_KEYS; while
they are changed several are known: found with all of them, written with the first one.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from counselling.models import Person, PersonKey
from counselling.people.spelling import Part, apart, parts, with_others
from integration_office.encryption import parse_keys


LENGTH = 16


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: digests of which one alone makes a hint, and those of a single part
    with the year of birth, which do so only where they are rare."""

    strong: frozenset[bytes]
    weak: frozenset[bytes]


@lru_cache(maxsize=4)
def _keys(text: str) -> tuple[bytes, ...]:
    return tuple(parse_keys(text, "INDEX_KEYS").values())


def _digest(key: bytes, *words: str) -> bytes:
    return hmac.digest(key, "\0".join(words).encode(), hashlib.sha256)[:LENGTH]


def _forms(part: Part) -> Iterator[tuple[str, frozenset[str]]]:
    """How a part is hashed: as it is spelt and as it sounds, so that the same spelling counts
    twice and stands before another one."""
    yield "spelt", part.spellings
    yield "heard", part.codes


def _pairs(found: list[Part]) -> Iterator[tuple[str, ...]]:
    for one, other in combinations(found, 2):
        for (kind, left), (_kind, right) in zip(_forms(one), _forms(other), strict=True):
            for pair in product(left, right):
                yield ("pair", kind, *sorted(pair))


def _alone(found: list[Part]) -> Iterator[tuple[str, ...]]:
    if len(found) == 1:
        yield from (("only", kind, word) for kind, words in _forms(found[0]) for word in words)


def _born(found: list[Part], year: str) -> Iterator[tuple[str, ...]]:
    for part in found if year else ():
        yield from (("born", kind, word, year) for kind, words in _forms(part) for word in words)


def _lines(person: Person) -> list[list[Part]]:
    """The parts of the name in both orders, because a particle goes with what follows it."""
    others = parts(person.other_names)
    written = f"{person.first_name} {person.last_name}", f"{person.last_name} {person.first_name}"
    single = parts(person.first_name) + parts(person.last_name)
    return [with_others(main, others) for main in (single, *map(parts, written))]


def digests_of(person: Person) -> frozenset[bytes]:
    """What stands in the index for a person, hashed with the first key."""
    key, year = _keys(settings.INDEX_KEYS)[0], person.birth[:4]
    words: set[tuple[str, ...]] = set()
    for line in _lines(person):
        words.update(_pairs(line), _born(line, year))
    if alone := set(_alone(parts(f"{person.first_name} {person.last_name}"))):
        words.update(alone, _alone(parts(person.other_names)))
    return frozenset(_digest(key, *said) for said in words)


def asked(name: str, year: str = "") -> Asked:
    """What to look for when somebody types a name, and perhaps the year of birth."""
    found = parts(name)
    strong, weak = {*_pairs(found), *_alone(found)}, set(_born(found, year))
    if len(found) == 1:
        # Perhaps it only looks like one name: "Van An Nguyen".
        strong, weak = strong | weak | set(_pairs(apart(name))), set()
    return Asked(_hashed(strong), _hashed(weak))


def _hashed(words: Iterable[tuple[str, ...]]) -> frozenset[bytes]:
    keys = _keys(settings.INDEX_KEYS)
    return frozenset(_digest(key, *said) for said in words for key in keys)


@transaction.atomic
def write(person: Person) -> int:
    """Bring the index of one person up to date; how many entries were written anew."""
    wanted = digests_of(person)
    there = {bytes(digest) for digest in person.keys.values_list("digest", flat=True)}
    person.keys.filter(digest__in=there - wanted).delete()
    PersonKey.objects.bulk_create(
        [PersonKey(person=person, digest=digest) for digest in sorted(wanted - there)],
        ignore_conflicts=True,
    )
    return len(wanted - there)


def rebuild(*, batch: int = 500) -> tuple[int, int]:
    """Write the index of every person anew; (changed, looked at). In batches, each person a
    transaction of its own: it can be stopped and started again at any time."""
    changed = seen = last = 0
    while rows := list(Person.objects.filter(pk__gt=last).order_by("pk")[:batch]):
        changed += sum(_written_anew(person.pk) for person in rows)
        seen, last = seen + len(rows), rows[-1].pk
    return changed, seen


@transaction.atomic
def _written_anew(pk: int) -> bool:
    person = Person.objects.select_for_update().filter(pk=pk).first()
    return person is not None and write(person) > 0


@checks.register(checks.Tags.security)
def keys_are_usable(app_configs, **kwargs):
    """Said when the office starts, not when the first name is looked for."""
    try:
        found = parse_keys(settings.INDEX_KEYS, "INDEX_KEYS").values()
    except ImproperlyConfigured as refusal:
        return [checks.Error(str(refusal), id="office.E004")]
    if any(base64.b64encode(key).decode() in settings.FIELD_KEYS for key in found):
        return [
            checks.Error(
                "A key stands in FIELD_KEYS and in INDEX_KEYS. Please make one for each of them.",
                id="office.E005",
            )
        ]
    if settings.PRODUCTION and settings.DEMO_INDEX_KEY in settings.INDEX_KEYS:
        return [checks.Error("INDEX_KEYS holds the key of the demo office.", id="office.E006")]
    return []
