"""Disclosure control: small numbers are hidden before anything is drawn, written or exported.

A count of 1 to 4 is shown as "< 5". More cells are hidden as "×" wherever a sum would give that
away. A zero stays a zero: it betrays nobody. What is hidden is thrown away, not carried along.

Tables with sums are read as a flow in a network: every sum is a node, every cell an edge, and what
flows into a sum flows out of it. A hidden cell can be worked out exactly when no circle of hidden
edges runs through it along which one unit could be moved. So cells are hidden until each hidden one
stands in such a circle.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from heapq import heappop, heappush

from django.utils.formats import number_format
from django.utils.translation import gettext as _


EXTERNAL = 5
PERCENT_FROM = 20

type Number = int | Decimal
type Node = Hashable


class Mark(StrEnum):
    SHOWN = "shown"
    SMALL = "small"
    SECOND = "second"
    NONE = "none"


@dataclass(frozen=True)
class Protected:
    """One cell as it may be published. A hidden one does not know its value any more."""

    value: Number | None = None
    mark: Mark = Mark.SHOWN
    limit: int = EXTERNAL

    def __str__(self) -> str:
        if self.value is not None:
            return written(self.value)
        return {Mark.SMALL: f"< {self.limit}", Mark.SECOND: "×"}.get(self.mark, "–")

    @property
    def spoken(self) -> str:
        """The cell in a sentence, for descriptions that are read aloud."""
        if self.value is not None:
            return written(self.value)
        if self.mark == Mark.SMALL:
            return _("fewer than %(limit)s") % {"limit": self.limit}
        return _("not shown") if self.mark == Mark.SECOND else _("no value")

    @property
    def is_shown(self) -> bool:
        return self.value is not None

    @property
    def is_hidden(self) -> bool:
        return self.mark in (Mark.SMALL, Mark.SECOND)


NOTHING = Protected(None, Mark.NONE)


def written(value: Number, *, decimals: int | None = None) -> str:
    """A number as the language of the reader writes it: 1.234,5 in German."""
    if decimals is None:
        decimals = max(0, -int(Decimal(value).normalize().as_tuple().exponent))
    size = max(value, -value)
    text = number_format(size, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return f"−{text}" if value < 0 else text


def is_small(value: Number, limit: int) -> bool:
    return 0 < value < limit


def protect(value: Number, limit: int = EXTERNAL, *, people: int | None = None) -> Protected:
    """A single figure. `people` counts those behind a sum such as hours."""
    if is_small(value if people is None else people, limit):
        return Protected(None, Mark.SMALL, limit)
    return Protected(value, Mark.SHOWN, limit)


def protect_each(counts: Sequence[Number], limit: int = EXTERNAL) -> list[Protected]:
    """Cells that add up to nothing, for instance several topics for one contact."""
    return [protect(count, limit) for count in counts]


def protect_row(
    counts: Sequence[Number], limit: int = EXTERNAL
) -> tuple[list[Protected], Protected]:
    """Cells with their sum."""
    cells = [Edge(place, "sum", "parts", count) for place, count in enumerate(counts)]
    total = Edge("sum", "parts", "sum", sum(counts), Edge.FIXED)
    shown = published([*cells, total], limit)
    return [shown[place] for place in range(len(counts))], shown["sum"]


@dataclass(frozen=True)
class Grid:
    """Cells with the sums of rows and columns."""

    cells: list[list[Protected]]
    rows: list[Protected]
    columns: list[Protected]
    total: Protected


def protect_grid(counts: Sequence[Sequence[Number]], limit: int = EXTERNAL) -> Grid:
    edges = [*grid_edges(counts)]
    shown = published(edges, limit)
    height, width = len(counts), len(counts[0])
    return Grid(
        [[shown["cell", i, j] for j in range(width)] for i in range(height)],
        [shown["row", i] for i in range(height)],
        [shown["column", j] for j in range(width)],
        shown["sum"],
    )


def grid_edges(counts: Sequence[Sequence[Number]]) -> Iterator["Edge"]:
    for i, line in enumerate(counts):
        yield Edge(("row", i), "source", ("r", i), sum(line), Edge.MARGIN)
        for j, count in enumerate(line):
            yield Edge(("cell", i, j), ("r", i), ("c", j), count)
    for j, column in enumerate(zip(*counts, strict=True)):
        yield Edge(("column", j), ("c", j), "sink", sum(column), Edge.MARGIN)
    yield Edge("sum", "sink", "source", sum(map(sum, counts)), Edge.FIXED)


@dataclass(frozen=True)
class Edge:
    """A cell as a flow between two sums."""

    CELL, MARGIN, FIXED = 0, 1, 2  # the dearer, the later it is hidden; the whole sum never

    key: Hashable
    tail: Node
    head: Node
    value: Number
    kind: int = CELL


def published(edges: Sequence[Edge], limit: int) -> dict[Hashable, Protected]:
    return marked(edges, hide(edges, limit), limit)


def marked(
    edges: Sequence[Edge], marks: Mapping[Hashable, Mark], limit: int
) -> dict[Hashable, Protected]:
    return {
        edge.key: Protected(None, marks[edge.key], limit)
        if edge.key in marks
        else Protected(edge.value, Mark.SHOWN, limit)
        for edge in edges
    }


def hide(edges: Sequence[Edge], limit: int) -> dict[Hashable, Mark]:
    """Which cells to hide, and why. Where no choice would do, the whole division is withheld."""
    marks = {edge.key: Mark.SMALL for edge in edges if is_small(edge.value, limit)}
    secure: set[Hashable] = set()
    while weak := [edge for edge in edges if edge.key in marks and edge.key not in secure]:
        circle = cheapest_circle(weak[0], edges, marks, limit)
        if circle is None:
            return withhold(edges, limit)
        for key in circle:
            marks.setdefault(key, Mark.SECOND)
        secure |= circle
    return marks


def withhold(edges: Sequence[Edge], limit: int) -> dict[Hashable, Mark]:
    """Only the whole sum stays, if it is not small itself; zeros go as well."""
    whole = {e.key: Mark.SMALL for e in edges if e.kind == Edge.FIXED and is_small(e.value, limit)}
    return {e.key: Mark.SECOND for e in edges if e.kind != Edge.FIXED} | whole


def cheapest_circle(
    edge: Edge, edges: Sequence[Edge], marks: Mapping[Hashable, Mark], limit: int
) -> set[Hashable] | None:
    """The keys of a circle that moves one unit through `edge`, hiding as little as can be."""
    others = [other for other in edges if other.key != edge.key]
    steps = [*steps_along(others, marks, limit)]
    ways = []
    for start, end, price in steps_of(edge, marks[edge.key], limit):
        if way := cheapest_way(end, start, steps):
            ways.append((price + way[0], way[1]))
    return {edge.key, *min(ways, key=lambda way: way[0])[1]} if ways else None


def steps_along(
    edges: Sequence[Edge], marks: Mapping[Hashable, Mark], limit: int
) -> Iterator[tuple[Node, Node, Number, Hashable]]:
    dear = sum(edge.value for edge in edges) + 1
    for edge in edges:
        mark = marks.get(edge.key)
        price: Number = 0
        if mark is None:
            if edge.value < limit or edge.kind == Edge.FIXED:
                continue  # a zero and the whole sum stay
            mark, price = Mark.SECOND, edge.value + edge.kind * dear
        for start, end, _price in steps_of(edge, mark, limit):
            yield start, end, price, edge.key


def steps_of(edge: Edge, mark: Mark, limit: int) -> Iterator[tuple[Node, Node, Number]]:
    """Up and down by one, as far as a reader who knows the rules must think it possible."""
    lowest, highest = (1, limit - 1) if mark == Mark.SMALL else (limit, None)
    if highest is None or edge.value < highest:
        yield edge.tail, edge.head, 0
    if edge.value > lowest:
        yield edge.head, edge.tail, 0


def cheapest_way(
    start: Node, end: Node, steps: Iterable[tuple[Node, Node, Number, Hashable]]
) -> tuple[Number, list[Hashable]] | None:
    """Dijkstra's way from node to node: its price and the keys of its edges."""
    leaving: dict[Node, list[tuple[Node, Number, Hashable]]] = {}
    for tail, head, price, key in steps:
        leaving.setdefault(tail, []).append((head, price, key))
    turn = 0
    queue: list[tuple[Number, int, Node, list[Hashable]]] = [(0, turn, start, [])]
    seen = set()
    while queue:
        price, _turn, node, way = heappop(queue)
        if node == end:
            return price, way
        if node in seen:
            continue
        seen.add(node)
        for head, more, key in leaving.get(node, []):
            turn += 1
            heappush(queue, (price + more, turn, head, [*way, key]))
    return None


def difference(now: Protected, before: Protected) -> Protected:
    """Only between two numbers that are both published: a difference would give the third away."""
    if now.value is None or before.value is None:
        return NOTHING
    return Protected(now.value - before.value)


def percent(now: Protected, before: Protected) -> Protected:
    """The change in per cent, from a base that carries one."""
    if now.value is None or before.value is None or before.value < PERCENT_FROM:
        return NOTHING
    return Protected(round(Decimal(now.value - before.value) * 100 / Decimal(before.value), 1))


def fold(
    counts: Mapping[str, Number], *, other: str, keep: Collection[str] = (), limit: int = EXTERNAL
) -> dict[str, str]:
    """Into which category each goes: small groups are put together before anything is hidden.

    When the small ones together are still small, the next smallest group goes with them.
    """
    large = sorted(
        (n, code) for code, n in counts.items() if n >= limit and code not in {*keep, other}
    )
    into = {code: other for code in counts if code not in keep}
    together = sum(n for code, n in counts.items() if code in into and n < limit)
    together += counts.get(other, 0) if counts.get(other, 0) >= limit else 0
    while large and is_small(together, limit):
        together += large.pop(0)[0]
    into.update({code: code for _n, code in large})
    into.update({code: code for code in keep if code in counts})
    return into
