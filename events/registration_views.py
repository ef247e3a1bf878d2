"""Registrations for an event: those who plan events take, change and cancel them."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from events import actions
from events.forms import RegistrationForm
from events.models import Event, Registration
from events.models.registrations import sums_of
from events.permissions import plans_events
from integration_office.agenda import Tile
from integration_office.lists import Column, list_page
from integration_office.permissions import allow
from integration_office.views import ask, attempt, edit


COLUMNS = [
    Column("name", gettext_lazy("Name"), "name", sort="name__german_order"),
    Column("persons", gettext_lazy("People"), "persons", sort="persons"),
    Column("contact", gettext_lazy("Phone or e-mail"), "contact"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("noted", gettext_lazy("Registered on"), "created_at", sort="created_at"),
]


@require_safe
@allow(plans_events)
def registration_list(request, pk):
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    return list_page(
        request,
        event.registrations.all(),
        columns=COLUMNS,
        template="events/registration_list.html",
        title=_("Registrations"),
        filename="anmeldungen",
        per_page=100,
        context={
            "event": event,
            "may_check_in": event.has_come and not event.is_called_off,
            "tiles": sum_tiles(event),
        },
    )


def sum_tiles(event, note=""):
    """How many people registered, wait, came and did not come; `note` stands below the first."""
    sums = sums_of(event)
    return [
        Tile(_("Registered"), sums.persons, note=note),
        Tile(_("Waiting"), sums.waiting),
        Tile(_("Attended"), sums.attended),
        Tile(_("Did not come"), sums.no_show),
    ]


@allow(plans_events)
def registration_create(request, pk):
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    back = reverse("events:registration_list", args=[event.pk])

    def register(form):
        registration = actions.register(form.instance, by=request.user)
        if registration.status == Registration.Status.WAITING:
            said = _("No place is free. The registration is on the waiting list.")
            messages.warning(request, said)
        else:
            messages.success(request, _("The registration has a place."))
        return registration

    return edit(
        request,
        RegistrationForm,
        instance=Registration(event=event),
        title=_("Register for “%(event)s”") % {"event": event},
        save=register,
        success="",
        context={"back": back},
    )


@allow(plans_events)
def registration_edit(request, pk):
    registration = get_object_or_404(Registration, pk=pk)
    return edit(
        request,
        RegistrationForm,
        instance=registration,
        title=_("Edit registration"),
        save=lambda form: actions.change(form.instance, by=request.user),
    )


@allow(plans_events)
def registration_cancel(request, pk):
    registration = get_object_or_404(Registration.objects.select_related("event"), pk=pk)

    def cancel():
        moved = actions.cancel(registration, by=request.user)
        if moved:
            messages.info(
                request,
                ngettext(
                    "%(count)s registration has moved up from the waiting list. Please tell them.",
                    "%(count)s registrations have moved up from the waiting list. "
                    "Please tell them.",
                    len(moved),
                )
                % {"count": len(moved)},
            )

    return ask(
        request,
        title=_("Cancel registration"),
        question=_("Cancel this registration? The place goes to whoever waits the longest."),
        label=_("Cancel registration"),
        do=cancel,
        then=registration.get_absolute_url(),
        success=_("The registration is cancelled."),
    )


@allow(plans_events)
@require_POST
def registration_check_in(request, pk):
    registration = get_object_or_404(Registration.objects.select_related("event"), pk=pk)
    came = request.POST.get("came") == "1"
    attempt(request, partial(actions.check_in, registration, came=came, by=request.user))
    return redirect(registration)
