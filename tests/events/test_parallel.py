"""The last seat and the last place, when everybody wants it at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from events import actions, naturalisation
from events.models import Registration, TestRegistration
from tests.events.factories import make_event, make_test_session, test_person
from tests.factories import make_user


AT_ONCE = 6


def all_at_once(verb):
    """What came of `verb(number)` in so many threads with their own connections."""
    barrier = Barrier(AT_ONCE)

    def one(number):
        try:
            barrier.wait()
            verb(number)
        except ValidationError as refusal:
            return refusal.messages[0].partition(".")[0]
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sorted(threads.map(one, range(AT_ONCE)))


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_of_a_test_is_given_once():
    session, by = make_test_session(seats=1), make_user("test_office")

    answers = all_at_once(
        lambda _number: naturalisation.register(
            TestRegistration(session=session, **test_person()), by=by
        )
    )

    assert session.registrations.count() == 1
    assert answers.count("taken") == 1
    assert sum(answer.startswith("All seats for the test on") for answer in answers) == AT_ONCE - 1


@pytest.mark.django_db(transaction=True)
def test_the_last_place_of_an_event_is_given_once_and_the_others_wait():
    event, by = make_event(capacity=1), make_user()

    answers = all_at_once(
        lambda number: actions.register(Registration(event=event, name=f"M {number}"), by=by)
    )

    assert answers == ["taken"] * AT_ONCE
    assert event.registrations.taking_places().persons() == 1
    assert event.registrations.waiting().count() == AT_ONCE - 1


@pytest.mark.django_db(transaction=True)
def test_many_cancellations_at_once_let_each_waiting_person_move_up_once():
    event, by = make_event(capacity=AT_ONCE), make_user()
    placed = [
        actions.register(Registration(event=event, name="M"), by=by) for _number in range(AT_ONCE)
    ]
    for _number in range(AT_ONCE):
        actions.register(Registration(event=event, name="W"), by=by)

    answers = all_at_once(lambda number: actions.cancel(placed[number], by=by))

    assert answers == ["taken"] * AT_ONCE
    assert event.registrations.taking_places().filter(name="W").count() == AT_ONCE
    assert event.registrations.waiting().count() == 0
    assert set(event.registrations.filter(name="W").values_list("version", flat=True)) == {1}
