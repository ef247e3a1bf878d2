"""The table of gaps counts what its lists show, and says where nobody offers anything."""

import csv
import io
from itertools import permutations
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import reverse

from offers.codes import Status, Visibility
from offers.coverage import need_actions
from offers.coverage.gaps import DIMENSIONS, Question, matrix, outside
from offers.coverage.need_filters import NeedFilter
from offers.filters import OfferFilter
from offers.models import Offer, UnmetNeed
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer, make_partner, make_schedule
from tests.offers.needs import make_need


pytestmark = pytest.mark.django_db

GAPS = reverse("offers:gaps")


def make_town():
    """Offers of all sorts, some that stand in many cells and some that stand in none."""
    provider = make_organisation()
    lists = [
        {"fields_of_action": ["SPR"], "target_groups": ["frauen", "neu"], "free_places": 4},
        {"fields_of_action": ["SPR", "TEI"], "target_groups": ["alle"], "german_level_to": "A2"},
        {"fields_of_action": ["SPR"], "target_groups": ["frauen"], "free_places": 0},
        {"fields_of_action": ["WOH"], "german_level_from": "A2", "german_level_to": "B1"},
        {},
        {"fields_of_action": ["SPR"], "status": Status.PAUSED, "target_groups": ["frauen"]},
    ]
    offers = [make_offer(provider=provider, **facts) for facts in lists]
    make_schedule(offers[0], rule="FREQ=WEEKLY;BYDAY=TH,MO", start="15:00", end="17:00")
    make_schedule(offers[0], rule="FREQ=WEEKLY;BYDAY=TU", start="09:00", end="11:00")
    make_schedule(offers[1], rule="FREQ=WEEKLY;BYDAY=TH", start="09:00", end="10:00")
    make_schedule(offers[3], rule="FREQ=WEEKLY;BYDAY=FR", start="19:00", end=None)
    make_need(target_groups=["frauen"], weekdays=["do"], dayparts=["ab", "nm"], people=4)
    make_need(field_of_action="WOH", german_level="A1")
    need_actions.give_up(make_need(target_groups=["frauen"]), remark="–", by=make_user())
    return offers


def behind(url):
    return dict(parse_qsl(urlsplit(url).query))


NARROWINGS = [(), (("day", "do"),), (("part", "nm"),), (("field", "SPR"), ("level", "A1"))]


def test_a_number_in_a_cell_is_that_of_the_list_behind_it():
    make_town()
    user = make_user("counselling")
    offers = Offer.objects.visible_to(user)
    needs = UnmetNeed.objects.visible_to(user).open()

    counted, listed, total = [], [], 0
    for rows, columns in permutations(DIMENSIONS, 2):
        for chosen in NARROWINGS:
            table = matrix(offers.published(), needs, Question(rows, columns, chosen))
            for cell in table.cells:
                place = (cell.offers_url, cell.needs_url)
                counted.append((place, cell.offers.rows, cell.needs.rows))
                if cell.offers.rows or cell.needs.rows or total % 29 == 0:
                    found = OfferFilter(behind(cell.offers_url), offers).qs.count()
                    missed = NeedFilter(behind(cell.needs_url), queryset=needs).qs.count()
                    listed.append((place, found, missed))
                total += 1

    assert {place: numbers for place, *numbers in listed}.items() <= {
        place: numbers for place, *numbers in counted
    }.items()
    assert sum(there for _place, there, _missing in listed) > 100


def cell_of(table, row, column):
    return next(cell for cell in table.cells if (cell.row, cell.column) == (row, column))


def test_a_cell_says_places_needs_and_people():
    make_town()

    table = matrix(Offer.objects.published(), UnmetNeed.objects.open(), Question("field", "group"))

    women = cell_of(table, "language", "women")
    assert (women.offers.rows, women.places, women.needs.rows, women.needs.total) == (
        2,
        "4 free",
        1,
        4,
    )
    assert cell_of(table, "language", "everybody").places == ""
    assert cell_of(table, "housing", "women").is_gap


def test_free_places_nobody_knows_are_no_zero():
    for free_places in (3, None):
        make_offer(fields_of_action=["SPR"], target_groups=["eu"], free_places=free_places)

    table = matrix(Offer.objects.published(), UnmetNeed.objects.open(), Question())

    assert cell_of(table, "language", "EU citizens").places == "3 free, not known of 1"


