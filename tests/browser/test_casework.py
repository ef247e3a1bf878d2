"""Work on a case as a counsellor does it: goal, step, task, paper, course; then her desk."""

import re
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from counselling.models import Case, CaseFile, CaseGoal, CaseStep, CaseTask, Consent
from tests.browser.hands import go
from tests.counselling.casework import PDF, make_file, make_goal, make_level, make_link, make_step
from tests.counselling.casework import make_task as make_case_task
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.people import make_named_case, make_text
from tests.factories import make_user
from tests.offers.papers import text_of


pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def counsellor(db):
    return make_user("counselling", name="Robin Beispiel (Demo)")


def full_case(counsellor):
    today = timezone.localdate()
    case = make_case(responsible=counsellor, gender="w", concern="Kurs finden")
    make_contact(counsellor=counsellor, case=case, follow_up=today, note="Notiz")
    goal = make_goal(case)
    make_step(case, goal=goal, due_on=today - DAY)
    make_step(case, state="erledigt", settled_on=today)
    make_case_task(case)
    make_file(case, expires_on=today + 20 * DAY)
    make_level(case, "B1")
    make_link(case)
    make_deputy(case, make_user("counselling", name="Kim Muster (Demo)"))
    return case


def test_a_plan_is_made_and_followed_without_scripts(open_page, log_in, counsellor):
    case = make_case(responsible=counsellor)
    page = open_page(java_script_enabled=False)
    log_in(page, counsellor)
    page.goto(f"/counselling/cases/{case.pk}/")

    go(page.get_by_role("link", name="Ziele").first)
    page.get_by_label("Ziel", exact=True).fill("Deutsch B1 erreichen")
    page.get_by_label("Handlungsfeld").select_option("SPR")
    go(page.get_by_role("button", name="Ziel speichern"))
    go(page.get_by_role("link", name="Schritt vereinbaren Deutsch B1 erreichen"))
    page.get_by_label("Was zu tun ist").fill("VHS anrufen")
    page.get_by_label("Wer es tut").select_option("beratung")
    page.get_by_label("Bis").fill(timezone.localdate().isoformat())
    go(page.get_by_role("button", name="Speichern", exact=True))
    go(page.get_by_role("navigation", name="Teile des Falls").get_by_text("Verlauf"))
    assert "VHS anrufen" in page.locator("#next + ul").inner_text()

    page.goto("/")
    go(page.get_by_role("button", name="Erledigt: Fall"))

    assert CaseGoal.objects.get().text == "Deutsch B1 erreichen"
    assert CaseStep.objects.get().state == "erledigt"
    assert "Der Schritt ist jetzt vermerkt als: erledigt." in page.locator("main").inner_text()


def test_a_task_is_put_off_from_the_start_page(page, log_in, counsellor, axe):
    case = make_case(responsible=counsellor)
    task = make_case_task(case, due_on=timezone.localdate())
    log_in(page, counsellor)
    page.goto("/")
    axe(page)
    assert "Kursplatz" not in page.content()

    go(page.get_by_role("button", name="in einer Woche: Fall"))

    assert "Die Aufgabe liegt am" in page.locator("main").inner_text()
    assert CaseTask.objects.get(pk=task.pk).due_on > timezone.localdate() + 6 * DAY


