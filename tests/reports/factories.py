"""Things the report counts. Name only what the test is about."""

import datetime as dt
from itertools import count

from counselling.models import Case, Contact
from events.models import Event, TestSession
from offers.models import Offer
from reports.models import AnnualReport, PublishedFigure
from tests.factories import make_user
from tests.network.factories import make_organisation


YEAR = 2025
numbers = count(1)


def make_contact(*, case=None, counsellor=None, **fields):
    fields = {
        "day": dt.date(YEAR, 3, 3),
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
    fields = {
        "number": f"{YEAR}-{next(numbers):04}",
        "responsible": fields.pop("responsible", None) or make_user("counselling"),
        "opened_on": dt.date(YEAR, 2, 1),
    } | fields
    return Case.objects.create(**fields)


def make_event(**fields):
    fields = {
        "title": f"Fest {next(numbers)}",
        "day": dt.date(YEAR, 9, 20),
        "status": "durchgefuehrt",
    } | fields
    return Event.objects.create(**fields)


def make_test_session(**fields):
    fields = {
        "day": dt.date(YEAR, 5, 10) + dt.timedelta(days=next(numbers)),
        "room": "VHS 1",
        "registration_closes": dt.date(YEAR, 3, 29),
        "status": "durchgefuehrt",
    } | fields
    return TestSession.objects.create(**fields)


def make_offer(**fields):
    fields = {
        "title": f"Angebot {next(numbers)}",
        "provider": fields.pop("provider", None) or make_organisation(),
        "status": "veroeffentlicht",
        "published_on": dt.date(YEAR, 4, 1),
    } | fields
    return Offer.objects.create(**fields)


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
