"""A whole desk is handed on, or somebody stands in for all of it. The owner does it, or the
coordination for somebody who is away; both happen completely or not at all."""

import datetime
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.actions import end_now, refuse_no_counsellor, refuse_period
from counselling.casework.codes import ChangeKind, TakeOverReason
from counselling.casework.desk import desks
from counselling.casework.desk.notices import tell
from counselling.casework.desk.standing_in import came_to, let_in, of_the_desk_left
from counselling.casework.tasks.people import give_tasks
from counselling.models import Case, CaseChange, CaseDeputy, DeskDeputy, DeskNotice
from integration_office.audit import label_of, record
from integration_office.models import AuditEntry, User
from integration_office.permissions import coordinates


Kind = DeskNotice.Kind
LONGEST = datetime.timedelta(days=366)


@transaction.atomic
def hand_over_desk(
    owner: User,
    *,
    to: User,
    by: User,
    chosen: Sequence[int] | None = None,
    reason: str = "",
) -> list[Case]:
    """Give all cases of `owner` to one colleague for good, or only the chosen ones. If one of those
    cannot be given, none is, and the refusal names it. `reason` is asked of a coordination that
    takes them itself."""
    _refuse_strangers(owner, by)
    _refuse_unfit(owner, to)
    _refuse_without_reason(owner, to, by, reason)
    rows = Case.objects.select_for_update().filter(responsible=owner).with_content()
    if chosen is None:
        # Closed ones go along, and those that nobody may read any more: somebody has to open them
        # again, to copy them for the client, to see to their end.
        cases = list(rows.order_by("pk"))
    else:
        cases = list(rows.filter(restricted_on=None, pk__in=chosen).order_by("pk"))
        _refuse_missing(owner, set(chosen) - {case.pk for case in cases})
    if not cases:
        raise ValidationError(_("There is no case to hand over."))
    keys = [case.pk for case in cases]
    Case.objects.filter(pk__in=keys).update(responsible=to)
    end_now(of_the_desk_left(keys, to=to))
    give_tasks(keys, of=owner, to=to)
    CaseChange.objects.bulk_create(
        CaseChange(case=case, kind=ChangeKind.HANDED_OVER, to=to, by=by) for case in cases
    )
    _record("handed over", cases, owner, to, by, reason)
    _tell(owner, to, by, (Kind.GIVEN, Kind.TAKEN), len(cases))
    came_to(to, cases, by=by)
    return cases


@transaction.atomic
def stand_in_for_desk(
    owner: User,
    *,
    to: User,
    since: datetime.date,
    until: datetime.date,
    by: User,
    reason: str = "",
) -> tuple[list[CaseDeputy], list[Case]]:
    """Let one colleague into all running cases from one day to another, and into those that come to
    the desk in that time; those made, and the cases in which this colleague deputises all that time
    already."""
    _refuse_strangers(owner, by)
    _refuse_unfit(owner, to)
    _refuse_without_reason(owner, to, by, reason)
    _refuse_period(since, until)
    cases = list(desks.of(owner).select_for_update().order_by("pk"))
    if not cases:
        raise ValidationError(_("There is no running case to stand in for."))
    desks_of_both = DeskDeputy.objects.filter(owner=owner, user=to)
    if desks_of_both.filter(since__lte=until, until__gte=since).exists():
        raise ValidationError({"user": _("This colleague deputises in that time already.")})
    desk = DeskDeputy.objects.create(owner=owner, user=to, since=since, until=until)
    made = let_in([desk], cases, by=by)
    new = {row.case_id for row in made}
    _record_of_desk("deputised", owner, to, by, reason)
    _tell(owner, to, by, (Kind.DEPUTY, Kind.DEPUTISED), len(made), since=since, until=until)
    return made, [case for case in cases if case.pk not in new]


@transaction.atomic
def end_stand_in(owner: User, colleague: User, *, by: User) -> int:
    """The owner is back, or the coordination has named the wrong one: this colleague sees no case
    of the desk any more from now on; how many deputyships ended or were taken away before they
    began."""
    _refuse_strangers(owner, by)
    deputyships = CaseDeputy.objects.not_over().filter(user=colleague, case__responsible=owner)
    desk = DeskDeputy.objects.not_over().filter(user=colleague, owner=owner)
    cases = list(Case.objects.filter(pk__in=deputyships.values("case")).order_by("pk"))
    if not cases and not desk.exists():
        raise ValidationError(_("This deputyship is over already."))
    end_now(CaseDeputy.objects.filter(pk__in=list(deputyships.values_list("pk", flat=True))))
    end_now(desk)
    _record("ended deputyship", cases, owner, colleague, by)
    return len(cases)


@transaction.atomic
def read_notice(notice: DeskNotice, *, by: User) -> None:
    """Whoever was told has read it."""
    rows = DeskNotice.objects.unread_by(by).filter(pk=notice.pk)
    if not rows.update(seen_on=timezone.localdate()):
        raise ValidationError(_("That has been noted already."))


def _tell(owner, to, by, kinds, cases, **period):
    """The colleague hears of it, and the owner where somebody else has done it."""
    for_them, for_owner = kinds
    tell(to, for_them, colleague=owner, by=by, cases=cases, **period)
    if by != owner:
        tell(owner, for_owner, colleague=to, by=by, cases=cases, **period)


def _record(
    verb: str, cases: Iterable[Case], owner: User, to: User, by: User, reason: str = ""
) -> None:
    """A line for each case, so that each tells its own way, and one for the desk where somebody
    else than its owner did it; one more says why who did it is let in."""
    note = label_of(to)
    lines = [AuditEntry(verb=verb, target=label_of(case), by=by, note=note) for case in cases]
    AuditEntry.objects.bulk_create(lines)
    _record_of_desk(verb, owner, to, by, reason)


def _record_of_desk(verb: str, owner: User, to: User, by: User, reason: str) -> None:
    if owner != by:
        record(f"desk {verb}", owner, by=by, note=label_of(to))
    if owner != by == to:
        record("desk taken for oneself", owner, by=by, note=reason)


def _refuse_strangers(owner, by):
    if owner != by and not coordinates(by):
        raise ValidationError(_("Only the owner of the desk or the coordination may do this."))


def _refuse_unfit(owner, to):
    refuse_no_counsellor(to)
    if owner == to:
        raise ValidationError({"user": _("Please choose somebody else than the owner.")})


def _refuse_without_reason(owner, to, by, reason):
    """An office of one and a half posts may have nobody else; but nobody lets itself in by the
    way."""
    if owner != by == to and reason not in TakeOverReason.values:
        raise ValidationError({"reason": _("You would see these cases yourself. Please say why.")})


def _refuse_period(since, until):
    refuse_period(since, until)
    if until > since + LONGEST:
        raise ValidationError(
            {"until": _("A stand-in is for a year at most. For longer, hand the desk over.")}
        )


def _refuse_missing(owner, missing):
    if not missing:
        return
    theirs = Case.objects.filter(pk__in=missing, responsible=owner).order_by("number")
    named = [desks.numbered(number) for number in theirs.values_list("number", flat=True)]
    if len(named) < len(missing):
        named.append(_("a case that is not on this desk any more"))
    raise ValidationError(
        {
            "cases": _(
                "Nothing has been handed over, as something changed in the meantime. "
                "Please take out: %(cases)s."
            )
            % {"cases": ", ".join(named)}
        }
    )
