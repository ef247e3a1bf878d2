"""The office opens an ended or archived offer again; it has to be complete before it is seen."""

import pytest
from django.urls import reverse

from integration_office.models import AuditEntry
from offers.codes import Status
from offers.models import Offer
from tests.factories import make_user
from tests.offers.factories import ENOUGH, days_ago, make_offer, make_partner, make_reviewed


pytestmark = pytest.mark.django_db
CLOSED = [Status.ENDED, Status.ARCHIVED]


def url(verb, offer):
    return reverse(f"offers:{verb}", args=[offer.pk])


def make_closed(status=Status.ARCHIVED, **fields):
    return make_offer(status=status, ended_on=days_ago(800), published_on=days_ago(900), **fields)


@pytest.mark.parametrize("status", CLOSED)
def test_the_office_opens_a_closed_offer_again_as_a_draft(client_of, status):
    offer = make_closed(status, confirmed=850)
    user = make_user()

    question = client_of(user).get(url("reopen", offer)).text
    page = client_of(user).post(url("reopen", offer), follow=True).text

    after = Offer.objects.get()
    assert "Before it is published it is checked for what is missing" in question
    assert "is a draft again" in page
    assert (after.status, after.ended_on, after.published_on) == (Status.DRAFT, None, None)
    assert (after.confirmed_on, after.version) == (days_ago(850), offer.version)
    assert AuditEntry.objects.filter(verb="reopened", by=user).count() == 1
    assert after not in Offer.objects.in_catalogue()


def test_it_is_published_only_when_it_is_complete(client_of):
    offer = make_closed(**ENOUGH | {"place": ""})
    client = client_of(make_user())
    client.post(url("reopen", offer))

    refused = client.post(url("publish", offer), follow=True).text
    Offer.objects.update(place="Rathaus")
    client.post(url("publish", offer))

    after = Offer.objects.get()
    assert "This is still missing: Say where it takes place" in refused
    assert (after.status, after.published_on) == (Status.PUBLISHED, days_ago(0))
    assert after.confirmed_on == days_ago(0)


@pytest.mark.parametrize(
    "status", [Status.DRAFT, Status.SUBMITTED, Status.PUBLISHED, Status.PAUSED]
)
def test_what_is_open_is_not_opened(client_of, status):
    offer = make_offer(status=status)

    page = client_of(make_user()).post(url("reopen", offer), follow=True).text

    assert "This does not go from here" in page
    assert Offer.objects.get().status == status
    assert not AuditEntry.objects.filter(verb="reopened").exists()


@pytest.mark.parametrize("status", CLOSED)
@pytest.mark.parametrize("make_provider", [make_reviewed, lambda: None])
def test_its_provider_does_not_open_it(client_of, status, make_provider):
    offer = make_closed(status, provider=make_provider())
    partner = client_of(make_partner(offer.provider))

    response = partner.post(url("reopen", offer))

    assert response.status_code == 403
    assert Offer.objects.get().status == status
    assert url("reopen", offer) not in partner.get(offer.get_absolute_url()).text


@pytest.mark.parametrize(
    ("status", "verbs"),
    [
        (Status.ENDED, ["publish", "reopen", "archive"]),
        (Status.ARCHIVED, ["reopen"]),
        (Status.DRAFT, ["publish", "archive", "delete"]),
        (Status.SUBMITTED, ["publish", "send_back", "archive"]),
        (Status.PUBLISHED, ["pause", "end"]),
        (Status.PAUSED, ["publish", "end"]),
    ],
)
def test_the_page_shows_the_office_what_may_come_next(client_of, status, verbs):
    offer = make_offer(status=status)

    shown = client_of(make_user()).get(offer.get_absolute_url()).context["verbs"]

    addresses = [address.partition("?")[0] for _label, address in shown]
    assert addresses == [url(verb, offer) for verb in verbs]


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.DRAFT, "Publish"),
        (Status.PAUSED, "Resume"),
        (Status.ENDED, "Publish again"),
    ],
)
def test_the_button_says_what_publishing_brings_back(client_of, status, word):
    offer = make_offer(status=status)

    page = client_of(make_user()).get(offer.get_absolute_url()).text

    assert f'href="{url("publish", offer)}"><span class="kern-label">{word}</span>' in page


def test_a_draft_that_was_put_away_did_not_end(client_of):
    offer = make_offer(status=Status.ARCHIVED, published_on=None)
    ended = make_closed()
    client = client_of(make_user())

    drafted, gone = client.get(offer.get_absolute_url()), client.get(ended.get_absolute_url())

    assert "This offer has been closed since" in drafted.text
    assert "It is no longer in the catalogue." not in drafted.text
    assert "It is no longer in the catalogue." in gone.text
