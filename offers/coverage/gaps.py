"""Where the catalogue has holes: how many offers and free places there are under two headings at
once – topic and target group, level and time of day –, and how many unmet needs stand against them.

Rows, columns and filters are the codes that stand in the `facets` of offers and of needs, and the
addresses of both lists take the same codes: a number in a cell is that of the list behind it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection, models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from integration_office.codes import FieldOfAction, GermanLevel
from offers import facets
from offers.codes import Daypart, Status, TargetGroup, Weekday
from offers.filters import required


@dataclass(frozen=True)
class Dimension:
    """A heading one can count by. `key` is its name in facets ("field:SPR") and in addresses."""

    key: str
    label: str | Promise
    choices: type[models.TextChoices]

    @property
    def facets(self) -> dict[str, str]:
        """{"field:SPR": "SPR", …}"""
        return {f"{self.key}:{code}": code for code in self.choices.values}

    def label_of(self, code: str) -> str:
        return str(self.choices(code).label)


DIMENSIONS = {
    dimension.key: dimension
    for dimension in (
        Dimension("field", gettext_lazy("Topic"), FieldOfAction),
        Dimension("group", facets.GROUP.label, TargetGroup),
        Dimension("level", facets.LEVEL.label, GermanLevel),
        Dimension("part", facets.PART.label, Daypart),
        Dimension("day", facets.DAY.label, Weekday),
    )
}


@dataclass(frozen=True)
class Question:
    """What is asked: the two dimensions of the table, and what the others are narrowed to."""

    rows: str = "field"
    columns: str = "group"
    chosen: tuple[tuple[str, str], ...] = ()

    @property
    def narrowed(self) -> dict[str, str]:
        """What was chosen in the other dimensions; in those of the table the cells choose."""
        table = (self.rows, self.columns)
        return {key: code for key, code in self.chosen if code and key not in table}

    def codes(self, row: str, column: str) -> dict[str, str]:
        """What an offer must have to stand in this cell, as the addresses of the lists take it."""
        return {**self.narrowed, self.rows: row, self.columns: column}

    @property
    def cells(self) -> dict[tuple[str, str], tuple[str, str]]:
        """For every cell the facets of its row and of its column. Of a weekday with a time of day
        both are the one slot they make together."""
        return {
            (row, column): self._facets(row, column)
            for row in DIMENSIONS[self.rows].choices.values
            for column in DIMENSIONS[self.columns].choices.values
        }

    def _facets(self, row, column):
        codes = self.codes(row, column)
        slot = f"slot:{codes['day']}-{codes['part']}" if {"day", "part"} <= codes.keys() else ""
        keys = ((self.rows, row), (self.columns, column))
        first, second = (
            slot if slot and key in ("day", "part") else f"{key}:{code}" for key, code in keys
        )
        return first, second


@dataclass(frozen=True)
class Tally:
    """How many rows there are, and the sum of what is known of them: free places, or people."""

    rows: int = 0
    known: int = 0
    total: int = 0


COUNT = """
SELECT down.code, across.code, count(*), count(counted.number), coalesce(sum(counted.number), 0)
FROM ({rows}) AS counted (facets, number)
CROSS JOIN LATERAL unnest(counted.facets) AS down (code)
CROSS JOIN LATERAL unnest(counted.facets) AS across (code)
WHERE down.code = ANY(%s) AND across.code = ANY(%s) {together}
GROUP BY down.code, across.code
"""


def tallies(rows: models.QuerySet, number: str, question: Question) -> dict[tuple[str, str], Tally]:
    """For every cell of the question how many of `rows` stand in it and what is known of their
    field `number`. One query, whatever the number of rows and cells."""
    rows = rows.filter(facets__contains=required(question.narrowed)).order_by()
    sql, params = rows.values_list("facets", number).query.sql_with_params()
    cells = question.cells
    down = sorted({facets[0] for facets in cells.values()})
    across = sorted({facets[1] for facets in cells.values()})
    together = "AND down.code = across.code" if down == across else ""
    with connection.cursor() as cursor:
        # Both parts are ours: the text above, and what Django wrote for a QuerySet.
        cursor.execute(COUNT.format(rows=sql, together=together), [*params, down, across])
        found = {(row, column): Tally(*tally) for row, column, *tally in cursor.fetchall()}
    return {cell: found.get(facets, Tally()) for cell, facets in cells.items()}


@dataclass(frozen=True)
class Cell:
    """What stands under two headings: the offers, their free places, and what is missing."""

    row: str
    column: str
    offers: Tally
    needs: Tally
    offers_url: str
    needs_url: str

    @property
    def is_gap(self) -> bool:
        return not self.offers.rows

    @property
    def places(self) -> str:
        """ "12 free, not known of 2": an offer that counts no places is no full one. Nothing where
        none of them counts."""
        if not self.offers.known:
            return ""
        unknown = self.offers.rows - self.offers.known
        if not unknown:
            return self.free
        return _("%(free)s, not known of %(count)s") % {"free": self.free, "count": unknown}

    @property
    def free(self) -> str:
        return _("%(free)s free") % {"free": self.offers.total}

    @property
    def missing(self) -> str:
        return ngettext("%(count)s need", "%(count)s needs", self.needs.rows) % {
            "count": self.needs.rows
        }

    @property
    def said(self) -> str:
        """The number with its headings, for those who hear it."""
        offers = ngettext("%(count)s offer", "%(count)s offers", self.offers.rows)
        return self._named(offers % {"count": self.offers.rows})

    @property
    def said_missing(self) -> str:
        return self._named(self.missing)

    def _named(self, number: str) -> str:
        return f"{number}: {self.row}, {self.column}"


@dataclass(frozen=True)
class Matrix:
    """The table: headings across, and rows of cells."""

    question: Question
    heads: list[str]
    rows: list[tuple[str, list[Cell]]]

    @property
    def is_wide(self) -> bool:
        """Whether there are more columns than a window has room for."""
        return len(self.heads) > MOST_HEADS_ACROSS

    @property
    def down(self) -> str:
        return str(DIMENSIONS[self.question.rows].label)

    @property
    def heading(self) -> str:
        return f"{self.down} × {DIMENSIONS[self.question.columns].label}"

    @property
    def narrowed(self) -> list[str]:
        """What the table is narrowed to, in words."""
        return [DIMENSIONS[key].label_of(code) for key, code in self.question.narrowed.items()]

    @property
    def cells(self) -> list[Cell]:
        return [cell for _label, cells in self.rows for cell in cells]

    @property
    def gaps(self) -> int:
        return sum(cell.is_gap for cell in self.cells)


def matrix(offers: models.QuerySet, needs: models.QuerySet, question: Question) -> Matrix:
    """The table of `offers` (what this user sees of the published ones) and of open `needs`."""
    down, across = DIMENSIONS[question.rows], DIMENSIONS[question.columns]
    there = tallies(offers, "free_places", question)
    missing = tallies(needs, "people", question)
    rows = [
        (
            down.label_of(row),
            [
                Cell(
                    down.label_of(row),
                    across.label_of(column),
                    there[row, column],
                    missing[row, column],
                    _address("offers:list", question.codes(row, column) | PUBLISHED),
                    _address("offers:need_list", question.codes(row, column)),
                )
                for column in across.choices.values
            ],
        )
        for row in down.choices.values
    ]
    return Matrix(question, [across.label_of(code) for code in across.choices.values], rows)


# More heads than these stand upright.
MOST_HEADS_ACROSS = 8

PUBLISHED = {"status": Status.PUBLISHED.value}


def _address(page: str, codes: Mapping[str, str]) -> str:
    return f"{reverse(page)}?{urlencode(codes)}"


def outside(rows: models.QuerySet, question: Question) -> int:
    """How many rows stand in no cell, because they say nothing about one of the two headings."""
    keys = (question.rows, question.columns)
    rows = rows.filter(facets__contains=required(question.narrowed))
    inside = [models.Q(facets__overlap=list(DIMENSIONS[key].facets)) for key in keys]
    return rows.exclude(inside[0] & inside[1]).count()
