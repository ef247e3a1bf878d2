"""Personal data of the catalogue: whom to call for a place, and to whom questions were mailed."""

import datetime
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from integration_office import privacy
from integration_office.lists import text
from integration_office.models import User
from offers.models import Inquiry, Offer, ProposedChange


@privacy.holdings
def held(user: User) -> Iterable[privacy.Holding]:
    """Offers this account has confirmed last, and questions mailed to its address."""
    offers = Offer.objects.filter(confirmed_by=user).order_by("-confirmed_on", "pk")
    rows = [(offer.title, offer.last_confirmed) for offer in offers]
    if rows:
        yield privacy.Holding(str(_("Offers you confirmed")), rows)
    asked = Inquiry.objects.filter(recipient__iexact=user.email).select_related("provider")
    if rows := [(str(one.provider), text(one.asked_at)) for one in asked]:
        yield privacy.Holding(str(_("Requests for confirmation sent to you")), rows)


YEAR = datetime.timedelta(days=365)
QUARTER = datetime.timedelta(days=90)


NO_CONTACT = dict.fromkeys(sorted(Offer.PERSONAL), "")


def _ended_offers(today: datetime.date) -> models.QuerySet:
    return Offer.objects.filter(ended_on__lt=today - YEAR).exclude(**NO_CONTACT)


def _forget_contacts(offers: models.QuerySet) -> int:
    return offers.update(**NO_CONTACT)


def _old_inquiries(today: datetime.date) -> models.QuerySet:
    return Inquiry.objects.filter(asked_at__date__lt=today - QUARTER).exclude(recipient="")


def _forget_recipients(inquiries: models.QuerySet) -> int:
    return inquiries.update(recipient="")


def _decided_changes(today: datetime.date) -> models.QuerySet:
    return ProposedChange.objects.filter(decided_at__date__lt=today - QUARTER)


privacy.retention(
    "offer_contacts",
    _("contacts in ended offers"),
    Offer,
    _("12 months after the end of the offer"),
    _ended_offers,
    erase=_forget_contacts,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "inquiry_recipients",
    _("addresses of requests for confirmation"),
    Inquiry,
    _("90 days after the mail"),
    _old_inquiries,
    erase=_forget_recipients,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "proposed_changes",
    _("proposed changes of offers"),
    ProposedChange,
    _("90 days after the decision"),
    _decided_changes,
    source="Art. 5 (1) e DSGVO",
)
