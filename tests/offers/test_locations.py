"""Locations: kept by the coordination, chosen in offers, found in the words of a list."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from integration_office.importers import import_lists, take_back
from integration_office.models import ImportRun
from offers.models import Location, Offer
from offers.places import locations
from offers.places.location_forms import parse_coordinates
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer
from tests.offers.feed import make_location
from tests.offers.test_importing import HEAD


pytestmark = pytest.mark.django_db
PAIR = (Decimal("53.58"), Decimal("9.7"))


@pytest.fixture
def colleague():
    return make_user("coordination")


@pytest.mark.parametrize(
    "text",
    [
        "53.58, 9.70",
        "53.58,9.70",
        "53.58 9.70",
        "53,58 9,70",
        "53,58; 9,70",
        "53,58, 9,70",
        " 53.58° N, 9.70° O ",
        "(53.58, 9.70)",
    ],
)
def test_coordinates_are_read_as_maps_write_them(text):
    assert parse_coordinates(text) == PAIR


def test_no_coordinates_are_fine():
    assert parse_coordinates("  ") is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Rathaus", "Please write two numbers, the latitude first, for example: 53.58, 9.70"),
        ("53.58", "Please write two numbers, the latitude first, for example: 53.58, 9.70"),
        ("9.70, 53.58", "The two numbers seem to be turned"),
        ("153.58, 9.70", "A latitude lies between -90 and 90"),
    ],
)
def test_what_is_no_point_gets_a_sentence(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        parse_coordinates(text)


def send(client, page, *args, **data):
    return client.post(reverse(f"offers:{page}", args=args), data)


def test_a_location_is_entered_and_changed_and_its_offers_are_found_by_it(client_of, colleague):
    client = client_of(colleague)
    data = {"name": "Rathaus", "street": "Rathausplatz 3", "barrier_free": "ja"}
    send(client, "location_create", **data, coordinates="53,58 9,70")
    location = Location.objects.get()
    assert (location.latitude, location.longitude) == PAIR
    offer = make_offer(location=location)

    send(
        client,
        "location_edit",
        location.pk,
        **data | {"name": "Rathaus am Roland", "version": 0, "coordinates": ""},
    )

    location.refresh_from_db()
    assert (location.name, location.latitude, location.version) == ("Rathaus am Roland", None, 1)
    assert list(Offer.objects.matching("Roland")) == [offer]


def test_a_wrong_point_stands_at_its_field_and_nothing_typed_is_lost(client_of, colleague):
    response = send(
        client_of(colleague),
        "location_create",
        name="Rathaus",
        barrier_free="ja",
        coordinates="9.70, 53.58",
    )

    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == ["coordinates"]
    assert 'value="9.70, 53.58"' in response.content.decode()
    assert not Location.objects.exists()


def test_the_form_shows_the_point_as_it_was_typed(client_of, colleague):
    location = make_location(latitude=PAIR[0], longitude=PAIR[1])

    html = client_of(colleague).get(location.get_absolute_url()).content.decode()

    assert 'value="53.58, 9.7"' in html


def test_merging_moves_the_offers_and_fills_holes(colleague):
    kept = make_location(name="VHS", street="ABC-Straße 3", city="Wedel")
    double = make_location(
        name="Volkshochschule", city="anderswo", latitude=PAIR[0], longitude=PAIR[1]
    )
    offer = make_offer(location=double)

    locations.merge(double, kept, by=colleague)

    offer.refresh_from_db()
    kept.refresh_from_db()
    assert (offer.location, offer.version) == (kept, 1)
    assert (kept.city, kept.latitude, kept.name) == ("Wedel", PAIR[0], "VHS")
    assert list(Location.objects.all()) == [kept]
    assert f"place:{kept.pk}" in offer.facets


def test_merging_is_a_page_that_refuses_the_same_location(client_of, colleague):
    one, other = make_location(name="eins"), make_location(name="zwei")
    client = client_of(colleague)

    assert send(client, "location_merge", one.pk, into=one.pk).status_code == 422
    assert send(client, "location_merge", one.pk, into=other.pk).status_code == 302
    assert [place.name for place in Location.objects.all()] == ["zwei"]
    with pytest.raises(ValidationError, match="another location than this one"):
        locations.merge(other, other, by=colleague)


def test_a_location_with_offers_is_not_taken_out(client_of, colleague):
    used, empty = make_location(), make_location()
    make_offer(location=used, status="beendet")
    client = client_of(colleague)

    for location in (used, empty):
        send(client, "location_delete", location.pk)

    assert list(Location.objects.all()) == [used]


def test_the_list_of_locations_costs_the_same_for_any_number(
    client_of, colleague, django_assert_num_queries
):
    client = client_of(colleague)
    for number in (1, 10):
        for _ in range(number):
            make_offer(location=make_location())
        with django_assert_num_queries(4):  # session, user, count, locations
            client.get(reverse("offers:location_list"))


# The list of an office


@pytest.fixture
def take(tmp_path):
    """`take({...}, {...})` imports a list of these rows and gives the number of the import."""
    make_organisation(name="Stadtbücherei")

    def take(*places):
        rows = [
            ";".join(
                {"Titel": f"Kurs {number}", "Anbieter": "Stadtbücherei", "Ort/Adresse": place}.get(
                    column, ""
                )
                for column in HEAD
            )
            for number, place in enumerate(places)
        ]
        (tmp_path / "angebote.csv").write_text("\n".join([";".join(HEAD), *rows]), "utf-8")
        import_lists(tmp_path, dry_run=False, say=lambda line: None)
        return ImportRun.objects.latest("pk").pk

    return take


def where():
    offers = Offer.objects.order_by("title").select_related("location")
    return [(str(offer.location or ""), offer.place) for offer in offers]


def test_one_street_is_one_location_however_the_list_writes_it(take):
    take(
        "ABC-Straße 3, 22880 Wedel",
        "VHS Wedel, ABC-Str. 3, Zimmer 205",
        "Musikschule, ABC-Straße 3",
        "nach Absprache",
        "Bahnhofstraße",
    )

    assert where() == [
        ("VHS Wedel, ABC-Straße 3", ""),
        ("VHS Wedel, ABC-Straße 3", "Zimmer 205"),
        ("VHS Wedel, ABC-Straße 3", "Musikschule"),
        ("", "nach Absprache"),
        ("", "Bahnhofstraße"),
    ]
    location = Location.objects.get()
    assert (location.postcode, location.city) == ("22880", "Wedel")


def test_a_place_called_like_its_street_says_so_once(take):
    take("Kronskamp 132, 22880 Wedel")

    offer = Offer.objects.get()
    assert str(offer.location) == "Kronskamp 132"
    assert offer.where == "Kronskamp 132, 22880 Wedel"


def test_the_same_street_in_another_town_is_another_place(take):
    take("Rosengarten 6, 22880 Wedel", "Rosengarten 6, 25436 Uetersen")

    assert sorted(Location.objects.values_list("city", flat=True)) == ["Uetersen", "Wedel"]


def test_what_the_office_wrote_about_a_location_stays(take):
    Location.objects.create(name="Unsere Bücherei", street="Rosengarten 6", version=1)

    take("Stadtbücherei, Rosengarten 6, 22880 Wedel")

    location = Location.objects.get()
    assert (location.name, location.city) == ("Unsere Bücherei", "")
    assert where() == [("Unsere Bücherei, Rosengarten 6", "Stadtbücherei")]


def test_a_second_import_changes_no_place(take):
    places = ("Stadtbücherei, Rosengarten 6", "Rosengarten 6, Zimmer 2", "am Strand")
    take(*places)
    before = (list(Location.objects.values()), where())

    take(*places)

    assert (list(Location.objects.values()), where()) == before


def test_an_offer_with_a_place_of_the_office_gets_no_other(take):
    take("am Strand")

    take("Rosengarten 6")

    assert where() == [("", "am Strand")]
    assert not Location.objects.exists()


def test_a_take_back_removes_the_locations_it_made_and_leaves_those_in_use(take):
    number = take("Rosengarten 6", "Rosengarten 6, Zimmer 2", "Kronskamp 132")
    kept = Location.objects.get(street="Kronskamp 132")
    make_offer(title="Eigenes", location=kept)
    said = []

    counts = take_back(number, say=said.append)

    assert counts == {"removed": 4, "stayed": 1}
    assert list(Location.objects.all()) == [kept]
    assert said == [f"offers.Location:{kept.pk} stays: other rows point at it (offers)."]
