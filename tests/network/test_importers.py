"""Taking in organisations, bodies and the concept from a list."""

import csv
import datetime

import pytest

from integration_office.importers import import_lists, take_back
from integration_office.models import ImportedRow
from network.importers import KINDS
from network.models import (
    Body,
    Concept,
    ConceptField,
    Goal,
    Measure,
    Meeting,
    Organisation,
    Seat,
)
from tests.network.factories import make_body, make_organisation


pytestmark = pytest.mark.django_db

HEADS = {
    "organisationen.csv": (
        "Name,Kurzname,Art,Straße,PLZ,Ort,Website,Telefon,E-Mail,Aufgaben kurz,source,as_of"
    ),
    "gremien.csv": "Name,Ebene,Gründung,Aufgabe,Mitglieder/Organisationen,Sitzungen,source",
    "integrationskonzept.csv": "Handlungsfeld,Ziel,Maßnahme,Zuständig,Zeitraum,Stand,source",
}


@pytest.fixture
def take(tmp_path):
    """Import rows of one list, given as dicts; what became of each as (outcome, note)."""

    def take(name, *rows):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADS[name].split(","), restval="")
            writer.writeheader()
            writer.writerows(rows)
        import_lists(tmp_path, dry_run=False, say=lambda line: None)
        run = ImportedRow.objects.latest("run_id").run
        return list(run.rows.order_by("line").values_list("outcome", "note"))

    return take


def test_an_organisation_with_all_holes_is_taken(take):
    outcomes = take("organisationen.csv", {"Name": "Ronda Latina"})

    made = Organisation.objects.get()
    assert outcomes == [("taken", "")]
    assert (made.name, made.kind, made.address, made.website) == (
        "Ronda Latina",
        "sonstige",
        "",
        "",
    )


def test_an_organisation_keeps_its_source_and_how_old_the_fact_is(take):
    take(
        "organisationen.csv",
        {
            "Name": "Tafel",
            "Website": "tafel.example/wedel",
            "source": "zeitung.example/1",
            "as_of": "2016-11",
        },
    )

    made = Organisation.objects.get()
    assert (made.website, made.source, made.source_as_of) == (
        "https://tafel.example/wedel",
        "zeitung.example/1",
        "2016-11",
    )


@pytest.mark.parametrize("word", KINDS)
def test_every_kind_of_the_list_is_known(take, word):
    take("organisationen.csv", {"Name": "Beispiel", "Art": word.capitalize()})

    assert Organisation.objects.get().kind == KINDS[word]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"Art": "Verein"}, "The column “Name” is empty. Please fill it in."),
        ({"Name": "A", "E-Mail": "kein@ort"}, "E-Mail: Enter a valid email address."),
        ({"Name": "A", "Website": "nicht da"}, "Website: Enter a valid URL."),
        (
            {"Name": "A", "as_of": "31.02.2025"},
            "as_of: “31.02.2025” is not a date. Please write a day (24.12.2026), a month (12.2026) "
            "or a year (2026).",
        ),
        (
            {"Name": "A", "PLZ": "22880 Wedel"},
            "PLZ: Ensure this value has at most 10 characters (it has 11).",
        ),
    ],
)
def test_a_row_is_refused_with_a_sentence_and_the_others_are_taken(take, row, sentence):
    outcomes = take("organisationen.csv", row, {"Name": "Beispiel"})

    assert outcomes == [("refused", sentence), ("taken", "")]
    assert [o.name for o in Organisation.objects.all()] == ["Beispiel"]


def test_an_unknown_kind_is_refused_with_the_known_ones(take):
    [(outcome, note)] = take("organisationen.csv", {"Name": "A", "Art": "Bande"})

    assert outcome == "refused"
    assert note.startswith("“Bande” is not known in the column “Art”. Known are: verwaltung, ")


