"""Lists: what is shown is what is exported, whatever is asked for; and it costs the same."""

import csv
import datetime
import io
from decimal import Decimal
from types import SimpleNamespace

import django_filters
import openpyxl
import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from integration_office import lists
from integration_office.audit import record, record_reading
from integration_office.forms import OfficeForm
from integration_office.lists import Column, guarded, list_page
from integration_office.models import User
from network.models import Organisation
from tests.factories import make_user
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db
COLUMNS = [
    Column("name", "Name", "name", sort="name__german_order", link=True),
    Column("kind", "Art", "get_kind_display", sort="kind"),
    Column("languages", "Sprachen", "language_labels"),
    Column("created", "Seit", lambda row: row.created_at.date(), sort=("created_at", "pk")),
]


class OrganisationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Name")
    since = django_filters.DateFilter(field_name="created_at", lookup_expr="gte", label="Seit")

    class Meta:
        model = Organisation
        fields = ["kind"]
        form = OfficeForm


def ask(query="", rows=None, **kwargs):
    request = RequestFactory().get(f"/liste/{query}")
    request.user = make_user("administration")
    rows = Organisation.objects.german_order() if rows is None else rows
    return list_page(
        request,
        rows,
        columns=COLUMNS,
        title="Organisationen",
        filename="organisationen",
        filterset=OrganisationFilter,
        **kwargs,
    )


@pytest.fixture
def page(monkeypatch):
    """What the template gets."""
    seen = {}

    def render(request, template, context, status=200):
        seen.update(context)
        return SimpleNamespace(**context)

    monkeypatch.setattr(lists, "render", render)
    return ask


def names(answer):
    return [row.name for row in answer.page]


def body(response):
    return b"".join(response.streaming_content)


def rows_of_csv(response):
    text = body(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def rows_of_xlsx(response):
    sheet = openpyxl.load_workbook(io.BytesIO(body(response)), read_only=True).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture
def three():
    return [
        make_organisation(name="Zeltlager", kind="schule"),
        make_organisation(name="Ärztehaus", kind="verein", languages=["ara", "deu"]),
        make_organisation(name="Bücherei", kind="verein"),
    ]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["Ärztehaus", "Bücherei", "Zeltlager"]),
        ("?sort=name", ["Ärztehaus", "Bücherei", "Zeltlager"]),
        ("?sort=-name", ["Zeltlager", "Bücherei", "Ärztehaus"]),
        ("?sort=kind", ["Zeltlager", "Ärztehaus", "Bücherei"]),
        ("?sort=-created", ["Bücherei", "Ärztehaus", "Zeltlager"]),
        ("?sort=languages", ["Ärztehaus", "Bücherei", "Zeltlager"]),
        ("?sort=password", ["Ärztehaus", "Bücherei", "Zeltlager"]),
        ("?sort=--name", ["Ärztehaus", "Bücherei", "Zeltlager"]),
        ("?q=er&sort=-name", ["Zeltlager", "Bücherei"]),
        ("?kind=verein", ["Ärztehaus", "Bücherei"]),
        ("?kind=irgendwas", ["Ärztehaus", "Bücherei", "Zeltlager"]),
        ("?since=gestern", ["Ärztehaus", "Bücherei", "Zeltlager"]),
        ("?page=99", ["Ärztehaus", "Bücherei", "Zeltlager"]),
        ("?page=abc", ["Ärztehaus", "Bücherei", "Zeltlager"]),
        ("?page=-1", ["Ärztehaus", "Bücherei", "Zeltlager"]),
        ("?format=exe", ["Ärztehaus", "Bücherei", "Zeltlager"]),
        ("?q=%00", ["Ärztehaus", "Bücherei", "Zeltlager"]),
    ],
)
def test_a_list_answers_whatever_it_is_asked(page, three, query, wanted):
    assert names(page(query)) == wanted


def test_a_filter_that_makes_no_sense_narrows_nothing_and_says_why(page, three):
    answer = page("?since=31.02.2026")

    assert len(names(answer)) == 3
    assert list(answer.filter.form.errors) == ["since"]


def test_a_page_beyond_the_end_is_the_last_one(page, three):
    assert names(page("?page=7", per_page=2)) == ["Zeltlager"]


def test_the_heads_say_how_the_list_is_sorted_and_where_a_click_leads(page, three):
    headings = {h.key: (h.sortable, h.direction, h.next_sort) for h in page("?sort=name").headings}

    assert headings == {
        "name": (True, "ascending", "-name"),
        "kind": (True, "none", "kind"),
        "languages": (False, "none", "languages"),
        "created": (True, "none", "created"),
    }


