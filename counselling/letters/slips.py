"""Slips to take along: where to go, when, and what to bring. Plain words, nothing about why."""

import datetime
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from counselling.letters import frame
from counselling.letters.frame import Row, Word
from counselling.models import Referral
from network.models import Organisation
from offers.models import Offer, SchoolHoliday
from offers.paper import handout
from offers.paper.handout_facts import facts, marks, shown
from offers.paper.handout_labels import Labels, clock
from offers.times.schedules import coming


NEXT_DATES = 3
BESIDE_AN_APPOINTMENT = ("where", "way", "cost", "access", "bring", "phone", "email", "website")


@dataclass(frozen=True)
class Place:
    """An offer or a body as it stands on a letter."""

    name: str
    provider: str
    marks: list[str]
    text: str
    rows: list[Row]
    code: handout.Code | None = None
    is_brief: bool = False


@dataclass(frozen=True)
class Slip:
    """What is printed for one referral; `moment` is the appointment, in one or two languages."""

    moment: list[Word]
    place: Place
    escort: str
    help: list[Word]


def place_of(
    offer: Offer, other: Labels | None, *, now: datetime.datetime, brief: bool = False
) -> Place:
    """Takes an offer with provider, location and schedules fetched; `brief` where several have to
    fit on a sheet."""
    german, today = frame.german(), now.date()
    dates = coming(offer.schedules.all(), now, SchoolHoliday.objects.closed(), number=NEXT_DATES)
    first, *rest = [
        facts(offer, words, today=today, dates=dates, brief=True)
        for words in (german, other)
        if words is not None
    ]
    rows = frame.merged(first, rest[0] if rest else None, other)
    if brief:
        rows = _only(rows, "when", "where", "phone")
    return Place(
        name=offer.title,
        provider=str(offer.provider),
        marks=marks(offer, german),
        text="" if brief else offer.plain_text or offer.short_text,
        rows=rows,
        code=None if brief else handout.code(offer, german),
        is_brief=brief,
    )


def _only(rows, *keys):
    kept = {frame.german()[key] for key in keys}
    return [row for row in rows if row.labels[0].text in kept]


def body_of(organisation: Organisation, other: Labels | None) -> Place:
    rows = [
        frame.row("where", organisation.address, other=other),
        frame.row("phone", organisation.phone, other=other),
        frame.row("email", organisation.email, other=other),
        frame.row("website", shown(organisation.website), other=other),
    ]
    return Place(
        name=organisation.name,
        provider="",
        marks=[],
        text=organisation.task,
        rows=[row for row in rows if row.lines],
    )


def slip_of(referral: Referral, language: str, *, now: datetime.datetime) -> Slip:
    """Nothing of the case: no name, no topic, no reason."""
    other = frame.second(language)
    if referral.offer:
        place = place_of(referral.offer, other, now=now)
    else:
        place = body_of(referral.organisation, other)
    if referral.appointment_on:
        # Its own day counts, not the usual hours.
        place = replace(place, rows=_only(place.rows, *BESIDE_AN_APPOINTMENT))
    return Slip(
        moment=_moment(referral, other),
        place=place,
        escort=referral.escort,
        help=frame.label("help", other),
    )


def _moment(referral, other):
    day, at = referral.appointment_on, referral.appointment_at
    if day is None:
        return []
    return [
        frame.said(words.all_of([words.day(day), clock(at) if at else ""]), words)
        for words in (frame.german(), other)
        if words is not None
    ]


def slip(referral: Referral, language: str, *, now: datetime.datetime) -> bytes:
    """The PDF. Takes a referral whose offer has its provider, location and schedules fetched."""
    title = _("Your appointment") if referral.is_appointment else _("Where you find help")
    context = {"slip": slip_of(referral, language, now=now)}
    return frame.printed("counselling/pdf/slip.html", context, title=title)
