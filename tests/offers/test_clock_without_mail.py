"""Whoever no mail can ask is not vouched for for ever: the office calls, or it is not printed."""

import datetime

import pytest
from django.urls import reverse

from integration_office.models import OutgoingMail
from offers.models import Arrangement, Offer
from offers.trust import inquiring
from offers.trust.freshness import State
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.clock import START, in_directory, states
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db


def make_unreachable(title="Nähstube", *, name="Nähverein", **fields):
    """An offer in the catalogue since the first day; its provider has no e-mail address."""
    provider = fields.pop("provider", None) or make_organisation(name=name, email="")
    return make_offer(title=title, provider=provider, published_on=START.date(), **fields)


def test_a_list_just_taken_in_is_printed_for_six_weeks(on_day):
    make_unreachable()

    seen = {}
    for number in (0, 27, 28, 41, 42):
        on_day(number)
        seen[number] = (states()["Nähstube"], in_directory() == {"Nähstube"})

    assert seen == {
        0: (State.NEVER, True),
        27: (State.NEVER, True),
        28: (State.SILENT, True),
        41: (State.SILENT, True),
        42: (State.SILENT, False),
    }
    assert Offer.objects.in_catalogue().count() == 1
    assert not OutgoingMail.objects.exists()


def test_what_was_confirmed_once_has_the_same_time_after_it_got_due(on_day):
    due = START.date() - datetime.timedelta(days=1)
    make_unreachable(confirmed_on=due.replace(month=due.month - 6), confirmed_via="link")

    on_day(27)
    assert states() == {"Nähstube": State.OVERDUE}
    on_day(28)
    assert states() == {"Nähstube": State.SILENT}


def test_who_wants_no_mails_is_no_exception(on_day):
    provider = make_organisation(name="Auf Wunsch", email="verein@demo.example")
    Arrangement.objects.create(organisation=provider, asked_automatically=False)
    make_unreachable(provider=provider)

    on_day(28)

    assert states() == {"Nähstube": State.SILENT}


def test_the_clock_of_mails_goes_first_where_somebody_was_asked(on_day, settings):
    by_hand = make_unreachable("Gefragt", name="Gefragt")
    make_unreachable(
        "Unser", name=f"Stadt {settings.OFFICE['town_name']} {settings.OFFICE['office']}"
    )
    make_unreachable("Frisch", name="Frisch", confirmed_on=START.date(), confirmed_via="link")

    on_day(27)
    inquiring.ask(by_hand.provider, "vorstand@demo.example", by=make_user())
    on_day(28)

    assert states() == {"Gefragt": State.NEVER, "Unser": State.NEVER, "Frisch": State.FRESH}


def test_the_office_reads_whom_to_call_and_one_call_brings_it_back(on_day, client_of):
    offer = make_unreachable()
    on_day(42)
    client = client_of(make_user())

    named = client.get(reverse("offers:due")).text
    today = client.get("/").text
    client.post(reverse("offers:due_confirm", args=[offer.pk]))

    assert "call, or write down an address" in named
    assert "1 offer has had no answer for four weeks" in today
    assert in_directory() == {"Nähstube"}
