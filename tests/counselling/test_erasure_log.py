"""The log of erasures: who responds for a case sees what runs, data protection all of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from counselling import privacy
from counselling.consents import erasing, withdrawing
from counselling.models import Erasure
from tests.counselling.people import make_named_case
from tests.factories import make_user


pytestmark = pytest.mark.django_db
LOG = reverse("counselling:erasure_list")


@pytest.fixture
def officer(client_of):
    return client_of(make_user("data_protection"))


def withdrawn(counsellor):
    """The way of a case whose consent was taken back just now."""
    case = make_named_case(responsible=counsellor)
    withdrawing.withdraw(case.consents.get(purpose="fallakte"), by=counsellor)
    return Erasure.objects.get(case=case)


def erased(counsellor):
    erasure = withdrawn(counsellor)
    privacy.finish_erasures(Erasure.objects.filter(pk=erasure.pk))
    return erasure


def shown(client, **wishes):
    """The numbers of the cases on the page and in the file of the same address."""
    page = client.get(LOG, wishes)
    file = b"".join(client.get(LOG, wishes | {"format": "csv"})).decode("utf-8-sig")
    numbers = [erasure.case.number for erasure in page.context["page"]]
    assert [line.split(";")[0] for line in file.splitlines()[1:]] == numbers
    return set(numbers)


def test_data_protection_sees_it_and_no_name(counsellor, officer, client_of):
    erasure = erased(counsellor)

    text = officer.get(LOG).text

    assert erasure.case.number in text
    assert "consent withdrawn" in text
    assert erasure.get_absolute_url() not in text
    assert erasure.case.number not in client_of(counsellor).get(LOG).text


def test_of_a_file_claimed_twice_a_counsellor_sees_the_claim_that_runs(counsellor, client_of):
    case = make_named_case(responsible=counsellor)
    erasing.lift(erasing.restrict(case, by=counsellor), by=counsellor)
    running = erasing.restrict(case, by=counsellor)

    page = client_of(counsellor).get(LOG)

    assert list(page.context["page"]) == [running]


def test_it_is_narrowed_by_how_it_ended_why_and_when(counsellor, officer):
    running, gone = withdrawn(counsellor), erased(counsellor)
    numbers = running.case.number, gone.case.number
    before = timezone.localdate() - timedelta(days=1)

    assert shown(officer) == set(numbers)
    assert shown(officer, end="running") == {running.case.number}
    assert shown(officer, end="erased") == {gone.case.number}
    assert shown(officer, end="lifted") == set()
    assert shown(officer, reason="widerruf") == set(numbers)
    assert shown(officer, reason="verlangt") == set()
    assert shown(officer, period_before=before.isoformat()) == set()
