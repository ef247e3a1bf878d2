"""How long answers take: a pure rule, and the same from the database."""

import datetime as dt
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counselling.inquiries.answer_times import AnswerTimes, counted, spoken, summed_up
from counselling.models import Inquiry
from tests.counselling.inquiries import make_answered, make_inquiry
from tests.factories import make_user


MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
times = st.lists(st.integers(0, 60 * 24 * 700).map(lambda minutes: minutes * MINUTE), min_size=1)


@given(times)
def test_median_and_mean_lie_between_the_quickest_and_the_slowest_answer(times):
    found = summed_up(times)

    assert found.number == len(times)
    assert min(times) <= found.median <= max(times)
    assert min(times) <= found.mean <= max(times)
    assert found.median == median(times)


@given(times, st.integers(1, 700))
def test_one_that_lay_for_years_moves_the_mean_more_than_the_median(times, years):
    slowest = max(times)
    later = [*times[: times.index(slowest)], *times[times.index(slowest) + 1 :]]
    before, after = summed_up([*later, slowest]), summed_up([*later, slowest + years * 365 * DAY])

    assert after.mean > before.mean
    if len(times) > 2:
        assert after.median == before.median


def test_without_an_answer_there_is_no_time():
    assert summed_up([]) == AnswerTimes(0, None, None)
    assert (AnswerTimes(0).median_text, AnswerTimes(0).mean_text) == ("–", "–")


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (None, "–"),
        (dt.timedelta(0), "at once"),
        (dt.timedelta(seconds=20), "at once"),
        (MINUTE, "1 minute"),
        (59 * MINUTE, "59 minutes"),
        (HOUR, "1 hour"),
        (23.4 * HOUR, "23 hours"),
        (DAY, "1.0 days"),
        (2.26 * DAY, "2.3 days"),
    ],
)
def test_a_time_is_told_as_one_says_it(time, words):
    assert spoken(time) == words


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [[], [5], [0, 30], [2, 26, 3, 60, 61]])
def test_the_database_says_what_the_rule_says(hours, django_assert_num_queries):
    by = make_user()
    for number in hours:
        make_answered(after=number * HOUR, by=by)
    make_inquiry(by=by)

    with django_assert_num_queries(1):
        found = counted(Inquiry.objects.all())

    assert found == summed_up([number * HOUR for number in hours])


@pytest.mark.django_db
def test_only_the_newest_answers_are_counted_in_a_long_list(monkeypatch):
    monkeypatch.setattr("counselling.inquiries.answer_times.MOST", 2)
    for number in (1, 2, 3):
        make_answered(after=number * HOUR)

    found = counted(Inquiry.objects.all())

    assert (found.number, found.is_bounded, found.median) == (2, True, 2.5 * HOUR)
