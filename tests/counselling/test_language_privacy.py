"""What placements, interests and recognitions lose with their case, and what they still count."""

from datetime import date

import pytest
from django.db import connection

from counselling import actions as case_actions
from counselling import privacy
from counselling.language import actions
from counselling.models import (
    Case,
    CourseInterest,
    LanguagePlacement,
    Recognition,
    RecognitionDocument,
)
from integration_office.privacy import rules, run_retention
from tests.counselling.factories import make_case
from tests.counselling.language import make_course, make_interest, make_placement
from tests.counselling.recognition import make_recognition


pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = date(2025, 6, 2)
PARTS = (LanguagePlacement, CourseInterest, Recognition)


@pytest.fixture
def case():
    case = make_case(opened_on=DAY)
    offer = make_course(starts_on=DAY)
    placement = make_placement(
        case, day=DAY, writing="A1", tester="Frau L. (Demo)", next_step="warten"
    )
    actions.place(placement, offer, by=case.responsible)
    interest = make_interest(
        case,
        since=DAY,
        status="abgeschlossen",
        offer=offer,
        times=["ab"],
        childcare=True,
        entitlement="pflicht",
        entitlement_valid_until=date(2026, 5, 1),
        remark="nur abends",
    )
    interest.exam, interest.exam_agreed, interest.exam_level = "dtz", True, "B1"
    actions.note_result(interest, by=case.responsible)
    make_recognition(case, begun_on=DAY, stage="ausgleich", country="SY", year=2009, fee=200)
    case_actions.close_case(case, on=date(2025, 11, 23), reason="ziel", by=case.responsible)
    return case


def counts():
    """The numbers of a report, as the QuerySets answer them."""
    year = (date(2025, 1, 1), date(2025, 12, 31))
    return (
        dict(LanguagePlacement.objects.in_period(*year).by_level()),
        LanguagePlacement.objects.filter(deviates=False, placed_course="ik").count(),
        dict(CourseInterest.objects.in_period(*year).by_type()),
        CourseInterest.objects.started_in(*year).count(),
        dict(Recognition.objects.begun_in(*year).by_stage()),
        dict(Recognition.objects.decided_in(*year).by_result()),
    )


def test_a_year_after_closing_only_counts_are_left_and_they_are_the_same(case):
    before = counts()
    placement, interest, recognition = (model.objects.first() for model in PARTS)

    privacy.anonymise(privacy.cases_to_anonymise(TODAY))

    for row in (placement, interest, recognition):
        kept = type(row).objects.get(pk=row.pk)
        assert {name: getattr(kept, name) for name in row.EMPTY} == row.EMPTY
    assert not RecognitionDocument.objects.exists()
    assert counts() == before


def test_what_was_sealed_is_nowhere_in_the_database_any_more(case):
    sealed = []
    with connection.cursor() as cursor:
        for column, table in (
            ("tester", "languageplacement"),
            ("remark", "courseinterest"),
            ("title", "recognition"),
            ("measure", "recognition"),
        ):
            cursor.execute(f"SELECT {column} FROM counselling_{table} WHERE length({column}) > 0")
            sealed += [bytes(row[0]).hex() for row in cursor.fetchall()]

        privacy.anonymise(privacy.cases_to_anonymise(TODAY))

        left = ""
        for table in ("languageplacement", "courseinterest", "recognition"):
            for suffix in ("", "event"):
                name = f"counselling_{table}{suffix}"
                cursor.execute(f"SELECT coalesce(string_agg(t::text, ''), '') FROM {name} t")
                left += cursor.fetchone()[0]
    assert len(sealed) == 4
    assert not [text for text in sealed if text in left]


def test_retention_runs_by_itself_and_finds_what_was_left_over(case):
    run_retention(TODAY)
    assert Case.objects.get(pk=case.pk).is_anonymised

    LanguagePlacement.objects.filter(case=case).update(writing="A1")
    CourseInterest.objects.filter(case=case).update(childcare=True)
    Recognition.objects.filter(case=case).update(country="SY")
    erased = run_retention(TODAY)

    assert {key: erased[key] for key in erased if erased[key]} == {
        "language_placements": 1,
        "course_interests": 2,
        "recognitions": 1,
    }
    for model in PARTS:
        assert not rules[f"{_key(model)}s"].due(TODAY).exists()


def _key(model):
    return model._meta.verbose_name.replace(" ", "_")


def test_what_belongs_to_an_open_case_stays():
    make_placement(writing="A1")
    make_recognition()

    run_retention(TODAY)

    assert LanguagePlacement.objects.get().writing == "A1"
    assert RecognitionDocument.objects.count() == 9


@pytest.mark.parametrize("model", PARTS)
def test_everything_personal_has_an_empty_value(model):
    assert model.EMPTY.keys() == model.PERSONAL
