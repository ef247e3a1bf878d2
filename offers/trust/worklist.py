"""The office's ten minutes a week: which providers and offers to ask about, and what is next."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.models import Organisation
from offers.codes import Status
from offers.models import Inquiry, Offer
from offers.trust.freshness import DUE_SOON, LOOK_AFTER_MONTHS, months_after
from offers.trust.inquiring import of_the_office


@dataclass(frozen=True)
class Step:
    """What happens next with a provider, and on which day if it happens by itself."""

    text: str
    day: datetime.date | None = None

    def __str__(self) -> str:
        if self.day is None:
            return self.text
        return f"{self.text}: {date_format(self.day, 'SHORT_DATE_FORMAT')}"


def providers(today: datetime.date) -> QuerySet[Organisation]:
    """Providers with published offers that are overdue, never confirmed, due soon or without an
    answer; those who wait longest first."""
    published = Q(offers__status=Status.PUBLISHED)
    heard = published & Q(offers__unanswered_since=None)
    soon = Q(offers__due_on__range=(today, today + DUE_SOON))
    asked = Inquiry.objects.filter(provider=OuterRef("pk")).order_by("-asked_at")
    return (
        Organisation.objects.annotate(
            silent=Count("offers", filter=published & Q(offers__unanswered_since__isnull=False)),
            overdue=Count("offers", filter=heard & Q(offers__due_on__lt=today)),
            never=Count("offers", filter=heard & Q(offers__due_on=None)),
            due_soon=Count("offers", filter=heard & soon),
            last_asked=Subquery(asked.values("asked_at")[:1]),
            is_office=of_the_office(),
            by_itself=~Q(arrangement__asked_automatically=False),
        )
        .filter(Q(silent__gt=0) | Q(overdue__gt=0) | Q(never__gt=0) | Q(due_soon__gt=0))
        .prefetch_related(
            Prefetch("inquiries", Inquiry.objects.running(today), to_attr="running_inquiries")
        )
        .order_by("-silent", "-overdue", "-never", "name__german_order", "pk")
    )


def to_ask_at_once(today: datetime.date) -> QuerySet[Organisation]:
    """Those of the list whom one click may ask: with an address, and nobody is waiting for their
    answer yet."""
    return (
        providers(today)
        .filter(is_office=False)
        .exclude(email="")
        .exclude(inquiries__in=Inquiry.objects.running(today))
    )


def next_step(provider: Organisation, today: datetime.date) -> Step:
    """What comes next for a row of `providers`."""
    if provider.is_office:
        return Step(_("confirm yourselves"))
    running = next(iter(provider.running_inquiries), None)
    if running and running.next_reminder:
        return Step(_("reminder"), max(running.next_reminder, today))
    if running or (provider.silent and provider.email):
        return Step(_("call: four weeks without an answer"))
    if not provider.email:
        return Step(_("call, or write down an address"))
    if not provider.by_itself:
        return Step(_("ask: does not happen by itself"))
    return Step(_("is asked by itself soon"))


def offers(today: datetime.date) -> QuerySet[Offer]:
    """Offers of the catalogue nobody has confirmed for three months, or in their own rhythm, or
    ever; the oldest first. No mail asks about one that pauses, so the office has to."""
    long_ago = months_after(today, -LOOK_AFTER_MONTHS)
    return _in_order(
        Offer.objects.in_catalogue().filter(
            Q(confirmed_on=None)
            | Q(confirmed_on__lt=long_ago)
            | Q(due_on__lt=today)
            | Q(unanswered_since__isnull=False)
        )
    )


def incomplete() -> QuerySet[Offer]:
    """Published offers that lack something needed, however lately they were confirmed: a list may
    have brought them without it."""
    published = Offer.objects.published()
    return _in_order(published.filter(pk__in=published.incomplete().values("pk")))


def _in_order(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    return (
        offers.select_related("provider")
        .annotate(is_office=Q(provider__in=Organisation.objects.filter(of_the_office())))
        .order_by(F("confirmed_on").asc(nulls_first=True), "pk")
    )


def phone_of(offer: Offer) -> str:
    """The number to call about an offer: its own, or the provider's."""
    return offer.contact_phone or offer.provider.phone
