"""Changes that wait: a partner of a reviewed organisation proposes, the office decides.

A proposal holds of each fact it changes how it stood and how it shall be, so that the office sees
when somebody else has changed the same fact in between.
"""

import datetime
from dataclasses import replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office import mail
from integration_office.audit import record
from integration_office.models import User
from network.models import Membership, Organisation
from offers.codes import Via
from offers.life import comparing
from offers.models import Arrangement, Inquiry, Offer, ProposedChange


State = ProposedChange.Status
PURPOSE = "offer_review"


def is_reviewed(provider_pk: int) -> bool:
    """Whether the coordination checks what this provider changes before it is published."""
    return Arrangement.objects.filter(organisation=provider_pk, reviewed=True).exists()


def waiting_for(offer: Offer) -> ProposedChange | None:
    """The proposal of this offer that waits for the office."""
    return offer.proposed_changes.waiting().select_related("proposed_by").first()


def latest(offer: Offer) -> ProposedChange | None:
    """The proposal that waits for the office, else the one decided last, as far as it is kept and
    the house is still the same."""
    changes = offer.proposed_changes.of_the_house().select_related("proposed_by")
    return changes.order_by(F("decided_at").desc(nulls_first=True)).first()


def refused(offer: Offer) -> ProposedChange | None:
    """The change the office did not take over, as long as its provider may still go on from it."""
    changes = offer.proposed_changes.refused_since(datetime.date.min)
    return changes.exclude(facts={}).first()


def goes_on(offer: Offer, via: Via) -> ProposedChange | None:
    """The waiting proposal from which somebody who writes on this way goes on."""
    return waiting_for(offer) if waits(offer, via) else None


def waits(offer: Offer, via: Via) -> bool:
    """Whether what is changed on this way waits for the office."""
    return via != Via.OFFICE and offer.is_in_catalogue and is_reviewed(offer.provider_id)


def propose(
    stored: Offer,
    before: comparing.Facts,
    after: comparing.Facts,
    *,
    by: User | None,
    via: Via,
    covers: set[str] | None = None,
) -> ProposedChange | None:
    """Let the change from `before` to `after` wait, in place of an earlier one that waits; what
    that one changed outside of `covers` (the facts the form showed) is kept. Where nothing is left
    to change, nothing waits any more: None. The version counts on, so that a colleague of the
    provider with the same form open is shown both texts."""
    names = comparing.changed(before, after)
    facts = {name: {"before": before[name], "after": after[name]} for name in names}
    proposal = stored.proposed_changes.waiting().select_for_update().first()
    if proposal and covers is not None:
        facts = {n: pair for n, pair in proposal.facts.items() if n not in covers} | facts
    if not facts:
        if proposal:
            _decide(proposal, State.WITHDRAWN, by=by)
        return None
    proposal = proposal or ProposedChange(offer=stored, provider=stored.provider)
    proposal.facts, proposal.base_version = facts, stored.version
    proposal.proposed_at, proposal.proposed_by, proposal.via = timezone.now(), by, via
    proposal.save()
    stored.version += 1
    stored.save(update_fields=["version"])
    record("proposed", stored, by=by, note=via)
    return proposal


def wanted(proposal: ProposedChange) -> comparing.Facts:
    """The facts as the provider wants them."""
    return {name: pair["after"] for name, pair in proposal.facts.items()}


def compared(proposal: ProposedChange) -> list[comparing.Difference]:
    """Each proposed fact against how it stands now; where somebody has changed it since the
    provider wrote, with how it stood then."""
    now = comparing.stored_facts(proposal.offer_id, personal=True)
    stood = {name: pair["before"] for name, pair in proposal.facts.items()}
    moved = comparing.changed(stood, now)
    return [
        replace(row, stood=comparing.in_words(row.name, stood[row.name]))
        if row.name in moved
        else row
        for row in comparing.differences(now, wanted(proposal))
    ]


def locked(proposal: ProposedChange) -> ProposedChange:
    """The proposal, held until the end of the transaction. Refuses one that is decided. The offer
    is locked before it, here as everywhere."""
    Offer.objects.select_for_update().get(pk=proposal.offer_id)
    proposal = ProposedChange.objects.select_for_update().get(pk=proposal.pk)
    if proposal.status != State.WAITING:
        raise ValidationError(_("This change has been decided already."))
    return proposal


def _decide(proposal, status, *, by, remark=""):
    proposal.status, proposal.remark = status, remark
    proposal.decided_at, proposal.decided_by = timezone.now(), by
    proposal.save()


@transaction.atomic
def note_taken(proposal: ProposedChange, *, by: User) -> None:
    """The office has written the proposed facts into the offer."""
    _decide(proposal, State.TAKEN, by=by)
    record("took over", proposal.offer, by=by)


@transaction.atomic
def withdraw(proposal: ProposedChange, *, by: User) -> None:
    """The provider takes the proposal back."""
    proposal = locked(proposal)
    _decide(proposal, State.WITHDRAWN, by=by)
    record("withdrew", proposal.offer, by=by)


@transaction.atomic
def refuse(proposal: ProposedChange, remark: str, *, by: User) -> ProposedChange:
    """The office does not take the change over; the provider reads why in a mail. Refuses to do
    so without a sentence."""
    proposal = locked(proposal)
    if not remark.strip():
        raise ValidationError({"remark": _("Please say in one sentence why.")})
    _refuse(proposal, remark, by=by)
    return proposal


def settle(offer: Offer, *, by: User | None) -> None:
    """Before `offer` goes to another organisation: what still waits of this one is not taken over.
    Its text and the remark stay between this one and the office."""
    proposal = offer.proposed_changes.waiting().select_for_update().first()
    if proposal is not None:
        _refuse(proposal, _("The offer belongs to another organisation now."), by=by)


def _refuse(proposal, remark, *, by):
    _decide(proposal, State.REFUSED, by=by, remark=remark)
    tell(proposal.offer, _("Your change has not been taken over"), remark, to=who_wrote(proposal))
    record("refused change", proposal.offer, by=by)


def note_sent_back(offer: Offer, remark: str, *, by: User) -> None:
    """A submitted offer becomes a draft again: its provider reads why in a mail and on its page."""
    tell(offer, _("Please complete your offer"), remark, to=addresses_of(offer.provider))
    proposal = ProposedChange(offer=offer, provider=offer.provider, via=Via.LOGIN)
    proposal.facts, proposal.base_version = {}, offer.version
    _decide(proposal, State.REFUSED, by=by, remark=remark)


def tell(offer: Offer, subject: str, remark: str, *, to: list[str]) -> None:
    """Mail the office's sentence about an offer to its provider."""
    context = {"offer": offer, "remark": remark, "office": settings.OFFICE}
    context["url"] = mail.absolute(offer.get_absolute_url())
    body = render_to_string("offers/mail/remark.txt", context)
    for address in to:
        mail.send(address, subject, body, purpose=PURPOSE)


def addresses_of(provider: Organisation) -> list[str]:
    """Where a provider reads: the accounts that speak for it, else its own address, else none."""
    members = Membership.objects.current().filter(organisation=provider, user__is_active=True)
    accounts = sorted(set(members.values_list("user__email", flat=True)))
    return accounts or [address for address in [provider.email] if address]


def who_wrote(proposal):
    """Whoever proposed it; behind a mail's link that is whoever was asked last."""
    writer, provider = proposal.proposed_by, proposal.provider
    if writer is not None and writer.is_active:
        return [writer.email]
    asked = Inquiry.objects.filter(provider=provider).exclude(recipient="").first()
    return [asked.recipient] if writer is None and asked else addresses_of(provider)
