"""What goes wrong in the demo office's catalogue: nobody answers, an address is dead."""

import datetime

from django.utils import timezone

from integration_office import demo
from offers import actions
from offers.codes import Via
from offers.models import Offer, WebAddress
from offers.models.inquiries import REMINDERS
from offers.trust import clock, inquiring, worklist
from offers.trust.visiting import Trouble


DEAD = "https://alte-seite.demo.example/kurse"


def fill(office: demo.Office) -> None:
    """One provider has left three mails unanswered, and one offer names an old web address."""
    waiting = worklist.providers(office.today).filter(overdue__gt=0, last_asked=None)
    provider = waiting.filter(is_office=False).first()
    if provider is None:
        return
    _three_mails(provider, office)
    offer = Offer.objects.published().exclude(provider=provider).order_by("pk").first()
    if offer is not None:
        offer.website = DEAD
        actions.change(offer, by=office.users["koordination"], via=Via.OFFICE)
        _dead_address()


def _three_mails(provider, office):
    inquiry = inquiring.ask(provider, provider.email, by=None)
    inquiry.asked_at -= datetime.timedelta(days=31)
    inquiry.reminders = REMINDERS
    inquiry.reminded_at = timezone.now() - datetime.timedelta(days=3)
    inquiry.save()
    clock.fall_silent(office.today)


def _dead_address():
    address = WebAddress(url=DEAD)
    for days_ago in (9, 2):
        address.note(404, Trouble.GONE, timezone.now() - datetime.timedelta(days=days_ago))
    address.save()
