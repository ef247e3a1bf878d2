"""Admission rules are dated data: a closed value leaves the forms, not the rows (scenario 18)."""

import importlib
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

import counselling
from counselling.language import actions
from counselling.models import ChoiceRule, CourseInterest
from counselling.models.choice_rules import left, stops
from integration_office.models import AuditEntry
from tests.counselling.factories import make_case
from tests.counselling.language import make_interest, make_rule
from tests.counselling.pages import page
from tests.factories import make_user


pytestmark = pytest.mark.django_db
STOP, BEFORE = date(2026, 2, 9), date(2026, 2, 8)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor, opened_on=date(2025, 6, 1))


def typed(**fields):
    usual = {"course_type": "ik", "entitlement": "zulass", "since": STOP.isoformat()}
    return usual | {"status": "beratung"} | fields


def entitlements(answer):
    return [code for code, _label in answer.context["form"].fields["entitlement"].choices]


@given(days, days, st.none() | st.integers(0, 900))
def test_a_value_is_closed_on_the_days_of_its_rule_and_on_no_other(day, start, length):
    end = None if length is None else date.fromordinal(start.toordinal() + length)
    rule = ChoiceRule(code_list="kursart", code="frauen", valid_from=start, valid_until=end)

    closed = stops([rule], "kursart", day)

    holds = start <= day and (end is None or day <= end)
    assert closed == ({"frauen": rule} if holds else {})
    assert stops([rule], "kursart", day, keeps="frauen") == {}
    assert stops([rule], "kursberechtigung", day) == {}
    rest = [("ik", "Integrationskurs")]
    assert left([*rest, ("frauen", "Frauenkurs")], closed) == rest + (
        [] if holds else [("frauen", "Frauenkurs")]
    )


def test_a_new_office_begins_with_the_stop_of_admissions():
    names = [
        path.stem for path in Path(counselling.__file__).parent.glob("migrations/*_language.py")
    ]
    migration = importlib.import_module(f"counselling.migrations.{names[0]}")
    ChoiceRule.objects.all().delete()

    migration.close_admission(apps, None)
    migration.close_admission(apps, None)

    rule = ChoiceRule.objects.get()
    assert (rule.code_list, rule.code) == ("kursberechtigung", "zulass")
    assert (rule.valid_from, rule.valid_until) == (STOP, None)
    assert "§ 44 Abs. 4" in rule.hint


def test_the_closed_value_is_not_in_the_form_and_the_hint_stands_there(client, case):
    make_rule()

    today = client.get(page("interest_create", case))
    earlier = client.get(page("interest_create", case), {"since": BEFORE.isoformat()})

    assert "zulass" not in entitlements(today)
    assert "Zulassungsstopp seit 09.02.2026." in today.content.decode()
    assert f"?since={BEFORE.isoformat()}" in today.content.decode()
    assert "zulass" in entitlements(earlier)
    assert "Zulassungsstopp" not in earlier.content.decode()


@pytest.mark.parametrize("since", ["2099-01-01", "gestern", "2026-99-99"])
def test_a_day_in_the_address_that_is_none_means_today(client, case, since):
    make_rule()

    answer = client.get(page("interest_create", case), {"since": since})

    assert "zulass" not in entitlements(answer)


def test_whoever_sends_it_all_the_same_reads_the_hint_and_loses_nothing(client, case):
    make_rule()

    answer = client.post(page("interest_create", case), typed(remark="bleibt stehen"))

    assert answer.status_code == 422
    assert answer.context["form"].errors["entitlement"] == ["Zulassungsstopp seit 09.02.2026."]
    assert "bleibt stehen" in answer.content.decode()
    assert not CourseInterest.objects.exists()


def test_an_entry_that_comes_late_is_judged_by_its_own_day(client, case):
    make_rule()

    client.post(page("interest_create", case), typed(since=BEFORE.isoformat()))

    assert CourseInterest.objects.get().entitlement == "zulass"


def test_nobody_gets_past_the_form_with_a_closed_value(case):
    make_rule()

    with pytest.raises(ValidationError) as refusal:
        make_interest(case, entitlement="zulass", since=STOP)

    assert refusal.value.message_dict == {"entitlement": ["Zulassungsstopp seit 09.02.2026."]}


def test_old_rows_keep_and_show_the_value_also_when_they_are_changed(client, case):
    ChoiceRule.objects.all().delete()
    old = make_interest(case, entitlement="zulass", since=STOP)
    make_rule()
    url = page("interest_edit", case, interest_pk=old.pk)

    shown = client.get(page("language", case)).content.decode()
    form = client.get(url)
    client.post(url, typed(level="A2", version=old.version))

    old.refresh_from_db()
    assert "admission under § 44 (4) AufenthG" in shown
    assert "zulass" in entitlements(form)
    assert (old.entitlement, old.level) == ("zulass", "A2")


