"""Scenarios by which the office accepts the house (domain/15), each as people go through it."""

import re
import subprocess
from collections import defaultdict
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from counselling.consents import texts
from counselling.consents.erasing import demand
from counselling.models import (
    Case,
    CaseDeputy,
    ChoiceRule,
    Consent,
    Contact,
    CourseInterest,
    Erasure,
    Person,
)
from integration_office import privacy
from integration_office.audit import record_reading
from integration_office.models import ReadEntry
from tests.browser.hands import enter, follow, go, part, press
from tests.counselling.casework import make_goal, make_task
from tests.counselling.factories import make_case, make_contact
from tests.counselling.language import make_interest
from tests.counselling.people import make_named_case
from tests.factories import make_user


pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def counsellor(db):
    return make_user("counselling", name="Robin Beispiel (Demo)")


def tables_that_hold(word):
    """Every table of the database in which the word stands as text or as bytes."""
    found, spellings = [], {word, word.lower(), word.upper()}
    looked_for = [f"%{one}%" for said in spellings for one in (said, said.encode().hex())]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE ANY (%s)',
                [looked_for],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def numbers(page, address):
    """All figures of a page of numbers: tiles and rows, as they are read."""
    page.goto(address)
    return page.locator("main .tile, main tbody tr").all_inner_texts()


# 1: twelve walk-ins, the month moves, no name


def test_twelve_walk_ins_move_the_month_by_twelve_and_leave_no_name(page, log_in, counsellor, axe):
    make_contact(counsellor=make_user("counselling"))
    log_in(page, counsellor)
    page.goto("/")
    follow(page, "Beratung")
    follow(page, "Mein Monat")
    before = page.locator(".tile", has_text="Beratungskontakte").locator(".tile__value")
    assert before.inner_text() == "0"
    follow(page, "Strichliste")

    line = page.get_by_role("textbox", name="Zeile", exact=True)
    for number in range(12):
        line.fill(f"{number % 6 + 1} w erika" if number == 3 else f"{number % 6 + 1} a w")
        enter(page)
        if number == 3:  # a name is no word of the tally
            expect(page.get_by_text("„erika“ wird nicht verstanden.").first).to_be_visible()
            assert Contact.objects.filter(counsellor=counsellor).count() == 3
            line.fill("4 a w")
            enter(page)

    follow(page, "Mein Monat")
    axe(page)
    tile = page.locator(".tile", has_text="Beratungskontakte").locator(".tile__value")
    assert tile.inner_text() == "12"
    assert Contact.objects.filter(counsellor=counsellor, case=None).count() == 12
    assert (Person.objects.count(), Case.objects.count()) == (0, 0)
    assert tables_that_hold("erika") == []


# 3: a consent is taken back


def changed(before, after):
    """The names of the figures that are not what they were."""
    lines = {line for pages in (before, after) for page in pages for line in page}
    kept = {line for page, other in zip(before, after, strict=True) for line in {*page} & {*other}}
    return {re.split(r"[\t\n]", line)[0] for line in lines - kept}


def open_consents(page):
    page.goto("/")
    follow(page, "Beratung")
    follow(page, "Fälle")
    go(page.get_by_role("link", name=re.compile(r"^Fall \d")).first)
    part(page, "Einwilligungen")


