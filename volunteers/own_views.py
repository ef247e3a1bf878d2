"""What volunteers see of themselves: profile, placements, hours."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_office.permissions import allow, coordinates_volunteers, is_volunteer
from integration_office.views import ask, edit
from volunteers import actions
from volunteers.forms import HourForm, OwnProfileForm
from volunteers.models import HourEntry, Placement, Volunteer
from volunteers.views import profile_facts


def _own(request):
    """The profile behind the account."""
    own = Volunteer.objects.visible_to(request.user).of(request.user).first()
    if own is None:
        raise Http404
    return own


@require_safe
@allow(is_volunteer)
def mine(request):
    """Profile, placements and hours of the one who asks; an account may come before a profile."""
    volunteer = Volunteer.objects.visible_to(request.user).of(request.user).first()
    placements = Placement.objects.visible_to(request.user).filter(volunteer=volunteer)
    hours = HourEntry.objects.visible_to(request.user).filter(volunteer=volunteer)
    return render(
        request,
        "volunteers/mine.html",
        {
            "volunteer": volunteer,
            "facts": profile_facts(volunteer)[:-1] if volunteer else [],
            "placements": placements.select_related("need__organisation")[:20],
            "hours": hours.select_related("placement__need")[:24],
            "per_year": hours.per_year(),
        },
    )


@allow(is_volunteer)
def profile_edit(request):
    return edit(
        request,
        OwnProfileForm,
        instance=_own(request),
        title=_("Edit my profile"),
        then=reverse("volunteers:mine"),
        success=_("Your profile has been saved."),
        context={"back": reverse("volunteers:mine")},
    )


@allow(is_volunteer)
def hour_create(request):
    return edit(
        request,
        HourForm,
        title=_("Enter hours"),
        save=lambda form: actions.save_hours(form.instance, by=request.user),
        then=reverse("volunteers:mine"),
        success=_("Thank you. Your hours have been saved."),
        context={"back": reverse("volunteers:mine")},
        volunteer=_own(request),
    )


def _entry(request, pk):
    """The entry, and the page its hours are shown on."""
    entry = get_object_or_404(
        HourEntry.objects.visible_to(request.user).select_related("volunteer"), pk=pk
    )
    is_own = entry.volunteer.user_id == request.user.pk
    back = reverse("volunteers:mine") if is_own else entry.volunteer.get_absolute_url()
    return entry, back


@allow(coordinates_volunteers, is_volunteer)
def hour_edit(request, pk):
    entry, back = _entry(request, pk)

    return edit(
        request,
        HourForm,
        instance=entry,
        title=_("Change hours"),
        save=lambda form: actions.save_hours(form.instance, by=request.user),
        then=back,
        success=_("The hours have been saved."),
        context={"back": back},
        volunteer=entry.volunteer,
    )


@allow(coordinates_volunteers, is_volunteer)
def hour_delete(request, pk):
    entry, back = _entry(request, pk)
    return ask(
        request,
        title=_("Delete hours"),
        question=_("Delete the hours of %(month)s?") % {"month": entry},
        label=_("Delete"),
        do=partial(actions.delete_hours, entry, by=request.user),
        then=back,
        success=_("The hours have been deleted."),
    )
