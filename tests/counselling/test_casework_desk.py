"""A whole desk: handed on at once, and stood in for."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from counselling import actions as case_actions
from counselling.casework.desk import actions
from counselling.models import Case, CaseChange, CaseDeputy, CaseTask, DeskNotice
from integration_office.agenda import agenda_of
from integration_office.models import AuditEntry, ReadEntry
from tests.counselling.casework import make_task, told
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.people import anonymised
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DESK, DEPUTY = "/counselling/desk/", "/counselling/desk/deputy/"
HAND_OVER = "/counselling/desk/hand-over/"


# Handing on


def test_all_running_cases_go_to_one_colleague_at_once(client, counsellor, colleague, today):
    cases = [make_case(responsible=counsellor) for _number in range(3)]
    closed = make_case(responsible=counsellor)
    case_actions.close_case(closed, on=today, reason="ziel", by=counsellor)
    make_deputy(cases[0], colleague)
    task = make_task(cases[1])
    make_contact(case=cases[2], counsellor=counsellor, follow_up=today)

    answer = client.post(HAND_OVER, {"user": colleague.pk, "which": "all"}, follow=True)

    assert "4 cases have been handed over." in answer.content.decode()
    assert set(Case.objects.visible_to(colleague)) == {*cases, closed}
    assert not Case.objects.visible_to(counsellor).exists()
    assert not CaseDeputy.objects.exists()
    assert CaseTask.objects.get(pk=task.pk).for_user == colleague
    assert CaseChange.objects.filter(kind="uebergeben", to=colleague).count() == 4
    assert AuditEntry.objects.filter(verb="handed over", by=counsellor).count() == 4
    assert not AuditEntry.objects.filter(verb__startswith="desk").exists()
    assert told(colleague, today) == [
        f"4 cases of {counsellor.name} are yours now",
        f"{cases[2].masked}: language",
    ]
    assert told(counsellor, today) == []


def test_only_the_chosen_cases_go(client, counsellor, colleague):
    given, kept = make_case(responsible=counsellor), make_case(responsible=counsellor)
    form = client.get(HAND_OVER).context["form"]
    assert form.fields["cases"].choices == [(given.pk, given.masked), (kept.pk, kept.masked)]

    client.post(HAND_OVER, {"user": colleague.pk, "which": "chosen", "cases": [given.pk]})

    assert set(Case.objects.visible_to(colleague)) == {given}
    assert set(Case.objects.visible_to(counsellor)) == {kept}


def test_if_one_cannot_be_given_none_is_and_it_is_named(client, counsellor, colleague, today):
    first, gone = make_case(responsible=counsellor), make_case(responsible=counsellor)
    anonymised(gone)
    foreign = make_case()
    sent = {"user": colleague.pk, "which": "chosen", "cases": [first.pk, gone.pk, foreign.pk]}

    answer = client.post(HAND_OVER, sent)

    year, number = gone.number.split("-")
    (sentence,) = answer.context["form"].errors["cases"]
    assert answer.status_code == 422
    assert f"Please take out: Case {number} · {year}, a case that is not on" in sentence
    assert foreign.number.partition("-")[2] not in sentence
    assert not Case.objects.visible_to(colleague).exists()
    assert not DeskNotice.objects.exists()
    assert answer.context["form"]["cases"].value() == [str(pk) for pk in sent["cases"]]


def test_nobody_whose_account_is_closed_gets_a_case(client, counsellor):
    case = make_case(responsible=counsellor)
    left = make_user("counselling", is_active=False, deactivated_at=timezone.now())
    offered = client.get(HAND_OVER).context["form"].fields["user"].queryset

    answer = client.post(HAND_OVER, {"user": left.pk, "which": "all"})

    assert left not in offered
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["user"])
    assert Case.objects.get().responsible == case.responsible


def test_a_case_nobody_may_read_is_not_chosen(client, counsellor, colleague, today):
    make_case(responsible=counsellor)
    claimed = make_case(responsible=counsellor, restricted_on=today)
    offered = client.get(HAND_OVER).context["form"].fields["cases"].choices

    answer = client.post(
        HAND_OVER, {"user": colleague.pk, "which": "chosen", "cases": [claimed.pk]}
    )

    assert claimed.pk not in dict(offered)
    assert (answer.status_code, "cases" in answer.context["form"].errors) == (422, True)
    assert Case.objects.get(pk=claimed.pk).responsible == counsellor


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"which": "chosen"}, "cases", "Please choose at least one case, or all of them."),
        (
            {"which": "some"},
            "which",
            "This choice does not exist. Please choose one of the list.",
        ),
        (
            {"which": "chosen", "cases": ["x"]},
            "cases",
            "This choice does not exist. Please choose one of the list.",
        ),
    ],
)
def test_a_choice_that_cannot_be_gets_a_sentence(
    client, counsellor, colleague, sent, field, sentence
):
    make_case(responsible=counsellor)

    answer = client.post(HAND_OVER, {"user": colleague.pk} | sent)

    assert answer.context["form"].errors == {field: [sentence]}


def test_a_desk_without_cases_and_an_unfit_colleague_are_refused(counsellor, colleague):
    with pytest.raises(ValidationError, match="no case to hand over"):
        actions.hand_over_desk(counsellor, to=colleague, by=counsellor)
    make_case(responsible=counsellor)
    with pytest.raises(ValidationError, match="no counselling role"):
        actions.hand_over_desk(counsellor, to=make_user("partner"), by=counsellor)
    with pytest.raises(ValidationError, match="somebody else"):
        actions.hand_over_desk(counsellor, to=counsellor, by=counsellor)
    with pytest.raises(ValidationError, match="owner of the desk or the coordination"):
        actions.hand_over_desk(counsellor, to=colleague, by=colleague)
    assert Case.objects.get().responsible == counsellor


def test_a_case_nobody_may_read_goes_along_unseen(counsellor, colleague, today):
    make_case(responsible=counsellor)
    restricted = make_case(responsible=counsellor, restricted_on=today)

    actions.hand_over_desk(counsellor, to=colleague, by=counsellor)

    assert set(Case.objects.restricted_for(colleague)) == {restricted}
    assert restricted not in Case.objects.visible_to(colleague)


def test_a_second_click_hands_over_once(client, counsellor, colleague):
    make_case(responsible=counsellor)
    token = client.get(HAND_OVER).context["form"]["submission"].value()
    sent = {"user": colleague.pk, "which": "all", "submission": token}

    answers = [client.post(HAND_OVER, sent) for _click in range(2)]

    assert [answer.url for answer in answers] == [DESK, DESK]
    assert DeskNotice.objects.count() == 1


# Standing in


def test_a_colleague_stands_in_for_all_cases_for_a_time(client, counsellor, colleague, today):
    cases = [make_case(responsible=counsellor) for _number in range(2)]
    until = today + 14 * DAY
    sent = {"user": colleague.pk, "since": today.isoformat(), "until": until.isoformat()}

    answer = client.post(DEPUTY, sent, follow=True)

    assert "Your colleague stands in for 2 cases." in answer.content.decode()
    assert set(Case.objects.visible_to(colleague)) == set(cases)
    assert set(CaseDeputy.objects.values_list("user", "since", "until")) == {
        (colleague.pk, today, until)
    }
    (title,) = told(colleague, today)
    assert title.startswith(f"You stand in for {counsellor.name} in 2 cases from ")
    assert told(counsellor, today) == []


def test_cases_in_which_they_deputise_already_are_left_with_a_word(
    client, counsellor, colleague, today
):
    there, new = make_case(responsible=counsellor), make_case(responsible=counsellor)
    make_deputy(there, colleague)
    until = today + 5 * DAY
    sent = {"user": colleague.pk, "since": today.isoformat(), "until": until.isoformat()}

    answer = client.post(DEPUTY, sent, follow=True)

    text = answer.content.decode()
    assert "Your colleague stands in for 1 case." in text
    assert (
        "Left as it was, as your colleague deputises there in that time already: "
        f"{there.masked}." in text
    )
    assert CaseDeputy.objects.filter(case=new).count() == 1
    again = client.post(DEPUTY, sent)
    assert again.context["form"].errors == {
        "user": ["This colleague deputises in that time already."]
    }


@pytest.mark.parametrize(
    ("since", "until", "field", "sentence"),
    [
        (5, 4, "until", "The deputyship cannot end before it starts."),
        (-5, -1, "until", "This time is over already."),
        (0, None, "until", "Please say until when; for good, hand the desk over."),
        (0, 400, "until", "A stand-in is for a year at most. For longer, hand the desk over."),
    ],
)
def test_a_time_that_cannot_be_gets_a_sentence_and_nothing_is_lost(
    client, counsellor, colleague, today, since, until, field, sentence
):
    make_case(responsible=counsellor)
    sent = {
        "user": str(colleague.pk),
        "since": (today + since * DAY).isoformat(),
        "until": "" if until is None else (today + until * DAY).isoformat(),
    }

    answer = client.post(DEPUTY, sent)

    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (422, {field: [sentence]})
    assert {name: form[name].value() for name in sent} == sent
    assert not CaseDeputy.objects.exists()


def test_who_is_back_ends_the_stand_in_for_all_cases_at_once(client, counsellor, colleague, today):
    cases = [make_case(responsible=counsellor) for _number in range(3)]
    make_case(responsible=colleague)
    actions.stand_in_for_desk(
        counsellor, to=colleague, since=today, until=today + 9 * DAY, by=counsellor
    )
    assert Case.objects.visible_to(colleague).filter(pk__in=[c.pk for c in cases]).count() == 3
    address = f"/counselling/desk/deputies/{colleague.pk}/end/"
    assert address in client.get("/counselling/desk/").text

    client.post(address)

    assert not Case.objects.visible_to(colleague).filter(pk__in=[c.pk for c in cases]).exists()
    assert AuditEntry.objects.filter(verb="ended deputyship", by=counsellor).count() == 3
    assert client.get(address).status_code == 404
    with pytest.raises(ValidationError, match="over already"):
        actions.end_stand_in(counsellor, colleague, by=counsellor)
    with pytest.raises(ValidationError, match="Only the owner of the desk"):
        actions.end_stand_in(counsellor, colleague, by=colleague)


def test_my_desk_says_whom_i_deputise_for_and_who_deputises_for_me(
    client, counsellor, colleague, today
):
    mine, theirs = make_case(responsible=counsellor), make_case(responsible=colleague)
    soon = make_case(responsible=colleague)
    make_deputy(theirs, counsellor, until=today + DAY)
    make_deputy(soon, counsellor, since=today + 3 * DAY)
    make_deputy(make_case(), counsellor, since=today - 9 * DAY, until=today - DAY)
    make_deputy(mine, colleague)

    answer = client.get(DESK)

    assert [row.case for row in answer.context["deputyships"]] == [theirs, soon]
    assert [(row["user__name"], row["cases"]) for row in answer.context["deputies"]] == [
        (colleague.name, 1)
    ]
    text = answer.content.decode()
    assert theirs.get_absolute_url() in text
    assert soon.get_absolute_url() not in text
    assert "Colleagues who are away" not in text


def test_a_notice_stays_until_it_was_noted_by_whom_it_is_for(client, counsellor, colleague, today):
    make_case(responsible=colleague)
    actions.hand_over_desk(colleague, to=counsellor, by=colleague)
    (item,) = agenda_of(counsellor, today).today
    (button,) = item.buttons

    foreign = DeskNotice.objects.create(
        recipient=colleague, kind="gegeben", cases=1, colleague=counsellor, by=counsellor
    )
    answer = client.post(button.url, {"today": "1"})
    refused = client.post(reverse("counselling:notice_read", args=[foreign.pk]))

    assert (answer.url, refused.status_code) == ("/", 404)
    assert agenda_of(counsellor, today).today == []
    assert client.post(button.url, {"today": "1"}, follow=True).status_code == 200


# Acceptance scenario 4


def test_a_colleague_on_leave_the_deputy_sees_her_cases_the_lead_only_how_many(client_of, today):
    lead, anna, robin = (
        make_user("coordination"),
        make_user("counselling"),
        make_user("counselling"),
    )
    cases = [make_case(responsible=anna, concern="Kurs finden") for _number in range(2)]
    make_contact(case=cases[0], counsellor=anna, follow_up=today)
    make_task(cases[1], due_on=today)
    sent = {"user": robin.pk, "since": today.isoformat(), "until": (today + 9 * DAY).isoformat()}
    client_of(lead).post(reverse("counselling:desk_deputy_for", args=[anna.pk]), sent)

    deputy = client_of(robin)
    listed = deputy.get(reverse("counselling:case_list")).context["page"]
    opened = deputy.get(cases[0].get_absolute_url())
    lead_sees = client_of(lead).get(DESK).context["others"]

    assert {case.pk for case in listed} == {case.pk for case in cases}
    assert "Kurs finden" in opened.content.decode()
    assert {title for title in told(robin, today) if "stand in" not in title} == {
        f"{cases[0].masked}: language",
        f"{cases[1].masked}: task",
    }
    assert [(one.colleague, one.cases) for one in lead_sees] == [(anna, 2)]
    assert not Case.objects.visible_to(lead).exists()
    assert client_of(lead).get(cases[0].get_absolute_url()).status_code == 404
    reads = ReadEntry.objects.values_list("target", "by", "purpose")
    assert list(reads) == [(f"counselling.Case:{cases[0].pk}", robin.pk, "deputy")]
    log = client_of(anna).get(reverse("counselling:case_reads", args=[cases[0].pk]))
    assert [cell.text for cell in log.context["lines"][0]][1:] == [robin.name, "deputy"]


@pytest.mark.parametrize("cases", [1, 6])
def test_the_desk_needs_the_same_queries_for_any_number_of_cases(
    client, counsellor, colleague, cases, django_assert_num_queries
):
    for _number in range(cases):
        make_deputy(make_case(responsible=counsellor), colleague)
        make_deputy(make_case(responsible=colleague), counsellor)

    # session, user, number, something to hand over, deputyships, deputies of the desk and of cases
    with django_assert_num_queries(7):
        client.get(DESK)


def test_handing_on_needs_the_same_queries_for_any_number_of_cases(
    counsellor, colleague, django_assert_max_num_queries
):
    for _number in range(12):
        make_case(responsible=counsellor)

    with django_assert_max_num_queries(14):
        actions.hand_over_desk(counsellor, to=colleague, by=counsellor)
