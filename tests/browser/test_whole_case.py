"""One case from the first talk to its end, as a counsellor clicks it and a partner answers it."""

import re
import subprocess

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from counselling.models import (
    Case,
    CaseGoal,
    CaseStep,
    CaseTask,
    Consent,
    Contact,
    CourseInterest,
    LanguagePlacement,
    Person,
    Referral,
)
from integration_office.models import AuditEntry, OutgoingMail
from tests.browser.hands import follow, go, part, press
from tests.counselling.people import make_named_case, make_text
from tests.counselling.referrals import make_body, token_of_last_mail
from tests.factories import make_user
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db(transaction=True)

NAME = re.compile("Vanda|Beispielova", re.IGNORECASE)
# Each page leaves its title and its address where the whole walk can be read afterwards.
REMEMBER = """addEventListener("DOMContentLoaded", () => {
  const seen = JSON.parse(localStorage.getItem("walk") || "[]");
  localStorage.setItem("walk", JSON.stringify([...seen, `${document.title} ${location.href}`]));
})"""
TABS = (
    *("Verlauf", "Person", "Ziele", "Aufgaben", "Haushalt", "Sprachen"),
    *("Sprache & Kurse", "Anerkennung", "Verweise", "Dateien", "Einwilligungen"),
)


@pytest.fixture
def counsellor(db):
    return make_user("counselling", name="Robin Beispiel (Demo)")


@pytest.fixture
def town(counsellor):
    """A body with an offer, the texts of the consents, and somebody whose name sounds alike."""
    body = make_body(name="Beratungsstelle Beispiel (Demo)")
    make_offer(title="Sprachberatung", provider=body, fields_of_action=["SPR"], confirmed=3)
    make_text("fallakte")
    make_text("weitergabe")
    return make_named_case(responsible=counsellor, last_name="Beispielowa", first_name="Wanda")


def walked(page):
    """The titles and addresses of all pages that this window has shown."""
    return page.evaluate("JSON.parse(localStorage.getItem('walk'))")


def is_held_back(page, name, field):
    """The browser does not send the form of this button without the field."""
    page.get_by_role("button", name=name, exact=True).click()
    return field.evaluate("field => field.validity.valueMissing")


def back_to_the_case(page):
    way = page.get_by_role("navigation", name="Sie sind hier")
    go(way.get_by_role("link", name=re.compile("^Fall ")))


def log_a_talk(page, axe):
    page.goto("/")
    follow(page, "Beratung")
    axe(page)
    page.get_by_role("checkbox", name="Sprache", exact=True).check()
    press(page, "Speichern und als Fall weiterführen")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Fall 20\d\d-\d+$"))
    axe(page)


def agree_on_a_goal(page, axe):
    part(page, "Ziele")
    page.get_by_label("Ziel", exact=True).fill("Deutsch B1 erreichen")
    page.get_by_label("Handlungsfeld").select_option("SPR")
    press(page, "Ziel speichern")
    follow(page, "Schritt vereinbaren Deutsch B1 erreichen")
    page.get_by_label("Was zu tun ist").fill("Zeugnis übersetzen lassen")
    page.get_by_label("Bis").fill(timezone.localdate().isoformat())
    press(page, "Speichern")
    axe(page)


def enter_the_name(page, axe):
    follow(page, "Namen eintragen")
    page.get_by_label("Name der Person").fill("Vanda Beispielova")
    page.get_by_label("Geburtsjahr").fill("1991")
    press(page, "Person suchen")
    axe(page)
    expect(page.locator("section", has_text="Ist es eine davon?").first).to_contain_text(
        "Wanda Beispielowa"
    )
    expect(page.get_by_label("Nachname")).to_have_value("Beispielova")

    agreed = page.get_by_label("Die Person willigt ein")
    assert is_held_back(page, "Namen speichern", agreed)
    assert Person.objects.count() == 1
    agreed.check()
    press(page, "Namen speichern")
    expect(page.get_by_role("heading", level=2, name="Vanda Beispielova")).to_be_visible()
    axe(page)


def show_the_name(page):
    """It is masked until somebody asks, and masked again on the next page."""
    part(page, "Verlauf")
    assert not NAME.search(page.content())
    press(page, "Namen anzeigen")
    expect(page.get_by_text("Vanda Beispielova")).to_be_visible()
    page.reload()
    assert not NAME.search(page.content())


def place_in_a_course(page, axe):
    part(page, "Sprache & Kurse")
    follow(page, "Kursinteresse eintragen")
    page.get_by_label("Kursart").select_option("ik")
    page.get_by_label("Berechtigung", exact=True).select_option("pflicht")
    press(page, "Speichern")
    follow(page, "Spracheinstufung eintragen")
    page.get_by_label("Verfahren").select_option("bamf")
    page.get_by_label("Gesamtniveau").select_option("A2")
    press(page, "Speichern")
    axe(page)
    back_to_the_case(page)


