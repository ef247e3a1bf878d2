"""A map without any outside server: places as points of a plain drawing, in the projection every
tile server uses, so that tiles can lie below them where an office has set an address for them.

Pure geometry: no database, no request. Pixels are those of a drawing `WIDE` or `NARROW`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field


TILE = 256
CLOSEST, FARTHEST, ALONE = 19, 0, 16
METRES_PER_PIXEL = 156_543.03392  # at the equator, zoom 0
HIGHEST_LATITUDE = 85.05
MARGIN = 36
RADIUS, LARGER = 14, 18
APART = 30
SAME_HOUSE = 0.0001  # degrees: about ten metres
LETTER, LINE = 7.4, 18
LONGEST_LABEL = 28
SCALE_WIDTH = 130


@dataclass(frozen=True)
class Size:
    """A drawing: its CSS class, width and height, and whether names are written beside points."""

    name: str
    width: int
    height: int
    labels: bool


WIDE = Size("wide", 760, 540, labels=True)
NARROW = Size("narrow", 320, 380, labels=False)


@dataclass(frozen=True)
class Place:
    """A place with its coordinates in degrees (WGS84) and how many offers are there."""

    key: int
    name: str
    latitude: float
    longitude: float
    count: int


@dataclass(frozen=True)
class Box:
    """A part of the world between two parallels and two meridians."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    def __str__(self) -> str:
        return ",".join(f"{edge:.6f}" for edge in (self.south, self.west, self.north, self.east))


def parse_box(text: str) -> Box | None:
    """ "53.57,9.68,53.59,9.72" as a box; None for anything that is none."""
    try:
        south, west, north, east = (float(edge) for edge in text.split(","))
    except ValueError:
        return None
    inside = -90 <= south <= north <= 90 and -180 <= west <= east <= 180
    return Box(south, west, north, east) if inside else None


@dataclass(frozen=True)
class Point:
    """A place, or several that lie too near each other to be told apart, as one circle."""

    x: float
    y: float
    places: tuple[Place, ...]

    @property
    def count(self) -> int:
        return sum(place.count for place in self.places)

    @property
    def radius(self) -> int:
        return LARGER if len(self.places) > 1 or self.count > 99 else RADIUS

    @property
    def names(self) -> str:
        return ", ".join(place.name for place in self.places)

    @property
    def box(self) -> Box | None:
        """What a closer look shows; None where none could tell these places apart."""
        latitudes = [place.latitude for place in self.places]
        longitudes = [place.longitude for place in self.places]
        box = Box(min(latitudes), min(longitudes), max(latitudes), max(longitudes))
        wide = max(box.north - box.south, (box.east - box.west) / 2)
        return box if len(self.places) > 1 and wide > SAME_HOUSE else None


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    anchor: str
    text: str


@dataclass(frozen=True)
class Tile:
    url: str
    x: float
    y: float


@dataclass(frozen=True)
class Scale:
    """A bar of `width` pixels that stands for `metres`."""

    metres: int
    width: float

    @property
    def text(self) -> str:
        return f"{self.metres // 1000} km" if self.metres >= 1000 else f"{self.metres} m"


@dataclass(frozen=True)
class Map:
    size: Size
    points: list[Point]
    labels: list[Label]
    grid: list[tuple[float, float, float, float]]
    scale: Scale
    tiles: list[Tile] = field(default_factory=list)


def world(latitude: float, longitude: float) -> tuple[float, float]:
    """Web Mercator: the place on a world that is 1 wide and 1 high, (0, 0) in the north-west."""
    latitude = max(-HIGHEST_LATITUDE, min(HIGHEST_LATITUDE, latitude))
    y = math.asinh(math.tan(math.radians(latitude))) / math.pi
    return (longitude + 180) / 360, (1 - y) / 2


@dataclass(frozen=True)
class View:
    """Which part of the world a drawing shows: its middle and its zoom (2^zoom tiles across)."""

    x: float
    y: float
    zoom: float
    size: Size

    @property
    def pixels(self) -> float:
        """How many pixels the whole world would be wide."""
        return TILE * 2**self.zoom

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        x, y = world(latitude, longitude)
        return (
            (x - self.x) * self.pixels + self.size.width / 2,
            (y - self.y) * self.pixels + self.size.height / 2,
        )

    @property
    def metres_per_pixel(self) -> float:
        latitude = math.atan(math.sinh(math.pi * (1 - 2 * self.y)))
        return METRES_PER_PIXEL * math.cos(latitude) / 2**self.zoom


def view_of(places: Sequence[Place], size: Size, *, whole_steps: bool = False) -> View:
    """The closest look that still shows all `places` with a margin. Tiles exist only for whole
    steps of the zoom. A single place is shown with the streets around it."""
    spots = [world(place.latitude, place.longitude) for place in places] or [(0.5, 0.5)]
    left, right = min(x for x, _y in spots), max(x for x, _y in spots)
    top, bottom = min(y for _x, y in spots), max(y for _x, y in spots)
    zoom = min(
        _zoom(right - left, size.width - 2 * MARGIN),
        _zoom(bottom - top, size.height - 2 * MARGIN),
    )
    zoom = math.floor(zoom) if whole_steps else zoom
    return View((left + right) / 2, (top + bottom) / 2, max(zoom, FARTHEST), size)


