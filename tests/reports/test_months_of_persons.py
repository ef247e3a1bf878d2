"""A person is one person in a month, however many cases and counsellors; and a month that is over
stays as it was, whoever has the cases since."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counselling import actions
from counselling.models import Contact
from integration_office.models import AuditEntry
from reports.months import Month, own_month, team_month
from tests.counselling.people import anonymised, make_named_case, make_person
from tests.factories import make_user
from tests.reports.factories import close, make_case, make_contact


pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = Month(2025, 1), Month(2025, 2)


def number(comparisons, key="persons"):
    return next(str(one.now.value) for one in comparisons if one.key == key)


def day(month):
    return month.first + dt.timedelta(days=9)


def two_cases(one, other):
    """Of one person, each of another counsellor."""
    first = make_named_case(responsible=one, case={"opened_on": dt.date(2025, 1, 1)})
    second = make_named_case(
        responsible=other, person=first.person, case={"opened_on": dt.date(2025, 1, 1)}
    )
    return first, second


def test_a_person_counts_in_each_month_of_any_of_their_cases():
    me, colleague = make_user("counselling"), make_user("counselling")
    for _number in range(6):
        first, second = two_cases(me, colleague)
        make_contact(case=first, counsellor=me, day=day(JANUARY))
        make_contact(case=second, counsellor=colleague, day=day(FEBRUARY))

    assert [number(team_month(month)) for month in (JANUARY, FEBRUARY)] == ["6", "6"]
    assert [number(own_month(month, me)) for month in (JANUARY, FEBRUARY)] == ["6", "0"]
    assert [number(own_month(month, colleague)) for month in (JANUARY, FEBRUARY)] == ["0", "6"]


def test_a_person_counts_for_each_counsellor_and_once_for_all(client_of):
    me, colleague = make_user("counselling"), make_user("counselling")
    for _number in range(3):
        first, second = two_cases(me, colleague)
        make_contact(case=first, counsellor=me, day=day(JANUARY))
        make_contact(case=second, counsellor=colleague, day=day(JANUARY))
        make_contact(case=second, counsellor=me, day=day(JANUARY))

    assert number(team_month(JANUARY)) == "3"
    for user in (me, colleague):
        page = client_of(user).get(reverse("reports:own_month"), {"month": "2025-01"})
        tiles = {str(tile.label): tile.value for tile in page.context["tiles"]}
        assert tiles["Persons in cases"] == "3"


def test_my_past_months_keep_the_cases_i_opened_and_closed():
    me, colleague = make_user("counselling"), make_user("counselling")
    case = make_case(responsible=me, opened_on=day(JANUARY))
    actions.hand_over(case, to=colleague, by=me)
    case.refresh_from_db()
    close(case, day=day(FEBRUARY))
    type(case).objects.filter(pk=case.pk).update(responsible=me)

    def said(user):
        months = (own_month(JANUARY, user), own_month(FEBRUARY, user))
        return number(months[0], "cases_opened"), number(months[1], "cases_closed")

    assert (said(me), said(colleague)) == (("1", "0"), ("0", "1"))
    assert AuditEntry.objects.filter(verb="handed over").count() == 1


TALKS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 1), st.sampled_from([JANUARY, FEBRUARY])),
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(talks=TALKS, forgotten=st.sets(st.integers(0, 3)))
def test_the_months_say_what_a_recount_by_hand_says(office, talks, forgotten):
    """Also when the names of some cases have gone."""
    cases, users = office
    with transaction.atomic():
        for case, user, month in talks:
            make_contact(case=cases[case], counsellor=users[user], day=day(month))
        for case in sorted(forgotten):
            anonymised(cases[case])
        counted = {
            (month, user): number(own_month(month, user), "persons")
            for month in (JANUARY, FEBRUARY)
            for user in users
        }
        transaction.set_rollback(True)
    assert Contact.objects.count() == 0

    # Cases 0 to 2 are of one person.
    assert counted == {
        (month, one): str(
            len({max(case, 2) for case, user, at in talks if at == month and users[user] == one})
        )
        for month in (JANUARY, FEBRUARY)
        for one in users
    }


@pytest.fixture
def office():
    """Three cases of one person, one of another; two counsellors."""
    users = [make_user("counselling"), make_user("counselling")]
    person = make_person()
    opened = {"opened_on": dt.date(2025, 1, 1)}
    cases = [make_named_case(responsible=users[0], person=person, case=opened) for _ in range(3)]
    return [*cases, make_named_case(responsible=users[0], case=opened)], users
