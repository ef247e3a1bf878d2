"""What the database holds against everybody, beside what a form says (test_models.py: offers)."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from offers.models import (
    AskedOffer,
    Course,
    Location,
    NeighbourOffer,
    NotDouble,
    OfferVersion,
    ProposedChange,
    Schedule,
    SchoolHoliday,
    UnmetNeed,
)
from tests.factories import make_user
from tests.offers.factories import make_inquiry, make_offer, make_proposal
from tests.offers.feed import make_neighbour
from tests.offers.needs import make_need


pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)
BEFORE = DAY - datetime.timedelta(days=1)


def changed(row, **fields):
    """The stored row as somebody would write it who asks no rule of ours."""
    type(row)._base_manager.filter(pk=row.pk).update(**fields)


def asked(**fields):
    make_inquiry()
    changed(AskedOffer.objects.get(), **fields)


def proposed(**fields):
    changed(make_proposal(), **fields)


def need(**fields):
    changed(make_need(), **fields)


def checked(**fields):
    need(**{"status": "geprueft", "checked_on": DAY, "checked_by": make_user()} | fields)


def decided(**fields):
    checked(**{"decided_on": DAY, "decided_by": make_user()} | fields)


def double():
    one, other = make_offer(), make_offer()
    NotDouble.objects.create(one=other, other=one, said_by=make_user())


def of_an_offer(model):
    return lambda **fields: model.objects.create(offer=make_offer(), **fields)


def holiday(**fields):
    SchoolHoliday.objects.create(name="Ferien", **fields)


def place(**fields):
    Location.objects.create(name="Haus", **fields)


REFUSED = [
    (place, {"latitude": 53}, "location_has_both_coordinates"),
    (place, {"longitude": 9}, "location_has_both_coordinates"),
    (place, {"latitude": 91, "longitude": 9}, "location_has_both_coordinates"),
    (make_offer, {"is_free": "ja", "price": 3}, "offer_free_has_no_price"),
    (make_offer, {"price": -1}, "offer_price_not_below_zero"),
    (make_offer, {"confirm_every": 2}, "offer_confirmed_in_known_intervals"),
    (
        of_an_offer(Course),
        {"starts_on": DAY, "ends_on": BEFORE},
        "course_ends_after_it_starts",
    ),
    (of_an_offer(Course), {"seats": 9, "registered": 10}, "course_registered_within_seats"),
    (
        of_an_offer(Course),
        {"hours": 100, "orientation_hours": 101},
        "course_orientation_within_hours",
    ),
    (
        of_an_offer(Schedule),
        {"starts_on": DAY, "until": BEFORE},
        "schedule_ends_after_it_starts",
    ),
    (
        of_an_offer(Schedule),
        {
            "starts_on": DAY,
            "start_time": datetime.time(11),
            "end_time": datetime.time(10),
        },
        "schedule_closes_after_it_opens",
    ),
    (holiday, {"first_day": DAY, "last_day": BEFORE}, "school_holiday_ends_after_it_starts"),
    (double, {}, "not_double_older_one_first"),
    (asked, {"answer": "stimmt"}, "asked_offer_answered_at_some_time"),
    (asked, {"answered_at": timezone.now()}, "asked_offer_answered_at_some_time"),
    (proposed, {"status": "uebernommen"}, "proposed_change_decided_at_some_time"),
    (proposed, {"decided_at": timezone.now()}, "proposed_change_decided_at_some_time"),
    (need, {"people": 0}, "unmet_need_of_at_least_one"),
    (need, {"status": "geprueft"}, "unmet_need_checked_at_some_time"),
    (need, {"checked_on": DAY}, "unmet_need_checked_at_some_time"),
    (checked, {"decided_on": DAY}, "unmet_need_decided_at_some_time"),
    (checked, {"status": "nicht", "remark": "Kein Raum"}, "unmet_need_decided_at_some_time"),
    (
        decided,
        {"status": "nicht", "remark": "Kein Raum", "decided_on": BEFORE},
        "unmet_need_decided_at_some_time",
    ),
    (decided, {"status": "angebot"}, "unmet_need_names_the_offer_found"),
    (decided, {"status": "massnahme"}, "unmet_need_names_the_measure"),
    (decided, {"status": "nicht"}, "unmet_need_unsolvable_for_a_reason"),
]


@pytest.mark.parametrize(("make", "fields", "constraint"), REFUSED)
def test_the_database_refuses_what_cannot_be(make, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**fields)


def test_what_is_decided_the_day_it_was_checked_is_taken():
    decided(status="nicht", remark="Kein Raum")

    assert UnmetNeed.objects.get().decided_on == DAY


def test_the_database_keeps_once_what_there_is_once():
    offer, neighbour = make_offer(), make_neighbour()
    one, other = make_offer(), make_offer()
    _token, inquiry = make_inquiry(offer)
    day = {"first_day": DAY, "last_day": DAY}
    change = {"offer": offer, "provider": offer.provider, "base_version": 0, "facts": {}}
    theirs = {"neighbour": neighbour, "foreign_id": "7", "seen_at": timezone.now()}
    noted = {"one": one, "other": other, "said_by": make_user()}

    for model, fields, constraint in (
        (AskedOffer, {"inquiry": inquiry, "offer": one}, "offer_once_per_inquiry"),
        (OfferVersion, {"offer": offer, "number": 7, "facts": {}}, "offer_version_once"),
        (ProposedChange, change | {"via": "link"}, "proposed_change_waits_once_per_offer"),
        (NotDouble, noted, "not_double_once"),
        (NeighbourOffer, theirs, "neighbour_offer_once"),
        (Location, {"name": "Alte Schule", "street": "Markt 1"}, "location_once"),
        (SchoolHoliday, day | {"name": "Ferien"}, "school_holiday_once"),
    ):
        model.objects.create(**fields)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            model.objects.create(**fields)
