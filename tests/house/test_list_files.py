"""Lists as Excel workbooks: read as their CSV would be, and refused with a sentence."""

import datetime
import zipfile

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from integration_office import files, list_files
from integration_office.importers import import_lists
from integration_office.models import ImportRun
from network.models import Organisation
from offers.models import Course, Offer
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db
OFFERS = (
    *("Titel", "Anbieter", "Kategorie", "Zielgruppe", "Sprachen", "Wochentag/Turnus"),
    *("Uhrzeit von", "Uhrzeit bis", "Ort/Adresse", "Kosten", "Anmeldung nötig"),
    *("Sprachniveau", "gültig von", "gültig bis", "Beschreibung", "source", "as_of"),
)


def save(folder, name, head, *rows, shapes=None):
    """A workbook with a list in its first sheet; `shapes` are number formats of its second line."""
    book = openpyxl.Workbook()
    book.active.append(head)
    for row in rows:
        book.active.append([row.get(column) for column in head])
    for column, shape in (shapes or {}).items():
        book.active.cell(2, head.index(column) + 1).number_format = shape
    book.create_sheet("Notizen").append(["Titel", "steht hier nicht"])
    book.save(folder / name)
    return folder


def refused(folder, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_lists", folder)
    assert not ImportRun.objects.exists()


def test_a_workbook_is_read_as_its_csv_would_be(tmp_path):
    make_organisation(name="Villa")
    row = {
        "Titel": "Malen",
        "Anbieter": "Villa",
        "Wochentag/Turnus": "mittwochs",
        "Uhrzeit von": datetime.time(16, 30),
        "Uhrzeit bis": "18 Uhr",
        "Kosten": 5,
        "gültig von": datetime.date(2026, 9, 1),
        "gültig bis": datetime.date(2027, 12, 24),
        "Beschreibung": "Mit Farben.\nUnd Papier.",
        "as_of": 2026,
    }
    shapes = {"Kosten": '#,##0.00 "€"', "gültig von": "mmm yy"}
    save(tmp_path, "Angebote.xlsx", OFFERS, row, {}, shapes=shapes)

    said = []
    import_lists(tmp_path, dry_run=False, say=said.append)

    offer = Offer.objects.get()
    assert offer.when == "Wednesdays 16:30–18:00"
    assert (offer.cost_text, offer.source_as_of) == ("5,00 €", "2026")
    assert (offer.valid_from, offer.valid_until) == ("2026-09", "2027-12-24")
    assert offer.description == "Mit Farben.\nUnd Papier."
    assert said[0].startswith("Angebote.xlsx:2  taken  Malen")


def test_a_row_of_a_workbook_is_refused_with_the_same_words(tmp_path):
    make_organisation(name="Villa")
    row = {"Titel": "Malen", "Anbieter": "Villa"}
    times = {"Uhrzeit von": datetime.time(18), "Uhrzeit bis": datetime.time(15)}
    save(tmp_path, "angebote.xlsx", OFFERS, row | times, row | {"Titel": "Töpfern"})

    said = []
    import_lists(tmp_path, dry_run=False, say=said.append)

    assert "refused  Malen  Uhrzeit bis: The end must be later than the beginning." in said[0]
    assert Offer.objects.get().title == "Töpfern"


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        (9.15, "General", "9,15"),
        (0.1 + 0.2, "General", "0,3"),
        (20.0, "General", "20"),
        (4917612345678, "0", "4917612345678"),
        (1067, "00000", "01067"),
        (0.0915, "0.00%", "9,15%"),
        (True, "General", "WAHR"),
        ("=1+1", "General", ""),
        (datetime.timedelta(hours=25, minutes=30), "[h]:mm", "25:30"),
        (datetime.date(2026, 1, 1), "yyyy", "2026"),
        (datetime.date(2026, 1, 31), '[$-407]d. mmmm "yy"', "31.01.2026"),
    ],
)
def test_a_cell_says_what_its_csv_would_say(tmp_path, value, shape, text):
    save(tmp_path, "x.xlsx", ["A", "B"], {"A": value, "B": "b"}, shapes={"A": shape})

    assert list(list_files.lines(tmp_path / "x.xlsx"))[1] == (2, [text, "b"])


def test_what_stands_beside_the_head_is_no_part_of_the_list(tmp_path):
    save(tmp_path, "x.xlsx", ["A", ""], {"A": "a", "": "Bemerkung"})

    assert list(list_files.lines(tmp_path / "x.xlsx")) == [(1, ["A"]), (2, ["a"])]


def test_a_list_that_lies_there_twice_is_not_guessed_at(tmp_path):
    save(tmp_path, "angebote.xlsx", OFFERS, {})
    (tmp_path / "angebote.csv").write_text(",".join(OFFERS), encoding="utf-8")

    refused(tmp_path, "angebote.csv, angebote.xlsx are the same list")


@pytest.mark.parametrize(
    ("part", "content", "sentence"),
    [
        ("xl/vbaProject.bin", b"Sub", "has macros"),
        (
            "xl/extra.xml",
            '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
            "no workbook",
        ),
        ("xl/big.bin", b"0" * (files.MOST_UNPACKED + 1), "too large for a list"),
    ],
    ids=["a program", "words of its own", "far too much"],
)
def test_a_workbook_that_holds_more_than_a_list_is_refused(tmp_path, part, content, sentence):
    save(tmp_path, "angebote.xlsx", OFFERS, {})
    with zipfile.ZipFile(tmp_path / "angebote.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)

    refused(tmp_path, sentence)


def test_what_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "organisationen.xlsx").write_bytes(b"Name,Art\nVilla,Verein\n")

    refused(tmp_path, "organisationen.xlsx is no workbook that can be read")
    assert not Organisation.objects.exists()


def test_a_missing_column_is_named_in_a_workbook_as_well(tmp_path):
    save(tmp_path, "kurse.xlsx", ["Titel"], {"Titel": "A1"})

    refused(tmp_path, "kurse.xlsx has no column “Anbieter")
    assert not Course.objects.exists()
