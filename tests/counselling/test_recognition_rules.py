"""Recognition of qualifications: the rules. Nine stages, days the law counts, costs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from counselling.models import Recognition
from counselling.recognition import actions, rules
from counselling.recognition.codes import WAYS, Document, DocumentState, Stage, countries
from tests.counselling.factories import make_case
from tests.counselling.recognition import make_recognition
from tests.factories import make_user


DAY = timedelta(days=1)
days = st.dates(date(2000, 1, 1), date(2090, 12, 31))
euros = st.none() | st.decimals(0, 5000, places=2)


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor, gender="w")


# Days and sums


@given(days)
def test_a_decision_is_due_on_the_same_day_three_months_later_or_the_last_of_that_month(day):
    due = rules.decision_due(day)

    months = (due.year - day.year) * 12 + due.month - day.month
    assert months == 3
    assert due.day == day.day or (due.day < day.day and (due + DAY).day == 1)


@pytest.mark.parametrize(
    ("complete", "due"),
    [
        (date(2026, 3, 15), date(2026, 6, 15)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 3, 31)),
    ],
)
def test_the_body_decides_within_three_months_after_the_papers_are_complete(complete, due):
    assert rules.decision_due(complete) == due


@given(st.lists(euros, max_size=4), euros)
def test_nobody_pays_less_than_nothing_and_a_grant_pays_only_its_own(parts, grant):
    costs = rules.costs(parts, grant)

    assert costs.total == sum((part for part in parts if part), Decimal(0))
    assert costs.own == max(costs.total - (grant or 0), 0)


@given(st.lists(st.tuples(euros, euros), max_size=5))
def test_the_costs_of_several_recognitions_are_the_sum_of_each(several):
    one_by_one = [rules.costs([cost], grant) for cost, grant in several]

    together = rules.together(one_by_one)

    assert together.total == sum((one.total for one in one_by_one), Decimal(0))
    assert together.own == sum((one.own for one in one_by_one), Decimal(0))


@given(st.dictionaries(st.sampled_from(Document), st.sampled_from(DocumentState)))
def test_papers_are_complete_when_none_that_is_needed_is_missing(states):
    missing = rules.still_missing(states)

    assert set(missing) == {k for k, s in states.items() if s in ("fehlt", "angefordert")}
    needed = [s for s in states.values() if s != "entfaellt"]
    assert rules.is_complete(states) == (bool(needed) and not missing)


def test_former_states_still_have_diplomas_and_every_language_its_order():
    with translation.override("de"):
        german = dict(countries())
    with translation.override("en"):
        english = countries()

    assert (german["SY"], german["XK"], german["TR"]) == ("Syrien", "Kosovo", "Türkei")
    assert {"SUHH", "YUCS", "CSHH", "SCGC"} <= german.keys()
    assert "EU" not in german
    assert [name for _code, name in english] == sorted(name for _code, name in english)


# Stages


def test_every_stage_leads_to_an_end():
    assert set(WAYS) == set(Stage)
    assert {stage for stage, ways in WAYS.items() if not ways} == {"abgeschlossen", "abgebrochen"}
    assert all("abgebrochen" in ways for ways in WAYS.values() if ways)


@pytest.mark.django_db
def test_every_step_that_is_open_can_be_taken(today):
    for stage, ways in WAYS.items():
        for after in ways:
            row = make_recognition(stage=stage)
            moved = actions.move(
                row, after, on=today, result="teilweise", measure="Kenntnisprüfung", by=make_user()
            )
            assert moved.stage == after


@pytest.mark.django_db
@pytest.mark.parametrize("stage", Stage)
def test_jumps_that_make_no_sense_are_refused(case, today, stage):
    row = make_recognition(case, stage=stage)

    for wanted in set(Stage) - set(WAYS[stage]):
        with pytest.raises(ValidationError) as refusal:
            actions.move(row, wanted, on=today, result="voll", measure="x", by=case.responsible)
        assert "stage" in refusal.value.message_dict

    row.refresh_from_db()
    assert row.stage == stage


@pytest.mark.django_db
def test_there_is_no_decision_before_an_application(case, today):
    row = make_recognition(case, stage="unterlagen")

    with pytest.raises(ValidationError) as refusal:
        actions.move(row, "bescheid", on=today, result="voll", by=case.responsible)

    assert refusal.value.message_dict == {
        "stage": ["There is no decision before the application. Please enter that first."]
    }


@pytest.mark.django_db
def test_a_decision_has_a_result_and_a_measure_follows_only_some(case, today):
    applied = make_recognition(case, stage="antrag")
    full = make_recognition(case, stage="bescheid", result="voll")
    partial = make_recognition(case, stage="bescheid")
    tries = [
        (applied, {"stage": "bescheid"}, "result"),
        (full, {"stage": "ausgleich", "measure": "Lehrgang"}, "stage"),
        (partial, {"stage": "ausgleich"}, "measure"),
        (
            partial,
            {"stage": "ausgleich", "measure": "Lehrgang", "measure_ends_on": today - DAY},
            "measure_ends_on",
        ),
    ]

    for row, fields, field in tries:
        with pytest.raises(ValidationError) as refusal:
            actions.move(row, on=today, by=case.responsible, **fields)
        assert list(refusal.value.message_dict) == [field]


@pytest.mark.django_db
def test_a_step_is_not_before_the_one_before_it_and_not_tomorrow(case, today):
    row = make_recognition(case, stage="antrag", days_ago=10)

    for day in (today - 11 * DAY, today + DAY):
        with pytest.raises(ValidationError) as refusal:
            actions.move(row, "bescheid", on=day, result="voll", by=case.responsible)
        assert list(refusal.value.message_dict) == ["on"]


@pytest.mark.django_db
def test_the_period_begins_anew_when_more_papers_were_asked_for(case, today):
    row = make_recognition(case, stage="antrag", days_ago=100)
    row.complete_on = today - 90 * DAY
    actions.note(row, by=case.responsible)
    first = row.deadline

    row = actions.move(row, "nachforderung", on=today - 30 * DAY, by=case.responsible)
    asked = row.deadline
    row = actions.move(row, "antrag", on=today - DAY, by=case.responsible)

    assert first.day == rules.decision_due(today - 90 * DAY)
    assert (asked.day, str(asked.label)) == (
        rules.confirmation_due(row.applied_on),
        "confirmation of receipt",
    )
    assert row.deadline.day == rules.decision_due(today - DAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"stage": "antrag"},
        {"stage": "bescheid", "applied_on": date(2026, 1, 1)},
        {"applied_on": date(2026, 1, 1)},
        {"decided_on": date(2026, 1, 1), "result": "voll"},
        {"result": "voll"},
        {"stage": "abgebrochen"},
        {"fee": Decimal("-0.01")},
        {"stage": "antrag", "applied_on": date(2026, 5, 2), "received_on": date(2026, 5, 1)},
        {"stage": "antrag", "applied_on": date(2026, 5, 2), "complete_on": date(2026, 5, 1)},
    ],
)
def test_the_database_holds_days_stages_and_amounts_as_well(case, wrong):
    row = make_recognition(case)

    with pytest.raises(IntegrityError), transaction.atomic():
        Recognition.objects.filter(pk=row.pk).update(**wrong)
