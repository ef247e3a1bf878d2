"""The course of a case: everything that happened, one list, a constant number of queries."""

import re
from datetime import time, timedelta

import pytest

from counselling import actions, privacy
from counselling.casework import timeline
from counselling.casework.goals import actions as goal_actions
from counselling.models import CaseChange, CaseDeputy, Contact
from integration_office.models import ReadEntry
from tests.counselling.casework import make_file, make_goal, make_level, make_step, make_task
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.pages import page
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def kinds(answer):
    """The templates of the entries, without their folder."""
    return [entry.template.rpartition("/")[2][:-5] for entry in answer.context["page"].entries]


def full_case(counsellor, today):
    """One of everything."""
    case = make_case(responsible=counsellor)
    make_contact(case=case, counsellor=counsellor, note="Talk")
    goal = make_goal(case)
    goal_actions.settle_goal(goal, state="erreicht", by=counsellor)
    for row in (make_step(case), make_task(case)):
        goal_actions.settle(row, state="erledigt", by=counsellor)
    make_file(case)
    make_level(case, "B1")
    deputy = CaseDeputy(case=case, user=make_user("counselling"))
    actions.add_deputy(deputy, by=counsellor)
    return case


def test_everything_that_happened_stands_in_one_list(client, counsellor, today):
    case = full_case(counsellor, today)
    make_step(case)
    make_task(case)

    answer = client.get(case.get_absolute_url())

    assert sorted(kinds(answer)) == [
        *("_entry", "change", "deputy", "file", "goal", "goal_settled", "level"),
        *("step_done", "task_done"),
    ]
    text = answer.content.decode()
    for words in ("Talk", "Deutsch B1", "Zeugnis übersetzen lassen", "Abitur", "VHS wegen"):
        assert words in text


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("contacts", ["_entry"]),
        ("case", ["change", "deputy"]),
        ("goals", ["goal", "goal_settled", "step_done"]),
        ("tasks", ["task_done"]),
        ("files", ["file"]),
        ("levels", ["level"]),
        ("nonsense", 9),
    ],
)
def test_the_list_is_narrowed_by_links(client, counsellor, today, group, expected):
    case = full_case(counsellor, today)

    answer = client.get(case.get_absolute_url(), {"kind": group})

    found = sorted(kinds(answer))
    assert len(found) == expected if isinstance(expected, int) else found == expected
    here = [link.label for link in answer.context["groups"] if link.is_here]
    assert len(here) == 1


def test_the_newest_stands_first_and_within_a_day_the_clock_decides(client, counsellor, today):
    case = make_case(responsible=counsellor)
    early = make_contact(case=case, day=today - DAY, time=time(9, 0))
    late = make_contact(case=case, day=today - DAY, time=time(16, 0))
    sometime = make_contact(case=case, day=today - DAY)
    newest = make_contact(case=case, day=today)

    rows = [entry.row for entry in client.get(case.get_absolute_url()).context["page"].entries]

    assert rows[:4] == [newest, late, early, sometime]
    assert isinstance(rows[-1], CaseChange)


def test_pages_of_twenty_follow_each_other_without_gap_or_double(client, counsellor, today):
    case = make_case(responsible=counsellor)
    for number in range(45):
        make_contact(case=case, counsellor=counsellor, day=today - (number % 7) * DAY)

    pages = [client.get(case.get_absolute_url(), {"page": n}).context["page"] for n in (1, 2, 3)]

    found = [entry.row for one in pages for entry in one.entries]
    assert [len(one.entries) for one in pages] == [20, 20, 6]
    assert [(one.newer, one.older) for one in pages] == [(None, 2), (1, 3), (2, None)]
    assert {row.pk for row in found if isinstance(row, Contact)} == set(
        Contact.objects.values_list("pk", flat=True)
    )
    text = client.get(case.get_absolute_url(), {"page": 2, "kind": "contacts"}).content.decode()
    assert "?page=3&amp;kind=contacts" in text


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "500", ""])
def test_a_page_that_is_not_there_breaks_nothing(client, counsellor, number):
    case = make_case(responsible=counsellor)

    assert client.get(case.get_absolute_url(), {"page": number}).status_code == 200


