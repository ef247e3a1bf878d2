"""The map page: the same offers as the list, drawn and written down, without any outside server."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from offers.places import map_views
from tests.factories import make_user
from tests.offers.factories import make_offer
from tests.offers.feed import make_location


pytestmark = pytest.mark.django_db
MAP = "/offers/map/"
TILES = "https://kacheln.demo.example:8443/sh/{z}/{x}/{y}.png"


def place(name, latitude="53.58", longitude="9.70", **fields):
    return make_location(
        name=name, latitude=Decimal(latitude), longitude=Decimal(longitude), **fields
    )


@pytest.fixture
def town():
    """Two houses side by side, one far away, one without a point, and an offer without a place."""
    library, school = place("Bücherei"), place("Schule", "53.5805", "9.7005")
    harbour, hall = place("Hafen", "53.57", "9.68"), make_location(name="Halle")
    for number in range(3):
        make_offer(title=f"Lesen {number}", location=library, kind="kultur")
    make_offer(title="Nachhilfe", location=school)
    make_offer(title="Segeln", location=harbour)
    make_offer(title="Turnen", location=hall)
    make_offer(title="Telefonberatung", place="am Telefon")
    make_offer(title="Entwurf", location=harbour, status="entwurf")


@pytest.fixture
def client(client_of):
    return client_of(make_user("volunteer"))


def listed(response):
    html = response.content.decode()
    return sorted(re.findall(r'<a href="/offers/\d+/">([^<]+)</a>', html))


ALL = ["Lesen 0", "Lesen 1", "Lesen 2", "Nachhilfe", "Segeln", "Telefonberatung", "Turnen"]


def test_map_and_list_show_the_same_offers_and_say_which_have_no_point(client, town):
    response = client.get(MAP)

    assert listed(response) == ALL
    drawn = response.context["drawings"][0][0]
    assert sum(point.count for point in drawn.points) == response.context["count_on"] == 5
    assert response.context["count_off"] == 2
    text = " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
    assert "5 offers have a point on the map. 2 have none and stand at the end of the list." in text


def test_an_empty_catalogue_is_not_blamed_on_filters(client):
    html = client.get(MAP).content.decode()

    assert "There is no offer in the catalogue yet" in html
    assert "Show everything" not in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=kultur", ["Lesen 0", "Lesen 1", "Lesen 2"]),
        ("q=segeln", ["Segeln"]),
        ("q=Zauberei", []),
        ("kind=nonsense", ALL),
        ("box=nonsense", ALL),
    ],
)
def test_the_map_takes_the_filters_of_the_list(client, town, query, found):
    response = client.get(f"{MAP}?{query}")

    assert listed(response) == found
    assert response.status_code == 200


def test_a_circle_leads_to_its_place_or_closer(client, town):
    response = client.get(MAP)

    html = response.content.decode()
    drawn, points = response.context["drawings"][0]
    together = next(url for point, url in points if len(point.places) == 2)
    alone = next(url for point, url in points if len(point.places) == 1)
    assert alone.startswith("#place-")
    assert f'id="{alone[1:]}"' in html
    closer = client.get(f"{MAP}{together}")
    assert listed(closer) == ["Lesen 0", "Lesen 1", "Lesen 2", "Nachhilfe"]
    assert [len(point.places) for point, _url in closer.context["drawings"][0][1]] == [1, 1]


def test_without_an_address_no_browser_asks_anybody_else(client, town):
    response = client.get(MAP)

    assert "<image" not in response.content.decode()
    assert "img-src 'self' data:;" in response["Content-Security-Policy"]


def test_with_an_address_pictures_come_from_exactly_that_server(client, town, settings):
    settings.MAP_TILES = TILES

    response = client.get(MAP)

    html = response.content.decode()
    policy = response["Content-Security-Policy"]
    server = re.escape("https://kacheln.demo.example:8443")
    assert re.findall(rf'<image href="{server}/sh/\d+/\d+/\d+\.png"', html)
    assert "img-src 'self' data: https://kacheln.demo.example:8443;" in policy
    assert policy.count("demo.example") == 1
    assert settings.MAP_ATTRIBUTION in html
    assert "kacheln" not in client.get("/offers/")["Content-Security-Policy"]


def test_numbers_in_a_drawing_are_written_as_browsers_read_them(client, town, settings):
    settings.LANGUAGE_CODE = "de"

    html = client.get(MAP).content.decode()

    assert re.findall(r' (?:cx|cy|x|y|x1|y2)="[^"]*,', html) == []


def test_very_many_offers_are_counted_at_their_place_and_listed_in_the_catalogue(
    client, town, monkeypatch
):
    monkeypatch.setattr(map_views, "MOST_LISTED", 2)
    for number in range(3):
        make_offer(title=f"Überall {number}")

    response = client.get(MAP)

    spots = {spot.location.name: spot for spot in response.context["on_the_map"]}
    assert listed(response) == ["Telefonberatung", "Überall 0"]
    assert (response.context["count_on"], response.context["count_off"]) == (5, 5)
    assert "2 more in the list" in response.content.decode()
    assert spots["Bücherei"].count == 3
    shown = client.get(spots["Bücherei"].url)
    assert len(shown.context["page"]) == 3


def test_the_map_costs_the_same_for_any_number(client, django_assert_max_num_queries):
    counts = []
    for number in (1, 12):
        for _ in range(number):
            make_offer(location=place(f"Haus {make_offer().pk}"))
        with django_assert_max_num_queries(8) as queries:
            client.get(MAP)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_list_leads_to_the_map_of_the_same_question(client, town):
    html = client.get(reverse("offers:list"), {"kind": "kultur"}).content.decode()

    assert 'href="/offers/map/?kind=kultur"' in html
