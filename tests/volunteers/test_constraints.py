"""What the database holds against everybody, with the sentence the user reads."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.network.factories import make_organisation
from tests.volunteers.factories import make_hours, make_need, make_placement, make_volunteer


pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)


def days(number):
    return datetime.timedelta(days=number)


CERTIFICATE = {"certificate_seen_on": DAY, "certificate_date": DAY, "relevant_conviction": False}

REFUSED = [
    (make_volunteer, {"status": "ausgeschieden"}, "volunteer_left_on_some_day"),
    (make_volunteer, {"ended_on": DAY}, "volunteer_left_on_some_day"),
    (
        make_volunteer,
        {"status": "ausgeschieden", "ended_on": DAY - days(1)},
        "volunteer_leaves_after_coming",
    ),
    (make_volunteer, {"certificate_seen_on": DAY}, "volunteer_certificate_whole"),
    (
        make_volunteer,
        CERTIFICATE | {"relevant_conviction": None},
        "volunteer_certificate_whole",
    ),
    (
        make_volunteer,
        CERTIFICATE | {"certificate_date": DAY - days(93)},
        "volunteer_certificate_fresh_when_seen",
    ),
    (
        make_volunteer,
        CERTIFICATE | {"certificate_date": DAY + days(1)},
        "volunteer_certificate_fresh_when_seen",
    ),
    (make_volunteer, {"availability": ["mo-x"]}, "volunteer_has_known_times"),
    (make_volunteer, {"name": ""}, "volunteer_has_a_name"),
    (make_volunteer, {"secrecy_signed_on": None}, "volunteer_ready_has_signed_secrecy"),
    (
        make_volunteer,
        {"status": "geloescht", "ended_on": DAY, "name": "Ada Muster (Demo)"},
        "volunteer_erased_holds_no_person",
    ),
    (make_need, {"organisation": None}, "need_of_an_organisation_or_a_family"),
    (make_need, {"family_ref": "F-Muster"}, "need_names_no_family"),
    (
        make_need,
        {"starts_on": DAY, "ends_on": DAY - days(1)},
        "need_ends_after_it_starts",
    ),
    (make_need, {"wanted": 0}, "need_wants_somebody"),
    (make_need, {"status": "beendet"}, "need_ended_on_some_day"),
    (make_need, {"times": ["montags"]}, "need_has_known_times"),
    (
        make_placement,
        {"status": "beendet", "end_reason": ""},
        "placement_ended_on_a_day_for_a_reason",
    ),
    (
        make_placement,
        {"status": "beendet", "ended_on": None},
        "placement_ended_on_a_day_for_a_reason",
    ),
    (
        make_placement,
        {"status": "aktiv", "end_reason": "zeit"},
        "placement_ended_on_a_day_for_a_reason",
    ),
    (make_placement, {"status": "aktiv", "started_on": None}, "placement_began_on_some_day"),
    (make_placement, {"started_on": DAY}, "placement_began_on_some_day"),
    (
        make_placement,
        {"status": "beendet", "ended_on": DAY - days(1)},
        "placement_ends_after_it_begins",
    ),
    (make_hours, {"hours": Decimal(0)}, "hours_fit_into_a_month"),
    (make_hours, {"hours": Decimal("744.25")}, "hours_fit_into_a_month"),
    (make_hours, {"month": DAY}, "hours_of_a_whole_month"),
]


@pytest.mark.parametrize(("make", "fields", "constraint"), REFUSED)
def test_the_database_refuses_what_cannot_be(make, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**fields)


def test_a_certificate_of_three_months_is_young_enough():
    kept = make_volunteer(**CERTIFICATE | {"certificate_date": DAY - days(92)})

    assert kept.certificate_date == DAY - days(92)


def test_a_need_belongs_to_an_organisation_or_a_family_never_to_both():
    with pytest.raises(IntegrityError, match="need_of_an_organisation_or_a_family"):
        make_need(organisation=make_organisation(), family_ref="F-17")


def test_somebody_is_proposed_for_a_need_once_at_a_time():
    first = make_placement(status="abgelehnt")
    again = make_placement(volunteer=first.volunteer, need=first.need)

    with pytest.raises(IntegrityError, match="placement_open_once"):
        make_placement(volunteer=again.volunteer, need=again.need, status="aktiv")


@pytest.mark.parametrize("with_placement", [True, False])
def test_hours_are_entered_once_a_month(with_placement):
    placement = make_placement(status="aktiv") if with_placement else None
    first = make_hours(placement=placement)

    with pytest.raises(IntegrityError, match="hours_once_a_month"):
        make_hours(volunteer=first.volunteer, placement=placement)


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        ("vorgeschlagen", {"gefragt", "abgelehnt"}),
        ("gefragt", {"kennenlernen", "abgelehnt"}),
        ("kennenlernen", {"probezeit", "abgelehnt"}),
        ("probezeit", {"aktiv"}),
        ("aktiv", {"pausiert"}),
        ("pausiert", {"aktiv"}),
        ("beendet", set()),
        ("abgelehnt", set()),
    ],
)
def test_a_placement_takes_only_the_steps_of_the_procedure(status, wanted):
    taken = set()
    for target in type(make_placement()).status.field.choices:
        placement = make_placement(status=status)
        try:
            placement.go_to(target[0])
        except ValidationError:
            assert placement.status == status
        else:
            taken.add(placement.status)

    assert taken == wanted


def test_a_certificate_counts_five_years_and_only_without_a_conviction():
    clean = make_volunteer(**CERTIFICATE)
    convicted = make_volunteer(**CERTIFICATE | {"relevant_conviction": True})
    last = datetime.date(2031, 3, 2)

    assert [clean.certificate_holds_on(last), clean.certificate_holds_on(last + days(1))] == [
        True,
        False,
    ]
    assert not convicted.certificate_holds_on(DAY)
    assert not make_volunteer().certificate_holds_on(DAY)
