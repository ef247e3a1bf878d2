"""The report: drafted live, approved once, the same for ever; nothing small leaks from it."""

import csv
import datetime as dt
import io
import re
import subprocess

import openpyxl
import pdfua
import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from integration_office.models import AuditEntry
from integration_office.privacy import run_retention
from reports import actions, indicators
from reports.document import document_of, drafted, filled, has_data, late_entries
from reports.models import AnnualReport, ChapterText, checksum_of
from reports.printing import printed
from tests.events.factories import make_event
from tests.factories import make_user
from tests.reports.factories import (
    AUTUMN,
    YEAR,
    make_case,
    make_contact,
    make_contacts,
    make_office,
    make_published,
    make_report,
)


pytestmark = pytest.mark.django_db
PAGE = ["detail", YEAR]


@pytest.fixture
def coordinator():
    return make_user("coordination")


@pytest.fixture
def approved(coordinator):
    make_contacts(30)
    report = make_report()
    ChapterText.objects.create(report=report, chapter="counselling", text="{{ contacts }} talks.")
    return actions.approve(report, by=coordinator)


def page(client, name, *args, status=200, **query):
    response = client.get(reverse(f"reports:{name}", args=args), query)
    assert response.status_code == status
    return b"".join(response) if response.streaming else response.content