def test_pages_never_overlap_although_all_rows_are_equal_in_the_sorted_column(page):
    made = {make_organisation(kind="verein").name for _ in range(25)}

    seen = [
        name
        for number in (1, 2, 3)
        for name in names(page(f"?sort=kind&page={number}", per_page=10))
    ]

    assert len(seen) == 25
    assert set(seen) == made


@pytest.mark.parametrize("query", ["", "?kind=verein&sort=-name", "?page=2"])
def test_both_exports_hold_exactly_what_the_list_shows_on_all_its_pages(page, three, query):
    query = query or "?"
    shown = [
        [cell.text for cell in line]
        for line in page(query.replace("page=2", ""), per_page=100).lines
    ]

    as_csv = rows_of_csv(ask(f"{query}&format=csv", per_page=2))
    as_xlsx = rows_of_xlsx(ask(f"{query}&format=xlsx", per_page=2))

    assert as_csv == [["Name", "Art", "Sprachen", "Seit"], *shown]
    in_words = [[lists.text(_date(cell)) for cell in row] for row in as_xlsx]
    assert in_words == as_csv


def _date(cell):
    return cell.date() if isinstance(cell, datetime.datetime) else cell


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("page", ["privacy_audit", "privacy_reads", "user_list"])
def test_moments_are_exported_as_well(client_of, page, kind):
    person = make_user("data_protection", "administration")
    client = client_of(person)  # the login is a moment, too
    record("probed", person, by=person)
    record_reading(person, by=person)

    exported = client.get(reverse(page), {"format": kind})

    rows = rows_of_csv(exported) if kind == "csv" else rows_of_xlsx(exported)
    assert len(rows) == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula_for_a_spreadsheet(kind):
    make_organisation(name='=HYPERLINK("http://boese.example";"Klick")')
    make_organisation(name="@SUM(A1)")
    make_organisation(name="\t=1+1")

    rows = (rows_of_csv if kind == "csv" else rows_of_xlsx)(ask(f"?format={kind}"))

    assert [row[0][0] for row in rows[1:]] == ["'", "'", "'"]


@given(st.text(max_size=20))
def test_a_guarded_text_never_begins_like_a_formula(text):
    safe = guarded(text)

    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe.removeprefix("'") == text.removeprefix("'")


def test_a_negative_number_stays_a_number():
    assert (lists._cell(-5), lists._cell(Decimal("-1.5"))) == (-5, Decimal("-1.5"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_stray_control_character_does_not_spoil_the_whole_file(kind):
    make_organisation(name="Verein\x0bmit Zeichen")

    rows = (rows_of_csv if kind == "csv" else rows_of_xlsx)(ask(f"?format={kind}"))

    assert rows[1][0] == "Vereinmit Zeichen"


def test_a_decimal_is_written_as_the_language_writes_it():
    with translation.override("de"):
        assert lists.text(Decimal("11.50")) == "11,50"
    assert lists.text(Decimal("11.50")) == "11.50"


def test_a_moment_is_exported_as_the_page_shows_it():
    at = datetime.datetime(2026, 11, 23, 7, 30, tzinfo=datetime.UTC)
    columns = [Column("at", "At", lambda _row: at)]

    written = lists.export([SimpleNamespace()], columns, filename="x", kind="csv")

    assert written.getvalue().decode().splitlines()[1] == lists.text(at)


def test_the_name_of_the_file_says_what_is_in_it():
    response = ask("?format=xlsx")

    assert response["Content-Disposition"] == 'attachment; filename="organisationen.xlsx"'


def cost(query, **kwargs):
    with CaptureQueriesContext(connection) as queries:
        response = ask(query, **kwargs)
        if getattr(response, "streaming", False):
            body(response)
    return len([q for q in queries if "network_organisation" in q["sql"]])


@pytest.mark.parametrize("query", ["", "?sort=-name&q=ver", "?format=csv", "?format=xlsx"])
def test_a_list_and_its_exports_cost_the_same_for_one_row_and_for_many(query):
    make_organisation()
    few = cost(query)
    for _more in range(30):
        make_organisation()

    assert cost(query) == few <= 2


def test_counting_stops_where_nobody_pages_to(page, monkeypatch):
    monkeypatch.setattr(lists, "COUNT_UP_TO", 5)
    for _more in range(8):
        make_organisation()

    paginator = page("").page.paginator

    assert (paginator.count, paginator.is_bounded) == (5, True)


def test_an_empty_list_says_whether_filters_are_to_blame(client_of):
    client = client_of(make_user("administration"))

    nothing = client.get("/users/?q=niemand").content.decode()

    assert "Nothing fits all of these filters." in nothing
    assert User.objects.count() == 1
