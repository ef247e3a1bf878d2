"""What an erasure that has begun takes along at once, and what does not keep a file."""

from datetime import timedelta

import pytest
from django.utils import timezone

from counselling import chores
from counselling.consents import erasing
from counselling.models import CaseStep, CaseTask, Consent, Erasure, Referral
from tests.counselling.casework import make_step, make_task
from tests.counselling.pages import page
from tests.counselling.people import make_consent, make_named_case
from tests.counselling.referrals import make_transfer


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def case(counsellor):
    return make_named_case(responsible=counsellor)


def test_open_steps_and_tasks_are_settled_with_it(client, case, today):
    make_step(case)
    make_task(case)

    client.post(page("case_demand_erasure", case))

    for model in (CaseStep, CaseTask):
        assert model.objects.values_list("state", "settled_on").get() == ("entfallen", today)


def test_a_transfer_is_taken_back_and_does_not_count_as_made(client, case):
    make_transfer(case)

    client.post(page("case_demand_erasure", case))

    assert Referral.objects.get().state == "gestoppt"
    assert not Referral.objects.made().exists()


@pytest.mark.parametrize(
    ("purpose", "fields"), [("messenger", {}), ("fallakte", {"withdrawn_on": timezone.localdate()})]
)
def test_only_a_consent_to_the_file_that_holds_keeps_it(case, today, purpose, fields):
    Consent.objects.filter(case=case).update(given_on=today - 99 * DAY, valid_until=today)
    make_consent(case, purpose, **fields)

    chores.begin_to_erase_what_nobody_renewed(today + 31 * DAY)

    assert Erasure.objects.get().reason == "abgelaufen"


def test_what_was_written_of_health_goes_with_the_file_and_the_other_proofs_stay(client, case):
    make_consent(case, "art9", about="braucht einen Aufzug")
    kept = make_consent(case, "foto", about="Sommerfest")
    erasing.demand(case, by=case.responsible)

    for step in ("erasure_offer", "erasure_answer", "erasure_finish"):
        client.post(page(step, case), {"not_worthy": ""})

    kept.refresh_from_db()
    assert Erasure.objects.get().erased_on
    assert (Consent.objects.get(purpose="art9").about, kept.about) == ("", "Sommerfest")
