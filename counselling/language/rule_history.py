"""What has happened to a rule about a choice, read from its change history: newest first."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.models import ChoiceRule
from integration_office.lists import text
from integration_office.models import User


MOST = 20


@dataclass(frozen=True)
class Entry:
    """Who made the rule what it was, and when."""

    at: datetime.datetime
    who: str
    days: str
    hint: str


def of(rule: ChoiceRule) -> list[Entry]:
    """The last states of `rule`, each with who left it like that."""
    events = list(rule.events.select_related("pgh_context").order_by("-pgh_id")[:MOST])
    users = {_user(event) for event in events} - {None}
    names = dict(User.objects.filter(pk__in=users).values_list("pk", "name"))
    return [
        Entry(
            timezone.localtime(event.pgh_created_at),
            names.get(_user(event), ""),
            _days(event),
            event.hint,
        )
        for event in events
    ]


def _user(event):
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _days(event):
    start, end = text(event.valid_from), text(event.valid_until)
    if end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    return _("from %(start)s") % {"start": start}
