"""The open feed as a reader asks for it, the official schemas, and an offer that says all."""

import datetime
import json
from decimal import Decimal
from functools import cache
from pathlib import Path

import jsonschema
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from integration_office import files
from offers import documents
from offers.models import Document, Location, Neighbour, Schedule
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer, numbers


PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
ROOT = "/offers/hsds/"
SERVICES = "/offers/hsds/services"
SCHEMAS = Path(__file__).parent / "hsds"


@cache
def validator(name):
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return _of(schema)


@cache
def organisation_validator():
    """The nested organisation of a service: the specification has no other compiled one here."""
    service = json.loads((SCHEMAS / "service.json").read_text(encoding="utf-8"))
    return _of(service["properties"]["organization"])


def _of(schema):
    checker = jsonschema.FormatChecker()
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


def faults(validator, document):
    return [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(document)]


def asked(path=ROOT, **query):
    response = Client().get(path, query)
    assert response.status_code == 200, response.content
    return response.json()


def names(document):
    return [one["name"] for one in document["contents"]]


def make_library():
    return make_organisation(
        name="Stadtbücherei",
        short_name="StaBü",
        email="buecherei@demo.example",
        phone="04103 1234",
        street="Rosengarten 6",
        city="Wedel",
        website="https://buecherei.demo.example/",
    )


def make_course():
    """An offer that knows everything the feed has a field for."""
    place = Location.objects.create(
        name="Stadtbücherei",
        street="Rosengarten 6",
        postcode="22880",
        city="Wedel",
        latitude=Decimal("53.58"),
        longitude=Decimal("9.7"),
        barrier_free="ja",
        barrier_note="Aufzug",
        how_to_get_there="Bus 189",
    )
    offer = make_offer(
        provider=make_library(),
        title="Dialog in Deutsch",
        kind="sprachcafe",
        description="Reden üben.",
        fields_of_action=["SPR", "TEI"],
        target_groups=["frauen"],
        languages=["deu", "tur"],
        german_level_from="A2",
        age_from=16,
        age_to=99,
        location=place,
        place="2. Stock",
        is_free="ja",
        registration="ja",
        registration_contact="bei Frau Muster, 0170 123456",
        contact_name="Erika Muster",
        contact_phone="0170 123456",
        contact_email="erika.muster@demo.example",
        access_for_clients="Einfach kommen.",
        access_for_advisers="Frau Muster anrufen",
        internal_note="Streit um den Raum",
        admission_conditions="Ausweis der Bücherei",
        what_to_bring="Stift",
        funding="Land",
        interpreting="anfrage",
        interpreting_languages=["ara"],
        website="https://buecherei.demo.example/dialog",
        confirmed=20,
    )
    Schedule.objects.create(
        offer=offer,
        starts_on=datetime.date(2026, 1, 9),
        start_time=datetime.time(16),
        end_time=datetime.time(17),
        rule="FREQ=WEEKLY;BYDAY=FR",
        until=datetime.date(2026, 12, 18),
        except_school_holidays=True,
        exception_days=[datetime.date(2026, 5, 15)],
        extra_days=[datetime.date(2026, 12, 22)],
    )
    return offer


def make_neighbour(**fields):
    """A neighbouring town whose feed is fetched every night."""
    usual = {
        "name": f"Nachbarort {next(numbers)}",
        "url": "https://uetersen.demo.example/offers/hsds/",
    }
    return Neighbour.objects.create(**usual | fields)


def make_location(**fields):
    """A place in the list of the office."""
    return Location.objects.create(**{"name": f"Haus {next(numbers)}"} | fields)


def make_document(offer, **fields):
    """A flyer of an offer, with its file."""
    document = Document(offer=offer, **{"title": "Flyer"} | fields)
    file = SimpleUploadedFile("flyer.pdf", PDF)
    return documents.add(document, file, files.PDF, by=make_user())


def service(key, **changes):
    """A service of a feed in as few words as are enough."""
    return {"id": key, "name": f"Angebot {key}", "status": "active"} | changes
