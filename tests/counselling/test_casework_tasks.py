"""Tasks that come up again: for whom, put off, never nobody's."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from counselling import actions as case_actions
from counselling.casework.tasks import actions
from counselling.casework.tasks.days import working_day_from
from counselling.consents import erasing
from counselling.models import CaseTask
from counselling.models.to_dos import urgency_of
from integration_office.agenda import agenda_of
from integration_office.models import AuditEntry
from tests.counselling.casework import make_file, make_step, make_task
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.pages import page
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def titles(user, today):
    due = agenda_of(user, today)
    return [item.title for item in (*due.late, *due.today, *due.week)]


def test_a_task_is_set_for_oneself_or_a_deputy(client, counsellor, today):
    case, deputy = make_case(responsible=counsellor), make_user("counselling")
    make_deputy(case, deputy)
    sent = {"what": "Unterlagen prüfen", "due_on": today.isoformat(), "for_user": deputy.pk}

    client.post(page("tasks", case), sent)

    task = CaseTask.objects.get()
    assert (task.what, task.due_on, task.for_user) == ("Unterlagen prüfen", today, deputy)
    form = client.get(page("tasks", case)).context["form"]
    assert form["for_user"].value() == counsellor.pk
    assert set(form.fields["for_user"].queryset) == {counsellor, deputy}


@pytest.mark.parametrize("did", [False, True])
def test_a_task_is_not_for_somebody_who_does_not_work_on_the_case(client, counsellor, today, did):
    case, stranger = make_case(responsible=counsellor), make_user("counselling")
    if did:
        make_deputy(case, stranger, since=today - 9 * DAY, until=today - DAY)
    sent = {"what": "Anrufen", "due_on": today.isoformat(), "for_user": stranger.pk}

    answer = client.post(page("tasks", case), sent)

    assert (answer.status_code, CaseTask.objects.exists()) == (422, False)
    with pytest.raises(ValidationError, match="does not work on the case"):
        task = CaseTask(case=case, what="Anrufen", due_on=today, for_user=stranger)
        actions.set_task(task, by=counsellor)


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"what": ""}, "what", "Please say in a few words what is to be done."),
        ({"due_on": ""}, "due_on", "Please say on which day it is to come up."),
        (
            {"due_on": "gestern"},
            "due_on",
            "There is no such day. Please write it like 24.12.2026.",
        ),
        ({"due_on": "2026-01-01"}, "due_on", "This day is over. Please choose today or later."),
    ],
)
def test_a_task_that_cannot_be_gets_a_sentence(client, counsellor, today, wrong, field, sentence):
    case = make_case(responsible=counsellor)
    sent = {"what": "Anrufen", "due_on": today.isoformat(), "for_user": str(counsellor.pk)} | wrong

    answer = client.post(page("tasks", case), sent)

    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (422, {field: [sentence]})
    assert {name: form[name].value() for name in sent} == sent


def test_a_due_task_stands_on_the_start_page_by_the_mask_with_three_buttons(counsellor, today):
    case = make_case(responsible=counsellor, gender="m")
    make_task(case, due_on=today)

    (item,) = agenda_of(counsellor, today).today

    assert (item.title, item.url) == (f"{case.masked}: task", page("tasks", case))
    assert [button.label for button in item.buttons] == ["Done", "to tomorrow", "in a week"]
    assert "Kursplatz" not in repr(item)


def test_the_buttons_of_the_start_page_settle_and_put_off(client, counsellor, today):
    case = make_case(responsible=counsellor)
    task = make_task(case, due_on=today)
    done, tomorrow, week = agenda_of(counsellor, today).today[0].buttons
    shown = client.get("/").content.decode()
    assert all(f'formaction="{button.url}"' in shown for button in (done, tomorrow, week))

    client.post(tomorrow.url, {"today": "1"})
    assert CaseTask.objects.get().due_on == working_day_from(today + DAY)
    answer = client.post(week.url, {"today": "1"}, follow=True)
    assert CaseTask.objects.get().due_on == working_day_from(today + 7 * DAY)
    assert "The task comes up again on" in answer.content.decode()
    client.post(done.url, {"today": "1", done.name: done.value})

    task.refresh_from_db()
    assert (task.state, task.settled_on) == ("erledigt", today)


def test_what_is_settled_on_the_start_page_still_leads_to_its_case(client, counsellor, today):
    case = make_case(responsible=counsellor, gender="w")
    task, step = make_task(case, due_on=today), make_step(case)
    name = case.masked.replace(" ", "\N{NO-BREAK SPACE}")
    way = f'<a href="{case.get_absolute_url()}">{name}</a>'
    done = {"today": "1", "state": "erledigt"}

    later = client.post(page("task_put_off", case, number=task.pk, days=1), done, follow=True)
    settled = client.post(page("task_settle", case, number=task.pk), done, follow=True)
    agreed = client.post(page("step_settle", case, number=step.pk), done, follow=True)
    refused = client.post(page("task_put_off", case, number=task.pk, days=1), done, follow=True)

    assert [way in answer.content.decode() for answer in (later, settled, agreed)] == [True] * 3
    assert way not in refused.content.decode()


def test_beside_the_task_no_way_to_the_case_is_needed(client, counsellor, today):
    task = make_task(make_case(responsible=counsellor), due_on=today)

    answer = client.post(
        page("task_settle", task.case, number=task.pk), {"state": "erledigt"}, follow=True
    )

    assert [str(message) for message in answer.context["messages"]] == [
        "The task is noted as: done."
    ]


def test_a_settled_task_is_not_put_off(client, counsellor, today):
    case = make_case(responsible=counsellor)
    task = make_task(case, state="erledigt", settled_on=today)

    answer = client.post(page("task_put_off", case, number=task.pk, days=1), follow=True)

    assert "This task is settled already." in answer.content.decode()
    assert client.post(page("task_put_off", case, number=task.pk, days=365)).status_code == 404


@given(day=st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 1, 1)))
def test_a_task_comes_up_on_a_day_on_which_the_office_is_there(day):
    found = working_day_from(day)

    assert found >= day
    assert found.weekday() < 5
    assert (found - day).days <= 6  # Christmas on a Thursday, Easter


def test_christmas_is_no_working_day_and_an_ordinary_monday_is():
    assert working_day_from(date(2026, 12, 25)) == date(2026, 12, 28)
    assert working_day_from(date(2026, 11, 23)) == date(2026, 11, 23)
    assert working_day_from(date(2026, 11, 28)) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("days", "word"),
    [(-1, "overdue"), (0, "today"), (1, "this week"), (7, "this week"), (8, None)],
)
def test_a_badge_says_how_soon_something_is_due(today, days, word):
    badge = urgency_of(today + days * DAY, today)

    assert (badge and badge.label) == word


def test_of_a_case_nobody_may_read_nothing_comes_up(counsellor, today):
    case = make_case(responsible=counsellor)
    make_task(case, due_on=today)
    make_step(case, due_on=today)
    make_file(case, expires_on=today)
    make_contact(case=case, counsellor=counsellor, follow_up=today)
    before = [title for title in titles(counsellor, today) if case.masked in title]

    erasing.restrict(case, by=counsellor)

    assert len(before) == 4
    assert [title for title in titles(counsellor, today) if case.masked in title] == []


def test_a_task_is_seen_by_whom_it_is_for(counsellor, today):
    case, deputy = make_case(responsible=counsellor), make_user("counselling")
    make_deputy(case, deputy)
    make_task(case, due_on=today, for_user=deputy)

    assert titles(deputy, today) == [f"{case.masked}: task"]
    assert titles(counsellor, today) == []


def test_who_stands_in_sees_the_tasks_of_the_one_who_is_away(counsellor, today):
    away, steady = make_case(), make_case()
    make_deputy(away, counsellor, until=today + 3 * DAY)
    make_deputy(steady, counsellor)
    for case in (away, steady):
        make_task(case, due_on=today)

    assert titles(counsellor, today) == [f"{away.masked}: task"]
    assert titles(away.responsible, today) == [f"{away.masked}: task"]


def test_a_task_of_a_deputyship_that_is_over_falls_back_to_the_responsible(counsellor, today):
    case, former = make_case(responsible=counsellor), make_user("counselling")
    make_deputy(case, former, since=today - 9 * DAY, until=today - DAY)
    make_task(case, due_on=today, for_user=former)

    assert titles(former, today) == []
    assert titles(counsellor, today) == [f"{case.masked}: task"]


def test_tasks_and_follow_ups_stay_with_a_case_that_is_handed_over(counsellor, today):
    case, colleague = make_case(responsible=counsellor), make_user("counselling")
    deputy = make_user("counselling")
    make_deputy(case, deputy)
    make_contact(case=case, counsellor=counsellor, follow_up=today)
    task, theirs = make_task(case, due_on=today), make_task(case, for_user=deputy)

    case_actions.hand_over(case, to=colleague, by=counsellor)

    for row in (task, theirs):
        row.refresh_from_db()
    assert (task.for_user, theirs.for_user) == (colleague, deputy)
    assert titles(counsellor, today) == []
    assert titles(colleague, today) == [
        f"1 case of {counsellor.name} is yours now",
        f"{case.masked}: language",
        f"{case.masked}: task",
    ]


def test_the_page_shows_follow_ups_beside_the_tasks(client, counsellor, today):
    case = make_case(responsible=counsellor)
    contact = make_contact(case=case, counsellor=counsellor, follow_up=today + DAY)
    late = make_task(case, due_on=today)

    answer = client.get(page("tasks", case))

    assert list(answer.context["tasks"]) == [late]
    assert list(answer.context["follow_ups"]) == [contact]
    assert reverse("counselling:follow_up_done", args=[contact.pk]) in answer.content.decode()


def test_a_closed_case_has_no_task_on_the_start_page_and_takes_none(client, counsellor, today):
    case = make_case(responsible=counsellor)
    task = make_task(case, due_on=today)
    case_actions.close_case(case, on=today, reason="ziel", by=counsellor)

    shown = client.get(page("tasks", case)).content.decode()
    answers = [
        client.post(page("task_settle", case, number=task.pk), {"state": "offen"}, follow=True),
        client.post(page("task_put_off", case, number=task.pk, days=1), follow=True),
        client.post(page("task_delete", case, number=task.pk), follow=True),
        client.get(page("task_edit", case, number=task.pk), follow=True),
    ]

    assert titles(counsellor, today) == []
    assert "VHS wegen Kursplatz anrufen" in shown
    assert 'method="post"' not in shown.partition("<main")[2]
    for answer in answers:
        assert "This case is closed. Please reopen it first." in answer.content.decode()
    assert CaseTask.objects.get().state == "entfallen"


@pytest.mark.parametrize(("name", "more"), [("task_settle", {}), ("task_put_off", {"days": 1})])
def test_the_buttons_of_a_foreign_case_are_not_there(client, name, more):
    case = make_case()
    task = make_task(case)

    answer = client.post(page(name, case, number=task.pk, **more), {"state": "erledigt"})

    assert answer.status_code == 404


def test_each_verb_leaves_one_line_without_words(client, counsellor, today):
    case = make_case(responsible=counsellor)
    sent = {"what": "Anrufen", "due_on": today.isoformat(), "for_user": counsellor.pk}
    client.post(page("tasks", case), sent)
    task = CaseTask.objects.get()

    client.post(page("task_edit", case, number=task.pk), sent | {"version": 0, "what": "Schreiben"})
    client.post(page("task_put_off", case, number=task.pk, days=7))
    client.post(page("task_settle", case, number=task.pk), {"state": "erledigt"})

    lines = AuditEntry.objects.filter(target=f"counselling.CaseTask:{task.pk}").order_by("pk")
    day = working_day_from(today + 7 * DAY).isoformat()
    assert list(lines.values_list("verb", "note")) == [
        ("created", ""),
        ("changed", ""),
        ("put off", day),
        ("settled", "erledigt"),
    ]
