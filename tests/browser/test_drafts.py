"""The browser dies in the middle of a talk: what was typed waits on the next page."""

import pytest

from counselling.models import Contact
from integration_office.drafts import Draft
from tests.browser.hands import go
from tests.counselling.factories import make_contact
from tests.factories import make_user


pytestmark = pytest.mark.django_db(transaction=True)
URL = "/counselling/quick/"


@pytest.fixture
def counsellor(db):
    return make_user("counselling", name="Robin Beispiel (Demo)")


def begin(page, note):
    page.get_by_role("checkbox", name="Wohnen").check()
    page.get_by_text("Anderer Tag, Ergebnis").click()
    page.get_by_label("Notiz").fill(note)


def kept(page):
    page.get_by_text("Entwurf gemerkt").wait_for()


def test_a_draft_survives_a_closed_browser(open_page, log_in, counsellor, axe):
    page = open_page()
    log_in(page, counsellor)
    page.goto(URL)
    begin(page, "Bescheid erklärt")
    kept(page)
    page.context.close()

    page, colleague = open_page(width=360), open_page()
    log_in(page, counsellor)
    log_in(colleague, make_user("counselling"))
    page.goto(URL)
    colleague.goto(URL)
    axe(page)
    assert "Entwurf von" in page.locator("main").inner_text()
    assert "Entwurf von" not in colleague.locator("main").inner_text()
    go(page.get_by_role("link", name="Weiterschreiben"))
    axe(page)
    assert page.get_by_label("Notiz").input_value() == "Bescheid erklärt"
    assert page.get_by_role("checkbox", name="Wohnen").is_checked()
    go(page.get_by_role("button", name="Speichern und nächster"))

    assert Contact.objects.get().note == "Bescheid erklärt"
    page.goto(URL)
    assert "Entwurf von" not in page.locator("main").inner_text()
    assert not Draft.objects.exists()


def test_leaving_the_page_keeps_what_was_just_typed(page, log_in, counsellor):
    log_in(page, counsellor)
    page.goto(URL)
    begin(page, "Bescheid erklärt")

    page.goto("/")

    # The browser sends it while the next page comes already.
    for _look in range(300):
        if Draft.objects.exists():
            break
        page.wait_for_timeout(100)
    page.goto(URL)
    go(page.get_by_role("link", name="Weiterschreiben"))
    assert page.get_by_label("Notiz").input_value() == "Bescheid erklärt"


def test_saving_leaves_no_draft_behind(page, log_in, counsellor):
    contact = make_contact(counsellor=counsellor)
    log_in(page, counsellor)
    page.goto(contact.get_absolute_url())
    page.get_by_label("Notiz").fill("Bescheid erklärt")
    kept(page)
    page.get_by_label("Notiz").fill("Bescheid erklärt, Frist notiert")

    go(page.get_by_role("button", name="Speichern"))

    page.goto(contact.get_absolute_url())
    assert page.get_by_label("Notiz").input_value() == "Bescheid erklärt, Frist notiert"
    assert "Entwurf" not in page.locator("main .kern-alert").all_inner_texts()
    assert not Draft.objects.exists()


def test_without_scripts_a_button_keeps_it(open_page, log_in, counsellor):
    page = open_page(java_script_enabled=False)
    log_in(page, counsellor)
    page.goto(URL)
    begin(page, "Bescheid erklärt")

    go(page.get_by_role("button", name="Entwurf merken"))

    assert page.get_by_label("Notiz").input_value() == "Bescheid erklärt"
    go(page.get_by_role("button", name="Verwerfen"))
    assert page.get_by_role("link", name="Weiterschreiben").count() == 0
    assert not Draft.objects.exists()
