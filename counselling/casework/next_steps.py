"""What comes next in a case: agreed steps, tasks, follow-ups and the end of a residence title, the
soonest first."""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.casework.codes import ToDoState
from counselling.casework.reminders import DAYS_BEFORE
from counselling.models import Case
from counselling.models.to_dos import Urgency, urgency_of


SHOWN = 8
DONE_FOR = datetime.timedelta(days=14)
NEVER = datetime.date.max


@dataclass(frozen=True)
class Next:
    """One line of the panel: how urgent, what, who, until or since when."""

    what: str
    who: str
    day: datetime.date | None
    url: str
    urgency: Urgency | None
    is_open: bool


@dataclass(frozen=True)
class NextSteps:
    """`more` is how many open ones do not stand here; `first_day` the day that something is
    due first."""

    shown: list[Next]
    more: int
    first_day: datetime.date | None
    first_urgency: Urgency | None


def next_steps(case: Case) -> NextSteps:
    """Open ones and those that were done in the last two weeks, of one running case."""
    today = timezone.localdate()
    recent = Q(state=ToDoState.OPEN) | Q(state=ToDoState.DONE, settled_on__gte=today - DONE_FOR)
    steps = [_step(step) for step in case.steps.filter(recent)]
    tasks = [_task(task) for task in case.tasks.filter(recent).select_related("for_user")]
    waiting = case.contacts.to_follow_up().without_note().select_related("counsellor")
    follow_ups = [_follow_up(contact, today) for contact in waiting]
    found = [*steps, *tasks, *follow_ups, *_residence(case, today)]
    todo = sorted((one for one in found if one.is_open), key=lambda one: one.day or NEVER)
    done = sorted((one for one in found if not one.is_open), key=lambda one: one.day or NEVER)
    first = todo[0] if todo and todo[0].day else None
    return NextSteps(
        [*todo[:SHOWN], *done[::-1][:2]],
        max(0, len(todo) - SHOWN),
        first.day if first else None,
        first.urgency if first else None,
    )


def _step(step):
    day = step.due_on if step.is_open else step.settled_on
    who = str(step.get_who_display())
    return Next(step.readable_what, who, day, step.get_absolute_url(), step.urgency, step.is_open)


def _task(task):
    day = task.due_on if task.is_open else task.settled_on
    who = str(task.for_user)
    return Next(task.readable_what, who, day, task.get_absolute_url(), task.urgency, task.is_open)


def _residence(case, today):
    """From the first reminder on, until a new day stands there."""
    ends = case.residence_until
    if ends is not None and ends <= today + datetime.timedelta(days=DAYS_BEFORE[0]):
        url = reverse("counselling:case_edit", args=[case.pk])
        words, who = _("The residence title ends"), str(case.responsible)
        yield Next(words, who, ends, url, urgency_of(ends, today), is_open=True)


def _follow_up(contact, today):
    words = _("Follow-up: %(topic)s") % {"topic": contact.get_main_topic_display()}
    who, day = str(contact.counsellor), contact.follow_up
    url = reverse("counselling:tasks", args=[contact.case_id])
    return Next(words, who, day, url, urgency_of(day, today), is_open=True)
