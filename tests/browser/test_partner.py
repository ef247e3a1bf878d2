"""Job 2 as its user does it: a partner keeps the own offers up to date."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from integration_office import chores
from integration_office.models import OutgoingMail
from offers.codes import Via
from offers.life import proposing
from offers.models import Offer, WebAddress
from tests.browser.hands import go
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import (
    ENOUGH,
    days_ago,
    make_inquiry,
    make_offer,
    make_partner,
    make_proposal,
    make_reviewed,
    make_schedule,
)


pytestmark = pytest.mark.django_db(transaction=True)
PLACE = re.compile(r"^Ort \(")


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

    go(page.get_by_role("link", name="Meine Angebote"))
    axe(page)
    go(page.get_by_role("link", name="Bearbeiten: Frauenfrühstück"))
    axe(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("„Frauenfrühstück“ bearbeiten")

    page.get_by_label(PLACE).fill("Rathausplatz 4")
    page.get_by_label("Dienstag").check()
    page.get_by_label("Beginn").fill("10:00")
    page.get_by_text("Form, Barrieren, Zeitraum").click()
    page.get_by_label("Gültig bis").fill("31.02.2027")
    go(page.get_by_role("button", name="Speichern"))
    axe(page)
    expect(page.get_by_label(PLACE)).to_have_value("Rathausplatz 4")
    expect(page.get_by_text("„31.02.2027“ ist kein Datum.").first).to_be_visible()

    page.get_by_label("Gültig bis").fill("12.2027")
    go(page.get_by_role("button", name="Speichern"))
    axe(page)
    expect(page.get_by_text("„Frauenfrühstück“ ist gespeichert.")).to_be_visible()
    offer.refresh_from_db()
    assert (offer.place, offer.when, offer.valid_until) == (
        "Rathausplatz 4",
        "dienstags ab 10:00 Uhr",
        "2027-12",
    )
    assert (offer.confirmed_on, offer.confirmed_by) == (days_ago(0), partner)


def test_a_title_that_is_taken_is_marked_at_the_title(page, log_in, axe, provider):
    make_offer(title="Nähkurs", provider=provider)
    log_in(page, make_partner(provider))
    title = page.get_by_label("Titel")

    page.goto("/offers/create/")
    title.fill("Nähkurs")
    go(page.get_by_role("button", name="Speichern"))
    axe(page)
    expect(title).to_have_value("Nähkurs")
    expect(title).to_have_accessible_description(re.compile("schon ein Angebot mit diesem Titel"))
    page.get_by_role("link", name=re.compile("schon ein Angebot mit diesem Titel")).click()
    expect(title).to_be_focused()


def test_a_partner_types_a_price_as_it_stands_on_the_flyer(page, log_in, axe, provider):
    offer = make_offer(title="Nähkurs", provider=provider)
    log_in(page, make_partner(provider))
    price = page.get_by_label("Preis in Euro")

    page.goto(f"/offers/{offer.pk}/edit/")
    page.get_by_text("Preis in Zahlen, Ermäßigung").click()
    price.fill("zwölf fuffzig")
    go(page.get_by_role("button", name="Speichern"))
    axe(page)
    expect(price).to_have_value("zwölf fuffzig")
    expect(page.get_by_text("können wir nicht als Preis lesen").first).to_be_visible()
    price.fill("12,50 €")
    go(page.get_by_role("button", name="Speichern"))
    expect(page.get_by_text("„Nähkurs“ ist gespeichert.")).to_be_visible()
    expect(page.get_by_text("12,50 Euro").first).to_be_visible()

    page.goto(f"/offers/{offer.pk}/edit/")
    expect(price).to_have_value("12,50")


def test_a_partner_reads_on_the_start_page_why_a_change_was_refused(page, log_in, axe, provider):
    offer = make_offer(title="Frauenfrühstück", provider=provider, confirmed=3)
    change = make_proposal(offer, place="Rathausplatz 4")
    proposing.refuse(change, "Bitte nennen Sie den Eingang.", by=make_user("coordination"))
    log_in(page, make_partner(provider))
    page.goto("/")
    axe(page)

    go(page.get_by_role("link", name="Grund lesen"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Frauenfrühstück")
    expect(page.get_by_text("Bitte nennen Sie den Eingang.")).to_be_visible()
    axe(page)


def test_everybody_finds_an_offer_and_sees_how_fresh_it_is(page, log_in, axe, provider):
    make_offer(title="Nähwerkstatt", provider=provider, confirmed=3, fields_of_action=["TEI"])
    make_offer(title="Deutschkurs", provider=provider, confirmed=170, fields_of_action=["SPR"])
    log_in(page, make_partner(provider))
    page.goto("/offers/")
    axe(page)

    page.get_by_label("Was wird gesucht?").fill("kurse")
    go(page.get_by_role("button", name="Suchen").nth(1))
    expect(page.get_by_role("heading", name="1 Angebot", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("bald fällig, bis"))).to_be_visible()
    page.goto("/offers/")
    go(page.get_by_role("link", name=re.compile("Begegnung")))
    go(page.get_by_role("link", name="Nähwerkstatt"))

    expect(page.get_by_text("Zuletzt bestätigt am")).to_be_visible()
    axe(page)


class Finger:
    """Counts the taps on a phone."""

    def __init__(self, phone):
        self.phone, self.taps = phone, 0

    def tap(self, role, name):
        self.taps += 1
        go(self.phone.get_by_role(role, name=name))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_partner_confirms_three_offers_from_one_mail_on_a_phone(open_page, axe, scripts):
    """As it happens: the clock asks, the mail comes, one offer is true, one has a new time, one is
    gone. No login, and nothing but thumbs."""
    provider = make_organisation(name="Beispielverein e.V.", email="verein@demo.example")
    breakfast = make_offer(title="Frauenfrühstück", provider=provider, confirmed=200)
    tutoring = make_offer(title="Nachhilfe", provider=provider, confirmed=200)
    gone = make_offer(title="Sportnachmittag", provider=provider)
    make_schedule(tutoring, start="16:00", end="17:30", except_public_holidays=True)
    assert chores.do_all(timezone.localdate()) == []
    mail = OutgoingMail.objects.get()
    link = re.search(r"https?://[^/]+(/offers/answer/\S+)", mail.body)[1]
    phone = open_page(
        width=360, height=740, has_touch=True, is_mobile=True, java_script_enabled=scripts
    )
    finger, look = Finger(phone), axe if scripts else lambda page: None

    phone.goto(link)
    look(phone)
    finger.tap("button", "Stimmt noch: Frauenfrühstück")
    expect(phone.get_by_text("1 von 3 beantwortet")).to_be_visible()
    expect(phone.get_by_text("bestätigt, vielen Dank")).to_be_visible()
    look(phone)

    finger.tap("link", "Bearbeiten: Nachhilfe")
    look(phone)
    phone.get_by_label("Beginn").first.fill("17:00")
    phone.get_by_label("Ende").first.fill("18:30")
    finger.tap("button", "Speichern")
    expect(phone.get_by_text("2 von 3 beantwortet")).to_be_visible()
    expect(phone.get_by_text("17:00–18:30")).to_be_visible()

    finger.tap("link", "Gibt es nicht mehr: Sportnachmittag")
    look(phone)
    finger.tap("button", "Ja, es gibt das Angebot nicht mehr")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Vielen Dank")
    look(phone)

    assert finger.taps == 5
    for offer in (breakfast, tutoring, gone):
        offer.refresh_from_db()
    assert (breakfast.confirmed_on, breakfast.confirmed_via) == (days_ago(0), Via.LINK)
    assert (tutoring.when, tutoring.confirmed_via) == ("donnerstags 17:00–18:30", Via.LINK)
    assert gone.is_closed
    phone.goto(link)
    expect(phone.get_by_text("3 von 3 beantwortet")).to_be_visible()
    expect(phone.get_by_role("button", name="Zurücknehmen: Frauenfrühstück")).to_be_visible()


def test_a_hasty_thumb_takes_its_answer_back_and_tells_what_is_missing(open_page, axe, provider):
    offer = make_offer(title="Frauenfrühstück", provider=provider)
    other = make_offer(title="Nachhilfe", provider=provider)
    token, _inquiry = make_inquiry(offer, other)
    phone = open_page(width=360, height=740)

    phone.goto(f"/offers/answer/{token}/")
    go(phone.get_by_role("button", name="Stimmt noch: Frauenfrühstück"))
    go(phone.get_by_role("button", name="Zurücknehmen: Frauenfrühstück"))
    expect(phone.get_by_text("0 von 2 beantwortet")).to_be_visible()
    axe(phone)

    go(phone.get_by_role("link", name="Neues Angebot melden"))
    axe(phone)
    phone.get_by_label("Wie heißt es?").fill("Nähtreff")
    phone.get_by_role("button", name="Senden").click()
    axe(phone)
    expect(phone.get_by_label("Wie heißt es?")).to_have_value("Nähtreff")
    phone.get_by_label("Was ist es, in zwei Sätzen?").fill("Dienstags um zehn. Für alle.")
    go(phone.get_by_role("button", name="Senden"))

    expect(phone.get_by_text("Wir sehen es uns an und melden uns bei Ihnen.")).to_be_visible()
    offer.refresh_from_db()
    assert offer.confirmed_on is None
    assert Offer.objects.get(title="Nähtreff").is_submitted


@pytest.mark.parametrize("scripts", [True, False])
def test_a_hasty_thumb_has_an_ended_offer_back(open_page, axe, provider, scripts):
    offer = make_offer(title="Frauenfrühstück", provider=provider, confirmed=200)
    other = make_offer(title="Nachhilfe", provider=provider)
    token, _inquiry = make_inquiry(offer, other)
    phone = open_page(width=360, height=740, java_script_enabled=scripts)
    finger, look = Finger(phone), axe if scripts else lambda page: None

    phone.goto(f"/offers/answer/{token}/")
    finger.tap("link", "Gibt es nicht mehr: Frauenfrühstück")
    expect(phone.get_by_text("Sie können das zurücknehmen, solange der Link gilt.")).to_be_visible()
    look(phone)
    finger.tap("button", "Ja, es gibt das Angebot nicht mehr")
    expect(phone.get_by_text("beendet, vielen Dank")).to_be_visible()
    look(phone)
    finger.tap("button", "Zurücknehmen: Frauenfrühstück")
    expect(phone.get_by_text("0 von 2 beantwortet")).to_be_visible()
    expect(phone.get_by_role("button", name="Stimmt noch: Frauenfrühstück")).to_be_visible()
    look(phone)

    offer.refresh_from_db()
    assert (offer.is_published, offer.ended_on, offer.confirmed_on) == (True, None, days_ago(200))


def test_a_partner_reads_that_an_earlier_change_still_waits(open_page, axe, provider):
    make_reviewed(provider)
    offer = make_offer(title="Frauenfrühstück", provider=provider, place="Rathausplatz 1")
    make_offer(title="Nachhilfe", provider=provider)
    make_proposal(offer, place="Rathausplatz 4")
    token, _inquiry = make_inquiry(offer)
    phone = open_page(width=320, height=740)
    sentence = phone.get_by_text("wartet darauf, dass das Büro sie ansieht")

    phone.goto(f"/offers/answer/{token}/")
    expect(sentence).to_have_count(1)
    axe(phone)
    go(phone.get_by_role("button", name="Stimmt noch: Frauenfrühstück"))

    expect(phone.get_by_text("Ihre Änderung an diesem Angebot wartet noch")).to_be_visible()
    expect(sentence).to_have_count(1)
    axe(phone)


def test_the_mail_link_needs_neither_scripts_nor_a_wide_window(open_page, provider):
    offer = make_offer(title="Frauenfrühstück", provider=provider)
    token, _inquiry = make_inquiry(offer)
    page = open_page(width=320, java_script_enabled=False)

    page.goto(f"/offers/answer/{token}/")
    go(page.get_by_role("button", name="Stimmt noch: Frauenfrühstück"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank")
    offer.refresh_from_db()
    assert offer.confirmed_via == Via.LINK


def test_the_office_asks_a_provider(page, log_in, axe, provider):
    make_offer(title="Frauenfrühstück", provider=provider, confirmed=300)
    log_in(page, make_user("coordination"))
    page.goto("/offers/due/")
    axe(page)

    go(page.get_by_role("link", name="Nachfragen: Beispielverein e.V."))
    axe(page)
    page.get_by_label("E-Mail-Adresse").fill("verein@demo.example")
    go(page.get_by_role("button", name="E-Mail senden"))

    expect(page.get_by_text("Die E-Mail ist unterwegs.")).to_be_visible()
    page.goto("/mail/")
    expect(page.get_by_text("Stimmen Ihre Angebote in unserem Katalog noch?")).to_be_visible()


def test_the_office_opens_an_archived_offer_again_and_publishes_it(page, log_in, axe, provider):
    offer = make_offer(title="Frauenfrühstück", provider=provider, status="archiviert", **ENOUGH)
    log_in(page, make_user("coordination"))
    page.goto(offer.get_absolute_url())
    axe(page)

    go(page.get_by_role("link", name="Wieder öffnen"))
    expect(page.get_by_role("button", name="Wieder öffnen")).to_be_visible()
    axe(page)
    go(page.get_by_role("button", name="Wieder öffnen"))
    expect(page.get_by_text("„Frauenfrühstück“ ist wieder ein Entwurf.")).to_be_visible()
    axe(page)
    go(page.get_by_role("link", name="Veröffentlichen"))
    go(page.get_by_role("button", name="Veröffentlichen"))

    expect(page.get_by_text("„Frauenfrühstück“ steht im Katalog.")).to_be_visible()
    offer.refresh_from_db()
    assert offer.is_published


def test_the_office_looks_after_old_offers_with_one_click_each(page, log_in, axe, provider):
    old = make_offer(title="Frauenfrühstück", provider=provider, confirmed=300)
    gone = make_offer(title="Sportnachmittag", provider=provider)
    broken = "https://weg.example/kurs"
    Offer.objects.filter(pk=old.pk).update(website=broken)
    WebAddress.objects.create(
        url=broken,
        checked_at=timezone.now(),
        status_code=404,
        error="weg",
        failing_since=days_ago(8),
    )
    log_in(page, make_user("coordination"))

    page.goto("/offers/due/")
    go(page.get_by_role("link", name="Einzelne Angebote"))
    axe(page)
    go(page.get_by_role("link", name="Beendet: Sportnachmittag"))
    axe(page)
    go(page.get_by_role("button", name="Beenden"))
    go(page.get_by_role("button", name="Telefonisch bestätigt: Frauenfrühstück"))
    expect(page.get_by_text("„Frauenfrühstück“ ist bestätigt.")).to_be_visible()
    axe(page)

    page.goto("/offers/addresses/")
    axe(page)
    go(page.get_by_role("link", name="Frauenfrühstück"))
    expect(page.get_by_text("Die Webadresse antwortet seit dem")).to_be_visible()
    axe(page)
    old.refresh_from_db()
    gone.refresh_from_db()
    assert (old.confirmed_on, gone.is_closed) == (days_ago(0), True)
