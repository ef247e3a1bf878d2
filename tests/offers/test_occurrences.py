"""The dates of the next weeks as rows: what is on now; a night changes only what it must."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from integration_office import chores
from offers import actions
from offers.codes import Status, Via
from offers.models import Occurrence, Offer, Schedule
from offers.times import occurrences
from offers.times.occurrences import is_open, next_dates
from tests.factories import make_user
from tests.offers.factories import make_holiday, make_offer, make_schedule


pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def daily(**fields):
    """Every day from 16:00 to 17:30, holidays or not."""
    return make_schedule(rule="FREQ=DAILY", **fields)


def days_of(offer):
    moments = Occurrence.objects.filter(offer=offer).values_list("starts_at", flat=True)
    return [timezone.localdate(moment) for moment in moments]


def today():
    return timezone.localdate()


def at(text, day=None):
    time = datetime.time.fromisoformat(text)
    return timezone.make_aware(datetime.datetime.combine(day or today(), time))


def test_the_next_eight_weeks_are_kept_from_today_on():
    offer = daily().offer

    assert days_of(offer) == [today() + number * DAY for number in range(57)]
    first = Occurrence.objects.filter(offer=offer).first()
    assert (first.starts_at, first.ends_at) == (at("16:00"), at("17:30"))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PAUSED, Status.ENDED])
def test_what_is_not_published_does_not_take_place(status):
    assert days_of(daily(offer=make_offer(status=status)).offer) == []


def test_an_offer_takes_place_only_while_it_is_valid():
    soon, later = today() + 3 * DAY, today() + 5 * DAY
    offer = make_offer(valid_from=soon.isoformat(), valid_until=later.isoformat())
    daily(offer=offer)

    assert days_of(offer) == [soon, soon + DAY, later]
    assert [one.day for one in next_dates(offer)] == [soon, soon + DAY, later]


def test_dates_follow_an_offer_through_its_life():
    offer, user = daily().offer, make_user()

    counts = []
    for verb in (actions.pause, actions.publish, actions.end):
        way = {"via": Via.OFFICE} if verb is actions.publish else {}
        verb(offer, by=user, **way)
        counts.append(len(days_of(offer)))

    assert counts == [0, 57, 0]


def test_a_changed_time_changes_the_dates():
    schedule = daily()
    schedule.rule = f"FREQ=YEARLY;BYMONTH={today().month};BYMONTHDAY={today().day}"

    actions.change(schedule.offer, by=make_user(), via=Via.OFFICE, schedules=[schedule])

    assert days_of(schedule.offer) == [today()]


def test_the_night_adds_the_day_at_the_far_end_and_takes_away_what_is_over():
    schedule = daily()
    before = set(Occurrence.objects.values_list("pk", flat=True))

    added = occurrences.fill_all(today() + DAY)

    assert added == 1
    assert days_of(schedule.offer) == [today() + number * DAY for number in range(1, 58)]
    assert len(before & set(Occurrence.objects.values_list("pk", flat=True))) == 56


def test_twice_is_no_harm_and_what_is_there_twice_goes():
    offer = daily().offer
    rows = list(Occurrence.objects.values("pk", "offer_id", "schedule_id", "starts_at", "ends_at"))
    Occurrence.objects.create(**rows[0] | {"pk": None})

    assert [occurrences.fill_all(today()), occurrences.fill_all(today())] == [0, 0]
    assert len(days_of(offer)) == 57


def test_the_chore_of_the_day_moves_the_dates_and_lets_ended_times_go():
    daily()
    over = make_schedule(make_offer(), rule="FREQ=DAILY", until=today())
    assert "part:nm" in Offer.objects.get(pk=over.offer_id).facets
    Schedule.objects.filter(pk=over.pk).update(until=today() - DAY)

    failed = chores.do_all(today())

    assert failed == []
    assert days_of(over.offer) == []
    assert "part:nm" not in Offer.objects.get(pk=over.offer_id).facets


def test_what_is_open_now_is_found():
    here, later = daily().offer, daily(start="18:00", end="19:00").offer
    paused = make_offer(status=Status.PAUSED)
    daily(offer=paused)
    daily(end=None)

    assert [
        list(Offer.objects.open_at(at(time))) for time in ("15:59", "16:00", "17:30", "18:30")
    ] == [
        [],
        [here],
        [],
        [later],
    ]
    assert is_open(here, at("16:30")).ends_at == at("17:30")
    assert is_open(paused, at("16:30")) is None


@pytest.mark.parametrize("offers", [1, 30])
def test_dates_cost_the_same_number_of_queries_for_any_number_of_offers(
    django_assert_num_queries, offers
):
    keys = [daily(offer=make_offer()).offer_id for _number in range(offers)]
    Occurrence.objects.all().delete()

    # holidays, savepoint and its end, schedules with their offers, rows, COPY
    with django_assert_num_queries(6):
        occurrences.fill(keys, today())

    assert Occurrence.objects.count() == offers * 57


def page(client_of, offer):
    url = reverse("offers:detail", args=[offer.pk])
    return client_of(make_user("counselling")).get(url).content.decode()


def test_the_page_of_an_offer_shows_its_next_dates_and_what_falls_out(client_of):
    tomorrow = today() + DAY
    schedule = daily(exception_days=[tomorrow], note="Raum 205")

    html = page(client_of, schedule.offer)

    assert "Next dates" in html
    assert html.count("Raum 205</td>") == 6
    assert html.count("does not take place") == 1
    assert f"{tomorrow:%m/%d/%Y}" in html
    assert reverse("offers:calendar", args=[schedule.offer_id]) in html


def test_the_page_says_until_when_it_is_open_now(client_of):
    always = daily(start="00:00", end="23:59")
    closed = daily(start="00:00", end=None)

    assert "open now until 23:59" in page(client_of, always.offer)
    assert "open now" not in page(client_of, closed.offer)


def test_an_offer_that_is_not_public_has_no_calendar_on_its_page(client_of):
    offer = daily(offer=make_offer(visibility="netzwerk")).offer

    html = page(client_of, offer)

    assert "Next dates" in html
    assert "termine.ics" not in html


def test_without_times_and_while_it_pauses_an_offer_shows_no_dates(client_of):
    paused = daily(offer=make_offer(status=Status.PAUSED)).offer

    assert "Next dates" not in page(client_of, make_offer())
    assert "Next dates" not in page(client_of, paused)


def test_public_holidays_that_keep_an_offer_closed_are_named():
    christmas = datetime.date(today().year, 12, 25)
    schedule = make_schedule(
        rule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25,27", except_public_holidays=True
    )

    lines = occurrences.timetable(schedule.offer).lines

    if today() <= christmas:
        assert (lines[0].slot.day, lines[0].is_cancelled) == (christmas, True)
        assert lines[0].reason == "Erster Weihnachtstag"
    assert not any(line.is_cancelled for line in lines if line.slot.day.day == 27)


def test_school_holidays_keep_the_dates_away():
    first, last = today() + 2 * DAY, today() + 4 * DAY
    make_holiday(first.isoformat(), last.isoformat())
    offer = daily(except_school_holidays=True).offer

    found = days_of(offer)

    assert found[:3] == [today(), today() + DAY, today() + 5 * DAY]
