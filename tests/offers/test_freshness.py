import datetime
import re

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from offers.codes import Interval, Via
from offers.counting import counted
from offers.models import Offer
from offers.trust.freshness import State, freshness, months_after
from tests.factories import make_user
from tests.offers.factories import days_ago, make_offer


TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("due_on", "state", "level", "label"),
    [
        ("2026-12-07", State.FRESH, "success", "confirmed on 05/26/2026"),
        ("2026-12-06", State.DUE_SOON, "success", "due soon, by 12/06/2026"),
        ("2026-11-22", State.DUE_SOON, "success", "due soon, by 11/22/2026"),
        ("2026-11-21", State.OVERDUE, "info", "overdue, last on 05/26/2026"),
    ],
)
def test_freshness_is_a_word_with_a_date(due_on, state, level, label):
    fresh = freshness(datetime.date(2026, 5, 26), datetime.date.fromisoformat(due_on), TODAY)

    assert (fresh.state, fresh.level, fresh.label) == (state, level, label)


def test_what_nobody_confirmed_says_so_and_names_no_date():
    fresh = freshness(None, None, TODAY)

    assert (fresh.state, fresh.label) == (State.NEVER, "never confirmed")


def test_only_fresh_offers_want_no_attention():
    days = [("2026-12-07", False), ("2026-12-06", True), ("2026-11-21", True)]

    for due_on, wanted in days:
        fresh = freshness(TODAY, datetime.date.fromisoformat(due_on), TODAY)
        assert fresh.wants_attention is wanted
    assert freshness(None, None, TODAY).wants_attention


@pytest.mark.django_db
def test_every_offer_is_in_exactly_one_state():
    offers = {
        State.FRESH: make_offer(confirmed=150),
        State.DUE_SOON: make_offer(confirmed=175),
        State.OVERDUE: make_offer(confirmed=190),
        State.NEVER: make_offer(),
        State.SILENT: make_offer(confirmed=250, unanswered_since=days_ago(3)),
    }
    today = days_ago(0)

    assert {state: list(Offer.objects.in_state(state, today)) for state in State} == {
        state: [offer] for state, offer in offers.items()
    }
    assert {state: Offer.objects.get(pk=o.pk).freshness.state for state, o in offers.items()} == {
        state: state for state in State
    }
    assert Offer.objects.all().counted(today) == {
        "total": 5,
        "fresh": 1,
        "due_soon": 1,
        "overdue": 1,
        "never": 1,
        "silent": 1,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days_after_due", "state"),
    [
        (-15, State.FRESH),
        (-14, State.DUE_SOON),
        (0, State.DUE_SOON),
        (1, State.OVERDUE),
    ],
)
def test_badge_list_and_numbers_of_the_panel_agree_on_the_day_a_state_begins(days_after_due, state):
    offer = make_offer(confirmed=150)
    day = offer.due_on + datetime.timedelta(days=days_after_due)

    badge = freshness(offer.confirmed_on, offer.due_on, day)
    listed = [one for one in State if Offer.objects.in_state(one, day).exists()]
    noon = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    counts = counted({"": Offer.objects.all()}, noon)[""].by_state

    assert badge.state == state
    assert listed == [state]
    assert [one for one, number in counts.items() if number] == [state]


@pytest.mark.django_db
def test_who_never_answered_is_silent_and_not_among_the_never_confirmed():
    offer = make_offer(unanswered_since=days_ago(3))

    counts = counted({"": Offer.objects.all()})[""].by_state

    assert offer.freshness.state == State.SILENT
    assert [one for one in State if Offer.objects.in_state(one, days_ago(0))] == [State.SILENT]
    assert [one for one, number in counts.items() if number] == [State.SILENT]


@pytest.mark.django_db
def test_the_day_of_the_next_confirmation_follows_the_offers_own_rhythm():
    offer = make_offer(confirmed_on=datetime.date(2026, 8, 31), confirmed_via="link")
    due_days = []
    for months in (1, 3, 6, 12):
        Offer.objects.update(confirm_every=months)
        due_days.append(Offer.objects.get(pk=offer.pk).due_on.isoformat())

    assert due_days == ["2026-09-30", "2026-11-30", "2027-02-28", "2027-08-31"]
    assert set(Offer.objects.to_confirm(datetime.date(2027, 8, 17))) == {offer}
    assert set(Offer.objects.to_confirm(datetime.date(2027, 8, 16))) == set()


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-05-31", -3, "2026-02-28"),
        ("2026-11-23", 6, "2027-05-23"),
    ],
)
def test_months_end_where_the_month_ends(day, months, due):
    start = datetime.date.fromisoformat(day)

    assert months_after(start, months) == datetime.date.fromisoformat(due)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    day=st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)),
    every=st.sampled_from(Interval),
)
@example(day=datetime.date(2026, 8, 31), every=Interval.HALF_YEARLY)
def test_the_database_counts_months_as_we_do(db, day, every):
    offer = Offer.objects.first() or make_offer()
    Offer.objects.update(confirmed_on=day, confirmed_via=Via.LINK, confirm_every=every)

    offer.refresh_from_db()

    assert offer.due_on == months_after(day, every)


def test_silence_comes_before_everything_else_and_names_its_days():
    since = datetime.date(2026, 11, 20)

    silent = freshness(datetime.date(2026, 5, 26), datetime.date(2026, 11, 26), TODAY, since)

    assert (silent.state, silent.level, silent.label, silent.leaves_on) == (
        State.SILENT,
        "warning",
        "no answer since 11/20/2026",
        datetime.date(2026, 12, 4),
    )
    assert silent.wants_attention


@pytest.mark.django_db
def test_what_is_more_urgent_looks_more_urgent(client_of):
    since = days_ago(3)
    told = [
        make_offer(confirmed=3),
        make_offer(confirmed=175),
        make_offer(confirmed=200),
        make_offer(confirmed=250, unanswered_since=since),
    ]
    client = client_of(make_user())

    pages = [client.get(offer.get_absolute_url()).text for offer in told]

    shown = [re.search(r"kern-icon--(success|info|warning|danger)", page)[1] for page in pages]
    urgency = ["success", "info", "warning", "danger"]
    assert shown == sorted(shown, key=urgency.index)
    assert shown[-3:] == ["success", "info", "warning"]
