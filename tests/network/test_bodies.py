"""Bodies, seats and meetings."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from network import actions
from network.models import Body, Meeting, Seat
from tests.factories import make_user
from tests.network.factories import (
    make_body,
    make_meeting,
    make_membership,
    make_organisation,
    make_person,
    make_seat,
)
from tests.network.pages import fill_in


pytestmark = pytest.mark.django_db

A_DAY = datetime.date(2026, 3, 2)
DAY = datetime.timedelta(days=1)


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        call(*args, **kwargs)
    return refused.value.messages


def seat_holder():
    """A partner whose organisation sits in a body, and that body."""
    membership = make_membership(since=A_DAY)
    return membership.user, make_seat(organisation=membership.organisation).body


def test_a_body_has_its_name_for_itself():
    make_body(name="Rat der Stadt")

    assert refusal(Body(name="RAT DER STADT").full_clean) == [
        "There is a body of this name already. Please open that one."
    ]


def test_bodies_of_a_partner_are_those_with_a_seat_today():
    today, partner = timezone.localdate(), make_user("partner")
    organisation = make_membership(user=partner).organisation
    current = make_seat(organisation=organisation).body
    make_seat(organisation=organisation, until=today - DAY)
    make_seat(organisation=organisation, since=today + DAY)
    make_seat()

    assert list(Body.objects.of(partner)) == [current]


def test_a_seat_belongs_to_somebody():
    assert refusal(Seat(body=make_body()).full_clean) == [
        "Please choose an organisation or a person."
    ]


def test_a_seat_ends_after_it_starts():
    seat = make_seat()
    seat.since, seat.until = A_DAY, A_DAY - DAY

    assert refusal(seat.full_clean) == ["A seat cannot end before it starts."]


def test_a_seat_is_held_once_at_a_time():
    seat = make_seat()
    again = Seat(body=seat.body, organisation=seat.organisation)

    assert refusal(again.full_clean) == ["This seat is in the list already."]
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_seat_is_added_and_ended_on_the_page_of_the_body(client_of):
    body, organisation, client = make_body(), make_organisation(), client_of(make_user())

    fill_in(
        client,
        reverse("network:seat_add", args=[body.pk]),
        organisation=organisation.pk,
        role="gast",
    )
    seat = Seat.objects.get()
    assert (seat.body, seat.organisation, seat.role) == (body, organisation, "gast")

    client.post(reverse("network:seat_end", args=[seat.pk]))
    assert list(body.seats.current()) == []
    assert refusal(actions.end_seat, seat, by=make_user()) == ["This seat has ended already."]


def test_an_empty_seat_is_refused_in_the_form(client_of):
    response = fill_in(client_of(make_user()), reverse("network:seat_add", args=[make_body().pk]))

    assert response.status_code == 422
    assert "Please choose an organisation or a person." in response.content.decode()


@pytest.mark.parametrize("start", [None, datetime.time(18)])
def test_a_body_meets_once_at_a_time(start):
    meeting = make_meeting(start=start)
    again = Meeting(body=meeting.body, day=meeting.day, start=start)

    assert refusal(again.full_clean) == [
        "There is a meeting of this body at this time already. Please open that one."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_people_are_counted_at_meetings_that_were_held():
    meeting = make_meeting(status="geplant")
    meeting.attendance = 12

    assert refusal(meeting.full_clean) == [
        "People are counted at meetings that were held. Please change the status."
    ]


def test_a_meeting_ahead_has_not_been_held():
    day = timezone.localdate() + DAY
    meeting = Meeting(body=make_body(), day=day, status="durchgefuehrt")

    assert refusal(actions.save_meeting, meeting, by=make_user()) == [
        "This meeting lies ahead: it can be planned, invited or cancelled."
    ]
    assert Meeting.objects.count() == 0


def test_a_meeting_is_planned_and_reported(client_of):
    body, client = make_body(), client_of(make_user("administration"))

    fill_in(
        client,
        reverse("network:meeting_create", args=[body.pk]),
        day="2026-03-04",
        start="18:00",
        status="geplant",
    )
    meeting = Meeting.objects.get()
    fill_in(
        client,
        reverse("network:meeting_edit", args=[meeting.pk]),
        status="protokoll_versandt",
        attendance=17,
        minutes="Empfehlung an den Rat.",
    )

    meeting.refresh_from_db()
    assert (meeting.body, meeting.day, meeting.start, meeting.attendance, meeting.minutes) == (
        body,
        datetime.date(2026, 3, 4),
        datetime.time(18),
        17,
        "Empfehlung an den Rat.",
    )


def test_an_impossible_day_is_refused_and_nothing_typed_is_lost(client_of):
    response = fill_in(
        client_of(make_user()),
        reverse("network:meeting_create", args=[make_body().pk]),
        day="31.02.2026",
        status="geplant",
        topic="Wohnen",
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "31.02.2026" in page
    assert "Wohnen" in page


def test_minutes_are_for_the_office_and_for_those_who_sit_there(client_of):
    partner, body = seat_holder()
    stranger = make_membership().user
    meeting = make_meeting(body=body, topic="Wohnen", status="durchgefuehrt")

    users = [partner, make_user("counselling"), stranger]
    answers = [client_of(user).get(meeting.get_absolute_url()).status_code for user in users]
    topics = [
        "Wohnen" in client_of(user).get(body.get_absolute_url()).content.decode() for user in users
    ]

    assert answers == [200, 200, 404]
    assert topics == [True, True, False]


def test_partners_do_not_see_who_sits_for_an_organisation(client_of):
    partner, body = seat_holder()
    person = make_person()
    make_seat(body=body, organisation=person.organisation, person=person)
    alone = make_seat(body=body, person=make_person())

    page = client_of(partner).get(body.get_absolute_url()).content.decode()

    assert person.organisation.name in page
    assert person.name not in page
    assert alone.person.name not in page


def test_the_list_says_when_a_body_met_and_will_meet(client_of):
    today, body = timezone.localdate(), make_body()
    for days, status in [
        (-9, "durchgefuehrt"),
        (-3, "ausgefallen"),
        (4, "eingeladen"),
        (9, "geplant"),
    ]:
        make_meeting(body=body, day=today + days * DAY, status=status)

    row = client_of(make_user()).get(reverse("network:body_list")).context["page"][0]

    assert (row.last_meeting, row.next_meeting) == (today - 9 * DAY, today + 4 * DAY)


def test_bodies_are_narrowed_by_level_and_text(client_of):
    make_body(level="land")
    wanted = make_body(level="kreis", task="Mittel abstimmen")
    make_body(level="kreis")

    response = client_of(make_user()).get(
        reverse("network:body_list"), {"level": "kreis", "q": "mittel"}
    )

    assert list(response.context["page"]) == [wanted]


def test_the_office_enters_and_changes_a_body(client_of):
    client = client_of(make_user())

    fill_in(
        client, reverse("network:body_create"), name="Runder Tisch", level="kreis", founded="2012"
    )
    body = Body.objects.get()
    fill_in(client, reverse("network:body_edit", args=[body.pk]), rhythm="monatlich")

    body.refresh_from_db()
    assert (body.name, body.level, body.founded, body.rhythm, body.version) == (
        "Runder Tisch",
        "kreis",
        "2012",
        "monatlich",
        1,
    )


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_for_any_number_of_bodies(
    rows, client_of, django_assert_num_queries
):
    client = client_of(make_user())
    for _ in range(rows):
        make_meeting()

    with django_assert_num_queries(4):  # session, user, count, bodies
        client.get(reverse("network:body_list"))


@pytest.mark.parametrize("rows", [1, 20])
def test_a_body_costs_the_same_with_any_number_of_seats_and_meetings(
    rows, client_of, django_assert_num_queries
):
    client, body = client_of(make_user()), make_body()
    today = timezone.localdate()
    for number in range(1, rows + 1):
        make_seat(body=body, person=make_person(), organisation=make_organisation())
        make_meeting(body=body, day=today - number * DAY, status="durchgefuehrt")
        make_meeting(body=body, day=today + number * DAY)

    # session, user, body, seats, ahead, past, held this year
    with django_assert_num_queries(7):
        client.get(body.get_absolute_url())
