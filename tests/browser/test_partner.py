"""Job 2 as its user does it: a partner keeps the own offers up to date."""

import re

import pytest
from playwright.sync_api import expect

from offers.codes import Via
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import days_ago, make_inquiry, make_offer, make_partner


pytestmark = pytest.mark.django_db(transaction=True)
PLACE = re.compile(r"^Ort\b")


@pytest.fixture
def provider(live_server):
    return make_organisation(name="Beispielverein e.V.", street="Rosengarten 6")


def test_a_partner_reaches_the_own_offer_in_two_clicks_and_edits_it(page, log_in, axe, provider):
    offer = make_offer(
        title="Frauenfrühstück", provider=provider, confirmed=200, place="Rathausplatz 1"
    )
    partner = make_partner(provider)
    log_in(page, partner)
    page.goto("/")
    axe(page)

    page.get_by_role("link", name="Meine Angebote").click()
    axe(page)
    page.get_by_role("link", name="Bearbeiten: Frauenfrühstück").click()
    axe(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("„Frauenfrühstück“ bearbeiten")

    page.get_by_label(PLACE).fill("Rathausplatz 4")
    page.get_by_label("Dienstag").check()
    page.get_by_label("Beginn").fill("10:00")
    page.get_by_label("Gültig bis").fill("31.02.2027")
    page.get_by_role("button", name="Speichern").click()
    axe(page)
    expect(page.get_by_label(PLACE)).to_have_value("Rathausplatz 4")
    expect(page.get_by_text("„31.02.2027“ ist kein Datum.").first).to_be_visible()

    page.get_by_label("Gültig bis").fill("12.2027")
    page.get_by_role("button", name="Speichern").click()
    axe(page)
    expect(page.get_by_text("„Frauenfrühstück“ ist gespeichert.")).to_be_visible()
    offer.refresh_from_db()
    assert (offer.place, offer.weekdays, offer.valid_until) == (
        "Rathausplatz 4",
        ["di"],
        "2027-12",
    )
    assert (offer.confirmed_on, offer.confirmed_by) == (days_ago(0), partner)


def test_everybody_finds_an_offer_and_sees_how_fresh_it_is(page, log_in, axe, provider):
    make_offer(title="Nähwerkstatt", provider=provider, confirmed=3, fields_of_action=["TEI"])
    make_offer(title="Deutschkurs", provider=provider, confirmed=170, fields_of_action=["SPR"])
    log_in(page, make_partner(provider))
    page.goto("/offers/")
    axe(page)

    page.get_by_label("Was wird gesucht?").fill("kurse")
    page.get_by_role("button", name="Suchen").nth(1).click()
    expect(page.get_by_role("heading", name="1 Angebot", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("bald fällig, bis"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Filter entfernen.*kurse")).click()
    page.get_by_label("Handlungsfeld").select_option("TEI")
    page.get_by_role("button", name="Anzeigen").click()
    page.get_by_role("link", name="Nähwerkstatt").click()

    expect(page.get_by_text("Zuletzt bestätigt am")).to_be_visible()
    axe(page)


def test_a_provider_answers_by_mail_link_on_a_phone_without_an_account(open_page, axe, provider):
    breakfast = make_offer(title="Frauenfrühstück", provider=provider)
    tutoring = make_offer(title="Nachhilfe", provider=provider)
    gone = make_offer(title="Sportnachmittag", provider=provider)
    token, _inquiry = make_inquiry(breakfast, tutoring, gone)
    phone = open_page(width=360, height=800)

    phone.goto(f"/offers/answer/{token}/")
    axe(phone)
    phone.get_by_role("button", name="Stimmt noch: Frauenfrühstück").click()
    expect(phone.get_by_text("1 von 3 beantwortet")).to_be_visible()
    expect(phone.get_by_text("bestätigt, vielen Dank")).to_be_visible()
    axe(phone)

    phone.get_by_role("link", name="Bearbeiten: Nachhilfe").click()
    axe(phone)
    phone.get_by_label(PLACE).fill("Kleines Stadtteilzentrum")
    phone.get_by_role("button", name="Speichern").click()
    expect(phone.get_by_text("2 von 3 beantwortet")).to_be_visible()

    phone.get_by_role("link", name="Gibt es nicht mehr: Sportnachmittag").click()
    axe(phone)
    phone.get_by_role("button", name="Ja, es gibt das Angebot nicht mehr").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Vielen Dank")
    axe(phone)

    answer = phone.goto(f"/offers/answer/{token}/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Dieser Link funktioniert nicht")
    axe(phone)
    assert answer.status == 410
    for offer in (breakfast, tutoring, gone):
        offer.refresh_from_db()
    assert (breakfast.confirmed_on, breakfast.confirmed_via) == (days_ago(0), Via.LINK)
    assert (tutoring.place, tutoring.confirmed_via) == ("Kleines Stadtteilzentrum", Via.LINK)
    assert gone.is_closed


def test_the_mail_link_needs_neither_scripts_nor_a_wide_window(open_page, provider):
    offer = make_offer(title="Frauenfrühstück", provider=provider)
    token, _inquiry = make_inquiry(offer)
    page = open_page(width=320, java_script_enabled=False)

    page.goto(f"/offers/answer/{token}/")
    page.get_by_role("button", name="Stimmt noch: Frauenfrühstück").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank")
    offer.refresh_from_db()
    assert offer.confirmed_via == Via.LINK


def test_the_office_asks_a_provider(page, log_in, axe, provider):
    make_offer(title="Frauenfrühstück", provider=provider, confirmed=300)
    log_in(page, make_user("coordination"))
    page.goto("/offers/due/")
    axe(page)

    page.get_by_role("link", name="Nachfragen: Beispielverein e.V.").click()
    axe(page)
    page.get_by_label("E-Mail-Adresse").fill("verein@demo.example")
    page.get_by_role("button", name="E-Mail senden").click()

    expect(page.get_by_text("Die E-Mail ist unterwegs.")).to_be_visible()
    page.goto("/mail/")
    expect(page.get_by_text("Stimmen Ihre Angebote in unserem Katalog noch?")).to_be_visible()
