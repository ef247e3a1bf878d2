"""The way of a file to its end: restricted, offered to the archive, erased; or restricted only, as
long as somebody claims a right. Each step is an action; the clock takes the last one by itself."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling import privacy
from counselling.casework.closing import drop_what_is_open
from counselling.casework.codes import ChangeKind
from counselling.casework.course import note
from counselling.casework.desk.standing_in import came_to
from counselling.codes import CaseStatus, ClosingReason
from counselling.models import Case, Consent, Erasure, ErasureReason, ErasureState
from counselling.models.cases import CaseQuerySet
from counselling.referrals.actions import stop_transfers
from integration_office.audit import record
from integration_office.models import User


NO_DAYS = datetime.timedelta()
GRACE = datetime.timedelta(days=30)  # a consent that has run out can be renewed for so long


@transaction.atomic
def begin(case: Case, reason: ErasureReason, *, by: User | None) -> Erasure:
    """Close a case to everybody and start its way; a mere claim gives way to it."""
    case = _locked(case)
    running = case.erasures.running().first()
    if running is not None and not running.is_claim:
        raise ValidationError(_("This case is restricted already."))
    if running is not None:
        _lift(running)
    case.consents.in_force().update(withdrawn_on=timezone.localdate())
    stop_transfers(case, by=by)
    _close(case, by=by)
    case.restricted_on = timezone.localdate()
    case.save()
    erasure = Erasure(case=case, reason=reason)
    if settings.OFFICE["archive_agreement"]:
        erasure.archive, erasure.answered_on = ErasureState.NOT_WORTHY, timezone.localdate()
    erasure.save()
    record("erasure begun", case, by=by, note=reason)
    return erasure


def _close(case: Case, *, by: User | None) -> None:
    """A case that was closed before keeps its day and reason: figures have counted them."""
    if not case.is_open:
        return
    today = timezone.localdate()
    case.contacts.to_follow_up().update(followed_up_on=today)
    drop_what_is_open([case.pk], today, by=by)
    note(case, ChangeKind.CLOSED, reason=ClosingReason.REVOKED, by=by)
    case.status, case.closing_reason = CaseStatus.CLOSED, ClosingReason.REVOKED
    case.closed_on = today


@transaction.atomic
def demand(case: Case, *, by: User) -> Erasure:
    """Art. 17 DSGVO: the client wants the file erased, with or without a name in it."""
    if _locked(case).is_anonymised:
        raise ValidationError(_("Nothing is left of this case that could be erased."))
    return begin(case, ErasureReason.DEMANDED, by=by)


@transaction.atomic
def restrict(case: Case, *, by: User) -> Erasure:
    """Art. 18 DSGVO: nobody reads it, and nothing of it goes, until the claim is settled."""
    case = _locked(case)
    if case.restricted_on is not None:
        raise ValidationError(_("This case is restricted already."))
    if case.is_anonymised:
        raise ValidationError(_("Nothing is left of this case that could be restricted."))
    case.restricted_on = timezone.localdate()
    case.save()
    erasure = Erasure.objects.create(case=case, reason=ErasureReason.CLAIM)
    record("restricted", case, by=by)
    return erasure


@transaction.atomic
def lift(erasure: Erasure, *, by: User) -> None:
    """The claim is settled: the case is there again."""
    erasure = _running(erasure)
    if not erasure.is_claim:
        raise ValidationError(_("A consent that was withdrawn does not come back by itself."))
    _lift(erasure)
    case = _locked(erasure.case)
    case.restricted_on = None
    case.save()
    record("restriction lifted", case, by=by)
    came_to(case.responsible, [case], by=by)


def _lift(erasure: Erasure) -> None:
    erasure.lifted_on = timezone.localdate()
    erasure.save()


@transaction.atomic
def offer(erasure: Erasure, *, by: User) -> Erasure:
    """The archive was asked (LArchG SH, § 15)."""
    erasure = _to_erase(erasure)
    if erasure.offered_on or erasure.archive:
        raise ValidationError(_("This file has been offered to the archive already."))
    erasure.offered_on = timezone.localdate()
    erasure.save()
    record("offered to archive", erasure.case, by=by)
    return erasure


@transaction.atomic
def answer(erasure: Erasure, said: ErasureState, *, by: User) -> Erasure:
    """The archive takes a copy over or wants none."""
    erasure = _to_erase(erasure)
    if not erasure.awaits_answer:
        raise ValidationError(_("Please offer the file to the archive first."))
    erasure.archive, erasure.answered_on = said, timezone.localdate()
    erasure.save()
    record("archive answered", erasure.case, by=by, note=said)
    return erasure


@transaction.atomic
def erase(erasure: Erasure, *, by: User) -> None:
    """Name, notes and all content go now; the counts stay."""
    erasure = _to_erase(erasure)
    if not erasure.archive:
        raise ValidationError(
            _("Please offer the file to the archive and note its answer first (LArchG SH, § 15).")
        )
    privacy.finish_erasures(Erasure.objects.filter(pk=erasure.pk))
    record("erased", erasure.case, by=by)


def without_consent(
    today: datetime.date,
    grace: datetime.timedelta = NO_DAYS,
    *,
    among: CaseQuerySet | None = None,
) -> CaseQuerySet:
    """Named cases (`among` these) whose consent to keep a file has run out, since `grace`."""
    cases = Case.objects.all() if among is None else among
    for_file = Consent.objects.filter(case=OuterRef("pk"), withdrawn_on=None).to_keep_a_file()
    lasts = for_file.filter(Q(valid_until=None) | Q(valid_until__gte=today - grace))
    return cases.unrestricted().filter(~Exists(lasts), person__isnull=False)


def begin_for_run_out(today: datetime.date) -> int:
    """What nobody has renewed goes the way of a withdrawn consent."""
    cases = list(without_consent(today, GRACE))
    for case in cases:
        begin(case, ErasureReason.RAN_OUT, by=None)
    return len(cases)


def unoffered_by_others(user: User, begun_until: datetime.date) -> QuerySet:
    """What waits for an offer to the archive since that day, as numbers: colleague by colleague,
    how many files, and since when the first."""
    return (
        Erasure.objects.unoffered()
        .filter(begun_on__lte=begun_until)
        .exclude(case__responsible=user)
        .order_by("case__responsible__name")
        .values(name=F("case__responsible__name"))
        .annotate(files=Count("pk"), first=Min("begun_on"))
    )


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _running(erasure: Erasure) -> Erasure:
    found = Erasure.objects.select_for_update(of=("self",)).running().filter(pk=erasure.pk).first()
    if found is None:
        raise ValidationError(_("This has been settled already."))
    return found


def _to_erase(erasure: Erasure) -> Erasure:
    found = _running(erasure)
    if found.is_claim:
        raise ValidationError(_("A restricted file is kept until the claim is settled."))
    return found