@pytest.mark.parametrize("contacts", [3, 200])
def test_the_page_needs_the_same_queries_for_two_hundred_contacts(
    client, counsellor, today, contacts, django_assert_num_queries
):
    case = make_case(responsible=counsellor)
    for _number in range(contacts):
        make_contact(case=case, counsellor=counsellor, note="Notiz")

    # session, user, case, read log, own last contact, last talk of the case, draft, steps, tasks,
    # follow-ups, places, contacts, how many in all, deputies; and the change "opened", where it is
    # on the first page
    expected = 15 if contacts < 20 else 14
    with django_assert_num_queries(expected):
        client.get(case.get_absolute_url())


def test_the_course_tells_what_became_of_the_case(client, counsellor, today):
    case, colleague = make_case(responsible=counsellor), make_user("counselling")
    case.status = "wartet_kurs"
    actions.change_case(case, by=counsellor)
    actions.change_case(case, by=counsellor)
    actions.close_case(case, on=today, reason="ziel", by=counsellor)
    actions.reopen_case(case, reason="anliegen", by=counsellor)
    actions.hand_over(case, to=colleague, by=counsellor)

    told = CaseChange.objects.order_by("pk").values_list("kind", "status", "reason", "to", "by")

    me = counsellor.pk
    assert list(told) == [
        ("eroeffnet", "", "", None, me),
        ("status", "wartet_kurs", "", None, me),
        ("abgeschlossen", "", "ziel", None, me),
        ("wieder_offen", "", "anliegen", None, me),
        ("uebergeben", "", "", colleague.pk, me),
    ]


def test_the_clock_tells_that_it_closed_a_case(client, counsellor, today):
    case = make_case(responsible=counsellor, opened_on=today - 800 * DAY)
    make_step(case)

    privacy.close_forgotten(privacy.forgotten_cases(today))

    change = CaseChange.objects.get(kind="abgeschlossen")
    assert (change.case, change.reason, change.by) == (case, "abbruch", None)
    assert case.steps.get().state == "entfallen"
    assert "by the clock" in client.get(case.get_absolute_url()).content.decode()


def test_an_entry_can_be_corrected_only_by_who_logged_it(client, counsellor):
    case = make_case(responsible=counsellor)
    mine = make_contact(case=case, counsellor=counsellor)
    theirs = make_contact(case=case)

    text = client.get(case.get_absolute_url()).content.decode()

    assert mine.get_absolute_url() in text
    assert theirs.get_absolute_url() not in text


def test_a_fitting_offer_is_one_click_from_the_case_and_from_each_talk(client, counsellor, today):
    case = make_case(responsible=counsellor)
    mine = make_contact(case=case, counsellor=counsellor)
    theirs = make_contact(case=case)
    ways = [page("case_refer", case), *(f"/counselling/{one.pk}/refer/" for one in (mine, theirs))]

    running = client.get(case.get_absolute_url()).content.decode()
    actions.close_case(case, on=today, reason="ziel", by=counsellor)
    closed = client.get(case.get_absolute_url()).content.decode()

    assert [f'href="{way}"' in running for way in ways] == [True, True, False]
    assert [f'href="{way}"' in closed for way in ways] == [False, False, False]


def test_all_of_it_can_be_printed_and_every_sheet_says_confidential(client, counsellor, today):
    case = make_case(responsible=counsellor, concern="Kurs finden")
    for number in range(30):
        make_contact(case=case, day=today - number * DAY, note=f"Notiz {number};")

    text = client.get(page("case_print", case)).content.decode()

    assert all(f"Notiz {number};" in text for number in range(30))
    assert 'class="every-sheet__head"' in text
    assert "Kurs finden" in text
    assert ReadEntry.objects.filter(target=f"counselling.Case:{case.pk}").count() == 1


@pytest.mark.parametrize("contacts", [1, 30])
def test_printing_needs_the_same_queries_for_any_number_of_entries(
    client, counsellor, today, contacts, django_assert_num_queries
):
    case = make_case(responsible=counsellor)
    for _number in range(contacts):
        make_contact(case=case, counsellor=counsellor)

    # session, user, case, read log, deputies, places, contacts, changes, how many contacts
    with django_assert_num_queries(9):
        client.get(page("case_print", case))


