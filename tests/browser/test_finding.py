"""A counsellor and a client at the desk: "Farsi, a woman, with a child, Thursday afternoon"."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import enter, go
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer, make_schedule


WISHED = {
    "languages": ["pes", "deu"],
    "women_only": True,
    "target_groups": ["frauen", "kleinkind"],
    "childcare": "ja",
}
CHOICES = [
    ("Sprache", "Farsi"),
    ("Außerdem", "Nur für Frauen"),
    ("Außerdem", "Mit Kinderbetreuung"),
    ("Wochentag", "Donnerstag"),
    ("Tageszeit", "nachmittags"),
]


def make_group(title, *times, **changes):
    """An offer of all the wishes but `changes`, weekly at `times` ("TH", "15:00", "17:00")."""
    offer = make_offer(title=title, **WISHED | changes)
    for day, start, end in times or [("TH", "15:00", "17:00")]:
        make_schedule(offer, rule=f"FREQ=WEEKLY;BYDAY={day}", start=start, end=end)
    return offer


@pytest.fixture
def cafe():
    """The one offer that fits, and some that miss it by one wish each."""
    make_group("Nur Türkisch", languages=["tur"])
    make_group("Für alle", women_only=False)
    make_group("Ohne Betreuung", childcare="nein")
    make_group("Zur falschen Zeit", ("TH", "09:00", "11:00"), ("FR", "15:00", "17:00"))
    for number in range(20):
        make_offer(title=f"Deutschkurs {number}", languages=["deu"])
    return make_group("Frauencafé", provider=make_organisation(name="Brückenhaus (Demo)"))


def choose(page, group, value):
    """One click on a value of the panel; two where its group is folded. The number of clicks."""
    panel = page.locator("#filter details").filter(has=page.locator("summary", has_text=group))
    clicks = 1
    if panel.first.get_attribute("open") is None:
        panel.first.locator("summary").click()
        clicks += 1
    go(panel.first.get_by_role("link", name=value))
    return clicks


def found(page):
    return page.locator(".results h3").all_inner_texts()


@pytest.mark.parametrize("width", [1440, 360])
def test_a_counsellor_finds_the_womens_cafe_by_five_wishes(open_page, log_in, axe, cafe, width):
    page = open_page(width=width)
    log_in(page, make_user("counselling"))
    page.goto("/offers/")

    clicks = sum(choose(page, group, value) for group, value in CHOICES)

    expect(page.locator(".results h3")).to_have_text(["Frauencafé"])
    assert clicks <= 8
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)
    go(page.get_by_role("link", name="Frauencafé"))
    assert "donnerstags 15:00–17:00" in page.locator("main").inner_text()


def test_the_address_of_the_wishes_can_be_shared_and_names_nobody(open_page, log_in, cafe):
    page = open_page()
    log_in(page, make_user("counselling"))
    page.goto("/offers/")
    for group, value in CHOICES:
        choose(page, group, value)
    address = page.url

    other = open_page()
    log_in(other, make_user("coordination"))
    other.goto(address)

    assert found(other) == ["Frauencafé"]
    assert set(address.partition("?")[2].split("&")) == {
        *("language=pes", "women_only=ja", "childcare=ja", "day=do", "part=nm"),
    }


def test_taking_one_wish_away_shows_what_would_be_possible(open_page, log_in, cafe):
    page = open_page()
    log_in(page, make_user("counselling"))
    page.goto("/offers/?day=do&part=nm&language=pes&childcare=ja&women_only=ja")

    go(page.locator(".removable").get_by_role("link", name="Mit Kinderbetreuung"))

    assert found(page) == ["Frauencafé", "Ohne Betreuung"]


def test_the_same_wishes_are_found_as_words(open_page, log_in, cafe):
    page = open_page()
    log_in(page, make_user("counselling"))
    page.goto("/offers/")

    page.get_by_label("Was wird gesucht?").fill("Farsi, Frau, mit Kind, Donnerstag nachmittag")
    enter(page)

    assert found(page)[0] == "Frauencafé"
    assert not any(title.startswith("Deutschkurs") for title in found(page))
