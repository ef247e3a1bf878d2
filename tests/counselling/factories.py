"""Contacts and cases for tests. Name only what the test is about."""

from datetime import timedelta

from django.utils import timezone

from counselling import actions
from counselling.models import Case, CaseDeputy, Contact
from tests.factories import make_user


def make_contact(*, counsellor=None, **fields):
    """A short talk on language in the open hour of today."""
    counsellor = counsellor or make_user("counselling")
    fields = {
        "form": "kurz",
        "channel": "sprech",
        "topics": ["SPR"],
        "duration": "d15",
    } | fields
    fields.setdefault("main_topic", next(iter(fields["topics"]), "SPR"))
    return Contact.objects.create(counsellor=counsellor, **fields)


def make_case(*, responsible=None, **fields):
    """A running case, opened a month ago."""
    responsible = responsible or make_user("counselling")
    fields.setdefault("opened_on", timezone.localdate() - timedelta(days=30))
    return actions.open_case(Case(responsible=responsible, **fields), by=responsible)


def make_deputy(case, user, **fields):
    fields.setdefault("since", timezone.localdate())
    return CaseDeputy.objects.create(case=case, user=user, **fields)


def quick_post(**fields):
    """What the browser sends for the shortest contact."""
    return {
        "form": "kurz",
        "channel": "sprech",
        "topics": ["SPR"],
        "duration": "d15",
        "language": "deu",
        "interpreting": "ohne",
        "first_contact": "unknown",
        "day": timezone.localdate().isoformat(),
    } | fields


def entry_post(**fields):
    """What the browser sends for an entry on the page of a case."""
    return {
        "note": "",
        "day": timezone.localdate().isoformat(),
        "channel": "tel",
        "main_topic": "SPR",
        "duration": "d15",
        "language": "deu",
        "interpreting": "ohne",
        "place": "",
    } | fields
