"""A list over many cases says much of each: where somebody only deputises, it leaves a line."""

import pytest
from django.urls import reverse

from integration_office.models import ReadEntry
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.language import make_interest
from tests.counselling.referrals import make_body, make_referral


pytestmark = pytest.mark.django_db
LISTS = ["referral_list", "interest_list"]


def fill(name, case):
    if name == "interest_list":
        return make_interest(case)
    make_referral(case=case, organisation=make_body())
    contact = make_contact(case=case, counsellor=case.responsible)
    return make_referral(contact=contact, organisation=make_body())


def lines():
    return set(ReadEntry.objects.values_list("target", "by", "purpose"))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", [{}, {"format": "csv"}])
def test_the_line_stands_in_each_deputised_case_once_and_in_no_own_one(
    client, counsellor, name, query
):
    own, deputised, strangers = make_case(responsible=counsellor), make_case(), make_case()
    make_deputy(deputised, counsellor)
    for case in (own, deputised, strangers):
        fill(name, case)

    answer = client.get(reverse(f"counselling:{name}"), query)

    assert answer.status_code == 200
    assert lines() == {(f"counselling.Case:{deputised.pk}", counsellor.pk, "deputy list")}
    assert ReadEntry.objects.count() == 1


def test_the_responsible_reads_who_saw_the_case_in_a_list(client, counsellor, client_of):
    case = make_case()
    make_deputy(case, counsellor)
    make_interest(case)
    client.get(reverse("counselling:interest_list"))

    log = client_of(case.responsible).get(reverse("counselling:case_reads", args=[case.pk]))

    said = [cell.text for cell in log.context["lines"][0]][1:]
    assert said == [counsellor.name, "seen in a list as deputy"]


def test_a_row_on_a_later_page_leaves_no_line_yet(client, counsellor):
    first, later = make_case(), make_case()
    for case, number in ((first, 25), (later, 1)):
        make_deputy(case, counsellor)
        for _one in range(number):
            make_interest(case, days_ago=40 if case is first else 20)

    client.get(reverse("counselling:interest_list"))
    shown = lines()
    client.get(reverse("counselling:interest_list"), {"page": "2"})

    assert shown == {(f"counselling.Case:{first.pk}", counsellor.pk, "deputy list")}
    assert len(lines()) == 2


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("number", [1, 6])
def test_the_lines_cost_one_query_however_many(
    client, counsellor, name, number, django_assert_num_queries
):
    for _one in range(number):
        case = make_case()
        make_deputy(case, counsellor)
        fill(name, case)

    # session, user, count, rows, lines; the referrals have a filter of bodies
    with django_assert_num_queries(5 if name == "interest_list" else 6):
        client.get(reverse(f"counselling:{name}"))
