"""What the calendar puts on the start page and into the search."""

import datetime

import pytest
from django.utils import timezone

from events import agenda as ours
from events.models import Event, TestSession
from integration_office import agenda, search
from tests.events.factories import (
    in_days,
    make_event,
    make_test_registration,
    make_test_session,
)
from tests.factories import make_user
from tests.network.factories import make_membership, make_organisation


pytestmark = pytest.mark.django_db
OWN = Event.OfficeRole.ORGANISER


def due(source, user):
    return [(item.title, item.due) for item in source(user, timezone.localdate())]


def test_the_office_sees_its_own_events_of_the_week():
    make_event(title="Own", day=in_days(3), office_role=OWN)
    make_event(title="Only in the calendar", day=in_days(3))
    make_event(title="Next week", day=in_days(8), office_role=OWN)
    make_event(
        title="Off", day=in_days(1), office_role=OWN, status=Event.Status.CANCELLED, reason="Regen"
    )

    assert due(ours.events_of_the_week, make_user("counselling")) == [("Own", in_days(3))]
    assert due(ours.events_of_the_week, make_user("volunteer")) == []


def test_a_partner_sees_the_events_of_the_own_organisation():
    partner, organisation = make_user("partner"), make_organisation()
    make_membership(user=partner, organisation=organisation)
    make_event(organisation, title="Own", day=in_days(2))
    make_event(make_organisation(), title="Foreign", day=in_days(2))

    assert due(ours.events_of_the_week, partner) == [("Own", in_days(2))]


def test_visitors_are_missing_two_weeks_after_the_event():
    make_event(title="Fest", day=in_days(-20), office_role=OWN)
    make_event(title="Long ago", day=in_days(-61), office_role=OWN)
    make_event(
        title="Counted", day=in_days(-20), office_role=OWN, status="durchgefuehrt", visitors=0
    )

    assert due(ours.visitors_to_count, make_user()) == [("How many came to “Fest”?", in_days(-6))]
    assert due(ours.visitors_to_count, make_user("counselling")) == []


def test_proposals_wait_for_those_who_plan():
    make_event(title="Fest", day=in_days(90), status=Event.Status.PROPOSED)

    assert due(ours.proposals, make_user("administration")) == [
        ("Answer the proposal “Fest”", in_days(7))
    ]
    assert due(ours.proposals, make_user("partner")) == []


def test_the_test_office_sees_when_registration_ends_and_when_a_test_is():
    closing = make_test_session(day=in_days(45))
    today = make_test_session(day=in_days(0), status=TestSession.Status.REPORTED)
    make_test_session(day=in_days(70))

    assert due(ours.tests, make_user("test_office")) == [
        (str(today), today.day),
        (f"Registration ends: {closing}", in_days(3)),
    ]
    assert due(ours.tests, make_user("coordination")) == []


def test_the_figures_of_the_month_lead_to_as_many_rows_as_they_say(client_of):
    today = timezone.localdate()
    first = today.replace(day=1)
    make_event(day=first)
    make_event(day=first - datetime.timedelta(days=1))
    make_test_registration(session=make_test_session(seats=12))
    user = make_user("coordination")

    tiles = {tile.label: tile for tile in agenda.tiles_of(user, today)}

    tile = tiles["Events this month"]
    assert (tile.value, client_of(user).get(tile.url).context["page"].paginator.count) == (1, 1)
    seats = tiles["Registered for coming tests"]
    assert (seats.value, seats.note) == (1, "of 12 seats")


def test_the_search_finds_events_this_user_may_see_and_never_people():
    make_event(title="Sommerfest")
    make_event(title="Sommerplan", status=Event.Status.IDEA)
    make_test_registration(family_name="Sommer (Demo)")

    def found(user):
        groups = search.found(user, "sommer")
        return [hit.title for group in groups if group.label == "Events" for hit in group.hits]

    assert found(make_user("volunteer")) == ["Sommerfest"]
    assert found(make_user("test_office")) == ["Sommerfest", "Sommerplan"]
