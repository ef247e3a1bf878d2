"""Asking a provider by mail whether the offers are true, and taking the answers without a login."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office import links, mail
from integration_office.audit import record
from integration_office.models import Link, User
from network.models import Organisation
from offers import actions
from offers.codes import Status, Via
from offers.freshness import DUE_SOON
from offers.models import AskedOffer, Inquiry, Offer, Schedule


PURPOSE = "confirm_offers"
DAYS = 30

Answer = AskedOffer.Answer


@transaction.atomic
def ask(provider: Organisation, recipient: str, *, by: User) -> Inquiry:
    """Mail one link for all published offers of `provider`; links of earlier mails stop working.
    Refuses when there is nothing to confirm."""
    provider = Organisation.objects.select_for_update().get(pk=provider.pk)
    offers = list(Offer.objects.published().filter(provider=provider).by_name())
    if not offers:
        raise ValidationError(
            _("%(provider)s has no published offer that could be confirmed.")
            % {"provider": provider}
        )
    _close_earlier(provider)
    inquiry = Inquiry(provider=provider, recipient=recipient, asked_by=by)
    inquiry.full_clean()
    inquiry.save()
    AskedOffer.objects.bulk_create(AskedOffer(inquiry=inquiry, offer=offer) for offer in offers)
    token = links.issue(PURPOSE, inquiry, recipient=recipient, days=DAYS, by=by)
    context = {
        "provider": provider,
        "offers": offers,
        "url": mail.absolute(reverse("offers:answer", args=[token])),
        "days": DAYS,
        "office": settings.OFFICE,
    }
    mail.send(
        recipient,
        _("Are your offers in our catalogue still true?"),
        render_to_string("offers/mail/confirm.txt", context),
        purpose=PURPOSE,
    )
    record("asked", inquiry, by=by, note=str(len(offers)))
    return inquiry


def providers_to_ask(today):
    """Providers with published offers that are overdue, never confirmed or due soon; those who
    wait longest first."""
    published = Q(offers__status=Status.PUBLISHED)
    asked = Inquiry.objects.filter(provider=OuterRef("pk")).order_by("-asked_at")
    return (
        Organisation.objects.annotate(
            overdue=Count("offers", filter=published & Q(offers__due_on__lt=today)),
            never=Count("offers", filter=published & Q(offers__due_on=None)),
            due_soon=Count(
                "offers",
                filter=published & Q(offers__due_on__range=(today, today + DUE_SOON)),
            ),
            last_asked=Subquery(asked.values("asked_at")[:1]),
        )
        .filter(Q(overdue__gt=0) | Q(never__gt=0) | Q(due_soon__gt=0))
        .order_by("-overdue", "-never", "name__german_order", "pk")
    )


def _close_earlier(provider):
    for inquiry in Inquiry.objects.open().filter(provider=provider):
        links.revoke(PURPOSE, inquiry)


def opened(token: str, *, lock: bool = False) -> tuple[Link, Inquiry]:
    """The link and what it asks. Refuses as `links.find` does."""
    link = links.find(token, PURPOSE, lock=lock)
    return link, Inquiry.objects.select_related("provider").get(pk=link.target_pk)


@transaction.atomic
def say_true(token: str, pk: int) -> Inquiry:
    """The provider says that offer `pk` is true as it is written."""
    link, asked = _asked(token, pk)
    actions.confirm(asked.offer, by=None, via=Via.LINK)
    return _answered(link, asked, Answer.TRUE)


@transaction.atomic
def say_changed(token: str, offer: Offer, *, schedules: Sequence[Schedule] | None = None) -> Offer:
    """Save what the provider wrote into the form of `offer`, its times with it."""
    link, asked = _asked(token, offer.pk)
    if asked.is_ended:
        raise ValidationError(_("This offer has ended. Please ask the office to open it again."))
    changed = actions.change(offer, by=None, via=Via.LINK, schedules=schedules)
    _answered(link, asked, Answer.CHANGED)
    return changed


@transaction.atomic
def say_ended(token: str, pk: int) -> Inquiry:
    """The provider says that offer `pk` is no longer there."""
    link, asked = _asked(token, pk)
    actions.end(asked.offer, by=None)
    return _answered(link, asked, Answer.ENDED)


def _asked(token, pk):
    """The locked link, so that two answers wait for each other, and the offer of its mail."""
    link, inquiry = opened(token, lock=True)
    rows = inquiry.asked_offers.still_theirs().select_related("inquiry__provider", "offer")
    return link, get_object_or_404(rows, offer=pk)


def _answered(link, asked, answer):
    asked.answer, asked.answered_at = answer, timezone.now()
    asked.save()
    if not asked.inquiry.asked_offers.still_theirs().unanswered().exists():
        link.use()
    return asked.inquiry
