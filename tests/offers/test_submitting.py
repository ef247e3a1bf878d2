"""What a reviewed partner hands in, and how the office publishes it or sends it back."""

import pytest
from django.urls import reverse

from integration_office.models import OutgoingMail
from offers import actions
from offers.codes import Status, Via
from offers.models import Offer
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import (
    days_ago,
    make_draft,
    make_offer,
    make_partner,
    make_reviewed,
    offer_data,
)


pytestmark = pytest.mark.django_db


def url(verb, pk):
    return reverse(f"offers:{verb}", args=[pk])


def test_reviewed_partners_submit_and_others_may_publish(client_of):
    offer = make_draft(provider=make_reviewed())
    partner = make_partner(offer.provider)
    client = client_of(partner)

    page = client.get(offer.get_absolute_url()).content.decode()
    refused = client.post(url("publish", offer.pk), follow=True)
    submitted = client.post(url("submit", offer.pk), follow=True)
    offer.refresh_from_db()

    assert [f'{url(verb, offer.pk)}"' in page for verb in ("submit", "publish")] == [True, False]
    assert "Please submit it." in refused.content.decode()
    assert "is submitted" in submitted.content.decode()
    assert (offer.status, offer.confirmed_by) == (Status.SUBMITTED, partner)
    free = make_draft()
    page = client_of(make_partner(free.provider)).get(free.get_absolute_url()).content.decode()
    assert [f'{url(verb, free.pk)}"' in page for verb in ("submit", "publish")] == [True, True]


def test_the_office_publishes_what_was_submitted_in_the_providers_name(client_of):
    offer = make_draft()
    partner = make_partner(offer.provider)
    actions.submit(offer, by=partner, via=Via.LOGIN)

    client_of(make_user()).post(url("publish", offer.pk))

    offer.refresh_from_db()
    assert (offer.status, offer.published_on) == (Status.PUBLISHED, days_ago(0))
    assert (offer.confirmed_by, offer.confirmed_via) == (partner, Via.LOGIN)


def test_what_lacks_something_is_not_submitted(client_of):
    offer = make_offer(status=Status.DRAFT)

    page = client_of(make_partner(offer.provider)).post(url("submit", offer.pk), follow=True)

    assert "This is still missing:" in page.content.decode()
    assert Offer.objects.get().status == Status.DRAFT


def test_what_is_over_is_not_submitted(client_of):
    offer = make_draft(valid_until=days_ago(1).isoformat())

    page = client_of(make_partner(offer.provider)).post(url("submit", offer.pk), follow=True)

    assert "The last day of this offer was" in page.text
    assert Offer.objects.get().status == Status.DRAFT


def test_what_had_ended_and_is_submitted_stands_in_the_catalogue_from_the_new_day_on(client_of):
    ended = {"status": Status.ENDED, "published_on": days_ago(90), "ended_on": days_ago(30)}
    offer = make_draft(**ended)

    client_of(make_partner(offer.provider)).post(url("submit", offer.pk))
    client_of(make_user()).post(url("publish", offer.pk))

    offer.refresh_from_db()
    assert (offer.status, offer.published_on) == (Status.PUBLISHED, days_ago(0))


def test_the_office_sends_back_with_a_sentence(client_of):
    offer = make_draft()
    partner = make_partner(offer.provider)
    actions.submit(offer, by=partner, via=Via.LOGIN)
    office = client_of(make_user())

    empty = office.post(url("send_back", offer.pk), {"remark": ""})
    office.post(url("send_back", offer.pk), {"remark": "Bitte den Preis nennen."})
    twice = office.post(url("send_back", offer.pk), {"remark": "Noch einmal."})

    offer.refresh_from_db()
    mail = OutgoingMail.objects.get()
    assert (empty.status_code, twice.status_code) == (422, 422)
    assert (offer.status, offer.published_on) == (Status.DRAFT, None)
    assert (mail.to, "Bitte den Preis nennen." in mail.body) == (partner.email, True)


def test_why_an_offer_came_back_is_read_on_its_page_and_on_the_start_page(client_of):
    offer = make_draft(provider=make_reviewed(), title="Nähen", status=Status.SUBMITTED)
    client, office = client_of(make_partner(offer.provider)), client_of(make_user())

    office.post(url("send_back", offer.pk), {"remark": "Bitte den Preis nennen."})
    start, page = client.get("/").text, client.get(offer.get_absolute_url()).text
    client.post(url("submit", offer.pk))
    submitted, read = client.get("/").text, office.get(offer.get_absolute_url()).text
    office.post(url("publish", offer.pk))

    assert "“Nähen” came back from the office" in start
    assert "The office gave the offer back on" in page
    assert ("Bitte den Preis nennen." in page, "Go on from it" in page) == (True, False)
    assert ("came back" in submitted, "Bitte den Preis nennen." in read) == (False, True)
    assert "Bitte den Preis nennen." not in client.get(offer.get_absolute_url()).text
    assert "was not taken over" not in client.get("/").text


@pytest.mark.parametrize(
    ("make_provider", "next_step"),
    [(make_reviewed, "Submit it as soon as"), (make_organisation, "Publish it as soon as")],
)
def test_after_a_new_offer_its_provider_reads_the_step_that_is_theirs(
    client_of, make_provider, next_step
):
    provider = make_provider()
    data = offer_data(Offer(provider=provider), title="Nähen")

    page = client_of(make_partner(provider)).post(reverse("offers:create"), data, follow=True)

    assert next_step in page.text
