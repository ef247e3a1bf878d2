"""Goals and steps: agreed, changed, settled, taken away."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.casework.codes import GoalState, ToDoState
from counselling.models import CaseGoal, CaseStep
from counselling.models.to_dos import ToDo
from counselling.parts import lock_open
from integration_office.audit import record
from integration_office.models import User


@transaction.atomic
def set_goal(goal: CaseGoal, *, by: User) -> CaseGoal:
    """Save a new goal or changed words of one."""
    case = lock_open(goal.case_id)
    if goal.set_on > timezone.localdate():
        raise ValidationError({"set_on": _("This day lies in the future.")})
    if goal.set_on < case.opened_on:
        raise ValidationError({"set_on": _("The case was opened later than that.")})
    verb = "created" if goal.pk is None else "changed"
    goal.save()
    record(verb, goal, by=by)
    return goal


@transaction.atomic
def settle_goal(goal: CaseGoal, *, state: GoalState, by: User) -> None:
    """Say that it is reached or given up, or that it is open after all."""
    lock_open(goal.case_id)
    today = None if state == GoalState.OPEN else timezone.localdate()
    rows = CaseGoal.objects.filter(pk=goal.pk).exclude(state=state)
    if not rows.update(state=state, settled_on=today):
        raise ValidationError(_("That has been noted already."))
    record("settled", goal, by=by, note=str(state))


@transaction.atomic
def agree_step(step: CaseStep, *, by: User) -> CaseStep:
    """Save a new step or a changed one."""
    lock_open(step.case_id)
    if step.goal and step.goal.case_id != step.case_id:
        raise ValidationError({"goal": _("This goal belongs to another case.")})
    refuse_past_day(step)
    verb = "created" if step.pk is None else "changed"
    step.save()
    record(verb, step, by=by)
    return step


@transaction.atomic
def settle(to_do: ToDo, *, state: ToDoState, by: User) -> None:
    """Say that a step or task is done or needed no more, or that it is open after all."""
    lock_open(to_do.case_id)
    today = None if state == ToDoState.OPEN else timezone.localdate()
    rows = type(to_do).objects.filter(pk=to_do.pk).exclude(state=state)
    if not rows.update(state=state, settled_on=today):
        raise ValidationError(_("That has been noted already."))
    record("settled", to_do, by=by, note=str(state))


@transaction.atomic
def remove(row: CaseGoal | ToDo, *, by: User) -> None:
    """Take away what should not stand in this case; with a goal its steps go."""
    lock_open(row.case_id)
    record("deleted", row, by=by)
    row.delete()


def refuse_past_day(to_do: ToDo) -> None:
    """A day that is over reminds nobody. One that stood there already may stay."""
    day: datetime.date | None = to_do.due_on
    if day is None or day >= timezone.localdate():
        return
    if not type(to_do).objects.filter(pk=to_do.pk, due_on=day).exists():
        raise ValidationError({"due_on": _("This day is over. Please choose today or later.")})
