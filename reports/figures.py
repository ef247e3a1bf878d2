"""A figure as it may be published: protected cells under their headings, this year beside the last.

Page, chart, CSV, XLSX and PDF all draw from here and from nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from integration_office.charts import Data, Series
from integration_office.disclosure import NOTHING, Mark, Protected, difference, percent, written


OTHER = "other"
NOT_COLLECTED = ""


@dataclass(frozen=True)
class Line:
    code: str
    label: str
    cells: tuple[Protected, ...]


@dataclass(frozen=True)
class Figure:
    """One number (no lines), a division of it (one cell a line) or a table (a cell a heading)."""

    key: str
    label: str
    definition: str
    unit: str
    version: int
    chapter: str = ""
    tile: bool = False
    axis: str = ""
    heads: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    total: tuple[Protected, ...] = ()
    chart: str = ""

    @property
    def value(self) -> Protected:
        """The whole sum; nothing where the lines add up to nothing."""
        return self.total[-1] if self.total else NOTHING

    @property
    def is_number(self) -> bool:
        return not self.axis

    @property
    def is_table(self) -> bool:
        return bool(self.heads)

    @property
    def has_hidden(self) -> bool:
        return any(c.is_hidden for line in self.lines for c in line.cells) or any(
            cell.is_hidden for cell in self.total
        )

    @property
    def is_empty(self) -> bool:
        cells = [cell for line in self.lines for cell in line.cells] or self.total
        return not any(cell.is_hidden or cell.value for cell in cells)

    def without_zeros(self) -> "Figure":
        """Where nobody counted, nothing found is no zero."""

        def known(cells: Sequence[Protected]) -> tuple[Protected, ...]:
            return tuple(NOTHING if cell.value == 0 else cell for cell in cells)

        lines = tuple(replace(line, cells=known(line.cells)) for line in self.lines)
        return replace(self, lines=lines, total=known(self.total))

    def frozen(self) -> dict[str, Any]:
        """As plain JSON. What is hidden is not in there."""
        return {
            "key": self.key,
            "label": str(self.label),
            "definition": str(self.definition),
            "unit": str(self.unit),
            "version": self.version,
            "chapter": self.chapter,
            "tile": self.tile,
            "axis": str(self.axis),
            "heads": list(map(str, self.heads)),
            "lines": [[x.code, str(x.label), [*map(frozen_cell, x.cells)]] for x in self.lines],
            "total": [*map(frozen_cell, self.total)],
            "chart": self.chart,
        }

    @classmethod
    def thawed(cls, stored: dict[str, Any]) -> "Figure":
        lines = (
            Line(code, label, tuple(map(thawed_cell, cells)))
            for code, label, cells in stored["lines"]
        )
        return cls(
            **stored
            | {
                "heads": tuple(stored["heads"]),
                "lines": tuple(lines),
                "total": tuple(map(thawed_cell, stored["total"])),
            }
        )


def frozen_cell(cell: Protected) -> list:
    return [None if cell.value is None else str(cell.value), str(cell.mark), cell.limit]


def thawed_cell(stored: Sequence) -> Protected:
    value, mark, limit = stored
    if value is not None:
        value = Decimal(value) if "." in value else int(value)
    return Protected(value, Mark(mark), limit)


@dataclass(frozen=True)
class Row:
    """A line of a comparison."""

    label: str
    now: Protected
    before: Protected
    code: str = ""
    is_comparable: bool = True

    @property
    def difference(self) -> Protected:
        return difference(self.now, self.before) if self.is_comparable else NOTHING

    @property
    def percent(self) -> Protected:
        return percent(self.now, self.before) if self.is_comparable else NOTHING

    @property
    def cells(self) -> tuple[Protected, ...]:
        return self.now, self.before, self.difference, self.percent

    @property
    def difference_text(self) -> str:
        return signed(self.difference)

    @property
    def percent_text(self) -> str:
        text = signed(self.percent, decimals=1)
        return f"{text} %" if self.percent.is_shown else text

    @property
    def arrow(self) -> str:
        change = self.difference.value
        if change is None:
            return ""
        return "↑" if change > 0 else "↓" if change < 0 else "→"

    @property
    def change(self) -> str:
        """The change in words, for tiles."""
        change = self.difference.value
        if change is None:
            if not self.before.is_shown and not self.before.is_hidden:
                return _("no number of last year")
            return _("last year: %(number)s") % {"number": self.before}
        if change == 0:
            return _("as many as last year")
        words = _("%(number)s more") if change > 0 else _("%(number)s fewer")
        said = words % {"number": written(max(change, -change))}
        return f"{said} ({self.percent_text})" if self.percent.is_shown else said


def unlisted(figure: Figure | None) -> Protected:
    """What a line that is not there stands for: none at all, unless it was put under "other", or
    the whole division is not known any more."""
    if (
        figure is None
        or NOTHING in figure.total
        or any(line.code == OTHER for line in figure.lines)
    ):
        return NOTHING
    return Protected(0)


def signed(cell: Protected, *, decimals: int | None = None) -> str:
    """A change with its sign; ±0 for none."""
    if cell.value is None:
        return str(cell)
    sign = "+" if cell.value > 0 else "" if cell.value < 0 else "±"
    return sign + written(cell.value, decimals=decimals)


@dataclass(frozen=True)
class Comparison:
    """A figure of the year beside the year before, as that was published if it was."""

    year: int | str
    now: Figure
    before: Figure | None = None
    is_comparable: bool = True  # both years were counted in the same way

    @property
    def key(self) -> str:
        return self.now.key

    @property
    def year_before(self) -> int | str:
        return int(self.year) - 1

    @property
    def rows(self) -> list[Row]:
        """The lines of both years: those of this year in their order, then those only before."""
        if self.now.is_table:
            return []
        earlier = {line.code: line for line in self.before.lines} if self.before else {}
        missing = unlisted(self.before) if self.is_comparable else NOTHING
        rows = [
            Row(
                line.label,
                line.cells[0],
                earlier.pop(line.code).cells[0] if line.code in earlier else missing,
                line.code,
                self.is_comparable,
            )
            for line in self.now.lines
        ]
        gone = [
            Row(line.label, unlisted(self.now), line.cells[0], line.code, self.is_comparable)
            for line in earlier.values()
            if line.cells[0].is_hidden or line.cells[0].value
        ]
        return rows + gone

    @property
    def sum(self) -> Row:
        before = self.before.value if self.before else NOTHING
        return Row(str(self.now.label), self.now.value, before, "", self.is_comparable)

    @property
    def sum_label(self) -> str:
        """A number alone is a sum of nothing; a median least of all."""
        return self.now.unit if self.now.is_number else _("total")

    @property
    def is_wide(self) -> bool:
        """Twelve months stand across, not down."""
        return self.now.chart == "lines"

    @property
    def has_sum(self) -> bool:
        return bool(self.now.total)

    @property
    def has_hidden(self) -> bool:
        return self.now.has_hidden or bool(self.before and self.before.has_hidden)

    @property
    def drawing(self) -> Data | None:
        """What a chart of it draws: this year and, but for tables, the year before."""
        if not self.now.chart or not any(c.value for x in self.now.lines for c in x.cells):
            return None
        if self.now.is_table:
            labels = [line.label for line in self.now.lines]
            series = [
                Series(head, [line.cells[place] for line in self.now.lines])
                for place, head in enumerate(self.now.heads)
            ]
        else:
            labels = [row.label for row in self.rows]
            series = [Series(str(self.year), [row.now for row in self.rows])]
            if self.before and not self.before.is_empty:
                series.append(Series(str(self.year_before), [row.before for row in self.rows]))
        return Data(self.key, str(self.now.label), labels, series)
