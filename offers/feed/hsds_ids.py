"""Ids and words of the open feed: who publishes, what is called how, and the choice lists of the
house as taxonomies. The same row has the same id for ever; a word has it in every town."""

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from integration_office.codes import FieldOfAction
from offers.codes import Kind, TargetGroup


VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/v3.0.0/"
# Terms mean the same in every office: their ids hang on no installation.
TERMS = uuid.UUID("6f0b2f0e-6f0e-5b0c-9d0a-3c1c6a1f7b52")
TAXONOMIES = {
    "handlungsfeld": ("Handlungsfelder", FieldOfAction),
    "angebotsart": ("Angebotsarten", Kind),
    "zielgruppe": ("Zielgruppen", TargetGroup),
}

type Json = dict[str, Any]


@dataclass(frozen=True)
class Publisher:
    """Who publishes: the address of the installation, the office's e-mail, town and Land."""

    base_url: str
    email: str
    town: str
    land: str

    def id_of(self, kind: str, pk: int) -> str:
        """A stable id of a row (RFC 9562, version 8): the first half says whose and what, the
        second is the row's key, so that an id leads back to its row without a table."""
        return str(uuid.UUID(int=self._half(kind) << 64 | 0b10 << 62 | pk))

    def pk_of(self, kind: str, text: str) -> int | None:
        """The key in such an id; None for one that is not ours."""
        try:
            number = uuid.UUID(text).int
        except ValueError:
            return None
        pk = number & ((1 << 62) - 1)
        return pk if str(uuid.UUID(int=number)) == self.id_of(kind, pk) else None

    def _half(self, kind: str) -> int:
        digest = hashlib.sha256(f"{self.base_url} {kind}".encode()).digest()
        return int.from_bytes(digest[:8]) & ~(0xF << 12) | (8 << 12)


def part_id(whole: str, part: str) -> str:
    """The id of a part of something: always the same for the same part."""
    return str(uuid.uuid5(uuid.UUID(whole), part))


def term_id(taxonomy: str, code: str) -> str:
    """The id of a word of the house's choice lists, the same in every town."""
    return str(uuid.uuid5(TERMS, f"{taxonomy}:{code}"))


def taxonomy_id(taxonomy: str) -> str:
    return str(uuid.uuid5(TERMS, taxonomy))


def term_of(text: str) -> tuple[str, str] | None:
    """Taxonomy and code behind the id of a term; None for an id nobody here knows."""
    return _terms().get(text.lower())


def _terms() -> dict[str, tuple[str, str]]:
    return {
        term_id(taxonomy, code): (taxonomy, code)
        for taxonomy, (_name, choices) in TAXONOMIES.items()
        for code in choices.values
    }


def term(taxonomy: str, code: str) -> Json:
    """One word of a choice list."""
    name, choices = TAXONOMIES[taxonomy]
    label = str(choices(code).label)
    return {
        "id": term_id(taxonomy, code),
        "code": code,
        "name": label,
        "description": label,
        "taxonomy": name,
        "taxonomy_id": taxonomy_id(taxonomy),
    }


def terms(taxonomy: str | None = None) -> list[Json]:
    """All words of one choice list, or of all three."""
    return [
        term(name, code)
        for name, (_title, choices) in TAXONOMIES.items()
        if taxonomy in (None, name)
        for code in choices.values
    ]


def taxonomies() -> list[Json]:
    """The choice lists themselves."""
    return [
        {"id": taxonomy_id(name), "name": title, "description": title, "version": VERSION}
        for name, (title, _choices) in TAXONOMIES.items()
    ]
