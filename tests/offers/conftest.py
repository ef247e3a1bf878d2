"""What tests of the catalogue share."""

import datetime

import pytest
from django.utils import timezone

from integration_office import chores
from tests.offers.clock import START


@pytest.fixture
def on_day(monkeypatch):
    """`on_day(14)`: it is the fourteenth day, and the chores of that day are done, twice."""

    def on_day(number, *, is_awake=True):
        now = START + datetime.timedelta(days=number)
        monkeypatch.setattr(timezone, "now", lambda: now)
        if is_awake:
            for _time in range(2):
                assert chores.do_all(timezone.localdate()) == []
        return now.date()

    return on_day
