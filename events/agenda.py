"""What the calendar puts on the start page."""

import datetime
from collections.abc import Iterable

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from events.models import Event, TestSession
from events.permissions import plans_events, sees_test_sums
from integration_office import agenda
from integration_office.addresses import address
from integration_office.models import User
from integration_office.permissions import is_partner, is_staff, runs_tests
from integration_office.tallies import Counted, Tally


# Visitors are counted within two weeks; after two months nobody remembers any more.
COUNT_WITHIN = datetime.timedelta(days=14)
FORGET_AFTER = datetime.timedelta(days=60)
MOST = 20
SHOWN = ("title", "day", "starts_at", "place")


@agenda.source()
def events_of_the_week(user: User, today: datetime.date) -> Iterable[agenda.Item]:
    """The office's own events of the coming week; for a partner those they take part in."""
    week = Event.objects.between(today, today + agenda.WEEK).taking_place()
    if is_staff(user):
        week = week.exclude(office_role=Event.OfficeRole.CALENDAR)
    elif is_partner(user):
        week = week.of(user)
    else:
        return
    for event in week.only(*SHOWN).order_by("day", "starts_at", "pk")[:MOST]:
        yield agenda.Item(
            due=event.day,
            time=event.starts_at,
            title=event.title,
            url=event.get_absolute_url(),
            detail=event.place,
        )


@agenda.source(plans_events)
def visitors_to_count(user: User, today: datetime.date) -> Iterable[agenda.Item]:
    recent = Event.objects.between(today - FORGET_AFTER, today).without_visitors()
    for event in recent.only(*SHOWN).order_by("day", "pk")[:MOST]:
        yield agenda.Item(
            due=event.day + COUNT_WITHIN,
            title=_("How many came to “%(event)s”?") % {"event": event},
            url=address("events:visitors", event.pk),
            detail=event.place,
            action=_("Count"),
        )


@agenda.source(plans_events)
def proposals(user: User, today: datetime.date) -> Iterable[agenda.Item]:
    """What partners have proposed and nobody has answered."""
    waiting = Event.objects.upcoming(today).filter(status=Event.Status.PROPOSED)
    for event in waiting.only(*SHOWN).order_by("day", "pk")[:MOST]:
        yield agenda.Item(
            due=min(event.day, today + agenda.WEEK),
            title=_("Answer the proposal “%(event)s”") % {"event": event},
            url=event.get_absolute_url(),
            detail=event.place,
            action=_("Look at it"),
        )


@agenda.source(runs_tests)
def tests(user: User, today: datetime.date) -> Iterable[agenda.Item]:
    """Tests of the week, and registrations that end within the week."""
    week = (today, today + agenda.WEEK)
    soon = TestSession.objects.filter(
        Q(day__range=week) | Q(registration_closes__range=week, status__in=TestSession.OPEN)
    )
    for session in soon.order_by("day", "pk"):
        closes = session.registration_closes
        if today <= closes <= week[1] and session.status in TestSession.OPEN:
            yield agenda.Item(
                due=closes,
                title=_("Registration ends: %(test)s") % {"test": session},
                url=session.get_absolute_url(),
                detail=session.room,
            )
        if session.day <= week[1]:
            yield agenda.Item(
                due=session.day,
                time=session.starts_at,
                title=str(session),
                url=session.get_absolute_url(),
                detail=session.room,
            )


def _month_of(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    first = day.replace(day=1)
    following = (first + datetime.timedelta(days=32)).replace(day=1)
    return first, following - datetime.timedelta(days=1)


@agenda.Count
def of_the_month(user: User, today: datetime.date) -> Counted:
    return Counted(Event.objects.between(*_month_of(today)).taking_place())


@agenda.figure(is_staff, of_the_month)
def events_this_month(user: User, today: datetime.date, of_the_month: Tally) -> agenda.Tile:
    first, last = _month_of(today)
    return agenda.Tile(
        label=_("Events this month"),
        value=of_the_month.number,
        url=f"{address('events:list')}?since={first:%Y-%m-%d}&until={last:%Y-%m-%d}",
    )


@agenda.figure(sees_test_sums)
def test_registrations(user: User, today: datetime.date) -> agenda.Tile | None:
    coming = TestSession.objects.upcoming(today).with_registered()
    sums = coming.aggregate(taken=Sum("registered", default=0), all=Sum("seats", default=0))
    return agenda.Tile(
        label=_("Registered for coming tests"),
        value=sums["taken"],
        note=_("of %(seats)s seats") % {"seats": sums["all"]},
        url=address("events:test_list"),
    )


@agenda.shortcut()
def new_event(user: User) -> agenda.Shortcut | None:
    if plans_events(user):
        return agenda.Shortcut(_("New event"), address("events:create"), "v")
    if is_partner(user):
        return agenda.Shortcut(_("Propose an event"), address("events:create"))
    return None
