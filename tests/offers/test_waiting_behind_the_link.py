"""Behind the link: that an earlier change of an offer still waits for the office."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from offers import actions
from offers.life import proposing
from offers.models import Offer, ProposedChange
from tests.factories import make_user
from tests.offers.factories import (
    make_inquiry,
    make_offer,
    make_proposal,
    make_reviewed,
    offer_data,
)
from tests.offers.test_second_thoughts import press


pytestmark = pytest.mark.django_db
WAITS = "A change of May 3, 2026 waits for the office to look at it; until it is taken over"
FIRST = datetime.datetime(2026, 5, 3, 10, tzinfo=datetime.UTC)


@pytest.fixture
def asked():
    """The link, an offer with a change that waits since 3 May, and one without."""
    provider = make_reviewed()
    offer = make_offer(provider=provider, title="Frühstück", place="alt")
    other = make_offer(provider=provider, title="Nachhilfe")
    make_proposal(offer, place="neu")
    ProposedChange.objects.update(proposed_at=FIRST)
    token, _inquiry = make_inquiry(offer, other)
    return token, Offer.objects.get(pk=offer.pk), other


def panels(client, token):
    """What the page says of each offer, by its title."""
    page = client.get(reverse("offers:answer", args=[token])).text
    parts = page.split('<form class="panel')[1:]
    return {title: part for part in parts for title in ("Frühstück", "Nachhilfe") if title in part}


def test_the_page_says_at_the_offer_that_a_change_waits(client, asked):
    token, _offer, _other = asked

    said = panels(client, token)

    assert {title: WAITS in part for title, part in said.items()} == {
        "Frühstück": True,
        "Nachhilfe": False,
    }


@pytest.mark.parametrize(
    ("verb", "thanks"), [("true", "confirmed, thank you"), ("end", "ended, thank you")]
)
def test_it_is_said_after_answering_as_well_and_the_thanks_fit_the_answer(
    client, asked, verb, thanks
):
    token, offer, _other = asked

    press(client, verb, token, offer)

    said = panels(client, token)["Frühstück"]
    assert (WAITS in said, thanks in said, "changed; the office" in said) == (True, True, False)


def test_a_change_just_made_is_thanked_for_and_waits_since_today(client, asked):
    token, offer, _other = asked
    url = reverse("offers:answer_edit", args=[token, offer.pk])
    client.post(url, offer_data(offer, place="ganz neu"))

    said = panels(client, token)["Frühstück"]

    assert f"A change of {date_format(timezone.localdate())} waits" in said
    assert "changed; the office looks at it first, thank you" in said


def take_over(change):
    actions.take_over(change, seen=change.offer.version, by=make_user())


def refuse(change):
    proposing.refuse(change, "Der Ort stimmt nicht.", by=make_user())


@pytest.mark.parametrize("decide", [take_over, refuse])
def test_what_is_decided_waits_no_more(client, asked, decide):
    token, offer, _other = asked
    decide(proposing.waiting_for(offer))

    assert WAITS not in panels(client, token)["Frühstück"]


def test_whoever_confirms_reads_that_the_change_still_waits(client, asked):
    token, offer, other = asked

    pages = [press(client, "true", token, one).text for one in (offer, other)]

    sentence = "Your change of this offer still waits for the office."
    assert [sentence in page for page in pages] == [True, False]
