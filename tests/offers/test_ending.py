"""Offers end by themselves, and funding that ends is announced."""

import datetime

import pytest
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from integration_office import agenda
from integration_office.models import AuditEntry
from integration_office.partial_dates import last_day
from offers import chores
from offers.codes import Status
from offers.courses import actions as course_actions
from offers.models import Course, Offer, Schedule
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import days_ago, make_draft, make_offer


pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


def test_an_offer_ends_the_day_after_its_last():
    over = make_offer(valid_until="2026-11-22")
    paused = make_offer(valid_until="2026-10", status=Status.PAUSED)
    today = make_offer(valid_until="2026-11-23")
    month, year = make_offer(valid_until="2026-11"), make_offer(valid_until="2026")
    draft = make_offer(valid_until="2020", status=Status.DRAFT)
    endless = make_offer()

    for _again in range(2):
        chores.end_what_ran_out(TODAY)

    ended = Offer.objects.filter(status=Status.ENDED).order_by("pk").values_list("pk", "ended_on")
    assert list(ended) == [
        (over.pk, datetime.date(2026, 11, 23)),
        (paused.pk, datetime.date(2026, 11, 1)),
    ]
    untouched = Offer.objects.exclude(status=Status.ENDED)
    assert set(untouched) == {today, month, year, draft, endless}
    assert AuditEntry.objects.filter(verb="beendet", by=None).count() == 2


def make_course(last, **fields):
    """A course of twenty seats that runs until `last`, eight of them free."""
    offer = make_offer(kind="sprachkurs", **fields)
    facts = {"ends_on": last, "seats": 20, "registered": 12, "status": "laeuft"}
    course_actions.note(Course(offer=offer, **facts), by=make_user())
    offer.refresh_from_db()
    return offer


def test_a_course_ends_the_day_after_its_last(client_of):
    yesterday, today = days_ago(1), days_ago(0)
    over = make_course(yesterday)
    longer = make_course(yesterday, valid_until=days_ago(-90).isoformat())
    before = make_course(today, valid_until=days_ago(3).isoformat())
    on, no_course = make_course(today), make_course(yesterday)
    Offer.objects.filter(pk=no_course.pk).update(kind="beratung")

    for _again in range(2):
        chores.end_what_ran_out(today)

    ended = Offer.objects.filter(status=Status.ENDED).order_by("pk").values_list("pk", "ended_on")
    assert list(ended) == [(over.pk, today), (longer.pk, today), (before.pk, days_ago(2))]
    assert set(Offer.objects.published()) == {on, no_course}
    page = client_of(make_user()).get("/offers/?places=ja").text
    assert (on.get_absolute_url() in page, over.get_absolute_url() in page) == (True, False)


def plan(offer, **times):
    day = times.pop("starts_on", TODAY - datetime.timedelta(days=90))
    Schedule.objects.create(offer=offer, starts_on=day, **times)
    return offer


def test_an_offer_ends_the_day_after_the_last_of_its_times():
    day = datetime.timedelta(days=1)
    weekly = {"rule": "FREQ=WEEKLY;BYDAY=TU"}
    once = plan(make_offer(), starts_on=TODAY - 3 * day)
    days = plan(make_offer(), starts_on=TODAY - 9 * day, extra_days=[TODAY - 2 * day])
    term = plan(make_offer(), **weekly, until=TODAY - day)
    plan(term, starts_on=TODAY - 30 * day)
    going_on = [
        plan(make_offer(), **weekly),
        plan(make_offer(), **weekly, until=TODAY),
        plan(make_offer(), starts_on=TODAY),
        plan(make_offer(), starts_on=TODAY - 9 * day, extra_days=[TODAY + 2 * day]),
        plan(plan(make_offer(), starts_on=TODAY - 9 * day), **weekly),
        plan(make_offer(schedule_text="und im Winter"), starts_on=TODAY - 9 * day),
        plan(make_offer(by_appointment=True), starts_on=TODAY - 9 * day),
        plan(make_offer(valid_until="2027"), starts_on=TODAY - 9 * day),
        plan(make_offer(status=Status.PAUSED), starts_on=TODAY - 9 * day),
        plan(make_offer(status=Status.DRAFT), starts_on=TODAY - 9 * day),
    ]

    for _again in range(2):
        chores.end_what_ran_out(TODAY)

    ended = Offer.objects.filter(status=Status.ENDED).order_by("pk").values_list("pk", "ended_on")
    assert list(ended) == [(once.pk, TODAY - 2 * day), (days.pk, TODAY - day), (term.pk, TODAY)]
    assert set(Offer.objects.exclude(status=Status.ENDED)) == set(going_on)


def test_what_is_over_is_not_published_and_says_since_when(client_of):
    offer = make_draft()
    offer.schedules.all().delete()
    Offer.objects.filter(pk=offer.pk).update(schedule_text="")
    plan(offer, starts_on=days_ago(12))
    client = client_of(make_user())

    page = client.post(f"/offers/{offer.pk}/publish/", follow=True).text
    offer.refresh_from_db()
    day = date_format(days_ago(12), "SHORT_DATE_FORMAT")
    assert offer.is_draft
    assert f"The last day of this offer was {day}. Please write when" in page

    plan(offer, starts_on=days_ago(0))
    client.post(f"/offers/{offer.pk}/publish/")
    offer.refresh_from_db()
    assert offer.is_published


@pytest.mark.parametrize("why", ["words", "appointment", "another time", "no course any more"])
def test_what_may_still_take_place_is_published_whatever_is_over(client_of, why):
    offer = make_draft(
        schedule_text="und im Winter" if why == "words" else "",
        by_appointment=why in ("appointment", "no course any more"),
    )
    plan(offer, starts_on=days_ago(12))
    if why == "another time":
        plan(offer, rule="FREQ=WEEKLY;BYDAY=TU")
    if why == "no course any more":
        Course.objects.create(offer=offer, ends_on=days_ago(12))

    client_of(make_user()).post(f"/offers/{offer.pk}/publish/")

    offer.refresh_from_db()
    assert offer.is_published


@pytest.mark.parametrize(("days", "free"), [(1, 0), (0, 8)])
def test_nobody_comes_into_a_course_after_its_last_day(days, free):
    assert make_course(days_ago(days)).free_places == free


days = st.dates(datetime.date(2024, 1, 1), datetime.date(2028, 12, 31))


class RunOut(TestCase):
    @given(days, days, st.sampled_from([4, 7, 10]))
    def test_it_has_run_out_when_the_last_day_it_can_mean_is_over(self, until, today, letters):
        text = until.isoformat()[:letters]
        offer = make_offer(provider=make_organisation(), valid_until=text)

        found = Offer.objects.run_out(today).filter(pk=offer.pk).exists()

        assert found is (last_day(text) < today)


def test_the_coordination_hears_of_funding_that_ends_within_two_months():
    def funded(title, days, **fields):
        day = days_ago(-days)
        return make_offer(title=title, funding="Land", funding_until=day, **fields)

    funded("Morgen", 1)
    funded("Bald", 60)
    funded("Später", 61)
    funded("Vorbei", -1)
    funded("Entwurf", 5, status=Status.DRAFT)

    def titles(user):
        items = agenda.agenda_of(user, days_ago(0)).today
        return [item.title.split("”")[0] for item in items if "funding" in item.title]

    assert titles(make_user()) == ["The funding of “Bald", "The funding of “Morgen"]
    assert titles(make_user("counselling")) == []
