"""Charts as a handful of rectangles, lines and words: the same numbers on the page and in the PDF.

Lengths across are per cent of the width and heights are pixels, so that a chart on the page has no
viewBox and its words stay readable on a telephone. On paper the same shapes stand in a fixed box,
with the labels beside the bars. What has no value (a protected number) is written, but not drawn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil, log10
from textwrap import wrap
from typing import Any, Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _


PAPER_WIDTH = 680  # four units are a millimetre
INK, BLUE, QUIET, RULE, WHITE = "#1b2230", "#002456", "#5779a3", "#97adc9", "#ffffff"
TINTS = (BLUE, "#3a5f8f", RULE, "#dae2ec", WHITE)


class Cell(Protocol):
    """A number that may be protected: str() is how it is written, `spoken` how it is read aloud."""

    @property
    def value(self) -> Any: ...

    @property
    def spoken(self) -> str: ...


@dataclass(frozen=True)
class Plain:
    """A number that needs no protection."""

    value: float

    def __str__(self) -> str:
        decimals = 0 if self.value == int(self.value) else 1
        return number_format(self.value, decimal_pos=decimals, use_l10n=True, force_grouping=True)

    @property
    def spoken(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Series:
    name: str
    values: Sequence[Cell]


@dataclass(frozen=True)
class Data:
    """What is drawn; the first series is the year of the report, the second the year before."""

    key: str
    title: str
    labels: Sequence[str]
    series: Sequence[Series]

    @property
    def highest(self) -> float:
        known = [float(c.value) for s in self.series for c in s.values if c.value is not None]
        return max(known, default=0) or 1


@dataclass(frozen=True)
class Shape:
    kind: str  # the CSS class: now, before, minor, rule …
    paint: dict[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class Drawing:
    key: str
    title: str
    description: str
    height: int
    paper: bool
    shapes: list[tuple[str, Shape]]

    @property
    def millimetres(self) -> str:
        return f"{self.height / 4:g}"

    @property
    def paper_width(self) -> int:
        return PAPER_WIDTH


PAINT = {
    "now": {"fill": BLUE},
    "before": {"fill": WHITE, "stroke": QUIET, "stroke-width": "1"},
    "trace now": {"stroke": BLUE, "stroke-width": "3"},
    "trace before": {"stroke": QUIET, "stroke-width": "2", "stroke-dasharray": "6 4"},
    "axis": {"stroke": "#4a5568", "stroke-width": "1"},
    "rule": {"stroke": "#c9d5e3", "stroke-width": "1"},
    "strong": {"fill": INK, "font-size": "13", "font-weight": "600"},
    "word": {"fill": INK, "font-size": "13"},
    "minor": {"fill": "#4a5568", "font-size": "12"},
    "part-0": {"fill": TINTS[0], "stroke": BLUE},
    "part-1": {"fill": TINTS[1], "stroke": BLUE},
    "part-2": {"fill": TINTS[2], "stroke": BLUE},
    "part-3": {"fill": TINTS[3], "stroke": BLUE},
    "part-4": {"fill": TINTS[4], "stroke": BLUE},
    "inside-dark": {"fill": WHITE, "font-size": "12", "font-weight": "600"},
    "inside-light": {"fill": INK, "font-size": "12", "font-weight": "600"},
}


def share(part: float) -> str:
    """A part of the whole as per cent, as short as it can be written."""
    return f"{100 * part:.2f}".rstrip("0").rstrip(".") + "%"


def rectangle(kind: str, x: float, y: float, width: float, height: float) -> tuple[str, Shape]:
    place = {"x": share(x), "y": f"{y:g}", "width": share(width), "height": f"{height:g}"}
    return "rect", Shape(kind, place | PAINT[kind])


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> tuple[str, Shape]:
    place = {"x1": share(x1), "y1": f"{y1:.1f}", "x2": share(x2), "y2": f"{y2:.1f}"}
    return "line", Shape(kind, place | PAINT[kind])


def dot(kind: str, x: float, y: float) -> tuple[str, Shape]:
    return "circle", Shape(kind, {"cx": share(x), "cy": f"{y:.1f}", "r": "4"} | PAINT[kind])


def words(
    kind: str, text: str, x: float, y: float, *, dx: float = 0, anchor: str = "start"
) -> tuple[str, Shape]:
    place = {"x": share(x), "dx": f"{dx:g}", "y": f"{y:.1f}", "text-anchor": anchor}
    return "text", Shape(kind, place | PAINT[kind], text)


def legend(names: Sequence[str], kinds: Sequence[str], *, paper: bool) -> tuple[list, int]:
    """A small square and a name for each series; returns the shapes and how high they are."""
    if len(names) < 2:
        return [], 0
    across = 4 if paper else 2
    shapes = []
    for place, (name, kind) in enumerate(zip(names, kinds, strict=False)):
        x, y = (place % across) / across, 20 * (place // across)
        side = {"x": share(x), "y": f"{y + 2.5:g}", "width": "12", "height": "12"}
        shapes.append(("rect", Shape(kind, side | PAINT[kind])))
        shapes.append(words("word", name, x, y + 13, dx=18))
    return shapes, 20 * ceil(len(names) / across) + 10


def bars(data: Data, *, paper: bool = False) -> Drawing:
    """Horizontal bars, this year filled, the year before hollow and thinner below it."""
    kinds = ["now", "before"]
    shapes, y = legend([s.name for s in data.series], kinds, paper=paper)
    origin, span = label_column(data.labels) if paper else (0.0, 0.82)
    thick, thin = (11, 5) if paper else (14, 8)
    for place, label in enumerate(data.labels):
        below = y + 2 if paper else y
        if paper:
            shapes.append(words("word", label, origin, y + 12, dx=-8, anchor="end"))
        else:
            for part in wrap(label, 38) or [""]:
                shapes.append(words("word", part, 0, below + 13))
                below += 19
        for series, kind, height in zip(data.series, kinds, (thick, thin), strict=False):
            cell = series.values[place]
            length = span * float(cell.value) / data.highest if cell.value is not None else 0
            if length:
                shapes.append(rectangle(kind, origin, below, length, height))
            if kind == "now":
                shapes.append(
                    words("strong", str(cell), origin + length, below + height - 1.5, dx=6)
                )
            below += height + 2
        y = below + (6 if paper else 12)
    return Drawing(data.key, data.title, enumeration(data), ceil(y), paper, shapes)


def label_column(labels: Sequence[str]) -> tuple[float, float]:
    """Where the bars begin beside their labels, and how long the longest may be."""
    longest = max((len(label) for label in labels), default=0)
    origin = min(max(6.6 * longest + 14, 120), 330) / PAPER_WIDTH
    return origin, 0.93 - origin


def columns(data: Data, *, paper: bool = False) -> Drawing:
    """Upright columns of one series, for instance years."""
    top, height = 24, 120
    count = len(data.labels)
    wide = 0.58 / count
    shapes = [line("axis", 0, top + height, 1, top + height)]
    for place, (label, cell) in enumerate(zip(data.labels, data.series[0].values, strict=True)):
        middle = (place + 0.5) / count
        tall = height * float(cell.value) / data.highest if cell.value is not None else 0
        if tall:
            shapes.append(rectangle("now", middle - wide / 2, top + height - tall, wide, tall))
        shapes.append(words("strong", str(cell), middle, top + height - tall - 6, anchor="middle"))
        shapes.append(words("minor", label, middle, top + height + 18, anchor="middle"))
    return Drawing(data.key, data.title, enumeration(data), top + height + 26, paper, shapes)


def lines(data: Data, *, paper: bool = False) -> Drawing:
    """Two years, month by month: this one solid with dots and numbers, the last one dashed."""
    shapes, top = legend([s.name for s in data.series], ["now", "before"], paper=paper)
    top += 22
    height, count = (190 if paper else 200), len(data.labels)
    highest = round_up(data.highest)
    left, right = (0.05, 0.98) if paper else (0.09, 0.98)

    def place(index: int, value: float) -> tuple[float, float]:
        across = left + (right - left) * (index + 0.5) / count
        return across, top + height * (1 - value / highest)

    for quarter in range(5):
        y = top + height * (1 - quarter / 4)
        shapes.append(line("axis" if quarter == 0 else "rule", left, y, right, y))
        mark = number_format(highest * quarter / 4, decimal_pos=0, use_l10n=True)
        shapes.append(words("minor", mark, left, y + 4, dx=-5, anchor="end"))
    for series, kind in reversed([*zip(data.series, ("now", "before"), strict=False)]):
        shapes += trace(series.values, kind, place)
    for index, label in enumerate(data.labels):
        middle, _y = place(index, 0)
        shapes.append(words("minor", label, middle, top + height + 18, anchor="middle"))
    return Drawing(data.key, data.title, extremes(data), top + height + 26, paper, shapes)


def trace(values: Sequence[Cell], kind: str, place: Callable) -> list:
    """One line; it is interrupted where a number is protected."""
    shapes = []
    points = [None if c.value is None else place(i, float(c.value)) for i, c in enumerate(values)]
    for one, other in zip(points, points[1:], strict=False):
        if one and other:
            shapes.append(line(f"trace {kind}", *one, *other))
    for index, (point, cell) in enumerate(zip(points, values, strict=True)):
        x, y = point or place(index, 0)
        if point:
            shapes.append(dot(kind, x, y))
        if kind == "now":
            shapes.append(words("strong", str(cell), x, y - 9, anchor="middle"))
    return shapes


def stack(data: Data, *, paper: bool = False) -> Drawing:
    """One bar for each label, divided into the series; the longest bar fills the width."""
    kinds = [f"part-{min(place, 4)}" for place in range(len(data.series))]
    shapes, y = legend([s.name for s in data.series], kinds, paper=paper)
    origin, span = label_column(data.labels) if paper else (0.0, 1.0)
    rows = [*zip(*(series.values for series in data.series), strict=True)]
    widest = max((sum(float(c.value or 0) for c in row) for row in rows), default=0) or 1
    for label, row in zip(data.labels, rows, strict=True):
        bar = y
        if paper:
            shapes.append(words("word", label, origin, y + 15, dx=-8, anchor="end"))
        else:
            shapes.append(words("word", label, 0, y + 13))
            bar = y + 19
        shapes += parts(row, kinds, origin, bar, span / widest)
        y = bar + (28 if paper else 36)
    return Drawing(data.key, data.title, enumeration(data), ceil(y), paper, shapes)


def parts(row: Sequence[Cell], kinds: Sequence[str], x: float, y: float, scale: float) -> list:
    """One divided bar from `x` on; a part too narrow for its number stays without it."""
    shapes = []
    for place, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
        length = scale * float(cell.value or 0)
        if not length:
            continue
        shapes.append(rectangle(kind, x, y, length, 20))
        if length > 0.06:
            shade = "inside-dark" if place < 2 else "inside-light"
            shapes.append(words(shade, str(cell), x + length / 2, y + 14.5, anchor="middle"))
        x += length
    return shapes


def round_up(value: float) -> float:
    """The next number that divides into four whole and easy steps: 7 -> 8, 92 -> 120."""
    quarter = max(value / 4, 1)
    unit = 10 ** int(log10(quarter))
    return 4 * next(unit * step for step in (1, 2, 3, 4, 5, 6, 8, 10) if unit * step >= quarter)


def enumeration(data: Data) -> str:
    """Every number in words, in the order in which they are drawn."""
    said = []
    for place, label in enumerate(data.labels):
        numbers = [f"{s.name} {s.values[place].spoken}" for s in data.series]
        if len(numbers) == 1:
            numbers = [data.series[0].values[place].spoken]
        said.append(f"{label}: {', '.join(numbers)}")
    return "; ".join(said) + "."


def extremes(data: Data) -> str:
    """The highest and the lowest point of each line; the table beside it holds the rest."""
    said = []
    for series in data.series:
        known = [(c.value, i) for i, c in enumerate(series.values) if c.value is not None]
        if not known:
            continue
        high, low = max(known, key=lambda k: (k[0], -k[1])), min(known)
        said.append(
            _("%(name)s: highest %(high)s with %(most)s, lowest %(low)s with %(least)s.")
            % {
                "name": series.name,
                "high": data.labels[high[1]],
                "most": series.values[high[1]].spoken,
                "low": data.labels[low[1]],
                "least": series.values[low[1]].spoken,
            }
        )
    return " ".join([*said, _("All numbers are in the table.")])


KINDS: dict[str, Callable[..., Drawing]] = {
    "bars": bars,
    "columns": columns,
    "lines": lines,
    "stack": stack,
}
