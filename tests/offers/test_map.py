"""The drawing: places where they are, near ones together, names without overlap."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offers.places import map as maps
from offers.places.map import NARROW, WIDE, Box, Place


TILES = "https://tiles.demo.example/{z}/{x}/{y}.png"


def place(key, latitude, longitude, *, count=1, name=None):
    return Place(key, name or f"Ort {key}", latitude, longitude, count)


latitudes = st.floats(-80, 80, allow_nan=False)
longitudes = st.floats(-179, 179, allow_nan=False)
places_anywhere = st.lists(
    st.builds(
        Place,
        key=st.integers(1, 10_000),
        name=st.text(min_size=1, max_size=60),
        latitude=latitudes,
        longitude=longitudes,
        count=st.integers(1, 500),
    ),
    max_size=60,
)


@given(places_anywhere, st.sampled_from([WIDE, NARROW]), st.sampled_from(["", TILES]))
def test_every_place_is_drawn_once_and_inside(places, size, tiles):
    drawn = maps.draw(places, size, tiles=tiles)

    shown = [place for point in drawn.points for place in point.places]
    assert sorted(shown, key=repr) == sorted(places, key=repr)
    assert all(0 <= p.x <= size.width and 0 <= p.y <= size.height for p in drawn.points)


@given(places_anywhere)
def test_circles_keep_apart_and_names_cover_neither_circles_nor_each_other(places):
    drawn = maps.draw(places, WIDE)

    circles = [(p.x, p.y) for p in drawn.points]
    assert all(
        math.dist(one, other) >= maps.APART
        for place, one in enumerate(circles)
        for other in circles[:place]
    )
    rooms = [room_of(label) for label in drawn.labels]
    assert not any(
        maps._overlap(one, other) for place, one in enumerate(rooms) for other in rooms[:place]
    )


def room_of(label):
    width = maps.LETTER * len(label.text)
    left = {"start": label.x, "end": label.x - width, "middle": label.x - width / 2}[label.anchor]
    return (left, label.y - 12, left + width, label.y + 4)


def test_north_is_up_and_east_is_right():
    north, east, middle = place(1, 53.60, 9.70), place(2, 53.58, 9.74), place(3, 53.58, 9.70)

    drawn = maps.draw([north, east, middle], WIDE)

    at = {point.places[0].key: (point.x, point.y) for point in drawn.points}
    assert at[1][1] < at[3][1]
    assert at[2][0] > at[3][0]
    assert at[1][0] == pytest.approx(at[3][0])
    assert at[2][1] == pytest.approx(at[3][1])


def test_the_scale_bar_is_as_long_as_it_says():
    """One degree of latitude is 111.2 km, also in a projection that stretches."""
    south, north = place(1, 53.575, 9.70), place(2, 53.585, 9.70)

    drawn = maps.draw([south, north], WIDE)

    high, low = sorted(point.y for point in drawn.points)
    metres = drawn.scale.metres / drawn.scale.width * (low - high)
    assert metres == pytest.approx(1112, rel=0.005)
    assert drawn.scale.text in ("100 m", "200 m", "500 m")


@pytest.mark.parametrize(("metres", "text"), [(50, "50 m"), (1000, "1 km"), (20_000, "20 km")])
def test_the_scale_is_written_short(metres, text):
    assert maps.Scale(metres, 100).text == text


def test_near_places_become_one_circle_with_the_sum_and_a_closer_look():
    near, nearer = place(1, 53.58, 9.70, count=3), place(2, 53.5802, 9.7002, count=2)
    far = place(3, 53.60, 9.75)

    drawn = maps.draw([near, nearer, far], WIDE)

    together = next(point for point in drawn.points if len(point.places) == 2)
    assert (together.count, together.names) == (5, "Ort 1, Ort 2")
    assert together.box == Box(53.58, 9.70, 53.5802, 9.7002)
    closer = maps.draw(list(together.places), WIDE)
    assert [len(point.places) for point in closer.points] == [1, 1]


def test_places_in_one_house_have_no_closer_look():
    drawn = maps.draw([place(1, 53.58, 9.70), place(2, 53.58, 9.70)], WIDE)

    assert [point.box for point in drawn.points] == [None]


def test_no_place_at_all_is_an_empty_map():
    drawn = maps.draw([], NARROW)

    assert (drawn.points, drawn.labels, drawn.tiles) == ([], [], [])


def test_a_narrow_map_leaves_the_names_to_the_list():
    places = [place(1, 53.58, 9.70), place(2, 53.60, 9.75)]

    assert [label.text for label in maps.draw(places, WIDE).labels] == ["Ort 1", "Ort 2"]
    assert maps.draw(places, NARROW).labels == []


def test_a_long_name_is_shortened():
    long = place(1, 53.58, 9.70, name="Haus der Vereine und Verbände am alten Hafen")
    places = [long, place(2, 53.60, 9.75)]

    assert maps.draw(places, WIDE).labels[0].text == "Haus der Vereine und Verbän…"


def test_tiles_cover_the_drawing_and_fit_together():
    places = [place(1, 53.57, 9.68), place(2, 53.60, 9.75)]

    drawn = maps.draw(places, WIDE, tiles=TILES)

    assert min(tile.x for tile in drawn.tiles) <= 0
    assert min(tile.y for tile in drawn.tiles) <= 0
    assert max(tile.x for tile in drawn.tiles) + maps.TILE >= WIDE.width
    assert max(tile.y for tile in drawn.tiles) + maps.TILE >= WIDE.height
    assert drawn.grid == []
    assert len({tile.url for tile in drawn.tiles}) == len(drawn.tiles)


def test_a_tile_lies_where_its_server_cut_it():
    """Tile 13/4316/2645 begins at 53.5926° north, 9.6680° east (the common numbering of tiles)."""
    corner_latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * 2645 / 2**13))))
    corner_longitude = 4316 / 2**13 * 360 - 180
    view = maps.View(*maps.world(53.58, 9.70), 13, WIDE)

    tile = next(t for t in maps._tiles(view, TILES) if t.url.endswith("/13/4316/2645.png"))

    assert (tile.x, tile.y) == pytest.approx(view.place(corner_latitude, corner_longitude))


def test_without_an_address_there_are_no_tiles_but_a_grid_as_wide_as_the_scale():
    drawn = maps.draw([place(1, 53.57, 9.68), place(2, 53.60, 9.75)], WIDE)

    assert drawn.tiles == []
    assert drawn.grid[0] == (drawn.scale.width, 0, drawn.scale.width, WIDE.height)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("53.57,9.68,53.59,9.72", Box(53.57, 9.68, 53.59, 9.72)),
        ("53.59,9.68,53.57,9.72", None),
        ("53.57,9.68,53.59", None),
        ("a,b,c,d", None),
        ("nan,9.68,53.59,9.72", None),
        ("53,9,100,10", None),
        ("", None),
    ],
)
def test_a_part_of_the_map_is_read_from_the_address(text, box):
    assert maps.parse_box(text) == box


def test_a_part_says_itself_as_it_is_read():
    box = Box(53.57, 9.68, 53.59, 9.72)

    assert maps.parse_box(str(box)) == box
    assert box.holds(53.58, 9.70)
    assert not box.holds(53.60, 9.70)
