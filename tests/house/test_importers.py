"""The six lists of an office: taken whole, twice without change, refused with a sentence, taken
back."""

import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import translation

from counselling.models import ChoiceRule
from integration_office.demo import LISTS
from integration_office.importers import ListRefused, import_lists, known_lists, take_back
from integration_office.models import AuditEntry, ImportedRow, ImportRun
from network.models import Organisation
from offers.models import Offer
from reports.models import PublishedFigure
from tests.house.test_models import OURS


pytestmark = pytest.mark.django_db

# Rows that only tell of the import itself, and the dated rules that come with the product.
NOT_FROM_LISTS = {ImportRun, ImportedRow, AuditEntry, ChoiceRule}


def silent(line):
    pass


def contents():
    """How many rows every table of ours holds that a list could fill."""
    return {
        model._meta.label: count
        for model in OURS
        if model not in NOT_FROM_LISTS and (count := model._default_manager.count())
    }


def outcomes(run=None):
    """{list: {outcome: rows}} of a run, the last one if none is named."""
    run = run or ImportRun.objects.latest("pk")
    found = run.rows.values_list("list_name", "outcome").annotate(rows=models.Count("pk"))
    result: dict[str, dict[str, int]] = {}
    for name, outcome, rows in found.order_by("list_name", "outcome"):
        result.setdefault(name, {})[outcome] = rows
    return result


@pytest.fixture
def lists(tmp_path):
    """The first three rows of every list of Wedel, in a folder that a test may spoil. The
    organisers of the events stand further down: those rows are refused."""
    for path in LISTS.glob("*.csv"):
        rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / path.name).write_text("".join(rows[:4]), encoding="utf-8")
    for importer in known_lists():
        if not (path := tmp_path / importer.name).exists():  # Wedel has none: only its head
            path.write_text(",".join(importer.columns) + "\n", encoding="utf-8")
    return tmp_path


def test_all_six_lists_of_wedel_are_taken_and_the_second_time_nothing_changes():
    import_lists(LISTS, dry_run=False, say=silent)
    first, before = outcomes(), contents()

    import_lists(LISTS, dry_run=False, say=silent)

    assert first == {
        "angebote.csv": {"taken": 88},
        "gremien.csv": {"taken": 17},
        "integrationskonzept.csv": {"taken": 18},
        "kennzahlen.csv": {"taken": 76},
        "organisationen.csv": {"taken": 68},
        "veranstaltungen.csv": {"taken": 74},
    }
    assert outcomes() == {name: {"unchanged": rows["taken"]} for name, rows in first.items()}
    assert contents() == before


def test_a_dry_run_says_the_same_and_keeps_nothing(lists):
    dry, real = [], []

    counts = import_lists(lists, dry_run=True, say=dry.append)
    assert (contents(), ImportRun.objects.count()) == ({}, 0)

    assert import_lists(lists, dry_run=False, say=real.append) == counts
    assert len(dry) == sum(counts.values())
    assert [line.split()[0:2] for line in real[: len(dry)]] == [line.split()[0:2] for line in dry]


def test_every_row_remembers_where_it_came_from(lists):
    import_lists(lists, dry_run=False, say=silent)

    assert not Organisation.objects.filter(source="").exists()
    assert not Offer.objects.filter(source="").exists()
    assert not PublishedFigure.objects.filter(source="").exists()


def test_contradicting_figures_of_two_sources_are_both_kept(lists):
    (lists / "kennzahlen.csv").write_text(
        "Jahr,Kennzahl,Wert,Einheit,source\n"
        "2024,Einwohner,34501,Personen,melderegister.example\n"
        '2024,Einwohner,"33.998",Personen,statistikamt.example\n',
        encoding="utf-8",
    )
    import_lists(lists, dry_run=False, say=silent)

    kept = PublishedFigure.objects.order_by("value").values_list("value", "source")
    assert [(int(value), source) for value, source in kept] == [
        (33998, "statistikamt.example"),
        (34501, "melderegister.example"),
    ]


