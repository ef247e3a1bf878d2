"""The demo office's volunteers: made by the same verbs the pages call."""

import pytest
from django.utils import timezone

from integration_office.demo import USERS, Office, email
from tests.factories import make_user
from tests.network.factories import make_membership, make_organisation
from volunteers import demo
from volunteers.models import HourEntry, Need, Placement, Volunteer


@pytest.mark.django_db
def test_the_demo_office_has_volunteers_in_every_stage():
    office = Office(today=timezone.localdate(), say=lambda line: None)
    for key, (name, roles) in USERS.items():
        office.users[key] = make_user(*roles, name=name, email=email(key))
    schools = [make_organisation(kind="schule") for _ in range(3)]
    make_membership(user=office.users["partner"], organisation=schools[0])

    demo.fill(office)

    statuses = set(Volunteer.objects.values_list("status", flat=True))
    helper = Volunteer.objects.get(user=office.users["freiwillig"])
    years = {month.year for month in HourEntry.objects.values_list("month", flat=True)}
    assert 60 <= Volunteer.objects.count() <= 80
    assert 36 <= Placement.objects.count() <= 60
    assert {"interessent", "einsatzbereit", "im_einsatz", "ausgeschieden"} <= statuses
    assert helper.placements.get().status == "aktiv"
    assert years == {office.today.year - 1, office.today.year}
    assert Need.objects.visible_to(office.users["partner"]).exists()
    assert all(name.endswith("(Demo)") for name in Volunteer.objects.values_list("name", flat=True))
    assert not Placement.objects.filter(started_on__gt=office.today).exists()
    assert not HourEntry.objects.filter(month__gt=office.today).exists()
