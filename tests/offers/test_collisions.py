"""Two people at the same offer: the second is shown both texts, and nothing is overwritten."""

import pytest
from django.test import Client
from django.urls import reverse

from offers.models import Offer
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import (
    make_inquiry,
    make_offer,
    make_schedule,
    offer_data,
    times_data,
)


pytestmark = pytest.mark.django_db

LONG = "Wir lesen, schreiben und reden miteinander, jede Woche nach der Schule im {}."


def both_texts(response):
    return [(row.label, row.before, row.after) for row in response.context["form"].both_texts]


def test_office_and_partner_in_two_tabs_lose_nothing(client_of):
    offer = make_offer(description=LONG.format("Rathaus"))
    token, _inquiry = make_inquiry(offer)
    partner, office = Client(), client_of(make_user())
    link = reverse("offers:answer_edit", args=[token, offer.pk])
    page = reverse("offers:edit", args=[offer.pk])
    seen = offer_data(offer, description=offer.description)

    partner.post(link, seen | {"description": LONG.format("Theater"), "languages": ["deu", "ukr"]})
    refused = office.post(page, seen | {"description": LONG.format("Kino"), "languages": ["deu"]})

    html = refused.content.decode()
    assert refused.status_code == 422
    assert both_texts(refused) == [
        ("Description", LONG.format("Theater"), LONG.format("Kino")),
        ("Languages", "German, Ukrainian", "German"),
    ]
    assert "<mark>Theater.</mark>" in html
    assert "<mark>Kino.</mark>" in html
    assert Offer.objects.get().description == LONG.format("Theater")

    version = refused.context["form"]["version"].value()
    saved = office.post(page, seen | {"description": LONG.format("Kino"), "version": version})

    assert saved.status_code == 302
    assert Offer.objects.get().description == LONG.format("Kino")


def test_the_other_way_round_the_partner_is_shown_both_texts_and_takes_the_rest_over():
    offer = make_offer(place="alt", women_only=False)
    token, _inquiry = make_inquiry(offer)
    seen = offer_data(offer, place="alt")
    Offer.objects.update(place="vom Büro", women_only=True, version=1)

    link = reverse("offers:answer_edit", args=[token, offer.pk])
    refused = Client().post(link, seen | {"place": "vom Anbieter"})

    assert both_texts(refused) == [("Place", "vom Büro", "vom Anbieter")]
    assert refused.context["form"]["women_only"].value()
    assert "taken over below: For women only." in refused.text


def test_times_stand_side_by_side(client_of):
    offer = make_offer()
    seen = offer_data(offer)
    kept = make_schedule(offer, except_public_holidays=True)
    Offer.objects.update(version=1)
    row = {"rhythm": "woche", "weekdays": ["fr"], "start_time": "10:00", "pk": kept.pk}
    row |= {"except_public_holidays": "on", "starts_on": "2026-01-01"}

    page = reverse("offers:edit", args=[offer.pk])
    refused = client_of(make_user()).post(page, seen | times_data(row))

    assert both_texts(refused) == [("When", "Thursdays 16:00–17:30", "Fridays from 10:00")]


def test_times_that_nobody_touched_are_not_spoken_of(client_of):
    offer = make_offer()
    seen = offer_data(offer, **times_data({"rhythm": "woche"}))  # the empty row of the page
    Offer.objects.update(version=1, place="Rathaus")

    page = reverse("offers:edit", args=[offer.pk])
    refused = client_of(make_user()).post(page, seen)

    assert refused.status_code == 422
    assert "Times saved now" not in refused.text


def test_rows_that_are_chosen_stand_there_by_name(client_of):
    offer, other = make_offer(), make_organisation(name="Villa")
    first, second = make_organisation(name="Bücherei"), make_organisation(name="Volkshochschule")
    seen = offer_data(offer)
    offer.cooperation_partners.set([first])
    Offer.objects.update(provider=other, version=1)

    page = reverse("offers:edit", args=[offer.pk])
    data = seen | {"cooperation_partners": [first.pk, second.pk]}
    refused = client_of(make_user()).post(page, data)

    assert both_texts(refused) == [
        ("In cooperation with", "Bücherei", "Bücherei, Volkshochschule"),
    ]
    assert refused.context["form"]["provider"].value() == str(other.pk)


def test_what_cannot_be_read_is_shown_as_it_was_typed(client_of):
    offer = make_offer(capacity=12)
    seen = offer_data(offer, capacity="viele", provider="x")
    Offer.objects.update(version=1, capacity=20, provider=make_organisation(name="Villa"))

    page = reverse("offers:edit", args=[offer.pk])
    refused = client_of(make_user()).post(page, seen)

    assert both_texts(refused) == [
        ("Provider", "Villa", "x"),
        ("Places", "20", "viele"),
    ]
