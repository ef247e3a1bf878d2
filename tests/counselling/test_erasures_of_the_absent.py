"""A file on its way to the archive does not wait for somebody who is away, and the clock gives time
to offer it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from counselling.consents import erasing
from counselling.models import Case, Erasure, Person
from integration_office.agenda import agenda_of
from integration_office.privacy import run_retention
from tests.counselling.factories import make_deputy
from tests.counselling.people import make_named_case
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page(name, case):
    return reverse(f"counselling:{name}", args=[case.pk])


@pytest.fixture
def case(db):
    return make_named_case()


def demanded(case, today, *, days_ago):
    erasure = erasing.demand(case, by=case.responsible)
    Erasure.objects.filter(pk=erasure.pk).update(begun_on=today - days_ago * DAY)
    erasure.refresh_from_db()
    return erasure


def test_a_deputy_leads_a_file_to_its_end_and_reads_nothing(client, counsellor, case):
    make_deputy(case, counsellor)
    client.post(page("case_demand_erasure", case))
    assert client.get(case.get_absolute_url()).status_code == 404
    text = client.get(page("case_erasure", case)).content.decode()
    assert "Beispielowa" not in text

    client.post(page("erasure_offer", case))
    client.post(page("erasure_answer", case), {"not_worthy": ""})
    client.post(page("erasure_finish", case))

    case.refresh_from_db()
    assert (case.status, case.person) == ("anonymisiert", None)
    assert not Person.objects.exists()


def test_a_claim_is_lifted_by_the_responsible_alone(client, counsellor, client_of, case, today):
    make_deputy(case, counsellor)
    erasing.restrict(case, by=counsellor)

    shown = client.get(page("case_erasure", case)).content.decode()
    answers = [client.get(page("erasure_lift", case)), client.post(page("erasure_lift", case))]

    assert page("erasure_lift", case) not in shown
    assert [answer.status_code for answer in answers] == [404, 404]
    assert Case.objects.get().restricted_on == today
    assert client_of(case.responsible).post(page("erasure_lift", case)).status_code == 302


@pytest.mark.parametrize(("days", "erased"), [(14, 0), (27, 0), (28, 1)])
def test_what_nobody_has_offered_waits_as_long_as_the_law_leaves(case, today, days, erased):
    erasure = demanded(case, today, days_ago=days)

    assert run_retention(today)["erasures"] == erased

    assert erasure.last_day == erasure.begun_on + 28 * DAY
    assert Person.objects.exists() is not bool(erased)


@pytest.mark.parametrize(("days", "erased"), [(13, 0), (14, 1)])
def test_what_was_offered_is_erased_after_a_fortnight(case, today, days, erased):
    erasure = erasing.offer(demanded(case, today, days_ago=days), by=case.responsible)

    assert erasure.last_day == erasure.begun_on + 14 * DAY
    assert run_retention(today)["erasures"] == erased


def test_an_agreement_with_the_archive_leaves_nothing_to_wait_for(case, today, settings):
    settings.OFFICE = settings.OFFICE | {"archive_agreement": "vom 1. März 2026"}
    demanded(case, today, days_ago=14)

    assert run_retention(today)["erasures"] == 1


@pytest.mark.parametrize(("days", "told"), [(6, False), (7, True), (20, True)])
def test_after_a_week_the_coordination_reads_how_many_files_wait(case, today, days, told):
    lead = make_user("coordination")
    demanded(case, today, days_ago=days)
    due = agenda_of(lead, today)

    titles = [(item.title, item.url) for item in [*due.late, *due.today]]

    sentence = f"{case.responsible.name}: 1 file is to be offered to the archive"
    assert titles == ([(sentence, "/counselling/desk/")] if told else [])
    assert case.number not in str(titles)


def test_of_the_own_files_the_coordination_is_told_by_the_case_alone(today):
    case = make_named_case(responsible=make_user("coordination"))
    demanded(case, today, days_ago=10)
    due = agenda_of(case.responsible, today)

    titles = [item.title for item in [*due.late, *due.today]]

    assert titles == [f"{case}: erase"]


def test_nobody_is_told_of_what_was_offered_or_is_claimed(case, today):
    claimed = make_named_case()
    erasing.restrict(claimed, by=claimed.responsible)
    Erasure.objects.update(begun_on=today - 20 * DAY)
    erasing.offer(demanded(case, today, days_ago=10), by=case.responsible)

    for user in (make_user("coordination"), make_user("counselling")):
        due = agenda_of(user, today)
        assert [*due.late, *due.today, *due.week] == []
