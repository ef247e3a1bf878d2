"""From the placement to the place in a course, and the board of the vhs, as people click."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from counselling.models import CourseInterest, LanguagePlacement, Recognition
from tests.browser.hands import go
from tests.counselling.factories import make_case
from tests.counselling.language import EVENINGS, make_course, make_interest, make_rule
from tests.counselling.recognition import make_recognition
from tests.factories import make_user


pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = [1440, 320]


@pytest.fixture
def counsellor(db):
    return make_user("counselling", name="Robin Beispiel (Demo)")


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor, gender="w", age_group="27-44")


def test_from_an_interest_over_the_placement_to_an_offered_place(
    page, log_in, counsellor, case, axe
):
    make_rule(hint="Zulassungsstopp seit 09.02.2026.")
    course = make_course(title="Integrationskurs am Abend (Demo)", rule=EVENINGS)
    log_in(page, counsellor)
    page.goto(case.get_absolute_url())

    go(page.get_by_role("link", name="Sprache & Kurse"))
    axe(page)
    go(page.get_by_role("link", name="Kursinteresse eintragen"))
    axe(page)
    assert page.get_by_text("Zulassungsstopp seit 09.02.2026.").is_visible()
    assert page.locator("#id_entitlement option[value=zulass]").count() == 0
    page.get_by_label("Kursart").select_option("ik")
    page.get_by_label("abends").check()
    page.get_by_label("Berechtigung", exact=True).select_option("pflicht")
    go(page.get_by_role("button", name="Speichern"))

    go(page.get_by_role("link", name="Spracheinstufung eintragen"))
    axe(page)
    page.get_by_label("Verfahren").select_option("bamf")
    page.get_by_label("Gesamtniveau").select_option("A2")
    page.get_by_label("Schreiben").select_option("A2")
    go(page.get_by_role("button", name="Speichern"))
    axe(page)
    go(page.get_by_role("button", name="Diesen Kurs wählen: Integrationskurs am Abend (Demo)"))
    axe(page)

    interest, placement = CourseInterest.objects.get(), LanguagePlacement.objects.get()
    assert (interest.status, interest.offer, interest.times) == ("angeboten", course, ["ab"])
    assert (placement.recommended_course, placement.recommended_level) == ("ik", "B1")
    assert page.get_by_text("Platz angeboten").first.is_visible()

    go(page.get_by_role("link", name="Wie es weitergeht"))
    page.locator("label.choice", has_text="angemeldet").click()
    axe(page)
    go(page.get_by_role("button", name="Speichern"))
    interest.refresh_from_db()
    assert (interest.status, interest.registered_on) == ("angemeldet", timezone.localdate())


def test_an_old_admission_is_entered_by_its_own_day(page, log_in, counsellor, case):
    make_rule()
    log_in(page, counsellor)
    page.goto(f"{case.get_absolute_url()}language/interests/create/")

    go(page.get_by_role("link", name="Etwas vom 8. Februar 2026 oder früher nachtragen"))
    page.get_by_label("Kursart").select_option("ik")
    page.get_by_label("Berechtigung", exact=True).select_option("zulass")
    go(page.get_by_role("button", name="Speichern"))

    interest = CourseInterest.objects.get()
    assert (interest.entitlement, interest.since) == ("zulass", date(2026, 2, 8))
    assert page.get_by_text("Zulassung nach § 44 Abs. 4 AufenthG").is_visible()


def test_places_are_offered_to_two_of_three_by_keyboard(page, log_in, counsellor, case, axe):
    rows = [make_interest(case, days_ago=30 - number) for number in range(3)]
    course = make_course(title="Kurs B1 (Demo)")
    log_in(page, counsellor)
    page.goto("/counselling/course-interests/")
    axe(page)

    boxes = page.get_by_role("checkbox")
    boxes.nth(0).press("Space")
    boxes.nth(1).press("Space")
    page.get_by_role("button", name="Den Ausgewählten einen Platz anbieten").press("Enter")
    axe(page)
    page.get_by_label("Kurs aus dem Angebotsverzeichnis").select_option(str(course.pk))
    page.get_by_role("button", name="Platz anbieten").press("Enter")

    page.wait_for_url("**/course-interests/")
    statuses = [CourseInterest.objects.get(pk=row.pk).status for row in rows]
    assert statuses == ["angeboten", "angeboten", "beratung"]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_board_is_readable_for_the_test_office(open_page, log_in, axe, width):
    for _number in range(6):
        make_interest(times=["ab"], childcare=True)
    make_interest(times=["vm"])
    make_course(seats=20, registered=20, waiting=4)
    page = open_page(width=width)
    log_in(page, make_user("test_office"))

    page.goto("/counselling/demand/")

    axe(page)
    assert page.get_by_text("< 5").first.is_visible()
    assert page.get_by_text("Genaue Zahlen").count() == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_a_recognition_goes_from_the_first_talk_to_the_application(
    open_page, log_in, counsellor, case, axe, width
):
    make_recognition(case, stage="antrag", days_ago=0)
    page = open_page(width=width)
    log_in(page, counsellor)
    page.goto(f"{case.get_absolute_url()}recognition/")
    axe(page)

    go(page.get_by_role("link", name="Anerkennung aufnehmen"))
    axe(page)
    page.get_by_label("Titel im Original").fill("دبلوم التمريض")
    page.get_by_label("Art des Abschlusses").select_option("beruf")
    page.get_by_label("Land des Abschlusses").select_option("SY")
    go(page.get_by_role("button", name="Speichern"))
    go(page.get_by_role("link", name="Unterlagenliste", exact=True).last)
    axe(page)
    page.get_by_label("Ausweis oder Pass").select_option("da")
    go(page.get_by_role("button", name="Speichern"))
    go(page.get_by_role("link", name="Wie es weitergeht: دبلوم التمريض"))
    axe(page)
    page.locator("label.choice", has_text="Antrag gestellt").click()
    go(page.get_by_role("button", name="Speichern"))

    row = Recognition.objects.latest("pk")
    assert (row.stage, row.applied_on) == ("antrag", timezone.localdate())
    assert row.documents.states()["ausweis"] == "da"


def test_the_coordination_ends_a_stop(page, log_in, axe):
    rule = make_rule()
    log_in(page, make_user("coordination"))
    page.goto("/counselling/course-rules/")
    axe(page)

    go(page.get_by_role("link", name="Zulassung nach § 44 Abs. 4 AufenthG"))
    axe(page)
    page.get_by_label("Bis").fill((rule.valid_from + timedelta(days=300)).isoformat())
    go(page.get_by_role("button", name="Speichern"))

    rule.refresh_from_db()
    assert rule.valid_until == rule.valid_from + timedelta(days=300)
