"""Which words of a list are a house with a street, and which stay words."""

import csv
from pathlib import Path

import pytest

from offers.places.place_texts import Found, found_in, street_key


LIST = Path(__file__).resolve().parents[2] / "integration_office/demo_lists/wedel/angebote.csv"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rosengarten 6", Found("", "Rosengarten 6", "", "", "")),
        ("Stadtbücherei, Rosengarten 6", Found("Stadtbücherei", "Rosengarten 6", "", "", "")),
        ("ABC-Straße 3, 22880 Wedel", Found("", "ABC-Straße 3", "22880", "Wedel", "")),
        (
            "VHS Wedel, ABC-Straße 3, Zimmer 205",
            Found("VHS Wedel", "ABC-Straße 3", "", "", "Zimmer 205"),
        ),
        (
            "Suurheid 20, Halle 15, 22559 Hamburg",
            Found("", "Suurheid 20", "22559", "Hamburg", "Halle 15"),
        ),
        (
            "Stadtteilzentrum mittendrin, Friedrich-Eggers-Straße 77 – 79",
            Found("Stadtteilzentrum mittendrin", "Friedrich-Eggers-Straße 77-79", "", "", ""),
        ),
        ("Am Marktplatz 12a", Found("", "Am Marktplatz 12a", "", "", "")),
        ("Die Villa, Mühlenstr. 35", Found("Die Villa", "Mühlenstr. 35", "", "", "")),
    ],
)
def test_a_street_with_a_number_is_a_place(text, found):
    assert found_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Wedel",
        "nach Absprache",
        "Zimmer 205",
        "Raum 3, Etage 2",
        "Alte Bücherei, Bahnhofstraße, Wedel",
        "Kleines Stadtteilzentrum, Friedrich-Eggers-Straße",
        "Arbeitslosentreff gegenüber S-Bahn Wedel",
        "Rosengarten 6, Bahnhofstraße 58",
        "montags im Rathaus",
        "Bus 189",
    ],
)
def test_what_is_not_certain_stays_words(text):
    assert found_in(text) is None


def test_the_list_of_wedel_has_these_streets():
    with LIST.open(encoding="utf-8") as file:
        places = [found_in(row["Ort/Adresse"]) for row in csv.DictReader(file)]

    streets = sorted({place.street for place in places if place})
    assert streets == [
        "ABC-Straße 3",
        "Bahnhofstraße 58",
        "Friedrich-Eggers-Straße 77-79",
        "Gärtnerstraße 5",
        "Höbüschentwiete 11",
        "Kronskamp 132",
        "Küsterstraße 6",
        "Mühlenstraße 35",
        "Rathausplatz 4",
        "Rosengarten 6",
        "Rudolf-Höckner-Straße 6",
        "Suurheid 20",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bahnhofstr. 58", "Bahnhofstraße 58"),
        ("Bahnhofstrasse 58", "bahnhofstraße  58"),
        ("Friedrich-Eggers-Str. 77–79", "Friedrich-Eggers-Straße 77-79"),
        ("Rudolf Höckner Straße 6", "Rudolf-Höckner-Straße 6"),
    ],
)
def test_one_street_is_one_street_however_it_is_written(one, other):
    assert street_key(one) == street_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Rosengarten 6", "Rosengarten 61"), ("Am Rist 1", "Am Rist 1a")]
)
def test_another_number_is_another_house(one, other):
    assert street_key(one) != street_key(other)
