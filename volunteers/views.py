"""Volunteers as the volunteer coordination works with them. Opening a profile leaves a trace."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration_office.audit import record_reading
from integration_office.lists import Column, list_page
from integration_office.permissions import allow, coordinates_volunteers
from integration_office.views import ask, edit
from volunteers import actions
from volunteers.filters import VolunteerFilter
from volunteers.forms import HourForm, LeavingForm, VolunteerForm
from volunteers.models import HourEntry, Placement, Volunteer


COLUMNS = [
    Column("name", gettext_lazy("Name"), "name", sort="name__german_order", link=True),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("tasks", gettext_lazy("Fields of help"), "task_labels"),
    Column("languages", gettext_lazy("Languages"), "language_labels"),
    Column("district", gettext_lazy("District"), "district", sort="district__german_order"),
    Column("since", gettext_lazy("Since"), "since", sort="since"),
]


def _volunteer(request, pk, purpose):
    """The volunteer, and a line in the read log: the page shows facts about the certificate."""
    volunteer = get_object_or_404(Volunteer.objects.visible_to(request.user), pk=pk)
    if request.method == "GET":
        record_reading(volunteer, by=request.user, purpose=purpose)
    return volunteer


@require_safe
@allow(coordinates_volunteers)
def volunteer_list(request):
    return list_page(
        request,
        Volunteer.objects.visible_to(request.user).order_by("name__german_order", "pk"),
        columns=COLUMNS,
        filterset=VolunteerFilter,
        title=_("Volunteers"),
        filename="ehrenamtliche",
        template="volunteers/volunteer_list.html",
    )


@require_safe
@allow(coordinates_volunteers)
def volunteer_detail(request, pk):
    volunteer = _volunteer(request, pk, "profile")
    placements = Placement.objects.visible_to(request.user).filter(volunteer=volunteer)
    hours = HourEntry.objects.visible_to(request.user).filter(volunteer=volunteer)
    return render(
        request,
        "volunteers/volunteer_detail.html",
        {
            "volunteer": volunteer,
            "facts": profile_facts(volunteer),
            "papers": paper_facts(volunteer),
            "placements": placements.select_related("need__organisation")[:20],
            "hours": hours.select_related("placement__need")[:12],
            "per_year": hours.per_year(),
        },
    )


def profile_facts(volunteer):
    """What the profile says, as pairs for the page."""
    return [
        (_("Status"), volunteer.get_status_display()),
        (_("Fields of help"), ", ".join(map(str, volunteer.task_labels))),
        (_("Languages"), ", ".join(map(str, volunteer.language_labels))),
        (_("Has time"), ", ".join(map(str, volunteer.availability_labels))),
        (_("Hours per week"), volunteer.hours_per_week),
        (_("E-mail address"), volunteer.email),
        (_("Telephone"), volunteer.phone),
        (_("Place"), volunteer.place),
        (_("Year of birth"), volunteer.birth_year),
        (_("With us since"), volunteer.since),
        (_("Left on"), volunteer.ended_on),
        (_("Found us through"), volunteer.get_found_us_display()),
        (_("Note"), volunteer.note),
    ]


def paper_facts(volunteer):
    return [
        (_("Secrecy signed on"), volunteer.secrecy_signed_on),
        (_("Agreement signed on"), volunteer.agreement_on),
        (_("Certificate seen on"), volunteer.certificate_seen_on),
        (_("Date of the certificate"), volunteer.certificate_date),
        (_("Counts until"), volunteer.certificate_valid_until),
        (_("Relevant conviction"), volunteer.get_relevant_conviction_display()),
    ]


@allow(coordinates_volunteers)
def volunteer_create(request):
    return edit(
        request,
        VolunteerForm,
        title=_("New volunteer"),
        template="volunteers/volunteer_form.html",
        context={"back": reverse("volunteers:list")},
    )


@allow(coordinates_volunteers)
def volunteer_edit(request, pk):
    volunteer = _volunteer(request, pk, "edit profile")
    return edit(
        request,
        VolunteerForm,
        instance=volunteer,
        title=_("Edit profile"),
        template="volunteers/volunteer_form.html",
        context={"volunteer": volunteer},
    )


@allow(coordinates_volunteers)
def volunteer_end(request, pk):
    volunteer = get_object_or_404(Volunteer.objects.visible_to(request.user), pk=pk)
    return edit(
        request,
        LeavingForm,
        instance=volunteer,
        title=_("%(name)s leaves") % {"name": volunteer},
        save=lambda form: actions.end_volunteer(
            volunteer, on=form.cleaned_data["ended_on"], by=request.user
        ),
        success=_("%(name)s has left.") % {"name": volunteer},
        context={"volunteer": volunteer},
    )


def _ask_about(request, pk, action, *, title, question, label, success):
    volunteer = get_object_or_404(Volunteer.objects.visible_to(request.user), pk=pk)
    return ask(
        request,
        title=title,
        question=question % {"name": volunteer},
        label=label,
        do=partial(action, volunteer, by=request.user),
        then=volunteer.get_absolute_url(),
        success=success,
    )


@allow(coordinates_volunteers)
def volunteer_back(request, pk):
    return _ask_about(
        request,
        pk,
        actions.welcome_back,
        title=_("Welcome back"),
        question=_("Take %(name)s in again, as interested?"),
        label=_("Welcome back"),
        success=_("Welcome back."),
    )


@allow(coordinates_volunteers)
def volunteer_login(request, pk):
    return _ask_about(
        request,
        pk,
        actions.give_login,
        title=_("Give a login"),
        question=_(
            "Give %(name)s a login for the own profile, placements and hours? "
            "An invitation goes to the e-mail address of the profile."
        ),
        label=_("Give login"),
        success=_("The profile has a login now."),
    )


@allow(coordinates_volunteers)
def hour_create_for(request, pk):
    """Hours that somebody told on paper or by telephone."""
    volunteer = get_object_or_404(Volunteer.objects.visible_to(request.user), pk=pk)
    return edit(
        request,
        HourForm,
        title=_("Hours of %(name)s") % {"name": volunteer},
        save=lambda form: actions.save_hours(form.instance, by=request.user),
        then=volunteer.get_absolute_url(),
        success=_("The hours have been saved."),
        context={"back": volunteer.get_absolute_url()},
        volunteer=volunteer,
    )
