"""A consent on paper: German, and the language of the client, on a sheet each; signed once."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from counselling.consents.texts import Words, words_for
from counselling.models import Consent, ConsentText
from integration_office.codes import Language
from integration_office.pdf import render_pdf


@dataclass(frozen=True)
class Fact:
    """A line of the table at the head; `is_tick` has a box before it, `is_blank` is filled in by
    hand, `is_ours` is written in German letters whatever the language of the sheet."""

    label: str
    value: str = ""
    is_tick: bool = False
    is_ours: bool = True

    @property
    def is_blank(self) -> bool:
        return not self.value


@dataclass(frozen=True)
class Sheet:
    words: Words
    text: ConsentText
    facts: Sequence[Fact]
    version: str


def sheet(text: ConsentText, consent: Consent) -> Sheet:
    words = words_for(text)
    office: Mapping[str, Any] = settings.OFFICE
    facts = [
        Fact(
            words["controller"],
            f"{office['town']}, {office['office']}, {office['address']}, {office['email']}",
        )
    ]
    if consent.recipient is not None:
        facts.append(Fact(words["recipient"], str(consent.recipient), is_tick=True))
    if consent.about:
        facts.append(Fact(words["about"], consent.about))
    facts += [
        Fact(words["valid_until"], _end(words, consent.valid_until), is_ours=False),
        Fact(words["interpreter"], consent.interpreter),
        Fact(words["protection"], office["data_protection_email"]),
        Fact(words["authority"], office["supervisory_authority"]),
    ]
    return Sheet(words, text, facts, words.version(text))


def _end(words: Words, day: datetime.date | None) -> str:
    return words.date(day) if day else words["until_withdrawn"]


def german_of(text: ConsentText) -> ConsentText | None:
    """The German words that belong to a text in another language: those of the same number, else
    the last ones before it."""
    if text.language == Language.DEU:
        return None
    german = ConsentText.objects.filter(purpose=text.purpose, language=Language.DEU)
    return german.filter(number__lte=text.number).order_by("-number").first()


def consent_pdf(consent: Consent) -> bytes:
    """The sheets for signature. The name stays open: it is written by hand."""
    theirs = consent.text
    if theirs is None:
        raise ValueError("An older paper is not printed: its words are not ours.")
    texts = [text for text in (german_of(theirs), theirs) if text is not None]
    sheets = [sheet(text, consent) for text in texts]
    return render_pdf(
        "counselling/consents/pdf/consent.html",
        {"sheets": sheets, "lines": _lines(sheets, consent), "office": settings.OFFICE},
        title=sheets[0].text.title,
        author=str(settings.OFFICE["office"]),
        language=sheets[0].words.tag,
    )


def _lines(sheets: Sequence[Sheet], consent: Consent) -> list[dict[str, str]]:
    """What is written by hand, in the language of the client and beside it in German; of a consent
    that was given, what the office has kept of it."""
    german, theirs = sheets[0].words, sheets[-1].words
    both, known = len(sheets) > 1, {}
    if consent.pk:
        given = f"{german.date(consent.given_on)} ({consent.get_form_display()})"
        known = {"name": consent.signed_by, "place_date": given}
    return [
        {
            "theirs": theirs[key],
            "german": german[key] if both else "",
            "known": known.get(key, ""),
        }
        for key in ("name", "place_date", "client", "office")
    ]
