"""What all letters share: one sheet of A4, German, and beside each label the same word in the
client's language where the handouts know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from integration_office.codes import Language
from integration_office.pdf import render_pdf
from offers.paper.handout_facts import Fact
from offers.paper.handout_labels import Labels, labels, languages


@dataclass(frozen=True)
class Word:
    """A piece of text with its language (BCP 47) and direction, as a reader needs them."""

    text: str
    tag: str = "de"
    direction: str = "ltr"


@dataclass(frozen=True)
class Row:
    """A label in one or two languages, and its lines."""

    labels: list[Word]
    lines: list[Word]


def german() -> Labels:
    return labels(Language.DEU)


def second(code: str) -> Labels | None:
    """The words of the client's language; none for German and for one without words."""
    return labels(code) if code in languages() and code != Language.DEU else None


def said(text: str, words: Labels) -> Word:
    return Word(text, words.tag, words.direction)


def label(key: str, other: Labels | None) -> list[Word]:
    """A word of the handouts in German and in the other language."""
    return [said(words[key], words) for words in (german(), other) if words is not None]


def row(key: str, *texts: str, other: Labels | None) -> Row:
    """German lines under a label in two languages; empty ones are left out."""
    return Row(label(key, other), [Word(text) for text in texts if text])


def merged(facts: list[Fact], others: list[Fact] | None, other: Labels | None) -> list[Row]:
    """The facts of an offer in German, with those of the other language beside them where they say
    the same things in the same order."""
    pairs = others if others is not None and len(others) == len(facts) else [None] * len(facts)
    return [_row(fact, twin, other) for fact, twin in zip(facts, pairs, strict=True)]


def _row(fact, twin, other):
    lines = [Word(line.text) for line in fact.lines]
    names = [Word(fact.label)]
    if twin is not None and other is not None:
        names.append(said(twin.label, other))
        known = {line.text for line in fact.lines}
        lines += [
            said(line.text, other)
            for line in twin.lines
            if not line.is_german and line.text not in known
        ]
    return Row(names, lines)


def printed(template: str, context: Mapping[str, Any], *, title: str) -> bytes:
    """The letter as a PDF; its title says what it is, never for whom."""
    office = settings.OFFICE
    whole = {"office": office, "title": title, **context}
    return render_pdf(template, whole, title=title, author=str(office["office"]))
