"""What has not begun, is over or pauses sends nobody to a closed door, wherever it is told."""

import datetime

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from offers.codes import Status
from offers.models import Schedule
from offers.paper.handout_labels import labels
from tests.factories import make_user
from tests.offers.factories import make_offer, make_schedule
from tests.offers.feed import asked
from tests.offers.papers import text_of


pytestmark = pytest.mark.django_db


def in_days(number):
    return timezone.localdate() + datetime.timedelta(days=number)


def short(day):
    return date_format(day, "SHORT_DATE_FORMAT")


def make_daily(**fields):
    """Every day from nine to eleven, since the beginning of the year."""
    offer = make_offer(title="Café", **fields)
    make_schedule(offer, rule="FREQ=DAILY", start="09:00", end="11:00")
    return offer


def make_weekly(**fields):
    """Every week on this weekday."""
    offer = make_offer(title="Café", **fields)
    day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[timezone.localdate().weekday()]
    make_schedule(offer, rule=f"FREQ=WEEKLY;BYDAY={day}", start="09:00", end="11:00")
    return offer


def handout(client, offer):
    return text_of(client.get(f"/offers/selection/handout.pdf?offers={offer.pk}&lang=deu").content)


def entries(offer):
    calendar = Client().get(reverse("offers:calendar", args=[offer.pk])).content
    return icalendar.Calendar.from_ical(calendar).walk("VEVENT")


def printed(client, page):
    return text_of(client.get(f"/offers/{page}.pdf").content)


def test_a_handout_prints_no_date_before_the_offer_begins(client_of):
    begins = in_days(60)
    offer = make_daily(valid_from=begins.isoformat())

    text = handout(client_of(make_user()), offer)

    day = labels("deu").day
    assert day(begins) in text
    assert day(in_days(1)) not in text


@pytest.mark.parametrize("pauses", [True, False])
def test_a_handout_prints_no_date_of_an_offer_that_pauses(client_of, pauses):
    offer = make_daily(status=Status.PAUSED if pauses else Status.PUBLISHED)

    text = handout(client_of(make_user()), offer)

    assert (labels("deu").day(in_days(1)) not in text) is pauses


def test_a_calendar_ends_with_the_offer():
    offer = make_daily(valid_until=in_days(3).isoformat())

    (event,) = entries(offer)

    assert event["rrule"]["UNTIL"][0].astimezone().date() == in_days(3)


def test_a_calendar_begins_with_the_offer():
    offer = make_daily(valid_from=in_days(70).isoformat())

    (event,) = entries(offer)

    assert event["dtstart"].dt.date() == in_days(70)


def test_a_number_of_times_that_the_offer_cuts_short_is_said_by_its_last_day():
    offer = make_offer(valid_until=in_days(3).isoformat())
    make_schedule(offer, rule="FREQ=DAILY;COUNT=9", starts_on=in_days(0), start="", end="")

    (event,) = entries(offer)

    assert "COUNT" not in event["rrule"]
    assert event["rrule"]["UNTIL"] == [in_days(3)]


def test_the_open_feed_says_from_when_to_when():
    make_daily(valid_from=in_days(70).isoformat(), valid_until=in_days(90).isoformat())
    Schedule.objects.update(extra_days=[in_days(5), in_days(80)])

    rule, extra = asked()["contents"][0]["schedules"]

    assert (rule["valid_from"], rule["valid_to"]) == (str(in_days(70)), str(in_days(90)))
    assert (rule["until"], rule["dtstart"]) == (str(in_days(90)), "2026-01-01")
    assert extra["dtstart"] == str(in_days(80))


def test_the_open_feed_tells_of_an_offer_of_one_day():
    make_daily(valid_from=in_days(5).isoformat(), valid_until=in_days(5).isoformat())

    (day,) = asked()["contents"][0]["schedules"]

    assert day["valid_from"] == day["valid_to"] == str(in_days(5))


def test_the_open_feed_says_it_beside_words_too():
    make_offer(schedule_text="dienstags", valid_until=in_days(90).isoformat())

    (words,) = asked()["contents"][0]["schedules"]

    assert (words["description"], words["valid_to"]) == ("dienstags", str(in_days(90)))


def test_the_directory_says_from_when_to_when(client_of):
    make_weekly(valid_from=in_days(70).isoformat(), valid_until=in_days(90).isoformat())

    text = printed(client_of(make_user()), "directory")

    assert f"{date_format(in_days(70))} to {date_format(in_days(90))}" in " ".join(text.split())


def test_what_has_not_begun_does_not_stand_in_this_week_but_below_with_its_day(client_of):
    make_weekly(valid_from=in_days(70).isoformat())

    text = " ".join(printed(client_of(make_user()), "timetable").split())

    table, below = text.split("At other times")
    assert "Café" not in table
    assert f"from {date_format(in_days(70))} on" in below


def test_the_week_says_when_an_offer_ends(client_of):
    make_weekly(valid_until=in_days(20).isoformat())

    assert f"until {short(in_days(20))}" in printed(client_of(make_user()), "timetable")
