"""A client claims that something is wrong (Art. 18 DSGVO): the file rests until it is cleared."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from counselling.consents import erasing, withdrawing
from counselling.models import (
    Case,
    Erasure,
    ErasureState,
)
from integration_office.agenda import agenda_of
from integration_office.privacy import run_retention
from tests.counselling.factories import make_contact
from tests.counselling.pages import page
from tests.counselling.people import file_consent, make_named_case, make_talked_case


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def case(counsellor):
    return make_talked_case(counsellor)


def test_a_claim_restricts_and_is_lifted_by_the_responsible(client, counsellor, case):
    client.post(page("case_restrict", case))
    case.refresh_from_db()
    erasure = Erasure.objects.get()
    assert (erasure.state, case.status) == (ErasureState.BLOCKED, "neu")
    assert client.get(case.get_absolute_url()).status_code == 404
    assert (
        "Restricted until the claim is settled"
        in client.get(erasure.get_absolute_url()).content.decode()
    )

    answer = client.post(page("erasure_lift", case))

    assert answer.url == case.get_absolute_url()
    assert client.get(case.get_absolute_url()).status_code == 200
    erasure.refresh_from_db()
    assert erasure.lifted_on == timezone.localdate()


def test_what_is_claimed_is_kept_from_every_clock(counsellor, case, today):
    Case.objects.filter(pk=case.pk).update(opened_on=today - 2000 * DAY)
    case.contacts.all().delete()
    erasure = erasing.restrict(case, by=counsellor)
    Erasure.objects.filter(pk=erasure.pk).update(begun_on=today - 400 * DAY)
    kept = ("erasures", "cases", "forgotten_cases", "persons")
    first = run_retention(today)
    assert {first[key] for key in kept} == {0}

    closed = make_named_case(responsible=counsellor)
    Case.objects.filter(pk=closed.pk).update(
        opened_on=today - 900 * DAY,
        status="abgeschlossen",
        closed_on=today - 800 * DAY,
        closing_reason="ziel",
    )
    closed.refresh_from_db()
    erasing.restrict(closed, by=counsellor)

    erased = run_retention(today)

    assert {erased[key] for key in kept} == {0}
    with pytest.raises(ValidationError, match="kept until the claim is settled"):
        erasing.offer(erasure, by=counsellor)


def test_not_even_who_had_the_talk_sees_it_in_the_list_of_own_ones(client, counsellor, case):
    contact = case.contacts.get()
    outside = make_contact(counsellor=counsellor)

    def listed():
        return set(client.get(reverse("counselling:list")).context["page"])

    assert listed() == {contact, outside}
    erasing.restrict(case, by=counsellor)

    assert listed() == {outside}
    assert client.get(contact.get_absolute_url()).status_code == 404


def test_a_claim_is_looked_at_again(counsellor, case, today):
    erasing.restrict(case, by=counsellor)
    assert agenda_of(counsellor, today).today == []

    items = agenda_of(counsellor, today + 90 * DAY).today

    assert [item.title for item in items] == [
        f"Case {case.number}: is the restriction still needed?"
    ]


def test_a_withdrawal_ends_a_claim(counsellor, case):
    claim = erasing.restrict(case, by=counsellor)

    withdrawn_case = withdrawing.withdraw(file_consent(case), by=counsellor).case

    claim.refresh_from_db()
    assert claim.lifted_on is not None
    assert withdrawn_case.erasures.running().get().state == ErasureState.DUE
