"""One list over all parts of a case: also what consents, referrals and courses have to tell."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.counselling.factories import make_case, make_contact
from tests.counselling.language import make_interest, make_placement
from tests.counselling.people import make_consent
from tests.counselling.recognition import make_recognition
from tests.counselling.referrals import make_referral


pytestmark = pytest.mark.django_db


def test_the_course_of_a_case_tells_of_every_part(client, counsellor, today):
    case = make_case(responsible=counsellor)
    make_contact(case=case, counsellor=counsellor, day=today - timedelta(days=9))
    make_consent(case, purpose="messenger", given_on=today - timedelta(days=8))
    make_referral(by=counsellor, case=case)
    make_placement(case, day=today - timedelta(days=6), level="A2")
    make_interest(case, since=today - timedelta(days=5))
    make_recognition(case, begun_on=today - timedelta(days=4))

    text = client.get(case.get_absolute_url()).text

    missing = [
        said
        for said in (
            *("Consent given", "Referral", "Placement", "Interest in a course"),
            "Recognition begun",
        )
        if said not in text
    ]
    assert missing == []


def test_each_part_can_be_looked_at_alone(client, counsellor):
    case = make_case(responsible=counsellor)
    make_contact(case=case, counsellor=counsellor, note="Nur im Kontakt")
    make_placement(case, level="A2")

    text = client.get(case.get_absolute_url(), {"kind": "language"}).text

    assert ("Placement ·" in text, "Nur im Kontakt" in text) == (True, False)


def test_a_long_course_needs_no_more_queries_than_a_short_one(client, counsellor):
    case = make_case(responsible=counsellor)
    make_contact(case=case, counsellor=counsellor)
    make_placement(case)
    client.get(case.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(case.get_absolute_url())

    for _number in range(12):
        make_contact(case=case, counsellor=counsellor)
        make_placement(case)

    with CaptureQueriesContext(connection) as many:
        client.get(case.get_absolute_url())
    # The opening of the case is on an older page by then.
    assert len(many) <= len(few)
