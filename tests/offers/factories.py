"""Offers and questions about them for tests. Name only what the test is about."""

import datetime
import re
from itertools import count

from django.utils import timezone
from django.utils.dateparse import parse_time

from integration_office.models import OutgoingMail
from offers import actions, indexing
from offers.codes import Status, Via
from offers.life import proposing
from offers.models import Arrangement, Offer, Schedule, SchoolHoliday, SearchWord
from offers.searching import staff_words as search_words
from offers.trust import inquiring
from tests.factories import make_user
from tests.network.factories import make_membership, make_organisation


numbers = count(1)


def days_ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


def make_offer(*, provider=None, confirmed=None, **fields):
    """A published offer, never confirmed; `confirmed=20` was confirmed 20 days ago by link."""
    if confirmed is not None:
        fields |= {"confirmed_on": days_ago(confirmed), "confirmed_via": Via.LINK}
    closed = fields.get("status") in (Status.ENDED, Status.ARCHIVED)
    draft = fields.get("status") in (Status.DRAFT, Status.SUBMITTED)
    usual = {
        "title": f"Angebot {next(numbers)}",
        "status": Status.PUBLISHED,
        "published_on": None if draft else timezone.localdate(),
        "ended_on": timezone.localdate() if closed else None,
    }
    offer = Offer.objects.create(provider=provider or make_organisation(), **usual | fields)
    indexing.refresh([offer])
    offer.refresh_from_db()
    return offer


def make_schedule(offer=None, *, rule="FREQ=WEEKLY;BYDAY=TH", start="16:00", end="17:30", **fields):
    """Thursdays from 16:00 to 17:30 since New Year 2026, without an exception."""
    offer = offer or make_offer()
    times = {"start_time": parse_time(start or ""), "end_time": parse_time(end or "")}
    usual = {"starts_on": datetime.date(2026, 1, 1), "except_public_holidays": False}
    schedule = Schedule.objects.create(offer=offer, rule=rule, **usual | times | fields)
    indexing.refresh([offer])
    return schedule


def make_holiday(first="2026-12-21", last="2027-01-06", name="Weihnachtsferien"):
    day = datetime.date.fromisoformat
    holiday, _new = SchoolHoliday.objects.get_or_create(
        first_day=day(first), defaults={"last_day": day(last), "name": name}
    )
    return holiday


def times_data(*rows):
    """What the rows for the times of an offer send; a stored one says its `pk`."""
    stored = sum("pk" in row for row in rows)
    data = {"times-TOTAL_FORMS": len(rows), "times-INITIAL_FORMS": stored}
    for number, row in enumerate(rows):
        data |= {f"times-{number}-{name}": value for name, value in row.items()}
    return data


# What an offer needs before it is published, and nothing more.
ENOUGH = {
    "short_text": "Wir reden miteinander.",
    "fields_of_action": ["SPR"],
    "schedule_text": "dienstags",
    "place": "Rathaus",
    "contact_phone": "04103 000",
}


def make_draft(**fields):
    """A draft that can be published as it is."""
    return make_offer(**{"status": Status.DRAFT} | ENOUGH | fields)


def make_two():
    """Two offers of one provider."""
    provider = make_organisation(name="Elternbund")
    return [make_offer(provider=provider, title=title) for title in ("Frühstück", "Nachhilfe")]


def make_partner(provider=None):
    """A partner account that speaks for `provider`."""
    return make_membership(organisation=provider or make_organisation()).user


def make_inquiry(*offers, by=None):
    """Ask the provider of these offers: the token of the mail and the inquiry."""
    offers = offers or (make_offer(),)
    inquiry = inquiring.ask(
        offers[0].provider, "anbieter@demo.example", by=by or make_user("coordination")
    )
    body = OutgoingMail.objects.order_by("-pk").first().body
    return re.search(r"/offers/answer/([\w-]+)/", body)[1], inquiry


def offer_data(offer, **changes):
    """What the form of this offer sends when only `changes` are typed."""
    data = {
        "version": offer.version,
        "title": offer.title,
        "provider": offer.provider_id,
        "kind": offer.kind,
        "barrier_free": offer.barrier_free,
        "is_free": offer.is_free,
        "registration": offer.registration,
        "childcare": offer.childcare,
        "interpreting": offer.interpreting,
        "visibility": offer.visibility,
        "confirm_every": offer.confirm_every,
    }
    return data | changes


def make_reviewed(provider=None):
    """A provider whose changes the office checks."""
    provider = provider or make_organisation()
    Arrangement.objects.create(organisation=provider, reviewed=True)
    return provider


def make_proposal(offer=None, *, by=None, via=Via.LINK, **facts):
    """A change of a reviewed provider that waits: what `facts` say, by mail link."""
    offer = offer or make_offer()
    if not Arrangement.objects.filter(organisation=offer.provider).exists():
        make_reviewed(offer.provider)
    theirs = Offer.objects.get(pk=offer.pk)
    for name, value in (facts or {"place": "Rathausplatz 4"}).items():
        setattr(theirs, name, value)
    actions.change(theirs, by=by, via=via)
    offer.refresh_from_db()
    return proposing.waiting_for(offer)


def make_search_word(word=None, means="Kleiderkammer", language="ukr"):
    word = word or f"крамничка {next(numbers)}"
    found = SearchWord(word=word, means=means, language=language)
    return search_words.keep(found, by=make_user("coordination"))
