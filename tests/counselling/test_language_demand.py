"""The demand board: true numbers for the office, protected ones for others, and never a case."""

import csv
import io
import re
import subprocess
from collections import defaultdict
from datetime import timedelta
from functools import cache
from itertools import product

import pdfua
import pytest
from django.urls import reverse
from django.utils import timezone

from counselling.language import demand, demand_paper
from counselling.language.demand import ANY, board, protected_cells, protected_part
from counselling.models import Case
from integration_office.disclosure import Mark, Protected
from tests.counselling.factories import make_case
from tests.counselling.language import make_course, make_interest
from tests.factories import make_user
from tests.offers.factories import make_offer


BOARD, PDF = reverse("counselling:demand"), reverse("counselling:demand_pdf")
DAY = timedelta(days=1)


# What may leave the office


def seen(cell):
    return (cell.mark, cell.value)


def signs(whole, times, part=0):
    """Everything a reader of one row gets to see."""
    numbers = {ANY: (whole, 0)} | {str(place): (n, 0) for place, n in enumerate(times)}
    cells = protected_cells(numbers)
    part_shown = protected_part(part, whole, cells)
    return tuple(seen(cell.people) for cell in cells.values()), seen(part_shown)


def test_no_hidden_time_can_be_worked_out_from_the_people_of_a_row():
    """Every row of up to three times with up to seven people each: the same signs always stand for
    several rows, and each hidden number differs in them."""
    behind = defaultdict(set)
    for times in product(range(8), repeat=3):
        for whole in range(max(times), sum(times) + 1):
            behind[signs(whole, times)[0]].add((whole, *times))

    for shown, rows in behind.items():
        for place, (mark, _value) in enumerate(shown):
            if mark != Mark.SHOWN:
                assert len({row[place] for row in rows}) > 1, (shown, rows)


def test_no_hidden_time_can_be_worked_out_from_those_whose_entitlement_ends():
    behind = defaultdict(set)
    for times in product(range(8), repeat=2):
        for whole in range(max(times), sum(times) + 1):
            for part in range(whole + 1):
                behind[signs(whole, times, part)].add((*times, part))

    for (row, part), rows in behind.items():
        marks = [mark for mark, _value in row[1:]] + [part[0]]
        for place, mark in enumerate(marks):
            if mark != Mark.SHOWN:
                assert len({numbers[place] for numbers in rows}) > 1, (row, part, rows)


@cache
def with_childcare(people, care):
    cell = protected_cells({ANY: (0, 0), "vm": (people, care)})["vm"]
    return seen(cell.people), seen(cell.childcare)


def test_no_small_number_of_parents_can_be_worked_out_from_a_cell():
    behind = defaultdict(set)
    for people in range(25):
        for care in range(people + 1):
            behind[with_childcare(people, care)].add((care, people - care))

    for (people, care), rows in behind.items():
        assert people[0] == Mark.SHOWN or people[1] is None
        if care[0] != Mark.SHOWN and people[1] != 24:
            assert len({both[0] for both in rows}) > 1
        for both in rows:
            assert care[1] in (None, both[0])


def test_what_the_vhs_sees_of_a_row():
    cells = protected_cells(
        {ANY: (31, 9), "vm": (27, 8), "nm": (2, 0), "ab": (9, 0), "we": (0, 0), "unb": (0, 0)}
    )

    assert {code: (str(c.people), str(c.childcare)) for code, c in cells.items()} == {
        ANY: ("31", "–"),
        "vm": ("27", "8"),
        "nm": ("< 5", "0"),
        "ab": ("9", "0"),
        "we": ("0", "0"),
        "unb": ("0", "0"),
    }


def test_the_number_of_a_row_is_hidden_where_it_would_tell_a_time():
    cells = protected_cells({ANY: (31, 0), "vm": (27, 0), "nm": (4, 0)})

    assert (str(cells[ANY].people), str(cells["nm"].people)) == ("×", "< 5")


# Counting


@pytest.fixture
def office(db):
    return make_user("coordination")


def row_of(user, **options):
    options.setdefault("protected", False)
    (row,) = board(user, timezone.localdate(), **options).rows
    return row


def people(row):
    return {code: (c.people.value, c.childcare.value) for code, c in row.cells.items()}


