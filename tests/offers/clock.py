"""Days of the freshness clock: providers that are asked, and what they were sent."""

import datetime
import re

from django.utils import timezone

from integration_office.models import OutgoingMail
from offers.models import Offer
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer


START = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.UTC)
FIRST = START.date()
DAY = datetime.timedelta(days=1)


def provider_with(*titles, email="verein@demo.example", name="Elternbund", **fields):
    provider = make_organisation(name=name, email=email)
    return provider, [make_offer(provider=provider, title=title, **fields) for title in titles]


def mails():
    """To whom and what, the oldest first."""
    rows = OutgoingMail.objects.order_by("pk").values_list("subject", "body")
    return [
        ("Reminder" in subject, sorted(re.findall(r"^- (.+)$", body, re.M)))
        for subject, body in rows
    ]


def token_of(number):
    body = OutgoingMail.objects.order_by("pk")[number].body
    return re.search(r"/offers/answer/([\w-]+)/", body)[1]


def states():
    return {offer.title: offer.freshness.state for offer in Offer.objects.all()}


def in_directory():
    return set(Offer.objects.in_directory(timezone.localdate()).values_list("title", flat=True))