def look_for_an_offer(page):
    part(page, "Verlauf")
    go(page.get_by_role("link", name=re.compile("^Ändern: ")).first)
    follow(page, "Passendes Angebot suchen")
    follow(page, "Verweisen … Sprachberatung")


def refer(page, axe):
    look_for_an_offer(page)
    page.get_by_role("radio", name="Übergabe mit Einwilligung").check()
    press(page, "Verweis speichern")
    expect(
        page.get_by_text("Ohne gültige Einwilligung, die diese Stelle nennt").first
    ).to_be_visible()
    axe(page)
    page.get_by_label("Notiz").fill("Bringt die Zeugnisse mit.")
    press(page, "Einwilligung unterschreiben lassen")
    expect(page.get_by_label("Zweck")).to_have_value("weitergabe")
    expect(page.get_by_label("Empfänger").locator("option:checked")).to_have_text(
        "Beratungsstelle Beispiel (Demo)"
    )
    page.get_by_label("Was mitgeteilt werden darf").fill("Anliegen und Sprachniveau")
    axe(page)
    press(page, "Unterschrieben: festhalten")

    assert page.get_by_role("radio", name="Übergabe mit Einwilligung").is_checked()
    expect(page.get_by_label("Notiz")).to_have_value("Bringt die Zeugnisse mit.")
    page.get_by_label("Antwort der anderen Stelle").select_option("14")
    page.get_by_label("Was mitgeteilt wird").fill("Eine Frau sucht einen Kurs ab A2.")
    axe(page)
    press(page, "Verweis speichern")
    expect(page.get_by_text("die E-Mail mit dem Link ist unterwegs")).to_be_visible()


def answer_on_a_phone(phone, axe):
    phone.goto(f"/counselling/answer/{token_of_last_mail()}/")
    axe(phone)
    press(phone, "Anfrage anzeigen")
    expect(phone.get_by_text("Eine Frau sucht einen Kurs ab A2.")).to_be_visible()
    axe(phone)
    phone.get_by_role("radio", name="Ja, wir haben einen Platz").check()
    press(phone, "Antwort senden")
    expect(phone.get_by_text("Vielen Dank, das ist vermerkt.")).to_be_visible()


def hear_of_the_answer(page, axe):
    page.goto("/")
    axe(page)
    go(page.get_by_role("link", name="Antwort auf einen Verweis").first)
    press(page, "Gesehen")
    press(page, "angekommen")
    axe(page)
    back_to_the_case(page)


def settle_a_task(page, axe):
    part(page, "Aufgaben")
    page.get_by_label("Was zu tun ist").fill("Kursträger anrufen")
    page.get_by_label("Wiedervorlage am").fill(timezone.localdate().isoformat())
    press(page, "Aufgabe speichern")
    axe(page)
    page.goto("/")
    assert "Kursträger" not in page.content()
    go(page.get_by_role("button", name=re.compile("^Erledigt: Fall .*Aufgabe")))
    follow(page, "Beratung")
    follow(page, "Fälle")
    go(page.get_by_role("link", name=re.compile(r"^Fall \d")).first)


def close(page, axe):
    follow(page, "Fall abschließen")
    axe(page)
    assert is_held_back(page, "Fall abschließen", page.get_by_label("Abschlussgrund"))
    page.get_by_label("Abschlussgrund").select_option("ziel")
    press(page, "Fall abschließen")
    axe(page)


def closing_sheet(page):
    address = page.get_by_role("link", name="Abschlussbogen (PDF)").get_attribute("href")
    sheet = page.request.get(address)
    assert "abschlussbogen.pdf" in sheet.headers["content-disposition"]
    words = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=sheet.body(), capture_output=True, check=True
    )
    return words.stdout.decode()


def forms_of(page):
    """Where the forms of the page would be sent to, without the keys of rows."""
    sent_to = page.locator("main form").evaluate_all("forms => forms.map(form => form.action)")
    return {re.sub(r".*/counselling|/\d+", "", address) for address in sent_to}


def refused_to_write(page, number):
    """What an old tab or a bookmark would still ask for leads back to the closed case."""
    for address in ("edit/", "goals/", "tasks/", "language/interests/create/", "person/edit/"):
        page.goto(f"/counselling/cases/{number}/{address}")
        if page.locator("main form:has(textarea), main form:has(select)").count():
            yield address