def test_a_withdrawn_consent_restricts_at_once_and_erases_past_the_archive(
    page, log_in, counsellor, axe
):
    case = make_named_case(responsible=counsellor, last_name="Musterova", case={"gender": "w"})
    make_contact(counsellor=counsellor, case=case, note="Musterova braucht Rat", relatives=2)
    make_contact(counsellor=counsellor, topics=["WOH"])
    make_goal(case, text="Frau Musterova lernt Deutsch")
    make_task(case, what="Musterova anrufen", due_on=timezone.localdate())
    year = f"/reports/{timezone.localdate().year}/"
    log_in(page, counsellor)
    before = [numbers(page, "/reports/month/"), numbers(page, year)]

    open_consents(page)
    go(page.get_by_role("link", name=re.compile("^Widerrufen: ")))
    axe(page)
    press(page, "Widerruf festhalten")
    expect(page.get_by_text("ist eingeschränkt").first).to_be_visible()
    restricted = [numbers(page, "/reports/month/"), numbers(page, year)]
    assert page.goto(case.get_absolute_url()).status == 404
    page.goto("/")
    axe(page)
    go(page.get_by_role("link", name=f"Fall {case.number}: löschen", exact=True))
    axe(page)

    page.goto(f"/counselling/cases/{case.pk}/erasure/finish/")
    press(page, "Jetzt löschen")
    expect(page.get_by_text("Bitte bieten Sie die Akte zuerst dem Archiv an").first).to_be_visible()
    assert Person.objects.count() == 1
    page.goto(f"/counselling/cases/{case.pk}/erasure/")
    press(page, "Sie ist angeboten")
    press(page, "Es möchte keine Kopie")
    axe(page)
    follow(page, "Jetzt löschen")
    press(page, "Jetzt löschen")

    expect(page.get_by_text("Die Zahlen sind unverändert.")).to_be_visible()
    assert page.get_by_role("link", name="löschen").count() == 0
    after = [numbers(page, "/reports/month/"), numbers(page, year)]
    assert after == restricted
    assert changed(before, restricted) == {  # the case is closed now, and counts as such
        *("Abgeschlossene Fälle", "Eröffnete Fälle", "Laufende Fälle am 31. Dezember"),
    }
    erasure = Erasure.objects.get()
    today = timezone.localdate()
    assert (erasure.archive, erasure.erased_on) == ("nicht_archivwuerdig", today)
    assert (Person.objects.count(), Consent.objects.count()) == (0, 1)
    assert Contact.objects.filter(case=case, relatives=2).count() == 1
    assert tables_that_hold("Musterova") == []


# 4: a colleague is on leave


def test_the_deputy_of_a_desk_sees_its_cases_and_the_coordination_only_numbers(
    open_page, log_in, counsellor, axe
):
    cases = [make_case(responsible=counsellor, concern="vertraulich") for _number in range(2)]
    for case in cases:
        make_contact(counsellor=counsellor, case=case, note="streng vertraulich")
    make_contact(counsellor=counsellor)
    deputy = make_user("counselling", name="Kim Muster (Demo)")
    head = make_user("coordination", name="Alex Leitung (Demo)")
    windows = [open_page() for _user in range(3)]
    for window, user in zip(windows, (counsellor, deputy, head), strict=True):
        log_in(window, user)
    own, standing_in, leading = windows

    refused = standing_in.goto(cases[0].get_absolute_url())
    assert refused.status == 404
    own.goto("/")
    follow(own, "Beratung")
    follow(own, "Mein Schreibtisch")
    follow(own, "Vertretung für eine Zeit benennen")
    own.get_by_label("Kollegin oder Kollege").select_option(label="Kim Muster (Demo)")
    own.get_by_label("Bis").fill((timezone.localdate() + 9 * DAY).isoformat())
    press(own, "Vertretung eintragen")
    axe(own)

    standing_in.goto("/")
    axe(standing_in)
    follow(standing_in, "Beratung")
    follow(standing_in, "Mein Schreibtisch")
    desk = standing_in.locator("section", has_text="Ich vertrete")
    assert desk.get_by_role("link").count() == 2
    go(desk.get_by_role("link").first)
    expect(standing_in.get_by_text("streng vertraulich")).to_be_visible()
    opened = Case.objects.get(pk=int(re.search(r"/cases/(\d+)/", standing_in.url)[1]))

    leading.goto("/counselling/desk/")
    axe(leading)
    expect(leading.get_by_text("Robin Beispiel (Demo) 2 laufende Fälle")).to_be_visible()
    follow(leading, "Mein Monat")
    follow(leading, "Monat aller")
    axe(leading)
    tile = leading.locator(".tile", has_text="Beratungskontakte").locator(".tile__value")
    assert tile.inner_text() == "3"
    assert "vertraulich" not in leading.content()
    for case in cases:
        assert leading.goto(case.get_absolute_url()).status == 404
        assert leading.goto(f"{case.get_absolute_url()}reads/").status == 404

    own.goto(opened.get_absolute_url())
    follow(own, "Wer hat den Fall geöffnet?")
    axe(own)
    rows = own.locator("tbody tr").all_inner_texts()
    assert [re.split(r"[\t\n]+", row)[1:] for row in rows] == [
        ["Robin Beispiel (Demo)", "zuständig"],
        ["Kim Muster (Demo)", "Vertretung"],
    ]
    assert not ReadEntry.objects.filter(by=head).exists()

    CaseDeputy.objects.update(since=timezone.localdate() - DAY, until=timezone.localdate() - DAY)
    assert standing_in.goto(opened.get_absolute_url()).status == 404  # the colleague is back


# 15: data protection reads the logs, the administration reads nothing


