"""Names go, numbers stay."""

import datetime

import pytest
from django.utils import timezone

from events.models import Registration, TestRegistration, TestSession
from events.models.registrations import Sums, sums_of
from integration_office import privacy
from integration_office.models import AuditEntry
from tests.events.factories import (
    in_days,
    make_event,
    make_registration,
    make_test_registration,
    make_test_session,
)
from tests.factories import make_user


pytestmark = pytest.mark.django_db
Status = Registration.Status


def run(key, today):
    rule = privacy.rules[key]
    return rule.erase(rule.due(today))


def test_registrations_go_four_weeks_after_the_event_and_leave_their_sums():
    event = make_event(day=in_days(-29))
    for persons, status in (
        (2, Status.ATTENDED),
        (1, Status.ATTENDED),
        (3, Status.NO_SHOW),
        (4, Status.WAITING),
        (5, Status.CANCELLED),
    ):
        make_registration(event=event, persons=persons, status=status)
    recent = make_registration(event=make_event(day=in_days(-28)))
    before = sums_of(event)

    erased = run("event_registrations", timezone.localdate())

    event.refresh_from_db()
    assert erased == 5
    assert list(Registration.objects.all()) == [recent]
    assert before == Sums(persons=6, waiting=4, attended=3, no_show=3)
    assert sums_of(event) == Sums(persons=6, waiting=0, attended=3, no_show=3)


def test_the_rain_date_counts_as_the_day_of_the_event():
    make_registration(event=make_event(day=in_days(-35), rain_date=in_days(-28)))

    assert run("event_registrations", timezone.localdate()) == 0


def test_24_months_after_the_test_the_registrations_are_gone_and_the_count_is_still_18():
    session = make_test_session(day=datetime.date(2026, 3, 14), seats=20)
    for number in range(19):
        status = ["erschienen", "nicht_erschienen", "storniert"][(number > 15) + (number > 17)]
        make_test_registration(session=session, status=status)

    run("test_registrations", datetime.date(2026, 9, 14))
    assert TestRegistration.objects.count() == 19
    run("test_registrations", datetime.date(2026, 9, 15))
    run("test_registrations", datetime.date(2028, 3, 14))

    counts = TestSession.objects.with_counts().get()
    assert TestRegistration.objects.count() == 0
    assert (counts.registered, counts.attended, counts.no_show) == (18, 16, 2)


def test_nothing_stays_longer_than_24_months_whatever_the_day_of_the_test():
    registration = make_test_registration(session=make_test_session(day=in_days(900)))
    today = timezone.localdate()

    assert run("test_registrations", today + datetime.timedelta(days=729)) == 0
    assert run("test_registrations", today + datetime.timedelta(days=740)) == 1
    assert TestSession.objects.with_counts().get(pk=registration.session_id).registered == 1


def test_supervisors_go_with_the_registrations():
    session = make_test_session(day=in_days(-200), supervisors="Chris Aufsicht (Demo)")

    run("test_supervisors", timezone.localdate())

    session.refresh_from_db()
    assert session.supervisors == ""


def test_the_nightly_run_knows_the_rules_and_writes_them_down():
    make_registration(event=make_event(day=in_days(-40)))
    make_test_registration(session=make_test_session(day=in_days(-200)))

    erased = privacy.run_retention(timezone.localdate())

    assert (erased["event_registrations"], erased["test_registrations"]) == (1, 1)
    notes = set(AuditEntry.objects.filter(verb="erased").values_list("note", flat=True))
    assert {"event_registrations 1", "test_registrations 1"} <= notes


def test_the_history_keeps_no_name_of_anybody():
    registration = make_test_registration()
    make_registration()

    columns = {
        field.name
        for model in (Registration, TestRegistration)
        for field in model.pgh_event_models["insert"]._meta.fields
    }

    assert columns.isdisjoint(Registration.PERSONAL | TestRegistration.PERSONAL)
    assert registration.pk


def test_everything_held_on_a_person_includes_registrations_under_the_address():
    user = make_user("volunteer", email="mika@demo.example")
    make_registration(event=make_event(title="Fest"), contact="Mika@demo.example")
    make_registration(contact="somebody@demo.example")

    held = [h for h in privacy.held_on(user) if h.label == "Registration for an event"]

    assert [dict(h.rows)["number of people"] for h in held] == ["1"]
