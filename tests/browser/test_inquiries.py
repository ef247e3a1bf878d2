"""Inquiries as the office notes and answers them: by keyboard, on a telephone, without scripts."""

import datetime as dt

import pytest
from django.utils import timezone

from counselling.inquiries import actions
from counselling.models import Inquiry
from tests.browser.hands import enter, go
from tests.counselling.inquiries import make_answered, make_inquiry
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.papers import text_of


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(db):
    return make_user("administration", name="Sascha Amt (Demo)")


def test_a_call_is_noted_and_answered_by_keyboard_alone(page, log_in, office, axe):
    log_in(page, office)
    page.goto("/counselling/inquiries/create/")
    axe(page)

    assert page.evaluate("document.activeElement.name") == "subject"
    page.keyboard.type("Sprachkurs für Eltern")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    for letter in "Spra":
        page.keyboard.press(letter)
    for _step in range(4):  # question, folded part, Save, Save answered on the spot
        page.keyboard.press("Tab")
    enter(page)

    inquiry = Inquiry.objects.get()
    assert (inquiry.subject, inquiry.asker, inquiry.channel, inquiry.field_of_action) == (
        "Sprachkurs für Eltern",
        "verwaltung",
        "tel",
        "SPR",
    )
    assert (inquiry.status, inquiry.responsible) == ("beantwortet", office)
    assert "Die Anfrage ist aufgenommen." in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [360, 1440])
def test_without_scripts_an_inquiry_goes_its_whole_way(open_page, log_in, office, width):
    place = make_organisation(name="Beispielamt (Demo)")
    inquiry = make_inquiry(text="Gibt es abends einen Kurs?")
    page = open_page(width=width, java_script_enabled=False)
    log_in(page, office)
    page.goto(inquiry.get_absolute_url())

    go(page.get_by_role("button", name="Übernehmen"))
    assert "Sie bearbeiten diese Anfrage jetzt." in page.locator("main").inner_text()
    go(page.get_by_role("link", name="Weiterleiten", exact=True))
    page.get_by_label("Weitergeleitet an").select_option(str(place.pk))
    page.get_by_label("Weitergeleitet am").fill("2020-01-01")
    go(page.get_by_role("button", name="Weiterleiten"))
    assert "Sie kann nicht weitergeleitet werden" in page.locator("main form").inner_text()
    page.get_by_label("Weitergeleitet am").fill(timezone.localdate().isoformat())
    go(page.get_by_role("button", name="Weiterleiten"))
    go(page.get_by_role("link", name="Anfrage beantworten"))
    page.get_by_label("Antwort in Kürze").fill("Liste geschickt.")
    page.get_by_label("Aufwand in Minuten").fill("15")
    go(page.get_by_role("button", name="Ist beantwortet"))

    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.responsible, inquiry.forwarded_to, inquiry.minutes) == (
        "beantwortet",
        office,
        place,
        15,
    )
    assert "Liste geschickt." in page.locator("main").inner_text()
    steps = page.locator(".timeline").inner_text()
    assert [word in steps for word in ("übernommen", "weitergeleitet", "beantwortet")] == [True] * 3


def test_every_page_of_inquiries_can_be_used_by_everybody(open_page, log_in, office, axe):
    today = timezone.localdate()
    late = make_inquiry(
        responsible=office,
        text="Frage",
        contact="frage@demo.example",
        due=today - dt.timedelta(days=1),
        organisation=make_organisation(name="Beispielverein mit einem recht langen Namen (Demo)"),
    )
    done, new = make_answered(by=office), make_inquiry()
    forwarded = make_inquiry()
    actions.forward(forwarded, to=make_organisation(), on=today, by=office)
    page = open_page(width=320)
    log_in(page, office)

    for path in (
        "",
        "?status=open",
        "?asker=wissenschaft",
        "create/",
        f"{late.pk}/",
        f"{late.pk}/edit/",
        f"{late.pk}/assign/",
        f"{late.pk}/forward/",
        f"{late.pk}/answer/",
        f"{late.pk}/delete/",
        f"{new.pk}/",
        f"{forwarded.pk}/",
        f"{done.pk}/",
        f"{done.pk}/reopen/",
    ):
        assert page.goto(f"/counselling/inquiries/{path}").status == 200
        axe(page)
    page.goto(f"/counselling/inquiries/{late.pk}/answer/")
    page.get_by_label("Beantwortet am").fill("2020-01-01T10:00")
    go(page.get_by_role("button", name="Ist beantwortet"))
    refused = page.locator("main form").inner_text()
    assert "Die Antwort kann nicht älter sein als die Frage." in refused
    axe(page)


def test_a_printed_list_has_all_its_columns(page, log_in, office):
    make_answered(subject="Sprachmittlung für ein Elterngespräch", organisation=make_organisation())
    log_in(page, office)
    page.goto("/counselling/inquiries/")

    heads = [head.split()[0] for head in page.locator("thead th").all_inner_texts()]
    sheet = text_of(page.pdf(format="A4"))

    assert [head for head in heads if head not in sheet] == []
