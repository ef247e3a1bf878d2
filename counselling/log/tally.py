"""The line of the tally: "1 t d15 ara w" is a whole contact. Nothing in it is kept as text; whoever
types a name is told that the word is not understood.

A word counts as soon as it is the beginning of only one of those that are known. A single letter
counts only if it is one of the keys, so that nothing is guessed.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from counselling.codes import Duration
from counselling.forms import TOPICS
from counselling.log.tally_words import folded, meant
from counselling.models import Contact
from counselling.models.contacts import MOST_RELATIVES, MOST_TOPICS
from integration_office.codes import AgeGroup
from integration_office.widgets import ACCESS_KEYS


MOST_TIMES = 30
MOST_LINES = 100
MOST_MEANINGS = 4  # named in a sentence
MINUTES = {
    5: Duration.TO_5,
    15: Duration.TO_15,
    30: Duration.TO_30,
    45: Duration.TO_45,
    60: Duration.TO_60,
}
TOPIC_KEYS = dict(zip(ACCESS_KEYS, TOPICS, strict=False))


@dataclass
class Line:
    """What a line says: values by field of the contact, and for how many contacts."""

    values: dict[str, Any] = field(default_factory=dict)
    times: int = 1


@dataclass(frozen=True)
class SheetLine:
    """One line of a sheet: how it was read, or why it was not."""

    number: int
    text: str
    contacts: list[Contact]
    errors: list[str]

    @property
    def words(self) -> list[str]:
        """How it was read."""
        return in_words(self.contacts[0]) if self.contacts else []


def read(text: str, *, topic: str = "") -> Line:
    """What the line says; `topic` comes from a button and is the main one. Refuses what is not
    understood with a sentence for each word."""
    reader = _Reader()
    if topic:
        reader.topic(topic)
    for word in re.split(r"[\s,;]+", text.strip()):
        if word:
            reader.take(word)
    return reader.line()


def contacts(line: Line, *, kept: dict[str, str], **of: Any) -> list[Contact]:
    """The contacts of a line; what it does not say is as it was for the last one."""
    values = kept | line.values
    return [
        Contact(main_topic=values["topics"][0], **of, **values) for _number in range(line.times)
    ]


def read_sheet(text: str, *, kept: dict[str, str], **of: Any) -> list[SheetLine]:
    """The lines of a sheet, read as if they were typed one after the other."""
    lines = []
    for number, typed in enumerate(text.splitlines(), start=1):
        if not typed.strip():
            continue
        try:
            line = read(typed)
        except ValidationError as refusal:
            lines.append(SheetLine(number, typed.strip(), [], refusal.messages))
            continue
        lines.append(SheetLine(number, typed.strip(), contacts(line, kept=kept, **of), []))
        kept = {name: line.values.get(name, value) for name, value in kept.items()}
    return lines


def kept_in_words(kept: dict[str, str]) -> list[str]:
    """What the next line has in common with the last one as long as it says nothing else."""
    return _frame(Contact(**kept))


def _frame(contact: Contact) -> list[str]:
    said = [contact.get_form_display(), contact.get_channel_display(), contact.get_place_display()]
    said += [contact.get_duration_display(), contact.get_language_display()]
    return [str(part) for part in said if part]


def in_words(contact: Contact) -> list[str]:
    """A contact as it is read back to who has typed it."""
    said = [*map(str, contact.topic_labels), *_frame(contact)]
    if contact.interpreting != "ohne":
        said.append(contact.get_interpreting_display())
    said += [contact.get_gender_display(), contact.get_age_group_display()]
    if contact.first_contact is not None:
        said.append(_("first contact") if contact.first_contact else _("further contact"))
    if contact.relatives:
        said.append(_("%(number)s relatives") % {"number": contact.relatives})
    return [str(part) for part in said if part]


class _Reader:
    """Takes the words of one line, each by its shape."""

    def __init__(self) -> None:
        self.topics: list[str] = []
        self.values: dict[str, Any] = {}
        self.said_by: dict[str, str] = {}
        self.errors: list[str] = []

    def take(self, word: str) -> None:
        letters = folded(word).replace("–", "-")
        for shape, take in SHAPES:
            if match := re.fullmatch(shape, letters):
                take(self, word, match)
                return
        self.word(word, letters)

    def line(self) -> Line:
        if not self.topics and not self.errors:
            self.errors.append(_("A topic is missing: its number or its first letters."))
        if len(self.topics) > MOST_TOPICS:
            self.errors.append(_("Please choose one to five topics."))
        self.relatives()
        if self.errors:
            raise ValidationError(self.errors)
        times = self.values.pop("times", 1)
        return Line(self.values | {"topics": self.topics}, times)

    def relatives(self) -> None:
        """The sum, as the figures count it; children are a part of it."""
        children = self.values.get("children")
        relatives = self.values.pop("adults", 0) + (children or 0)
        if relatives > MOST_RELATIVES:
            self.errors.append(_("Please enter at most 20 relatives."))
        if relatives:
            self.values["relatives"] = relatives

    def say(self, name: str, value: Any, word: str) -> None:
        if name in self.values and self.values[name] != value:
            self.errors.append(
                _("“%(first)s” and “%(second)s” contradict each other. Please write only one.")
                % {"first": self.said_by[name], "second": word}
            )
        else:
            self.values[name], self.said_by[name] = value, word

    def topic(self, code: str) -> None:
        if code not in self.topics:
            self.topics.append(code)

    def digits(self, _word: str, match: re.Match[str]) -> None:
        for digit in match[0]:
            self.topic(TOPIC_KEYS[digit])

    def minutes(self, word: str, match: re.Match[str]) -> None:
        steps = [code for most, code in MINUTES.items() if int(match[1]) <= most]
        self.say("duration", (steps or [Duration.OVER_60])[0].value, word)

    def times(self, word: str, match: re.Match[str]) -> None:
        if 1 <= int(match[1]) <= MOST_TIMES:
            self.say("times", int(match[1]), word)
        else:
            self.errors.append(
                _("“%(word)s” cannot be: a line stands for 1 to %(most)s contacts.")
                % {"word": word, "most": MOST_TIMES}
            )

    def adults(self, word: str, match: re.Match[str]) -> None:
        self.say("adults", int(match[1]), word)

    def children(self, word: str, match: re.Match[str]) -> None:
        self.say("children", int(match[1]), word)

    def age(self, word: str, match: re.Match[str]) -> None:
        if match[0] in AgeGroup.values:
            self.say("age_group", match[0], word)
        else:
            self.errors.append(
                _("“%(word)s” is no age group. There are %(groups)s.")
                % {"word": word, "groups": ", ".join(AgeGroup.values)}
            )

    def word(self, word: str, letters: str) -> None:
        found = meant(letters)
        if not found:
            self.errors.append(
                _("“%(word)s” is not understood. The words stand beside the line.") % {"word": word}
            )
        elif len(found) > 1 or (len(letters) == 1 and found[0].key != letters):
            labels = [str(meaning.label) for meaning in found]
            more = ["…"] if len(labels) > MOST_MEANINGS else []
            self.errors.append(
                _("“%(word)s” can mean: %(meanings)s. Please write one more letter.")
                % {"word": word, "meanings": ", ".join(labels[:MOST_MEANINGS] + more)}
            )
        elif found[0].field == "topics":
            self.topic(str(found[0].value))
        else:
            self.say(found[0].field, found[0].value, word)


SHAPES = (
    (r"[0-9]+", _Reader.digits),
    (r"d([0-9]{1,3})", _Reader.minutes),
    (r"x([0-9]{1,3})", _Reader.times),
    (r"\+([0-9]{1,2})", _Reader.adults),
    (r"\+([0-9]{1,2})k", _Reader.children),
    (r"[0-9]+-[0-9]+|[0-9]+\+", _Reader.age),
)
