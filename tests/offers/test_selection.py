"""Offers picked for a client: in the session only, safe against what ends meanwhile."""

import pytest

from offers.codes import Status, Visibility
from tests.factories import make_user
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db
PAGE = "/offers/selection/"
CHANGE = "/offers/selection/change/"


@pytest.fixture
def client(client_of):
    return client_of(make_user("counselling"))


def pick(client, *offers):
    for offer in offers:
        client.post(CHANGE, {"pick": offer.pk})


def picked(client):
    return [offer.title for offer in client.get(PAGE).context["offers"]]


def test_picked_offers_stand_in_the_order_they_were_picked_in(client):
    first, second = make_offer(title="Zuerst"), make_offer(title="Danach")

    pick(client, first, second, first)

    assert picked(client) == ["Zuerst", "Danach"]


@pytest.mark.parametrize(
    ("change", "order"),
    [
        ({"up": 2}, "ACB"),
        ({"up": 0}, "ABC"),
        ({"down": 0}, "BAC"),
        ({"down": 2}, "ABC"),
        ({"drop": 1}, "AC"),
        ({"clear": 1}, ""),
        ({}, "ABC"),
    ],
)
def test_the_order_can_be_changed_and_offers_taken_off(client, change, order):
    offers = [make_offer(title=title) for title in "ABC"]
    pick(client, *offers)
    sent = {verb: offers[number].pk for verb, number in change.items()}

    client.post(CHANGE, sent)

    assert "".join(picked(client)) == order


@pytest.mark.parametrize("sent", [{"up": "x"}, {"drop": "-1"}, {"down": "9" * 30}, {"pick": ""}])
def test_a_key_that_is_none_changes_nothing(client, sent):
    pick(client, make_offer(title="Bleibt"))

    assert client.post(CHANGE, sent).status_code == 302
    assert picked(client) == ["Bleibt"]


def test_picking_leads_back_to_the_list_with_its_filters_at_the_same_offer(client):
    offer = make_offer()

    response = client.post(CHANGE, {"pick": offer.pk, "next": "/offers/?q=deutsch&page=2"})

    assert response.url == f"/offers/?q=deutsch&page=2#offer-{offer.pk}"


@pytest.mark.parametrize(
    "page", ["https://evil.example/", "//evil.example/", "javascript:1", "nowhere", ""]
)
def test_a_button_never_leads_out_of_the_house(client, page):
    response = client.post(CHANGE, {"clear": 1, "next": page})

    assert response.url == PAGE


def test_the_list_says_how_many_are_picked_and_offers_the_rest(client):
    kurs, treff = make_offer(title="Kurs"), make_offer(title="Treff")
    pick(client, kurs)

    html = client.get("/offers/?q=").content.decode()

    assert f'<a href="{PAGE}">Handout (1)</a>' in html
    assert f'name="drop" value="{kurs.pk}"' in html
    assert f'name="pick" value="{treff.pk}"' in html
    assert '<input type="hidden" name="next" value="/offers/?q=">' in html


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.ENDED},
        {"status": Status.DRAFT},
        {"visibility": Visibility.NETWORK},
    ],
)
def test_what_may_not_be_handed_out_cannot_be_picked(client, fields):
    offer = make_offer(**fields)

    response = client.post(CHANGE, {"pick": offer.pk}, follow=True)
    page = client.get(offer.get_absolute_url())

    assert "cannot be handed out" in response.content.decode()
    assert "Handout for a client" not in page.text
    assert picked(client) == []


def test_an_offer_that_ended_meanwhile_leaves_the_list_and_this_is_said_once(client):
    stays, ends = make_offer(title="Bleibt"), make_offer(title="Endet")
    pick(client, stays, ends)
    ends.status, ends.ended_on = Status.ENDED, ends.published_on
    ends.save()

    first, second = client.get(PAGE), client.get(PAGE)

    assert [offer.title for offer in first.context["offers"]] == ["Bleibt"]
    assert "One offer has left the catalogue" in first.content.decode()
    assert "has left the catalogue" not in second.content.decode()


def test_the_thirteenth_is_refused_with_a_sentence(client):
    pick(client, *(make_offer() for _ in range(12)))

    response = client.post(CHANGE, {"pick": make_offer(title="Zu viel").pk}, follow=True)

    assert "12 offers are picked. Please take one off" in response.content.decode()
    assert len(picked(client)) == 12


def test_a_selection_belongs_to_its_session(client, client_of):
    pick(client, make_offer())

    assert picked(client_of(make_user("counselling"))) == []


def test_the_form_prints_what_is_picked(client):
    offers = [make_offer(), make_offer()]
    pick(client, *offers)

    form = client.get(PAGE).context["form"]

    assert form.initial["offers"] == ",".join(str(offer.pk) for offer in offers)


def test_a_refused_form_keeps_the_note(client):
    offer = make_offer()
    pick(client, offer)

    response = client.post(f"{PAGE}handout.pdf", {"offers": offer.pk, "note": "Bitte klingeln"})

    assert response.status_code == 422
    assert "Please choose at least one language." in response.content.decode()
    assert "Bitte klingeln</textarea>" in response.content.decode()


@pytest.mark.parametrize("number", [1, 5])
def test_the_selection_needs_the_same_queries_for_one_and_for_five(
    client, number, django_assert_num_queries
):
    pick(client, *(make_offer() for _ in range(number)))

    with django_assert_num_queries(4):  # session, user, offers, schedules
        client.get(PAGE)