def test_a_refused_row_says_why_and_the_others_pass(lists):
    with (lists / "organisationen.csv").open("a", encoding="utf-8") as file:
        file.write(",,Verein,,,,,,,,,\nNähtreff,,Bande,,,,,,,,,\nNeuer Treff,,Verein,,,,,,,,,\n")
    said = []

    import_lists(lists, dry_run=False, say=said.append)

    assert outcomes()["organisationen.csv"] == {"taken": 4, "refused": 2}
    refused = ImportedRow.objects.filter(list_name="organisationen.csv", outcome="refused")
    assert [(row.line, row.note.partition(". ")[0]) for row in refused.order_by("line")] == [
        (5, "The column “Name” is empty"),
        (6, "“Bande” is not known in the column “Art”"),
    ]
    assert sum(line.startswith("organisationen.csv") and "refused" in line for line in said) == 2


@pytest.mark.parametrize("name", [importer.name for importer in known_lists()])
def test_a_list_in_another_encoding_is_refused_whole(lists, name):
    path = lists / name
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.encode("latin-1", errors="replace"))

    with pytest.raises(ListRefused) as refused:
        import_lists(lists, dry_run=False, say=silent)

    assert str(refused.value) == (
        f"{name} is not written in UTF-8. Please save it again as “CSV UTF-8” and repeat."
    )
    assert (contents(), ImportRun.objects.count()) == ({}, 0)


@pytest.mark.parametrize("importer", known_lists(), ids=lambda importer: importer.name)
def test_a_missing_column_is_named(lists, importer):
    path = lists / importer.name
    head, _newline, rows = path.read_text(encoding="utf-8").partition("\n")
    column = importer.columns[0]
    path.write_text(head.replace(column, "Spalte", 1) + "\n" + rows, encoding="utf-8")

    with pytest.raises(ListRefused) as refused:
        import_lists(lists, dry_run=False, say=silent)

    assert str(refused.value) == (
        f"{importer.name} has no column “{column}”. Please compare its first line with the "
        "template in docs/lists.md."
    )


def test_open_quotation_marks_are_refused_with_their_line(lists):
    path = lists / "gremien.csv"
    path.write_text(path.read_text(encoding="utf-8") + '"offen,Stadt\n', encoding="utf-8")

    with pytest.raises(ListRefused, match=r"gremien\.csv cannot be read from line \d+ on"):
        import_lists(lists, dry_run=False, say=silent)


def organisations(folder, *lines):
    """A list of organisations with these lines below the real head."""
    head = (LISTS / "organisationen.csv").read_text(encoding="utf-8").splitlines()[0]
    text = "\n".join([head, *lines])
    (folder / "organisationen.csv").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [
        ("Neue Stelle\x00,,Verein,,,,,,,Berät,beispiel.example,", "strange characters"),
        ("Neue Stelle,,Verein,,,,,,,Berät, hilft, lehrt,beispiel.example,", "quotation marks"),
    ],
)
def test_a_line_the_database_cannot_hold_is_refused_alone(tmp_path, spoilt, sentence):
    organisations(tmp_path, spoilt, "Gute Stelle,,Verein,,,,,,,Berät,beispiel.example,")

    counts = import_lists(tmp_path, dry_run=False, say=silent)

    assert counts == {"refused": 1, "taken": 1}
    assert sentence in ImportedRow.objects.get(outcome="refused").note
    assert [str(organisation) for organisation in Organisation.objects.all()] == ["Gute Stelle"]


def test_a_list_that_is_a_folder_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "organisationen.csv").mkdir()

    with pytest.raises(ListRefused, match="cannot be opened"):
        import_lists(tmp_path, dry_run=False, say=silent)


def test_a_folder_without_lists_says_which_ones_are_known(tmp_path):
    with pytest.raises(CommandError, match=r"There is none of these lists .* organisationen\.csv"):
        call_command("import_lists", tmp_path)


def test_semicolons_and_a_byte_order_mark_are_read_as_well(tmp_path):
    head = "Name;Kurzname;Art;Straße;PLZ;Ort;Website;Telefon;E-Mail;Aufgaben kurz;source;as_of"
    text = f"{head}\r\nNähtreff;;Verein;;;;;;;;;09.2016\r\n"
    (tmp_path / "organisationen.csv").write_bytes(text.encode("utf-8-sig"))

    call_command("import_lists", tmp_path, stdout=open_nowhere())

    made = Organisation.objects.get()
    assert (made.name, made.kind, made.source_as_of) == ("Nähtreff", "verein", "2016-09")


