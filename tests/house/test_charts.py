"""Charts show what the table shows, and no number that is protected."""

import re
from dataclasses import dataclass

import pytest
from django.template import Context, Template

from integration_office.charts import KINDS, Data, Plain, Series, bars, lines, round_up


@dataclass(frozen=True)
class Hidden:
    value: None = None
    spoken: str = "fewer than 5"

    def __str__(self):
        return "< 5"


def drawn(data, kind, paper=""):
    template = Template(f'{{% load charts %}}{{% chart data "{kind}" {paper} %}}')
    return template.render(Context({"data": data}))


TOPICS = Data(
    "topics",
    "Contacts by topic",
    ["Housing", "Work & training"],
    [Series("2025", [Plain(1200), Hidden()]), Series("2024", [Plain(600), Plain(40)])],
)


def test_bars_are_as_long_as_their_numbers():
    widths = [
        shape.paint["width"]
        for element, shape in bars(TOPICS).shapes
        if element == "rect" and shape.paint["width"].endswith("%")
    ]

    assert widths == ["82%", "41%", "2.73%"]


def test_a_chart_says_its_numbers_in_words_and_hides_the_protected():
    assert bars(TOPICS).description == (
        "Housing: 2025 1,200, 2024 600; Work & training: 2025 fewer than 5, 2024 40."
    )


def test_a_line_is_interrupted_where_a_number_is_protected():
    months = Data(
        "m", "Months", ["Jan", "Feb", "Mar"], [Series("2025", [Plain(9), Hidden(), Plain(7)])]
    )

    shapes = lines(months).shapes

    assert [shape for _element, shape in shapes if shape.kind == "trace now"] == []
    assert [shape.text for _element, shape in shapes if shape.kind == "strong"] == ["9", "< 5", "7"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_on_the_page_has_no_style_no_box_and_a_name(kind):
    page = drawn(TOPICS, kind)

    assert "style=" not in page
    assert "viewBox" not in page
    assert 'aria-labelledby="chart-topics-t chart-topics-d"' in page
    assert '<title id="chart-topics-t">Contacts by topic</title>' in page


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_of_nothing_is_drawn_all_the_same(kind):
    empty = Data("e", "Empty", [], [Series("2025", []), Series("2024", [])])
    zeros = Data("z", "Zeros", ["a"], [Series("2025", [Plain(0)])])

    assert drawn(zeros, kind)
    if kind != "columns":
        assert drawn(empty, kind)


def test_words_of_people_are_escaped():
    page = drawn(Data("x", "<b>", ["<i>"], [Series("2025", [Plain(1)])]), "bars", "paper=True")

    assert re.findall(r"<[bi]>", page) == []


@pytest.mark.parametrize(("value", "scale"), [(1, 4), (92, 120), (101, 120), (7, 8), (0.5, 4)])
def test_scales_have_four_whole_steps(value, scale):
    assert round_up(value) == scale