def test_a_paper_is_handed_in_and_comes_back(page, log_in, counsellor):
    case = make_case(responsible=counsellor)
    log_in(page, counsellor)
    page.goto(f"/counselling/cases/{case.pk}/files/create/")

    page.get_by_label("Datei", exact=True).set_input_files(
        {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": PDF}
    )
    page.get_by_label("Art des Papiers").select_option("zeugnis")
    page.get_by_label("Titel").fill("Abitur")
    go(page.get_by_role("button", name="Speichern"))
    assert "ist nicht, was der Name sagt" in page.locator("main form").inner_text()
    assert page.get_by_label("Titel").input_value() == "Abitur"
    page.get_by_label("Datei", exact=True).set_input_files(
        {"name": "zeugnis.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    go(page.get_by_role("button", name="Speichern"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Abitur", exact=True).click()

    assert CaseFile.objects.count() == 1
    assert download.value.suggested_filename == f"zeugnis-{case.number}.pdf"
    assert download.value.path().read_bytes() == PDF


def test_a_desk_is_stood_in_for(page, log_in, counsellor):
    make_case(responsible=counsellor)
    make_user("counselling", name="Kim Muster (Demo)")
    log_in(page, counsellor)
    page.goto("/counselling/desk/")

    go(page.get_by_role("link", name="Vertretung für eine Zeit benennen"))
    page.get_by_label("Kollegin oder Kollege").select_option(label="Kim Muster (Demo)")
    page.get_by_label("Bis").fill((timezone.localdate() + 9 * DAY).isoformat())
    go(page.get_by_role("button", name="Vertretung eintragen"))

    assert "Die Vertretung gilt für 1 Fall." in page.locator("main").inner_text()
    assert "Kim Muster (Demo) 1 Fall" in page.locator("main").inner_text()


def test_every_sheet_of_a_printed_course_says_that_it_is_confidential(page, log_in, counsellor):
    case = make_case(responsible=counsellor)
    for number in range(60):
        make_contact(counsellor=counsellor, case=case, note=f"Notiz {number}")
    log_in(page, counsellor)

    page.goto(f"/counselling/cases/{case.pk}/print/")
    with pikepdf.open(BytesIO(page.pdf(format="A4"))) as printed:
        sheets = len(printed.pages)
    texts = text_of(page.pdf(format="A4")).split("\f")[:sheets]

    assert sheets > 2
    assert ["Vertraulich nach § 203 StGB." in text for text in texts] == [True] * sheets


def test_every_page_of_casework_can_be_used_by_everybody(open_page, log_in, axe):
    user = make_user("coordination", name="Kim Muster (Demo)")
    case, other = full_case(user), make_case()
    closed = full_case(user)
    Case.objects.filter(pk=closed.pk).update(
        status="abgeschlossen", closed_on=timezone.localdate(), closing_reason="ziel"
    )
    page = open_page(width=320)
    log_in(page, user)
    here = f"/counselling/cases/{case.pk}"
    goal, step = case.goals.get(), case.steps.first()
    task, file = case.tasks.get(), case.files.get()

    for path in (
        f"{here}/",
        f"{here}/goals/",
        f"{here}/goals/{goal.pk}/edit/",
        f"{here}/steps/create/",
        f"{here}/steps/{step.pk}/edit/",
        f"{here}/tasks/",
        f"{here}/tasks/{task.pk}/edit/",
        f"{here}/household/",
        f"{here}/household/edit/",
        f"{here}/levels/",
        f"{here}/languages/edit/",
        f"{here}/files/",
        f"{here}/files/create/",
        f"{here}/files/{file.pk}/edit/",
        f"{here}/status/",
        f"{here}/print/",
        f"/counselling/cases/{closed.pk}/",
        f"/counselling/cases/{closed.pk}/tasks/",
        "/counselling/desk/",
        "/counselling/desk/deputy/",
        "/counselling/desk/hand-over/",
        f"/counselling/desk/{other.responsible_id}/hand-over/",
    ):
        page.goto(path)
        axe(page)


def test_a_consent_is_printed_signed_and_kept_from_one_page(page, log_in, counsellor):
    case = make_named_case(responsible=counsellor)
    make_text("messenger")
    log_in(page, counsellor)
    page.goto(f"/counselling/cases/{case.pk}/consents/create/")
    page.get_by_label("Zweck").select_option("messenger")
    page.locator("[name=form]").select_option("schriftlich")

    with page.context.expect_page():
        page.get_by_role("button", name="Zum Unterschreiben drucken").click()
    go(page.get_by_role("button", name="Unterschrieben"))

    assert Consent.objects.filter(case=case, purpose="messenger").exists()


def test_a_screen_reader_tells_every_button_of_a_case_apart(page, log_in, counsellor):
    case = make_case(responsible=counsellor)
    today = timezone.localdate()
    for number in (1, 2):
        goal = make_goal(case, text=f"Ziel {number}")
        make_step(case, goal=goal, what=f"Schritt {number}")
        make_step(case, what=f"Weg {number}", state="erledigt", settled_on=today)
        make_case_task(case, what=f"Aufgabe {number}")
        make_file(case, title=f"Datei {number}")
        make_contact(counsellor=counsellor, case=case, follow_up=today + number * DAY)
    log_in(page, counsellor)

    for part in ("goals", "tasks", "files"):
        page.goto(f"/counselling/cases/{case.pk}/{part}/")
        heard = page.get_by_role("main").aria_snapshot()
        names = re.findall(r'(?:link|button) "([^"]+)"', heard)
        assert (part, sorted({name for name in names if names.count(name) > 1})) == (part, [])
