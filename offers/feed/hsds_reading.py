"""Reading the open feed of another town (HSDS 3.0). What is understood is taken, as plain text; a
service that cannot be taken is refused with a sentence and stops no other.

A foreign feed is a stranger's text: nothing in it is markup, an address is only taken when it is a
web address, and nothing is looked up that it points to.
"""

import datetime
import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.utils.dateparse import parse_date
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from integration_office.codes import Language
from integration_office.digits import whole_number
from offers.codes import Weekday
from offers.times.schedules import CODES


MOST_SERVICES = 5_000
LONGEST_STATUS = 40
ALIVE = (None, "", "active", "temporarily closed")
LONGEST = {"foreign_id": 100, "title": 160, "provider_name": 200, "description": 2000}
LONGEST |= {"place": 300, "website": 300, "schedule_text": 300}
# ISO 639-1, as many feeds write it, to the codes of the house.
SHORT_CODES = {
    "de": "deu",
    "ar": "ara",
    "uk": "ukr",
    "ru": "rus",
    "fa": "pes",
    "tr": "tur",
    "ku": "kmr",
    "en": "eng",
    "pl": "pol",
    "ro": "ron",
    "fr": "fra",
    "sq": "sqi",
    "hy": "hye",
    "az": "aze",
    "bg": "bul",
    "zh": "zho",
    "el": "ell",
    "hi": "hin",
    "it": "ita",
    "nl": "nld",
    "ps": "pus",
    "pt": "por",
    "pa": "pan",
    "sr": "srp",
    "so": "som",
    "es": "spa",
    "ti": "tir",
    "tk": "tuk",
    "hu": "hun",
    "ur": "urd",
    "vi": "vie",
}

type Json = Any


@dataclass(frozen=True)
class Foreign:
    """What is understood of one service."""

    foreign_id: str
    title: str
    provider_name: str = ""
    description: str = ""
    place: str = ""
    website: str = ""
    languages: tuple[str, ...] = ()
    schedule_text: str = ""
    assured_on: datetime.date | None = None


@dataclass(frozen=True)
class Refusal:
    """A service that was not taken: its place in the feed, what it calls itself, and why."""

    number: int
    title: str
    reason: str


@dataclass
class Reading:
    offers: list[Foreign] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def parsed(text: str) -> Json:
    """The JSON in a text. Refuses, with a sentence, what is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValidationError(
            _("This is no JSON. Please take the feed itself, not a page about it.")
        ) from None


def services_in(document: Json) -> list[Json]:
    """The services of a document: a page of a list, a list, or one service. Refuses, with a
    sentence, a document without any, and one of more than can be taken."""
    if isinstance(document, dict):
        found = next(
            (document[key] for key in ("contents", "services") if key in document),
            [document] if "name" in document else None,
        )
    else:
        found = document
    if not isinstance(found, list):
        raise ValidationError(
            _("This JSON holds no list of services of HSDS 3.0 (“contents” with services in it).")
        )
    refuse_too_many(len(found))
    return found


def refuse_too_many(number: int) -> None:
    if number > MOST_SERVICES:
        raise ValidationError(
            _("More than %(most)s offers at once are not taken. Please give a smaller feed.")
            % {"most": MOST_SERVICES}
        )


def services_of(pages: Sequence[Json]) -> list[Json]:
    """The services of the pages of one feed. Refuses pages of which one is missing: its offers
    would look as if they were gone."""
    services = [service for page in pages for service in services_in(page)]
    here = {_of_page(page, "page_number", number) for number, page in enumerate(pages, 1)}
    whole = max(_of_page(page, "total_pages", 1) for page in pages)
    if len(here) < whole:
        raise ValidationError(
            _(
                "The feed has %(whole)s pages, and this is only %(here)s of them. Please hand in "
                "the files of all pages together."
            )
            % {"whole": whole, "here": len(here)}
        )
    refuse_too_many(len(services))
    return services


def _of_page(page: Json, name: str, usual: int) -> int:
    return number_in(page.get(name), usual) if isinstance(page, dict) else usual


def number_in(value: Json, usual: int) -> int:
    """A number of pages, also where the feed writes it as a text ("3"): whoever reads it as one
    page takes the offers of the others for gone."""
    number = whole_number(str(value))
    return usual if number is None else number


def read(services: Iterable[Json]) -> Reading:
    """Each service as we understand it, or why not. Of two with one id the first counts."""
    reading, seen = Reading(), set()
    for number, one in enumerate(services, 1):
        title = _text(one.get("name"), "title") if isinstance(one, dict) else ""
        reason = _reason(one, title)
        if not reason:
            offer = _understood(one, title)
            if offer.foreign_id in seen:
                reason = _("This id stands in the feed twice; the first one counts.")
        if reason:
            reading.refused.append(Refusal(number, title, reason))
        else:
            seen.add(offer.foreign_id)
            reading.offers.append(offer)
    return reading


def _reason(one: Json, title: str) -> str:
    if not isinstance(one, dict):
        return _("This is no service: the feed has something else in its place.")
    if not _text(one.get("id"), "foreign_id"):
        return _("It has no “id”. Without one it could not be found again the next time.")
    if not title:
        return _("It has no “name”.")
    if one.get("status") not in ALIVE:
        return _("The other town says that it is no longer active (“%(status)s”).") % {
            "status": _shorten(_text(one.get("status"), "title"), LONGEST_STATUS)
        }
    return ""


def _understood(one: dict[str, Json], title: str) -> Foreign:
    return Foreign(
        foreign_id=_text(one["id"], "foreign_id"),
        title=title,
        provider_name=_text(_part(one, "organization").get("name"), "provider_name"),
        description=_text(one.get("description"), "description", lines=True),
        place=_shorten("; ".join(_places(one)), LONGEST["place"]),
        website=_address(one),
        languages=tuple(dict.fromkeys(_languages(one))),
        schedule_text=_shorten("; ".join(_times(one)), LONGEST["schedule_text"]),
        assured_on=_day(one.get("assured_date")),
    )


def _text(value: Json, name: str, *, lines: bool = False) -> str:
    """Plain text of a value, as long as we can keep it: no tags, no control characters."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    try:
        plain = html.unescape(strip_tags(str(value)))
    except SuspiciousOperation:  # thousands of tags in each other: no text of a town
        return ""
    plain = re.sub(r"[^\S\n]+" if lines else r"\s+", " ", plain.replace("\x00", ""))
    plain = "".join(sign for sign in plain if sign.isprintable() or (lines and sign == "\n"))
    return _shorten(plain.strip(), LONGEST[name])


