"""How many there are and since when, all in one question; and the start page, which asks so."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from integration_office import agenda
from integration_office.tallies import Counted, Tally, tallies
from network.models import Organisation
from offers.models import UnmetNeed
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import days_ago, make_offer


pytestmark = pytest.mark.django_db


def test_any_number_of_counts_is_one_question(django_assert_num_queries):
    for name in ("Café", "Verein"):
        make_organisation(name=name)
    everybody = Organisation.objects.order_by("name")

    with django_assert_num_queries(1):
        answers = tallies([Counted(everybody), Counted(everybody.filter(name__contains="é"))])

    assert answers == [Tally(2), Tally(1)]


def test_with_a_field_the_first_of_its_days_is_told():
    offers = [make_offer(confirmed=age) for age in (20, 400, 500)]
    overdue = type(offers[0]).objects.overdue(days_ago(0))

    assert tallies([Counted(overdue, "due_on")]) == [Tally(2, offers[2].due_on)]


def test_what_can_have_no_rows_is_none_and_of_nothing_nothing_is_asked(django_assert_num_queries):
    nobody = Organisation.objects.none()
    with django_assert_num_queries(1):
        answers = tallies([Counted(nobody), Counted(nobody, "changed_at"), Counted(_needs())])
    assert answers == [Tally(0), Tally(0), Tally(0)]

    with django_assert_num_queries(0):
        assert tallies([]) == []


def _needs():
    return UnmetNeed.objects.to_check()


@pytest.mark.parametrize(("role", "questions"), [("coordination", 1), ("data_protection", 0)])
def test_the_start_page_counts_in_one_question_what_the_user_may_see(client_of, role, questions):
    client = client_of(make_user(role))

    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200

    counting = [one["sql"] for one in asked if "answer_" in one["sql"]]
    assert len(counting) == questions


def test_what_is_counted_is_asked_only_for_those_who_may_see_it():
    def rights(role):
        return agenda.counted(make_user(role), days_ago(0))

    assert rights("data_protection") == {}
    assert len(rights("test_office")) < len(rights("coordination"))
