"""Inquiries for tests. Name only what the test is about."""

import datetime as dt

from django.utils import timezone

from counselling.inquiries import actions
from counselling.models import Inquiry
from tests.factories import make_user


def moment(day, hour=10, minute=0):
    """A moment of that day by the clock of the office."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def make_inquiry(*, by=None, on_the_spot=False, **fields):
    """A citizen has asked about courses by mail, three days ago; nobody works on it yet."""
    day = timezone.localdate() - dt.timedelta(days=3)
    inquiry = Inquiry(
        **{
            "received_at": moment(day),
            "channel": "mail",
            "asker": "buerger",
            "subject": "Deutschkurs am Abend",
            "field_of_action": "SPR",
        }
        | fields
    )
    return actions.receive(inquiry, on_the_spot=on_the_spot, by=by or make_user())


def make_answered(*, after=dt.timedelta(days=1), by=None, **fields):
    """One that was answered some time `after` it came."""
    by = by or make_user()
    inquiry = make_inquiry(by=by, **fields)
    return actions.answer(inquiry, at=inquiry.received_at + after, by=by)


def inquiry_post(**fields):
    """What the browser sends for the shortest inquiry."""
    return {
        "subject": "Sprachkurs für Eltern",
        "asker": "schule",
        "channel": "tel",
        "field_of_action": "SPR",
        "received_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
    } | fields
