"""The menu shows where one is: one line is marked, also on the pages below it."""

import pytest

from integration_office.navigation import menu
from tests.factories import make_user


pytestmark = pytest.mark.django_db


def marked(entries):
    """Address and mark of every marked line, at any depth."""
    for entry in entries:
        if entry.mark:
            yield entry.url, entry.mark
        yield from marked(entry.children)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/", ("/", "page")),
        ("/offers/", ("/offers/", "page")),
        ("/offers/12/edit/", ("/offers/", "true")),
        ("/counselling/quick/", ("/counselling/quick/", "page")),
        ("/counselling/", ("/counselling/", "page")),
        ("/counselling/3/edit/", ("/counselling/", "true")),
        ("/counselling/cases/7/", ("/counselling/cases/", "true")),
        ("/reports/2025/", ("/reports/", "true")),
    ],
)
def test_one_line_is_marked_on_a_page_and_on_those_below_it(path, line):
    assert list(marked(menu(make_user("coordination"), path))) == [line]


def test_a_page_outside_the_menu_marks_nothing():
    assert list(marked(menu(make_user("coordination"), "/help/"))) == []


def test_lines_that_a_role_may_not_open_are_not_shown():
    labels = [str(entry.label) for entry in menu(make_user("volunteer"), "/")]

    assert labels == ["Today", "Offers", "Events", "My volunteering", "Reports"]