def _shorten(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _part(one: dict[str, Json], name: str) -> dict[str, Json]:
    part = one.get(name)
    return part if isinstance(part, dict) else {}


def _parts(one: dict[str, Json], name: str) -> list[dict[str, Json]]:
    parts = one.get(name)
    return [p for p in parts if isinstance(p, dict)] if isinstance(parts, list) else []


def _places(one: dict[str, Json]) -> Iterator[str]:
    """Each place once: how the feed describes it, or its name and address."""
    said = []
    for at in _parts(one, "service_at_locations"):
        location = _part(at, "location")
        address = next(iter(_parts(location, "addresses")), {})
        names = [location.get("name"), address.get("address_1"), address.get("city")]
        words = [_text(name, "place") for name in names]
        by_name = ", ".join(dict.fromkeys(filter(None, words)))
        said.append(_text(at.get("description"), "place") or by_name)
    yield from dict.fromkeys(filter(None, said))


def _address(one: dict[str, Json]) -> str:
    """The page about the service or, if there is none, about its organisation."""
    for url in (one.get("url"), _part(one, "organization").get("website")):
        if isinstance(url, str) and len(url) <= LONGEST["website"] and _is_web(url.strip()):
            return url.strip()
    return ""


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname)
    except ValueError:
        return False
    plain = url.isprintable() and not re.search(r"[\s\"'<>\\]", url)
    return parts.scheme in ("http", "https") and named and plain


def _languages(one: dict[str, Json]) -> Iterator[str]:
    """Codes of the house; a language we have no code for is "another"."""
    labels = {str(language.label).casefold(): language.value for language in Language}
    for language in _parts(one, "languages"):
        code = _text(language.get("code"), "title").lower()
        name = _text(language.get("name"), "title").casefold()
        code = SHORT_CODES.get(code.split("-")[0], code)
        if code in Language.values:
            yield code
        elif code or name:
            yield labels.get(name, Language.MUL.value)


def _times(one: dict[str, Json]) -> Iterator[str]:
    """Each schedule once, in the words of the feed or in ours."""
    schedules = _parts(one, "schedules")
    for at in _parts(one, "service_at_locations"):
        schedules += _parts(at, "schedules")
    said = [_text(s.get("description"), "schedule_text") or _in_words(s) for s in schedules]
    yield from dict.fromkeys(filter(None, said))


def _in_words(schedule: dict[str, Json]) -> str:
    """ "Tuesday, Thursday, 16:00–18:00" of a rule without words."""
    days = [_day_in_words(day) for day in _text(schedule.get("byday"), "title").split(",")]
    if schedule.get("interval") not in (None, 1, "1") and any(days):
        rhythm = _("every second week") if schedule.get("interval") in (2, "2") else ""
        days.append(rhythm)
    opens, closes = (_clock(schedule.get(name)) for name in ("opens_at", "closes_at"))
    return ", ".join(filter(None, [*days, "–".join(filter(None, [opens, closes]))]))


def _day_in_words(day: str) -> str:
    found = re.fullmatch(r"(-?\d)?([A-Z]{2})", day.strip().upper())
    if not found or found[2] not in CODES:
        return ""
    label = str(list(Weekday)[CODES.index(found[2])].label)
    if not found[1]:
        return label
    if found[1] == "-1":
        return _("last %(day)s of the month") % {"day": label}
    return _("%(number)s. %(day)s of the month") % {"number": found[1], "day": label}


def _clock(value: Json) -> str:
    found = re.match(r"([01]?\d|2[0-3]):[0-5]\d", value) if isinstance(value, str) else None
    return found[0] if found else ""


def _day(value: Json) -> datetime.date | None:
    try:
        return parse_date(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
