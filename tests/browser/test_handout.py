"""A counsellor finds offers in a talk and prints them in the client's language."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.hands import go
from tests.factories import make_user
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_counsellor_picks_two_offers_and_prints_them_in_arabic(open_page, log_in, axe, scripts):
    for title in ("Sprachtreff", "Frauencafé", "Flohmarkt"):
        make_offer(title=title, confirmed=1, fields_of_action=["SPR"])
    page = open_page(width=360, height=740, java_script_enabled=scripts)
    look = axe if scripts else lambda page: None
    log_in(page, make_user("counselling"))

    page.goto("/offers/?field=SPR")
    look(page)
    for title in ("Sprachtreff", "Frauencafé"):
        go(page.get_by_role("button", name=f"Vormerken: {title}"))
        expect(page).to_have_url(re.compile(r"\?field=SPR#offer-\d+$"))
    go(page.get_by_role("link", name="Merkzettel (2)"))
    look(page)
    go(page.get_by_role("button", name="Nach oben: Frauencafé"))
    expect(page.locator("main h3").first).to_have_text("Frauencafé")

    go(page.get_by_role("button", name="Handzettel erstellen"))
    expect(page.get_by_text("Bitte wählen Sie mindestens eine Sprache.").first).to_be_visible()
    look(page)
    page.get_by_label("Arabisch").check()
    go(page.get_by_role("button", name="Handzettel erstellen"))
    page.wait_for_url(re.compile(r"/handout\.pdf\?offers=\d+%2C\d+&lang=ara$"))

    sheet = page.request.get(page.url)
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=sheet.body(), capture_output=True, check=True
    ).stdout.decode()
    assert sheet.headers["content-disposition"] == 'inline; filename="handzettel-ara.pdf"'
    assert text.index("Frauencafé") < text.index("Sprachtreff")
    assert "Flohmarkt" not in text
