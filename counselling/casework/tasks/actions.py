"""Tasks of a case: set, changed, put off."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.casework.goals.actions import refuse_past_day
from counselling.casework.tasks.days import working_day_from
from counselling.casework.tasks.people import who_work_on
from counselling.models import CaseTask
from counselling.parts import lock_open
from integration_office.audit import record
from integration_office.models import User


@transaction.atomic
def set_task(task: CaseTask, *, by: User) -> CaseTask:
    """Save a new task or a changed one. It is for somebody who works on the case."""
    case = lock_open(task.case_id)
    refuse_past_day(task)
    if not who_work_on(case).filter(pk=task.for_user_id).exists():
        raise ValidationError(
            {"for_user": _("This colleague does not work on the case. Please name a deputy first.")}
        )
    verb = "created" if task.pk is None else "changed"
    task.save()
    record(verb, task, by=by)
    return task


@transaction.atomic
def put_off(task: CaseTask, *, days: int, by: User) -> datetime.date:
    """Let it come up again so many days from today, or on the first working day after that."""
    lock_open(task.case_id)
    day = working_day_from(timezone.localdate() + datetime.timedelta(days=days))
    if not CaseTask.objects.filter(pk=task.pk).open().update(due_on=day):
        raise ValidationError(_("This task is settled already."))
    record("put off", task, by=by, note=day.isoformat())
    return day
