"""Two colleagues at the same moment: a place is given once, a proposal made once."""

import datetime

import pytest

from tests.factories import make_user
from tests.house.parallel import at_once
from tests.volunteers.factories import make_need, make_placement, make_volunteer
from volunteers import actions
from volunteers.models import Placement


pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime.date(2026, 3, 2)


def test_the_last_place_is_given_to_one_of_three():
    office, need = make_user("volunteer_coordination"), make_need()
    waiting = [make_placement(need=need, status="kennenlernen") for _ in range(3)]

    def begin(placement):
        return actions.advance(placement, "probezeit", by=office, on=DAY).status

    answers = at_once(*[lambda placement=placement: begin(placement) for placement in waiting])

    taken = "The last place has just been taken."
    assert sorted(answers) == [taken, taken, "probezeit"]
    assert Placement.objects.running().count() == 1


def test_somebody_is_proposed_once_by_two():
    office, need, volunteer = make_user("volunteer_coordination"), make_need(), make_volunteer()

    answers = at_once(*[lambda: str(actions.propose(volunteer, need, by=office))] * 2)

    assert Placement.objects.count() == 1
    assert "This person has been proposed for this need already." in answers


def test_beginning_and_ending_in_two_needs_never_wait_in_a_circle():
    """Both lock need, volunteer, placement in this order."""
    office, volunteer = make_user("volunteer_coordination"), make_volunteer(status="im_einsatz")
    ending = make_placement(volunteer=volunteer, status="aktiv")
    beginning = make_placement(volunteer=volunteer, status="kennenlernen")

    at_once(
        lambda: actions.end_placement(ending, on=DAY, reason="zeit", by=office),
        lambda: actions.advance(beginning, "probezeit", by=office, on=DAY),
    )

    volunteer.refresh_from_db()
    assert volunteer.status == "im_einsatz"
    assert [p.status for p in Placement.objects.order_by("pk")] == ["beendet", "probezeit"]
