"""The start page of the office costs the same however much is due."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.models import ContactPerson
from offers.models import UnmetNeed
from tests.counselling.inquiries import make_inquiry
from tests.events.factories import in_days, make_event
from tests.factories import make_user
from tests.network.factories import make_body, make_meeting, make_person
from tests.offers.factories import days_ago, make_offer
from tests.offers.needs import make_need as make_unmet_need
from tests.volunteers.factories import make_need, make_placement, make_volunteer
from volunteers.models import Volunteer


pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - datetime.timedelta(days=1000)


def one_of_each(office):
    """Something of whatever is listed row by row for the coordination."""
    make_inquiry(responsible=office, due=in_days(1))
    make_event(day=in_days(3), office_role="veranstalter")
    make_event(day=in_days(-20), office_role="veranstalter")
    make_event(day=in_days(9), status="angemeldet")
    make_meeting(body=make_body(office_writes_minutes=True), day=in_days(-20))
    make_meeting(day=in_days(2))
    make_offer(funding="Land", funding_until=in_days(20))
    certificate = {"certificate_date": days_ago(1900), "certificate_seen_on": days_ago(1900)}
    make_volunteer(since=days_ago(1900), relevant_conviction=False, **certificate)
    make_placement()
    make_need(status="gemeldet")
    make_need(ends_on=in_days(2))
    rows = [(Volunteer, make_volunteer()), (ContactPerson, make_person())]
    for model, row in [*rows, (UnmetNeed, make_unmet_need())]:
        model.objects.filter(pk=row.pk).update(changed_at=LONG_AGO)


def test_the_office_asks_as_often_for_many_as_for_one(client_of):
    office = make_user("coordination")
    client = client_of(office)

    def one_more():
        one_of_each(office)
        with CaptureQueriesContext(connection) as questions:
            page = client.get("/?all").text
        return page.count('class="agenda__title"'), len(questions)

    lines, questions = one_more()
    one_more()
    more, asked = one_more()

    assert (lines >= 14, more >= 3 * 13) == (True, True)
    assert asked == questions
