"""The network of the demo office."""

import datetime

import pytest
from django.db.models import Count

from integration_office import demo
from integration_office.importers import import_lists
from network import demo as network_demo
from network.models import ContactPerson, Measure, Meeting, Organisation
from tests.factories import make_user


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("today", [datetime.date(2026, 11, 23), datetime.date(2027, 1, 2)])
def test_the_demo_office_has_partners_people_meetings_and_measures(today, tmp_path):
    for name in ("organisationen.csv", "gremien.csv", "integrationskonzept.csv"):
        (tmp_path / name).write_bytes((demo.LISTS / name).read_bytes())
    import_lists(tmp_path, dry_run=False, say=lambda line: None)
    office = demo.Office(today=today, say=lambda line: None)
    office.users = {"koordination": make_user(), "partner": make_user("partner")}

    network_demo.fill(office)

    circle = Meeting.objects.filter(body__name=network_demo.CIRCLE)
    by_year = circle.held().values_list("day__year").annotate(meetings=Count("pk"))
    assert dict(by_year)[today.year - 1] == 5
    assert circle.held().filter(attendance=None).count() == 0
    assert circle.upcoming(today).count() == 1
    assert Meeting.objects.without_minutes(today).count() == 1
    assert Organisation.objects.of(office.users["partner"]).count() == 2
    assert ContactPerson.objects.exclude(name__endswith="(Demo)").count() == 0
    assert Measure.objects.filter(title__endswith="(Demo)").exclude(status="").count() == 6