def test_what_went_between_two_queries_leaves_no_gap(counsellor):
    case = make_case(responsible=counsellor)
    contact = make_contact(case=case)
    places = timeline._places("contacts").rows(case.pk)
    contact.delete()

    assert timeline._entries(places, counsellor) == []


# Status, one click from the page


def test_the_status_is_set_from_the_page_of_the_case(client, counsellor):
    case = make_case(responsible=counsellor)
    text = client.get(case.get_absolute_url()).content.decode()
    assert f'action="{page("case_status", case)}"' in text
    assert len(re.findall(r">\s*Status\s*<", text)) == 1

    answer = client.post(page("case_status", case), {"version": 0, "status": "wartet_behoerde"})

    case.refresh_from_db()
    assert (answer.url, case.status) == (case.get_absolute_url(), "wartet_behoerde")
    assert CaseChange.objects.filter(kind="status", status="wartet_behoerde").exists()


@pytest.mark.parametrize("status", ["abgeschlossen", "anonymisiert", "geheim"])
def test_a_status_that_needs_more_than_a_click_is_refused(client, counsellor, status):
    case = make_case(responsible=counsellor)

    answer = client.post(page("case_status", case), {"version": 0, "status": status})

    case.refresh_from_db()
    assert (answer.status_code, case.status) == (422, "neu")


def test_two_colleagues_who_set_the_status_do_not_overwrite_each_other(client, counsellor):
    case = make_case(responsible=counsellor)
    client.post(page("case_status", case), {"version": 0, "status": "ruht"})

    late = client.post(page("case_status", case), {"version": 0, "status": "wartet_kurs"})

    case.refresh_from_db()
    assert (late.status_code, case.status) == (422, "ruht")
    assert "Saved now: “resting”." in late.content.decode()


def test_a_closed_case_has_no_status_to_set_and_says_why(client, counsellor, today):
    case = make_case(responsible=counsellor)
    actions.close_case(case, on=today, reason="ziel", by=counsellor)
    case.refresh_from_db()

    shown = client.get(case.get_absolute_url()).content.decode()
    answer = client.post(
        page("case_status", case), {"version": case.version, "status": "in_beratung"}
    )

    assert page("case_status", case) not in shown
    assert 'method="post"' not in shown.partition("<main")[2]
    assert "This case is closed. Please reopen it first." in answer.content.decode()


# Next steps


def test_what_comes_next_stands_beside_the_course_the_soonest_first(client, counsellor, today):
    case = make_case(responsible=counsellor)
    make_step(case, what="irgendwann")
    make_step(case, what="bald", due_on=today + 3 * DAY)
    make_task(case, what="zu spät", due_on=today - DAY)
    make_step(case, what="später", due_on=today + 40 * DAY)
    make_task(case, what="fertig", state="erledigt", settled_on=today)
    make_task(case, what="vor zwei Wochen", state="erledigt", settled_on=today - 14 * DAY)
    make_task(case, what="alt", state="erledigt", settled_on=today - 15 * DAY)
    make_contact(case=case, counsellor=counsellor, follow_up=today)

    steps = client.get(case.get_absolute_url()).context["next_steps"]

    assert [(one.what, one.urgency and one.urgency.label) for one in steps.shown] == [
        ("zu spät", "overdue"),
        ("Follow-up: language", "today"),
        ("bald", "this week"),
        ("später", None),
        ("irgendwann", None),
        ("fertig", "done"),
        ("vor zwei Wochen", "done"),
    ]
    assert (steps.first_day, steps.first_urgency.level) == (today - DAY, "danger")


def test_only_the_next_eight_stand_there_and_how_many_more(client, counsellor, today):
    case = make_case(responsible=counsellor)
    for number in range(11):
        make_step(case, due_on=today + number * DAY)

    steps = client.get(case.get_absolute_url()).context["next_steps"]

    assert (len(steps.shown), steps.more) == (8, 3)


def test_a_deputy_reads_the_course_and_the_log_says_so(client, counsellor):
    case = make_case()
    make_deputy(case, counsellor)

    client.get(page("case_print", case))

    assert ReadEntry.objects.get().purpose == "deputy"
