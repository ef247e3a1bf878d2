"""The calendar: finding, planning and proposing events, calling them off, counting visitors."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from events import actions
from events.filters import UPCOMING, EventFilter
from events.forms import CallOffForm, ContributionForm, EventForm, VisitorsForm
from events.models import Event
from events.permissions import plans_events
from events.registration_views import sum_tiles
from integration_office.lists import Column, list_page
from integration_office.permissions import allow, is_partner, is_staff, is_volunteer
from integration_office.views import ask, edit
from network.models import Organisation


def organisers_of(event):
    return [organisation.display_name for organisation in event.organisers.all()]


EVENT_COLUMNS = [
    Column("day", gettext_lazy("Date"), "day", sort=("day", "starts_at")),
    Column("time", gettext_lazy("Time of day"), "time_text"),
    Column("title", gettext_lazy("Title"), "title", sort="title__german_order", link=True),
    Column("place", gettext_lazy("Place"), "place", sort="place__german_order"),
    Column("organisers", gettext_lazy("Organisers"), organisers_of),
    Column("series", gettext_lazy("Part of series"), "series", sort="series__title"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("visitors", gettext_lazy("Visitors"), "visitors", sort="visitors"),
]
# What these columns read of an event, and of its series.
SHOWN = ("day", "starts_at", "ends_at", "title", "place", "series__title", "status", "visitors")


def _event(request, pk):
    return get_object_or_404(Event.objects.visible_to(request.user), pk=pk)


def _may_change(user, event):
    """The office changes every event, a partner those of their own organisation."""
    return plans_events(user) or (
        is_partner(user) and Event.objects.of(user).filter(pk=event.pk).exists()
    )


@require_safe
@allow(is_staff, is_partner, is_volunteer)
def event_list(request):
    return list_page(
        request,
        Event.objects.visible_to(request.user).with_organisers().only(*SHOWN),
        columns=EVENT_COLUMNS,
        filterset=EventFilter,
        template="events/list.html",
        title=_("Events"),
        filename="veranstaltungen",
        context={
            "tab": request.GET.get("when", "" if request.GET else UPCOMING),
            "may_plan": plans_events(request.user),
            "may_propose": is_partner(request.user),
            "may_count": is_staff(request.user),
        },
    )


@require_safe
@allow(is_staff, is_partner, is_volunteer)
def event_detail(request, pk):
    event = get_object_or_404(Event.objects.visible_to(request.user).with_organisers(), pk=pk)
    plans = plans_events(request.user)
    return render(
        request,
        "events/detail.html",
        {
            "event": event,
            "facts": _facts(event),
            "may_plan": plans,
            "may_change": _may_change(request.user, event),
            "may_open_network": is_staff(request.user) or is_partner(request.user),
            "sums": sum_tiles(event, note=_places(event)) if plans else [],
        },
    )


def _facts(event):
    return [
        (_("Format"), event.get_format_display()),
        (_("For whom"), event.target_group),
        (_("Languages"), ", ".join(str(label) for label in event.language_labels)),
        (_("Admission"), event.cost),
        (_("Rain date"), event.rain_date and date_format(event.rain_date)),
        (_("Part of the office"), event.get_office_role_display()),
        (
            _("Registration until"),
            event.registration_deadline and date_format(event.registration_deadline),
        ),
        (_("Places"), event.capacity),
        (_("Visitors"), None if event.visitors is None else str(event.visitors)),
        (_("Source"), event.source),
    ]


def _places(event):
    return _("of %(places)s places") % {"places": event.capacity} if event.capacity else ""


@allow(plans_events, is_partner)
def event_create(request):
    if plans_events(request.user):
        return edit(
            request,
            EventForm,
            instance=Event(day=None, office_role=Event.OfficeRole.ORGANISER),
            title=_("New event"),
            template="events/form.html",
            save=lambda form: actions.keep(
                form.instance, organisers=form.cleaned_data["organisers"], by=request.user
            ),
        )
    own = Organisation.objects.of(request.user)
    return edit(
        request,
        ContributionForm,
        instance=Event(day=None),
        initial={"organisers": [organisation.pk for organisation in own]},
        title=_("Propose an event"),
        template="events/form.html",
        success=_("Thank you. The office has your event and will answer you."),
        save=lambda form: actions.keep_contribution(
            form.instance, organisers=form.cleaned_data["organisers"], by=request.user
        ),
    )


@allow(plans_events, is_partner)
def event_edit(request, pk):
    event = _event(request, pk)
    if not _may_change(request.user, event):
        raise PermissionDenied
    as_planner = plans_events(request.user)
    keep = actions.keep if as_planner else actions.keep_contribution
    return edit(
        request,
        EventForm if as_planner else ContributionForm,
        instance=event,
        title=_("Edit “%(event)s”") % {"event": event},
        template="events/form.html",
        save=lambda form: keep(
            form.instance, organisers=form.cleaned_data["organisers"], by=request.user
        ),
    )


@allow(plans_events)
def event_cancel(request, pk):
    event = _event(request, pk)

    def call_off(form):
        actions.call_off(
            event,
            status=form.cleaned_data["status"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        _say_called_off(request, event, form.cleaned_data["status"])
        return event

    return edit(
        request,
        CallOffForm,
        instance=event,
        title=_("Cancel or postpone “%(event)s”") % {"event": event},
        save=call_off,
        success="",
    )


def _say_called_off(request, event, status):
    is_cancelled = status == Event.Status.CANCELLED
    said = _("The event is cancelled.") if is_cancelled else _("The event is postponed.")
    messages.success(request, said)
    if registered := event.registrations.expected().count():
        said = ngettext(
            "%(count)s registration is noted. Please tell them.",
            "%(count)s registrations are noted. Please tell them.",
            registered,
        )
        messages.info(request, said % {"count": registered})


@allow(plans_events)
def event_visitors(request, pk):
    event = _event(request, pk)

    def count(form):
        actions.count_visitors(event, visitors=form.cleaned_data["visitors"], by=request.user)
        return event

    if event.day > timezone.localdate():
        messages.error(request, _("This event is still to come; nobody can be counted yet."))
        return redirect(event)
    return edit(
        request,
        VisitorsForm,
        instance=event,
        title=_("Visitors of “%(event)s”") % {"event": event},
        save=count,
    )


@allow(plans_events)
def event_delete(request, pk):
    event = _event(request, pk)
    return ask(
        request,
        title=_("Delete “%(event)s”") % {"event": event},
        question=_("Delete this event from the calendar? To keep it visible, cancel it instead."),
        label=_("Delete"),
        do=lambda: actions.delete(event, by=request.user),
        then=reverse("events:list"),
        back=event.get_absolute_url(),
        success=_("The event is deleted."),
    )
