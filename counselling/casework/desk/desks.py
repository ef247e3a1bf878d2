"""A counsellor's desk: the cases somebody is responsible for, and whom they stand in for.

The coordination may hand on the desk of an absent colleague without seeing a case of it: all it
gets are numbers.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.codes import CaseStatus
from counselling.models import Case, CaseDeputy, DeskDeputy
from counselling.models.cases import ENDED
from integration_office.models import User


@dataclass(frozen=True)
class Desk:
    """Somebody with cases, for the coordination: how many are running, how many are not, who stands
    in; nothing else."""

    colleague: User
    cases: int
    ended: int
    deputies: Sequence[Mapping[str, Any]] = ()


def of(owner: User) -> QuerySet[Case]:
    """What lies on a desk: running cases of which the content may be read."""
    return Case.objects.running().filter(responsible=owner, restricted_on=None)


def to_hand_over(owner: User) -> QuerySet[Case]:
    """What can be chosen to be handed over: also closed cases, until nothing is left of them."""
    rows = Case.objects.with_content().filter(responsible=owner, restricted_on=None)
    return rows.order_by("number").defer("concern")


def choices_of(owner: User, *, masked: bool) -> list[tuple[int, str]]:
    """Key and mask of what can be chosen; for somebody who may not see it "Case 0342 · 2026"."""
    return [(case.pk, _choice(case, masked=masked)) for case in to_hand_over(owner)]


def _choice(case, *, masked):
    name = case.masked if masked else numbered(case.number)
    return name if case.is_open else f"{name} ({case.get_status_display()})"


def numbered(number: str) -> str:
    """A case for somebody who may not see it: its number, and no group of the client."""
    year, _dash, counted = number.partition("-")
    return f"{_('Case %(number)s') % {'number': counted}} · {year}"


def others(user: User) -> list[Desk]:
    """The colleagues with cases that are not yet mere counts; also those whose account is
    closed."""
    running = Q(cases__restricted_on=None) & ~Q(cases__status__in=ENDED)
    known = ~Q(cases__status=CaseStatus.ANONYMISED)
    rows = User.objects.exclude(pk=user.pk).annotate(
        running=Count("cases", filter=running), known=Count("cases", filter=known)
    )
    found = list(rows.filter(known__gt=0).order_by("name", "pk"))
    deputies = defaultdict(list)
    for row in _deputies(found):
        deputies[row["owner"]].append(row)
    return [Desk(one, one.running, one.known - one.running, deputies[one.pk]) for one in found]


def deputyships_of(user: User) -> QuerySet[CaseDeputy]:
    """What this user deputises for now or soon, colleague by colleague."""
    return (
        CaseDeputy.objects.not_over()
        .filter(user=user, case__in=Case.objects.running(), case__restricted_on=None)
        .select_related("case", "case__responsible")
        .defer("case__concern")
        .order_by("case__responsible__name", "since", "case__number")
    )


def deputies_for(user: User) -> list[Mapping[str, Any]]:
    """Who stands in for this user now or soon: one row per colleague and period."""
    return _deputies([user])


def _deputies(owners: Sequence[User]) -> list[Mapping[str, Any]]:
    """Those of whole desks, also where no case lies there just now, and those of single cases."""
    readable = Case.objects.running().filter(restricted_on=None)
    said = ("user", "user__name", "since", "until")
    of_desks = DeskDeputy.objects.not_over().filter(owner__in=owners)
    seen = Q(cases__case__in=readable, cases__until__gte=timezone.localdate())
    whole = of_desks.values("owner", *said).annotate(
        cases=Count("cases", filter=seen), is_whole=Value(value=True)
    )
    of_cases = CaseDeputy.objects.not_over().filter(desk=None, case__in=readable)
    single = (
        of_cases.filter(case__responsible__in=owners)
        .values(*said, owner=F("case__responsible"))
        .annotate(cases=Count("pk"), is_whole=Value(value=False))
    )
    return sorted([*whole, *single], key=itemgetter("since", "user__name"))
