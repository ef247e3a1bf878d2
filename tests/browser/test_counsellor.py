"""Job 1 as a counsellor does it: twelve walk-ins by keyboard alone, a correction, a case."""

import pytest
from django.db import connection
from django.utils import timezone

from counselling.models import Case, Contact
from tests.browser.hands import enter, go
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.factories import make_user


pytestmark = pytest.mark.django_db(transaction=True)

# Key of the topic and what else is pressed for each of the twelve.
WALK_INS = ["1", "2", "3", "1", "4", "5", "1", "6", "2", "1", "3", "0"]
TOPICS = {"1": "BEH", "2": "SPR", "3": "SOZ", "4": "ARB", "5": "WOH", "6": "AUF", "0": "FAM"}


@pytest.fixture
def counsellor(db):
    return make_user("counselling", name="Robin Beispiel (Demo)")


class Keyboard:
    """Counts what is pressed."""

    def __init__(self, page):
        self.page, self.presses = page, 0
        self.devtools = page.context.new_cdp_session(page)

    def press(self, key):
        self.presses += 1
        self.page.keyboard.press(key)

    def access(self, digit):
        """Alt and a digit; Playwright's own Alt+digit carries no text, so Chromium would not look
        for an access key."""
        self.presses += 1
        shared = {"key": digit, "code": f"Digit{digit}", "modifiers": 1}
        shared["windowsVirtualKeyCode"] = ord(digit)
        for kind in ("keyDown", "keyUp"):
            self.devtools.send(
                "Input.dispatchKeyEvent", {"type": kind, "unmodifiedText": digit} | shared
            )

    def tab_to(self, name):
        for _step in range(40):
            focused = self.page.evaluate("document.activeElement.name || ''")
            if focused == name:
                return
            self.press("Tab")
        raise AssertionError(f"{name} cannot be reached")


def test_twelve_walk_ins_by_keyboard_alone(page, log_in, counsellor, axe):
    log_in(page, counsellor)
    page.goto("/counselling/quick/")
    keyboard = Keyboard(page)

    for digit in WALK_INS:
        keyboard.access(digit)
        keyboard.presses += 1
        enter(page)

    contacts = list(Contact.objects.order_by("pk"))
    assert [contact.topics for contact in contacts] == [[TOPICS[digit]] for digit in WALK_INS]
    assert {(c.form, c.channel, c.duration, c.language) for c in contacts} == {
        ("kurz", "sprech", "d15", "deu")
    }
    assert keyboard.presses == 24
    assert page.locator("#mine .count").inner_text() == "12"
    axe(page)


def test_another_form_duration_and_language_are_chosen_with_tab_and_arrows(
    page, log_in, counsellor
):
    log_in(page, counsellor)
    page.goto("/counselling/quick/")
    keyboard = Keyboard(page)

    assert page.evaluate("document.activeElement.name") == "form"
    keyboard.press("ArrowRight")
    keyboard.tab_to("channel")
    keyboard.press("ArrowRight")
    keyboard.tab_to("topics")
    keyboard.press("Space")
    keyboard.tab_to("duration")
    keyboard.press("ArrowRight")
    keyboard.tab_to("language")
    for letter in "Ara":
        keyboard.press(letter)
    keyboard.tab_to("interpreting")
    keyboard.access("2")
    enter(page)

    contact = Contact.objects.get()
    assert (contact.form, contact.channel, contact.duration) == ("punkt", "termin", "d30")
    assert (contact.language, contact.topics) == ("ara", ["BEH", "SPR"])
    assert keyboard.presses <= 30


def test_what_is_stored_holds_no_word_that_was_typed(page, log_in, counsellor):
    log_in(page, counsellor)
    page.goto("/counselling/quick/")
    page.get_by_text("Anderer Tag, Ergebnis").click()
    page.get_by_label("Notiz").fill("Bescheid erklärt")
    Keyboard(page).access("1")
    enter(page)

    assert Contact.objects.get().note == "Bescheid erklärt"
    with connection.cursor() as cursor:
        for table in ("counselling_contact", "counselling_contactevent", "pghistory_context"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ''), '') FROM {table} t")
            assert "Bescheid" not in cursor.fetchone()[0]


