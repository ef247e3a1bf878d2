"""Nobody can work a hidden number out, however they add and subtract."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration_office.disclosure import (
    NOTHING,
    Mark,
    Protected,
    difference,
    fold,
    percent,
    protect,
    protect_each,
    protect_grid,
    protect_row,
    written,
)


COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 12))


def said(cells):
    return [str(cell) for cell in cells]


class Reader:
    """Knows the rules and the published table; tries every table that would look like it."""

    def __init__(self, limit, *, withheld):
        self.limit, self.withheld = limit, withheld

    def possible(self, cell, most):
        if cell.mark == Mark.SHOWN:
            return [cell.value]
        if cell.mark == Mark.SMALL:
            return range(1, self.limit)
        return range(0 if self.withheld else self.limit, most + 1)


def divisions(cells, total, reader, most):
    """All rows of numbers that fit the published cells and their published sum."""
    *first, last = [reader.possible(cell, most) for cell in cells]
    sums = reader.possible(total, most)
    return [
        (*row, rest)
        for row in product(*first)
        for whole in sums
        if (rest := whole - sum(row)) in last
    ]


def is_withheld(cells):
    return all(cell.mark == Mark.SECOND for cell in cells)


@settings(max_examples=150, deadline=None)
@given(st.lists(COUNTS, min_size=1, max_size=4), st.sampled_from([3, 5]))
def test_no_hidden_cell_of_a_row_can_be_worked_out_from_its_sum(counts, limit):
    cells, total = protect_row(counts, limit)

    reader = Reader(limit, withheld=is_withheld(cells))
    possible = divisions(cells, total, reader, most=sum(counts) + limit)
    for place, cell in enumerate(cells):
        if cell.is_hidden:
            assert len({row[place] for row in possible}) > 1


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_hidden_cell_of_a_table_can_be_worked_out_from_its_sums(data):
    limit = data.draw(st.sampled_from([3, 5]))
    width = data.draw(st.integers(2, 3))
    small = st.lists(st.integers(0, limit + 1), min_size=width, max_size=width)
    counts = data.draw(st.lists(small, min_size=2, max_size=3 if width == 2 else 2))

    grid = protect_grid(counts, limit)

    withheld = is_withheld([cell for line in grid.cells for cell in line])
    reader = Reader(limit, withheld=withheld)
    most = sum(map(sum, counts)) + limit
    lines = [
        divisions(cells, total, reader, most)
        for cells, total in zip(grid.cells, grid.rows, strict=True)
    ]
    tables = [
        table
        for table in product(*lines)
        if all(
            sum(column) in reader.possible(total, most)
            for column, total in zip(zip(*table, strict=True), grid.columns, strict=True)
        )
        and sum(map(sum, table)) in reader.possible(grid.total, most)
    ]
    assert tuple(map(tuple, counts)) in tables
    for i, line in enumerate(grid.cells):
        for j, cell in enumerate(line):
            if cell.is_hidden:
                assert len({table[i][j] for table in tables}) > 1
    for i, total in enumerate(grid.rows):
        if total.is_hidden:
            assert len({sum(table[i]) for table in tables}) > 1
    for j, total in enumerate(grid.columns):
        if total.is_hidden:
            assert len({sum(line[j] for line in table) for table in tables}) > 1


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_what_is_shown_is_true_and_every_small_number_is_hidden(counts):
    cells, total = protect_row(counts)

    for count, cell in zip([*counts, sum(counts)], [*cells, total], strict=True):
        assert cell.value in (count, None)
        assert cell.is_hidden or not 0 < count < 5


def test_one_small_number_takes_the_next_smallest_with_it():
    cells, total = protect_row([2, 12, 30, 0])

    assert said([*cells, total]) == ["< 5", "×", "30", "0", "44"]


def test_two_small_numbers_that_can_only_be_one_each_take_a_third_with_them():
    cells, _total = protect_row([1, 1, 9, 30])

    assert said(cells) == ["< 5", "< 5", "×", "30"]


def test_a_second_number_is_not_chosen_where_it_would_give_the_first_away():
    cells, _total = protect_row([1, 5, 30])  # "< 5" and "×" with a sum of 6 could only be 1 and 5

    assert said(cells) == ["< 5", "5", "×"]


def test_where_no_choice_helps_the_whole_division_is_withheld():
    cells, total = protect_row([1, 5, 0])

    assert said([*cells, total]) == ["×", "×", "×", "6"]


def test_four_people_in_four_groups_are_not_published_as_four_small_numbers():
    cells, total = protect_row([1, 1, 1, 1])

    assert said([*cells, total]) == ["×", "×", "×", "×", "< 5"]


def test_a_small_cell_of_a_table_is_protected_by_a_rectangle():
    grid = protect_grid([[14, 38, 11], [13, 17, 2], [7, 16, 8]])

    assert [said(line) for line in grid.cells] == [
        ["14", "38", "11"],
        ["×", "17", "< 5"],
        ["×", "16", "×"],
    ]
    assert said(grid.rows) == ["63", "32", "31"]
    assert said(grid.columns) == ["34", "71", "21"]
    assert str(grid.total) == "126"


def test_a_zero_stays_a_zero():
    assert said(protect_each([0, 1, 4, 5])) == ["0", "< 5", "< 5", "5"]


def test_a_hidden_number_is_thrown_away():
    assert protect(3) == Protected(None, Mark.SMALL, 5)


def test_hours_of_few_people_are_hidden_however_many_they_are():
    assert str(protect(Decimal("120.5"), people=2)) == "< 5"
    assert str(protect(Decimal("120.5"), people=7)) == "120.5"


@pytest.mark.parametrize(
    ("now", "before", "absolute", "relative"),
    [
        (protect(30), protect(20), Protected(10), Protected(Decimal("50.0"))),
        (protect(30), protect(19), Protected(11), NOTHING),  # a base under 20 carries no per cent
        (protect(3), protect(20), NOTHING, NOTHING),
        (protect(30), protect(3), NOTHING, NOTHING),
        (protect(30), NOTHING, NOTHING, NOTHING),
        (protect(0), protect(20), Protected(-20), Protected(Decimal("-100.0"))),
    ],
)
def test_a_difference_needs_two_published_numbers(now, before, absolute, relative):
    assert (difference(now, before), percent(now, before)) == (absolute, relative)


def test_small_groups_are_put_together_before_anything_is_hidden():
    into = fold({"UA": 87, "SY": 61, "IR": 4, "ML": 2, "": 1}, other="other", keep=[""])

    assert into == {"UA": "UA", "SY": "SY", "IR": "other", "ML": "other", "": ""}


def test_a_group_just_large_enough_joins_too_few_others_as_well():
    into = fold({"UA": 87, "SY": 5, "ML": 2}, other="other")

    assert into == {"UA": "UA", "SY": "other", "ML": "other"}


def test_the_next_smallest_group_joins_the_others_when_these_are_still_few():
    into = fold({"UA": 87, "SY": 9, "ML": 2}, other="other")

    assert into == {"UA": "UA", "SY": "other", "ML": "other"}


def test_numbers_are_written_in_the_language_of_the_reader():
    assert (written(1234), written(-4), written(Decimal("1234.5"))) == ("1,234", "−4", "1,234.5")
