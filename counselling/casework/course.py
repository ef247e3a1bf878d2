"""The course of a case: every verb that changes the case itself writes one line of it."""

from typing import Any

from counselling.casework.codes import ChangeKind
from counselling.models import Case, CaseChange
from integration_office.models import User


def note(case: Case, kind: ChangeKind, *, by: User | None, **told: Any) -> None:
    """`told`: the day if it is not today, the new status, the reason, the colleague (`to`)."""
    CaseChange.objects.create(case=case, kind=kind, by=by, **told)