def test_a_weekday_and_a_time_of_day_are_one_slot():
    """The offer of Monday and Thursday afternoons and Tuesday mornings has no Tuesday afternoon."""
    make_town()
    offers, needs = Offer.objects.published(), UnmetNeed.objects.open()

    table = matrix(offers, needs, Question("day", "part", (("group", "neu"),)))
    narrowed = matrix(offers, needs, Question("day", "group", (("part", "nm"),)))

    assert [(c.row, c.column) for c in table.cells if c.offers.rows] == [
        ("Monday", "in the afternoon"),
        ("Tuesday", "in the morning"),
        ("Thursday", "in the afternoon"),
    ]
    assert [c.row for c in narrowed.cells if c.offers.rows and c.column == "women"] == [
        "Monday",
        "Thursday",
    ]


def test_offers_that_say_too_little_are_counted_outside():
    make_town()

    numbers = [
        outside(Offer.objects.published(), question)
        for question in (Question("field", "group"), Question("level", "part"))
    ]

    assert numbers == [2, 3]


def test_the_page_narrows_by_the_other_headings_and_leads_to_the_lists(client_of):
    make_town()
    client = client_of(make_user("coordination"))

    page = client.get(GAPS, {"rows": "group", "columns": "part", "field": "SPR", "group": "neu"})

    table = page.context["matrix"]
    assert (table.heading, table.narrowed) == ("Target group × Part of the day", ["language"])
    cell = cell_of(table, "women", "in the afternoon")
    hits = client.get(cell.offers_url).context["page"].paginator.count
    needs = client.get(cell.needs_url).context["page"].paginator.count
    assert (hits, needs) == (cell.offers.rows, cell.needs.rows) == (1, 1)


def test_two_equal_headings_are_refused_in_words(client_of):
    page = client_of(make_user("coordination")).get(GAPS, {"rows": "group", "columns": "group"})

    assert page.context["form"].errors == {"columns": ["Please choose two different headings."]}
    assert page.context["matrix"].heading == "Target group × Topic"


@pytest.mark.parametrize("query", [{"rows": "x"}, {"field": "XXX"}, {"day": "' OR 1=1 --"}])
def test_a_value_that_does_not_exist_narrows_nothing_and_says_so(client_of, query):
    page = client_of(make_user("coordination")).get(GAPS, query)

    assert page.status_code == 200
    assert list(page.context["form"].errors) == list(query)
    assert page.context["matrix"].heading == "Topic × Target group"


@pytest.mark.parametrize(("columns", "upright"), [("group", True), ("part", False)])
def test_the_heads_stand_upright_where_there_are_more_than_fit(client_of, columns, upright):
    page = client_of(make_user("coordination")).get(GAPS, {"rows": "field", "columns": columns})

    assert ("matrix--many" in page.text) is upright


def test_an_internal_offer_fills_no_gap_of_a_partner(client_of):
    make_offer(fields_of_action=["SPR"], target_groups=["eu"], visibility=Visibility.INTERNAL)

    seen = {
        role: cell_of(client_of(user).get(GAPS).context["matrix"], "language", "EU citizens")
        for role, user in {"staff": make_user("counselling"), "partner": make_partner()}.items()
    }

    assert {role: cell.offers.rows for role, cell in seen.items()} == {"staff": 1, "partner": 0}


def test_the_table_goes_out_as_one_line_per_cell(client_of):
    make_town()
    client = client_of(make_user("coordination"))

    response = client.get(GAPS, {"rows": "group", "columns": "part", "format": "csv"})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = {tuple(row[:2]): row[2:] for row in csv.reader(io.StringIO(text), delimiter=";")}
    assert len(rows) == 1 + 15 * 3
    assert rows["row", "column"] == [
        *("Offers", "Free places", "Offers without known places", "Unmet needs"),
        "People in need",
    ]
    assert rows["women", "in the afternoon"] == ["1", "4", "0", "1", "4"]


@pytest.mark.parametrize("offers", [1, 30])
def test_the_table_needs_the_same_queries_for_any_number(
    client_of, django_assert_num_queries, offers
):
    provider = make_organisation()
    for _number in range(offers):
        make_offer(provider=provider, fields_of_action=["SPR"], target_groups=["eu"])
        make_need(target_groups=["eu"])
    client = client_of(make_user("coordination"))

    with django_assert_num_queries(5):  # session, user, offers, needs, outside
        client.get(GAPS)
