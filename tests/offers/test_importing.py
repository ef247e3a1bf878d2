import csv
import datetime

import pytest
from django.utils import timezone

from integration_office.importers import import_lists
from integration_office.models import ImportedRow
from offers.models import Offer
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db
HEAD = [
    *("Titel", "Anbieter", "Kategorie", "Zielgruppe", "Sprachen", "Wochentag/Turnus"),
    *("Uhrzeit von", "Uhrzeit bis", "Ort/Adresse", "Kosten", "Anmeldung nötig"),
    *("Sprachniveau", "gültig von", "gültig bis", "Beschreibung", "source", "as_of"),
]


@pytest.fixture
def take(tmp_path):
    """`take({...}, {...})` imports a list of these rows and says what became of each."""
    make_organisation(name="Stadtbücherei")

    def take(*rows, dry_run=False):
        with (tmp_path / "angebote.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEAD, restval="")
            writer.writeheader()
            writer.writerows({"Anbieter": "Stadtbücherei", "Titel": "Kurs"} | row for row in rows)
        import_lists(tmp_path, dry_run=dry_run, say=lambda line: None)
        run = ImportedRow.objects.order_by("-run").values("run")[:1]
        found = ImportedRow.objects.filter(run__in=run).order_by("line")
        return [(row.outcome, row.note) for row in found]

    return take


def test_a_full_row_becomes_a_published_offer_nobody_has_confirmed(take):
    outcome = take(
        {
            "Titel": "Mehrsprachige Vorlesestunde",
            "Kategorie": "Kinder/Jugend/Familie",
            "Zielgruppe": "Kinder ab vier Jahren",
            "Sprachen": "Italienisch, Armenisch und Klingonisch",
            "Wochentag/Turnus": "1. und 3. Dienstag im Monat",
            "Uhrzeit von": "16:00",
            "Uhrzeit bis": "17:00",
            "Ort/Adresse": "Rosengarten 6",
            "Kosten": "kostenlos",
            "Anmeldung nötig": "nein",
            "Sprachniveau": "bis B1",
            "gültig von": "09.2015",
            "Beschreibung": "Vorlesen",
            "source": "wedel.de",
            "as_of": "2015-08-28",
        }
    )

    offer = Offer.objects.get()
    assert outcome == [("taken", "read as: children and parents; languages not known: Klingonisch")]
    assert (offer.kind, offer.fields_of_action) == ("familie", ["FAM"])
    assert offer.languages == ["ita", "hye", "mul"]
    assert offer.when == "1st and 3rd Tuesday of the month 16:00–17:00"
    assert (offer.cost, offer.registering, offer.level) == (
        "free of charge",
        "not needed",
        "up to B1",
    )
    assert (offer.valid_from, offer.source, offer.source_as_of) == (
        "2015-09",
        "wedel.de",
        "2015-08-28",
    )
    assert (offer.status, offer.published_on) == ("veroeffentlicht", timezone.localdate())
    assert (offer.confirmed_on, offer.confirmed_via) == (None, "")


def test_the_holes_of_a_real_list_stay_holes(take):
    take({})

    offer = Offer.objects.get()
    assert [value for word, value in offer.facts if value] == ["a list"]
    assert (offer.kind, offer.is_free, offer.registration) == (
        "sonstiges",
        "unbekannt",
        "unbekannt",
    )


def test_what_is_over_comes_in_as_ended(take):
    take(
        {"gültig bis": "12.2017"},
        {"Titel": "Bis heute", "gültig bis": f"{timezone.localdate():%d.%m.%Y}"},
        {"Titel": "Künftig", "gültig bis": "2099"},
    )

    statuses = dict(Offer.objects.values_list("title", "status"))
    assert statuses == {
        "Kurs": "beendet",
        "Bis heute": "veroeffentlicht",
        "Künftig": "veroeffentlicht",
    }
    assert Offer.objects.get(title="Kurs").ended_on == datetime.date(2017, 12, 31)


@pytest.mark.parametrize(
    ("title", "category", "kind", "fields"),
    [
        ("Integrationskurs (BAMF)", "Sprache", "sprachkurs", ["SPR"]),
        ("Offene Lerntreffs", "Sprache", "lerntreff", ["SPR"]),
        ("Sprachtreff (freitags)", "Sprache", "sprachcafe", ["SPR"]),
        ("Deutsch für den Beruf", "Arbeit", "sprachkurs", ["ARB", "SPR"]),
        ("Qi-Gong-Kurs", "Gesundheit", "gesundheit", ["GES"]),
        ("Individuelle Nachhilfe", "Bildung", "nachhilfe", ["BIL"]),
        ("Kleiderkammer", "Wohnen", "sachspenden", ["WOH"]),
        ("Fahrradwerkstatt", "Ehrenamt", "werkstatt", ["EHR"]),
        ("Formularhilfe", "Beratung", "beratung", ["BEH"]),
        ("Sozialberatung", "Beratung", "beratung", []),
    ],
)
def test_category_and_title_say_what_kind_of_offer_it_is(take, title, category, kind, fields):
    take({"Titel": title, "Kategorie": category})

    offer = Offer.objects.get()
    assert (offer.kind, offer.fields_of_action) == (kind, fields)


@pytest.mark.parametrize(
    ("text", "low", "high", "words"),
    [
        ("bis B1", "", "B1", ""),
        ("ab A2", "A2", "", ""),
        ("A1 bis B2", "A1", "B2", ""),
        ("A1-B1", "A1", "B1", ""),
        ("B1", "B1", "B1", ""),
        ("Anfänger", "", "", "Anfänger"),
        ("Alphabetisierung bis fortgeschritten", "", "", "Alphabetisierung bis fortgeschritten"),
    ],
)
def test_levels_are_read_where_they_are_clear_and_kept_as_words_elsewhere(
    take, text, low, high, words
):
    take({"Sprachniveau": text})

    offer = Offer.objects.get()
    assert (offer.german_level_from, offer.german_level_to, offer.level_text) == (low, high, words)


@pytest.mark.parametrize(
    ("text", "free", "words"),
    [
        ("kostenlos", "ja", ""),
        ("8,00 € pro Monat", "nein", "8,00 € pro Monat"),
        ("Spende", "unbekannt", "Spende"),
        ("", "unbekannt", ""),
    ],
)
def test_costs_are_read_where_they_are_clear(take, text, free, words):
    take({"Kosten": text})

    assert Offer.objects.values_list("is_free", "cost_text").get() == (free, words)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"Anbieter": "Niemand"}, "There is no organisation “Niemand”."),
        ({"Anbieter": ""}, "The column “Anbieter” is empty."),
        ({"Titel": ""}, "The column “Titel” is empty."),
        ({"Kategorie": "Quatsch"}, "“Quatsch” is not known in the column “Kategorie”."),
        ({"Uhrzeit von": "25:00"}, "Uhrzeit von: “25:00” is not a time."),
        ({"Uhrzeit von": "vier"}, "Uhrzeit von: “vier” is not a time."),
        (
            {"Uhrzeit von": "17:00", "Uhrzeit bis": "16:00"},
            "The end must be later than the beginning.",
        ),
        ({"Anmeldung nötig": "vielleicht"}, "“vielleicht” is neither “ja” nor “nein”."),
        ({"gültig von": "31.02.2026"}, "gültig von: “31.02.2026” is not a date."),
        (
            {"gültig von": "2099-02", "gültig bis": "2099-01"},
            "gültig bis: The offer cannot end before it starts.",
        ),
        ({"Sprachniveau": "B2 bis A1"}, "Sprachniveau: The upper level is below the lower one."),
        ({"Titel": "x" * 161}, "Titel: Ensure this value has at most 160 characters"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_stops_no_other(take, row, sentence):
    (refused, why), (taken, _note) = take(row, {"Titel": "Gut"})

    assert (refused, taken) == ("refused", "taken")
    assert sentence in why
    assert Offer.objects.get().title == "Gut"


def test_the_same_list_twice_changes_nothing(take):
    row = {"Kategorie": "Sprache", "Kosten": "kostenlos", "gültig bis": "2017", "Sprachen": "Dari"}
    take(row)
    before = list(Offer.objects.values())

    assert take(row) == [("unchanged", "")]
    assert list(Offer.objects.values()) == before


def test_a_row_fills_holes_and_never_overwrites(take):
    provider = make_organisation(name="Villa")
    offer = make_offer(provider=provider, title="Näh-Kurs", place="Rathaus", confirmed=3)

    outcome = take(
        {
            "Titel": "nah-kurs",
            "Anbieter": "Villa",
            "Ort/Adresse": "anderswo",
            "Beschreibung": "Nähen lernen",
            "gültig bis": "2017",
        }
    )

    offer.refresh_from_db()
    assert outcome == [("merged", "kept as it is here: Ort/Adresse")]
    assert (offer.title, offer.place, offer.description) == ("Näh-Kurs", "Rathaus", "Nähen lernen")
    assert (offer.status, offer.version) == ("veroeffentlicht", 1)
    assert Offer.objects.matching("lernen").get() == offer


def test_the_same_title_of_another_provider_is_another_offer(take):
    here = make_offer(title="Kurs", description="Nähen")

    take({"Beschreibung": "Lesen"})

    assert set(Offer.objects.values_list("provider__name", "description")) == {
        (here.provider.name, "Nähen"),
        ("Stadtbücherei", "Lesen"),
    }


@pytest.mark.parametrize(
    ("here", "list_says"),
    [({"is_free": "ja"}, "5 € im Monat"), ({"cost_text": "8 € für die Farben"}, "kostenlos")],
)
def test_an_offer_does_not_become_free_of_charge_and_dear_at_once(take, here, list_says):
    provider = make_organisation(name="Villa")
    make_offer(provider=provider, title="Malen", **here)
    costs = Offer.objects.values_list("is_free", "cost_text")
    before = costs.get()

    outcome = take({"Titel": "Malen", "Anbieter": "Villa", "Kosten": list_says})

    assert outcome == [("unchanged", "kept as it is here: Kosten")]
    assert costs.get() == before


def test_a_list_does_not_call_itself_the_source_of_what_came_otherwise(take):
    provider = make_organisation(name="Villa")
    offer = make_offer(provider=provider, title="Malen", known_from="flyer")

    take({"Titel": "Malen", "Anbieter": "Villa", "source": "wedel.de", "as_of": "2025"})

    offer.refresh_from_db()
    assert offer.origin == "flyer"


def test_a_dry_run_keeps_nothing(take):
    take({}, dry_run=True)

    assert not Offer.objects.exists()


def test_line_breaks_in_cells_make_no_second_offer_and_stay_in_long_texts(take):
    rows = [{"Titel": "Kurs\nA\uffff", "Beschreibung": "Erstens\nzweitens"}]

    outcomes = [outcome for outcome, _note in take(*rows) + take(*rows)]

    offer = Offer.objects.get()
    assert (offer.title, offer.description) == ("Kurs A", "Erstens\nzweitens")
    assert outcomes[1] == "unchanged"