def download(page, kind):
    with page.expect_download() as download:
        page.get_by_role("link", name=kind, exact=True).click()
    return download.value.path().read_text(encoding="utf-8-sig")


def printed(page):
    """What the browser puts on paper."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=page.pdf(), capture_output=True, check=True
    )
    return done.stdout.decode()


def test_data_protection_takes_the_periods_and_the_log_of_erasures_along(
    page, log_in, counsellor, axe
):
    """The register of processing (Art. 30), the periods and the logs, as they are printed."""
    case = make_named_case(responsible=counsellor, last_name="Musterova")
    record_reading(case, by=counsellor)
    erasure = demand(case, by=counsellor)
    log_in(page, make_user("data_protection"))
    page.goto("/")

    follow(page, "Datenschutz")
    axe(page)
    follow(page, "Löschfristen")
    axe(page)
    kept = printed(page)
    follow(page, "Verzeichnis von Verarbeitungstätigkeiten")
    axe(page)
    register = " ".join(printed(page).split())
    follow(page, "Löschung von Akten")
    axe(page)
    log, paper = download(page, "CSV"), printed(page)
    follow(page, "Leseprotokoll")
    reads = download(page, "CSV")

    for rule in privacy.rules.values():
        assert str(rule.period_text) in " ".join(kept.split())
    assert ["Beratungsfälle" in register, "Technische und organisatorische" in register] == [
        True,
        True,
    ]
    assert [line.split(";")[:2] for line in log.splitlines()[1:]] == [
        [case.number, "Löschung verlangt"]
    ]
    assert case.number in "".join(paper.split())
    assert not re.search("Musterova", kept + log + paper + reads)
    for address in (case.get_absolute_url(), erasure.get_absolute_url(), "/counselling/"):
        assert page.goto(address).status == 403


def test_the_administration_opens_no_case_and_the_tables_hold_no_plain_word(
    page, log_in, counsellor
):
    case = make_named_case(
        responsible=counsellor, last_name="Musterova", case={"concern": "Musterova sucht Rat"}
    )
    contact = make_contact(counsellor=counsellor, case=case, note="Musterova braucht Hilfe")
    make_goal(case, text="Musterova lernt Deutsch")
    make_task(case, what="Musterova anrufen")
    log_in(page, make_user("administration"))

    page.goto("/")
    assert page.get_by_role("link", name="Beratung", exact=True).count() == 0
    for address in (
        *(case.get_absolute_url(), f"{case.get_absolute_url()}person/", "/counselling/cases/"),
        *(contact.get_absolute_url(), "/counselling/", "/privacy/reads/"),
    ):
        assert page.goto(address).status == 403
        assert "Musterova" not in page.content()
    assert tables_that_hold("Musterova") == []
    assert tables_that_hold(case.number) != []  # the same look finds what stands there in plain
    assert Contact.objects.get(pk=contact.pk).note == "Musterova braucht Hilfe"


# 17: one name, no birthday, two nationalities, Soranî, from right to left


def test_somebody_with_one_name_and_two_nationalities_is_kept_found_and_printed(
    page, log_in, counsellor, axe
):
    texts.load()
    log_in(page, counsellor)
    page.goto("/counselling/quick/")
    page.get_by_role("checkbox", name="Sprache", exact=True).check()
    page.get_by_label("Sprache des Gesprächs").select_option("ckb")
    press(page, "Speichern und als Fall weiterführen")
    follow(page, "Namen eintragen")
    page.get_by_label("Name der Person").fill("4711")
    press(page, "Person suchen")
    expect(
        page.get_by_text("Bitte geben Sie mindestens einen Namen in Buchstaben an").first
    ).to_be_visible()
    page.get_by_label("Name der Person").fill("Şêrko")
    press(page, "Person suchen")
    expect(page.get_by_text("Unter diesem Namen ist niemand bekannt.")).to_be_visible()

    assert page.get_by_label("Nachname").input_value() == "Şêrko"
    page.get_by_label("Weitere Namen").fill("شێرکۆ")
    page.get_by_label("Staatsangehörigkeit", exact=False).first.select_option("SY")
    page.get_by_label("Zweite Staatsangehörigkeit").select_option("IQ")
    page.get_by_label("Die Person willigt ein").check()
    press(page, "Namen speichern")
    axe(page)
    person, consent = Person.objects.get(), Consent.objects.get()
    assert (person.first_name, person.last_name, person.birth) == ("", "Şêrko", "")
    assert (person.nationalities, consent.text.language) == (["SY", "IQ"], "ckb")

    part(page, "Einwilligungen")
    sheet = page.get_by_role("link", name=re.compile("^Blatt: ")).get_attribute("href")
    assert_runs_from_right_to_left(page.request.get(sheet).body())

    second = make_case(responsible=counsellor)
    for spelling, is_found in (("Sherko", True), ("شێرکۆ", True), ("Tariq", False)):
        page.goto(f"/counselling/cases/{second.pk}/name/")
        page.get_by_label("Name der Person").fill(spelling)
        press(page, "Person suchen")
        hints = page.locator("section[aria-labelledby=hints]")
        assert ("Şêrko" in hints.inner_text()) == is_found


def assert_runs_from_right_to_left(pdf):
    """The second sheet is tagged as Soranî, and its lines begin at the right margin."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        tagged = [part for part in opened.objects if isinstance(part, pikepdf.Dictionary)]
        assert "ckb" in {str(part.Lang) for part in tagged if "/Lang" in part}
        width = float(opened.pages[1].MediaBox[2])
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-f", "2", "-l", "2", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]+)<', boxes)
    lines = defaultdict(list)
    for left, top, right, word in found:
        if re.search("[\u0600-\u06ff]", word):
            lines[round(float(top))] += [float(left), float(right)]
    assert len(lines) > 10
    begins_right = [top for top, edges in lines.items() if width - max(edges) < min(edges)]
    begins_left = [top for top, edges in lines.items() if min(edges) < width - max(edges)]
    assert len(begins_left) * 4 < len(begins_right)


