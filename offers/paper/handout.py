"""The handout for a client: picked offers on one sheet per language, in large type.

Nothing here knows who the client is. What is printed may leave the house: public offers only, and
of those nothing but what helps to get there.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import segno
from django.conf import settings
from django.utils.text import Truncator

from integration_office.pdf import render_pdf
from offers.models import Offer, SchoolHoliday
from offers.paper.handout_facts import Fact, facts, marks, phone_of
from offers.paper.handout_labels import Labels, direction_of, labels
from offers.times.occurrences import next_dates
from offers.times.schedules import Slot
from offers.trust.freshness import State


MOST_OFFERS = 12
NEXT_DATES = 3
DOUBTFUL = {State.OVERDUE, State.NEVER, State.SILENT}
# With several offers the sheet is to stay one sheet: so many words of each text by the number of
# offers; of four and more only the facts are printed, in running lines.
WORDS = {2: 25, 3: 12}
FULL = 3


@dataclass(frozen=True)
class Code:
    """A code to scan: what it leads to in a word, the address itself, and the drawing."""

    caption: str
    target: str
    drawing: str


@dataclass(frozen=True)
class Entry:
    offer: Offer
    kind: str
    marks: list[str]
    text: str
    warning: str
    facts: list[Fact]
    code: Code | None

    @property
    def lines(self) -> list[list[Fact]]:
        """The facts in as few lines as they need: time and place have lines of their own."""
        alone = [[fact] for fact in self.facts if fact.is_sought_first]
        return [*alone, [fact for fact in self.facts if not fact.is_sought_first]]


@dataclass(frozen=True)
class Sheet:
    labels: Labels
    date: str
    entries: list[Entry]

    @property
    def is_dense(self) -> bool:
        return len(self.entries) > 2

    @property
    def is_full(self) -> bool:
        return len(self.entries) > FULL


@dataclass(frozen=True)
class Note:
    """What the counsellor adds by hand. It is printed and forgotten."""

    text: str

    @property
    def direction(self) -> str:
        return direction_of(self.text)


def handout(
    offers: Sequence[Offer], languages: Iterable[str], *, now: datetime.datetime, note: str = ""
) -> bytes:
    """The PDF: for each language all offers in their order. Takes offers with their provider,
    location and schedules fetched, and codes of languages that have labels."""
    today = now.date()
    closed = SchoolHoliday.objects.closed()
    dates = {offer.pk: next_dates(offer, NEXT_DATES, closed, now) for offer in offers}
    sheets = [sheet(offers, labels(code), today=today, dates=dates) for code in languages]
    first = sheets[0].labels
    return render_pdf(
        "offers/pdf/handout.html",
        {"sheets": sheets, "office": settings.OFFICE, "note": Note(note) if note else None},
        title=first["title"],
        author=settings.OFFICE["office"],
        language=first.tag,
    )


def sheet(
    offers: Sequence[Offer], words: Labels, *, today: datetime.date, dates: dict[int, list[Slot]]
) -> Sheet:
    entries = [
        entry(offer, words, today=today, dates=dates[offer.pk], beside=len(offers) - 1)
        for offer in offers
    ]
    return Sheet(words, words.say("as_of", date=words.date(today)), entries)


def entry(
    offer: Offer, words: Labels, *, today: datetime.date, dates: list[Slot], beside: int
) -> Entry:
    """`beside` is the number of other offers on the sheet."""
    return Entry(
        offer=offer,
        kind=words[f"kind_{offer.kind}"],
        marks=marks(offer, words),
        text=text_of(offer, beside=beside),
        warning=warning(offer, words),
        facts=facts(
            offer, words, today=today, dates=dates, brief=beside > 0, is_full=beside >= FULL
        ),
        code=code(offer, words),
    )


def text_of(offer: Offer, *, beside: int) -> str:
    """What the provider wrote, as much as there is room for."""
    text = offer.plain_text or offer.short_text or offer.description
    if not beside:
        return text
    most = WORDS.get(beside + 1)
    return Truncator(text).words(most) if most else ""


def warning(offer: Offer, words: Labels) -> str:
    """Nobody shall stand before a closed door because a fact is old."""
    if offer.is_paused:
        return words["paused"]
    return words["ask_first"] if offer.freshness.state in DOUBTFUL else ""


def code(offer: Offer, words: Labels) -> Code | None:
    """Where a phone gets on from here without our login: the offer's page in the web, else a call,
    else the place on the phone's own map."""
    place = offer.location
    if target := offer.website or offer.appointment_url:
        caption = words["scan_website"]
    elif number := dialled(phone_of(offer)):
        target, caption = f"tel:{number}", words["scan_phone"]
    elif place is not None and place.latitude is not None:
        target, caption = f"geo:{place.latitude},{place.longitude}", words["scan_map"]
    else:
        return None
    drawing = segno.make(target, error="m", micro=False).svg_data_uri(border=0, omitsize=True)
    return Code(caption, target, drawing)


def dialled(number: str) -> str:
    """ "04103 / 707-0 (vormittags)" as a phone dials it: "+4941037070"; empty for anything that
    is no number."""
    digits = re.sub(r"[^\d+]", "", re.split(r"[^\d\s()+/.–-]", number.replace("(0)", ""))[0])
    if not re.fullmatch(r"\+?\d{5,16}", digits):
        return ""
    return f"+49{digits[1:]}" if re.match(r"0[1-9]", digits) else re.sub(r"^00", "+", digits)
