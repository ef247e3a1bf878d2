"""The calendar: what an event may say, and what may be done with it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events import actions
from events.models import Event, Series
from tests.events.factories import in_days, make_event, make_registration, make_series
from tests.factories import make_user
from tests.network.factories import make_membership, make_organisation


pytestmark = pytest.mark.django_db
NOON, EVENING = datetime.time(12), datetime.time(18)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"starts_at": EVENING, "ends_at": NOON}, "The event cannot end before it starts."),
        ({"starts_at": NOON, "ends_at": NOON}, "The event cannot end before it starts."),
        ({"ends_at": NOON}, "The event cannot end before it starts."),
        ({"rain_date": in_days(14)}, "The rain date must be after the event."),
        ({"registration_deadline": in_days(15)}, "Registration ends on the day of the event"),
        ({"capacity": 0}, "An event needs at least one place."),
        ({"visitors": 5}, "Visitors can only be counted for an event that took place."),
        ({"status": Event.Status.CANCELLED}, "Please say why the event is cancelled"),
        ({"languages": ["xxx"]}, "is not a valid choice"),
    ],
)
def test_an_impossible_event_is_refused_with_a_sentence(fields, sentence):
    event = Event(**{"title": "Fest", "day": in_days(14)} | fields)

    with pytest.raises(ValidationError) as refusal:
        event.full_clean()

    assert sentence in " ".join(refusal.value.messages)


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_at": EVENING, "ends_at": NOON},
        {"ends_at": NOON},
        {"rain_date": in_days(3)},
        {"registration_deadline": in_days(15)},
        {"capacity": 0},
        {"visitors": 5},
        {"status": Event.Status.POSTPONED},
    ],
)
def test_the_database_refuses_it_too(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(**fields)


def test_the_same_event_stands_in_the_calendar_once_even_without_time_and_place():
    event = make_event(title="Fest")

    with pytest.raises(ValidationError, match="in the calendar already"):
        Event(title="Fest", day=event.day).full_clean()
    Event(title="Fest", day=event.day, starts_at=NOON).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(title="Fest", day=event.day)


def test_nothing_has_taken_place_tomorrow():
    with pytest.raises(ValidationError, match="still to come"):
        Event(title="Fest", day=in_days(1), status=Event.Status.TOOK_PLACE).full_clean()


def test_a_series_ends_after_it_starts_and_has_one_name():
    make_series(title="Interkulturelle Wochen 2025")

    with pytest.raises(ValidationError, match="There is a series of this name already"):
        Series(title="interkulturelle wochen 2025").full_clean()
    with pytest.raises(ValidationError, match="The series cannot end before it starts"):
        Series(title="Markt", starts_on=in_days(2), ends_on=in_days(1)).full_clean()
    with pytest.raises(ValidationError, match="four digits"):
        Series(title="Markt", year=25).full_clean()


def test_everybody_sees_the_events_meant_for_them():
    own_organisation, partner = make_organisation(), make_user("partner")
    make_membership(user=partner, organisation=own_organisation)
    published = make_event()
    called_off = make_event(status=Event.Status.CANCELLED, reason="Regen")
    idea = make_event(status=Event.Status.IDEA)
    own = make_event(own_organisation, status=Event.Status.PROPOSED)

    def seen(user):
        return set(Event.objects.visible_to(user))

    assert seen(make_user("counselling")) == {published, called_off, idea, own}
    assert seen(make_user("test_office")) == {published, called_off, idea, own}
    assert seen(partner) == {published, called_off, own}
    assert seen(make_user("volunteer")) == {published, called_off}
    assert seen(make_user("data_protection")) == set()


def test_a_former_partner_no_longer_sees_what_the_organisation_plans():
    organisation, partner = make_organisation(), make_user("partner")
    make_membership(user=partner, organisation=organisation, since=in_days(-9), until=in_days(-1))
    make_event(organisation, status=Event.Status.PROPOSED)

    assert list(Event.objects.visible_to(partner)) == []


def test_a_partner_proposes_and_the_office_decides():
    organisation, partner = make_organisation(), make_user("partner")
    make_membership(user=partner, organisation=organisation)
    event = Event(title="Fest", day=in_days(30), status=Event.Status.PUBLISHED)

    actions.keep_contribution(event, organisers=[organisation], by=partner)

    assert event.status == Event.Status.PROPOSED
    assert list(event.organisers.all()) == [organisation]


def test_a_partner_cannot_propose_for_somebody_else():
    partner = make_user("partner")
    make_membership(user=partner)

    with pytest.raises(ValidationError, match="name your own organisation"):
        actions.keep_contribution(
            Event(title="Fest", day=in_days(30)), organisers=[make_organisation()], by=partner
        )

    assert not Event.objects.exists()


def test_what_is_called_off_stays_and_says_why():
    event = make_event()

    actions.call_off(event, status=Event.Status.CANCELLED, reason=" Sturm ", by=make_user())

    event.refresh_from_db()
    assert (event.status, event.reason, event.version) == (Event.Status.CANCELLED, "Sturm", 1)
    with pytest.raises(ValidationError, match="called off already"):
        actions.call_off(event, status=Event.Status.CANCELLED, reason="Regen", by=make_user())


@pytest.mark.parametrize(
    ("fields", "reason", "sentence"),
    [
        ({}, "  ", "Please say why"),
        ({"day": in_days(-1), "status": Event.Status.TOOK_PLACE}, "Regen", "has taken place"),
    ],
)
def test_calling_off_is_refused(fields, reason, sentence):
    event = make_event(**fields)

    with pytest.raises(ValidationError, match=sentence):
        actions.call_off(event, status=Event.Status.CANCELLED, reason=reason, by=make_user())


def test_a_reason_goes_when_the_event_takes_place_after_all():
    event = make_event(status=Event.Status.POSTPONED, reason="Regen")

    event.status = Event.Status.PUBLISHED
    actions.keep(event, organisers=[], by=make_user())

    event.refresh_from_db()
    assert event.reason == ""


def test_counting_visitors_says_that_it_took_place():
    event = make_event(day=in_days(-1))

    actions.count_visitors(event, visitors=0, by=make_user())

    event.refresh_from_db()
    assert (event.status, event.visitors) == (Event.Status.TOOK_PLACE, 0)


def test_visitors_are_counted_only_of_what_took_place():
    coming = make_event()
    called_off = make_event(day=in_days(-1), status=Event.Status.CANCELLED, reason="Regen")

    with pytest.raises(ValidationError, match="from that day on"):
        actions.count_visitors(coming, visitors=5, by=make_user())
    with pytest.raises(ValidationError, match="did not take place"):
        actions.count_visitors(called_off, visitors=5, by=make_user())


def test_an_event_somebody_counts_on_is_not_deleted():
    registered = make_registration().event
    counted = make_event(day=in_days(-1), status=Event.Status.TOOK_PLACE, visitors=3)
    plain = make_event()

    with pytest.raises(ValidationError, match="cancel it instead"):
        actions.delete(registered, by=make_user())
    with pytest.raises(ValidationError, match="belongs to the report"):
        actions.delete(counted, by=make_user())
    actions.delete(plain, by=make_user())

    assert set(Event.objects.all()) == {registered, counted}


def test_a_series_with_events_is_not_deleted():
    full, empty = make_series(), make_series()
    make_event(series=full)

    with pytest.raises(ValidationError, match="This series has events"):
        actions.delete_series(full, by=make_user())
    actions.delete_series(empty, by=make_user())

    assert list(Series.objects.all()) == [full]


def test_events_are_found_by_title_place_text_and_organiser_whatever_the_accents():
    by_title = make_event(title="Frühstück für alle")
    by_place = make_event(place="Frühlingssaal")
    by_organiser = make_event(make_organisation(name="Verein Frühling"))
    make_event(title="Kino")

    assert set(Event.objects.matching("fruh")) == {by_title, by_place, by_organiser}
