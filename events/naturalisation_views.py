"""Einbürgerungstests: the test office works with names, coordination and administration see sums.

A registration is reached only through `visible_to`, for others it does not exist, and every
opening is written down.
"""

from functools import partial

from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events import naturalisation
from events.filters import TestFilter
from events.forms import TestRegistrationForm, TestSessionForm
from events.models import TestRegistration, TestSession
from events.permissions import sees_test_sums
from integration_office.agenda import Tile
from integration_office.audit import record_reading
from integration_office.lists import Column, list_page
from integration_office.permissions import allow, runs_tests
from integration_office.views import ask, attempt, edit


COLUMNS = [
    Column("day", gettext_lazy("Test"), lambda test: date_format(test.day), sort="day", link=True),
    Column("time", gettext_lazy("Time of day"), "starts_at"),
    Column("room", gettext_lazy("Room"), "room", sort="room"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("closes", gettext_lazy("Registration until"), "registration_closes"),
    Column("seats", gettext_lazy("Seats"), "seats", sort="seats"),
    Column("registered", gettext_lazy("Registered"), "registered", sort="registered"),
    Column("attended", gettext_lazy("Attended"), "attended", sort="attended"),
    Column("no_show", gettext_lazy("Did not come"), "no_show", sort="no_show"),
]


@require_safe
@allow(sees_test_sums)
def test_list(request):
    return list_page(
        request,
        TestSession.objects.with_counts().order_by("-day", "-starts_at", "-pk"),
        columns=COLUMNS,
        filterset=TestFilter,
        template="events/test_list.html",
        title=_("Naturalisation tests"),
        filename="einbuergerungstests",
        context={"may_edit": runs_tests(request.user)},
    )


@require_safe
@allow(sees_test_sums)
def test_detail(request, pk):
    session = get_object_or_404(TestSession.objects.with_counts(), pk=pk)
    sees_names = runs_tests(request.user)
    if sees_names:
        record_reading(session, by=request.user, purpose="registrations")
    return render(
        request,
        "events/test_detail.html",
        {
            "session": session,
            "may_edit": sees_names,
            "registrations": TestRegistration.objects.visible_to(request.user).filter(
                session=session
            ),
            "facts": [
                (_("Time of day"), f"{session.starts_at:%H:%M}–{session.ends_at:%H:%M}"),
                (_("Room"), session.room),
                (_("Status"), session.get_status_display()),
                (_("Registration until"), date_format(session.registration_closes)),
                (_("Supervisors"), session.supervisors if sees_names else ""),
            ],
            "tiles": [
                Tile(_("Seats"), session.seats),
                Tile(_("Registered"), session.registered),
                Tile(_("Attended"), session.attended),
                Tile(_("Did not come"), session.no_show),
            ],
        },
    )


@allow(runs_tests)
def test_create(request):
    return edit(
        request,
        TestSessionForm,
        title=_("New naturalisation test"),
        save=lambda form: naturalisation.keep_session(form.instance, by=request.user),
        context={"back": reverse("events:test_list")},
    )


@allow(runs_tests)
def test_edit(request, pk):
    session = get_object_or_404(TestSession, pk=pk)
    return edit(
        request,
        TestSessionForm,
        instance=session,
        title=_("Edit %(test)s") % {"test": session},
        save=lambda form: naturalisation.keep_session(form.instance, by=request.user),
    )


@allow(runs_tests)
def test_delete(request, pk):
    session = get_object_or_404(TestSession, pk=pk)
    return ask(
        request,
        title=_("Delete %(test)s") % {"test": session},
        question=_("Delete this test?"),
        label=_("Delete"),
        do=lambda: naturalisation.delete_session(session, by=request.user),
        then=reverse("events:test_list"),
        back=session.get_absolute_url(),
        success=_("The test is deleted."),
    )


@allow(runs_tests)
def test_register(request, pk):
    session = get_object_or_404(TestSession, pk=pk)
    return edit(
        request,
        TestRegistrationForm,
        instance=TestRegistration(session=session),
        title=_("Register for the %(test)s") % {"test": session},
        template="events/test_register.html",
        save=lambda form: naturalisation.register(form.instance, by=request.user),
        context={"session": session, "back": session.get_absolute_url()},
    )


def _registration(request, pk, purpose):
    """The one door to a registration: it exists only for the test office, and leaves a line."""
    rows = TestRegistration.objects.visible_to(request.user).select_related("session")
    registration = get_object_or_404(rows, pk=pk)
    record_reading(registration, by=request.user, purpose=purpose)
    return registration


def test_registration_edit(request, pk):
    registration = _registration(request, pk, "edit")
    return edit(
        request,
        TestRegistrationForm,
        instance=registration,
        title=_("Edit registration %(number)s") % {"number": registration.pk},
        template="events/test_register.html",
        save=lambda form: naturalisation.change(form.instance, by=request.user),
        context={"session": registration.session, "back": registration.get_absolute_url()},
    )


def test_registration_cancel(request, pk):
    registration = _registration(request, pk, "cancel")
    return ask(
        request,
        title=_("Cancel registration %(number)s") % {"number": registration.pk},
        question=_("Cancel this registration? The seat becomes free."),
        label=_("Cancel registration"),
        do=lambda: naturalisation.cancel(registration, by=request.user),
        then=registration.get_absolute_url(),
        success=_("The registration is cancelled."),
    )


def test_registration_check_in(request, pk):
    registration = _registration(request, pk, "check in")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    came = request.POST.get("came") == "1"
    status = TestRegistration.Status.ATTENDED if came else TestRegistration.Status.NO_SHOW
    attempt(request, partial(naturalisation.check_in, registration, status=status, by=request.user))
    return redirect(registration)
