"""What the database holds against everybody, where no page would let it come so far."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from counselling.consents import erasing
from counselling.models import (
    ConsentText,
    CountedElsewhere,
    DeskDeputy,
    Household,
    PersonKey,
    RecognitionDocument,
)
from tests.counselling.casework import make_task
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.language import make_interest
from tests.counselling.people import make_consent, make_named_case, make_text
from tests.counselling.recognition import make_recognition
from tests.counselling.referrals import make_referral
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
BEFORE = DAY - timedelta(days=1)


def changed(row, **fields):
    """The stored row as somebody would write it who asks no rule of ours."""
    type(row)._base_manager.filter(pk=row.pk).update(**fields)


def of_a_case(make):
    return lambda **fields: changed(make(make_case()), **fields)


def contact(**fields):
    changed(make_contact(day=DAY), **fields)


def referral(**fields):
    changed(make_referral(), **fields)


def erasure(**fields):
    case = make_named_case()
    changed(erasing.demand(case, by=case.responsible), **fields)


def decision(**fields):
    changed(make_recognition(stage="bescheid"), **fields)


def household(**fields):
    Household.objects.create(case=make_case(), **fields)


def desk(**fields):
    owner = make_user("counselling")
    fields = {"user": make_user("counselling"), "since": DAY, "until": DAY} | fields
    DeskDeputy.objects.create(owner=owner, **fields)


def own_desk():
    owner = make_user("counselling")
    DeskDeputy.objects.create(owner=owner, user=owner, since=DAY, until=DAY)


REFUSED = [
    (
        of_a_case(make_consent),
        {"given_on": DAY, "valid_until": BEFORE},
        "consent_ends_after_it_was_given",
    ),
    (
        of_a_case(make_consent),
        {"given_on": DAY, "withdrawn_on": BEFORE},
        "consent_withdrawn_after_it_was_given",
    ),
    (contact, {"asked_on": DAY + timedelta(days=1)}, "contact_asked_for_before"),
    (
        of_a_case(make_interest),
        {"entitlement_issued_on": DAY, "entitlement_valid_until": BEFORE},
        "course_interest_entitled_after_issue",
    ),
    (desk, {"until": BEFORE}, "desk_deputy_ends_after_the_start"),
    (own_desk, {}, "desk_deputy_is_somebody_else"),
    (erasure, {"answered_on": DAY}, "erasure_answered_on_a_day"),
    (erasure, {"archive": "nicht"}, "erasure_answered_on_a_day"),
    (erasure, {"archive": "vielleicht", "answered_on": DAY}, "erasure_known_answer"),
    (erasure, {"erased_on": DAY, "begun_on": DAY + DAY.resolution}, "erasure_ends_after_it_began"),
    (household, {"adults": 1, "children_to_5": 21}, "household_children_to_5_few"),
    (household, {"adults": 1, "children_to_11": 21}, "household_children_to_11_few"),
    (household, {"adults": 1, "children_to_17": 21}, "household_children_to_17_few"),
    (decision, {"decided_on": date(2020, 1, 1)}, "recognition_decided_after_it_was_applied_for"),
    (of_a_case(make_recognition), {"translation_cost": -1}, "recognition_translation_cost_not"),
    (of_a_case(make_recognition), {"other_cost": -1}, "recognition_other_cost_not_below_zero"),
    (of_a_case(make_recognition), {"grant": -1}, "recognition_grant_not_below_zero"),
    (
        referral,
        {"kind": "termin", "made_on": DAY, "appointment_on": BEFORE},
        "referral_appointment_afterwards",
    ),
    (of_a_case(make_task), {"state": "erledigt"}, "casetask_settled_on_a_day"),
    (of_a_case(make_task), {"settled_on": DAY}, "casetask_settled_on_a_day"),
]


@pytest.mark.parametrize(("make", "fields", "constraint"), REFUSED)
def test_the_database_refuses_what_cannot_be(make, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**fields)


def test_the_database_keeps_once_what_there_is_once():
    case, text = make_named_case(), make_text()
    document = make_recognition(case).documents.first()
    counted = {"case": case, "year": 2026}
    words = {"title": "Zweite", "text": "# Wozu", "valid_from": DAY}
    same = {"purpose": text.purpose, "language": text.language, "number": text.number}
    key = {"person": case.person, "digest": b"0123456789abcdef"}
    deputy = {"case": case, "user": make_user("counselling"), "since": DAY}
    make_deputy(**deputy)
    CountedElsewhere.objects.create(**counted)
    PersonKey.objects.create(**key)

    for create, fields, constraint in (
        (make_deputy, deputy, "deputy_once_from_a_day"),
        (CountedElsewhere.objects.create, counted, "counted_elsewhere_once"),
        (PersonKey.objects.create, key, "person_key_once"),
        (ConsentText.objects.create, same | words, "consent_text_numbered_once"),
        (
            RecognitionDocument.objects.create,
            {"recognition": document.recognition, "kind": document.kind},
            "recognition_document_once",
        ),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            create(**fields)
