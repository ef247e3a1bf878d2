"""The protected tables of a report as rows for CSV and XLSX: the same cells as page and PDF."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from integration_office.disclosure import NOTHING, Protected
from integration_office.lists import Column
from reports.figures import Comparison
from reports.indicators import Chapter


@dataclass(frozen=True)
class TableRow:
    chapter: str
    figure: str
    line: str
    column: str
    unit: str
    now: Protected
    before: Protected = NOTHING
    difference: Protected = NOTHING
    percent: Protected = NOTHING


def cell(name: str):
    """A number as a number, a protected one as its sign."""

    def of(row: TableRow):
        protected = getattr(row, name)
        return str(protected) if protected.value is None else protected.value

    return of


def columns(now: str, before: str) -> list[Column]:
    return [
        Column("chapter", _("chapter"), "chapter"),
        Column("figure", _("figure"), "figure"),
        Column("line", _("line"), "line"),
        Column("column", _("column"), "column"),
        Column("unit", _("unit"), "unit"),
        Column("now", now, cell("now")),
        Column("before", before, cell("before")),
        Column("difference", _("difference"), cell("difference")),
        Column("percent", _("in per cent"), cell("percent")),
    ]


def table_rows(comparisons: Iterable[Comparison]) -> Iterator[TableRow]:
    for comparison in comparisons:
        yield from rows_of(comparison)


def rows_of(comparison: Comparison) -> Iterator[TableRow]:
    figure = comparison.now
    frame = (str(Chapter(figure.chapter).label), str(figure.label))
    if figure.is_table:
        heads = [*figure.heads, str(_("total"))]
        lines = [(line.label, line.cells) for line in figure.lines]
        for label, cells in [*lines, (str(_("total")), figure.total)]:
            for head, one in zip(heads, cells, strict=True):
                yield TableRow(*frame, label, head, figure.unit, one)
        return
    for row in comparison.rows:
        yield TableRow(*frame, row.label, "", figure.unit, *row.cells)
    if comparison.has_sum:
        yield TableRow(*frame, comparison.sum_label, "", figure.unit, *comparison.sum.cells)
