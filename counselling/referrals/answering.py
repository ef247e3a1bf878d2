"""The receiving body looks at a referral and answers, by the link in its mail and without an
account. Opening the link shows nothing; looking is a POST, because programs that read mails follow
links, and leaves a line in the log each time."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.models import Consent, Referral, ReferralFile
from counselling.referrals.actions import PURPOSE, settle
from counselling.referrals.codes import BY_LINK, State
from integration_office import links
from integration_office.audit import record
from integration_office.links import LinkRefused
from integration_office.models import Link


def opened(token: str, *, lock: bool = False) -> tuple[Link, Referral]:
    """The link and the referral behind it. Refuses as `links.find` does, and when the consent does
    not hold any more, the counselling has ended or nobody may speak of the case. `lock` referral
    and link before acting on them, in this order: whoever withdraws a consent stops the referral,
    and so waits."""
    link = links.find(token, PURPOSE)
    rows = Referral.objects.with_targets()
    if lock:
        rows = rows.select_for_update(of=("self",))
    referral = rows.filter(pk=link.target_pk).first()
    if referral is None or not referral.is_running:
        raise LinkRefused(_("This inquiry has been taken back or is over. Thank you."))
    if lock:
        link = links.find(token, PURPOSE, lock=True)
    _refuse_what_ended(referral)
    return link, referral


def _refuse_what_ended(referral: Referral) -> None:
    """The same sentence whatever the reason: that somebody withdrew a consent is told nobody. Of a
    restricted case not even an appointment is said."""
    case = referral.client_case
    is_told = case is None or case.restricted_on is None
    if referral.is_transfer:
        consents = Consent.objects.in_force().to_tell(referral.organisation)
        holding = consents.filter(pk=referral.consent_id, case=case)
        is_told = is_told and case is not None and case.is_open and holding.exists()
    if not is_told:
        raise LinkRefused(_("This inquiry has been taken back or is over. Thank you."))


@transaction.atomic
def shown(token: str) -> tuple[Link, Referral]:
    """What the body may see, and the line that says it has seen it; without the line it sees
    nothing."""
    link, referral = opened(token, lock=True)
    record("referral shown", referral, by=None, note="link")
    Referral.objects.filter(pk=referral.pk).update(shown_at=timezone.now())
    return link, referral


@transaction.atomic
def paper(token: str, pk: int) -> ReferralFile | None:
    """A file of the transfer, and the line that says it was fetched."""
    _link, referral = opened(token, lock=True)
    found = referral.files.filter(pk=pk).first()
    if found is not None:
        record("referral shown", referral, by=None, note="file")
    return found


@transaction.atomic
def say(token: str, answer: str, text: str) -> Referral:
    """Take an answer. The last word closes the link, "accepted" leaves it open for "arrived"."""
    _link, referral = opened(token, lock=True)
    if answer not in BY_LINK[State(referral.state)]:
        raise ValidationError(_("This is noted already. Please choose another answer."))
    return settle(referral, State(answer), by=None, text=text)
