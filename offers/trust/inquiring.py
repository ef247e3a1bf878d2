"""Asking a provider by mail whether the offers are true, and taking the answers without a login."""

import datetime
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
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
from offers.life import reopening
from offers.models import AskedOffer, Inquiry, Offer
from offers.models.inquiries import REMINDERS
from offers.trust.freshness import GRACE


PURPOSE = "confirm_offers"
MOST_WAITING = 10

Answer = AskedOffer.Answer


@transaction.atomic
def ask(provider: Organisation, recipient: str, *, by: User | None) -> Inquiry:
    """Mail one link for all published offers of `provider`; links of earlier mails stop working.
    `by` is None when the clock asks. Refuses when there is nothing to confirm, and to write to the
    office itself."""
    # no_key: a provider may hand in a new offer meanwhile.
    provider = Organisation.objects.select_for_update(no_key=True).get(pk=provider.pk)
    offers = list(Offer.objects.published().filter(provider=provider).by_name())
    if not offers:
        raise ValidationError(
            _("%(provider)s has no published offer that could be confirmed.")
            % {"provider": provider}
        )
    _refuse_the_office(recipient)
    for earlier in Inquiry.objects.filter(provider=provider).not_over(timezone.localdate()):
        links.revoke(PURPOSE, earlier)
    inquiry = Inquiry(provider=provider, recipient=recipient, asked_by=by, asked_at=timezone.now())
    inquiry.full_clean()
    inquiry.save()
    AskedOffer.objects.bulk_create(AskedOffer(inquiry=inquiry, offer=offer) for offer in offers)
    _mail(inquiry, offers)
    record("asked", inquiry, by=by, note=str(len(offers)))
    return inquiry


def ask_each(providers: Iterable[Organisation], *, by: User) -> int:
    """Ask each of them, in a transaction of its own; how many were asked. One whose address is none
    is left out and stays on the list."""
    asked = 0
    for provider in providers:
        with suppress(ValidationError):
            ask(provider, provider.email, by=by)
            asked += 1
    return asked


@transaction.atomic
def remind(inquiry: Inquiry, today: datetime.date) -> bool:
    """Mail once more what is still unanswered, if that is due `today`; whether it was. What is
    still fresh is worth a reminder only where a colleague has asked. The links of the earlier
    mails keep working."""
    rows = Inquiry.objects.select_for_update(of=("self",)).select_related("provider")
    inquiry = rows.get(pk=inquiry.pk)
    waiting = inquiry.asked_offers.waiting()
    matters = waiting if inquiry.asked_by_id else waiting.wanting_attention(today)
    if not inquiry.is_to_be_reminded(today) or not matters.exists():
        return False
    inquiry.reminders += 1
    inquiry.reminded_at = timezone.now()
    inquiry.save()
    offers = [asked.offer for asked in waiting.in_order()]
    _mail(inquiry, offers)
    record("reminded", inquiry, by=None, note=f"{inquiry.reminders} {len(offers)}")
    return True


def _mail(inquiry: Inquiry, offers: Sequence[Offer]) -> None:
    today = timezone.localdate()
    lapsed = sum(offer.due_on is None or offer.due_on < today for offer in offers)
    left = (inquiry.ends_on - today).days
    token = links.issue(
        PURPOSE, inquiry, recipient=inquiry.recipient, days=left, by=inquiry.asked_by
    )
    context = {
        "provider": inquiry.provider,
        "offers": offers,
        "url": mail.absolute(reverse("offers:answer", args=[token])),
        "until": inquiry.ends_on,
        "asked_on": inquiry.asked_on,
        "is_reminder": inquiry.reminders > 0,
        "is_last": inquiry.reminders == REMINDERS,
        "some_lapsed": lapsed > 0,
        "all_lapsed": lapsed == len(offers),
        "leaves_on": today + GRACE,
        "office": settings.OFFICE,
    }
    subject = _("Are your offers in our catalogue still true?")
    if inquiry.reminders:
        subject = _("Reminder: are your offers in our catalogue still true?")
    body = render_to_string("offers/mail/confirm.txt", context)
    mail.send(inquiry.recipient, subject, body, purpose=PURPOSE)


def of_the_office() -> Q:
    """Organisations that are the office itself: they bear its name, with the town's if there is
    more to it, or its address. Their offers are confirmed on the work list; a mail would only come
    back."""
    office = settings.OFFICE
    ours = Q(name__icontains=office["office"]) & Q(name__icontains=office["town_name"])
    return ours | Q(name__iexact=office["office"]) | Q(email__iexact=office["email"])