def test_a_contact_is_undone_and_another_one_corrected(page, log_in, counsellor, axe):
    make_contact(counsellor=counsellor, topics=["WOH"])
    log_in(page, counsellor)
    page.goto("/counselling/quick/")
    Keyboard(page).access("1")
    enter(page)

    go(page.get_by_role("link", name="Rückgängig"))
    axe(page)
    go(page.get_by_role("button", name="Kontakt löschen"))
    go(page.get_by_role("link", name="Wohnen"))
    axe(page)
    page.get_by_role("radio", name="bis 60").check()
    go(page.get_by_role("button", name="Speichern"))

    assert list(Contact.objects.values_list("topics", "duration")) == [(["WOH"], "d60")]


def test_bad_input_is_said_at_the_field_and_everything_stays(page, log_in, counsellor, axe):
    log_in(page, counsellor)
    page.goto("/counselling/quick/")
    page.get_by_text("Anderer Tag, Ergebnis").click()
    page.get_by_label("Notiz").fill("Bescheid erklärt")
    page.get_by_role("radio", name="Telefon", exact=True).check()
    go(page.get_by_role("button", name="Speichern und nächster"))

    assert "Bitte wählen Sie mindestens ein Thema." in page.locator("main form").inner_text()
    assert page.get_by_label("Notiz").input_value() == "Bescheid erklärt"
    assert page.get_by_role("radio", name="Telefon", exact=True).is_checked()
    axe(page)


@pytest.mark.parametrize("width", [320, 1440])
def test_without_scripts_a_walk_in_becomes_a_case(open_page, log_in, counsellor, width):
    page = open_page(width=width, java_script_enabled=False)
    log_in(page, counsellor)
    page.goto("/counselling/quick/")

    page.get_by_role("checkbox", name="Sprache", exact=True).check()
    go(page.get_by_role("button", name="Speichern und als Fall weiterführen"))

    case = Case.objects.get()
    assert page.get_by_role("heading", level=1).inner_text() == f"Fall {case.number}"
    page.get_by_label("Notiz").fill("Kursplatz besprochen")
    page.get_by_label("Hauptthema").select_option("SPR")
    go(page.get_by_role("button", name="Eintrag speichern"))
    assert "Kursplatz besprochen" in page.locator(".timeline").inner_text()


def test_every_page_of_counselling_can_be_used_by_everybody(open_page, log_in, counsellor, axe):
    case, deputised = make_case(responsible=counsellor, gender="w"), make_case()
    make_deputy(deputised, counsellor)
    make_deputy(case, make_user("counselling"))
    today = timezone.localdate()
    contact = make_contact(counsellor=counsellor, case=case, follow_up=today, note="Notiz")
    page = open_page(width=320)
    log_in(page, counsellor)

    for path in (
        "/counselling/",
        "/counselling/?topic=SPR",
        "/counselling/?topic=EIN",
        "/counselling/cases/",
        "/counselling/cases/create/",
        f"/counselling/{contact.pk}/edit/",
        f"/counselling/{contact.pk}/follow-up-done/",
        f"/counselling/cases/{case.pk}/",
        f"/counselling/cases/{case.pk}/edit/",
        f"/counselling/cases/{case.pk}/close/",
        f"/counselling/cases/{case.pk}/hand-over/",
        f"/counselling/cases/{case.pk}/reads/",
        f"/counselling/cases/{case.pk}/deputies/create/",
        f"/counselling/cases/{deputised.pk}/",
    ):
        page.goto(path)
        axe(page)


def test_a_deputy_opens_the_case_and_a_colleague_does_not(open_page, log_in, counsellor):
    case = make_case(concern="vertraulich")
    make_deputy(case, counsellor)
    page, stranger = open_page(), open_page()
    log_in(page, counsellor)
    log_in(stranger, make_user("coordination"))

    page.goto(f"/counselling/cases/{case.pk}/")
    refused = stranger.goto(f"/counselling/cases/{case.pk}/")

    assert "vertraulich" in page.content()
    assert refused.status == 404
    assert "vertraulich" not in stranger.content()