def test_a_person_counts_once_in_each_cell(office):
    one, two = make_case(), make_case()
    make_interest(one, times=["vm", "ab"], childcare=True)
    make_interest(one, times=["ab"], course_type="ik", level="B1", childcare=True)
    make_interest(two, times=["ab"])
    make_interest(make_case())

    row = row_of(office)

    assert people(row) == {
        ANY: (3, 1),
        "vm": (1, 1),
        "nm": (0, 0),
        "ab": (2, 1),
        "we": (0, 0),
        "unb": (1, 0),
    }
    assert board(office, timezone.localdate(), protected=False).people == 3


def test_only_who_still_looks_for_a_place_in_an_open_case_counts(office, today):
    for status in ("beratung", "beantragt", "warteliste", "angeboten"):
        make_interest(status=status)
    for status in ("angemeldet", "begonnen", "abgeschlossen", "nicht_zustande"):
        make_interest(status=status)
    Case.objects.filter(pk=make_interest().case_id).update(restricted_on=today)
    closed = make_interest()
    Case.objects.filter(pk=closed.case_id).update(
        status="abgeschlossen", closed_on=today, closing_reason="ziel"
    )

    assert people(row_of(office))[ANY] == (4, 0)


def test_entitlements_that_end_soon_are_counted(office, today):
    for days in (-3, 0, 90, 91):
        interest = make_interest(entitlement_valid_until=today + days * DAY)
    make_interest()
    for _twice in range(2):
        make_interest(interest.case, entitlement_valid_until=today)

    # the first three, and one person with two interests
    assert row_of(office).expiring.value == 4


def test_the_board_stands_beside_what_the_catalogue_has(office, today):
    make_interest()
    make_course(seats=20, registered=20, waiting=6, starts_on=today - 30 * DAY)
    make_course(seats=20, registered=17, starts_on=today + 5 * DAY)
    make_course(seats=None, registered=None, starts_on=today + 3 * DAY)
    make_course(german_level_from="A1", german_level_to="A2")
    make_course("alpha")
    make_course(status="beendet")
    make_offer(kind="sprachkurs", german_level_from="A2", german_level_to="B1")

    supply = row_of(office).supply

    assert (supply.courses, supply.free, supply.waiting) == (3, 3, 6)
    assert supply.next_start == today + 3 * DAY


def test_a_course_that_begins_today_can_still_be_reached(office, today):
    make_interest()
    make_course(starts_on=today)
    make_course(starts_on=today + 5 * DAY)

    assert row_of(office).supply.next_start == today


@pytest.mark.parametrize(("registered", "said"), [(18, "2 places free"), (19, "1 place free")])
def test_the_free_places_are_said_as_one_would(client_of, office, registered, said):
    make_interest()
    make_course(seats=20, registered=registered)

    assert said in " ".join(client_of(office).get(BOARD).content.decode().split())


def test_outside_the_office_nobody_reads_of_an_internal_course(office):
    make_interest()
    make_course(visibility="intern")

    assert row_of(office).supply.courses == 1
    assert row_of(office, protected=True).supply.courses == 0
    assert board(office, timezone.localdate(), protected=True).people is None


def test_rows_come_in_the_order_of_types_and_levels(office):
    for kind, level in (("offen", "A1"), ("ik", "B1"), ("ik", ""), ("ik", "A1"), ("alpha", "A1")):
        make_interest(course_type=kind, level=level)

    rows = board(office, timezone.localdate(), protected=False).rows

    assert [(row.course_type, row.level) for row in rows] == [
        ("ik", ""),
        ("ik", "A1"),
        ("ik", "B1"),
        ("alpha", "A1"),
        ("offen", "A1"),
    ]


@pytest.mark.parametrize("number", [1, 4])
def test_the_board_costs_three_queries_for_any_number(office, number, django_assert_num_queries):
    for _one in range(number):
        make_interest()
        make_course()

    with django_assert_num_queries(3):
        assert len(board(office, timezone.localdate(), protected=False).rows) == 1


# Pages and files


@pytest.fixture
def crowd(db):
    """Seven who could come in the evening, two of them with children, and three in the morning."""
    for number in range(7):
        make_interest(times=["ab"], childcare=number < 2)
    for _number in range(3):
        make_interest(times=["vm"])


