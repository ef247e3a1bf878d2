"""What the network adds to the start page and to the search."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from integration_office import search
from network import agenda
from network.models import Organisation
from tests.factories import make_user
from tests.network.factories import (
    make_body,
    make_meeting,
    make_membership,
    make_organisation,
    make_person,
    make_seat,
)


pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 11, 23)


def titles(items):
    return [item.title for item in items]


def test_the_office_sees_the_meetings_of_the_week():
    body = make_body(name="Rat")
    for days in (-1, 0, 7, 8):
        make_meeting(body=body, day=TODAY + days * DAY)
    make_meeting(body=body, day=TODAY + DAY, status="ausgefallen")

    due = agenda.meetings(make_user("test_office"), TODAY)

    assert [(item.due, item.title) for item in due] == [(TODAY, "Rat"), (TODAY + 7 * DAY, "Rat")]


def test_a_partner_sees_the_meetings_of_the_own_bodies():
    membership = make_membership(since=TODAY - DAY)
    own = make_seat(organisation=membership.organisation).body
    make_meeting(body=own, day=timezone.localdate())
    make_meeting(day=timezone.localdate())

    due = agenda.meetings(membership.user, timezone.localdate())

    assert titles(due) == [own.name]


@pytest.mark.parametrize("role", ["volunteer", "data_protection"])
def test_others_see_no_meeting(role):
    make_meeting(day=TODAY)

    user = make_user(role)

    assert [*agenda.meetings(user, TODAY), *agenda.missing_minutes(user, TODAY)] == []
    assert agenda.organisations(user, TODAY) is None


def test_minutes_are_missing_two_weeks_after_the_meeting():
    ours, theirs = make_body(name="Kreis", office_writes_minutes=True), make_body()
    late = make_meeting(body=ours, day=TODAY - 15 * DAY, status="durchgefuehrt")
    make_meeting(body=ours, day=TODAY - 14 * DAY, status="durchgefuehrt")
    make_meeting(body=ours, day=TODAY - 30 * DAY, status="protokoll_versandt")
    make_meeting(body=ours, day=TODAY - 31 * DAY, status="ausgefallen")
    make_meeting(body=theirs, day=TODAY - 32 * DAY, status="durchgefuehrt")

    [item] = agenda.missing_minutes(make_user("administration"), TODAY)

    assert (item.due, item.title, item.url) == (
        TODAY - DAY,
        "Minutes are missing: Kreis",
        reverse("network:meeting_edit", args=[late.pk]),
    )
    assert list(agenda.missing_minutes(make_user("counselling"), TODAY)) == []


def test_the_tile_counts_current_organisations():
    make_organisation()
    make_organisation(archived_at=timezone.now())

    tile = agenda.organisations(make_user("counselling"), TODAY)

    assert (tile.value, tile.url) == (1, reverse("network:list"))
    assert agenda.organisations(make_user("partner"), TODAY) is None


def test_a_partner_has_a_short_way_to_the_own_organisation():
    membership = make_membership()

    way = agenda.own_organisation(membership.user)

    assert way.url == membership.organisation.get_absolute_url()
    assert agenda.own_organisation(make_user("partner")) is None
    assert agenda.own_organisation(make_user()) is None


def test_the_search_finds_what_each_may_see():
    organisation = make_organisation(name="Café Wedel")
    make_organisation(name="Café Alt", archived_at=timezone.now())
    body = make_body(name="Runder Tisch Café")
    person = make_person(name="Ada Café (Demo)", organisation=make_organisation())

    def found(role):
        hits = [hit for group in search.found(make_user(role), "cafe") for hit in group.hits]
        known = {row.get_absolute_url() for row in (*Organisation.objects.all(), body, person)}
        return {hit.title for hit in hits if hit.url in known}

    assert found("counselling") == {organisation.name, body.name, person.name}
    assert found("partner") == {organisation.name, body.name}
    assert found("volunteer") == set()
    assert found("data_protection") == set()
