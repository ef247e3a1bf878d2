"""The list of published figures, with its holes and contradictions."""

from decimal import Decimal

import pytest

from integration_office.importers import Refused, Row
from reports.importers import number_of, take
from reports.models import PublishedFigure


pytestmark = pytest.mark.django_db


def row(**cells):
    cells = {"Jahr": "2024", "Kennzahl": "Anteil", "Wert": "9,15", "Einheit": "%"} | cells
    return Row(2, {"source": "wedel.de"} | cells)


def kept():
    return [*PublishedFigure.objects.order_by("id").values_list("year", "value", "source")]


def test_a_figure_is_taken_with_its_source_and_once_only():
    first, second = take(row()), take(row())

    assert (first.kind, second.kind) == ("taken", "unchanged")
    assert kept() == [(2024, Decimal("9.150"), "wedel.de")]


def test_contradicting_sources_are_both_kept():
    take(row())

    outcome = take(row(Wert="18", source="wedel-politik.de"))

    assert outcome.note == "Another source gives a different value; both are kept."
    assert kept() == [
        (2024, Decimal("9.150"), "wedel.de"),
        (2024, Decimal("18.000"), "wedel-politik.de"),
    ]


def test_a_figure_may_have_no_year():
    assert take(row(Jahr="")).kind == take(row(Jahr="", Wert="10")).kind == "taken"
    assert take(row(Jahr="")).kind == "unchanged"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Jahr": "24"}, "“24” is not a year"),
        ({"Jahr": "²⁰²⁴"}, "“²⁰²⁴” is not a year"),
        ({"Jahr": "zweitausend"}, "is not a year"),
        ({"Wert": "viele"}, "“viele” is not a number"),
        ({"Wert": ""}, "is not a number"),
        ({"Wert": "NaN"}, "is not a number"),
        ({"Kennzahl": ""}, "The name of the figure is missing"),
    ],
)
def test_a_row_that_says_nothing_is_refused_with_a_sentence(cells, sentence):
    with pytest.raises(Refused, match=sentence):
        take(row(**cells))

    assert kept() == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("34538", "34538"),
        ("34.538", "34538"),
        ("1.234,5", "1234.5"),
        ("9,15", "9.15"),
        ("2 984", "2984"),
        ("9.5", "9.5"),
        ("-3", "-3"),
    ],
)
def test_numbers_are_read_as_german_lists_write_them(text, number):
    assert number_of(text) == Decimal(number)