# 18: a rule of the BAMF changes


def test_the_coordination_closes_an_admission_from_a_day_and_old_rows_keep_it(
    open_page, log_in, counsellor, axe
):
    ChoiceRule.objects.all().delete()  # a new office has this one
    case = make_case(responsible=counsellor, opened_on=date(2026, 1, 5))
    old, late = [
        make_interest(case, entitlement="zulass", since=day, remark="vor der Regel eingetragen")
        for day in (date(2026, 2, 1), date(2026, 2, 20))
    ]
    page, leading = open_page(), open_page()
    log_in(page, counsellor)
    log_in(leading, make_user("coordination"))
    page.goto(f"{case.get_absolute_url()}language/")
    follow(page, "Kursinteresse eintragen")
    page.get_by_label("Kursart").select_option("ik")
    page.get_by_label("Berechtigung", exact=True).select_option("zulass")

    leading.goto("/")
    follow(leading, "Beratung")
    follow(leading, "Kursregeln")
    axe(leading)
    follow(leading, "Wert sperren")
    leading.get_by_label("Wert").select_option("kursberechtigung:zulass")
    leading.get_by_label("Nicht wählbar ab").fill("2026-02-09")
    leading.get_by_label("Hinweis").fill("Seit 09.02.2026 keine Zulassung mehr: Kurs mit Kosten.")
    press(leading, "Speichern")
    axe(leading)

    press(page, "Speichern")  # the form was opened before the rule came
    expect(page.get_by_text("Kurs mit Kosten").first).to_be_visible()
    assert set(CourseInterest.objects.all()) == {old, late}
    page.goto(f"{case.get_absolute_url()}language/interests/create/")
    axe(page)
    assert page.locator("#id_entitlement option[value=zulass]").count() == 0
    expect(page.get_by_text("Seit 09.02.2026 keine Zulassung mehr")).to_be_visible()

    for interest in (old, late):
        page.goto(f"{case.get_absolute_url()}language/interests/{interest.pk}/edit/")
        axe(page)
        assert page.get_by_label("Berechtigung", exact=True).input_value() == "zulass"
        page.get_by_label("abends").check()
        press(page, "Speichern")
    rows = CourseInterest.objects.order_by("since").values_list("entitlement", "since", "times")
    assert list(rows) == [
        ("zulass", date(2026, 2, 1), ["ab"]),
        ("zulass", date(2026, 2, 20), ["ab"]),
    ]
    rule = ChoiceRule.objects.get(code="zulass")
    assert (rule.code_list, rule.valid_from, rule.valid_until) == (
        "kursberechtigung",
        date(2026, 2, 9),
        None,
    )


def test_a_counsellor_changes_no_rule(page, log_in, counsellor):
    log_in(page, counsellor)

    page.goto("/counselling/quick/")
    assert page.get_by_role("link", name="Kursregeln").count() == 0
    assert page.goto("/counselling/course-rules/").status == 403
    assert page.goto("/counselling/course-rules/create/").status == 403
