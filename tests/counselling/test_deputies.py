"""Who sees a case: the responsible, a deputy for a time, nobody else; and how it is handed over."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from counselling import actions
from counselling.models import Case, CaseDeputy, Contact, Referral
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.pages import page
from tests.counselling.referrals import make_referral
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_counsellors_see_their_own_cases_and_those_they_deputise_for_today(counsellor, today):
    own, deputised = make_case(responsible=counsellor), make_case()
    over, to_come, _stranger = make_case(), make_case(), make_case()
    make_deputy(deputised, counsellor, since=today, until=today)
    make_deputy(over, counsellor, since=today - 9 * DAY, until=today - DAY)
    make_deputy(to_come, counsellor, since=today + DAY)

    assert set(Case.objects.visible_to(counsellor)) == {own, deputised}


def test_who_lost_the_counselling_role_sees_no_case_any_more():
    former = make_user("administration")
    make_deputy(make_case(), former)
    Case.objects.create(number="2020-0001", responsible=former)
    make_referral(contact=make_contact(counsellor=former))

    for model in (Case, Contact, Referral):
        assert not model.objects.visible_to(former).exists()


def on_one_line(mask):
    return mask.replace(" ", "\xa0")


def test_the_list_says_which_cases_are_deputised(client, counsellor):
    own, deputised = make_case(responsible=counsellor), make_case()
    make_deputy(deputised, counsellor)

    answer = client.get(reverse("counselling:case_list"))

    assert [[cell.text for cell in line][:2] for line in answer.context["lines"]] == [
        [on_one_line(deputised.masked), "deputy"],
        [on_one_line(own.masked), "responsible"],
    ]


@pytest.mark.parametrize(("query", "count"), [("", 3), ("running", 2), ("ruht", 1)])
def test_the_list_is_narrowed_by_status(client, counsellor, today, query, count):
    make_case(responsible=counsellor)
    make_case(responsible=counsellor, status="ruht")
    actions.close_case(make_case(responsible=counsellor), on=today, reason="ziel", by=counsellor)

    answer = client.get(reverse("counselling:case_list"), {"status": query})

    assert answer.context["page"].paginator.count == count


@pytest.mark.parametrize("cases", [1, 10])
def test_the_list_needs_the_same_queries_for_any_number_of_cases(
    client, counsellor, cases, django_assert_num_queries
):
    for _number in range(cases):
        make_contact(counsellor=counsellor, case=make_case(responsible=counsellor))

    with django_assert_num_queries(4):  # session, user, count, cases with their contacts
        client.get(reverse("counselling:case_list"))


def test_a_case_is_found_by_its_number_only_by_those_who_may_open_it(client, counsellor):
    own, foreign = make_case(responsible=counsellor), make_case()

    groups = client.get("/search/", {"q": own.number[:6]}).context["groups"]

    urls = [hit.url for group in groups for hit in group.hits]
    assert own.get_absolute_url() in urls
    assert foreign.get_absolute_url() not in urls


def test_the_responsible_lets_a_deputy_in_and_out_again(client, counsellor, today):
    case, deputy = make_case(responsible=counsellor), make_user("counselling")

    client.post(page("case_deputy_add", case), {"user": deputy.pk, "since": today.isoformat()})
    assert set(Case.objects.visible_to(deputy)) == {case}

    row = CaseDeputy.objects.get()
    client.post(page("case_deputy_end", case, deputy_pk=row.pk))
    assert not Case.objects.visible_to(deputy).exists()


@pytest.mark.parametrize("days", [1, 5])
def test_an_ended_deputyship_stays_in_the_file_and_ends_once(counsellor, today, days):
    case = make_case(responsible=counsellor)
    row = make_deputy(case, make_user("counselling"), since=today - days * DAY)

    actions.end_deputy(row, by=counsellor)
    with pytest.raises(ValidationError, match="over already"):
        actions.end_deputy(row, by=counsellor)

    assert list(CaseDeputy.objects.values_list("until", flat=True)) == [today - DAY]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"until": -1}, "The deputyship cannot end before it starts."),
        ({"until": 3}, "This colleague deputises in that time already."),
        ({"until": None}, "This colleague deputises in that time already."),
    ],
)
def test_a_deputyship_that_cannot_be_is_refused(counsellor, today, fields, sentence):
    case, colleague = make_case(responsible=counsellor), make_user("counselling")
    make_deputy(case, colleague, since=today + 2 * DAY, until=today + 9 * DAY)
    until = fields["until"]
    deputy = CaseDeputy(
        case=case,
        user=colleague,
        since=today,
        until=None if until is None else today + until * DAY,
    )

    with pytest.raises(ValidationError, match=sentence):
        actions.add_deputy(deputy, by=counsellor)


@pytest.mark.parametrize(
    ("first", "last", "answered"),
    [(0, 1, 302), (0, 2, 422), (3, 4, 422), (9, 12, 422), (9, None, 422), (10, None, 302)],
)
def test_a_colleague_deputises_once_on_each_day(client, counsellor, today, first, last, answered):
    case, colleague = make_case(responsible=counsellor), make_user("counselling")
    make_deputy(case, colleague, since=today + 2 * DAY, until=today + 9 * DAY)
    until = {} if last is None else {"until": today + last * DAY}
    sent = {"user": colleague.pk, "since": today + first * DAY} | until

    answer = client.post(page("case_deputy_add", case), sent)

    assert answer.status_code == answered
    assert case.deputies.count() == (2 if answered == 302 else 1)


def test_a_time_that_is_over_is_refused_where_it_was_typed(client, counsellor, today):
    case, colleague = make_case(responsible=counsellor), make_user("counselling")
    sent = {"user": colleague.pk, "since": (today - 9 * DAY).isoformat()}

    refused = client.post(
        page("case_deputy_add", case), sent | {"until": (today - DAY).isoformat()}
    )
    client.post(page("case_deputy_add", case), sent | {"until": today.isoformat()})

    assert refused.context["form"].errors == {"until": ["This time is over already."]}
    assert CaseDeputy.objects.get().until == today


def test_only_a_counsellor_who_is_not_responsible_can_deputise(counsellor):
    case = make_case(responsible=counsellor)

    with pytest.raises(ValidationError, match="cannot deputise as well"):
        actions.add_deputy(CaseDeputy(case=case, user=counsellor), by=counsellor)
    with pytest.raises(ValidationError, match="no counselling role"):
        actions.add_deputy(CaseDeputy(case=case, user=make_user("volunteer")), by=counsellor)
    with pytest.raises(ValidationError, match="Only who is responsible"):
        other = make_user("counselling")
        actions.add_deputy(CaseDeputy(case=case, user=other), by=other)


def test_a_case_is_handed_over_and_out_of_sight(client, counsellor):
    case, colleague = make_case(responsible=counsellor), make_user("coordination")
    make_deputy(case, colleague)

    answer = client.post(page("case_hand_over", case), {"version": 0, "to": colleague.pk})

    assert answer.url == reverse("counselling:case_list")
    assert Case.objects.get().responsible == colleague
    assert not Case.objects.visible_to(counsellor).exists()
    assert not CaseDeputy.objects.exists()


def test_a_case_cannot_be_handed_to_oneself_to_a_stranger_or_by_a_deputy(counsellor):
    case, deputy = make_case(responsible=counsellor), make_user("counselling")
    make_deputy(case, deputy)

    with pytest.raises(ValidationError, match="responsible already"):
        actions.hand_over(case, to=counsellor, by=counsellor)
    with pytest.raises(ValidationError, match="no counselling role"):
        actions.hand_over(case, to=make_user("partner"), by=counsellor)
    with pytest.raises(ValidationError, match="Only who is responsible"):
        actions.hand_over(case, to=deputy, by=deputy)
