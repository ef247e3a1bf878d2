"""Goals and agreed steps: what is sealed, what is due, what a closed case refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from counselling import actions as case_actions
from counselling.casework.goals import actions
from counselling.models import CaseGoal, CaseStep
from integration_office.agenda import agenda_of
from integration_office.models import AuditEntry, ReadEntry
from tests.counselling.casework import make_goal, make_step
from tests.counselling.factories import make_case, make_deputy
from tests.counselling.pages import page


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_goal_is_agreed_on_and_reads_like_a_note(client, counsellor, today):
    case = make_case(responsible=counsellor)

    answer = client.post(
        page("goals", case),
        {"text": "Deutsch B1 erreichen", "field": "SPR", "set_on": today.isoformat()},
    )

    goal = CaseGoal.objects.get()
    assert answer.url == page("goals", case)
    assert (goal.text, goal.field, goal.state) == ("Deutsch B1 erreichen", "SPR", "offen")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM counselling_casegoal t")
        assert b"Deutsch B1".hex() not in cursor.fetchone()[0]
    assert "Deutsch B1 erreichen" in client.get(page("goals", case)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"text": ""}, "text", "Please say in a few words what is to be reached."),
        ({"field": ""}, "field", "Please choose a field of action."),
        (
            {"field": "XXX"},
            "field",
            "This choice does not exist. Please choose one of the list.",
        ),
        (
            {"set_on": "2026-02-31"},
            "set_on",
            "There is no such day. Please write it like 24.12.2026.",
        ),
        ({"set_on": "2099-01-01"}, "set_on", "This day lies in the future."),
        ({"set_on": "2001-01-01"}, "set_on", "The case was opened later than that."),
    ],
)
def test_a_goal_that_cannot_be_gets_a_sentence(client, counsellor, today, wrong, field, sentence):
    case = make_case(responsible=counsellor)
    sent = {"text": "Arbeit finden", "field": "ARB", "set_on": today.isoformat()} | wrong

    answer = client.post(page("goals", case), sent)

    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (422, {field: [sentence]})
    assert {name: form[name].value() for name in sent} == sent
    assert not CaseGoal.objects.exists()


@pytest.mark.parametrize("state", ["erreicht", "aufgegeben"])
def test_a_goal_is_settled_with_its_day_and_can_be_opened_again(client, counsellor, today, state):
    case = make_case(responsible=counsellor)
    goal = make_goal(case)

    client.post(page("goal_settle", case, number=goal.pk), {"state": state})
    goal.refresh_from_db()
    assert (goal.state, goal.settled_on) == (state, today)

    client.post(page("goal_settle", case, number=goal.pk), {"state": "offen"})
    goal.refresh_from_db()
    assert (goal.state, goal.settled_on, goal.text) == ("offen", None, "Deutsch B1")


def test_what_is_noted_already_is_said_once(client, counsellor):
    case = make_case(responsible=counsellor)
    goal = make_goal(case)

    answer = client.post(page("goal_settle", case, number=goal.pk), {"state": "offen"}, follow=True)

    assert "That has been noted already." in answer.content.decode()
    assert not AuditEntry.objects.filter(verb="settled").exists()


def test_a_button_that_is_not_ours_changes_nothing(client, counsellor):
    case = make_case(responsible=counsellor)
    goal = make_goal(case)

    answer = client.post(page("goal_settle", case, number=goal.pk), {"state": "geheim"})

    assert (answer.status_code, CaseGoal.objects.get().state) == (400, "offen")


def test_two_colleagues_who_change_one_goal_do_not_overwrite_each_other(client, counsellor, today):
    case = make_case(responsible=counsellor)
    goal = make_goal(case)
    url = page("goal_edit", case, number=goal.pk)
    first = {"version": 0, "field": "SPR", "set_on": today.isoformat(), "text": "die erste"}
    client.post(url, first)

    late = client.post(url, first | {"text": "die zweite"})

    assert late.status_code == 422
    assert "die zweite" in late.content.decode()
    assert CaseGoal.objects.get().text == "die erste"


def test_a_step_stands_under_its_goal_and_says_who_until_when(client, counsellor, today):
    case = make_case(responsible=counsellor)
    goal = make_goal(case)
    until = today + 5 * DAY

    client.post(
        page("step_create", case),
        {"what": "Termin VHS", "who": "rs", "due_on": until.isoformat(), "goal": goal.pk},
    )

    step = CaseStep.objects.get()
    assert (step.what, step.who, step.due_on, step.goal) == ("Termin VHS", "rs", until, goal)
    answer = client.get(page("goals", case))
    assert answer.context["goals"] == [(goal, [step])]
    assert "Termin VHS" in answer.content.decode()


def test_a_goal_of_another_case_is_no_choice(client, counsellor):
    case, other = make_case(responsible=counsellor), make_case(responsible=counsellor)
    goal = make_goal(other)

    answer = client.post(
        page("step_create", case), {"what": "Termin", "who": "rs", "goal": goal.pk}
    )

    assert answer.status_code == 422
    with pytest.raises(ValidationError, match="belongs to another case"):
        actions.agree_step(CaseStep(case=case, goal=goal, what="Termin"), by=counsellor)


def test_a_step_cannot_be_due_on_a_day_that_is_over_but_an_old_day_may_stay(
    client, counsellor, today
):
    case = make_case(responsible=counsellor)
    old = make_step(case, due_on=today - DAY)

    new = client.post(
        page("step_create", case),
        {"what": "Termin", "who": "rs", "due_on": (today - DAY).isoformat()},
    )
    changed = client.post(
        page("step_edit", case, number=old.pk),
        {"version": 0, "what": "anders", "who": "rs", "due_on": (today - DAY).isoformat()},
    )

    assert new.context["form"].errors == {
        "due_on": ["This day is over. Please choose today or later."]
    }
    assert (changed.status_code, CaseStep.objects.get().what) == (302, "anders")


def test_a_due_step_stands_on_the_start_page_by_the_mask_and_without_its_words(counsellor, today):
    case = make_case(responsible=counsellor, gender="w")
    make_step(case, due_on=today, who="gemeinsam")
    make_step(case, due_on=today + 30 * DAY)
    make_step(case)
    make_step(case, due_on=today, state="erledigt", settled_on=today)

    (item,) = agenda_of(counsellor, today).today

    year, number = case.number.split("-")
    assert item.title == f"Case {number} · {year} · w: agreed step"
    assert item.detail == "together"
    assert [button.label for button in item.buttons] == ["Done"]
    assert "Zeugnis" not in repr(item)


def test_a_step_is_seen_to_by_who_stands_in_while_the_responsible_is_away(counsellor, today):
    away, steady = make_case(), make_case()
    make_deputy(away, counsellor, until=today + 5 * DAY)
    make_deputy(steady, counsellor)
    for case in (away, steady, make_case()):
        make_step(case, due_on=today)

    items = agenda_of(counsellor, today).today

    assert [item.url for item in items] == [page("goals", away)]


def test_a_step_is_done_from_the_start_page_in_one_click(client, counsellor, today):
    case = make_case(responsible=counsellor)
    step = make_step(case, due_on=today)
    (button,) = agenda_of(counsellor, today).today[0].buttons

    answer = client.post(button.url, {"today": "1", button.name: button.value})

    step.refresh_from_db()
    assert answer.url == reverse("home")
    assert (step.state, step.settled_on) == ("erledigt", today)
    assert button.url in client.get("/").content.decode() or not agenda_of(counsellor, today).today


def test_a_goal_goes_with_its_steps_and_leaves_a_line(client, counsellor):
    case = make_case(responsible=counsellor)
    goal = make_goal(case)
    make_step(case, goal=goal)
    kept = make_step(case)

    client.post(page("goal_delete", case, number=goal.pk))

    assert not CaseGoal.objects.exists()
    assert list(CaseStep.objects.all()) == [kept]
    assert AuditEntry.objects.get(verb="deleted").target == f"counselling.CaseGoal:{goal.pk}"


def test_closing_a_case_settles_its_open_steps(counsellor, today):
    case = make_case(responsible=counsellor)
    step, done = make_step(case), make_step(case, state="erledigt", settled_on=today)

    case_actions.close_case(case, on=today, reason="ziel", by=counsellor)

    states = dict(CaseStep.objects.values_list("pk", "state"))
    assert states == {step.pk: "entfallen", done.pk: "erledigt"}


def test_the_question_before_closing_names_the_goals_that_are_open(client, counsellor, today):
    case = make_case(responsible=counsellor)
    make_goal(case, state="erreicht", settled_on=today)
    address = reverse("counselling:case_close", args=[case.pk])

    assert "still open" not in client.get(address).text
    make_goal(case)
    make_goal(case)

    page = client.get(address)
    assert "2 goals are still open and stay so on the closing sheet." in page.text
    assert reverse("counselling:goals", args=[case.pk]) in page.text


def test_the_page_of_a_closed_case_shows_goals_without_forms_and_takes_none(
    client, counsellor, today
):
    case = make_case(responsible=counsellor)
    goal = make_goal(case)
    case_actions.close_case(case, on=today, reason="ziel", by=counsellor)

    shown = client.get(page("goals", case)).content.decode()
    typed = client.post(
        page("goals", case), {"text": "zu spät", "field": "SPR", "set_on": today.isoformat()}
    )
    settled = client.post(
        page("goal_settle", case, number=goal.pk), {"state": "erreicht"}, follow=True
    )

    assert "Deutsch B1" in shown
    assert 'method="post"' not in shown.partition("<main")[2]
    assert (typed.status_code, CaseGoal.objects.count()) == (422, 1)
    assert "zu spät" in typed.content.decode()
    for answer in (typed, settled):
        assert "This case is closed. Please reopen it first." in answer.content.decode()
    assert CaseGoal.objects.get().state == "offen"


def test_reading_the_goals_leaves_a_line_in_the_read_log(client, counsellor):
    case = make_case()
    make_deputy(case, counsellor)

    client.get(page("goals", case))

    assert list(ReadEntry.objects.values_list("target", "purpose")) == [
        (f"counselling.Case:{case.pk}", "deputy")
    ]


@pytest.mark.parametrize("steps", [1, 12])
def test_the_page_needs_the_same_queries_for_any_number_of_steps(
    client, counsellor, steps, django_assert_num_queries
):
    case = make_case(responsible=counsellor)
    for _number in range(steps):
        make_step(case, goal=make_goal(case))

    # session, user, case, read log, goals, steps
    with django_assert_num_queries(7):
        client.get(page("goals", case))


@pytest.mark.parametrize(
    ("model", "fields", "constraint"),
    [
        (CaseGoal, {"field": "SPR", "state": "erreicht"}, "case_goal_settled_on_a_day"),
        (CaseGoal, {"field": "SPR", "settled_on": "2026-01-01"}, "case_goal_settled_on_a_day"),
        (CaseStep, {"state": "erledigt"}, "casestep_settled_on_a_day"),
        (CaseStep, {"settled_on": "2026-01-01"}, "casestep_settled_on_a_day"),
    ],
)
def test_the_database_refuses_what_is_half_settled(model, fields, constraint):
    case = make_case()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(case=case, **fields)


BUTTONS = ["goal_settle", "step_settle"]


@pytest.mark.parametrize("name", BUTTONS)
def test_the_buttons_of_a_foreign_case_are_not_there(client, name):
    case = make_case()
    row = {"goal_settle": make_goal, "step_settle": make_step}[name](case)

    answer = client.post(page(name, case, number=row.pk), {"state": "erledigt"})

    assert answer.status_code == 404


def test_a_row_is_not_reached_through_another_case(client, counsellor):
    mine, other = make_case(responsible=counsellor), make_case(responsible=counsellor)
    goal = make_goal(other)

    assert client.get(page("goal_edit", mine, number=goal.pk)).status_code == 404
