"""Which other cases belong to the household of a case, as one user may see them."""

from dataclasses import dataclass

from counselling.casework.codes import Relation
from counselling.codes import CaseStatus
from counselling.models import Case, CaseLink
from integration_office.models import User


@dataclass(frozen=True)
class Relative:
    """A case of the household that this user sees as well."""

    link: CaseLink
    case: Case
    relation: Relation


@dataclass(frozen=True)
class Relatives:
    """`hidden`: how many more there are. Of those nothing is told, neither number nor relation nor
    whose they are: that somebody of the family is counselled is the secret of that other case."""

    known: list[Relative]
    hidden: int


def relatives_of(case: Case, user: User) -> Relatives:
    links = CaseLink.objects.of_case(case).select_related("case", "other")
    found = [Relative(link, *link.seen_from(case)) for link in links]
    visible = Case.objects.visible_to(user).filter(pk__in=[one.case.pk for one in found])
    seen = set(visible.values_list("pk", flat=True))
    return Relatives(
        [one for one in found if one.case.pk in seen],
        sum(one.case.pk not in seen and _still_there(one.case) for one in found),
    )


def _still_there(case: Case) -> bool:
    return case.restricted_on is None and case.status != CaseStatus.ANONYMISED
