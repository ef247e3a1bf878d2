"""Needs: what organisations and families ask for, and who fits."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration_office.lists import Column, list_page
from integration_office.permissions import allow, coordinates_volunteers, is_partner
from integration_office.views import ask, edit
from volunteers import actions
from volunteers.filters import NeedFilter
from volunteers.forms import NeedForm, OfficeNeedForm, organisations_for
from volunteers.matching import candidates
from volunteers.models import Need, Placement, Volunteer


COLUMNS = [
    Column("title", gettext_lazy("Title"), "title", sort="title__german_order", link=True),
    Column("asked_by", gettext_lazy("For"), "asked_by", sort="organisation__name__german_order"),
    Column("task", gettext_lazy("Field of help"), "get_task_display", sort="task"),
    Column("found", gettext_lazy("Found"), lambda need: f"{need.found}/{need.wanted}"),
    Column("urgency", gettext_lazy("Urgency"), "get_urgency_display", sort="urgency"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column(
        "created_at",
        gettext_lazy("Reported on"),
        lambda need: timezone.localdate(need.created_at),
        sort=("created_at", "id"),
    ),
]


@require_safe
@allow(coordinates_volunteers, is_partner)
def need_list(request):
    return list_page(
        request,
        Need.objects.visible_to(request.user).with_found().select_related("organisation"),
        columns=COLUMNS,
        filterset=NeedFilter,
        title=_("Needs for volunteers"),
        filename="bedarfe",
        template="volunteers/need_list.html",
    )


@require_safe
@allow(coordinates_volunteers, is_partner)
def need_detail(request, pk):
    """The need; for the volunteer coordination also who fits and who was proposed."""
    needs = Need.objects.visible_to(request.user).with_found().select_related("organisation")
    need = get_object_or_404(needs, pk=pk)
    office = coordinates_volunteers(request.user)
    return render(
        request,
        "volunteers/need_detail.html",
        {
            "need": need,
            "facts": _facts(need),
            "coordinates": office,
            "next_status": _next_status(need) if office else "",
            "candidates": _candidates(request.user, need) if office else [],
            "placements": Placement.objects.visible_to(request.user)
            .filter(need=need)
            .select_related("volunteer")
            if office
            else [],
        },
    )


def _next_status(need):
    status = actions.NEED_STEPS.get(need.status)
    return status.label if status else ""


def _facts(need):
    return [
        (_("Status"), need.get_status_display()),
        (_("For"), need.asked_by),
        (_("Field of help"), need.get_task_display()),
        (_("Tasks"), need.description),
        (_("Languages"), ", ".join(map(str, need.language_labels))),
        (_("Place"), need.place),
        (_("Rhythm"), need.get_rhythm_display()),
        (_("Times"), ", ".join(map(str, need.time_labels))),
        (_("From"), need.starts_on),
        (_("Until"), need.ends_on),
        (_("Found"), _("%(found)s of %(wanted)s") % {"found": need.found, "wanted": need.wanted}),
        (_("Certificate of conduct"), _("needed") if need.certificate_needed else ""),
        (_("Urgency"), need.get_urgency_display()),
        (_("Ended on"), need.ended_at),
    ]


def _candidates(user, need):
    if not need.is_searching:
        return []
    known = Placement.objects.visible_to(user).filter(need=need).open()
    volunteers = Volunteer.objects.visible_to(user).placeable()
    volunteers = volunteers.exclude(pk__in=known.values("volunteer")).speaking(need.languages)
    return candidates(need, volunteers, timezone.localdate())


def _form_for(user):
    """Form and organisations: a partner writes for the own organisations only."""
    office = coordinates_volunteers(user)
    form = OfficeNeedForm if office else NeedForm
    return form, organisations_for(user, office=office)


@allow(coordinates_volunteers, is_partner)
def need_create(request):
    form_class, organisations = _form_for(request.user)

    def save(form):
        form.instance.reported_by = request.user
        return form.save()

    return edit(
        request,
        form_class,
        title=_("Report a need"),
        save=save,
        context={"back": reverse("volunteers:need_list")},
        organisations=organisations,
    )


@allow(coordinates_volunteers, is_partner)
def need_edit(request, pk):
    need = get_object_or_404(Need.objects.visible_to(request.user), pk=pk)
    form_class, organisations = _form_for(request.user)
    return edit(
        request,
        form_class,
        instance=need,
        title=_("Edit need"),
        organisations=organisations,
    )


@allow(coordinates_volunteers)
def need_check(request, pk):
    need = get_object_or_404(Need.objects.visible_to(request.user), pk=pk)
    return ask(
        request,
        title=_("Next step"),
        question=_("Take “%(need)s” one step on?") % {"need": need},
        label=_("Next step"),
        do=partial(actions.check_need, need, by=request.user),
        then=need.get_absolute_url(),
        success=_("Noted."),
    )


@allow(coordinates_volunteers, is_partner)
def need_end(request, pk):
    need = get_object_or_404(Need.objects.visible_to(request.user), pk=pk)
    return ask(
        request,
        title=_("End need"),
        question=_("End “%(need)s”? Open proposals are declined.") % {"need": need},
        label=_("End need"),
        do=partial(actions.end_need, need, by=request.user),
        then=need.get_absolute_url(),
        success=_("The need has been ended."),
    )


@allow(coordinates_volunteers)
def need_propose(request, pk, volunteer):
    need = get_object_or_404(Need.objects.visible_to(request.user), pk=pk)
    volunteer = get_object_or_404(Volunteer.objects.visible_to(request.user), pk=volunteer)
    return ask(
        request,
        title=_("Propose"),
        question=_("Propose %(name)s for “%(need)s”?") % {"name": volunteer, "need": need},
        label=_("Propose"),
        do=partial(actions.propose, volunteer, need, by=request.user),
        then=need.get_absolute_url(),
        success=_("%(name)s has been proposed.") % {"name": volunteer},
    )
