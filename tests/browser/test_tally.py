"""The open hour in seconds: twelve walk-ins by keyboard alone, and the same by thumb on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from counselling.models import Contact
from tests.browser.hands import enter, go
from tests.factories import make_user


pytestmark = pytest.mark.django_db(transaction=True)
URL = "/counselling/tally/"

# A morning: form letters, job centre, a flat, a course; in five languages, twice by telephone.
WALK_INS = [
    "1",
    "2 a w",
    "1 m",
    "3 d30",
    "4 u w",
    "5 t",
    "1 s r",
    "62 w",
    "2 tür n",
    "ges de",
    "1 +2k",
    "0 e w",
]
MOST_PRESSES = 8 * len(WALK_INS)


@pytest.fixture
def counsellor(db):
    return make_user("counselling", name="Robin Beispiel (Demo)")


def figure_of_the_month(page):
    page.goto(reverse("home"))
    return page.locator(".tile", has_text="Meine Kontakte").locator(".tile__value").inner_text()


def type_line(page, line):
    """The keys that were pressed: each letter of the line, and Enter."""
    expect(page.locator("[name=line]")).to_be_focused()
    page.keyboard.type(line)
    enter(page)
    return len(line) + 1


def tap(page, name):
    with page.expect_event("load"):
        page.get_by_role("button", name=name).tap()


def test_twelve_walk_ins_are_twelve_short_lines(page, log_in, counsellor, axe):
    log_in(page, counsellor)
    before = figure_of_the_month(page)
    page.goto(URL)

    presses = sum(type_line(page, line) for line in WALK_INS)

    assert presses <= MOST_PRESSES
    assert page.evaluate("document.activeElement.name") == "line"
    assert page.locator("[name*=name], [name*=note], textarea").count() == 0
    assert page.locator("#mine .count").inner_text() == "12"
    axe(page)
    assert (before.split()[0], figure_of_the_month(page).split()[0]) == ("0", "12")
    contacts = Contact.objects.order_by("pk")
    assert [(c.main_topic, c.channel, c.language, c.gender) for c in contacts] == [
        ("BEH", "sprech", "deu", ""),
        ("SPR", "sprech", "ara", "w"),
        ("BEH", "sprech", "ara", "m"),
        ("SOZ", "sprech", "ara", ""),
        ("ARB", "sprech", "ukr", "w"),
        ("WOH", "tel", "ukr", ""),
        ("BEH", "sprech", "rus", ""),
        ("AUF", "sprech", "rus", "w"),
        ("SPR", "sprech", "tur", ""),
        ("GES", "sprech", "deu", ""),
        ("BEH", "sprech", "deu", ""),
        ("FAM", "sprech", "deu", "w"),
    ]


def test_a_word_nobody_knows_is_named_and_the_line_is_corrected(page, log_in, counsellor, axe):
    log_in(page, counsellor)
    page.goto(URL)

    type_line(page, "1 w erika")

    assert "„erika“ wird nicht verstanden." in page.locator("main form").first.inner_text()
    assert page.evaluate("document.activeElement.name") == "line"
    axe(page)
    page.keyboard.press("End")
    for _letter in "erika":
        page.keyboard.press("Backspace")
    type_line(page, "")
    assert Contact.objects.get().gender == "w"


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_one_tap_is_a_contact(open_page, log_in, counsellor, axe, scripts):
    page = open_page(width=360, height=740, has_touch=True, java_script_enabled=scripts)
    log_in(page, counsellor)
    page.goto(URL)

    tap(page, "Sprache")
    page.get_by_role("textbox", name="Zeile").fill("a w")
    tap(page, "Wohnen")

    assert "Wohnen · Kurzauskunft" in page.get_by_role("status").inner_text()
    if scripts:
        axe(page)
    tap(page, "Rückgängig")
    assert list(Contact.objects.values_list("main_topic", "language")) == [("SPR", "deu")]


@pytest.mark.parametrize("width", [360, 1440])
def test_a_paper_tally_is_typed_checked_and_taken_back(open_page, log_in, counsellor, axe, width):
    page = open_page(width=width)
    log_in(page, counsellor)
    page.goto(URL)
    go(page.get_by_role("link", name="Ganze Liste übernehmen"))

    page.get_by_role("textbox", name="Zeilen").fill("1 aufs unterk ara\n2 x3\nheinz 4")
    go(page.get_by_role("button", name="Speichern"))
    axe(page)
    assert "„heinz“ wird nicht verstanden." in page.locator("table").inner_text()
    assert not Contact.objects.exists()
    page.get_by_role("textbox", name="Zeilen").fill("1 aufs unterk ara\n2 x3\n4")
    go(page.get_by_role("button", name="Speichern"))

    assert "5 Kontakte gespeichert" in page.get_by_role("status").inner_text()
    assert Contact.objects.filter(channel="aufsuch", language="ara").count() == 5
    go(page.get_by_role("button", name="Rückgängig"))
    assert not Contact.objects.exists()
