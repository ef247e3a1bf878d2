"""The tasks of a case, with what is to be followed up of its contacts."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counselling.case_frame import closed_page, frame, opened_case
from counselling.casework.codes import ToDoState
from counselling.casework.goals.actions import remove, settle
from counselling.casework.pages import back, chosen, said
from counselling.casework.tasks import actions
from counselling.casework.tasks.forms import TaskForm
from counselling.casework.tasks.people import who_work_on
from counselling.models import CaseTask
from integration_office.permissions import allow, counsels
from integration_office.views import ask, attempt, edit


PAGE = "counselling:tasks"
SETTLED = 20
PUT_OFF = (1, 7)


def _task(request, pk, number):
    tasks = CaseTask.objects.visible_to(request.user).select_related("case")
    return get_object_or_404(tasks, case=pk, pk=number)


@allow(counsels)
def tasks(request, pk):
    """What is to be done in the case, the soonest first, and a form for one more."""
    case = opened_case(request, pk)
    known = case.tasks.select_related("for_user")
    return edit(
        request,
        TaskForm,
        instance=CaseTask(case=case, for_user=request.user),
        people=who_work_on(case),
        title=_("Tasks"),
        save=lambda form: actions.set_task(form.instance, by=request.user),
        then=reverse(PAGE, args=[pk]),
        success=_("The task has been saved."),
        template="counselling/casework/tasks.html",
        draft=True,
        context=frame(case, PAGE)
        | {
            "tasks": known.open().soonest_first(),
            "follow_ups": case.contacts.to_follow_up().order_by("follow_up", "pk"),
            "settled": known.exclude(state=ToDoState.OPEN).order_by("-settled_on", "-pk")[:SETTLED],
        },
    )


@allow(counsels)
def task_edit(request, pk, number):
    case, task = opened_case(request, pk), _task(request, pk, number)
    if closed := closed_page(request, case, PAGE):
        return closed
    return edit(
        request,
        TaskForm,
        instance=task,
        people=who_work_on(case),
        title=_("Change task"),
        save=lambda form: actions.set_task(form.instance, by=request.user),
        success=_("The task has been saved."),
        template="counselling/casework/form.html",
        context=frame(case, PAGE) | {"back": task.get_absolute_url()},
    )


@allow(counsels)
@require_POST
def task_settle(request, pk, number):
    task = _task(request, pk, number)
    state = chosen(request, "state", ToDoState)
    attempt(
        request,
        partial(settle, task, state=state, by=request.user),
        success=said(
            request, _("The task is noted as: %(state)s.") % {"state": state.label}, task.case
        ),
    )
    return back(request, task)


@allow(counsels)
@require_POST
def task_put_off(request, pk, number, days):
    """ "To tomorrow", "in a week": a click on the start page or beside the task."""
    if days not in PUT_OFF:
        raise Http404
    task = _task(request, pk, number)

    def put_off():
        day = actions.put_off(task, days=days, by=request.user)
        sentence = _("The task comes up again on %(day)s.") % {"day": date_format(day, "l, j. F")}
        messages.success(request, said(request, sentence, task.case))

    attempt(request, put_off)
    return back(request, task)


@allow(counsels)
def task_delete(request, pk, number):
    task = _task(request, pk, number)
    return ask(
        request,
        title=_("Take away this task?"),
        question=_("The task is deleted for good. One that is only not needed any more can stay."),
        label=_("Delete"),
        do=partial(remove, task, by=request.user),
        then=task.get_absolute_url(),
        success=_("The task has been deleted."),
    )
