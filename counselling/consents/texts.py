"""The words of the consents: taken from consent_texts.toml into the database once, then versions of
their own; and the words that stand around them on paper."""

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.models import ConsentText, Purpose
from integration_office.audit import record
from integration_office.codes import Language
from integration_office.models import User
from offers.paper.handout_labels import TAGS, direction_of


FILE = Path(__file__).with_name("consent_texts.toml")
BLOCKS = ("why", "data", "recipients", "period", "voluntary", "rights", "secrecy")
# Those of which the office has texts from the start; of the others it writes its own when needed.
PURPOSES = (Purpose.FILE, Purpose.DISCLOSURE, Purpose.MESSENGER, Purpose.ART_9)


class Words(Mapping[str, str]):
    """What stands around a text on paper, in one language; German where nobody translated it."""

    def __init__(self, code: str, said: Mapping[str, Any]) -> None:
        self.code = code
        self.tag = {**TAGS, Language.CKB: "ckb"}.get(Language(code), code)
        self.direction: str = said["direction"]
        self._said = {key: word for key, word in said.items() if isinstance(word, str)}

    def __getitem__(self, key: str) -> str:
        return self._said[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)

    def date(self, day: datetime.date) -> str:
        return format_date(day, "long", locale=Locale.parse(self["locale"]))

    def version(self, text: ConsentText) -> str:
        return self["version"].format(number=text.number, date=self.date(text.valid_from))


@lru_cache(maxsize=1)
def _file() -> dict[str, dict[str, Any]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def languages() -> list[str]:
    """The languages of the file, German first."""
    return list(_file())


def words_for(text: ConsentText) -> Words:
    """What stands around a text; where the office wrote one in another language, German words in
    the direction of the text."""
    said = _file().get(text.language) or _file()["deu"]
    if text.language not in _file():
        said = said | {"direction": direction_of(text.text)}
    return Words(text.language, said)


def composed(language: str, purpose: str) -> tuple[str, str]:
    """Title and text of one purpose in one language, as the file has them."""
    said = _file()[language]
    own, common, heading = said[purpose], said["common"], said["heading"]
    parts = [f"# {heading[block]}\n{own.get(block) or common[block]}" for block in BLOCKS]
    return own["title"], "\n\n".join(parts)


@transaction.atomic
def load() -> int:
    """Take every purpose and language that the office has no text of from the file; how many.
    What is there already stays, whatever the file says by now: somebody may have signed it."""
    there = set(ConsentText.objects.values_list("purpose", "language"))
    new = []
    for language in languages():
        for purpose in PURPOSES:
            if (purpose, language) not in there:
                title, text = composed(language, purpose)
                new.append(ConsentText(purpose=purpose, language=language, title=title, text=text))
    if new:
        ConsentText.objects.bulk_create(new, ignore_conflicts=True)
        record("texts taken", "counselling.ConsentText:*", by=None, note=str(len(new)))
    return len(new)


@transaction.atomic
def add_version(text: ConsentText, *, by: User) -> ConsentText:
    """Save the next version of a purpose and language. Earlier ones stay: they were signed."""
    versions = ConsentText.objects.select_for_update().filter(
        purpose=text.purpose, language=text.language
    )
    latest = max(versions, key=lambda version: version.number, default=None)
    if latest and (latest.title, latest.text.split()) == (text.title, text.text.split()):
        raise ValidationError(_("Nothing has changed, so there is no new version."))
    if text.valid_from < timezone.localdate():
        raise ValidationError(
            {
                "valid_from": _(
                    "A new version begins today or later: until now the old one was read."
                )
            }
        )
    text.number = latest.number + 1 if latest else 1
    text.save()
    record("wrote", text, by=by)
    return text
