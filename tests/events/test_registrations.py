"""Registering for an event: places, waiting list, moving up once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events import actions
from events.models import Event, Registration
from events.models.registrations import Sums, sums_of
from tests.events.factories import in_days, make_event, make_registration
from tests.factories import make_user


pytestmark = pytest.mark.django_db
Status = Registration.Status


def register(event, *, persons=1, **fields):
    registration = Registration(event=event, name="Mika Muster (Demo)", persons=persons)
    return actions.register(registration, by=make_user(), **fields)


def statuses(event):
    return list(event.registrations.order_by("pk").values_list("persons", "status"))


def test_whoever_finds_no_place_waits():
    event = make_event(capacity=3)

    for persons in (2, 2, 1):
        register(event, persons=persons)

    assert statuses(event) == [(2, Status.REGISTERED), (2, Status.WAITING), (1, Status.REGISTERED)]


def test_without_a_limit_everybody_finds_a_place():
    event = make_event(capacity=None)

    register(event, persons=100)

    assert statuses(event) == [(100, Status.REGISTERED)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": Event.Status.CANCELLED, "reason": "Regen"}, "cancelled or postponed"),
        ({"day": in_days(-1)}, "This event is over"),
        ({"registration_deadline": in_days(-1)}, "Registration ended on"),
    ],
)
def test_a_registration_is_refused_with_a_sentence(fields, sentence):
    event = make_event(**fields)

    with pytest.raises(ValidationError, match=sentence):
        register(event)

    assert statuses(event) == []


def test_registration_is_open_on_the_last_day_and_until_the_rain_date():
    register(make_event(registration_deadline=in_days(0)))
    register(make_event(day=in_days(-2), rain_date=in_days(3)))

    assert Registration.objects.count() == 2


@pytest.mark.parametrize("persons", [0, 101])
def test_a_registration_stands_for_one_to_a_hundred_people(persons):
    with pytest.raises(ValidationError, match="between 1 and 100"):
        register(make_event(), persons=persons)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_registration(persons=persons)


def test_whoever_cancels_makes_room_for_the_one_who_waits_the_longest():
    event = make_event(capacity=2)
    first = register(event, persons=2)
    waiting = [register(event), register(event), register(event)]

    moved = actions.cancel(first, by=make_user())

    assert moved == waiting[:2]
    assert [status for _persons, status in statuses(event)] == [
        Status.CANCELLED,
        Status.REGISTERED,
        Status.REGISTERED,
        Status.WAITING,
    ]


def test_a_group_that_does_not_fit_is_passed_over_and_keeps_its_turn():
    event = make_event(capacity=3)
    first, second = register(event, persons=1), register(event, persons=2)
    group, single = register(event, persons=3), register(event, persons=1)

    assert actions.cancel(first, by=make_user()) == [single]
    single.refresh_from_db()
    actions.cancel(single, by=make_user())
    assert actions.cancel(second, by=make_user()) == [group]


def test_nobody_cancels_twice():
    registration = make_registration(status=Status.CANCELLED)

    with pytest.raises(ValidationError, match="cancelled already"):
        actions.cancel(registration, by=make_user())


def test_more_places_let_people_move_up():
    event = make_event(capacity=1)
    register(event)
    waiting = register(event)

    event.capacity = 2
    actions.keep(event, organisers=[], by=make_user())

    waiting.refresh_from_db()
    assert waiting.status == Status.REGISTERED


def test_nobody_moves_up_in_an_event_that_is_called_off():
    event = make_event(capacity=1)
    first, waiting = register(event), register(event)
    actions.call_off(event, status=Event.Status.CANCELLED, reason="Regen", by=make_user())

    assert actions.cancel(first, by=make_user()) == []
    waiting.refresh_from_db()
    assert waiting.status == Status.WAITING


def test_a_registration_does_not_grow_beyond_the_places():
    event = make_event(capacity=3)
    register(event, persons=2)
    registration = register(event, persons=1)

    registration.persons = 2
    with pytest.raises(ValidationError, match="1 too few"):
        actions.change(registration, by=make_user())

    registration.refresh_from_db()
    assert registration.persons == 1


def test_a_smaller_group_lets_others_move_up():
    event = make_event(capacity=2)
    registration = register(event, persons=2)
    waiting = register(event)

    registration.persons = 1
    actions.change(registration, by=make_user())

    waiting.refresh_from_db()
    assert waiting.status == Status.REGISTERED


def test_who_came_is_noted_from_the_day_on():
    coming = make_registration()
    today = make_registration(event=make_event(day=in_days(0)), persons=2)
    cancelled = make_registration(event=today.event, status=Status.CANCELLED)

    actions.check_in(today, came=True, by=make_user())
    with pytest.raises(ValidationError, match="from that day on"):
        actions.check_in(coming, came=True, by=make_user())
    with pytest.raises(ValidationError, match="This registration is cancelled"):
        actions.check_in(cancelled, came=True, by=make_user())

    assert sums_of(today.event) == Sums(persons=2, waiting=0, attended=2, no_show=0)


class MovingUp(TestCase):
    """Whatever people do, nobody is lost and no more find a place than there are."""

    @given(
        capacity=st.integers(1, 6),
        steps=st.lists(
            st.one_of(
                st.tuples(st.just("register"), st.integers(1, 4)),
                st.tuples(st.just("cancel"), st.integers(0, 9)),
            ),
            max_size=9,
        ),
    )
    @settings(max_examples=25, deadline=None)
    def test_places_are_never_given_twice_and_never_stay_empty(self, capacity, steps):
        user, event = make_user(), make_event(capacity=capacity)
        for verb, number in steps:
            if verb == "register":
                actions.register(Registration(event=event, name="M", persons=number), by=user)
                continue
            active = list(event.registrations.exclude(status=Status.CANCELLED).order_by("pk"))
            if active:
                actions.cancel(active[number % len(active)], by=user)

        taken = event.registrations.taking_places().persons()
        smallest = min(event.registrations.waiting().values_list("persons", flat=True), default=99)

        assert taken <= capacity
        assert smallest > capacity - taken