def cell_of(html, word):
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*general integration course.*?</tr>", html, re.S)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_the_office_sees_true_numbers_and_the_test_office_protected_ones(client_of, crowd):
    inside = client_of(make_user("counselling"))
    outside = client_of(make_user("test_office"))

    true = cell_of(inside.get(BOARD).content.decode(), "B1")
    as_others = cell_of(inside.get(BOARD, {"view": "outside"}).content.decode(), "B1")
    protected = cell_of(outside.get(BOARD).content.decode(), "B1")
    begged = cell_of(outside.get(BOARD, {"view": "inside"}).content.decode(), "B1")

    assert "B1 10 2 with childcare report 3 report 0 7 2 with childcare report" in true
    assert as_others == protected == begged
    assert "B1 × report &lt; 5 report 0 7 &lt; 5 with childcare" in protected


def test_no_case_and_no_name_is_on_the_board_or_in_its_files(client_of, crowd, tmp_path):
    browser = client_of(make_user("test_office"))

    html = browser.get(BOARD).content.decode()
    table = b"".join(browser.get(BOARD, {"format": "csv"}).streaming_content).decode("utf-8-sig")
    (tmp_path / "d.pdf").write_bytes(browser.get(PDF).content)
    paper = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "d.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    numbers = list(Case.objects.values_list("number", flat=True))
    for text in (html, table, paper):
        assert not [number for number in numbers if number in text or number[5:] in text]
        assert "general integration course" in text
    assert "/counselling/cases/" not in html


def test_files_leave_the_office_protected_whoever_takes_them(client_of, crowd):
    browser = client_of(make_user("coordination"))

    text = b"".join(browser.get(BOARD, {"format": "csv"}).streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert [row[:5] for row in rows[1:]] == [
        ["general integration course", "B1", "People", "×", "–"],
        ["general integration course", "B1", "in the morning", "< 5", "0"],
        ["general integration course", "B1", "in the afternoon", "0", "0"],
        ["general integration course", "B1", "in the evening", "7", "< 5"],
        ["general integration course", "B1", "at the weekend", "0", "0"],
        ["general integration course", "B1", "no time said", "0", "0"],
    ]
    assert browser.get(BOARD, {"format": "xlsx"}).status_code == 200


def test_the_paper_is_readable_for_everybody_and_never_shows_true_numbers(crowd, tmp_path):
    user = make_user("coordination")
    path = tmp_path / "bedarf.pdf"
    path.write_bytes(
        demand_paper.as_pdf(board(user, timezone.localdate(), protected=True), timezone.now())
    )

    assert [finding.message for finding in pdfua.validate(path).findings] == []
    with pytest.raises(ValueError, match="Only protected numbers"):
        demand_paper.as_pdf(board(user, timezone.localdate(), protected=False), timezone.now())


def test_an_empty_board_says_so(client_of):
    browser = client_of(make_user("test_office"))

    assert "Nobody looks for a course" in browser.get(BOARD).content.decode()
    assert browser.get(PDF).status_code == 200


def test_a_need_is_reported_with_what_the_cell_says(client_of, office):
    for _number in range(27):
        make_interest(times=["ab"], childcare=True)
    row = row_of(office)

    form = client_of(office).get(row.need_url("ab")).context["form"]

    begun = {name: form[name].value() for name in ("text", "field_of_action", "people")}
    assert begun == {
        "text": "Course wanted: general integration course, B1, in the evening",
        "field_of_action": "SPR",
        "people": "27",
    }
    assert (form["german_level"].value(), form["dayparts"].value()) == ("B1", ["ab"])
    assert form["childcare"].value() == "ja"


def test_each_way_to_report_a_need_says_of_which_course_and_time_it_is(client_of, office):
    for level in ("A1", "B1"):
        make_interest(times=["ab"], level=level)

    said = re.findall(
        r'aria-label="([^"]+): report as an unmet need"',
        client_of(office).get(BOARD).content.decode(),
    )

    assert [label for label in said if said.count(label) > 1] == []
    assert said[-1].endswith(", in the evening")


def test_a_small_number_is_not_handed_on_to_a_need(office):
    make_interest(times=["we"])

    url = row_of(office).need_url("we")

    assert "people" not in url
    assert "part" not in url
    assert demand.Cell(Protected(3), Protected(0)).people.value == 3
