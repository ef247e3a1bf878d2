"""The indicators of the report: each counts rows in exactly one way, and can show these rows.

A chapter module registers its indicators at import. Whoever needs a number asks `figure()`.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, F, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_office.aggregates import Median
from integration_office.codes import FieldOfAction
from integration_office.disclosure import (
    EXTERNAL,
    NOTHING,
    Edge,
    Number,
    Protected,
    fold,
    is_small,
    marked,
    protect,
    protect_each,
    protect_grid,
    protect_row,
    published,
    withhold,
)
from integration_office.lists import Column
from integration_office.permissions import Predicate, is_staff
from reports.figures import NOT_COLLECTED, OTHER, Figure, Line


class Chapter(models.TextChoices):
    FOREWORD = "foreword", _("Foreword")
    POPULATION = "population", _("Population")
    COUNSELLING = "counselling", _("Counselling")
    OFFERS = "offers", _("Offers")
    EVENTS = "events", _("Events")
    TESTS = "tests", _("Naturalisation tests")
    VOLUNTEERS = "volunteers", _("Volunteering")
    NETWORK = "network", _("Network")
    CONCEPT = "concept", _("Integration concept")
    OUTLOOK = "outlook", _("Outlook")


@dataclass(frozen=True)
class Year:
    year: int
    month = 0  # all of them

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, 1, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.year, 12, 31)

    @property
    def before(self) -> "Year":
        return Year(self.year - 1)


class Until(Year):
    """All the time until the end of the year."""

    @property
    def first(self) -> dt.date:
        return dt.date.min


@dataclass(frozen=True)
class Axis:
    """What rows are divided by. `names` gives each code its label, in the order of the report."""

    label: str | Promise
    by: str | models.Expression | models.F | models.Func
    names: Callable[[], Mapping[Any, str | Promise]]
    into: Mapping[str, str] | None = None  # codes that are counted together
    several: bool = False  # one row may stand under several codes: no sum
    folds: bool = False  # small groups go together as "other"
    most: int = 0  # so many of the largest are named, the rest is "other"
    by_size: bool = False
    all_names: bool = False  # also those with nothing in them
    ahead: Callable[[Year], set[str]] | None = None  # codes that the running year has yet to reach

    @property
    def expression(self):
        return F(self.by) if isinstance(self.by, str) else self.by

    def code_of(self, found: Any) -> str:
        code = NOT_COLLECTED if found is None else str(found)
        return (self.into or {}).get(code, code)

    def labels(self) -> dict[str, str]:
        names = {str(code): str(label) for code, label in self.names().items()}
        return names | {
            OTHER: names.get(OTHER, str(pgettext_lazy("small groups", "other"))),
            NOT_COLLECTED: names.get(NOT_COLLECTED, str(_("not collected"))),
        }


# Of rows that have exactly one; small groups are put together.
BY_FIELD_OF_ACTION = Axis(
    _("field of action"),
    "field_of_action",
    lambda: dict(FieldOfAction.choices),
    folds=True,
    by_size=True,
)

type Rows = Callable[[Year], QuerySet]


@dataclass(frozen=True)
class Account:
    """What there was and what came is what left and what there is: three of them tell the fourth.

    So what came and what left are hidden together; what there is stands in two reports and stays.
    Where that is small itself, two years tell of it: then neither says what came and what left.
    """

    stock: Rows
    came: Rows
    left: Rows

    def protected(self, year: Year, limit: int) -> dict[Hashable, Protected]:
        fixed = Edge.FIXED
        edges = [
            Edge("before", "past", "year", self.stock(year.before).count(), fixed),
            Edge("came", "past", "year", self.came(year).count()),
            Edge("left", "year", "past", self.left(year).count()),
            Edge("now", "year", "past", self.stock(year).count(), fixed),
        ]
        if any(edge.kind == fixed and is_small(edge.value, limit) for edge in edges):
            return marked(edges, withhold(edges, limit), limit)
        return published(edges, limit)


@dataclass(frozen=True)
class Indicator:
    key: str
    chapter: Chapter
    label: str
    definition: str
    unit: str
    rows: Rows
    columns: tuple[Column, ...]
    axes: tuple[Axis, ...] = ()
    weight: str = ""  # the field that is added up, where rows are not simply counted
    median: str = ""  # the field in whose middle the number is, where it is none of rows
    counts: Callable[[Year], dict[str, int]] | None = None  # where rows are sums themselves
    account: tuple[Account, str] | None = None
    people: str = ""  # whose number decides about protection, where a sum is not one of people
    personal: bool = True
    tile: bool = False
    stock: bool = False  # what there is on 31 December, not what happened in the year
    snapshot: bool = False  # only what stands today: the past is known if it was frozen
    gone: Callable[[Year], bool] | None = None  # what it divides by has been erased since
    chart: str = ""
    version: int = 1
    seen_by: tuple[Predicate, ...] = (is_staff,)

    def may_be_seen_by(self, user) -> bool:
        return any(predicate(user) for predicate in self.seen_by)


_registry: dict[str, Indicator] = {}


def register(*indicators: Indicator) -> None:
    for indicator in indicators:
        if indicator.key in _registry:
            raise ValueError(f"Two indicators are called {indicator.key}.")
        _registry[indicator.key] = indicator


def indicators() -> list[Indicator]:
    """All of them, in the order of the report."""
    return list(_registry.values())


def find(key: str) -> Indicator | None:
    return _registry.get(key)


def value(indicator: Indicator, year: Year) -> Number | None:
    """The number itself, before any protection: for lists that are behind it, never for a page.
    None in the middle of nothing."""
    rows = indicator.rows(year).order_by()
    if indicator.median:
        middle = rows.aggregate(middle=Median(indicator.median))["middle"]
        return None if middle is None else tenth(middle)
    if not indicator.weight:
        return rows.count()
    found = rows.aggregate(sum=Sum(indicator.weight))["sum"]
    return found or 0


def tenth(number: float) -> Decimal:
    """A measured number as it is told: with one decimal."""
    return Decimal(str(number)).quantize(Decimal("0.1"))


def is_gone(indicator: Indicator, year: Year) -> bool:
    """Whether a part of it has been erased: from then on only an approved report knows it."""
    return indicator.gone is not None and indicator.gone(year)


def figure(indicator: Indicator, year: Year, limit: int = EXTERNAL) -> Figure:
    """The indicator as it may be published."""
    if is_gone(indicator, year):
        return unknown(indicator)
    return {0: number, 1: division, 2: table}[len(indicator.axes)](indicator, year, limit)


def has_begun(year: Year) -> bool:
    """Whether the office counted here by the end of the year: then a zero is a zero."""
    return _registry["contacts"].rows(Until(year.year)).exists()


def unknown(indicator: Indicator) -> Figure:
    """Nobody counted, or not all of it is left: no number, not even a zero."""
    return Figure(**heading(indicator), total=(NOTHING,))


def heading(indicator: Indicator) -> dict[str, Any]:
    return {
        "key": indicator.key,
        "label": str(indicator.label),
        "definition": str(indicator.definition),
        "unit": str(indicator.unit),
        "version": indicator.version,
        "chapter": str(indicator.chapter),
        "tile": indicator.tile,
        "axis": str(indicator.axes[0].label) if indicator.axes else "",
        "chart": indicator.chart,
    }


def number(indicator: Indicator, year: Year, limit: int) -> Figure:
    if indicator.account:
        account, place = indicator.account
        shown = account.protected(year, limit)[place]
    else:
        found = value(indicator, year)
        people = people_behind(indicator, year) if indicator.people else None
        if found is None:
            shown = NOTHING
        else:
            shown = protect(found, limit, people=people) if indicator.personal else Protected(found)
    return Figure(**heading(indicator), total=(shown,))


def people_behind(indicator: Indicator, year: Year) -> int:
    rows = indicator.rows(year).order_by()
    return rows.aggregate(people=Count(indicator.people, distinct=True))["people"]


def division(indicator: Indicator, year: Year, limit: int) -> Figure:
    axis = indicator.axes[0]
    counts: dict[str, Number]
    if indicator.counts:
        counts = dict(indicator.counts(year))
    else:
        counts = {code: n for (code,), n in counted(indicator, year).items()}
    counts = gathered(axis, counts, limit)
    codes = ordered(axis, counts)
    numbers = [counts.get(code, 0) for code in codes]
    if not indicator.personal:
        cells, total = [Protected(n) for n in numbers], Protected(sum(numbers))
    elif axis.several:
        cells, total = protect_each(numbers, limit), Protected()
    else:
        cells, total = protect_row(numbers, limit)
    labels, ahead = axis.labels(), axis.ahead(year) if axis.ahead else set()
    lines = [
        Line(code, labels.get(code, code), (NOTHING if code in ahead and not n else cell,))
        for code, n, cell in zip(codes, numbers, cells, strict=True)
    ]
    if axis.by_size:
        lines.sort(key=place_by_size)
    sums = () if axis.several else (total,)
    return Figure(**heading(indicator), lines=tuple(lines), total=sums)


def place_by_size(line: Line) -> tuple[bool, bool, Number]:
    """Large ones first, among what is published: a place between two numbers would tell a hidden
    one, so these stand together in their usual order, then what is left over."""
    cell = line.cells[0]
    return line.code in (OTHER, NOT_COLLECTED), cell.is_hidden, -(cell.value or 0)


def table(indicator: Indicator, year: Year, limit: int) -> Figure:
    down, across = indicator.axes
    counts = counted(indicator, year)
    rows = ordered(down, {code for code, _code in counts})
    heads = ordered(across, {code for _code, code in counts})
    if not rows or not heads:
        return Figure(**heading(indicator), total=(Protected(0),))
    numbers = [[counts.get((row, head), 0) for head in heads] for row in rows]
    grid = protect_grid(numbers, limit if indicator.personal else 0)
    names, titles = down.labels(), across.labels()
    return Figure(
        **heading(indicator),
        heads=tuple(titles.get(head, head) for head in heads),
        lines=tuple(
            Line(code, names.get(code, code), (*grid.cells[place], grid.rows[place]))
            for place, code in enumerate(rows)
        ),
        total=(*grid.columns, grid.total),
    )


def counted(indicator: Indicator, year: Year) -> dict[tuple[str, ...], Number]:
    """How many rows, or how much of their weight, stand under each code; one query."""
    axes = {f"axis_{place}": axis.expression for place, axis in enumerate(indicator.axes)}
    much = Sum(indicator.weight) if indicator.weight else Count("pk")
    found = indicator.rows(year).order_by().values(**axes).annotate(much=much)
    counts: dict[tuple[str, ...], Number] = {}
    for *codes, n in found.values_list(*axes, "much"):
        key = tuple(axis.code_of(c) for axis, c in zip(indicator.axes, codes, strict=True))
        counts[key] = counts.get(key, 0) + (n or 0)
    return counts


def gathered(axis: Axis, counts: dict[str, Number], limit: int) -> dict[str, Number]:
    """What is too small, and what is beyond the largest, goes together as "other"."""
    if axis.folds:
        into = fold(counts, other=OTHER, keep=[NOT_COLLECTED], limit=limit)
        counts = together(counts, into)
    if axis.most:
        named = [code for code in counts if code not in (OTHER, NOT_COLLECTED)]
        named.sort(key=lambda code: (-counts[code], code))
        counts = together(counts, dict.fromkeys(named[axis.most :], OTHER))
    return counts


def together(counts: Mapping[str, Number], into: Mapping[str, str]) -> dict[str, Number]:
    sums: dict[str, Number] = {}
    for code, n in counts.items():
        code = into.get(code, code)
        sums[code] = sums.get(code, 0) + n
    return sums


def ordered(axis: Axis, found: Mapping[str, Number] | set[str]) -> list[str]:
    """The codes that stand in the report: known ones in their order, then the unknown ones."""
    last = [OTHER, NOT_COLLECTED]
    named = [str(code) for code in axis.names() if str(code) not in last]
    if axis.into:
        named = [*dict.fromkeys(axis.into.get(code, code) for code in named)]
    known = [code for code in named if axis.all_names or code in found]
    known += sorted(code for code in found if code not in {*named, *last})
    return known + [code for code in last if code in found]


def is_listed(indicator: Indicator, shown: Figure, year: Year, limit: int = EXTERNAL) -> bool:
    """Whether the list behind may be opened: not for a number that is itself protected."""
    if not indicator.personal:
        return True
    return not shown.value.is_hidden and not is_small(indicator.rows(year).count(), limit)
