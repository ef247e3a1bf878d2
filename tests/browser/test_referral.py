"""A referral all the way round: the counsellor sends somebody on, the other body answers on a
telephone without an account, the counsellor sees it."""

import pytest
from playwright.sync_api import expect

from counselling.models import Referral
from tests.browser.hands import go
from tests.counselling.factories import make_case, make_contact
from tests.counselling.referrals import make_body, make_consent, make_referral, token_of_last_mail
from tests.factories import make_user
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counsellor(db):
    return make_user("counselling", name="Robin Beispiel (Demo)")


def make_talk(counsellor):
    """A talk in a case whose client agreed that a body is told."""
    body = make_body(name="Beratungsstelle Beispiel (Demo)")
    make_offer(title="Sozialberatung", provider=body, fields_of_action=["SOZ"], confirmed=3)
    case = make_case(responsible=counsellor, gender="w")
    make_consent(case, body, about="Vorname und Anliegen")
    return make_contact(counsellor=counsellor, case=case, topics=["SOZ"])


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_is_sent_on_and_the_answer_comes_back(open_page, log_in, counsellor, axe, scripts):
    contact = make_talk(counsellor)
    page = open_page(java_script_enabled=scripts)
    log_in(page, counsellor)

    page.goto(contact.get_absolute_url())
    go(page.get_by_role("link", name="Passendes Angebot suchen"))
    go(page.get_by_role("link", name="Verweisen … Sozialberatung"))
    page.get_by_role("radio", name="Übergabe mit Einwilligung").check()
    page.get_by_label("Antwort der anderen Stelle").select_option("14")
    page.get_by_label("Was mitgeteilt wird").fill("Frau A. sucht Hilfe bei einem Antrag.")
    if scripts:
        axe(page)
    go(page.get_by_role("button", name="Verweis speichern"))
    expect(page.get_by_text("die E-Mail mit dem Link ist unterwegs")).to_be_visible()

    phone = open_page(width=360, height=700, java_script_enabled=scripts)
    phone.goto(f"/counselling/answer/{token_of_last_mail()}/")
    assert "Frau A." not in phone.content()
    if scripts:
        axe(phone)
    go(phone.get_by_role("button", name="Anfrage anzeigen"))
    expect(phone.get_by_text("Frau A. sucht Hilfe bei einem Antrag.")).to_be_visible()
    if scripts:
        axe(phone)
    phone.get_by_role("radio", name="Ja, wir haben einen Platz").check()
    phone.get_by_label("Ein Wort an die Beratung").fill("Dienstag um 10 Uhr")
    go(phone.get_by_role("button", name="Antwort senden"))
    expect(phone.get_by_text("Vielen Dank, das ist vermerkt.")).to_be_visible()

    page.goto("/")
    go(page.get_by_role("link", name="Antwort auf einen Verweis").first)
    expect(page.get_by_text("Dienstag um 10 Uhr")).to_be_visible()
    go(page.get_by_role("button", name="Gesehen"))
    go(page.get_by_role("button", name="angekommen", exact=True))

    referral = Referral.objects.get()
    assert (referral.state, referral.feedback_by) == ("ok", counsellor)
    assert phone.goto(f"/counselling/answer/{token_of_last_mail()}/").status == 410


def test_every_page_of_referrals_can_be_used_by_everybody(open_page, log_in, counsellor, axe):
    contact = make_talk(counsellor)
    referral = make_referral(contact=contact, days=7, note="Notiz")
    page = open_page(width=320)
    log_in(page, counsellor)

    for path in (
        f"/counselling/{contact.pk}/edit/",
        f"/counselling/{contact.pk}/refer/",
        f"/counselling/{contact.pk}/refer/to/?organisation={referral.organisation.pk}",
        f"/counselling/cases/{contact.case.pk}/referrals/",
        "/counselling/referrals/",
        "/counselling/referrals/numbers/",
        referral.get_absolute_url(),
        f"{referral.get_absolute_url()}edit/",
        f"{referral.get_absolute_url()}ask/",
        f"{referral.get_absolute_url()}take-back/",
        "/counselling/answer/nobody-knows-this/",
        "/counselling/answered/",
    ):
        page.goto(path)
        axe(page)
