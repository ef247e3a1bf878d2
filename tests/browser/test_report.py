"""Job 3 as its users do it: the coordination writes and approves, the administration downloads."""

import datetime as dt
import io
import re
import subprocess

import pdfua
import pikepdf
import pytest
from playwright.sync_api import expect

from reports.models import AnnualReport
from tests.browser.hands import enter, go
from tests.factories import make_user
from tests.reports.factories import YEAR, make_contacts, make_published


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def year(live_server):
    make_contacts(30, main_topic="WOH", day=dt.date(YEAR - 1, 5, 5))
    make_contacts(40, main_topic="WOH")
    make_contacts(3, main_topic="DIS")
    make_contacts(25, main_topic="SPR")
    make_published()


def test_the_coordination_writes_and_approves_and_the_administration_downloads(
    open_page, log_in, axe, year, tmp_path
):
    page = open_page()
    log_in(page, make_user("coordination"))
    page.goto(f"/reports/{YEAR}/")
    axe(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Jahresbericht {YEAR}")

    go(page.get_by_role("link", name="Text schreiben: Beratung"))
    axe(page)
    page.get_by_label("Erster Satz").fill("{{ contacts }} Gespräche.")
    page.get_by_label(re.compile("^Text")).fill("Es kamen {{ contakte }} Menschen.")
    go(page.get_by_role("button", name="Speichern"))
    axe(page)
    expect(page.get_by_text("Die Kennzahl {{ contakte }} gibt es nicht.").first).to_be_visible()
    page.get_by_label(re.compile("^Text")).fill("{{ contacts.change }} als im Vorjahr.")
    go(page.get_by_role("button", name="Speichern"))
    expect(page.get_by_text("68 Gespräche.")).to_be_visible()
    expect(page.get_by_text("38 mehr (+126,7 %) als im Vorjahr.")).to_be_visible()

    go(page.get_by_role("link", name="Freigeben"))
    axe(page)
    go(page.get_by_role("button", name="Endgültig freigeben"))
    axe(page)
    expect(page.get_by_text("Der Bericht ist freigegeben.")).to_be_visible()

    page = open_page(width=360)
    log_in(page, make_user("administration"))
    page.goto("/reports/")
    axe(page)
    go(page.get_by_role("link", name=f"Jahresbericht {YEAR}"))
    axe(page)
    address = page.get_by_role("link", name="PDF öffnen").get_attribute("href")
    pdf = page.request.get(address).body()

    path = tmp_path / "jahresbericht.pdf"
    path.write_bytes(pdf)
    assert [finding.message for finding in pdfua.validate(path).findings] == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "de"
        assert str(opened.docinfo.Title).startswith(f"Jahresbericht {YEAR} der ")
    words = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    text = words.stdout.decode()
    assert "68 Gespräche." in text
    assert re.search(r"Diskriminierung & Konflikte\s+< ?5\s", text)
    assert "MITTEILUNGSVORLAGE" in text
    assert AnnualReport.objects.get().is_approved


def test_a_figure_is_followed_back_to_its_rows_by_keyboard(page, log_in, axe, year):
    log_in(page, make_user("coordination"))
    page.goto(f"/reports/{YEAR}/")

    page.get_by_role("link", name="Beratungskontakte").first.focus()
    enter(page)

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Beratungskontakte {YEAR}")
    axe(page)
    expect(page.get_by_text("68 Einträge")).to_be_visible()


def test_a_year_without_data_says_what_to_do(page, log_in, axe, year):
    log_in(page, make_user("counselling"))

    page.goto("/reports/1850/")

    axe(page)
    expect(page.get_by_text("Bitte wählen Sie ein anderes Jahr")).to_be_visible()
    go(page.get_by_role("link", name="Jahr wählen"))
    expect(page.get_by_role("link", name=f"Jahresbericht {YEAR}")).to_be_visible()
