"""What has happened to an offer, read from its change history: newest first, in words."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office.models import User
from integration_office.records import RECORD_FIELDS
from offers.codes import Status, Via
from offers.models import Offer


MOST = 40
# What is said in words of its own, or is no news.
SILENT = RECORD_FIELDS | {
    "status",
    "published_on",
    "ended_on",
    "confirmed_on",
    "confirmed_by",
    "confirmed_via",
}


@dataclass(frozen=True)
class Entry:
    day: datetime.date
    who: str
    text: str


def timeline(offer: Offer) -> list[Entry]:
    """The last changes of `offer` as the history tells them."""
    events = list(offer.events.select_related("pgh_context").order_by("-pgh_id")[: MOST + 1])
    names = _names(events)
    fields = [field for field in Offer._meta.concrete_fields if field.name not in SILENT]
    pairs = zip(events, [*events[1:], None], strict=False)
    entries = [_entry(offer, new, old, fields, names) for new, old in pairs]
    return [entry for entry in entries[:MOST] if entry.text]


def _entry(offer, new, old, fields, names):
    metadata = new.pgh_context.metadata if new.pgh_context else {}
    confirmed = _newly_confirmed(new, old)
    by_link = confirmed and new.confirmed_via == Via.LINK
    who = str(offer.provider) if by_link else names.get(metadata.get("user"), "")
    return Entry(_day(offer, new, old), who, ". ".join(_sentences(new, old, fields)))


def _day(offer, new, old):
    """The day that is meant: what is entered later may have happened before."""
    written = timezone.localdate(new.pgh_created_at)
    if _newly_confirmed(new, old):
        return new.confirmed_on
    if old is None:
        return min(written, offer.published_on or written)
    return new.ended_on if new.ended_on and new.ended_on != old.ended_on else written


def _sentences(new, old, fields):
    if old is None:
        yield _("Taken up")
    elif changed := [field for field in fields if _differs(field, new, old)]:
        labels = ", ".join(str(field.verbose_name) for field in changed)
        yield _("Changed: %(fields)s") % {"fields": labels}
    if old is not None and new.status != old.status:
        yield _("Now: %(status)s") % {"status": Status(new.status).label}
    if _newly_confirmed(new, old):
        yield _("Confirmed: %(way)s") % {"way": Via(new.confirmed_via).label}


def _differs(field, new, old):
    # The history leaves some fields out: they never differ.
    return getattr(new, field.attname, None) != getattr(old, field.attname, None)


def _newly_confirmed(new, old):
    if new.confirmed_on is None:
        return False
    told = ("confirmed_on", "confirmed_via", "confirmed_by_id")
    return old is None or any(getattr(new, name) != getattr(old, name) for name in told)


def _names(events):
    users = {event.pgh_context.metadata.get("user") for event in events if event.pgh_context}
    return dict(User.objects.filter(pk__in=users - {None}).values_list("pk", "name"))
