"""What volunteers do themselves: the own profile and the own hours."""

import datetime

import pytest

from tests.factories import make_user
from tests.volunteers.browsing import posted_from, url
from tests.volunteers.factories import make_hours, make_placement, make_volunteer
from volunteers.models import HourEntry


pytestmark = pytest.mark.django_db


def test_volunteers_enter_change_and_delete_their_own_hours(client_of):
    user = make_user("volunteer")
    volunteer = make_volunteer(user=user)
    placement = make_placement(volunteer=volunteer, status="aktiv")
    client = client_of(user)
    form = client.get(url("hour_create")).context["form"]
    assert form.initial["placement"] == placement.pk
    month = form.fields["month"].choices[1][0]

    client.post(url("hour_create"), posted_from(form, month=month, hours="6,5"))
    data = posted_from(form, month=month, hours="6.5")
    client.post(url("hour_create"), data)
    entry = HourEntry.objects.get()
    assert (entry.volunteer, entry.placement, entry.entered_by) == (volunteer, placement, user)

    change = client.get(url("hour_edit", entry.pk)).context["form"]
    client.post(url("hour_edit", entry.pk), posted_from(change, hours="8"))
    entry.refresh_from_db()
    assert (entry.hours, entry.version) == (8, 1)

    client.post(url("hour_delete", entry.pk))
    assert not HourEntry.objects.exists()


def test_a_second_entry_for_a_month_is_refused_and_nothing_typed_is_lost(client_of):
    user = make_user("volunteer")
    placement = make_placement(volunteer=make_volunteer(user=user), status="aktiv")
    client = client_of(user)
    form = client.get(url("hour_create")).context["form"]
    month = form.fields["month"].choices[1][0]
    make_hours(placement=placement, month=datetime.date.fromisoformat(month))

    response = client.post(url("hour_create"), posted_from(form, month=month, hours="6.5"))

    html = response.content.decode()
    assert response.status_code == 422
    assert "There are hours for this month already. Please change those." in html
    assert 'value="6.5"' in html


def test_the_hours_of_a_stranger_cannot_be_named_in_the_form(client_of):
    user = make_user("volunteer")
    make_volunteer(user=user)
    foreign = make_placement(status="aktiv")
    client = client_of(user)
    form = client.get(url("hour_create")).context["form"]
    month = form.fields["month"].choices[0][0]

    response = client.post(
        url("hour_create"), posted_from(form, month=month, hours="2", placement=foreign.pk)
    )

    assert (response.status_code, HourEntry.objects.count()) == (422, 0)


def test_the_coordination_enters_hours_told_on_paper(client_of):
    user, volunteer = make_user("volunteer_coordination"), make_volunteer()
    client = client_of(user)
    form = client.get(url("hour_create_for", volunteer.pk)).context["form"]
    month = form.fields["month"].choices[1][0]

    client.post(url("hour_create_for", volunteer.pk), posted_from(form, month=month, hours="3"))

    entry = HourEntry.objects.get()
    assert (entry.volunteer, entry.entered_by, entry.placement) == (volunteer, user, None)


def test_the_own_profile_keeps_status_and_papers_out_of_reach(client_of):
    user = make_user("volunteer")
    volunteer = make_volunteer(user=user, status="formalien", secrecy_signed_on=None)
    client = client_of(user)
    form = client.get(url("profile_edit")).context["form"]

    client.post(
        url("profile_edit"),
        posted_from(
            form,
            phone="04103 1234",
            status="einsatzbereit",
            secrecy_signed_on="2026-03-02",
            certificate_date="2026-03-02",
        ),
    )

    volunteer.refresh_from_db()
    assert (
        volunteer.phone,
        volunteer.status,
        volunteer.secrecy_signed_on,
        volunteer.certificate_date,
    ) == ("04103 1234", "formalien", None, None)


def test_an_account_without_a_profile_is_told_what_to_do(client_of):
    client = client_of(make_user("volunteer"))

    assert "Your account has no profile yet" in client.get(url("mine")).content.decode()
    assert client.get(url("profile_edit")).status_code == 404
    assert client.get(url("hour_create")).status_code == 404
