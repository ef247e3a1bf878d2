"""Writing the report in the browser."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integration_office import agenda
from reports.agenda import approval
from reports.models import AnnualReport, ChapterText
from reports.search import published, reports
from tests.factories import make_user
from tests.reports.factories import YEAR, make_contacts, make_published, make_report


pytestmark = pytest.mark.django_db
TEXT = ["reports:text_edit", [YEAR, "counselling"]]


@pytest.fixture
def client(client_of):
    make_contacts(6)
    return client_of(make_user("coordination"))


def url(name, args):
    return reverse(name, args=args)


def form_of(client, address):
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def test_the_coordination_writes_a_chapter(client):
    data = form_of(client, url(*TEXT)) | {"lede": "More talks.", "text": "{{ contacts }} talks."}

    response = client.post(url(*TEXT), data, follow=True)

    assert response.redirect_chain == [(f"/reports/{YEAR}/#counselling", 302)]
    text = ChapterText.objects.get()
    assert (text.report.year, text.chapter, text.lede) == (YEAR, "counselling", "More talks.")
    assert "6 talks." in response.content.decode()


def test_an_unknown_figure_is_refused_and_nothing_typed_is_lost(client):
    data = form_of(client, url(*TEXT)) | {"text": "{{ contcats }} talks, much typed."}

    response = client.post(url(*TEXT), data)

    shown = response.content.decode()
    assert response.status_code == 422
    assert "There is no figure {{ contcats }}." in shown
    assert "much typed." in shown
    assert not ChapterText.objects.exists()


def test_two_editors_cannot_overwrite_each_other(client):
    text = ChapterText.objects.create(report=make_report(), chapter="counselling", text="First")
    mine, theirs = form_of(client, url(*TEXT)), form_of(client, url(*TEXT))
    client.post(url(*TEXT), theirs | {"text": "Theirs"})

    response = client.post(url(*TEXT), mine | {"text": "Mine"})

    text.refresh_from_db()
    assert text.text == "Theirs"
    assert response.status_code == 422
    assert "Mine" in response.content.decode()


def test_the_cover_sheet_is_filled_in(client):
    address = url("reports:edit", [YEAR])
    data = form_of(client, address) | {
        "submission_number": "MV/2026/007",
        "committees": "Sozialausschuss; Kenntnisnahme; 03.03.2026\n\nRat",
    }

    client.post(address, data)

    report = AnnualReport.objects.get()
    assert report.submission_number == "MV/2026/007"
    assert list(report.committee_rows) == [
        ["Sozialausschuss", "Kenntnisnahme", "03.03.2026"],
        ["Rat", "", ""],
    ]


def test_approval_asks_first_and_says_when_it_is_done_already(client):
    address = url("reports:approve", [YEAR])

    asked = client.get(address).content.decode()
    first = client.post(address, follow=True).content.decode()
    second = client.post(address, follow=True).content.decode()

    assert "Have you read the preview to the end?" in asked
    assert "The report is approved." in first
    assert "This report is approved and does not change any more." in second
    assert AnnualReport.objects.get().is_approved


def test_opening_pages_writes_nothing(client):
    for name, args in [("detail", [YEAR]), ("list", []), ("tables", [YEAR, "csv"])]:
        client.get(url(f"reports:{name}", args))

    assert not AnnualReport.objects.exists()


def test_a_partner_finds_only_what_is_approved_and_public(client_of):
    make_contacts(6)
    make_report()

    shown = client_of(make_user("partner")).get(url("reports:list", [])).content.decode()

    assert "No report yet" in shown


@pytest.mark.parametrize("kind", ["pdf", "exe", "json"])
def test_an_unknown_kind_of_file_is_not_found(client, kind):
    assert client.get(f"/reports/{YEAR}/tables.{kind}").status_code == 404
    assert client.get(f"/reports/{YEAR}/figures/contacts/table.{kind}").status_code == 404


def test_an_unknown_figure_or_chapter_is_not_found(client):
    assert client.get(f"/reports/{YEAR}/figures/secrets/").status_code == 404
    assert client.get(f"/reports/{YEAR}/chapters/secrets/edit/").status_code == 404


def test_the_preview_costs_the_same_queries_for_any_number_of_contacts(client):
    with CaptureQueriesContext(connection) as few:
        client.get(url("reports:detail", [YEAR]))
    make_contacts(20)
    with CaptureQueriesContext(connection) as many:
        client.get(url("reports:detail", [YEAR]))

    assert len(few) == len(many)


def test_both_values_of_contradicting_sources_are_listed(client):
    make_published()
    make_published(value=34400, source="andere.de")

    shown = client.get(url("reports:published_list", [])).content.decode()

    assert ("34,538" in shown, "34,400" in shown) == (True, True)


def test_last_years_draft_is_due_in_january():
    make_report(year=YEAR)
    coordinator = make_user("coordination")

    def due(user, day):
        return [item.title for item in approval(user, day)]

    assert due(coordinator, dt.date(YEAR + 1, 1, 1)) == []
    assert due(coordinator, dt.date(YEAR + 1, 1, 2)) == [f"Approve the annual report {YEAR}"]
    assert due(make_user("counselling"), dt.date(YEAR + 1, 1, 2)) == []
    assert approval in [*agenda.sources]


def test_search_finds_reports_and_published_figures():
    make_report()
    make_published()
    staff, partner = make_user("administration"), make_user("partner")

    assert [hit.title for hit in reports(staff, str(YEAR))] == [f"Annual report {YEAR}"]
    assert list(reports(partner, str(YEAR))) == []
    assert [hit.title for hit in published(staff, "einwohner")] == [
        f"Einwohnerinnen und Einwohner {YEAR}"
    ]
    assert list(published(partner, "einwohner")) == []
