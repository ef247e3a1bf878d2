"""What closing a case does to what is still open in it."""

import datetime
from collections.abc import Iterable

from counselling.casework.codes import ToDoState
from counselling.models import CaseStep, CaseTask


def drop_what_is_open(case_ids: Iterable[int], today: datetime.date) -> None:
    """With a case its open steps and tasks are settled: nobody is reminded of them any more."""
    for model in (CaseStep, CaseTask):
        rows = model.objects.filter(case__in=case_ids).open()
        rows.update(state=ToDoState.DROPPED, settled_on=today)