def open_nowhere():
    return type("Nowhere", (), {"write": lambda self, text: None})()


def test_an_import_that_nobody_worked_with_is_taken_back_whole():
    import_lists(LISTS, dry_run=False, say=silent)
    run, made = ImportRun.objects.get(), sum(contents().values())
    said = []

    counts = take_back(run.pk, say=said.append)

    assert (contents(), said) == ({}, [])
    assert counts["stayed"] == 0
    assert counts["removed"] <= made
    run.refresh_from_db()
    assert run.taken_back_at is not None


def test_what_was_changed_since_stays_with_all_it_needs(lists):
    import_lists(lists, dry_run=False, say=silent)
    offer = Offer.objects.get(title="Beratung für Migrantinnen und Migranten")
    Offer.objects.filter(pk=offer.pk).update(version=1)
    said = []

    take_back(ImportRun.objects.get().pk, say=said.append)

    assert list(Offer.objects.all()) == [offer]
    assert list(Organisation.objects.all()) == [offer.provider]
    assert said[0] == f"offers.Offer:{offer.pk} stays: it has been changed since."
    assert said[-1] == (
        f"network.Organisation:{offer.provider_id} stays: other rows point at it (offers)."
    )


def test_what_was_here_before_is_not_taken_back(lists):
    import_lists(lists, dry_run=False, say=silent)
    before = contents()
    import_lists(lists, dry_run=False, say=silent)

    counts = take_back(ImportRun.objects.latest("pk").pk, say=silent)

    assert counts == {"removed": 0, "stayed": 0}
    assert contents() == before


def test_an_import_is_taken_back_once_and_an_unknown_one_never(lists):
    import_lists(lists, dry_run=False, say=silent)
    number = ImportRun.objects.get().pk

    call_command("import_lists", take_back=number)
    with pytest.raises(CommandError, match=f"Import {number} was taken back on"):
        call_command("import_lists", take_back=number)
    with pytest.raises(CommandError, match="There is no import number 0"):
        call_command("import_lists", take_back=0)

    assert AuditEntry.objects.filter(verb="took back").count() == 1


def test_the_command_says_the_number_a_take_back_needs(lists, capsys):
    call_command("import_lists", lists)

    said = capsys.readouterr().out
    assert f"This was import number {ImportRun.objects.get().pk}." in said
    assert "taken: 15" in said


def test_labels_of_imported_rows_are_a_table_and_a_number(lists):
    import_lists(lists, dry_run=False, say=silent)

    labels = ImportedRow.objects.exclude(target="").values_list("target", flat=True)

    assert {label for label in labels if not re.fullmatch(r"[a-z]+\.[A-Za-z]+:\d+", label)} == set()


@pytest.mark.parametrize("importer", known_lists(), ids=lambda importer: importer.name)
def test_the_template_describes_every_column(importer):
    text = (settings.BASE_DIR / "docs" / "lists.md").read_text(encoding="utf-8")
    part = text.partition(f"## {importer.name}\n")[2].partition("\n## ")[0]
    first_cells = [line.split("|")[1] for line in part.splitlines() if line.startswith("| ")]
    described = {name.strip(" *") for cell in first_cells for name in cell.split(",")}

    assert described - {"column"} == set(importer.columns)


@pytest.mark.parametrize("name", ["angebote.xlsm", "Organisationen.ods"])
def test_a_list_that_was_saved_as_a_spreadsheet_is_not_passed_over(lists, name):
    (lists / name).write_bytes(b"PK")

    with pytest.raises(CommandError, match=f"{name} cannot be read. Please save it as"):
        call_command("import_lists", lists)

    assert not ImportRun.objects.exists()


def test_what_became_of_the_rows_is_counted_in_german(lists, capsys):
    with translation.override("de"):
        call_command("import_lists", lists, dry_run=True)

    *_rows, counts, last = capsys.readouterr().out.splitlines()
    assert "übernommen: " in counts
    assert last == "Nur ausprobiert: Es ist nichts gespeichert."
