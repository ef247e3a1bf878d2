"""Organisations, people, bodies and the concept for tests. Name only what the test is about."""

import datetime
from itertools import count

from network.models import (
    Body,
    Concept,
    ConceptField,
    ContactPerson,
    Goal,
    Measure,
    Meeting,
    Membership,
    Organisation,
    Seat,
)
from tests.factories import make_user


numbers = count(1)


def make_organisation(**fields):
    return Organisation.objects.create(**{"name": f"Beispielverein {next(numbers)}"} | fields)


def make_membership(*, user=None, organisation=None, **fields):
    return Membership.objects.create(
        user=user or make_user("partner"),
        organisation=organisation or make_organisation(),
        **fields,
    )


def make_person(*, organisation=None, **fields):
    return ContactPerson.objects.create(
        organisation=organisation or make_organisation(),
        **{"name": f"Kontakt {next(numbers)} (Demo)"} | fields,
    )


def make_body(**fields):
    return Body.objects.create(**{"name": f"Arbeitskreis {next(numbers)}"} | fields)


def make_seat(*, body=None, **fields):
    if not {"organisation", "person"} & fields.keys():
        fields["organisation"] = make_organisation()
    return Seat.objects.create(body=body or make_body(), **fields)


def make_meeting(*, body=None, **fields):
    return Meeting.objects.create(
        body=body or make_body(), **{"day": datetime.date(2026, 3, 4)} | fields
    )


def make_goal(*, field=None, **fields):
    number = next(numbers)
    if field is None:
        concept = Concept.objects.create(title=f"Konzept {number}")
        field = ConceptField.objects.create(concept=concept, title=f"Handlungsfeld {number}")
    return Goal.objects.create(field=field, **{"title": f"Ziel {number}"} | fields)


def make_measure(*, goal=None, **fields):
    return Measure.objects.create(
        goal=goal or make_goal(), **{"title": f"Maßnahme {next(numbers)}"} | fields
    )
