"""Einbürgerungstests: closing day, seats, what is written down, and what never is."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from events import naturalisation
from events.forms import TestRegistrationForm
from events.models import TestRegistration, TestSession
from events.models.naturalisation import closing_day
from tests.events.factories import (
    in_days,
    make_test_registration,
    make_test_session,
    test_person,
)
from tests.factories import make_user


pytestmark = pytest.mark.django_db
Status = TestRegistration.Status
LAW = {"family_name", "first_names", "birth_date", "birth_place", "street", "postcode", "city"}


def register(session, *, today=None, **fields):
    registration = TestRegistration(session=session, **test_person(**fields))
    return naturalisation.register(registration, by=make_user("test_office"), today=today)


@given(st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2150, 1, 1)))
def test_registration_closes_six_weeks_before_on_the_same_day_of_the_week(day):
    closes = closing_day(day)

    assert (day - closes).days == 42
    assert closes.weekday() == day.weekday()


def test_the_test_of_12_december_closes_on_31_october():
    session = TestSession(day=datetime.date(2026, 12, 12), room="205")

    session.full_clean()

    assert session.registration_closes == datetime.date(2026, 10, 31)


def test_the_office_may_choose_another_closing_day_but_not_one_after_the_test():
    session = make_test_session(registration_closes=in_days(60))
    assert session.registration_closes == in_days(60)

    with pytest.raises(ValidationError, match="Registration ends on the day of the test"):
        TestSession(day=in_days(70), room="205", registration_closes=in_days(71)).full_clean()


def test_a_room_has_one_test_at_a_time():
    first = make_test_session()
    again = TestSession(day=first.day, room=first.room, starts_at=first.starts_at)

    with pytest.raises(ValidationError, match="There is a test in this room at this time already"):
        again.full_clean()
    with pytest.raises(IntegrityError, match="test_session_once"):
        make_test_session(day=first.day, room=first.room, starts_at=first.starts_at)


@pytest.mark.parametrize("seats", [0, 101])
def test_a_test_has_seats_and_no_more_than_a_hundred(seats):
    with pytest.raises(ValidationError, match="A test has between 1 and 100 seats"):
        TestSession(day=in_days(70), room="205", seats=seats).full_clean()
    with pytest.raises(IntegrityError, match="test_session_has_seats"):
        make_test_session(seats=seats)


def test_only_the_data_of_the_law_are_asked_for_and_never_a_result():
    process = {"id_checked", "fee_paid_at", "receipt_no"}

    assert TestRegistration.PERSONAL == LAW
    assert set(TestRegistrationForm.Meta.fields) == LAW | process
    fields = {field.name for field in TestRegistration._meta.concrete_fields}
    steps = {"id", "created_at", "changed_at", "version", "session", "status"}
    assert fields == LAW | process | steps
    assert not {"bestanden", "passed"} & set(Status.values)


def test_one_name_and_an_unknown_birthday_are_enough():
    registration = register(make_test_session(), first_names="", birth_date="1990")

    assert (registration.full_name, registration.birth_date) == (registration.family_name, "1990")


def test_a_birth_date_in_the_future_is_refused():
    with pytest.raises(ValidationError, match="lies in the future"):
        register(make_test_session(), birth_date=str(in_days(400)))


def test_too_late_is_refused_with_the_next_free_session():
    session = make_test_session(day=datetime.date(2026, 12, 12))
    make_test_registration(session=make_test_session(day=datetime.date(2027, 1, 9), seats=1))
    make_test_session(day=datetime.date(2027, 1, 16), room="Raum 7")

    with pytest.raises(ValidationError) as refusal:
        register(session, today=datetime.date(2026, 11, 5))

    assert refusal.value.messages == [
        "Registration for the test on Dec. 12, 2026 ended on Oct. 31, 2026. "
        "The next free seat is on Jan. 16, 2027, 10:00, Raum 7; "
        "registration until Dec. 5, 2026."
    ]
    assert not session.registrations.exists()


def test_without_another_session_the_refusal_says_so():
    session = make_test_session(registration_closes=in_days(-1))

    with pytest.raises(ValidationError, match="no later test with a free seat yet"):
        register(session)


def test_on_the_closing_day_itself_registration_is_open():
    session = make_test_session(registration_closes=in_days(0))

    assert register(session).pk


@pytest.mark.parametrize("status", ["geplant", "geschlossen", "durchgefuehrt"])
def test_a_session_takes_registrations_only_while_it_is_open(status):
    with pytest.raises(ValidationError, match="is not open"):
        register(make_test_session(status=status))


def test_a_full_session_refuses_and_a_cancelled_seat_is_free_again():
    session = make_test_session(seats=1)
    first = register(session)
    session.refresh_from_db()
    assert session.status == TestSession.Status.FULL

    with pytest.raises(ValidationError, match="All seats for the test on"):
        register(session)
    naturalisation.cancel(first, by=make_user("test_office"))
    register(session)

    counts = TestSession.objects.with_counts().get()
    assert (counts.taken, counts.status) == (1, TestSession.Status.FULL)


def test_nobody_is_registered_twice_for_one_test():
    session = make_test_session()
    register(session, family_name="Muster (Demo)")

    with pytest.raises(ValidationError, match="registered for this test already"):
        register(session, family_name="Muster (Demo)")

    assert session.registrations.count() == 1


def test_a_registration_is_firm_when_the_card_was_seen_and_the_fee_paid():
    noted = register(make_test_session())
    assert noted.status == Status.NOTED

    noted.id_checked, noted.fee_paid_at, noted.receipt_no = True, in_days(0), "2026-17"
    naturalisation.change(noted, by=make_user("test_office"))
    assert noted.status == Status.REGISTERED

    noted.id_checked = False
    naturalisation.change(noted, by=make_user("test_office"))
    assert noted.status == Status.NOTED


def test_the_database_knows_no_firm_registration_without_card_and_fee():
    for missing in ({"id_checked": False}, {"fee_paid_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_test_registration(**missing)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_test_registration(status=Status.NOTED, fee_paid_at=None, receipt_no="1")


def test_who_came_is_noted_on_the_day_and_only_of_firm_registrations():
    by = make_user("test_office")
    today = make_test_session(day=in_days(0), registration_closes=in_days(-42))
    firm = make_test_registration(session=today)
    noted = make_test_registration(session=today, status=Status.NOTED, id_checked=False)
    coming = make_test_registration()

    naturalisation.check_in(firm, status=Status.ATTENDED, by=by)
    with pytest.raises(ValidationError, match="identity card seen and fee paid"):
        naturalisation.check_in(noted, status=Status.ATTENDED, by=by)
    with pytest.raises(ValidationError, match="from that day on"):
        naturalisation.check_in(coming, status=Status.ATTENDED, by=by)
    firm.refresh_from_db()
    with pytest.raises(ValidationError, match="The test is over"):
        naturalisation.cancel(firm, by=by)

    counts = TestSession.objects.with_counts().get(pk=today.pk)
    assert (counts.registered, counts.attended, counts.no_show) == (2, 1, 0)


def test_a_session_keeps_a_seat_for_everybody_who_has_one():
    session = make_test_session(seats=2)
    make_test_registration(session=session)
    make_test_registration(session=session)

    session.seats = 1
    with pytest.raises(ValidationError, match="2 people are registered already"):
        naturalisation.keep_session(session, by=make_user("test_office"))


def test_a_session_with_registrations_is_not_deleted():
    used, empty = make_test_registration().session, make_test_session()
    folded = make_test_session(kept_registered=3)

    for session in (used, folded):
        with pytest.raises(ValidationError, match="cannot be deleted"):
            naturalisation.delete_session(session, by=make_user("test_office"))
    naturalisation.delete_session(empty, by=make_user("test_office"))

    assert set(TestSession.objects.all()) == {used, folded}


def test_only_the_test_office_sees_who_is_tested():
    registration = make_test_registration()

    seen = {
        role: list(TestRegistration.objects.visible_to(make_user(role)))
        for role in ("test_office", "coordination", "administration", "counselling", "partner")
    }

    assert seen == {
        "test_office": [registration],
        "coordination": [],
        "administration": [],
        "counselling": [],
        "partner": [],
    }


def test_a_paper_list_is_taken_whole_or_not_at_all():
    session, by = make_test_session(seats=3), make_user("test_office")
    make_test_registration(session=session)

    def people(number):
        paid = {"id_checked": True, "fee_paid_at": in_days(0)}
        return [TestRegistration(**test_person(**paid)) for _number in range(number)]

    with pytest.raises(ValidationError, match="All seats for the test on"):
        naturalisation.register_list(session, people(3), by=by)
    assert session.registrations.count() == 1
    naturalisation.register_list(session, people(2), by=by)

    session.refresh_from_db()
    assert (session.registrations.count(), session.status) == (3, TestSession.Status.FULL)
    assert set(session.registrations.values_list("status", flat=True)) == {Status.REGISTERED}


def test_everybody_came_but_those_who_are_named():
    by, session = make_user("test_office"), make_test_session(day=in_days(0))
    _came, missing, _too = (make_test_registration(session=session) for _number in range(3))
    make_test_registration(session=session, status=Status.NOTED, id_checked=False)

    with pytest.raises(ValidationError, match="from that day on"):
        naturalisation.everybody_came(make_test_session(), by=by)
    naturalisation.everybody_came(session, missing=[missing.pk], by=by)

    counts = TestSession.objects.with_counts().get(pk=session.pk)
    assert (counts.registered, counts.attended, counts.no_show) == (4, 2, 1)
