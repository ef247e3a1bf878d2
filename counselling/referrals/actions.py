"""What counsellors do with referrals: make, ask again, note what became of them, take back.

A transfer needs a consent that is in force at the moment it is written, and ends with it: whoever
withdraws a consent calls `stop_transfers`. It ends with the counselling too, as the consent says:
whoever closes cases calls `end_transfers`. No line in the log says who is meant.
"""

import datetime
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.codes import Result
from counselling.models import Case, Consent, Contact, Referral, ReferralFile
from counselling.models.referrals import ReferralQuerySet
from counselling.parts import closed_sentence, lock_open
from counselling.referrals import needs
from counselling.referrals.codes import BY_PHONE, RUNNING, Kind, State
from integration_office import links, mail
from integration_office.audit import record
from integration_office.files import Kind as FileKind
from integration_office.models import User


PURPOSE = "referral"
MOST_FILES = 5
# Without a link nobody is reminded from outside: the counsellor asks within this time.
PATIENCE = datetime.timedelta(days=30)


@transaction.atomic
def refer(
    referral: Referral, *, days: int = 0, file: UploadedFile | None = None, by: User
) -> Referral:
    """Save a new referral; with `days` its body is asked by mail. Refuses one of a closed case, the
    same information twice on one day, and a transfer without a consent."""
    case = _locked_origin(referral)
    _keep_what_fits(referral)
    referral.referred_by = by
    today = timezone.localdate()
    referral.made_on = referral.contact.day if referral.contact else today
    referral.waits_until = max(today, referral.appointment_on or today) + PATIENCE
    _refuse_early(referral)
    _refuse_double(referral)
    _refuse_without_consent(referral, case, lock=True)
    referral.save()
    record("referred", referral, by=by)
    if referral.contact:
        _note_result(referral.contact)
    if file is not None:
        add_file(referral, file, by=by)
    if days:
        _mail(referral, days, by=by)
    return referral


def _note_result(contact: Contact) -> None:
    """The results of a talk say whether somebody was sent on from it."""
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    results = [result for result in contact.results if result != Result.REFERRED]
    if contact.referrals.exists():
        results.append(Result.REFERRED)
    if set(results) != set(contact.results):
        contact.results = results
        contact.save(update_fields=["results"])


def _locked_origin(referral: Referral) -> Case | None:
    """The case, locked, so that nobody closes or restricts it between the question and the
    saving."""
    case_id = referral.case_id
    if referral.contact is not None:
        contact = Contact.objects.select_for_update(of=("self",)).get(pk=referral.contact.pk)
        if contact.is_folded:
            raise ValidationError(
                _("This contact is older than two years and only a count now. Nobody can be sent.")
            )
        case_id = contact.case_id
    if case_id is None:
        return None
    return lock_open(case_id)


def _keep_what_fits(referral: Referral) -> None:
    """What was typed for another kind goes."""
    if not referral.is_transfer:
        referral.consent, referral.told = None, ""
    if not referral.is_appointment:
        referral.appointment_on = referral.appointment_at = None
    if referral.kind != Kind.ESCORT:
        referral.escort = ""


def _refuse_early(referral: Referral) -> None:
    if referral.appointment_on and referral.appointment_on < referral.made_on:
        raise ValidationError(
            {"appointment_on": _("The appointment cannot be before the referral.")}
        )


def _refuse_double(referral: Referral) -> None:
    """The second click on "information given"."""
    same = Referral.objects.made().filter(
        contact=referral.contact,
        case=referral.case,
        organisation=referral.organisation,
        offer=referral.offer,
        kind=Kind.INFORMATION,
        made_on=referral.made_on,
    )
    if referral.kind == Kind.INFORMATION and same.exists():
        raise ValidationError(_("This referral is noted already."))


def _refuse_without_consent(referral: Referral, case: Case | None, *, lock: bool = False) -> None:
    """A new transfer locks the consent: who withdraws it at this moment finds the transfer
    afterwards, or it is not written at all."""
    if not referral.is_transfer:
        return
    allowed = Consent.objects.in_force().to_tell(referral.organisation)
    allowed = allowed.filter(pk=referral.consent_id, case=case)
    if lock:
        allowed = allowed.select_for_update(of=("self",))
    if case is None or allowed.values_list("pk", flat=True).first() is None:
        raise ValidationError(
            _(
                "Nothing is handed over without a consent that names this body and is in force. "
                "Please have it signed first."
            )
        )


