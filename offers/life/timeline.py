"""What has happened to an offer, read from its change history: newest first, in words."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office.models import User
from integration_office.records import RECORD_FIELDS
from offers.codes import Status, Via
from offers.life import versioning
from offers.models import Offer
from offers.models.versions import who_wrote


MOST = 40
# What is said in words of its own, or is no news.
SILENT = RECORD_FIELDS | {
    "status",
    "published_on",
    "ended_on",
    "confirmed_on",
    "confirmed_by",
    "confirmed_via",
    "unanswered_since",
    # Providers read this too, and what the team notes for itself is not theirs, nor when it does.
    "internal_note",
}
# How the pages are called that a mail leads to.
BEHIND_THE_LINK = "offers:answer"
FIELDS = [field for field in Offer._meta.concrete_fields if field.name not in SILENT]


@dataclass(frozen=True)
class Entry:
    day: datetime.date
    who: str
    text: str


def timeline(offer: Offer) -> list[Entry]:
    """The last changes of `offer`: steps of its life and confirmations as the history tells them,
    what was written as its kept versions do."""
    events = list(offer.events.select_related("pgh_context").order_by("-pgh_id")[: MOST + 1])
    steps = versioning.steps(offer, most=MOST)
    names = _names(events)
    pairs = zip(events, [*events[1:], None], strict=False)
    entries = [_entry(offer, new, old, steps, names) for new, old in pairs]
    return [entry for entry in entries[:MOST] if entry.text]


def _entry(offer, new, old, steps, names):
    step = steps.get(new.version) if old is not None and new.version != old.version else None
    sentences = ". ".join(_sentences(new, old, step))
    return Entry(_day(offer, new, old), _who(offer, new, old, step, names), sentences)


def _who(offer, new, old, step, names):
    """The provider where a link was used or the office took its change over, else the account."""
    if step is not None and step.version.via:
        return step.version.who
    if _newly_confirmed(new, old) and new.confirmed_via == Via.LINK:
        return str(offer.provider)
    metadata = new.pgh_context.metadata if new.pgh_context else {}
    if metadata.get("page", "").startswith(BEHIND_THE_LINK):
        return who_wrote(None, Via.LINK, offer)
    return names.get(metadata.get("user"), "")


def _day(offer, new, old):
    """The day that is meant: what is entered later may have happened before."""
    written = timezone.localdate(new.pgh_created_at)
    if _newly_confirmed(new, old):
        return new.confirmed_on
    if old is None:
        return min(written, offer.published_on or written)
    return new.ended_on if new.ended_on and new.ended_on != old.ended_on else written


def _sentences(new, old, step):
    if old is None:
        yield _("Taken up")
    elif changed := step.labels if step else _changed(new, old):
        yield _("Changed: %(fields)s") % {"fields": ", ".join(changed)}
    if old is not None and new.status != old.status:
        yield _("Now: %(status)s") % {"status": Status(new.status).label}
    if _newly_confirmed(new, old):
        yield _("Confirmed: %(way)s") % {"way": Via(new.confirmed_via).label}
    if _taken_back(new, old):
        yield _("Confirmation taken back")
    elif new.unanswered_since and (old is None or not old.unanswered_since):
        yield _("Four weeks without an answer")


def _changed(new, old):
    """What a change without a version of its own did, a list taken in for example. The history
    leaves some fields out: they never differ."""
    return [
        str(field.verbose_name)
        for field in FIELDS
        if getattr(new, field.attname, None) != getattr(old, field.attname, None)
    ]


def _taken_back(new, old):
    """Confirmations only ever get newer, unless somebody takes one back."""
    before = old and old.confirmed_on
    return before is not None and (new.confirmed_on is None or new.confirmed_on < before)


def _newly_confirmed(new, old):
    if new.confirmed_on is None or _taken_back(new, old):
        return False
    told = ("confirmed_on", "confirmed_via", "confirmed_by_id")
    return old is None or any(getattr(new, name) != getattr(old, name) for name in told)


def _names(events):
    users = {event.pgh_context.metadata.get("user") for event in events if event.pgh_context}
    return dict(User.objects.filter(pk__in=users - {None}).values_list("pk", "name"))
