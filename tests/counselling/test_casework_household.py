"""Who lives together: links for both sides, once, and nothing of a case that one does not see."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from counselling import actions as case_actions
from counselling.casework.household import actions
from counselling.casework.household.relatives import relatives_of
from counselling.models import CaseLink, Household
from integration_office.models import AuditEntry
from tests.counselling.casework import make_link
from tests.counselling.factories import make_case, make_deputy
from tests.counselling.pages import page
from tests.factories import make_user


pytestmark = pytest.mark.django_db


def seen(case, user):
    found = relatives_of(case, user)
    return [(one.case, one.relation.value) for one in found.known], found.hidden


@pytest.mark.parametrize(
    ("relation", "back"),
    [
        ("partner", "partner"),
        ("kind", "elternteil"),
        ("elternteil", "kind"),
        ("geschwister", "geschwister"),
        ("sonstige", "sonstige"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_link_is_made_once_and_read_from_both_sides(client, counsellor, relation, back, turned):
    pair = [make_case(responsible=counsellor), make_case(responsible=counsellor)]
    case, other = reversed(pair) if turned else pair

    client.post(page("household", case), {"other": other.pk, "relation": relation})

    assert seen(case, counsellor) == ([(other, relation)], 0)
    assert seen(other, counsellor) == ([(case, back)], 0)
    assert CaseLink.objects.count() == 1


def test_two_cases_are_linked_once(counsellor):
    case, other = make_case(responsible=counsellor), make_case(responsible=counsellor)
    make_link(case, other)

    for one, two in ((case, other), (other, case)):
        with pytest.raises(ValidationError, match="linked already"):
            actions.link(one, two, relation="partner", by=counsellor)
    with pytest.raises(IntegrityError, match="case_link_once"), transaction.atomic():
        CaseLink.of(case, other, "partner").save()
    with pytest.raises(IntegrityError, match="case_link_in_order"), transaction.atomic():
        CaseLink.objects.create(case=other, other=case, relation="partner")


def test_only_cases_that_both_are_seen_are_a_choice(client, counsellor, today):
    case, other = make_case(responsible=counsellor), make_case(responsible=counsellor)
    foreign, deputised = make_case(), make_case()
    make_deputy(deputised, counsellor)
    closed = make_case(responsible=counsellor)
    case_actions.close_case(closed, on=today, reason="ziel", by=counsellor)
    linked = make_case(responsible=counsellor)
    make_link(case, linked)

    form = client.get(page("household", case)).context["form"]
    answer = client.post(page("household", case), {"other": foreign.pk, "relation": "kind"})

    assert set(form.fields["other"].queryset) == {other, deputised}
    assert other.masked in client.get(page("household", case)).content.decode()
    assert answer.context["form"].errors == {
        "other": ["This choice does not exist. Please choose one of the list."]
    }
    with pytest.raises(ValidationError, match="Only cases that you see yourself"):
        actions.link(case, foreign, relation="kind", by=counsellor)
    with pytest.raises(ValidationError, match="with itself"):
        actions.link(case, case, relation="kind", by=counsellor)


def test_of_a_case_that_one_does_not_see_nothing_is_told_but_that_there_is_one(
    client, counsellor, client_of
):
    case, other = make_case(responsible=counsellor), make_case(responsible=counsellor, gender="m")
    make_link(case, other, relation="kind")
    colleague = make_user("counselling")
    case_actions.hand_over(other, to=colleague, by=counsellor)

    text = client.get(page("household", case)).content.decode()

    assert seen(case, counsellor) == ([], 1)
    assert "One more case belongs to the household." in text
    main = text.partition('id="relatives"')[2].partition("<form")[0]
    other.refresh_from_db()
    for telling in (other.masked, other.number, "child", colleague.name, str(other.pk) + "/"):
        assert telling not in main
    assert seen(other, colleague) == ([], 1)


def test_a_case_whose_content_may_not_be_read_is_not_even_counted(counsellor, today):
    case, other = make_case(responsible=counsellor), make_case(responsible=counsellor)
    make_link(case, other)
    other.restricted_on = today
    other.save()

    assert seen(case, counsellor) == ([], 0)


def test_a_link_is_taken_away_for_both_by_who_sees_both(client, counsellor):
    case, other = make_case(responsible=counsellor), make_case(responsible=counsellor)
    link = make_link(case, other)

    client.post(page("unlink", other, number=link.pk))

    assert not CaseLink.objects.exists()
    assert AuditEntry.objects.get(verb="unlinked").by == counsellor


def test_a_link_to_a_case_that_one_does_not_see_stays(client, counsellor):
    case, other = make_case(responsible=counsellor), make_case(responsible=counsellor)
    link = make_link(case, other)
    case_actions.hand_over(other, to=make_user("counselling"), by=counsellor)

    assert client.post(page("unlink", case, number=link.pk)).status_code == 404
    assert CaseLink.objects.exists()


def test_the_size_of_a_household_is_noted_where_it_came_up(client, counsellor):
    case = make_case(responsible=counsellor)

    client.post(page("household_edit", case), {"adults": "2", "children_to_5": "0"})

    household = Household.objects.get()
    assert (household.adults, household.children_to_5, household.children_to_17) == (2, 0, None)
    assert [number for _word, number in household.known] == [2, 0]
    client.post(page("household_edit", case), {"version": household.version, "adults": "1"})
    household = Household.objects.get()
    assert (household.adults, household.children_to_5) == (1, None)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("21", "Please enter at most 20 people."),
        ("-1", "Please enter a number between 0 and 9999."),
        ("viele", "Enter a whole number."),
    ],
)
def test_an_impossible_household_gets_a_sentence(client, counsellor, typed, sentence):
    case = make_case(responsible=counsellor)

    answer = client.post(page("household_edit", case), {"adults": typed, "children_to_5": "1"})

    form = answer.context["form"]
    assert answer.status_code == 422
    assert sentence in [text for errors in form.errors.values() for text in errors]
    assert (form["adults"].value(), form["children_to_5"].value()) == (typed, "1")
    assert not Household.objects.exists()


def test_two_colleagues_who_change_the_size_do_not_overwrite_each_other(client, counsellor):
    case = make_case(responsible=counsellor)
    Household.objects.create(case=case, adults=1)
    url = page("household_edit", case)
    client.post(url, {"version": 0, "adults": "2"})

    late = client.post(url, {"version": 0, "adults": "3"})

    assert late.status_code == 422
    assert Household.objects.get().adults == 2


def test_a_closed_case_shows_its_household_and_changes_nothing(client, counsellor, today):
    case, other = make_case(responsible=counsellor), make_case(responsible=counsellor)
    link = make_link(case, other)
    Household.objects.create(case=case, adults=2)
    case_actions.close_case(case, on=today, reason="ziel", by=counsellor)

    shown = client.get(page("household", case)).content.decode()
    answers = [
        client.post(page("household", case), {"other": make_case(responsible=counsellor).pk}),
        client.get(page("household_edit", case), follow=True),
        client.post(page("unlink", case, number=link.pk), follow=True),
        client.post(page("unlink", other, number=link.pk), follow=True),
    ]

    assert other.masked in shown
    assert 'method="post"' not in shown.partition("<main")[2]
    assert CaseLink.objects.exists()
    for answer in answers[1:]:
        assert "This case is closed. Please reopen it first." in answer.content.decode()
    with pytest.raises(ValidationError, match="closed"):
        actions.link(case, make_case(responsible=counsellor), relation="kind", by=counsellor)
    with pytest.raises(ValidationError, match="closed"):
        actions.save_household(Household(case=case), by=counsellor)


@pytest.mark.parametrize("links", [1, 6])
def test_the_page_needs_the_same_queries_for_any_number_of_links(
    client, counsellor, links, django_assert_num_queries
):
    case = make_case(responsible=counsellor)
    for _number in range(links):
        make_link(case)

    # session, user, case, read log, links for the choice, household, links, visible ones, choice
    with django_assert_num_queries(9):
        client.get(page("household", case))