def test_another_old_row_cannot_change_to_the_closed_value(client, case):
    old = make_interest(case, entitlement="pflicht", since=STOP)
    make_rule()

    answer = client.post(
        page("interest_edit", case, interest_pk=old.pk), typed(version=old.version)
    )

    old.refresh_from_db()
    assert (answer.status_code, old.entitlement) == (422, "pflicht")


def test_a_rule_that_has_ended_closes_nothing_any_more(client, case):
    make_rule(valid_until=date(2026, 3, 31))

    client.post(page("interest_create", case), typed(since="2026-04-01"))
    refused = client.post(page("interest_create", case), typed(since="2026-03-31"))

    assert CourseInterest.objects.get().entitlement == "zulass"
    assert refused.status_code == 422


def test_types_of_courses_are_closed_in_the_same_way(client, case):
    make_rule(code_list="kursart", code="frauen", hint="Keine Frauenkurse mehr.")

    answer = client.post(
        page("interest_create", case), typed(course_type="frauen", entitlement="pflicht")
    )

    assert answer.context["form"].errors["course_type"] == ["Keine Frauenkurse mehr."]


# The page of the coordination


RULES = reverse("counselling:rule_list")


def rule_typed(**fields):
    return {
        "value": "kursberechtigung:zulass",
        "valid_from": "2027-01-01",
        "hint": "Neuer Stopp.",
    } | fields


def test_the_coordination_closes_a_value_and_it_holds_at_once(client_of, client, case):
    make_rule(valid_until=date(2026, 12, 31))
    office = make_user("coordination")

    answer = client_of(office).post(reverse("counselling:rule_create"), rule_typed())

    newest = ChoiceRule.objects.first()
    assert answer.url == RULES
    assert (newest.code_list, newest.code, newest.hint) == (
        "kursberechtigung",
        "zulass",
        "Neuer Stopp.",
    )
    assert AuditEntry.objects.get(verb="created", by=office).target == (
        f"counselling.ChoiceRule:{newest.pk}"
    )
    assert [rule.valid_from for rule in ChoiceRule.objects.on(date(2027, 5, 1))] == [
        date(2027, 1, 1)
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"valid_until": "2026-12-31"}, "The last day cannot be before the first."),
        ({"value": "kursberechtigung:erfunden"}, "This choice does not exist."),
        ({"valid_from": "2026-02-09"}, "There is a rule for this value from that day already."),
        ({"hint": ""}, "This field is required."),
    ],
)
def test_a_rule_that_cannot_be_says_why(client_of, fields, sentence):
    make_rule()

    answer = client_of(make_user("coordination")).post(
        reverse("counselling:rule_create"), rule_typed(**fields)
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert ChoiceRule.objects.count() == 1


def test_two_editors_of_a_rule_lose_nothing_and_the_page_tells_its_history(client_of):
    rule, office = make_rule(), make_user("coordination", name="Kim Muster (Demo)")
    browser, url = client_of(office), reverse("counselling:rule_edit", args=[rule.pk])
    data = rule_typed(valid_from="2026-02-09", valid_until="2026-12-31", hint="Bis Jahresende.")
    browser.post(url, data | {"version": rule.version})

    late = browser.post(url, data | {"hint": "Anders.", "version": rule.version})
    history = browser.get(url).context["history"]

    assert late.status_code == 422
    assert "A colleague has saved this page in the meantime." in late.content.decode()
    assert [(entry.who, entry.hint) for entry in history] == [
        ("Kim Muster (Demo)", "Bis Jahresende."),
        ("", "Zulassungsstopp seit 09.02.2026."),
    ]


def test_a_rule_that_never_held_is_deleted_and_says_so_in_the_log(client_of):
    rule, office = make_rule(), make_user("coordination")

    answer = client_of(office).post(reverse("counselling:rule_delete", args=[rule.pk]))

    assert answer.url == RULES
    assert not ChoiceRule.objects.exists()
    assert AuditEntry.objects.filter(verb="deleted", by=office).count() == 1


def test_one_value_has_one_rule_from_a_day(db):
    rule = make_rule()

    with pytest.raises(IntegrityError), transaction.atomic():
        ChoiceRule.objects.create(
            code_list=rule.code_list, code=rule.code, valid_from=STOP, hint="doppelt"
        )


def test_keeping_a_rule_counts_its_version(db):
    rule = make_rule()

    actions.keep_rule(rule, by=make_user("coordination"))

    rule.refresh_from_db()
    assert rule.version == 1


def test_the_coordination_finds_the_rules_beside_the_course_interests(client_of):
    pages = {
        role: client_of(make_user(role)).get("/counselling/course-interests/").text
        for role in ("coordination", "counselling")
    }

    assert {role: 'href="/counselling/course-rules/"' in page for role, page in pages.items()} == {
        "coordination": True,
        "counselling": False,
    }
