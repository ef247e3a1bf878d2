"""Cases: the read log, numbers, closing and opening again, what the database refuses."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from counselling import actions
from counselling.models import Case, Contact
from counselling.models.cases import same_day
from integration_office.models import ReadEntry
from integration_office.privacy import run_retention
from tests.counselling.factories import entry_post, make_case, make_contact, make_deputy
from tests.counselling.pages import page
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


# Reading leaves a trace


def test_opening_a_case_leaves_one_line_in_the_read_log(client, counsellor):
    case = make_case(responsible=counsellor)

    client.get(case.get_absolute_url())

    assert list(ReadEntry.objects.values_list("target", "by", "purpose")) == [
        (f"counselling.Case:{case.pk}", counsellor.pk, "")
    ]


def test_the_log_says_that_a_deputy_read(client, counsellor):
    case = make_case()
    make_deputy(case, counsellor)

    client.get(case.get_absolute_url())

    assert ReadEntry.objects.get().purpose == "deputy"
    answer = client.get(page("case_reads", case))
    assert [cell.text for cell in answer.context["lines"][0]][1:] == [counsellor.name, "deputy"]


def test_a_foreign_case_leaves_no_line_and_no_trace_of_its_being_there(client):
    case = make_case()

    answer = client.get(case.get_absolute_url())

    assert answer.status_code == 404
    assert case.number not in answer.content.decode()
    assert not ReadEntry.objects.exists()


def test_a_case_whose_reading_cannot_be_recorded_is_not_shown(counsellor):
    case = make_case(responsible=counsellor, concern="vertraulich")
    client = Client(raise_request_exception=False)
    client.force_login(counsellor, backend="integration_office.accounts.OfficeBackend")
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE integration_office_readentry ADD CONSTRAINT broken CHECK (false)"
        )

    answer = client.get(case.get_absolute_url())

    assert answer.status_code == 500
    assert "vertraulich" not in answer.content.decode()


def test_a_note_that_cannot_be_read_does_not_hide_the_case(client, counsellor):
    case = make_case(responsible=counsellor)
    good = make_contact(case=case, note="lesbar")
    bad = make_contact(case=case, note="verloren")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE counselling_contact SET note = (SELECT note FROM counselling_contact"
            " WHERE id = %s) WHERE id = %s",
            [good.pk, bad.pk],
        )

    text = client.get(case.get_absolute_url()).content.decode()

    assert "lesbar" in text
    assert "This text cannot be read. Please tell the administration." in text


@pytest.mark.parametrize("contacts", [1, 15])
def test_the_page_needs_the_same_queries_for_any_number_of_contacts(
    client, counsellor, contacts, django_assert_num_queries
):
    case = make_case(responsible=counsellor)
    for _number in range(contacts):
        make_contact(case=case, counsellor=counsellor, note="Notiz")

    # session, user, case, read log, last contact, steps, tasks, follow-ups, places of
    # the course, contacts and changes on the page, how many contacts in all, deputies
    with django_assert_num_queries(15):
        client.get(case.get_absolute_url())


# Numbers


def test_the_numbers_of_a_year_follow_each_other(counsellor):
    days = [date(2025, 3, 1), date(2026, 1, 2), date(2025, 2, 1), date(2026, 5, 5)]

    numbers = [make_case(responsible=counsellor, opened_on=day).number for day in days]

    assert numbers == ["2025-0001", "2026-0001", "2025-0002", "2026-0002"]


def test_a_number_is_not_given_twice_when_a_case_goes(counsellor):
    first = make_case(responsible=counsellor, opened_on=date(2026, 1, 2))
    first.delete()

    second = make_case(responsible=counsellor, opened_on=date(2026, 1, 2))

    assert second.number == "2026-0002"


@pytest.mark.django_db(transaction=True)
def test_two_counsellors_at_the_same_moment_get_two_numbers():
    counsellors = [make_user("counselling"), make_user("counselling")]
    together, numbers = threading.Barrier(2), []

    def open_one(user):
        together.wait()
        numbers.append(make_case(responsible=user, opened_on=date(2026, 1, 2)).number)
        connections.close_all()

    threads = [threading.Thread(target=open_one, args=[user]) for user in counsellors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == ["2026-0001", "2026-0002"]


# Opening, changing, closing


def test_a_case_is_opened_without_a_name(client, counsellor, today):
    answer = client.post(
        reverse("counselling:case_create"),
        {"opened_on": today.isoformat(), "concern": "Kurs finden", "gender": "m"},
    )

    case = Case.objects.get()
    assert answer.url == case.get_absolute_url()
    assert (case.responsible, case.concern, case.gender) == (counsellor, "Kurs finden", "m")
    assert (case.status, case.status_group, case.age_group) == ("neu", "NE", "")


def test_a_case_is_not_opened_in_the_future(client, today):
    answer = client.post(
        reverse("counselling:case_create"), {"opened_on": (today + DAY).isoformat()}
    )

    assert answer.context["form"].errors == {"opened_on": ["This day lies in the future."]}


def test_a_case_grows_from_a_contact_once(counsellor):
    contact = make_contact(counsellor=counsellor, gender="w", language="ukr", note="bleibt")

    case = actions.continue_as_case(contact, by=counsellor)

    contact = Contact.objects.get()
    assert (contact.case, contact.note) == (case, "bleibt")
    assert (case.gender, case.language, case.opened_on) == ("w", "ukr", contact.day)
    with pytest.raises(ValidationError, match="belongs to a case already"):
        actions.continue_as_case(contact, by=counsellor)


def test_a_contact_is_lifted_into_a_new_case_or_one_that_runs(client, counsellor):
    running = make_case(responsible=counsellor, concern="bleibt")
    first, second = (
        make_contact(counsellor=counsellor),
        make_contact(counsellor=counsellor, note="x"),
    )

    into_new = client.post(f"/counselling/{first.pk}/continue/", {"case": ""})
    into_running = client.post(f"/counselling/{second.pk}/continue/", {"case": running.pk})

    first.refresh_from_db()
    second.refresh_from_db()
    assert into_new.url == first.case.get_absolute_url() != running.get_absolute_url()
    assert (into_running.url, second.case) == (running.get_absolute_url(), running)
    assert (second.note, Case.objects.get(pk=running.pk).concern) == ("x", "bleibt")
    assert client.get(f"/counselling/{second.pk}/continue/").url == second.get_absolute_url()


def test_a_contact_is_lifted_into_no_strangers_and_no_closed_case(client, counsellor):
    contact = make_contact(counsellor=counsellor)
    closed = make_case(responsible=counsellor)
    actions.close_case(closed, on=closed.opened_on, reason="ziel", by=counsellor)

    answers = [
        client.post(f"/counselling/{contact.pk}/continue/", {"case": case.pk})
        for case in (make_case(), closed)
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert [list(answer.context["form"].errors) for answer in answers] == [["case"], ["case"]]
    assert Contact.objects.get().case is None
    with pytest.raises(ValidationError, match="This case is closed"):
        actions.add_to_case(contact, closed, by=counsellor)


@pytest.mark.parametrize("into_new", [True, False])
def test_a_contact_that_is_only_a_count_is_lifted_into_no_case(client, counsellor, into_new):
    contact = make_contact(counsellor=counsellor, day=timezone.localdate() - 800 * DAY)
    run_retention(timezone.localdate())
    running = make_case(responsible=counsellor)

    shown = client.get(contact.get_absolute_url()).content.decode()
    sent = {"case": "" if into_new else running.pk}
    answer = client.post(f"/counselling/{contact.pk}/continue/", sent)

    assert answer.status_code == 422
    assert f"/counselling/{contact.pk}/continue/" not in shown
    assert "Contacts can be entered up to two years back." in answer.content.decode()
    assert (Contact.objects.get().case, Case.objects.get()) == (None, running)


def test_an_entry_is_added_on_the_page_of_the_case(client, counsellor):
    case = make_case()
    make_deputy(case, counsellor)

    client.post(
        case.get_absolute_url(),
        entry_post(note="Warteliste"),
    )

    contact = Contact.objects.get()
    assert (contact.case, contact.counsellor, contact.note) == (case, counsellor, "Warteliste")
    assert (contact.form, contact.topics) == ("begleit", ["SPR"])


def test_a_case_can_be_changed_by_a_deputy(client, counsellor):
    case = make_case(concern="vorher")
    make_deputy(case, counsellor)

    client.post(
        page("case_edit", case),
        {"version": case.version, "status": "wartet_kurs", "concern": "nachher"},
    )

    case = Case.objects.get()
    assert (case.status, case.concern) == ("wartet_kurs", "nachher")


def test_two_editors_of_a_case_do_not_overwrite_each_other(client, counsellor):
    case = make_case(responsible=counsellor)
    first = {"version": 0, "status": "ruht", "concern": "der erste"}
    second = {"version": 0, "status": "neu", "concern": "der zweite"}
    client.post(page("case_edit", case), first)

    late = client.post(page("case_edit", case), second)

    assert late.status_code == 422
    assert "der zweite" in late.content.decode()
    assert Case.objects.get().concern == "der erste"


def test_a_case_that_was_changed_meanwhile_is_not_handed_over(client, counsellor):
    case, colleague = make_case(responsible=counsellor), make_user("counselling")
    actions.change_case(case, by=counsellor)

    answer = client.post(page("case_hand_over", case), {"version": 0, "to": colleague.pk})

    assert answer.status_code == 422
    assert Case.objects.get().responsible == counsellor


# What the database holds by itself, and the figures


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"number": "12-1"}, "case_number_has_a_year"),
        ({"status": "abgeschlossen"}, "case_closed_for_a_reason_on_a_day"),
        ({"closing_reason": "ziel"}, "case_closed_for_a_reason_on_a_day"),
        (
            {"status": "abgeschlossen", "closing_reason": "ziel", "closed_on": "2020-01-01"},
            "case_closed_after_it_was_opened",
        ),
    ],
)
def test_the_database_refuses_a_case_that_cannot_be(counsellor, fields, constraint):
    fields = {"number": "2026-0001", "opened_on": "2026-01-02"} | fields
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Case.objects.create(responsible=counsellor, **fields)


def test_the_database_refuses_a_deputyship_that_ends_before_it_starts():
    with pytest.raises(IntegrityError, match="deputy_ends_after"), transaction.atomic():
        make_deputy(make_case(), make_user("counselling"), until="2020-01-01")


def test_cases_are_counted_by_opening_closing_and_running():
    early, late = make_case(opened_on=date(2025, 5, 1)), make_case(opened_on=date(2026, 5, 1))
    actions.close_case(early, on=date(2026, 2, 1), reason="ziel", by=early.responsible)
    year = date(2026, 1, 1), date(2026, 12, 31)

    assert list(Case.objects.opened_in(*year)) == [late]
    assert list(Case.objects.closed_in(*year)) == [early]
    assert list(Case.objects.running_on(date(2025, 12, 31))) == [early]
    assert list(Case.objects.running_on(date(2026, 2, 1))) == []
    assert list(Case.objects.running()) == [late]


def test_contacts_and_relatives_are_counted_apart(counsellor):
    case = make_case(responsible=counsellor)
    for relatives in (0, 2, 1):
        make_contact(case=case, relatives=relatives)
    empty = make_case(responsible=counsellor)

    assert case.counselled == {"contacts": 3, "relatives": 3}
    assert empty.counselled == {"contacts": 0, "relatives": 0}
    counted = Case.objects.with_contact_facts().order_by("number")
    assert [row.contact_count for row in counted] == [3, 0]


def test_the_number_of_a_case_does_not_break_at_its_hyphen_in_a_heading(client, counsellor):
    case = make_case(responsible=counsellor)
    number = f'Case <span class="figure">{case.number}</span>'

    shown = client.get(case.get_absolute_url()).content.decode()
    step = client.get(reverse("counselling:case_close", args=[case.pk])).content.decode()

    assert f'<h1 class="kern-heading-large">{number}</h1>' in shown
    assert f'<h1 class="kern-heading-large">Close {number}</h1>' in step


def test_the_number_of_a_case_stays_on_one_line_on_the_page_and_plain_in_exports(
    client, counsellor
):
    case = make_case(responsible=counsellor, gender="w")
    make_contact(case=case, counsellor=counsellor)
    pages = ("/counselling/cases/", "/counselling/")

    shown = [client.get(page).content.decode() for page in pages]
    taken = [b"".join(client.get(f"{page}?format=csv")).decode() for page in pages]

    assert [case.masked.replace(" ", "\N{NO-BREAK SPACE}") in one for one in shown] == [True, True]
    assert [case.masked in one for one in taken] == [True, True]


def test_a_year_later_is_the_same_day_also_in_a_leap_year():
    assert same_day(date(2026, 11, 23), years=1) == date(2027, 11, 23)
    assert same_day(date(2024, 2, 29), years=1) == date(2025, 3, 1)
    assert same_day(date(2024, 2, 29), years=-2) == date(2022, 3, 1)
