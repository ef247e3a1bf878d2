"""A place in the words of a list: "VHS Wedel, ABC-Straße 3, Zimmer 205" is a house with street and
room. Only what is certain becomes a place; everything else stays the text it was.
"""

import re
from dataclasses import dataclass


HOUSE_NUMBER = r"\d{1,4}\s?[a-zA-Z]?(?:\s?[-–/]\s?\d{1,4}\s?[a-zA-Z]?)?"
STREET = re.compile(rf"(?P<street>[^\W\d_][\w.\- ]*?)\s+(?P<number>{HOUSE_NUMBER})")
TOWN = re.compile(r"(?P<postcode>\d{5})\s+(?P<city>[^\W\d_].*)")
# Words with a number behind them that are no street.
ROOMS = {
    *("zimmer", "raum", "halle", "haus", "saal", "etage", "og", "eg", "stock", "stockwerk"),
    *("gebäude", "eingang", "aufgang", "block", "klasse", "gruppe", "ebene", "platz", "tor"),
    *("hausnummer", "nr", "tel", "telefon", "fax", "bus", "linie", "ab", "bis", "um", "postfach"),
}
ABBREVIATED = re.compile(r"(?i)(?<=[a-zäöüß\-\s])str(?:\.|asse)?(?=\s|$)")


@dataclass(frozen=True)
class Found:
    """What a text says about a place: the name of the house, street, postcode and town, and the
    words that are none of these (a room, an entrance)."""

    name: str
    street: str
    postcode: str
    city: str
    rest: str


def found_in(text: str) -> Found | None:
    """The place in a text whose parts are divided by commas; None unless exactly one part is a
    street with a number."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    streets = [place for place, part in enumerate(parts) if _is_street(part)]
    if len(streets) != 1:
        return None
    at = streets[0]
    match = STREET.fullmatch(parts[at])
    before, after = parts[:at], parts[at + 1 :]
    town = next((hit for hit in map(TOWN.fullmatch, after) if hit), None)
    rest = [part for part in after if not TOWN.fullmatch(part)]
    return Found(
        name=", ".join(before),
        street=f"{match['street']} {_close(match['number'])}" if match else parts[at],
        postcode=town["postcode"] if town else "",
        city=town["city"] if town else "",
        rest=", ".join(rest),
    )


def _is_street(part: str) -> bool:
    match = STREET.fullmatch(part)
    return match is not None and match["street"].split()[0].lower().rstrip(".") not in ROOMS


def _close(number: str) -> str:
    """ "77 – 79" and "77-79" are one number."""
    return re.sub(r"\s?[-–]\s?", "-", number)


def street_key(street: str) -> str:
    """The same for all ways to write one street: "Bahnhofstr. 58" and "Bahnhofstraße 58"."""
    full = ABBREVIATED.sub("straße", street.strip())
    plain = full.casefold().replace("ss", "s").replace("ß", "s").replace("–", "-")
    return re.sub(r"[^\w/]", "", plain)
