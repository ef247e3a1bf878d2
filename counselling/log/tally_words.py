"""The words of the tally and what they mean. Where the first of a meaning's words is a single
letter, it is its key."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy

from counselling.codes import Channel, Form, Interpreting, Place
from counselling.forms import TOPICS
from counselling.log.contact_forms import TOPIC_CHIPS
from counselling.models import Contact
from integration_office.codes import FieldOfAction, Gender, Language
from integration_office.widgets import ACCESS_KEYS


@dataclass(frozen=True)
class Meaning:
    """What a word stands for: a value of a field of the contact, and how it may be spelled."""

    field: str
    value: str | bool
    label: str | Promise
    spelled: str | Promise

    @property
    def key(self) -> str:
        """The single letter that stands for it; empty where there is none."""
        first = str(self.spelled).partition(" ")[0]
        return first if len(first) == 1 else ""

    @property
    def word(self) -> str:
        """The first whole word."""
        return next(said for said in str(self.spelled).split() if len(said) > 1)


@dataclass(frozen=True)
class Legend:
    """What stands beside the line: (code, word, key) of the topics, the words of the other fields
    under their names, and the languages that have a key."""

    topics: list[tuple[str, str | Promise, str]]
    groups: list[tuple[str, list[Meaning]]]
    languages: list[Meaning]


TOPIC_WORDS = {
    FieldOfAction.BEH: pgettext_lazy("tally", "forms authorities"),
    FieldOfAction.SPR: pgettext_lazy("tally", "language"),
    FieldOfAction.SOZ: pgettext_lazy("tally", "benefits money"),
    FieldOfAction.ARB: pgettext_lazy("tally", "work"),
    FieldOfAction.WOH: pgettext_lazy("tally", "housing"),
    FieldOfAction.AUF: pgettext_lazy("tally", "residence asylum"),
    FieldOfAction.BIL: pgettext_lazy("tally", "school education"),
    FieldOfAction.ANE: pgettext_lazy("tally", "recognition"),
    FieldOfAction.EIN: pgettext_lazy("tally", "naturalisation"),
    FieldOfAction.FAM: pgettext_lazy("tally", "family"),
    FieldOfAction.GES: pgettext_lazy("tally", "health"),
    FieldOfAction.TEI: pgettext_lazy("tally", "participation"),
    FieldOfAction.EHR: pgettext_lazy("tally", "volunteering"),
    FieldOfAction.DIS: pgettext_lazy("tally", "discrimination"),
    FieldOfAction.SON: pgettext_lazy("tally", "other"),
}
FORM_WORDS = {
    Form.BRIEF: pgettext_lazy("tally", "k brief"),
    Form.SINGLE: pgettext_lazy("tally", "p single"),
    Form.FIRST: pgettext_lazy("tally", "e first"),
    Form.ACCOMPANY: pgettext_lazy("tally", "accompanied"),
    Form.GROUP: pgettext_lazy("tally", "g group"),
    Form.EXPERT: pgettext_lazy("tally", "professionals"),
    Form.REFERRAL: pgettext_lazy("tally", "v referral"),
}
CHANNEL_WORDS = {
    Channel.OPEN_HOUR: pgettext_lazy("tally", "s open-hour"),
    Channel.APPOINTMENT: pgettext_lazy("tally", "appointment"),
    Channel.PHONE: pgettext_lazy("tally", "t telephone"),
    Channel.MAIL: pgettext_lazy("tally", "mail e-mail"),
    Channel.OUTREACH: pgettext_lazy("tally", "outreach"),
    Channel.VIDEO: pgettext_lazy("tally", "video"),
    Channel.CHAT: pgettext_lazy("tally", "chat"),
    Channel.POST: pgettext_lazy("tally", "letter"),
    Channel.ESCORT: pgettext_lazy("tally", "escort"),
}
PLACE_WORDS = {
    Place.OFFICE: pgettext_lazy("tally", "office"),
    Place.VHS: pgettext_lazy("tally", "vhs"),
    Place.SHELTER: pgettext_lazy("tally", "shelter"),
    Place.OUTREACH: pgettext_lazy("tally", "home-visit"),
    Place.PARTNER: pgettext_lazy("tally", "partner"),
    Place.EVENT: pgettext_lazy("tally", "event"),
}
LANGUAGE_KEYS = {Language.ARA: "a", Language.UKR: "u", Language.RUS: "r"}
INTERPRETING_WORDS = {
    Interpreting.SELF: pgettext_lazy("tally", "self"),
    Interpreting.PRIVATE: pgettext_lazy("tally", "companion"),
    Interpreting.MEDIATOR: pgettext_lazy("tally", "interpreter"),
    Interpreting.PHONE: pgettext_lazy("tally", "remote"),
    Interpreting.MACHINE: pgettext_lazy("tally", "machine ai"),
}
GENDER_WORDS = {
    Gender.FEMALE: pgettext_lazy("tally", "w female woman"),
    Gender.MALE: pgettext_lazy("tally", "m male man"),
    Gender.DIVERSE: pgettext_lazy("tally", "diverse"),
}
VISIT_WORDS = {
    True: (pgettext_lazy("tally", "here for the first time"), pgettext_lazy("tally", "n new")),
    False: (pgettext_lazy("tally", "was here before"), pgettext_lazy("tally", "again known")),
}


def _meanings() -> Iterator[Meaning]:
    yield from (
        Meaning("topics", code, FieldOfAction(code).label, TOPIC_WORDS[FieldOfAction(code)])
        for code in TOPICS
    )
    for name, words in (
        ("form", FORM_WORDS),
        ("channel", CHANNEL_WORDS),
        ("place", PLACE_WORDS),
        ("gender", GENDER_WORDS),
        ("interpreting", INTERPRETING_WORDS),
    ):
        yield from (Meaning(name, code.value, code.label, said) for code, said in words.items())
    yield from (
        Meaning("language", code.value, code.label, LANGUAGE_KEYS.get(code, ""))
        for code in Language
    )
    yield from (
        Meaning("first_contact", value, label, said) for value, (label, said) in VISIT_WORDS.items()
    )


MEANINGS = tuple(_meanings())


def of(field: str) -> list[Meaning]:
    """The meanings of one field, as they stand beside the line."""
    return [meaning for meaning in MEANINGS if meaning.field == field]


def legend() -> Legend:
    """The legend in the language of the page."""
    names = ("form", "channel", "place", "gender", "first_contact", "interpreting")
    return Legend(
        topics=[(*chip, key) for chip, key in zip_longest(TOPIC_CHIPS, ACCESS_KEYS, fillvalue="")],
        groups=[(capfirst(Contact._meta.get_field(name).verbose_name), of(name)) for name in names],
        languages=[meaning for meaning in of("language") if meaning.key],
    )


def folded(text: str) -> str:
    """As the words are compared: small letters without marks; ü and u are the same."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def meant(word: str) -> list[Meaning]:
    """What `word` may mean: what is spelled exactly so, else all that begins with it."""
    exact, begun = _spelled(get_language() or "")
    if found := exact.get(word):
        return [found]
    found_by_field = {m.field + str(m.value): m for said, m in begun if said.startswith(word)}
    return list(found_by_field.values())


@lru_cache(maxsize=4)
def _spelled(language: str) -> tuple[dict[str, Meaning], list[tuple[str, Meaning]]]:
    """Whole words and keys, and all that a word may be the beginning of. The code of a language is
    a whole word ("tur") unless a word of another kind begins so ("fra", "frau")."""
    exact = {said: meaning for meaning in MEANINGS for said in folded(str(meaning.spelled)).split()}
    names = [
        (said, meaning)
        for meaning in of("language")
        for said in (str(meaning.value), *folded(str(meaning.label)).split()[:1])
    ]
    codes = {
        str(meaning.value): meaning
        for meaning in of("language")
        if not any(said.startswith(str(meaning.value)) for said in exact)
    }
    return exact | codes, [*exact.items(), *names]
