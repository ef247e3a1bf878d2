"""Where an offer is known from, for which residence it is meant, and who pays for it."""

import pytest
from django.urls import reverse

from offers import actions
from offers.codes import KnownFrom
from offers.models import Offer
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_inquiry, make_offer, make_partner, offer_data
from tests.offers.feed import asked


pytestmark = pytest.mark.django_db


def edit_url(offer):
    return reverse("offers:edit", args=[offer.pk])


def test_the_office_writes_down_where_it_knows_an_offer_from(client_of):
    offer = make_offer()
    office = client_of(make_user())
    said = {"known_from": "flyer", "source": "Aushang im Rathaus", "source_as_of": "03.2026"}

    office.post(edit_url(offer), offer_data(offer, **said))

    page = office.get(offer.get_absolute_url()).content.decode()
    assert "flyer – Aushang im Rathaus – as of March 2026" in page
    assert "They come from a list" not in page


def test_what_a_partner_takes_up_is_known_from_the_provider(client_of):
    provider = make_organisation()
    new = offer_data(Offer(title="Nähcafé", provider=provider), known_from="website", source="X")

    client_of(make_partner(provider)).post("/offers/create/", new)

    offer = Offer.objects.get()
    assert (offer.known_from, offer.source) == (KnownFrom.PROVIDER, "")


def test_what_is_told_behind_the_link_is_known_from_the_provider(client):
    token, _inquiry = make_inquiry(make_offer())

    client.post(
        reverse("offers:answer_missing", args=[token]),
        {"title": "Nähcafé", "description": "Dienstags, für alle."},
    )

    assert Offer.objects.get(title="Nähcafé").known_from == KnownFrom.PROVIDER


def test_a_partner_does_not_change_where_an_offer_is_known_from(client_of):
    offer = make_offer(known_from=KnownFrom.CALL)

    client_of(make_partner(offer.provider)).post(
        edit_url(offer), offer_data(offer, place="Rathaus", known_from="website")
    )

    offer.refresh_from_db()
    assert (offer.place, offer.known_from) == ("Rathaus", KnownFrom.CALL)


def test_what_the_office_takes_up_is_not_said_to_be_from_the_provider():
    provider = make_offer().provider

    offer = actions.take_up(Offer(title="Neu", provider=provider), by=make_user("coordination"))

    assert offer.known_from == ""


def test_a_hint_about_residence_is_read_by_advisers_and_leaves_nobody_out(client_of):
    offer = make_offer(title="Erstberatung")
    client_of(make_user()).post(
        edit_url(offer), offer_data(offer, residence_statuses=["UKR", "GES"])
    )
    adviser = client_of(make_user("counselling"))

    offer.refresh_from_db()
    page = adviser.get(offer.get_absolute_url()).content.decode()
    words = "§ 24 (Ukraine), permission to stay for asylum seekers"
    assert words in page
    assert words in adviser.get("/offers/?format=csv").getvalue().decode()
    assert words in asked()["contents"][0]["eligibility_description"]
    assert "Erstberatung" in adviser.get("/offers/?residence_statuses=DUL").content.decode()


def test_that_nobody_asked_is_no_hint_about_residence(client_of):
    offer = make_offer()

    page = client_of(make_user()).post(
        edit_url(offer), offer_data(offer, residence_statuses=["NE"])
    )

    assert "residence_statuses" in page.context["form"].errors


def test_whoever_answers_by_mail_gives_the_hint_about_residence(client):
    offer = make_offer()
    token, _inquiry = make_inquiry(offer)

    page = client.get(reverse("offers:answer_edit", args=[token, offer.pk]))

    assert {"residence_statuses"} <= set(page.context["form"].fields)
    assert {"known_from", "source"}.isdisjoint(page.context["form"].fields)


def test_programmes_that_pay_are_suggested_from_what_one_may_see(client_of):
    make_offer(funding="Landesprogramm")
    make_offer(funding="Landesprogramm")
    make_offer(funding="Geheimer Topf", visibility="intern")
    offer = make_offer()

    page = client_of(make_partner(offer.provider)).get(edit_url(offer)).content.decode()

    assert page.count('<option value="Landesprogramm">') == 1
    assert 'list="fundings"' in page
    assert "Geheimer Topf" not in page
