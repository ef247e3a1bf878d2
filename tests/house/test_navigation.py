"""The menu shows where one is: one line is marked, also on the pages below it."""

import re
from itertools import count

import pytest
from django.template import engines
from django.utils import translation

from integration_office.navigation import menu, sought, standing
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
    assert list(marked(menu(standing(make_user("coordination"), path)))) == [line]


def test_a_page_outside_the_menu_marks_nothing():
    assert list(marked(menu(standing(make_user("coordination"), "/help/")))) == []


def test_lines_that_a_role_may_not_open_are_not_shown():
    labels = [str(entry.label) for entry in menu(standing(make_user("volunteer"), "/"))]

    assert labels == ["Today", "Offers", "Events", "My volunteering", "Reports"]


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("coordination", "Offer, organisation, case number"),
        ("counselling", "Offer, organisation, case number"),
        ("administration", "Offer, organisation, event"),
        ("partner", "Offer, organisation, event"),
        ("volunteer", "Offer, event"),
    ],
)
def test_the_search_field_promises_only_what_a_role_finds(role, words):
    assert sought(standing(make_user(role), "/")) == words


@pytest.mark.parametrize(
    ("role", "lines"),
    [
        ("coordination", ["/counselling/course-rules/", "/counselling/consent-texts/"]),
        ("data_protection", ["/counselling/erasures/"]),
        ("counselling", []),
        ("administration", []),
    ],
)
def test_rules_texts_and_erasures_are_found_by_who_keeps_them(role, lines):
    user = make_user(role)
    shown = [
        below.url
        for path in ("/counselling/quick/", "/privacy/reads/")
        for entry in menu(standing(user, path))
        for below in entry.children
    ]

    kept = ("/counselling/course-rules/", "/counselling/consent-texts/", "/counselling/erasures/")
    assert [url for url in shown if url in kept] == lines


def test_nobody_gets_the_frame_that_was_made_for_somebody_else(client_of):
    """Parts of it are kept from one request to the next ({% fixed %})."""
    head, helper = make_user("coordination"), make_user("volunteer")
    pages = {
        (user, path): client_of(user).get(path).content.decode()
        for path in ("/help/", "/offers/", "/help/")
        for user in (head, helper)
    }

    for (user, path), html in pages.items():
        assert html.count('href="/volunteers/mine/"') == (2 if user == helper else 0)
        assert html.count('href="/users/"') == (2 if user == head else 0)
        here = html.count('<a href="/offers/" aria-current="page">')
        assert here == (2 if path == "/offers/" else 0)
        assert user.name in html


def test_a_fixed_part_is_made_once_for_each_language_and_each_value():
    times = count(1)
    part = engines["django"].from_string(
        "{% load i18n office %}{% fixed who %}{% get_current_language as language %}"
        "{{ language }} {{ who }} {{ time }}{% endfixed %}"
    )

    def made(language, who):
        with translation.override(language):
            return part.render({"who": who, "time": next(times)})

    assert made("en", "a") == "en a 1"
    assert made("de", "a") == "de a 2"
    assert made("en", "b") == "en b 3"
    assert made("en", "a") == "en a 1"


def test_a_part_that_hangs_on_what_somebody_typed_is_made_each_time():
    times = count(1)
    part = engines["django"].from_string("{% load office %}{% fixed who %}{{ time }}{% endfixed %}")

    assert [part.render({"who": None, "time": next(times)}) for _n in range(2)] == ["1", "2"]


def test_a_fixed_part_that_takes_many_values_forgets_the_old_ones():
    part = engines["django"].from_string("{% load office %}{% fixed who %}{{ who }}{% endfixed %}")

    assert [part.render({"who": str(n)}) for n in range(600)] == [str(n) for n in range(600)]
    assert len(part.template.nodelist[1].made) < 512


@pytest.mark.parametrize(
    "page",
    ["/", "/search/", "/offers/", "/offers/needs/", "/offers/neighbours/offers/", "/network/"],
)
def test_what_is_looked_for_never_makes_an_address_longer_than_a_server_reads(client_of, page):
    html = client_of(make_user()).get(page).text

    looked_for = [
        field
        for form in re.findall(r'<form[^>]* method="get".*?</form>', html, re.S)
        for field in re.findall(r'<input[^>]* type="(?:search|text)"[^>]*>', form)
    ]
    assert looked_for
    assert [field for field in looked_for if 'maxlength="200"' not in field] == []
