"""The goals of a case and the agreed steps on the way."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counselling.case_frame import closed_page, frame, opened_case
from counselling.casework.codes import GoalState, ToDoState
from counselling.casework.goals import actions
from counselling.casework.goals.forms import GoalForm, StepForm
from counselling.casework.pages import back, chosen, said
from counselling.models import CaseGoal, CaseStep
from integration_office.digits import whole_number
from integration_office.permissions import allow, counsels
from integration_office.views import ask, attempt, edit


PAGE = "counselling:goals"


def _goal(request, pk, number):
    goals = CaseGoal.objects.visible_to(request.user).select_related("case")
    return get_object_or_404(goals, case=pk, pk=number)


def _step(request, pk, number):
    steps = CaseStep.objects.visible_to(request.user).select_related("case")
    return get_object_or_404(steps, case=pk, pk=number)


@allow(counsels)
def goals(request, pk):
    """The goals with their steps, and a form for one more goal."""
    case = opened_case(request, pk)
    return edit(
        request,
        GoalForm,
        instance=CaseGoal(case=case),
        title=_("Goals"),
        save=lambda form: actions.set_goal(form.instance, by=request.user),
        then=reverse(PAGE, args=[pk]),
        success=_("The goal has been saved."),
        template="counselling/casework/goals.html",
        draft=True,
        context=frame(case, PAGE) | _goals_with_steps(case),
    )


def _goals_with_steps(case):
    """Two queries, however many there are: (goal, its steps) and those of no goal."""
    by_goal = {goal.pk: (goal, []) for goal in case.goals.all()}
    free = []
    for step in case.steps.soonest_first():
        (by_goal[step.goal_id][1] if step.goal_id else free).append(step)
    return {"goals": list(by_goal.values()), "free_steps": free}


@allow(counsels)
def goal_edit(request, pk, number):
    case, goal = opened_case(request, pk), _goal(request, pk, number)
    if closed := closed_page(request, case, PAGE):
        return closed
    return edit(
        request,
        GoalForm,
        instance=goal,
        title=_("Change goal"),
        save=lambda form: actions.set_goal(form.instance, by=request.user),
        success=_("The goal has been saved."),
        template="counselling/casework/form.html",
        context=frame(case, PAGE) | {"back": goal.get_absolute_url()},
    )


@allow(counsels)
@require_POST
def goal_settle(request, pk, number):
    goal = _goal(request, pk, number)
    state = chosen(request, "state", GoalState)
    attempt(
        request,
        partial(actions.settle_goal, goal, state=state, by=request.user),
        success=_("The goal is noted as: %(state)s.") % {"state": state.label},
    )
    return redirect(goal)


@allow(counsels)
def goal_delete(request, pk, number):
    goal = _goal(request, pk, number)
    return ask(
        request,
        title=_("Take away this goal?"),
        question=_("The goal and its steps are deleted for good. What was only given up can stay."),
        label=_("Delete"),
        do=partial(actions.remove, goal, by=request.user),
        then=goal.get_absolute_url(),
        success=_("The goal has been deleted."),
    )


@allow(counsels)
def step_create(request, pk):
    case = opened_case(request, pk)
    if closed := closed_page(request, case, PAGE):
        return closed
    goal = request.GET.get("goal", "")
    return edit(
        request,
        StepForm,
        instance=CaseStep(case=case),
        initial={"goal": goal} if whole_number(goal) else {},
        goals=case.goals.all(),
        title=_("Agree on a step"),
        save=lambda form: actions.agree_step(form.instance, by=request.user),
        success=_("The step has been saved."),
        template="counselling/casework/form.html",
        context=frame(case, PAGE) | {"back": reverse(PAGE, args=[pk])},
    )


@allow(counsels)
def step_edit(request, pk, number):
    case, step = opened_case(request, pk), _step(request, pk, number)
    if closed := closed_page(request, case, PAGE):
        return closed
    return edit(
        request,
        StepForm,
        instance=step,
        goals=case.goals.all(),
        title=_("Change step"),
        save=lambda form: actions.agree_step(form.instance, by=request.user),
        success=_("The step has been saved."),
        template="counselling/casework/form.html",
        context=frame(case, PAGE) | {"back": step.get_absolute_url()},
    )


@allow(counsels)
@require_POST
def step_settle(request, pk, number):
    step = _step(request, pk, number)
    state = chosen(request, "state", ToDoState)
    attempt(
        request,
        partial(actions.settle, step, state=state, by=request.user),
        success=said(
            request, _("The step is noted as: %(state)s.") % {"state": state.label}, step.case
        ),
    )
    return back(request, step)


@allow(counsels)
def step_delete(request, pk, number):
    step = _step(request, pk, number)
    return ask(
        request,
        title=_("Take away this step?"),
        question=_("The step is deleted for good. One that is only not needed any more can stay."),
        label=_("Delete"),
        do=partial(actions.remove, step, by=request.user),
        then=step.get_absolute_url(),
        success=_("The step has been deleted."),
    )
