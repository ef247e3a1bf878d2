"""A counsellor's desk: the running cases somebody is responsible for, and whom they stand in for.

The coordination may hand on the desk of an absent colleague without seeing a case of it: all it
gets are numbers.
"""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from counselling.models import Case, CaseDeputy
from counselling.models.cases import ENDED
from integration_office.models import User


@dataclass(frozen=True)
class Desk:
    """Somebody with running cases, for the coordination: how many, nothing else."""

    colleague: User
    cases: int


def of(owner: User) -> QuerySet[Case]:
    """What lies on a desk: running cases of which the content may be read."""
    return Case.objects.running().filter(responsible=owner, restricted_on=None)


def numbers_of(owner: User) -> list[tuple[int, str]]:
    """Key and "Case 0342 · 2026" of what lies on a colleague's desk."""
    rows = of(owner).order_by("number").values_list("pk", "number")
    return [(pk, numbered(number)) for pk, number in rows]


def numbered(number: str) -> str:
    """A case for somebody who may not see it: its number, and no group of the client."""
    year, _dash, counted = number.partition("-")
    return f"{_('Case %(number)s') % {'number': counted}} · {year}"


def others(user: User) -> list[Desk]:
    """The colleagues with running cases; also those whose account is closed."""
    running = Q(cases__restricted_on=None) & ~Q(cases__status__in=ENDED)
    rows = User.objects.exclude(pk=user.pk).annotate(running=Count("cases", filter=running))
    return [Desk(one, one.running) for one in rows.filter(running__gt=0).order_by("name", "pk")]


def deputyships_of(user: User) -> QuerySet[CaseDeputy]:
    """What this user deputises for now or soon, colleague by colleague."""
    return (
        CaseDeputy.objects.not_over()
        .filter(user=user, case__in=Case.objects.running(), case__restricted_on=None)
        .select_related("case", "case__responsible")
        .defer("case__concern")
        .order_by("case__responsible__name", "since", "case__number")
    )


def deputies_for(user: User) -> QuerySet[CaseDeputy]:
    """Who stands in for this user now or soon: one row per colleague and period."""
    return (
        CaseDeputy.objects.not_over()
        .filter(case__responsible=user, case__in=of(user))
        .values("user", "user__name", "since", "until")
        .annotate(cases=Count("pk"))
        .order_by("since", "user__name")
    )