def test_the_same_name_written_otherwise_is_merged(take):
    outcomes = take(
        "organisationen.csv",
        {"Name": "Lebenshilfe „Hirtenhaus“ – Wedel", "Telefon": "04103 1"},
        {"Name": 'LEBENSHILFE "Hirtenhaus" - Wedel', "Straße": "Am Weg 3", "Telefon": "04103 2"},
    )

    made = Organisation.objects.get()
    assert outcomes == [("taken", ""), ("merged", "kept as it is here: Telefon")]
    assert (made.street, made.phone, made.version) == ("Am Weg 3", "04103 1", 1)


def test_names_that_only_resemble_each_other_are_two_organisations(take):
    take(
        "organisationen.csv",
        {"Name": "DiakoMigra (Diakonieverein Migration)"},
        {"Name": "Diakonieverein Migration e.V. – Außenstelle Wedel"},
    )

    assert Organisation.objects.count() == 2


def test_what_the_office_wrote_itself_is_never_overwritten(take):
    make_organisation(name="Tafel", phone="04103 1", task="Eigene Worte")

    outcomes = take("organisationen.csv", {"Name": "Tafel", "Telefon": "04103 2"})

    assert outcomes == [("unchanged", "kept as it is here: Telefon")]
    assert Organisation.objects.get().phone == "04103 1"


def test_days_become_meetings_and_the_rest_the_rhythm(take):
    take(
        "gremien.csv",
        {
            "Name": "Rat",
            "Gründung": "06.12.1995",
            "Sitzungen": "01.09.2011; monatlich; 1.9.2011; 01.01.2999",
        },
    )

    body = Body.objects.get()
    assert (body.founded, body.rhythm) == ("1995-12-06", "monatlich")
    assert list(body.meetings.order_by("day").values_list("day", "status")) == [
        (datetime.date(2011, 9, 1), "durchgefuehrt"),
        (datetime.date(2999, 1, 1), "geplant"),
    ]


def test_an_impossible_day_refuses_the_body(take):
    [(outcome, note)] = take("gremien.csv", {"Name": "Rat", "Sitzungen": "31.02.2025"})

    assert (outcome, Body.objects.count()) == ("refused", 0)
    assert note.startswith("“31.02.2025” is not a date.")


def test_new_days_are_added_to_a_body_that_is_here(take):
    body = make_body(name="Rat")
    body.meetings.create(day=datetime.date(2025, 3, 27), start=datetime.time(19))

    outcomes = take("gremien.csv", {"Name": "Rat", "Sitzungen": "27.03.2025; 25.09.2025"})

    assert outcomes == [("merged", "")]
    assert list(body.meetings.order_by("day").values_list("day", flat=True)) == [
        datetime.date(2025, 3, 27),
        datetime.date(2025, 9, 25),
    ]


def test_members_that_are_organisations_get_a_seat(take):
    known = make_organisation(short_name="ZEBRA")

    take("gremien.csv", {"Name": "Netz", "Mitglieder/Organisationen": "Zebra; weitere Träger"})
    take("gremien.csv", {"Name": "Netz", "Mitglieder/Organisationen": "Zebra; weitere Träger"})

    assert list(Seat.objects.values_list("organisation", flat=True)) == [known.pk]


def test_goals_and_measures_stand_below_the_concept_of_their_period(take):
    lead = make_organisation(name="VHS", short_name="V")
    take(
        "integrationskonzept.csv",
        {"Handlungsfeld": "Sprache", "Ziel": "Deutsch", "Zeitraum": "2023-2026", "Stand": "offen"},
        {"Handlungsfeld": "Sprache (Konzept 2011)", "Ziel": "Vernetzen", "Maßnahme": "AK gründen"},
        {
            "Handlungsfeld": "Wohnen (Zuordnung: Bearbeitung)",
            "Ziel": "Mieten",
            "Maßnahme": "Schulung",
            "Zuständig": "VHS; Stadt",
            "Stand": "umgesetzt 2024",
        },
    )

    assert list(
        ConceptField.objects.order_by("pk").values_list("concept__title", "number", "title")
    ) == [
        ("Integrationskonzept 2023–2026", 1, "Sprache"),
        ("Integrationskonzept 2011", None, "Sprache"),
        ("Integrationskonzept 2023–2026", None, "Wohnen"),
    ]
    assert list(Goal.objects.order_by("pk").values_list("title", "stand_text", "note")) == [
        ("Deutsch", "offen", ""),
        ("Vernetzen", "", "Konzept 2011"),
        ("Mieten", "", "Zuordnung: Bearbeitung"),
    ]
    assert list(Measure.objects.order_by("pk").values_list("title", "lead", "status")) == [
        ("AK gründen", None, ""),
        ("Schulung", lead.pk, "umgesetzt"),
    ]


