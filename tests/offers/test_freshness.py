import datetime

import pytest

from offers.freshness import State, freshness
from offers.models import Offer
from tests.offers.factories import days_ago, make_offer


TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("due_on", "state", "level", "label"),
    [
        ("2026-12-07", State.FRESH, "success", "confirmed on 05/26/2026"),
        ("2026-12-06", State.DUE_SOON, "warning", "due soon, by 12/06/2026"),
        ("2026-11-22", State.DUE_SOON, "warning", "due soon, by 11/22/2026"),
        ("2026-11-21", State.OVERDUE, "danger", "overdue, last on 05/26/2026"),
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
def test_the_day_of_the_next_confirmation_follows_the_offers_own_rhythm():
    offer = make_offer(confirmed_on=datetime.date(2026, 8, 31), confirmed_via="link")
    due_days = []
    for months in (1, 3, 6, 12):
        Offer.objects.update(confirm_every=months)
        due_days.append(Offer.objects.get(pk=offer.pk).due_on.isoformat())

    assert due_days == ["2026-09-30", "2026-11-30", "2027-02-28", "2027-08-31"]
    assert set(Offer.objects.to_confirm(datetime.date(2027, 8, 17))) == {offer}
    assert set(Offer.objects.to_confirm(datetime.date(2027, 8, 16))) == set()
