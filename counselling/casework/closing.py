"""A closed case is read, not written: what every verb of casework asks first, and what closing
does to what is still open."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from counselling.casework.codes import ToDoState
from counselling.models import Case, CaseStep, CaseTask


def closed_sentence() -> str:
    return _("This case is closed. Please reopen it first.")


def locked_open(case_id: int) -> Case:
    """The case, locked, so that nobody closes it between the question and the saving. Refuses a
    closed one, and one whose content nobody may read any more."""
    case = Case.objects.select_for_update().get(pk=case_id)
    if not case.is_open or case.restricted_on is not None:
        raise ValidationError(closed_sentence())
    return case


def drop_what_is_open(case_ids: Iterable[int], today: datetime.date) -> None:
    """With a case its open steps and tasks are settled: nobody is reminded of them any more."""
    for model in (CaseStep, CaseTask):
        rows = model.objects.filter(case__in=case_ids).open()
        rows.update(state=ToDoState.DROPPED, settled_on=today)
