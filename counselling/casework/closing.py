"""What closing a case does to what is still open in it."""

import datetime
from collections.abc import Sequence

from counselling.casework.codes import ToDoState
from counselling.models import CaseStep, CaseTask
from counselling.referrals.actions import end_transfers
from integration_office.models import User


def drop_what_is_open(
    case_ids: Sequence[int], today: datetime.date, *, by: User | None = None
) -> None:
    """With a case its open steps and tasks are settled: nobody is reminded of them any more; and
    nobody outside is told anything of it."""
    for model in (CaseStep, CaseTask):
        rows = model.objects.filter(case__in=case_ids).open()
        rows.update(state=ToDoState.DROPPED, settled_on=today)
    end_transfers(case_ids, by=by)