def text_of(pdf, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_texts_and_figures_of_an_approved_report_never_change(approved, tmp_path):
    before, pdf = document_of(approved).frozen(), printed(approved)

    make_contacts(14)
    ChapterText.objects.update(text="Something else")
    make_published()

    approved.refresh_from_db()
    assert document_of(approved).frozen() == before
    assert document_of(approved).comparison("contacts").sum.now.value == 30
    assert [p.text for p in document_of(approved).parts if p.code == "counselling"] == ["30 talks."]
    assert approved.is_intact
    assert printed(approved) == pdf


def test_an_approved_report_outlives_the_indicators_it_was_made_of(approved, monkeypatch):
    before = [(part.code, part.numbers) for part in document_of(approved).parts]
    tiles = document_of(approved).tiles

    monkeypatch.setattr(indicators, "_registry", {})

    assert [(part.code, part.numbers) for part in document_of(approved).parts] == before
    assert document_of(approved).tiles == tiles


def test_late_entries_show_as_a_note(approved, client_of, coordinator):
    assert late_entries(approved) == []

    make_contacts(14)

    assert [(label, str(n)) for label, n in late_entries(approved)] == [
        ("Counselling contacts", "14")
    ]
    shown = page(client_of(coordinator), *PAGE).decode()
    assert "Counselling contacts: 14" in shown


def test_the_database_itself_refuses_to_change_what_is_approved(approved):
    for change in (lambda: approved.delete(), lambda: approved.save()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert AnnualReport.objects.get().is_approved


def test_a_report_is_approved_once_and_nothing_is_written_into_it_later(approved, coordinator):
    text = ChapterText(report=approved, chapter="outlook", text="Too late")
    for late in (
        lambda: actions.approve(approved, by=coordinator),
        lambda: actions.write_chapter(text, by=coordinator),
        lambda: actions.describe(approved, by=coordinator),
    ):
        with pytest.raises(ValidationError, match="approved and does not change"):
            late()

    assert AuditEntry.objects.filter(verb="approved").count() == 1


def test_a_year_that_is_not_over_is_not_approved(coordinator):
    this_year = dt.date.today().year  # noqa: DTZ011 - any clock will do
    report = make_report(year=this_year)

    with pytest.raises(ValidationError, match="is not over yet"):
        actions.approve(report, by=coordinator)

    report.refresh_from_db()
    assert not report.is_approved


def test_the_next_report_compares_with_what_was_published(approved):
    make_contacts(14)
    make_contacts(40, day=dt.date(YEAR + 1, 2, 2))

    row = drafted(AnnualReport(year=YEAR + 1)).comparison("contacts").sum

    assert [str(cell) for cell in row.cells] == ["40", "30", "10", "33.3"]


def test_before_the_first_contact_nothing_was_counted():
    make_contacts(40)

    row = drafted(AnnualReport(year=YEAR)).comparison("contacts").sum

    assert [str(cell) for cell in row.cells] == ["40", "–", "–", "–"]


def test_older_lists_are_given_but_not_compared():
    """Nobody counted here before: what a list brought along is no base, and a zero is no number."""
    for month in range(1, 7):
        make_event(day=dt.date(YEAR - 1, month, 5), status="durchgefuehrt")
    make_contacts(40)

    document = drafted(AnnualReport(year=YEAR))

    cells = {
        key: [str(cell) for cell in document.comparison(key).sum.cells]
        for key in ("events", "visitors", "contacts", "meetings")
    }
    assert cells == {
        "events": ["0", "6", "–", "–"],
        "visitors": ["0", "–", "–", "–"],
        "contacts": ["40", "–", "–", "–"],
        "meetings": ["0", "–", "–", "–"],
    }
    assert not document.is_comparable
    assert document.comparison("events").sum.arrow == ""
    earlier = drafted(AnnualReport(year=YEAR - 1)).comparison("contacts").sum
    assert [str(cell) for cell in earlier.cells] == ["–", "–", "–", "–"]


def test_a_changed_freezer_is_noticed(approved):
    approved.frozen = approved.frozen | {"year": 1999}

    assert not approved.is_intact
    assert checksum_of({"b": 1, "a": 2}) == checksum_of({"a": 2, "b": 1})


def sample(topic_of_one):
    """An office in which one contact of 60 is about `topic_of_one`."""
    counsellor = make_user("counselling")
    for month in range(1, 11):
        for _ in range(3):
            make_contact(counsellor=counsellor, day=dt.date(YEAR, month, 1), main_topic="SPR")
            make_contact(counsellor=counsellor, day=dt.date(YEAR, month, 1), main_topic="BEH")
    for topic in ["DIS"] * 2 + ["GES"] * 10 + [topic_of_one]:
        make_contact(counsellor=counsellor, day=dt.date(YEAR, 1, 1), main_topic=topic)
    make_case()


def everything_said(client, tmp_path):
    """Page, drill-down, CSV, XLSX, frozen JSON and the text of the PDF, without the clock."""
    report = AnnualReport(year=YEAR)
    html = page(client, *PAGE).decode() + page(client, "figure", YEAR, "contacts_by_topic").decode()
    html = re.sub(r"(csrf\w*|nonce)[^>]*", "", html.partition("Entries")[0])
    book = openpyxl.load_workbook(io.BytesIO(page(client, "tables", YEAR, "xlsx")))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    frozen = drafted(report).frozen() | {"as_of": ""}
    return {
        "html": html,
        "csv": page(client, "tables", YEAR, "csv"),
        "xlsx": cells,
        "json": frozen,
        "pdf": text_of(printed(report), tmp_path),
        "svg": re.findall(r"<desc[^>]*>(.*?)</desc>", html),
    }


def test_two_offices_that_differ_only_in_hidden_numbers_publish_the_same(client_of, tmp_path):
    """Three contacts about discrimination and ten about health, or two and eleven: no page, file,
    chart or picture description tells them apart."""
    client = client_of(make_user("administration"))
    with transaction.atomic():
        sample("DIS")
        one = everything_said(client, tmp_path)
        transaction.set_rollback(True)
    with transaction.atomic():
        sample("GES")
        other = everything_said(client, tmp_path)
        transaction.set_rollback(True)

    assert one == other
    row = next(r for r in one["xlsx"] if r[2] == "discrimination and conflicts")
    assert row[5] == "< 5"
    assert "discrimination and conflicts: fewer than 5" in one["svg"][1]


def test_a_protected_number_keeps_its_list_closed(client_of):
    make_contacts(3)
    coordinator = client_of(make_user("coordination"))

    shown = page(coordinator, "figure", YEAR, "contacts").decode()

    assert "The number is protected" in shown
    assert "brief information" not in shown
    assert page(coordinator, "figure", YEAR, "contacts", format="csv").count(b"\n") == 1


def test_the_list_behind_shows_nothing_personal_and_only_to_those_who_counsel(client_of):
    make_contacts(6, country_group="irn", gender="w", note="Geheimes Anliegen")

    coordinator = page(client_of(make_user("coordination")), "figure", YEAR, "contacts").decode()
    administration = page(client_of(make_user("administration")), "figure", YEAR, "contacts")

    assert coordinator.count("brief information") == 6
    for secret in ("Iran", "female", "Geheimes Anliegen"):
        assert secret not in coordinator
    assert "The list behind is not for you" in administration.decode()
    assert "brief information" not in administration.decode()


@pytest.mark.parametrize("year", [1850, 2024, 2099, 99999])
def test_a_year_without_data_gets_a_sentence(year, client_of, coordinator):
    client = client_of(coordinator)

    shown = page(client, "detail", year).decode()

    assert "Please choose another year" in shown
    assert page(client, "pdf", year, status=302) == b""
    assert page(client, "tables", year, "csv", status=302) == b""
    assert "Please choose another year" in page(client, "figure", year, "contacts").decode()
    assert not AnnualReport.objects.exists()


def test_the_pdf_of_the_whole_report_is_accessible(client_of, coordinator, tmp_path):
    make_office()
    make_published()
    make_published(value=34400, source="andere.de")
    pdf = page(client_of(coordinator), "pdf", YEAR)
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)

    assert [finding.message for finding in pdfua.validate(path).findings] == []
    with pikepdf.open(path) as opened, opened.open_outline() as outline:
        assert str(opened.docinfo.Title).startswith(f"Annual report {YEAR}")
        assert 10 <= len(opened.pages) <= 24
        marks = [mark.title for mark in outline.root]
        things = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
        figures = [one for one in things if one.get("/S") == "/Figure"]
        headers = [one for one in things if one.get("/S") == "/TH"]
        links = [link for sheet in opened.pages for link in sheet.get("/Annots", [])]
    assert marks[:4] == [
        f"Annual report {YEAR}",
        f"Annual report {YEAR} of the Koordinierungsstelle Integration",
        "Table of contents",
        "1 At a glance",
    ]
    assert figures
    assert all(len(str(one.Alt)) > 20 for one in figures)
    assert headers
    assert all("/Scope" in one.A for one in headers)
    assert links
    assert all(str(link.Contents) for link in links)
    words = text_of(pdf, tmp_path)
    assert "sources contradict each other" in words
    assert "34,538" in words
    assert "34,400" in words
    assert "Draft" in words


def test_the_tables_are_the_figures_of_the_page(client_of, coordinator):
    make_contacts(30, main_topic="WOH")
    make_contacts(25, main_topic="SPR")
    make_contacts(20, main_topic="WOH", day=dt.date(YEAR - 1, 5, 5))

    found = page(client_of(coordinator), "tables", YEAR, "csv").decode("utf-8-sig")

    rows = [row for row in csv.reader(io.StringIO(found), delimiter=";") if "topic" in row[1]]
    assert [row[2:] for row in rows] == [
        ["housing", "", "contacts", "30", "20", "10", "50.0"],
        ["language", "", "contacts", "25", "0", "25", "–"],
        ["total", "", "contacts", "55", "20", "35", "175.0"],
    ]


def test_words_in_double_braces_become_figures():
    make_contacts(30)
    make_contacts(20, day=dt.date(YEAR - 1, 5, 5))
    comparisons = drafted(AnnualReport(year=YEAR)).comparisons

    text = filled(
        "{{ contacts }} / {{contacts.before}} / {{ contacts.change }} / {{ x }}", comparisons
    )

    assert text == "30 / 20 / 10 more (+50.0 %) / {{ x }}"


def test_years_with_data_are_those_in_which_something_happened():
    make_contacts(1)

    assert [year for year in (YEAR - 1, YEAR, YEAR + 1) if has_data(year)] == [YEAR]


@pytest.fixture
def by_country():
    """The division by nationality of a year, as the report of that year shows it."""
    return lambda report: document_of(report).comparison("contacts_by_country_group")


def test_what_was_erased_is_known_from_the_approved_report_only(coordinator, by_country):
    make_contacts(6, country_group="syr")
    unapproved = by_country(AnnualReport(year=YEAR)).now
    frozen = actions.approve(make_report(), by=coordinator)
    make_contacts(7, day=dt.date(YEAR + 1, 3, 3), country_group="syr")

    run_retention(dt.date(YEAR + 2, 3, 4))

    now = by_country(frozen).now
    after = by_country(AnnualReport(year=YEAR + 1))
    assert [str(line.cells[0]) for line in unapproved.lines] == ["6"]
    assert now == unapproved
    assert [[str(cell) for cell in row.cells[:2]] for row in after.rows] == [["7", "6"]]

    run_retention(dt.date(YEAR + 3, 3, 4))

    after = by_country(AnnualReport(year=YEAR + 1))
    assert after.now.lines == ()
    assert [[str(cell) for cell in row.cells[:2]] for row in after.rows] == [["–", "6"]]


def test_a_division_that_was_half_erased_is_not_compared_with(by_country):
    make_contacts(6, country_group="syr")
    make_contacts(6, day=AUTUMN, country_group="syr")
    make_contacts(7, day=dt.date(YEAR + 1, 3, 3), country_group="syr")

    run_retention(dt.date(YEAR + 2, 6, 1))

    assert by_country(AnnualReport(year=YEAR)).now.is_empty
    assert by_country(AnnualReport(year=YEAR + 1)).before is None
    assert str(document_of(AnnualReport(year=YEAR)).comparison("contacts").now.value) == "12"
