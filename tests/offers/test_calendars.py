"""Calendars to subscribe to: read back by a parser, they hold exactly our dates."""

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from offers import actions
from offers.codes import Status, Via
from offers.models import Offer
from offers.times.calendars import BERLIN_IN_WORDS, dates_of
from offers.times.schedules import BERLIN, days
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_holiday, make_offer, make_schedule
from tests.offers.test_schedules import CHRISTMAS, TODAY, calm, dates, day, plan, rules


WINDOW = day("2025-01-01"), day("2028-12-31")


def days_of(entry):
    """What a calendar program makes of an entry, within our window of years."""
    midnight = datetime.time.min
    start = datetime.datetime.combine(entry.first, midnight)
    found = {entry.first, *entry.besides}
    if entry.rule:
        end = datetime.datetime.combine(WINDOW[1], midnight)
        found |= {
            one.date()
            for one in rrulestr(entry.rule, dtstart=start).between(start, end, inc=True)
            if entry.until is None or one.date() <= entry.until
        }
    return found - set(entry.without)


@calm
@given(
    rule=rules | st.just(""),
    starts_on=dates,
    exceptions=st.lists(dates, max_size=4),
    extra=st.lists(dates, max_size=4),
    public=st.booleans(),
    school=st.booleans(),
    valid=st.tuples(st.none() | dates, st.none() | dates),
)
def test_an_entry_stands_for_exactly_the_days_on_which_the_offer_takes_place(
    rule, starts_on, exceptions, extra, public, school, valid
):
    since, until = valid
    schedule = plan(
        rule,
        starts_on=starts_on,
        exception_days=exceptions,
        extra_days=extra,
        except_public_holidays=public,
        except_school_holidays=school,
    )

    entries = dates_of(schedule, TODAY, CHRISTMAS, since=since, until=until)
    found = set().union(*map(days_of, entries))

    first, last = max(WINDOW[0], since or WINDOW[0]), min(WINDOW[1], until or WINDOW[1])
    ours = set(days(schedule, first, last, CHRISTMAS))
    assert {one for one in found if WINDOW[0] <= one <= WINDOW[1]} == ours


def test_the_zone_changes_its_clocks_when_berlin_does():
    zone = icalendar.Timezone.from_ical(BERLIN_IN_WORDS).to_tz(lookup_tzid=False)

    for year in range(2026, 2031):
        for month in range(1, 13):
            for number in range(1, 29):
                noon = datetime.datetime.fromisoformat(f"{year}-{month:02}-{number:02}T12:00")
                assert (
                    noon.replace(tzinfo=zone).utcoffset() == noon.replace(tzinfo=BERLIN).utcoffset()
                )


def read(url):
    response = Client().get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content, icalendar.Calendar.from_ical(response.content)


def url(offer):
    return reverse("offers:calendar", args=[offer.pk])


@pytest.fixture
def thursdays(db):
    """Thursdays until March, not in the Christmas holidays and not on 3 December."""
    make_holiday()
    offer = make_offer(
        title="Dialog in Deutsch, für alle; auch für Anfängerinnen und Anfänger ohne Vorkenntnisse",
        place="Rosengarten 6, 22880 Wedel",
        contact_name="Toni Beispiel (Demo)",
        contact_phone="04103 000",
        registration_contact="toni@demo.example",
        version=4,
    )
    make_schedule(
        offer,
        starts_on=day("2026-11-01"),
        until=day("2027-01-31"),
        except_school_holidays=True,
        exception_days=[day("2026-12-03")],
        extra_days=[day("2026-12-22")],
    )
    return offer


def test_a_calendar_says_when_in_the_clock_of_berlin(thursdays):
    body, calendar = read(url(thursdays))

    (event,) = calendar.events
    schedule = thursdays.schedules.get()
    assert event["uid"] == f"schedule-{schedule.pk}@127.0.0.1"
    assert event["sequence"] == 4
    assert event["dtstart"].dt == datetime.datetime(
        2026, 11, 5, 16, tzinfo=ZoneInfo("Europe/Berlin")
    )
    assert event["dtend"].dt.hour == 17
    assert event["rrule"].to_ical().decode() == "FREQ=WEEKLY;UNTIL=20270131T225959Z;BYDAY=TH"
    assert [one.dt.date().isoformat() for one in event["exdate"].dts] == [
        *("2026-12-03", "2026-12-24", "2026-12-31"),
    ]
    assert [one.dt.date().isoformat() for one in event["rdate"].dts] == ["2026-12-22"]
    assert event["location"] == "Rosengarten 6, 22880 Wedel"
    assert b"DTSTART;TZID=Europe/Berlin:20261105T160000" in body
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Europe/Berlin"]


def test_a_calendar_is_written_as_the_standard_wants_it(thursdays):
    body, calendar = read(url(thursdays))

    lines = body.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert not any(b"\n" in line or len(line) > 75 for line in lines)
    assert calendar["version"] == "2.0"
    name = thursdays.title.replace(",", "\\,").replace(";", "\\;")
    assert f"X-WR-CALNAME:{name}\r\n" in body.replace(b"\r\n ", b"").decode()


def test_a_calendar_names_nobody(thursdays):
    body, _calendar = read(url(thursdays))

    for personal in (b"Toni", b"toni@", b"04103"):
        assert personal not in body.replace(b"\r\n ", b"")


def test_without_a_time_of_day_it_lasts_the_whole_day(db):
    schedule = make_schedule(start=None, end=None, until=day("2027-01-31"), exception_days=[TODAY])
    body, calendar = read(url(schedule.offer))

    assert b"DTSTART;VALUE=DATE:20260101" in body
    assert calendar.events[0]["rrule"]["UNTIL"] == [day("2027-01-31")]


def test_a_change_counts_on_and_keeps_the_entry(thursdays):
    offer = Offer.objects.get(pk=thursdays.pk)
    schedule = offer.schedules.get()
    before = read(url(offer))[1].events[0]

    actions.change(offer, by=make_user(), via=Via.OFFICE, schedules=[schedule])

    after = read(url(offer))[1].events[0]
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (4, 5)


def test_the_calendar_of_a_provider_holds_all_that_is_public(db):
    provider = make_organisation(name="Villa")
    shown = [make_offer(provider=provider, title=title) for title in ("A", "B")]
    hidden = make_offer(provider=provider, visibility="netzwerk")
    for offer in (*shown, hidden, make_offer()):
        make_schedule(offer)

    _body, calendar = read(reverse("offers:provider_calendar", args=[provider.pk]))

    assert [str(event["summary"]) for event in calendar.events] == ["A", "B"]
    assert str(calendar["name"]) == "Villa"


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.DRAFT},
        {"status": Status.PAUSED},
        {"status": Status.ENDED},
        {"visibility": "netzwerk"},
        {"visibility": "intern"},
    ],
)
@pytest.mark.django_db
def test_what_is_not_public_and_published_is_not_found(client_of, fields):
    offer = make_schedule(make_offer(**fields)).offer
    pages = [url(offer), reverse("offers:provider_calendar", args=[offer.provider_id])]

    answers = [
        browser.get(page) for browser in (Client(), client_of(make_user())) for page in pages
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_who_has_it_already_is_not_sent_it_again(thursdays):
    first = Client().get(url(thursdays))

    again = Client().get(url(thursdays), headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert first["Cache-Control"] == "public, max-age=300"