def reopen(page, axe):
    follow(page, "Fall wieder öffnen")
    axe(page)
    assert is_held_back(page, "Fall wieder öffnen", page.get_by_label("Grund der Wiederöffnung"))
    page.get_by_label("Grund der Wiederöffnung").select_option("anliegen")
    press(page, "Fall wieder öffnen")
    expect(page.get_by_label("Notiz")).to_be_visible()


def test_a_whole_case_from_the_first_talk_to_its_end(open_page, log_in, counsellor, town, axe):
    page, phone = open_page(), open_page(width=360, height=700)
    for window in (page, phone):
        window.add_init_script(REMEMBER)
    log_in(page, counsellor)

    log_a_talk(page, axe)
    agree_on_a_goal(page, axe)
    enter_the_name(page, axe)
    show_the_name(page)
    place_in_a_course(page, axe)
    refer(page, axe)
    answer_on_a_phone(phone, axe)
    hear_of_the_answer(page, axe)
    settle_a_task(page, axe)
    close(page, axe)
    sheet = closing_sheet(page)

    case = Case.objects.exclude(pk=town.pk).get()
    assert stored(case) == {
        "case": ("abgeschlossen", "ziel", timezone.localdate(), counsellor),
        "person": ("Vanda", "Beispielova", "1991"),
        "contacts": [("kurz", ["SPR"])],
        "goals": [("Deutsch B1 erreichen", "offen")],
        "steps": [("Zeugnis übersetzen lassen", "entfallen")],
        "tasks": [("Kursträger anrufen", "erledigt")],
        "consents": [
            ("fallakte", None, True),
            ("weitergabe", "Beratungsstelle Beispiel (Demo)", True),
        ],
        "interests": [("ik", "pflicht", "beratung")],
        "placements": [("A2", "ik")],
        "referrals": [("uebergabe", "ok", "Sprachberatung", counsellor)],
        "rows": (2, 2, 1, 1),
    }
    assert re.search(r"Deutsch B1 erreichen\s+offen", sheet)
    assert "angekommen" in sheet
    assert not NAME.search(sheet)
    assert phone.goto(f"/counselling/answer/{token_of_last_mail()}/").status == 410
    texts = [f"{mail.subject} {mail.body}" for mail in OutgoingMail.objects.all()]
    assert not [text for text in [*texts, *walked(page), *walked(phone)] if NAME.search(text)]
    assert (len(texts), len(walked(page)) > 30, len(walked(phone))) == (1, True, 4)


def stored(case):
    """All that is kept of a case, and how many cases, persons, mails and talks there are."""
    person = case.person
    return {
        "case": (case.status, case.closing_reason, case.closed_on, case.responsible),
        "person": (person.first_name, person.last_name, person.birth),
        "contacts": [(row.form, row.topics) for row in case.contacts.all()],
        "goals": [(row.text, row.state) for row in CaseGoal.objects.filter(case=case)],
        "steps": [(row.what, row.state) for row in CaseStep.objects.filter(case=case)],
        "tasks": [(row.what, row.state) for row in CaseTask.objects.filter(case=case)],
        "consents": [
            (row.purpose, row.recipient and row.recipient.name, row.withdrawn_on is None)
            for row in Consent.objects.filter(case=case).order_by("pk")
        ],
        "interests": [
            (row.course_type, row.entitlement, row.status)
            for row in CourseInterest.objects.filter(case=case)
        ],
        "placements": [
            (row.level, row.recommended_course)
            for row in LanguagePlacement.objects.filter(case=case)
        ],
        "referrals": [
            (row.kind, row.state, row.offer.title, row.feedback_by)
            for row in Referral.objects.of_case(case)
        ],
        "rows": (
            *(Case.objects.count(), Person.objects.count()),
            *(OutgoingMail.objects.count(), Contact.objects.count()),
        ),
    }


def test_a_closed_case_is_read_and_not_written_until_it_is_reopened(
    open_page, log_in, counsellor, town, axe
):
    page = open_page()
    log_in(page, counsellor)
    page.goto(town.get_absolute_url())
    agree_on_a_goal(page, axe)
    part(page, "Verlauf")
    close(page, axe)

    forms = {}
    for tab in TABS:
        part(page, tab)
        forms[tab] = forms_of(page)
    assert forms == dict.fromkeys(TABS, {"/cases/name/show/"})
    assert list(refused_to_write(page, town.pk)) == []
    assert (CaseGoal.objects.count(), CaseStep.objects.get().state) == (1, "entfallen")

    page.goto(town.get_absolute_url())
    reopen(page, axe)
    assert (
        AuditEntry.objects.filter(verb="reopened").values_list("note", flat=True)[0] == "anliegen"
    )
    assert Case.objects.get(pk=town.pk).status == "in_beratung"
