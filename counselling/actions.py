"""What counsellors do: log, correct, hand over, close. Each verb leaves one line in the audit log,
never a word about a person."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.casework.closing import drop_what_is_open
from counselling.casework.codes import ChangeKind
from counselling.casework.course import note
from counselling.casework.desk.notices import tell
from counselling.casework.desk.standing_in import came_to, of_the_desk_left
from counselling.casework.levels.actions import begin_with
from counselling.casework.residence import remind_anew
from counselling.casework.tasks.people import give_tasks
from counselling.codes import CaseStatus, ClosingReason, ReopeningReason
from counselling.models import (
    ATTRIBUTES,
    NO_ATTRIBUTES,
    Case,
    CaseDeputy,
    CaseSequence,
    Contact,
    DeskDeputy,
    DeskNotice,
)
from counselling.parts import closed_sentence, lock_open
from integration_office.audit import record
from integration_office.models import AuditEntry, User
from integration_office.permissions import counsels


# Contacts


@transaction.atomic(savepoint=False)
def log_contact(contact: Contact, *, by: User) -> Contact:
    """Save a new contact; one of today gets the time of the clock, one of a case its groups. What
    happens most is one transaction with what is around it: a refusal undoes that as well."""
    _complete(contact)
    _say_if_further(contact)
    contact.clean()
    _refuse_ended(contact.case_id)
    contact.save()
    record("logged", contact, by=by)
    return contact


@transaction.atomic
def log_contacts(contacts: Sequence[Contact], *, by: User) -> list[Contact]:
    """Many contacts at once, as a tally sheet or the demo office brings them."""
    for contact in contacts:
        _complete(contact)
        contact.clean()
    ended = Case.objects.exclude(pk__in=Case.objects.running().unrestricted().values("pk"))
    if ended.filter(pk__in={contact.case_id for contact in contacts}).exists():
        raise ValidationError(closed_sentence())
    saved = Contact.objects.bulk_create(contacts, batch_size=500)
    AuditEntry.objects.bulk_create(
        [AuditEntry(verb="logged", target=f"counselling.Contact:{c.pk}", by=by) for c in saved],
        batch_size=500,
    )
    return saved


def _complete(contact):
    now = timezone.localtime()
    if contact.time is None and contact.day == now.date():
        contact.time = now.time().replace(second=0, microsecond=0)
    if contact.case is not None:
        for name in ATTRIBUTES:
            if getattr(contact, name) == NO_ATTRIBUTES[name]:
                setattr(contact, name, getattr(contact.case, name))


def _say_if_further(contact):
    """Who has a case and was counselled in it, or in another one, is not here for the first time;
    nobody has to tick it."""
    if contact.case is None or contact.first_contact is not None:
        return
    same = Q(case=contact.case_id)
    if contact.case.person_id is not None:
        same |= Q(case__person=contact.case.person_id)
    if Contact.objects.filter(same, day__lte=contact.day).exists():
        contact.first_contact = False


@transaction.atomic
def correct_contact(contact: Contact, *, by: User) -> Contact:
    """Save a corrected contact; what belongs to a closed case or is only a count stays."""
    stored = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    _refuse_fixed(stored)
    contact.clean()
    if contact.case_id != stored.case_id:
        _refuse_ended(contact.case_id)
    if contact.follow_up != stored.follow_up:
        contact.followed_up_on = None
    contact.save()
    record("corrected", contact, by=by)
    return contact


@transaction.atomic
def delete_contact(contact: Contact, *, by: User) -> None:
    """Take a contact away that should not have been logged. The audit line stays."""
    stored = Contact.objects.select_for_update(of=("self",)).filter(pk=contact.pk).first()
    if stored is None:
        raise ValidationError(_("This contact has been deleted already."))
    _refuse_fixed(stored)
    if stored.referrals.exists():
        raise ValidationError(
            _("Somebody was sent on from this contact. Please delete the referrals first.")
        )
    record("deleted", stored, by=by)
    stored.delete()


@transaction.atomic
def delete_contacts(contacts: QuerySet[Contact], *, by: User) -> int:
    """Take back what a line or a sheet of the tally has just logged: all of it, or nothing."""
    stored = list(contacts.select_for_update(of=("self",)))
    if not stored:
        raise ValidationError(_("This contact has been deleted already."))
    for contact in stored:
        _refuse_fixed(contact)
        if contact.version:
            raise ValidationError(
                _("This contact has been changed since. Please delete it on its own page.")
            )
        record("deleted", contact, by=by)
    Contact.objects.filter(pk__in=[contact.pk for contact in stored]).delete()
    return len(stored)


@transaction.atomic
def finish_follow_up(contact: Contact, *, by: User) -> None:
    """Say that what was to be done has been done."""
    done = Contact.objects.to_follow_up().filter(pk=contact.pk)
    if not done.update(followed_up_on=timezone.localdate()):
        raise ValidationError(_("This follow-up is settled already."))
    record("followed up", contact, by=by)


def _refuse_fixed(contact):
    if contact.is_folded:
        raise ValidationError(
            _("This contact is older than two years and only a count now. It cannot be changed.")
        )
    _refuse_ended(contact.case_id)


def _refuse_ended(case_id):
    if case_id is not None:
        lock_open(case_id)


# Cases


@transaction.atomic
def open_case(case: Case, *, by: User) -> Case:
    """Give a new case its number and save it; the numbers of a year follow each other."""
    if case.opened_on > timezone.localdate():
        raise ValidationError({"opened_on": _("This day lies in the future.")})
    case.number = _next_number(case.opened_on.year)
    remind_anew(case)
    case.save()
    begin_with(case)
    note(case, ChangeKind.OPENED, day=case.opened_on, by=by)
    record("opened", case, by=by)
    came_to(case.responsible, [case], by=by)
    return case


def _next_number(year):
    CaseSequence.objects.get_or_create(year=year)
    sequence = CaseSequence.objects.select_for_update().get(year=year)
    sequence.last += 1
    sequence.save()
    return f"{year}-{sequence.last:04}"


@transaction.atomic
def continue_as_case(contact: Contact, *, by: User) -> Case:
    """Open a case from a contact: it takes over what the contact knows."""
    contact = _locked_outside_cases(contact)
    groups = {name: getattr(contact, name) for name in ATTRIBUTES}
    case = Case(responsible=by, opened_on=contact.day, language=contact.language, **groups)
    contact.case = open_case(case, by=by)
    contact.save()
    return case


@transaction.atomic
def add_to_case(contact: Contact, case: Case, *, by: User) -> Case:
    """Put a contact into a case that runs. The case keeps what it knows; what the contact knows
    besides stays with the contact."""
    contact = _locked_outside_cases(contact)
    contact.case = lock_open(case.pk)
    _say_if_further(contact)
    contact.clean()
    contact.save()
    record("lifted", contact, by=by)
    return contact.case


def _locked_outside_cases(contact):
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if contact.case_id is not None:
        raise ValidationError(_("This contact belongs to a case already."))
    _refuse_fixed(contact)
    return contact


@transaction.atomic
def change_case(case: Case, *, by: User) -> Case:
    """Save what was changed; a closed case is read, not written."""
    stored = _locked(case)
    if not stored.is_open:
        raise ValidationError(closed_sentence())
    if not case.is_open:
        raise ValidationError({"status": _("A case is closed on its own page, with a reason.")})
    if case.residence_until != stored.residence_until:
        remind_anew(case)
    case.save()
    if case.status != stored.status:
        note(case, ChangeKind.STATUS, status=case.status, by=by)
    record("changed", case, by=by)
    return case


@transaction.atomic
def close_case(case: Case, *, on: datetime.date, reason: ClosingReason, by: User) -> Case:
    """Close a case. Its open follow-ups, tasks and steps are settled with it, and transfers end."""
    case = _locked(case)
    if not case.is_open:
        raise ValidationError(_("This case is closed already."))
    if reason == ClosingReason.REVOKED:  # it would keep a name without a consent
        raise ValidationError(
            {"reason": _("Please note a withdrawal among the consents: then the file goes, too.")}
        )
    _refuse_closing_day(case, on)
    case.status, case.closed_on, case.closing_reason = CaseStatus.CLOSED, on, reason
    case.save()
    case.contacts.to_follow_up().update(followed_up_on=timezone.localdate())
    drop_what_is_open([case.pk], timezone.localdate(), by=by)
    note(case, ChangeKind.CLOSED, day=on, reason=reason, by=by)
    record("closed", case, by=by, note=reason)
    return case


def _refuse_closing_day(case, on):
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day lies in the future.")})
    last = case.contacts.newest_first().values_list("day", flat=True).first()
    if on < max(case.opened_on, last or case.opened_on):
        raise ValidationError(
            {"on": _("The case cannot be closed before its opening or its last contact.")}
        )


@transaction.atomic
def reopen_case(case: Case, *, reason: ReopeningReason, by: User) -> Case:
    """Open a closed case again, for a reason that stands in the audit log."""
    case = _locked(case)
    if not case.can_be_reopened:
        raise ValidationError(_("Only a closed case whose content is still there can be reopened."))
    case.status, case.closed_on, case.closing_reason = CaseStatus.COUNSELLING, None, ""
    case.save()
    note(case, ChangeKind.REOPENED, reason=reason, by=by)
    record("reopened", case, by=by, note=reason)
    came_to(case.responsible, [case], by=by)
    return case


@transaction.atomic
def hand_over(case: Case, *, to: User, by: User) -> Case:
    """Give a case to a colleague for good; only who answers for it may."""
    case = _locked(case)
    _refuse_others(case, by)
    refuse_no_counsellor(to)
    if case.is_anonymised:
        raise ValidationError(_("Nothing is left of this case that could be handed over."))
    if to == case.responsible:
        raise ValidationError({"to": _("This colleague is responsible already.")})
    before, case.responsible = case.responsible, to
    case.save()
    end_now(of_the_desk_left([case.pk], to=to))
    give_tasks([case.pk], of=before, to=to)
    note(case, ChangeKind.HANDED_OVER, to=to, by=by)
    tell(to, DeskNotice.Kind.GIVEN, colleague=before, by=by)
    record("handed over", case, by=by, note=f"integration_office.User:{to.pk}")
    came_to(to, [case], by=by)
    return case


@transaction.atomic
def add_deputy(deputy: CaseDeputy, *, by: User) -> CaseDeputy:
    """Let a colleague into a case for a time."""
    case = _locked(deputy.case)
    _refuse_others(case, by)
    if not case.is_open:
        raise ValidationError(closed_sentence())
    refuse_no_counsellor(deputy.user)
    if deputy.user == case.responsible:
        raise ValidationError({"user": _("Who is responsible cannot deputise as well.")})
    refuse_period(deputy.since, deputy.until)
    overlapping = case.deputies.filter(user=deputy.user).filter(
        Q(until=None) | Q(until__gte=deputy.since)
    )
    if deputy.until:
        overlapping = overlapping.filter(since__lte=deputy.until)
    if overlapping.exists():
        raise ValidationError({"user": _("This colleague deputises in that time already.")})
    deputy.save()
    record("deputised", case, by=by, note=f"integration_office.User:{deputy.user_id}")
    return deputy


@transaction.atomic
def end_deputy(deputy: CaseDeputy, *, by: User) -> None:
    """End a deputyship today; one that has not begun yet is taken away."""
    _refuse_others(deputy.case, by)
    if not CaseDeputy.objects.not_over().filter(pk=deputy.pk).exists():
        raise ValidationError(_("This deputyship is over already."))
    end_now(CaseDeputy.objects.filter(pk=deputy.pk))
    record("ended deputyship", deputy.case, by=by, note=f"integration_office.User:{deputy.user_id}")


def end_now(deputies: QuerySet[CaseDeputy] | QuerySet[DeskDeputy]) -> None:
    """Access ends with this moment: the last valid day is yesterday."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    deputies.filter(since__gt=yesterday).delete()
    deputies.filter(Q(until=None) | Q(until__gt=yesterday)).update(until=yesterday)


def _locked(case):
    return Case.objects.select_for_update().get(pk=case.pk)


def _refuse_others(case, by):
    if case.responsible_id != by.pk:
        raise ValidationError(_("Only who is responsible for the case may do this."))


def refuse_period(since, until):
    if until is not None and until < since:
        raise ValidationError({"until": _("The deputyship cannot end before it starts.")})
    if until is not None and until < timezone.localdate():
        raise ValidationError({"until": _("This time is over already.")})


def refuse_no_counsellor(user):
    if not counsels(user):
        raise ValidationError(_("This colleague has no counselling role."))
