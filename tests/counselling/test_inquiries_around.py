"""Inquiries on the start page, in the search, in retention and in the demo office."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from counselling.inquiries import actions, agenda, demo, privacy
from counselling.models import Inquiry
from integration_office import demo as office_demo
from integration_office.agenda import agenda_of, shortcuts_of
from integration_office.models import AuditEntry, User
from integration_office.navigation import menu, standing
from integration_office.permissions import answers_inquiries
from integration_office.privacy import held_on, run_retention
from integration_office.search import found
from tests.counselling.inquiries import make_answered, make_inquiry, moment
from tests.factories import make_user
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
MAY = {"coordination", "counselling", "volunteer_coordination", "administration"}


@pytest.fixture
def office():
    return make_user("volunteer_coordination")


@pytest.fixture
def today():
    return timezone.localdate()


def since(inquiry, day):
    """As if nobody had touched it after `day`."""
    Inquiry.objects.filter(pk=inquiry.pk).update(changed_at=moment(day), received_at=moment(day))


def test_four_roles_answer_inquiries():
    may = {role for role in User.Role.values if answers_inquiries(make_user(role))}

    assert may == MAY
    assert not answers_inquiries(make_user(is_active=False, deactivated_at=timezone.now()))


@pytest.mark.parametrize("role", User.Role.values)
def test_only_these_see_them_in_menu_search_and_short_ways(role):
    user, inquiry = make_user(role), make_inquiry(subject="Beispielfrage")
    ways = {way.url for way in shortcuts_of(user)}
    lines = {entry.url for entry in menu(standing(user, "/"))}
    hits = [hit.url for group in found(user, "beispielfrage") for hit in group.hits]

    sees = role in MAY
    assert ("/counselling/inquiries/create/" in ways) == sees
    assert ("/counselling/inquiries/" in lines) == sees
    assert hits == ([inquiry.get_absolute_url()] if sees else [])
    assert Inquiry.objects.visible_to(user).exists() == sees


def test_the_search_finds_the_subject_and_nothing_else(office):
    make_inquiry(subject="Räume für Gruppen", text="Seminarraum", contact="seminar@demo.example")

    (group,) = found(office, "raume")
    assert [(hit.title, hit.detail.partition(" · ")[2]) for hit in group.hits] == [
        ("Räume für Gruppen", "new")
    ]
    assert found(office, "seminar") == []


def test_own_inquiries_stand_where_they_are_due(office, today):
    late = make_inquiry(subject="spät", responsible=office, due=today - DAY)
    now = make_inquiry(subject="heute", responsible=office, due=today)
    forwarded = make_inquiry(subject="bald", responsible=office, due=today + 6 * DAY)
    actions.forward(forwarded, to=make_organisation(), on=today, by=office)
    make_inquiry(responsible=office, due=today + 30 * DAY)
    make_inquiry(due=today)
    make_answered(responsible=office, due=today)

    due = agenda_of(office, today)

    assert [[item.url for item in items] for items in (due.late, due.today, due.week)] == [
        [late.get_absolute_url()],
        [now.get_absolute_url()],
        [forwarded.get_absolute_url()],
    ]
    assert (due.today[0].title, due.today[0].detail) == (
        "Inquiry: heute",
        f"citizen, received on {now.received_on:%m/%d/%Y}",
    )


def test_one_without_a_day_comes_up_when_it_lies_about(office, today):
    old, fresh = make_inquiry(responsible=office), make_inquiry(responsible=office)
    since(old, today - 28 * DAY)
    since(fresh, today - 27 * DAY)

    assert [item.url for item in agenda.to_answer(office, today)] == [old.get_absolute_url()]


def test_the_coordination_sees_in_one_line_what_nobody_works_on(client_of, today):
    coordinator, gone = make_user("coordination"), make_user("counselling")
    make_inquiry(subject="neu", received_at=moment(today - 2 * DAY))
    make_inquiry(subject="verwaist", responsible=gone, received_at=moment(today - DAY))
    make_inquiry(responsible=coordinator)
    gone.is_active, gone.deactivated_at = False, timezone.now()
    gone.save()

    (item,) = agenda.without_anybody(coordinator, today)

    assert (item.due, item.title) == (
        today - 2 * DAY,
        "2 inquiries have nobody who answers them",
    )
    listed = client_of(coordinator).get(item.url).context["page"]
    assert [inquiry.subject for inquiry in listed] == ["verwaist", "neu"]
    assert list(agenda.without_anybody(make_user("counselling"), today)) == []


def test_two_years_after_the_answer_only_kinds_and_times_are_left():
    due = make_answered(text="Frage", contact="x@demo.example", asker="presse", minutes=20)
    kept = make_answered(text="Frage")
    for inquiry, day in ((due, dt.date(2024, 11, 22)), (kept, dt.date(2024, 11, 23))):
        Inquiry.objects.filter(pk=inquiry.pk).update(
            received_at=moment(day) - 3 * DAY, answered_at=moment(day), answer="", forwarded_on=None
        )

    erased = privacy.empty(privacy.answered_long_ago(TODAY))

    due, kept = Inquiry.objects.get(pk=due.pk), Inquiry.objects.get(pk=kept.pk)
    assert erased == 1
    assert (due.subject, due.text, due.contact, due.answer) == ("", "", "", "")
    assert (due.asker, due.field_of_action, due.minutes) == ("presse", "SPR", 20)
    assert (due.answer_time, due.status, due.is_emptied) == (3 * DAY, "beantwortet", True)
    assert str(due) == "Inquiry of 11/19/2024"
    assert (kept.text, kept.is_emptied) == ("Frage", False)
    assert not privacy.answered_long_ago(TODAY).exists()


def test_what_nobody_answered_in_two_years_of_silence_is_only_a_count():
    due = make_inquiry(subject="vergessen", text="Frage", responsible=make_user())
    never = make_inquiry(subject="nie angesehen")
    kept = make_inquiry(subject="jung")
    for inquiry in (due, never):
        since(inquiry, dt.date(2024, 11, 23))
    since(kept, dt.date(2024, 11, 24))

    erased = privacy.give_up(privacy.never_answered(TODAY))

    due.refresh_from_db()
    assert erased == 2
    assert (due.status, due.subject, due.text, due.answered_at) == ("unbeantwortet", "", "", None)
    assert list(Inquiry.objects.open()) == [kept]
    assert not privacy.never_answered(TODAY).exists()
    with pytest.raises(Exception, match="only a count by now"):
        actions.answer(due, at=timezone.now(), by=make_user())


def test_an_emptied_inquiry_is_nowhere_in_the_database_any_more():
    inquiry = make_inquiry(subject="Frage von Ada", text="Frage von Ada")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM counselling_inquiry WHERE id = %s", [inquiry.pk])
        sealed = bytes(cursor.fetchone()[0]).hex()

    privacy.give_up(Inquiry.objects.all())

    with connection.cursor() as cursor:
        rows = ""
        for table in ("counselling_inquiry", "counselling_inquiryevent"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")
            rows += cursor.fetchone()[0]
    assert sealed not in rows
    assert "Ada" not in rows


def test_both_rules_run_by_themselves(today):
    old = today - 800 * DAY
    answered, silent = make_answered(), make_inquiry()
    Inquiry.objects.filter(pk=answered.pk).update(received_at=moment(old), answered_at=moment(old))
    since(silent, old)

    erased = run_retention(today)

    assert (erased["inquiries"], erased["forgotten_inquiries"]) == (1, 1)
    notes = set(AuditEntry.objects.filter(verb="erased").values_list("note", flat=True))
    assert notes == {"inquiries 1", "forgotten_inquiries 1"}


def test_what_is_held_on_a_colleague_is_a_number(office):
    make_inquiry(responsible=office)
    make_answered(responsible=office)

    held = {holding.label: holding.rows for holding in held_on(office)}

    assert held["Inquiries"] == [("inquiries responsible for", "2")]
    assert "Inquiries" not in {holding.label for holding in held_on(make_user())}


def fill(today):
    users = {key: make_user(*roles) for key, (_name, roles) in office_demo.USERS.items()}
    demo.fill(office_demo.Office(today=today, say=lambda line: None, users=users))


def facts():
    fields = ("received_at", "asker", "subject", "status", "due", "minutes")
    return list(Inquiry.objects.order_by("pk").values_list(*fields))


def test_the_demo_office_answers_as_many_as_a_town_of_its_size(today):
    for kind in ("schule", "verein", "presse"):
        make_organisation(kind=kind)

    fill(today)

    last_year = Inquiry.objects.received_in(
        dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)
    )
    assert 40 <= last_year.count() <= 65
    assert last_year.answered().count() >= 30
    assert Inquiry.objects.open().exists()
    assert Inquiry.objects.overdue(today).exists()
    assert Inquiry.objects.filter(forwarded_to__isnull=False).exists()
    assert not Inquiry.objects.filter(received_at__gt=timezone.now()).exists()


def test_the_demo_inquiries_are_the_same_each_time(today):
    make_organisation(kind="schule")
    fill(today)
    first = facts()
    Inquiry.objects.all().delete()

    fill(today)

    assert facts() == first