def _zoom(span: float, pixels: float) -> float:
    if span <= 0:
        return ALONE
    return min(CLOSEST, math.log2(pixels / (span * TILE)))


def draw(places: Sequence[Place], size: Size, *, tiles: str = "") -> Map:
    """The map of these places. `tiles` is an address with {z}, {x} and {y}; without one the ground
    is a plain grid whose squares are as long as the scale bar says."""
    view = view_of(places, size, whole_steps=bool(tiles))
    points = clustered(places, view)
    scale = _scale(view)
    return Map(
        size=size,
        points=points,
        labels=_labels(points, size) if size.labels else [],
        grid=[] if tiles else _grid(scale.width, size),
        scale=scale,
        tiles=_tiles(view, tiles) if tiles else [],
    )


def clustered(places: Sequence[Place], view: View) -> list[Point]:
    """One circle for places that would cover each other. The one with most offers comes first and
    takes in its neighbours, so that the same places always make the same circles."""
    ordered = sorted(places, key=lambda place: (-place.count, place.name, place.key))
    groups: list[tuple[float, float, list[Place]]] = []
    for place in ordered:
        x, y = view.place(place.latitude, place.longitude)
        near = [group for group in groups if math.dist(group[:2], (x, y)) < APART]
        if near:
            min(near, key=lambda group: math.dist(group[:2], (x, y)))[2].append(place)
        else:
            groups.append((x, y, [place]))
    return [Point(x, y, tuple(members)) for x, y, members in groups]


def _scale(view: View) -> Scale:
    """The longest of 1, 2, 5 × 10ⁿ metres that fits."""
    longest = SCALE_WIDTH * view.metres_per_pixel
    step = 10 ** math.floor(math.log10(longest))
    metres = max(factor * step for factor in (1, 2, 5) if factor * step <= longest)
    return Scale(max(int(metres), 1), metres / view.metres_per_pixel)


def _grid(step: float, size: Size) -> list[tuple[float, float, float, float]]:
    across = [(x, 0.0, x, float(size.height)) for x in _steps(step, size.width)]
    down = [(0.0, y, float(size.width), y) for y in _steps(step, size.height)]
    return across + down


def _steps(step: float, length: int) -> list[float]:
    return [step * number for number in range(1, math.ceil(length / step))]


def _tiles(view: View, address: str) -> list[Tile]:
    """The tiles below a view of a whole step; those beyond the poles do not exist."""
    zoom, size = int(view.zoom), view.size
    left = view.x * view.pixels - size.width / 2
    top = view.y * view.pixels - size.height / 2
    count = 2**zoom
    return [
        Tile(
            address.format(z=zoom, x=column % count, y=row),
            column * TILE - left,
            row * TILE - top,
        )
        for column in range(math.floor(left / TILE), math.ceil((left + size.width) / TILE))
        for row in range(math.floor(top / TILE), math.ceil((top + size.height) / TILE))
        if 0 <= row < count
    ]


type Rectangle = tuple[float, float, float, float]


def _labels(points: Sequence[Point], size: Size) -> list[Label]:
    """Names of single places, where one finds room beside its circle; the list has all of them.
    Places with more offers are asked first."""
    taken: list[Rectangle] = [
        (p.x - p.radius, p.y - p.radius, p.x + p.radius, p.y + p.radius) for p in points
    ]
    labels = []
    for point in sorted(points, key=lambda point: (-point.count, point.names)):
        if len(point.places) > 1:
            continue
        text = shortened(point.places[0].name)
        for label, room in _spots(point, text):
            if _inside(room, size) and not any(_overlap(room, other) for other in taken):
                taken.append(room)
                labels.append(label)
                break
    return labels


def _spots(point: Point, text: str) -> list[tuple[Label, Rectangle]]:
    """Right of the circle, left of it, below, above."""
    width, away = LETTER * len(text), point.radius + 5
    x, y = point.x, point.y
    half = LINE / 2
    return [
        (
            Label(x + away, y + 5, "start", text),
            (x + away, y - half, x + away + width, y + half),
        ),
        (Label(x - away, y + 5, "end", text), (x - away - width, y - half, x - away, y + half)),
        (
            Label(x, y + away + 10, "middle", text),
            (x - width / 2, y + away - 3, x + width / 2, y + away + LINE - 3),
        ),
        (
            Label(x, y - away - 1, "middle", text),
            (x - width / 2, y - away - LINE + 3, x + width / 2, y - away + 3),
        ),
    ]


def shortened(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"


def _inside(room: Rectangle, size: Size) -> bool:
    left, top, right, bottom = room
    return left >= 0 and top >= 0 and right <= size.width and bottom <= size.height


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
