"""Bodies, who sits there, and their meetings."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from integration_office.lists import Column, list_page
from integration_office.partial_dates import spoken
from integration_office.permissions import allow, is_partner, is_staff
from integration_office.views import ask, edit
from network import actions
from network.filters import BodyFilter
from network.forms import BodyForm, MeetingForm, SeatForm
from network.models import Body, Meeting, Seat
from network.permissions import keeps_network, reads_minutes, reads_network


COLUMNS = [
    Column("name", gettext_lazy("Name"), "name", sort="name__german_order", link=True),
    Column("level", pgettext_lazy("body", "Level"), "get_level_display", sort=("level", "name")),
    Column("rhythm", gettext_lazy("Meets"), "rhythm"),
    Column("last", gettext_lazy("Last meeting"), "last_meeting", sort="last_meeting"),
    Column("next", gettext_lazy("Next meeting"), "next_meeting", sort="next_meeting"),
    Column("founded", gettext_lazy("Founded"), lambda b: spoken(b.founded), sort="founded"),
]
SHOWN_MEETINGS = 20


@require_safe
@allow(reads_network)
def body_list(request):
    own = Body.objects.of(request.user).german_order() if is_partner(request.user) else []
    return list_page(
        request,
        Body.objects.with_last_and_next(timezone.localdate()).german_order(),
        columns=COLUMNS,
        filterset=BodyFilter,
        title=_("Bodies"),
        filename="gremien",
        template="network/body_list.html",
        context={"may_write": keeps_network(request.user), "own": own},
    )


@require_safe
@allow(reads_network)
def body_detail(request, pk):
    body = get_object_or_404(Body, pk=pk)
    today = timezone.localdate()
    seats = body.seats.current().select_related("organisation", "person")
    past = body.meetings.exclude(day__gte=today, status__in=Meeting.AHEAD)
    return render(
        request,
        "network/body_detail.html",
        {
            "body": body,
            "facts": _facts(body),
            "seats": seats if is_staff(request.user) else seats.exclude(organisation=None),
            "ahead": body.meetings.upcoming(today),
            "past": past[:SHOWN_MEETINGS],
            "held_this_year": body.meetings.held().filter(day__year=today.year).count(),
            "may_write": keeps_network(request.user),
            "may_read": reads_minutes(request.user, body),
            "sees_persons": is_staff(request.user),
        },
    )


def _facts(body):
    return [
        (pgettext("body", "Level"), body.get_level_display()),
        (_("Founded"), spoken(body.founded)),
        (_("Task"), body.task),
        (_("Members in words"), body.members_text),
        (_("Meets"), body.rhythm),
        (
            pgettext("meeting", "Minutes"),
            _("written by the office") if body.office_writes_minutes else "",
        ),
        (_("Source"), body.source),
    ]


@allow(keeps_network)
def body_create(request):
    return edit(
        request,
        BodyForm,
        title=_("New body"),
        save=lambda form: actions.save_body(form.instance, by=request.user),
        context={"back": reverse("network:body_list")},
    )


@allow(keeps_network)
def body_edit(request, pk):
    body = get_object_or_404(Body, pk=pk)
    return edit(
        request,
        BodyForm,
        instance=body,
        title=_("Edit %(object)s") % {"object": body},
        save=lambda form: actions.save_body(form.instance, by=request.user),
    )


@allow(keeps_network)
def seat_add(request, pk):
    body = get_object_or_404(Body, pk=pk)
    return edit(
        request,
        SeatForm,
        instance=Seat(body=body),
        title=_("New seat in %(object)s") % {"object": body},
        save=lambda form: actions.add_seat(form.instance, by=request.user),
        success=_("The seat has been added."),
        context={"back": body.get_absolute_url()},
    )


@allow(keeps_network)
def seat_end(request, pk):
    seat = get_object_or_404(Seat.objects.select_related("body", "organisation", "person"), pk=pk)
    return ask(
        request,
        title=_("End seat"),
        question=_("%(holder)s no longer sits in %(object)s.")
        % {"holder": seat.organisation or seat.person, "object": seat.body},
        label=_("End seat"),
        do=partial(actions.end_seat, seat, by=request.user),
        then=seat.get_absolute_url(),
        success=_("The seat has ended."),
    )


@require_safe
@allow(reads_network)
def meeting_detail(request, pk):
    meeting = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    if not reads_minutes(request.user, meeting.body):
        raise Http404
    return render(
        request,
        "network/meeting_detail.html",
        {
            "meeting": meeting,
            "facts": _meeting_facts(meeting),
            "may_write": keeps_network(request.user),
        },
    )


def _meeting_facts(meeting):
    return [
        (_("Day"), date_format(meeting.day)),
        (_("Begins at"), meeting.start and time_format(meeting.start)),
        (_("Place"), meeting.place),
        (pgettext("meeting", "Main topic"), meeting.topic),
        (_("Status"), meeting.get_status_display()),
        (_("People present"), meeting.attendance),
    ]


@allow(keeps_network)
def meeting_create(request, pk):
    body = get_object_or_404(Body, pk=pk)
    return edit(
        request,
        MeetingForm,
        instance=Meeting(body=body),
        title=_("New meeting: %(object)s") % {"object": body},
        save=lambda form: actions.save_meeting(form.instance, by=request.user),
        then=body.get_absolute_url(),
        context={"back": body.get_absolute_url()},
    )


@allow(keeps_network)
def meeting_edit(request, pk):
    meeting = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    return edit(
        request,
        MeetingForm,
        instance=meeting,
        title=_("Edit meeting: %(object)s") % {"object": meeting},
        save=lambda form: actions.save_meeting(form.instance, by=request.user),
    )
