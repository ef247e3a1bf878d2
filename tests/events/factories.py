"""Events, registrations, talk rounds and tests for tests. Name only what the test is about."""

import datetime
from itertools import count

from django.utils import timezone

from events.models import (
    Event,
    GroupSession,
    Registration,
    Series,
    TestRegistration,
    TestSession,
)


numbers = count(1)


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def make_series(**fields):
    return Series.objects.create(**{"title": f"Reihe {next(numbers)}"} | fields)


def make_event(*organisers, **fields):
    """A published event in two weeks."""
    event = Event.objects.create(
        **{
            "title": f"Veranstaltung {next(numbers)}",
            "day": in_days(14),
            "status": Event.Status.PUBLISHED,
        }
        | fields
    )
    event.organisers.set(organisers)
    return event


def make_registration(*, event=None, **fields):
    return Registration.objects.create(
        event=event or make_event(), **{"name": "Mika Muster (Demo)", "persons": 1} | fields
    )


def make_talk(**fields):
    return GroupSession.objects.create(
        **{"title": f"Gesprächskreis {next(numbers)}", "day": in_days(-7), "n_total": 8} | fields
    )


def make_test_session(**fields):
    """A test in ten weeks one can register for."""
    fields = {
        "day": in_days(70),
        "room": f"Raum {next(numbers)}",
        "seats": 20,
        "status": TestSession.Status.OPEN,
    } | fields
    session = TestSession(**fields)
    session.clean()
    session.save()
    return session


def test_person(**fields):
    """What somebody brings along to register: the closed list of the law."""
    return {
        "family_name": f"Muster {next(numbers)} (Demo)",
        "first_names": "Kim",
        "birth_date": "1990-02-01",
        "birth_place": "Beispielstadt",
        "street": "Musterweg 1",
        "postcode": "22880",
        "city": "Wedel",
    } | fields


test_person.__test__ = False


def make_test_registration(*, session=None, **fields):
    paid = {
        "id_checked": True,
        "fee_paid_at": in_days(-1),
        "status": TestRegistration.Status.REGISTERED,
    }
    return TestRegistration.objects.create(
        session=session or make_test_session(), **test_person(**paid | fields)
    )
