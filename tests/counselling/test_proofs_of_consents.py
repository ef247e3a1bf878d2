"""A consent outlives the file as a proof: for three years it says who gave it, then only that it
was given."""

from datetime import date, timedelta

import pytest

from counselling import actions
from counselling.consents import erasing
from counselling.models import Consent
from integration_office.privacy import run_retention
from tests.counselling.people import file_consent, make_consent, make_named_case
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CLOSED = date(2024, 3, 1)
PROVED_UNTIL = date(2027, 3, 1)
TOLD = {"signed_by": "Wanda Beispielowa", "interpreter": "Ada Muster", "about": "Name, Niveau"}


@pytest.fixture
def case(db):
    case = make_named_case(case={"opened_on": date(2024, 2, 1)})
    file_consent(case).delete()
    make_consent(case, given_on=date(2024, 2, 1), signed_by=TOLD["signed_by"])
    told = {"recipient": make_organisation(), "given_on": date(2024, 2, 2)}
    make_consent(case, "weitergabe", **told, **TOLD)
    return actions.close_case(case, on=CLOSED, reason="ziel", by=case.responsible)


def told(case):
    names = ("signed_by", "interpreter", "about")
    return [tuple(getattr(consent, name) for name in names) for consent in in_order(case)]


def in_order(case):
    return Consent.objects.filter(case=case).order_by("given_on")


def test_for_three_years_after_closing_it_says_who_gave_it_to_whom_and_about_what(case):
    whole = told(case)
    run_retention(CLOSED.replace(year=2025))

    assert run_retention(PROVED_UNTIL - DAY)["consents"] == 0

    case.refresh_from_db()
    assert case.is_anonymised
    assert told(case) == whole == [(TOLD["signed_by"], "", ""), tuple(TOLD.values())]


def test_then_only_that_and_when_it_was_given_stays(case):
    run_retention(CLOSED.replace(year=2025))

    assert run_retention(PROVED_UNTIL)["consents"] == 2

    assert told(case) == [("", "", "")] * 2
    given = in_order(case).values_list("purpose", "given_on")
    assert list(given) == [("fallakte", date(2024, 2, 1)), ("weitergabe", date(2024, 2, 2))]
    assert run_retention(PROVED_UNTIL + DAY)["consents"] == 0


def test_while_a_claim_keeps_the_file_it_keeps_the_proofs_as_well(case):
    whole = told(case)
    erasing.restrict(case, by=case.responsible)

    assert run_retention(PROVED_UNTIL + 400 * DAY)["consents"] == 0

    assert told(case) == whole
