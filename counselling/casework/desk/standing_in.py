"""Whoever stands in for a desk is let into each of its running cases: those that lie on it, and
those that come to it while the stand-in lasts, from that moment on. A case that leaves the desk
takes nobody along."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from counselling.casework.desk.notices import tell
from counselling.models import Case, CaseDeputy, DeskDeputy, DeskNotice
from integration_office.audit import label_of
from integration_office.models import AuditEntry, User


def let_in(desks: Iterable[DeskDeputy], cases: Sequence[Case], *, by: User) -> list[CaseDeputy]:
    """Let those who stand in into these cases, from today on where it has begun already. Whoever
    deputises in a case all that time needs nothing."""
    there = defaultdict(list)
    for row in CaseDeputy.objects.not_over().filter(case__in=cases):
        there[row.case_id, row.user_id].append(row)
    today = timezone.localdate()
    made = CaseDeputy.objects.bulk_create(
        CaseDeputy(case=case, user=desk.user, desk=desk, since=since, until=desk.until)
        for desk in desks
        for since in [max(desk.since, today)]
        for case in cases
        if not any(_covers(row, since, desk.until) for row in there[case.pk, desk.user_id])
    )
    AuditEntry.objects.bulk_create(
        AuditEntry(verb="deputised", target=label_of(row.case), by=by, note=label_of(row.user))
        for row in made
    )
    return made


def _covers(row: CaseDeputy, since: datetime.date, until: datetime.date) -> bool:
    return row.since <= since and (row.until is None or row.until >= until)


def came_to(owner: User, cases: Sequence[Case], *, by: User) -> None:
    """These cases belong to the desk of `owner` from now on: who stands in for it sees them, and is
    told of them."""
    desks = list(DeskDeputy.objects.not_over().filter(owner=owner).select_related("user"))
    open_ones = [case for case in cases if case.is_open and case.restricted_on is None]
    if not desks or not open_ones:
        return
    for desk in desks:
        if made := let_in([desk], open_ones, by=by):
            tell(
                desk.user,
                DeskNotice.Kind.DEPUTY,
                colleague=owner,
                by=by,
                cases=len(made),
                since=made[0].since,
                until=desk.until,
            )


def of_the_desk_left(cases: Sequence[int], *, to: User) -> QuerySet[CaseDeputy]:
    """The deputyships that end when these cases leave a desk: of those who stood in for it, and of
    the colleague who is responsible now."""
    rows = CaseDeputy.objects.filter(case__in=cases)
    return rows.filter(Q(user=to) | Q(desk__isnull=False))
