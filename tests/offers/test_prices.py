"""A price is read as people write it, and what is no price is refused with a sentence."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from integration_office.forms import OfficeForm
from offers.models import Offer
from offers.prices import PriceField, parse_price
from tests.factories import make_user
from tests.offers.factories import make_inquiry, make_offer, make_partner, offer_data


amounts = st.decimals(0, Decimal("99999.99"), places=2)
WHOLES = [lambda n: f"{n}", *(lambda n, mark=mark: f"{n:,}".replace(",", mark) for mark in ". '’ ")]
NO_CENTS = ["", ",", ",-", ",--", ",–", ".—", ".-", ",00", ".0"]
CENTS = [lambda cents: f",{cents:02}", lambda cents: f".{cents:02}"]
CURRENCIES = [
    "{}",
    "{} €",
    "{}€",
    "€ {}",
    "€{}",
    "EUR {}",
    "{} EUR",
    "{} Euro",
    " {} euro ",
    "{}\xa0€",
]


@st.composite
def written(draw):
    """A price, and one of the ways in which people write it."""
    price = draw(amounts)
    whole, cents = divmod(int(price * 100), 100)
    endings = [ending(cents) for ending in CENTS]
    if cents % 10 == 0:
        endings += [f",{cents // 10}", f".{cents // 10}"]
    if cents == 0:
        endings += NO_CENTS
    text = draw(st.sampled_from(WHOLES))(whole) + draw(st.sampled_from(endings))
    if whole == 0 and cents and draw(st.booleans()):
        text = text.removeprefix("0")
    return price, draw(st.sampled_from(CURRENCIES)).format(text)


@given(written())
def test_every_way_of_writing_a_price_says_the_same(pair):
    price, text = pair

    assert parse_price(text) == price


@given(st.text(max_size=60) | st.text("0123456789.,-–€ EURkostenlf'", max_size=14))
def test_any_text_is_a_price_with_cents_or_refused(text):
    try:
        price = parse_price(text)
    except ValidationError:
        return

    assert price.is_finite()
    assert price == round(price, 2)
    assert len(text) <= 40


class PriceForm(OfficeForm):
    price = PriceField()


@given(amounts)
def test_what_a_form_shows_can_be_typed_again(price):
    with translation.override("de"):
        shown = PriceForm()["price"].field.widget.format_value(price)

    assert parse_price(shown) == price


def save(client_of, **typed):
    """What the form of an offer answers, and the offer after that."""
    offer = make_offer()
    url = reverse("offers:edit", args=[offer.pk])
    response = client_of(make_partner(offer.provider)).post(url, offer_data(offer, **typed))
    return response, Offer.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "price", "is_free", "cost"),
    [
        ("12,50 €", "12.50", "unbekannt", "12.50 euros"),
        ("€ 12,50", "12.50", "unbekannt", "12.50 euros"),
        ("12.50 EUR", "12.50", "unbekannt", "12.50 euros"),
        ("12,-", "12.00", "unbekannt", "12.00 euros"),
        ("kostenlos", "0.00", "ja", "free of charge"),
        ("Frei", "0.00", "ja", "free of charge"),
        ("0 €", "0.00", "ja", "free of charge"),
    ],
)
def test_a_price_is_saved_as_it_was_meant(client_of, typed, price, is_free, cost):
    response, offer = save(client_of, price=typed)

    assert response.status_code == 302
    assert (str(offer.price), offer.is_free, offer.cost) == (price, is_free, cost)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    ["ca. 5 €", "5-10 €", "12,505", "1,250.00", "zwölf", "1e3", "€", "€ 5 €", "12 $", "NaN", "1 2"],
)
def test_what_is_no_price_is_refused_with_a_sentence_and_stays_in_the_field(client_of, typed):
    response, offer = save(client_of, price=typed, place="Rathaus")

    form = response.context["form"]
    assert response.status_code == 422
    assert form.errors["price"] == [
        f"“{typed}” is no price that we can read. Please write a number such as 12,50, or “free "
        "of charge”; everything else fits into the cost in words."
    ]
    assert form["price"].value() == typed
    assert (offer.price, offer.place) == (None, "")


@pytest.mark.django_db
def test_a_price_of_nothing_for_what_costs_something_is_asked_about(client_of):
    response, offer = save(client_of, price="kostenlos", is_free="nein")

    assert response.status_code == 422
    assert response.context["form"].errors["price"] == [
        "The price is nothing: please say that it is free of charge, or take the price away."
    ]
    assert (offer.price, offer.is_free) == (None, "unbekannt")


@pytest.mark.django_db
def test_an_old_contradiction_keeps_nobody_from_mending_something_else(client_of):
    offer = make_offer(price=0, is_free="nein")
    url = reverse("offers:edit", args=[offer.pk])

    client_of(make_user()).post(url, offer_data(offer, price="0,00 €", place="Rathaus"))

    assert Offer.objects.get().place == "Rathaus"


@pytest.mark.django_db
def test_behind_the_link_a_price_is_read_in_the_same_way(client):
    offer = make_offer()
    token, _inquiry = make_inquiry(offer)
    url = reverse("offers:answer_edit", args=[token, offer.pk])

    refused = client.post(url, offer_data(offer, price="nach Absprache"))
    client.post(url, offer_data(offer, price="3 Euro"))

    assert list(refused.context["form"].errors) == ["price"]
    assert str(Offer.objects.get().price) == "3.00"
