"""Unmet needs for tests. Name only what the test is about."""

from itertools import count

from django.utils import timezone

from offers.coverage import need_actions
from offers.models import UnmetNeed
from tests.factories import make_user


numbers = count(1)


def make_need(*, by=None, **fields):
    """An unmet need, as reported by a coordinator: something about language, for one person."""
    usual = {"text": f"Kurs am Abend {next(numbers)}", "field_of_action": "SPR"}
    need = UnmetNeed(**usual | fields)
    return need_actions.report(need, by=by or make_user("coordination"))


def need_data(**changes):
    """What the form of a new need sends when only `changes` are typed."""
    usual = {
        "text": "A1-Kurs am Abend mit Kinderbetreuung",
        "field_of_action": "SPR",
        "people": "3",
        "childcare": "unbekannt",
        "source": "buero",
        "reported_on": timezone.localdate().isoformat(),
    }
    return usual | changes
