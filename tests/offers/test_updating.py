"""An office that has worked with the first tables keeps all of its offers when it updates."""

import datetime
from importlib import import_module
from types import SimpleNamespace

import pytest


update = import_module("offers.migrations.0002_trusted_catalogue")
FOUR, FIVE = datetime.time(16), datetime.time(17)


def make_old_offer(**fields):
    usual = {"schedule_text": "", "weekdays": [], "start_time": None, "end_time": None}
    return SimpleNamespace(**usual | {"description": ""} | fields)


@pytest.mark.parametrize(
    ("fields", "words", "description"),
    [
        ({}, "", ""),
        ({"schedule_text": "nach Absprache"}, "nach Absprache", ""),
        (
            {"schedule_text": "1. Dienstag im Monat", "start_time": FOUR, "end_time": FIVE},
            "1. Dienstag im Monat, 16:00–17:00",
            "",
        ),
        ({"weekdays": ["mo", "do"], "start_time": FOUR}, "montags, donnerstags, 16:00", ""),
        (
            {"schedule_text": "x" * 195, "description": "Nähen.", "start_time": FOUR},
            "x" * 195,
            "Nähen.\n16:00",
        ),
    ],
)
def test_weekday_and_hours_become_words_and_nothing_is_lost(fields, words, description):
    assert update.in_words(make_old_offer(**fields)) == (words, description)


def test_days_become_the_nearest_interval():
    days = [30, 45, 60, 90, 120, 180, 240, 365, 730]

    assert [update.in_months(number) for number in days] == [1, 1, 3, 3, 3, 6, 6, 12, 12]
