"""What goes and when; and every count stays as it was."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from counselling import actions, privacy
from counselling.models import (
    ATTRIBUTES,
    NO_ATTRIBUTES,
    Case,
    CaseChange,
    CaseDeputy,
    CaseFile,
    CaseGoal,
    CaseLink,
    CaseStep,
    CaseTask,
    Contact,
    DeskNotice,
    Household,
    LevelEntry,
)
from integration_office.models import AuditEntry
from integration_office.privacy import held_on, rules, run_retention
from tests.counselling.casework import make_file, make_goal, make_level, make_step, make_task
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.people import anonymised
from tests.factories import make_user


pytestmark = pytest.mark.django_db
GROUPS = {
    "gender": "w",
    "age_group": "27-44",
    "country_group": "syr",
    "status_group": "SCH",
    "german_level": "A2",
    "stay": "1-3",
    "district": "Schulau",
}
TODAY = date(2026, 11, 23)


def counts():
    return (
        Contact.objects.in_period(date(2020, 1, 1), TODAY).count(),
        sum(Contact.objects.values_list("relatives", flat=True)),
        Case.objects.count(),
        Contact.objects.filter(case__isnull=False).count(),
    )


def test_after_two_years_a_contact_is_only_a_count():
    facts = {"relatives": 2, "children": 1, "topics": ["WOH"], "place": "vhs"}
    due = make_contact(
        day=date(2024, 11, 22), note="alt", subtopics=["WOH.suche"], **facts, **GROUPS
    )
    kept = make_contact(day=date(2024, 11, 23), note="neu", **GROUPS)
    before = counts()

    erased = privacy.fold(privacy.contacts_to_fold(TODAY))

    due, kept = Contact.objects.get(pk=due.pk), Contact.objects.get(pk=kept.pk)
    assert (erased, counts()) == (1, before)
    assert {name: getattr(due, name) for name in ATTRIBUTES} == NO_ATTRIBUTES
    assert (due.note, due.subtopics) == ("", [])
    assert {name: getattr(due, name) for name in facts} == facts
    assert due.is_folded
    assert ({name: getattr(kept, name) for name in ATTRIBUTES}, kept.note) == (GROUPS, "neu")
    assert not privacy.contacts_to_fold(TODAY).exists()


def test_a_link_that_was_left_over_goes_whichever_of_its_cases_has_been_erased():
    one, two, three = make_case(), make_case(), make_case()
    for case, other in ((one, two), (two, three)):
        CaseLink.of(case, other, "partner").save()
    Case.objects.filter(pk=two.pk).update(
        status="anonymisiert", closed_on=TODAY, closing_reason="ziel"
    )

    assert run_retention(TODAY)["case_links"] == 2
    assert not CaseLink.objects.exists()


def test_a_notice_about_cases_handed_over_goes_after_a_year():
    about = {"recipient": make_user("counselling"), "kind": "gegeben", "cases": 1}
    about |= {"colleague": make_user("counselling"), "by": make_user("counselling")}
    for day in (date(2025, 11, 22), date(2025, 11, 23)):
        DeskNotice.objects.create(**about, since=day)

    run_retention(TODAY)

    assert [notice.since for notice in DeskNotice.objects.all()] == [date(2025, 11, 23)]


def test_a_contact_of_a_case_waits_until_the_case_is_anonymised():
    case = make_case(opened_on=date(2024, 1, 5))
    contact = make_contact(case=case, day=date(2024, 1, 5), note="Notiz", gender="w")
    assert not privacy.contacts_to_fold(TODAY).exists()

    actions.close_case(case, on=date(2024, 2, 1), reason="ziel", by=case.responsible)
    privacy.anonymise(privacy.cases_to_anonymise(TODAY))

    assert list(privacy.contacts_to_fold(TODAY)) == [contact]


def test_a_year_after_closing_a_case_has_no_content_and_still_counts():
    case = make_case(opened_on=date(2025, 5, 1), concern="Ziel", language="ara", **GROUPS)
    make_contact(case=case, day=date(2025, 5, 1), note="Notiz", relatives=1, gender="w")
    actions.close_case(case, on=date(2025, 11, 23), reason="ziel", by=case.responsible)
    make_deputy(case, make_user("counselling"))
    before = counts()
    assert not privacy.cases_to_anonymise(TODAY - timedelta(days=1)).exists()

    erased = privacy.anonymise(privacy.cases_to_anonymise(TODAY))

    case, contact = Case.objects.get(), Contact.objects.get()
    assert (erased, counts()) == (1, before)
    assert {name: getattr(case, name) for name in ATTRIBUTES} == NO_ATTRIBUTES
    assert (case.status, case.concern, case.language) == ("anonymisiert", "", "")
    assert (case.closed_on, case.closing_reason) == (date(2025, 11, 23), "ziel")
    assert (contact.note, contact.gender, contact.case) == ("", "w", case)
    assert not CaseDeputy.objects.exists()
    assert not case.can_be_reopened


def test_with_the_content_of_a_case_all_work_on_it_goes():
    case, kept = make_case(), make_case()
    for one in (case, kept):
        make_step(one, goal=make_goal(one))
        make_task(one)
        make_file(one)
        make_level(one)
        Household.objects.create(case=one, adults=1)
    work = (CaseStep, CaseGoal, CaseTask, CaseFile, LevelEntry, Household, CaseChange)
    before = {model: set(model.objects.filter(case=kept)) for model in work}

    anonymised(case)

    assert all(before.values())
    assert {model: set(model.objects.all()) for model in work} == before


def test_an_erased_note_is_nowhere_in_the_database_any_more():
    contact = make_contact(day=date(2024, 1, 5), note="alt")
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM counselling_contact WHERE id = %s", [contact.pk])
        sealed = bytes(cursor.fetchone()[0])

    privacy.fold(privacy.contacts_to_fold(TODAY))

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM counselling_contact t")
        rows = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(t::text, '') FROM counselling_contactevent t")
        rows += cursor.fetchone()[0]
    assert sealed.hex() not in rows


def test_the_rules_run_by_themselves_and_leave_a_line():
    today = timezone.localdate()
    make_contact(day=today.replace(year=today.year - 3, day=1), gender="w")

    erased = run_retention(today)

    assert {key: erased[key] for key in ("contacts", "cases")} == {"contacts": 1, "cases": 0}
    assert set(rules) >= {"contacts", "cases"}
    assert AuditEntry.objects.get(verb="erased").note == "contacts 1"


def test_what_is_held_on_a_counsellor_is_numbers_only():
    counsellor = make_user("counselling")
    case = make_case(responsible=counsellor)
    make_contact(counsellor=counsellor, case=case)
    make_deputy(make_case(), counsellor)

    held = {holding.label: holding.rows for holding in held_on(counsellor)}

    assert held["Counselling"] == [
        ("contacts logged", "1"),
        ("cases responsible for", "1"),
        ("deputyships", "1"),
    ]
    assert "Counselling" not in {holding.label for holding in held_on(make_user("partner"))}


@pytest.mark.parametrize("model", [Contact, Case, CaseDeputy])
def test_every_field_is_declared_personal_or_not(model):
    assert {f.name for f in model._meta.concrete_fields} == model.PERSONAL | model.NOT_PERSONAL
    assert not model.PERSONAL & model.NOT_PERSONAL


def test_a_case_nobody_works_on_is_closed_and_then_loses_its_content():
    forgotten = make_case(opened_on=date(2024, 1, 5), concern="Ziel")
    make_contact(case=forgotten, day=date(2024, 11, 22), follow_up=date(2024, 12, 1))
    kept = make_case(opened_on=date(2024, 1, 5))
    make_contact(case=kept, day=date(2024, 11, 23))
    before = counts()

    closed = privacy.close_forgotten(privacy.forgotten_cases(TODAY))

    forgotten.refresh_from_db()
    today = timezone.localdate()
    assert (closed, counts()) == (1, before)
    assert (forgotten.status, forgotten.closed_on) == ("abgeschlossen", today)
    assert (forgotten.closing_reason, forgotten.concern) == ("abbruch", "Ziel")
    assert not Contact.objects.to_follow_up().exists()
    assert list(Case.objects.running()) == [kept]
    assert list(privacy.cases_to_anonymise(today + timedelta(days=367))) == [forgotten]


def test_what_only_the_case_knew_goes_over_to_its_contacts():
    case = make_case(opened_on=date(2025, 5, 1), **GROUPS)
    contact = make_contact(case=case, day=date(2025, 5, 1), gender="m")
    actions.close_case(case, on=date(2025, 11, 23), reason="ziel", by=case.responsible)

    privacy.anonymise(privacy.cases_to_anonymise(TODAY))

    contact.refresh_from_db()
    assert {name: getattr(contact, name) for name in ATTRIBUTES} == GROUPS | {"gender": "m"}