def _mail(referral: Referral, days: int, *, by: User) -> None:
    """One link, and nothing of the case in the mail; links of earlier mails stop working."""
    address = referral.organisation.email
    if not address:
        raise ValidationError(
            {
                "days": _(
                    "No e-mail address of this organisation is known. Please enter it in the "
                    "network, or ask yourself."
                )
            }
        )
    today, now = timezone.localdate(), timezone.now()
    links.revoke(PURPOSE, referral)
    token = links.issue(PURPOSE, referral, recipient=address, days=days, by=by)
    until = today + datetime.timedelta(days=days)
    context = {
        "organisation": referral.organisation,
        "url": mail.absolute(reverse("counselling:referral_answer", args=[token])),
        "until": until,
        "office": settings.OFFICE,
    }
    subject = _("An inquiry of the coordination office waits for you")
    body = render_to_string("counselling/referrals/mail.txt", context)
    mail.send(address, subject, body, purpose=PURPOSE)
    referral.asked_at, referral.waits_until, referral.shown_at = now, until, None
    referral.save()
    record("referral mailed", referral, by=by, note=str(days))


@transaction.atomic
def ask_by_mail(referral: Referral, days: int, *, by: User) -> Referral:
    """Mail a new link, for the first time or once more. What was said as long as nobody knew is
    open again."""
    referral = _locked(referral)
    if referral.is_transfer:
        _refuse_closed(referral)
    if not referral.may_be_asked_again or referral.is_emptied:
        raise ValidationError(_("There is nothing left to ask: it has been answered."))
    _refuse_without_consent(referral, referral.client_case)
    if not referral.is_running:
        referral.state, referral.state_on = State.WAITING, timezone.localdate()
        referral.feedback_by = referral.noticed_on = None
    _mail(referral, days, by=by)
    return referral


@transaction.atomic
def change(referral: Referral, *, by: User) -> Referral:
    """Save what was corrected. What a body may look at changes only while its consent holds."""
    stored = _locked(referral)
    _refuse_closed(stored)
    if stored.is_emptied:
        raise ValidationError(_("The texts of this referral are erased. It is only a count now."))
    if stored.is_running:
        _refuse_without_consent(referral, stored.client_case)
    _refuse_early(referral)
    referral.save()
    record("changed", referral, by=by)
    return referral


@transaction.atomic
def note_feedback(referral: Referral, state: str, *, by: User) -> Referral:
    """What the counsellor has been told, by telephone or by the client. It closes the link."""
    referral = _locked(referral)
    if state not in BY_PHONE:
        raise ValidationError(_("This answer does not exist. Please choose one of the list."))
    if referral.is_stopped:
        raise ValidationError(_("This referral was taken back."))
    if referral.state == state:
        raise ValidationError(_("This is noted already."))
    return settle(referral, State(state), by=by)


def settle(referral: Referral, state: State, *, by: User | None, text: str = "") -> Referral:
    """Write down an answer of a locked referral; `by` is nobody when it came by link. A refusal
    because of no place becomes an unmet need, once."""
    today = timezone.localdate()
    referral.state, referral.state_on, referral.feedback_by = state, today, by
    referral.noticed_on = today if by else None
    if text:
        referral.answer = text
    if state not in RUNNING:
        _end_link(referral, links.use_up)
    if state == State.FULL and referral.need is None:
        referral.need = needs.report_full(referral)
    referral.save()
    record(f"referral {state.value}", referral, by=by, note="" if by else "link")
    return referral


def _end_link(referral: Referral, end: Callable[[str, models.Model], int]) -> None:
    """With the link go the papers behind it."""
    end(PURPOSE, referral)
    referral.files.all().delete()


@transaction.atomic
def notice(referral: Referral, *, by: User) -> None:
    """The counsellor has seen what came of it; the start page forgets it."""
    if (
        not Referral.objects.to_notice()
        .filter(pk=referral.pk)
        .update(noticed_on=timezone.localdate())
    ):
        raise ValidationError(_("There is nothing new on this referral."))


@transaction.atomic
def take_back(referral: Referral, *, by: User) -> Referral:
    """End a running referral: the link is dead at once, what was sealed behind it stays for the
    counsellor alone."""
    referral = _locked(referral)
    if not referral.is_running:
        raise ValidationError(_("This referral is not running any more."))
    return _stop(referral, by=by)


