"""Who works on a case: the responsible and those who deputise now or later."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from counselling.models import Case, CaseDeputy, CaseTask
from integration_office.models import User


def counsellors() -> QuerySet[User]:
    """Who may have cases."""
    counselling = [User.Role.COUNSELLING, User.Role.COORDINATION]
    return User.objects.active().filter(roles__overlap=counselling)


def who_work_on(case: Case) -> QuerySet[User]:
    deputies = CaseDeputy.objects.not_over().filter(case=case.pk, user=OuterRef("pk"))
    return User.objects.active().filter(Q(pk=case.responsible_id) | Exists(deputies))


def give_tasks(case_ids: Iterable[int], *, of: User, to: User) -> None:
    """What was to be done by the one is now to be done by the other."""
    CaseTask.objects.filter(case__in=case_ids, for_user=of).open().update(for_user=to)