def _refuse_the_office(recipient):
    if recipient.lower() == settings.OFFICE["email"].lower():
        raise ValidationError(
            {
                "recipient": _(
                    "This is the office's own address. Please confirm these offers directly, "
                    "in the list of single offers."
                )
            }
        )


def opened(token: str, *, lock: bool = False) -> tuple[Link, Inquiry]:
    """The link and what it asks. Refuses as `links.find` does. `lock` both before acting on them,
    the mail first: its reminders bring further links."""
    link = links.find(token, PURPOSE)
    if lock:
        Inquiry.objects.select_for_update().get(pk=link.target_pk)
        link = links.find(token, PURPOSE, lock=True)
    return link, Inquiry.objects.select_related("provider").get(pk=link.target_pk)


@transaction.atomic
def say_true(token: str, pk: int, *, seen: int | None = None) -> Inquiry:
    """The provider says that offer `pk` is true as it is written, in the version `seen`."""
    asked = _asked(token, pk)
    actions.confirm(asked.offer, by=None, via=Via.LINK, seen=seen)
    return _answered(asked, Answer.TRUE)


@transaction.atomic
def say_changed(token: str, offer: Offer, **parts: Any) -> Offer:
    """Save what the provider wrote into the form of `offer`; `parts` as `actions.change` takes
    them."""
    asked = _asked(token, offer.pk)
    if asked.is_ended or asked.offer.is_closed:
        raise ValidationError(_("This offer has ended. Please ask the office to open it again."))
    changed = actions.change(offer, by=None, via=Via.LINK, **parts)
    _answered(asked, Answer.CHANGED)
    return changed


@transaction.atomic
def say_ended(token: str, pk: int) -> Inquiry:
    """The provider says that offer `pk` is no longer there."""
    asked = _asked(token, pk)
    actions.end(asked.offer, by=None)
    return _answered(asked, Answer.ENDED)


@transaction.atomic
def take_back(token: str, pk: int) -> Inquiry:
    """The provider takes back a "still true" or "no longer there" of this mail: the offer is what
    it was, and as old as it was. Refuses when it was answered otherwise, or when somebody has
    vouched for it or worked on it since."""
    asked = _asked(token, pk)
    if not asked.can_be_taken_back:
        raise ValidationError(_("There is no answer that could be taken back."))
    if asked.is_ended:
        reopening.take_back_end(asked.offer, _moment_of(asked))
    else:
        _restore(asked.offer, timezone.localdate(asked.answered_at))
    asked.answer, asked.answered_at = "", None
    asked.save()
    return asked.inquiry


def _moment_of(asked):
    """When the answer was written down, as the history has it."""
    return asked.events.filter(answer=asked.answer).latest("pgh_id").pgh_created_at


def _restore(offer, day):
    """What the history says about the confirmation before the one of `day` by link."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    given = (day, Via.LINK)
    if (offer.confirmed_on, offer.confirmed_via) != given:
        raise ValidationError(_("This offer has been confirmed anew since. Nothing is taken back."))
    earlier = (
        event
        for event in offer.events.order_by("-pgh_id")
        if (event.confirmed_on, event.confirmed_via) != given
    )
    before = next(earlier, None)
    offer.confirmed_on = before and before.confirmed_on
    offer.confirmed_via = before.confirmed_via if before else ""
    offer.confirmed_by_id = before and before.confirmed_by_id
    offer.unanswered_since = before and before.unanswered_since
    if before and offer.free_places_checked_on == day and offer.free_places == before.free_places:
        offer.free_places_checked_on = before.free_places_checked_on
    offer.save(update_fields=actions.VOUCHED)
    record("confirmation taken back", offer, by=None, note=Via.LINK)


@transaction.atomic
def say_missing(token: str, offer: Offer) -> Inquiry:
    """The provider hands in an offer that the catalogue does not know: it waits for the office,
    which asks back and publishes it. Refuses when many wait already."""
    _link, inquiry = opened(token, lock=True)
    waiting = Offer.objects.filter(provider=inquiry.provider, status=Status.SUBMITTED)
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(
            _("Some offers of yours wait for us already. We get in touch with you.")
        )
    offer.provider, offer.status = inquiry.provider, Status.SUBMITTED
    actions.take_up(offer, by=None, via=Via.LINK)
    return inquiry


def _asked(token, pk):
    """The offer of the locked mail, so that two answers wait for each other."""
    _link, inquiry = opened(token, lock=True)
    rows = inquiry.asked_offers.still_theirs().select_related("inquiry__provider", "offer")
    return get_object_or_404(rows, offer=pk)


def _answered(asked, answer):
    asked.answer, asked.answered_at = answer, timezone.now()
    asked.save()
    return asked.inquiry