def _stop(
    referral: Referral, *, by: User | None, state: State = State.STOPPED, told: bool = False
) -> Referral:
    """With `told` somebody knows of it already and needs not look at it."""
    today = timezone.localdate()
    referral.state, referral.state_on, referral.feedback_by = state, today, None
    referral.noticed_on = today if by or told else None
    _end_link(referral, links.revoke)
    referral.save()
    verb = "referral stopped" if state == State.STOPPED else "referral ended"
    record(verb, referral, by=by)
    return referral


@transaction.atomic
def stop_transfers(case: Case, *, by: User | None) -> int:
    """End the running transfers of a case whose consent does not hold any more, or all of them when
    the case is restricted; how many. To be called by whoever withdraws a consent, in the same
    transaction and afterwards."""
    return _stop_all(Referral.objects.of_case(case), by=by)


def _stop_all(referrals: ReferralQuerySet, *, by: User | None) -> int:
    held_by_nothing = referrals.open_transfers().without_consent()
    rows = list(held_by_nothing.order_by("pk").select_for_update(of=("self",)))
    for referral in rows:
        _stop(referral, by=by)
    return len(rows)


@transaction.atomic
def end_transfers(cases: Iterable[int], *, by: User | None) -> int:
    """These cases are closed: what is told of them to others ends with them; how many. What became
    of it may still be noted, and they count as made."""
    rows = Referral.objects.of_cases(cases).open_transfers().order_by("pk")
    ended = list(rows.select_for_update(of=("self",)))
    for referral in ended:
        _stop(referral, by=by, state=State.ENDED, told=True)
    return len(ended)


@transaction.atomic
def delete(referral: Referral, *, by: User) -> None:
    """Take a referral away that should not have been noted: nobody has been told of it."""
    referral = _locked(referral)
    _refuse_closed(referral)
    if referral.asked_at or referral.need_id:
        raise ValidationError(
            _("Others know of this referral already. Please take it back instead.")
        )
    record("deleted", referral, by=by)
    referral.delete()
    if referral.contact:
        _note_result(referral.contact)


@transaction.atomic
def add_file(referral: Referral, file: UploadedFile, *, by: User) -> ReferralFile:
    """Seal a checked file for the body that may look at the transfer."""
    referral = _locked(referral)
    _refuse_closed(referral)
    if not referral.is_transfer or not referral.is_running:
        raise ValidationError(_("Files go only with a running transfer."))
    if referral.files.count() >= MOST_FILES:
        raise ValidationError(
            _("A transfer takes up to %(most)s files. Please remove one first.")
            % {"most": MOST_FILES}
        )
    kind: FileKind = file.kind  # type: ignore[attr-defined]
    paper = ReferralFile(referral=referral, title=(file.name or "")[-120:])
    paper.content_type = kind.content_type
    paper.data = file.read()
    paper.save()
    record("document added", referral, by=by)
    return paper


@transaction.atomic
def remove_file(paper: ReferralFile, *, by: User) -> None:
    record("document removed", paper.referral, by=by)
    paper.delete()


@transaction.atomic
def end_what_ran_out(today: datetime.date) -> int:
    """What a new day ends: waiting referrals whose time is over, transfers whose consent has run
    out, papers whose link is dead. How many referrals."""
    stopped = _stop_all(Referral.objects.all(), by=None)
    ReferralFile.objects.of_ended_links(today).delete()
    over = Referral.objects.out_of_time(today)
    # Nobody was asked about a mere information, so that nobody owes an answer.
    unasked = over.filter(asked_at=None).exclude(kind=Kind.APPOINTMENT)
    ended = unasked.update(state=State.UNKNOWN, state_on=today, noticed_on=today)
    ended += over.update(state=State.EXPIRED, state_on=today, noticed_on=None)
    if ended:
        record("referrals ended", "counselling.Referral:*", by=None, note=str(ended))
    return stopped + ended


def _refuse_closed(referral: Referral) -> None:
    """What became of it may be noted all the same: that is a count, not the content of a case."""
    if referral.is_of_closed_case:
        raise ValidationError(closed_sentence())


def _locked(referral: Referral) -> Referral:
    """Only the row itself; what hangs on it comes along unlocked."""
    rows = Referral.objects.select_for_update(of=("self",)).with_targets()
    return rows.get(pk=referral.pk)
