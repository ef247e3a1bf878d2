"""What the report says of inquiries: how many, who asks, and how long answers take."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from counselling.inquiries import actions
from counselling.models import Inquiry
from reports.figures import Figure
from reports.indicators import Year, figure, find, value
from tests.counselling.inquiries import make_answered, make_inquiry, moment
from tests.factories import make_user
from tests.reports.factories import AUTUMN, SPRING, YEAR, make_contacts


pytestmark = pytest.mark.django_db
YEAR_OF = Year(YEAR)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def the_year_after(monkeypatch):
    """Inquiries can be entered up to two years back."""
    now = moment(dt.date(YEAR + 1, 11, 23))
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def by():
    return make_user()


def shown(key, year=YEAR_OF):
    return str(figure(find(key), year).value)


def lines(key):
    return {line.label: str(line.cells[0]) for line in figure(find(key), YEAR_OF).lines}


def make_several(number, **fields):
    by = make_user()
    return [make_inquiry(by=by, **{"received_at": moment(SPRING)} | fields) for _ in range(number)]


def test_an_inquiry_counts_in_the_year_it_came_and_its_answer_in_the_year_it_was_given(by):
    first, last = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
    make_answered(by=by, received_at=moment(first - DAY, 23, 59), after=5 * DAY)
    make_answered(by=by, received_at=moment(first, 0, 0), after=DAY)
    make_answered(by=by, received_at=moment(last, 23, 59), after=5 * DAY)
    make_inquiry(by=by, received_at=moment(last + DAY, 0, 0))

    counted = [
        [value(find(key), Year(year)) for year in (YEAR - 1, YEAR, YEAR + 1)]
        for key in ("inquiries", "inquiries_answered")
    ]

    assert counted == [[1, 2, 1], [0, 2, 1]]


def test_who_asks_is_told_with_small_groups_put_together():
    make_several(9, asker="presse")
    make_several(6, asker="schule")
    make_several(2, asker="politik")
    make_several(3, asker="wissenschaft")

    assert shown("inquiries") == "20"
    assert lines("inquiries_by_asker") == {"press": "9", "school or day care": "6", "other": "5"}


def test_the_median_is_the_time_in_the_middle_whatever_one_took(by):
    for days in (0.5, 1, 2, 4, 300):
        make_answered(by=by, received_at=moment(SPRING - 30 * DAY), after=days * DAY)

    assert value(find("inquiry_answer_days"), YEAR_OF) == 2
    assert shown("inquiry_answer_days") == "2"
    make_answered(by=by, received_at=moment(SPRING), after=3.5 * DAY)
    # Between two and three and a half days lies 2.75.
    assert shown("inquiry_answer_days") == "2.8"


def test_the_median_of_few_answers_is_protected_and_its_list_closed(by, client_of):
    for _ in range(4):
        make_answered(by=by, received_at=moment(SPRING), after=DAY)
    make_contacts(6)

    page = client_of(by).get(reverse("reports:figure", args=[YEAR, "inquiry_answer_days"]))

    assert shown("inquiry_answer_days") == "< 5"
    assert (page.context["is_listed"], len(page.context["page"])) == (False, 0)


def test_without_answers_there_is_no_median_not_even_a_zero():
    make_several(6)

    found = figure(find("inquiry_answer_days"), YEAR_OF)

    assert str(found.value) == "–"
    assert Figure.thawed(found.frozen()) == found


def test_an_answer_that_was_none_does_not_count(by):
    inquiries = [
        make_answered(by=by, received_at=moment(SPRING), after=hours * HOUR)
        for hours in (1, 2, 3, 4, 5, 6)
    ]
    actions.reopen(inquiries[0], by=by)

    assert shown("inquiries_answered") == "5"
    assert shown("inquiries") == "6"


def test_what_was_emptied_still_counts(by):
    for days in range(1, 7):
        make_answered(by=by, received_at=moment(SPRING), after=days * DAY)
    keys = ("inquiries", "inquiries_answered", "inquiry_answer_days")
    before = [shown(key) for key in keys]

    Inquiry.objects.update(emptied_on=AUTUMN, subject="", text="", contact="", answer="")

    assert before == ["6", "6", "3.5"]
    assert [shown(key) for key in keys] == before


def test_the_list_behind_shows_kinds_and_days_and_never_what_was_asked(by, client_of):
    make_contacts(6)
    for days in range(1, 7):
        make_answered(
            by=by, received_at=moment(SPRING), after=days * DAY, subject="Frage", text="Frage"
        )

    page = client_of(make_user("administration")).get(
        reverse("reports:figure", args=[YEAR, "inquiry_answer_days"])
    )

    cells = [[cell.text for cell in line] for line in page.context["lines"]]
    assert sorted(cells) == [
        ["March 2025", "citizen", "by e-mail", "language", f"{days}.0"] for days in range(1, 7)
    ]
    assert "Frage" not in page.content.decode()


def test_the_list_behind_is_for_those_who_answer_inquiries(client_of):
    make_several(6)
    make_contacts(6)
    url = reverse("reports:figure", args=[YEAR, "inquiries"])

    seen = {
        role: client_of(make_user(role)).get(url).context["is_listed"]
        for role in ("counselling", "administration", "test_office")
    }

    assert seen == {"counselling": True, "administration": True, "test_office": False}


def test_the_chapter_network_tells_of_them(by, client_of):
    make_contacts(6)
    for days in range(1, 7):
        make_answered(by=by, received_at=moment(SPRING), after=days * DAY)

    html = " ".join(
        client_of(by).get(reverse("reports:detail", args=[YEAR])).content.decode().split()
    )

    for words in ("Inquiries to the office", "Days until the answer, median", "who asks"):
        assert words in html
