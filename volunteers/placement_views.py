"""Placements: from the proposal to the end."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration_office.lists import Column, list_page
from integration_office.permissions import allow, coordinates_volunteers, is_volunteer
from integration_office.views import ask, edit
from volunteers import actions
from volunteers.codes import PlacementStatus
from volunteers.filters import PlacementFilter
from volunteers.forms import EndPlacementForm
from volunteers.models import HourEntry, Placement


COLUMNS = [
    Column(
        "volunteer",
        gettext_lazy("Volunteer"),
        "volunteer",
        sort="volunteer__name__german_order",
        link=True,
    ),
    Column("need", gettext_lazy("Need"), "need", sort="need__title__german_order"),
    Column("for", gettext_lazy("For"), lambda placement: placement.need.asked_by),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("proposed_on", gettext_lazy("Proposed on"), "proposed_on", sort=("proposed_on", "id")),
    Column("started_on", gettext_lazy("Began on"), "started_on", sort="started_on"),
    Column("ended_on", gettext_lazy("Ended on"), "ended_on", sort="ended_on"),
]


def _placement(request, pk):
    placements = Placement.objects.visible_to(request.user)
    return get_object_or_404(placements.select_related("volunteer", "need__organisation"), pk=pk)


@require_safe
@allow(coordinates_volunteers)
def placement_list(request):
    return list_page(
        request,
        Placement.objects.visible_to(request.user).select_related(
            "volunteer", "need__organisation"
        ),
        columns=COLUMNS,
        filterset=PlacementFilter,
        title=_("Placements"),
        filename="vermittlungen",
    )


@require_safe
@allow(coordinates_volunteers, is_volunteer)
def placement_detail(request, pk):
    placement = _placement(request, pk)
    return render(
        request,
        "volunteers/placement_detail.html",
        {
            "placement": placement,
            "facts": _facts(placement),
            "coordinates": coordinates_volunteers(request.user),
            "steps": [step for step in placement.next_steps if step[0] != PlacementStatus.DECLINED],
            "may_decline": PlacementStatus.DECLINED in dict(placement.next_steps),
            "declined": PlacementStatus.DECLINED.value,
            "hours": HourEntry.objects.visible_to(request.user).filter(placement=placement)[:24],
        },
    )


def _facts(placement):
    return [
        (_("Status"), placement.get_status_display()),
        (_("For"), placement.need.asked_by),
        (_("Field of help"), placement.need.get_task_display()),
        (_("Place"), placement.need.place),
        (_("Proposed on"), placement.proposed_on),
        (_("Began on"), placement.started_on),
        (_("Ended on"), placement.ended_on),
        (_("Reason"), placement.get_end_reason_display()),
    ]


@allow(coordinates_volunteers)
def placement_advance(request, pk, status):
    """The next state; the page asks first unless a button of the placement's page did."""
    placement = _placement(request, pk)
    if status not in PlacementStatus:
        raise Http404
    label = PlacementStatus(status).label
    return ask(
        request,
        title=_("Next step"),
        question=_("Is “%(placement)s” now: %(status)s?")
        % {"placement": placement, "status": label},
        label=_("Yes"),
        do=partial(actions.advance, placement, status, by=request.user),
        then=placement.get_absolute_url(),
        success=_("Noted: %(status)s.") % {"status": label},
    )


@allow(coordinates_volunteers)
def placement_end(request, pk):
    placement = _placement(request, pk)
    return edit(
        request,
        EndPlacementForm,
        instance=placement,
        title=_("End placement"),
        save=lambda form: actions.end_placement(
            placement,
            on=form.cleaned_data["ended_on"],
            reason=form.cleaned_data["end_reason"],
            by=request.user,
        ),
        success=_("The placement has been ended."),
    )