def test_a_list_without_any_period_makes_a_concept_without_years(take):
    take("integrationskonzept.csv", {"Handlungsfeld": "Sprache", "Ziel": "Deutsch"})

    concept = Concept.objects.get()
    assert (concept.title, concept.period_from) == ("Integrationskonzept", None)


@pytest.mark.parametrize(
    ("stand", "period", "status"),
    [
        ("umgesetzt am 09.01.2012", "seit 2012", "umgesetzt"),
        ("laufend", "", "daueraufgabe"),
        ("2024 mit über 20 Veranstaltungen durchgeführt", "jährlich seit 2008", "daueraufgabe"),
        ("noch nicht umgesetzt", "", "nicht_begonnen"),
        ("in Umsetzung", "", "in_umsetzung"),
        ("geplant für 2027", "", "in_planung"),
        ("vom Rat zu beschließen", "", ""),
    ],
)
def test_the_words_of_the_list_say_the_status(take, stand, period, status):
    row = {"Handlungsfeld": "F", "Ziel": "Z", "Maßnahme": "M", "Stand": stand, "Zeitraum": period}
    take("integrationskonzept.csv", row)

    assert Measure.objects.get().status == status


def test_a_goal_without_a_name_is_refused_and_leaves_nothing_behind(take):
    outcomes = take("integrationskonzept.csv", {"Handlungsfeld": "Neu", "Maßnahme": "M"})

    assert outcomes == [("refused", "The column “Ziel” is empty. Please fill it in.")]
    assert [Concept.objects.count(), ConceptField.objects.count()] == [0, 0]


def test_the_status_the_office_reported_survives_the_list(take):
    row = {"Handlungsfeld": "F", "Ziel": "Z", "Maßnahme": "M", "Stand": "geplant"}
    take("integrationskonzept.csv", row)
    Measure.objects.update(status="umgesetzt")

    assert take("integrationskonzept.csv", row) == [("unchanged", "")]
    assert Measure.objects.get().status == "umgesetzt"


def test_taking_back_removes_what_the_row_made_with_it(take):
    make_organisation(name="Tafel")
    take(
        "gremien.csv",
        {"Name": "Rat", "Sitzungen": "01.09.2011", "Mitglieder/Organisationen": "Tafel"},
    )
    run = ImportedRow.objects.latest("run_id").run

    counts = take_back(run.pk, say=lambda line: None)

    assert counts == {"removed": 3, "stayed": 0}
    assert [Body.objects.count(), Meeting.objects.count(), Seat.objects.count()] == [0, 0, 0]
    assert Organisation.objects.count() == 1


def test_taking_back_leaves_a_body_to_which_a_meeting_was_added(take):
    take("gremien.csv", {"Name": "Rat", "Sitzungen": "01.09.2011"})
    run = ImportedRow.objects.latest("run_id").run
    body = Body.objects.get()
    own = body.meetings.create(day=datetime.date(2026, 3, 4))
    said = []

    counts = take_back(run.pk, say=said.append)

    assert counts == {"removed": 1, "stayed": 1}
    assert said == [f"network.Body:{body.pk} stays: something was added to it since (meeting)."]
    assert list(body.meetings.all()) == [own]


def test_a_number_nobody_can_dial_is_refused_in_the_words_of_the_list(take):
    [(outcome, note)] = take("organisationen.csv", {"Name": "Tafel", "Telefon": "Telefon abc"})

    assert outcome == "refused"
    assert note.startswith("Telefon: Please write a number like 04103 123-45")
    assert not Organisation.objects.exists()
