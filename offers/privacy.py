"""Personal data of the catalogue: whom to call for a place, and to whom questions were mailed."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from integration_office import privacy
from offers.models import Inquiry, Offer


YEAR = datetime.timedelta(days=365)
QUARTER = datetime.timedelta(days=90)


def _ended_offers(today: datetime.date) -> models.QuerySet:
    return Offer.objects.filter(ended_on__lt=today - YEAR).exclude(registration_contact="")


def _forget_contacts(offers: models.QuerySet) -> int:
    return offers.update(registration_contact="")


def _old_inquiries(today: datetime.date) -> models.QuerySet:
    return Inquiry.objects.filter(asked_at__date__lt=today - QUARTER).exclude(recipient="")


def _forget_recipients(inquiries: models.QuerySet) -> int:
    return inquiries.update(recipient="")


privacy.retention(
    "offer_contacts",
    _("contacts for registration in ended offers"),
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
