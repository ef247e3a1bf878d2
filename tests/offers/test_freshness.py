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
        State.FRESH: make_offer(confirmed=165),
        State.DUE_SOON: make_offer(confirmed=166),
        State.OVERDUE: make_offer(confirmed=181),
        State.NEVER: make_offer(),
    }
    today = days_ago(0)

    assert {state: list(Offer.objects.in_state(state, today)) for state in State} == {
        state: [offer] for state, offer in offers.items()
    }
    assert {state: Offer.objects.get(pk=o.pk).freshness.state for state, o in offers.items()} == {
        state: state for state in State
    }
    assert Offer.objects.all().counted(today) == {
        "total": 4,
        "fresh": 1,
        "due_soon": 1,
        "overdue": 1,
        "never": 1,
    }


@pytest.mark.django_db
def test_the_day_of_the_next_confirmation_follows_the_offers_own_rhythm():
    offer = make_offer(confirmed=10, confirm_every_days=30)

    assert Offer.objects.get(pk=offer.pk).due_on == days_ago(-20)
    assert set(Offer.objects.to_confirm(days_ago(-6))) == {offer}
    assert set(Offer.objects.to_confirm(days_ago(-5))) == set()
