"""Personal data of the catalogue: whom to call for a place, and to whom questions were mailed."""

import datetime
from collections.abc import Iterable

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from integration_office import privacy
from integration_office.lists import text
from integration_office.models import User
from offers import documents
from offers.coverage import need_actions
from offers.models import Document, Inquiry, Offer, OfferVersion, ProposedChange, UnmetNeed
from offers.models.needs import FORGOTTEN


@privacy.holdings
def written(user: User) -> Iterable[privacy.Holding]:
    """Offers this account has written or proposed to change, as long as that is kept."""
    versions = OfferVersion.objects.filter(made_by=user).select_related("offer")
    rows = [(one.offer.title, text(one.made_at)) for one in versions.order_by("-made_at", "pk")]
    if rows:
        yield privacy.Holding(str(_("Offers you wrote or changed")), rows)
    proposed = ProposedChange.objects.filter(proposed_by=user).select_related("offer")
    if rows := [(one.offer.title, text(one.proposed_at)) for one in proposed]:
        yield privacy.Holding(str(_("Changes of offers you proposed")), rows)


@privacy.holdings
def held(user: User) -> Iterable[privacy.Holding]:
    """Offers this account confirmed last, questions mailed to its address, needs it reported."""
    offers = Offer.objects.filter(confirmed_by=user).order_by("-confirmed_on", "pk")
    rows = [(offer.title, offer.last_confirmed) for offer in offers]
    if rows:
        yield privacy.Holding(str(_("Offers you confirmed")), rows)
    asked = Inquiry.objects.filter(recipient__iexact=user.email).select_related("provider")
    if rows := [(str(one.provider), text(one.asked_at)) for one in asked]:
        yield privacy.Holding(str(_("Requests for confirmation sent to you")), rows)
    needs = UnmetNeed.objects.filter(reported_by=user)
    if rows := [(str(need), text(need.reported_on)) for need in needs]:
        yield privacy.Holding(str(_("Unmet needs you reported")), rows)


YEAR = datetime.timedelta(days=365)
QUARTER = datetime.timedelta(days=90)
NEED_SILENT = relativedelta(months=24)
NEED_KEPT = relativedelta(years=3)


NO_CONTACT = dict.fromkeys(sorted(Offer.PERSONAL), "")


def _ended_offers(today: datetime.date) -> models.QuerySet:
    return Offer.objects.filter(ended_on__lt=today - YEAR).exclude(**NO_CONTACT)


def _forget_contacts(offers: models.QuerySet) -> int:
    return offers.update(**NO_CONTACT)


def _old_inquiries(today: datetime.date) -> models.QuerySet:
    return Inquiry.objects.filter(asked_at__date__lt=today - QUARTER).exclude(recipient="")


def _forget_recipients(inquiries: models.QuerySet) -> int:
    return inquiries.update(recipient="")


def _silent_needs(today: datetime.date) -> models.QuerySet:
    return UnmetNeed.objects.silent_since(today - NEED_SILENT)


def _give_up(needs: models.QuerySet) -> int:
    rows = list(needs)
    for need in rows:
        need_actions.give_up(need, remark=gettext("Nothing heard for two years."), by=None)
    return len(rows)


def _decided_needs(today: datetime.date) -> models.QuerySet:
    return UnmetNeed.objects.filter(decided_on__lt=today - NEED_KEPT).exclude(text=FORGOTTEN)


def _forget_words(needs: models.QuerySet) -> int:
    # The codes stay: how often something was missing is still true in ten years.
    return needs.update(text=FORGOTTEN, remark=FORGOTTEN)


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


def _old_proposals(today: datetime.date) -> models.QuerySet:
    """Decided a quarter ago, or waiting for a year: they may hold contact data."""
    decided = models.Q(decided_at__date__lt=today - QUARTER)
    forgotten = models.Q(decided_at=None, proposed_at__date__lt=today - YEAR)
    return ProposedChange.objects.filter(decided | forgotten)


def _signed_versions(today: datetime.date) -> models.QuerySet:
    return OfferVersion.objects.filter(made_at__date__lt=today - YEAR, made_by__isnull=False)


def _forget_authors(versions: models.QuerySet) -> int:
    return versions.update(made_by=None)


privacy.retention(
    "proposed_changes",
    _("proposed changes of offers"),
    ProposedChange,
    _("90 days after the decision, 12 months after being proposed"),
    _old_proposals,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "version_authors",
    _("who wrote a version of an offer"),
    OfferVersion,
    _("12 months"),
    _signed_versions,
    erase=_forget_authors,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "silent_needs",
    _("unmet needs nobody works on"),
    UnmetNeed,
    _("given up 24 months after the last change"),
    _silent_needs,
    erase=_give_up,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "unmet_needs",
    _("texts of unmet needs"),
    UnmetNeed,
    _("3 years after the decision"),
    _decided_needs,
    erase=_forget_words,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "offer_documents",
    _("documents of archived offers"),
    Document,
    _("24 months after the end of the offer"),
    documents.outlived,
    erase=documents.delete,
    source="Art. 5 (1) e DSGVO",
)
