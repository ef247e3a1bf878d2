"""What the report counts. Name only what the test is about."""

import datetime as dt
from itertools import count

from counselling.models import Case, Contact, Referral
from offers.models import UnmetNeed
from reports.models import AnnualReport, PublishedFigure
from tests.counselling.inquiries import make_answered, make_inquiry, moment
from tests.events.factories import (
    make_event,
    make_series,
    make_talk,
    make_test_registration,
    make_test_session,
)
from tests.factories import make_user
from tests.network.factories import (
    make_body,
    make_goal,
    make_measure,
    make_meeting,
    make_organisation,
)
from tests.offers.factories import make_offer
from tests.volunteers.factories import make_hours, make_need, make_placement, make_volunteer


YEAR = 2025
SPRING, AUTUMN = dt.date(YEAR, 3, 3), dt.date(YEAR, 9, 20)
numbers = count(1)


def make_contact(*, case=None, counsellor=None, **fields):
    fields = {
        "day": SPRING,
        "form": "kurz",
        "channel": "sprech",
        "main_topic": "WOH",
        "duration": "d15",
    } | fields
    fields.setdefault("topics", [fields["main_topic"]])
    counsellor = counsellor or make_user("counselling")
    return Contact.objects.create(case=case, counsellor=counsellor, **fields)


def make_contacts(number, **fields):
    counsellor = make_user("counselling")
    return [make_contact(counsellor=counsellor, **fields) for _ in range(number)]


def make_case(**fields):
    return Case.objects.create(
        **{
            "number": f"{YEAR}-{next(numbers):04}",
            "responsible": fields.pop("responsible", None) or make_user("counselling"),
            "opened_on": dt.date(YEAR, 2, 1),
        }
        | fields
    )


def close(case, day=AUTUMN):
    case.status, case.closed_on, case.closing_reason = "abgeschlossen", day, "ziel"
    case.save()
    return case


def make_referral(body, *, day=SPRING, wait=None, **fields):
    """Somebody was sent on; with `wait` to an appointment so many days later."""
    usual = {"topic": "SPR", "made_on": day, "waits_until": day, "organisation": body}
    usual |= {"referred_by": make_user("counselling")} if "referred_by" not in fields else {}
    if wait is not None:
        usual |= {"kind": "termin", "appointment_on": day + dt.timedelta(days=wait)}
    return Referral.objects.create(**usual | fields)


def make_office():
    """A bit of everything the report counts, all of it in the year."""
    case = make_case(gender="w", age_group="27-44", country_group="syr", district="Mitte")
    make_contacts(6, case=case, relatives=2, main_topic="SPR", form="begleit", channel="tel")
    make_contacts(7, results=["info", "formular"], country_group="ukr", gender="m", channel="mail")
    usual = {"language": "ara", "status_group": "EU", "access_path": "jc", "first_contact": True}
    make_contacts(3, asked_on=SPRING - dt.timedelta(days=4), **usual)
    close(make_case())
    make_referral(make_organisation(), wait=3, case=case)
    UnmetNeed.objects.create(
        reported_on=SPRING, field_of_action="SPR", text="x", reported_by=make_user("counselling")
    )
    series = make_series()
    for place in range(3):
        make_event(
            day=AUTUMN + dt.timedelta(days=place),
            series=series if place else None,
            status="durchgefuehrt",
            visitors=20,
        )
    make_talk(day=SPRING, n_total=9)
    session = make_test_session(day=SPRING, registration_closes=SPRING, status="durchgefuehrt")
    for status in ["erschienen"] * 6 + ["nicht_erschienen"]:
        make_test_registration(session=session, status=status)
    make_offer(published_on=SPRING, fields_of_action=["SPR", "WOH"])
    make_offer(published_on=SPRING, status="beendet", ended_on=AUTUMN)
    helper = make_volunteer(since=SPRING)
    make_placement(volunteer=helper, need=make_need(), status="aktiv", started_on=SPRING)
    make_placement(
        volunteer=make_volunteer(since=SPRING),
        status="beendet",
        started_on=SPRING,
        ended_on=AUTUMN,
    )
    make_volunteer(since=SPRING, status="ausgeschieden", ended_on=AUTUMN)
    make_hours(volunteer=helper, month=SPRING.replace(day=1))
    make_meeting(body=make_body(), day=SPRING, status="durchgefuehrt", attendance=12)
    make_measure(goal=make_goal(), status="in_umsetzung")
    for days in range(1, 7):
        make_answered(received_at=moment(SPRING), after=dt.timedelta(days=days))
    make_inquiry(received_at=moment(AUTUMN), asker="presse", field_of_action="WOH")


def make_report(*, year=YEAR, **fields):
    return AnnualReport.objects.create(year=year, **fields)


def make_published(**fields):
    fields = {
        "year": YEAR,
        "name": "Einwohnerinnen und Einwohner",
        "value": 34538,
        "unit": "Personen",
        "source": "stadtistik.de",
    } | fields
    return PublishedFigure.objects.create(**fields)
