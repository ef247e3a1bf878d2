"""The words of a handout in the languages of the clients, and dates and prices as each writes them.

The words stand in handout_labels.toml, so that a native speaker can read and mend them.
"""

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency

from integration_office.codes import Language


FILE = Path(__file__).with_suffix(".toml")
# How HTML and PDF call the languages (BCP 47); the house counts in ISO 639-3.
TAGS = {
    Language.DEU: "de",
    Language.ENG: "en",
    Language.UKR: "uk",
    Language.RUS: "ru",
    Language.ARA: "ar",
    Language.PRS: "prs",
    Language.PES: "fa",
    Language.TUR: "tr",
    Language.KMR: "kmr",
    Language.POL: "pl",
    Language.RON: "ro",
    Language.FRA: "fr",
}
# What CLDR calls differently: in its lists "ku" is Kurmancî, Dari is Persian of Afghanistan.
CLDR_NAMES = {"kmr": "ku", "prs": "fa_AF", "pes": "fa"}


class Labels(Mapping[str, str]):
    """The words of one language by their key: `labels["when"]`, in a template `labels.when`."""

    def __init__(self, code: str, words: Mapping[str, str]) -> None:
        self.code, self.tag = code, TAGS[Language(code)]
        self._words = words
        self.direction = words["direction"]
        self.locale = Locale.parse(words["locale"])

    def __getitem__(self, key: str) -> str:
        return self._words[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def say(self, key: str, **values: object) -> str:
        return self[key].format(**values)

    def all_of(self, parts: Iterable[str]) -> str:
        """An enumeration; empty parts are left out."""
        comma = "، " if self.direction == "rtl" else ", "
        return comma.join(part for part in parts if part)

    @property
    def german_name(self) -> str:
        """As the counsellor calls it."""
        return str(Language(self.code).label)

    @property
    def own_name(self) -> str:
        own = {Language.KMR: "Kurmancî", Language.PRS: "دری"}
        return own.get(self.code) or Locale(self.locale.language).get_display_name()

    @cached_property
    def _day_and_month(self) -> str:
        # CLDR's own patterns for this shorten the month in some languages: the long date, up to
        # its year.
        return re.sub(r"[\s,]*y.*$", "", self.locale.date_formats["long"].pattern)

    def day_and_month(self, day: datetime.date) -> str:
        """ "26. November"."""
        return format_date(day, self._day_and_month, locale=self.locale)

    def day(self, day: datetime.date) -> str:
        """ "Donnerstag, 26. November"."""
        return self.all_of([self.weekday(day.weekday()), self.day_and_month(day)])

    def date(self, day: datetime.date) -> str:
        """With its year: "26. November 2026"."""
        return format_date(day, "long", locale=self.locale)

    def weekday(self, number: int) -> str:
        """0 is Monday."""
        return self.locale.days["stand-alone"]["wide"][number]

    def hours(self, start: datetime.time | None, end: datetime.time | None) -> str:
        """In words: "16:00–17:00" would be read from the wrong end in Arabic."""
        if start is None:
            return ""
        if end is None:
            return self.say("clock_from", time=clock(start))
        return self.say("clock_range", start=clock(start), end=clock(end))

    def language(self, code: str) -> str:
        """The name of a language in this one; nothing for "another language"."""
        if code == Language.MUL:
            return ""
        tag = CLDR_NAMES.get(code) or ISO_639_1.get(code, code)
        return self.locale.languages.get(tag, "")


def clock(time: datetime.time) -> str:
    """Sixteen o'clock is 16:00 on every sign and timetable here, whatever the language."""
    return format_time(time, "HH:mm", locale="de")


def price(euros: Decimal) -> str:
    """As it stands at the till: "12,50 €"."""
    return format_currency(euros, "EUR", locale="de")


def direction_of(text: str) -> str:
    """The direction of a text that somebody typed: that of its first letter."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


@lru_cache(maxsize=1)
def _all() -> dict[str, Labels]:
    words = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {code: Labels(code, said) for code, said in words.items()}


def languages() -> list[str]:
    """The codes of all languages a handout can be printed in, in the order of the file."""
    return list(_all())


def labels(code: str) -> Labels:
    """The words of one language; a code that has none is a KeyError."""
    return _all()[code]


# The other languages of the house as CLDR calls them.
ISO_639_1 = {
    "deu": "de", "ara": "ar", "ukr": "uk", "rus": "ru", "tur": "tr", "eng": "en", "pol": "pl",
    "ron": "ro", "fra": "fr", "sqi": "sq", "hye": "hy", "aze": "az", "bul": "bg", "zho": "zh",
    "ell": "el", "hin": "hi", "ita": "it", "nld": "nl", "pus": "ps", "por": "pt", "pan": "pa",
    "srp": "sr", "som": "so", "spa": "es", "tir": "ti", "tuk": "tk", "hun": "hu", "urd": "ur",
    "vie": "vi",
}  # fmt: skip
