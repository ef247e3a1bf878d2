"""Verbs of the calendar: cancel, count visitors, register for an event, fold registrations.

Locks are always taken in the same order, the registration before its event, so that two colleagues
never wait for each other.
"""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Q, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.models import Event, GroupSession, Registration, Series
from integration_office.audit import record
from integration_office.models import User
from network.models import Organisation


@transaction.atomic
def keep(event: Event, *, organisers: models.QuerySet | list[Organisation], by: User) -> Event:
    """Save an event with its organisers, as the office writes it."""
    is_new = event.pk is None
    if not is_new:
        event.version += 1
    event.full_clean()
    event.save()
    event.organisers.set(organisers)
    if not is_new:
        _move_up(event)
    record("created" if is_new else "changed", event, by=by)
    return event


@transaction.atomic
def keep_contribution(
    event: Event, *, organisers: models.QuerySet | list[Organisation], by: User
) -> Event:
    """Save an event a partner contributes; a new one waits for the office to accept it."""
    own = set(Organisation.objects.of(by).values_list("pk", flat=True))
    if own.isdisjoint(organisation.pk for organisation in organisers):
        raise ValidationError(
            {"organisers": _("Please name your own organisation among the organisers.")}
        )
    if event.pk is None:
        event.status = Event.Status.PROPOSED
    return keep(event, organisers=organisers, by=by)


@transaction.atomic
def call_off(event: Event, *, status: str, reason: str, by: User) -> None:
    """Cancel or postpone: it stays in the calendar and says why."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.is_called_off and event.status == status:
        raise ValidationError(_("This event is called off already."))
    if event.status in Event.OVER:
        raise ValidationError(_("This event has taken place. It cannot be cancelled any more."))
    if not reason.strip():
        raise ValidationError({"reason": _("Please say why: people who wanted to come will ask.")})
    event.status, event.reason = status, reason.strip()
    event.version += 1
    event.save()
    record("called off", event, by=by, note=status)


@transaction.atomic
def count_visitors(
    event: Event, *, visitors: int, by: User, today: datetime.date | None = None
) -> None:
    """Write down how many came; the event has taken place then."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.day > (today or timezone.localdate()):
        raise ValidationError(
            _("This event is on %(day)s. Visitors can be counted from that day on.")
            % {"day": date_format(event.day)}
        )
    if event.is_called_off:
        raise ValidationError(_("This event did not take place, so nobody can be counted."))
    event.visitors = visitors
    if event.status not in Event.OVER:
        event.status = Event.Status.TOOK_PLACE
    event.version += 1
    event.save()
    record("counted visitors", event, by=by)


@transaction.atomic
def delete(event: Event, *, by: User) -> None:
    """Take an event out of the calendar that nobody has registered for."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.registrations.exists() or event.kept_persons:
        raise ValidationError(
            _("People have registered for this event. Please cancel it instead of deleting it.")
        )
    if event.visitors is not None:
        raise ValidationError(
            _("This event has counted visitors and belongs to the report. It cannot be deleted.")
        )
    record("deleted", event, by=by, note=event.title)
    event.delete()


@transaction.atomic
def delete_series(series: Series, *, by: User) -> None:
    """Take a series away that has no events."""
    if series.programme.exists():
        raise ValidationError(
            _("This series has events. Please move or delete them first, then the series.")
        )
    record("deleted", series, by=by, note=series.title)
    series.delete()


# Registrations


def _free_places(event: Event) -> int | None:
    """How many places are left; None when there is no limit."""
    if event.capacity is None:
        return None
    return event.capacity - event.registrations.taking_places().persons()


@transaction.atomic
def register(
    registration: Registration, *, by: User, today: datetime.date | None = None
) -> Registration:
    """Take a registration: with a place as long as there is one, else on the waiting list."""
    today = today or timezone.localdate()
    event = Event.objects.select_for_update().get(pk=registration.event_id)
    _refuse_registration(event, today)
    registration.event = event
    free = _free_places(event)
    has_place = free is None or registration.persons <= free
    status = Registration.Status
    registration.status = status.REGISTERED if has_place else status.WAITING
    registration.full_clean()
    registration.save()
    record("registered", registration, by=by, note=registration.status)
    return registration


def _refuse_registration(event: Event, today: datetime.date) -> None:
    if event.is_called_off:
        raise ValidationError(_("This event is cancelled or postponed. Nobody can register."))
    if event.last_day < today:
        raise ValidationError(_("This event is over. Nobody can register any more."))
    if event.registration_deadline and event.registration_deadline < today:
        raise ValidationError(
            _(
                "Registration ended on %(day)s. To take somebody all the same, "
                "please set a later day in the event first."
            )
            % {"day": date_format(event.registration_deadline)}
        )


@transaction.atomic
def change(registration: Registration, *, by: User) -> Registration:
    """Save a changed registration; more people than there are places are refused."""
    registration.version += 1
    registration.full_clean()
    registration.save()
    event = Event.objects.select_for_update().get(pk=registration.event_id)
    free = _free_places(event)
    if registration.has_place and free is not None and free < 0:
        raise ValidationError(
            {"persons": _("There are not that many places left: %(n)s too few.") % {"n": -free}}
        )
    _move_up(event)
    registration.refresh_from_db()
    record("changed", registration, by=by)
    return registration


@transaction.atomic
def cancel(registration: Registration, *, by: User) -> list[Registration]:
    """Give the place back; who moves up from the waiting list."""
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    event = Event.objects.select_for_update().get(pk=registration.event_id)
    if registration.is_cancelled:
        raise ValidationError(_("This registration is cancelled already."))
    registration.status = Registration.Status.CANCELLED
    registration.version += 1
    registration.save()
    record("cancelled", registration, by=by)
    return _move_up(event)


@transaction.atomic
def check_in(
    registration: Registration, *, came: bool, by: User, today: datetime.date | None = None
) -> None:
    """Note who came, from the day of the event on."""
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    event = registration.event
    if event.day > (today or timezone.localdate()):
        raise ValidationError(
            _("The event is on %(day)s. Who came can be noted from that day on.")
            % {"day": date_format(event.day)}
        )
    if registration.is_cancelled:
        raise ValidationError(_("This registration is cancelled."))
    status = Registration.Status
    registration.status = status.ATTENDED if came else status.NO_SHOW
    registration.version += 1
    registration.save()
    record("checked in", registration, by=by, note=registration.status)


def _move_up(event: Event) -> list[Registration]:
    """Give free places to those who wait, the longest first; groups that do not fit are passed
    over. The event is locked by the caller; a row a colleague has open is left to them."""
    if event.is_called_off or event.is_over:
        return []
    free, moved = _free_places(event), []
    for waiting in event.registrations.waiting().select_for_update(skip_locked=True):
        if free is not None and waiting.persons > free:
            continue
        free = None if free is None else free - waiting.persons
        waiting.status = Registration.Status.REGISTERED
        waiting.version += 1
        waiting.save()
        moved.append(waiting)
    return moved


@transaction.atomic
def fold_registrations(registrations: models.QuerySet) -> int:
    """Erase registrations; their sums stay with the event."""
    status = Registration.Status
    sums = (
        registrations.order_by()
        .values("event")
        .annotate(
            persons_=Sum("persons", filter=~Q(status=status.CANCELLED) & ~Q(status=status.WAITING)),
            attended=Sum("persons", filter=Q(status=status.ATTENDED)),
            no_show=Sum("persons", filter=Q(status=status.NO_SHOW)),
            rows=Count("pk"),
        )
    )
    erased = 0
    for one in sums.order_by("event"):
        Event.objects.filter(pk=one["event"]).update(
            kept_persons=F("kept_persons") + (one["persons_"] or 0),
            kept_attended=F("kept_attended") + (one["attended"] or 0),
            kept_no_show=F("kept_no_show") + (one["no_show"] or 0),
        )
        erased += one["rows"]
    registrations.model.objects.filter(pk__in=registrations.values("pk")).delete()
    return erased


# Talk rounds


@transaction.atomic
def count_talk(session: GroupSession, *, by: User, today: datetime.date | None = None):
    """Write down how many came to a meeting of a talk round; a later day is refused."""
    _refuse_counting_ahead(session, today)
    if session.pk is not None:
        session.version += 1
    session.full_clean()
    session.save()
    record("counted", session, by=by)
    return session


@transaction.atomic
def count_talks(
    sessions: Sequence[GroupSession], *, by: User, today: datetime.date | None = None
) -> list[GroupSession]:
    """Take over a whole list of headcounts at once; all of it or nothing."""
    for session in sessions:
        _refuse_counting_ahead(session, today)
        session.full_clean(validate_constraints=False)  # the database holds them
    counted = GroupSession.objects.bulk_create(sessions)
    record("counted", "events.GroupSession:*", by=by, note=str(len(counted)))
    return counted


def _refuse_counting_ahead(session: GroupSession, today: datetime.date | None) -> None:
    if session.day > (today or timezone.localdate()):
        raise ValidationError({"day": _("This day is still to come. Please count afterwards.")})


@transaction.atomic
def delete_talk(session: GroupSession, *, by: User) -> None:
    """Take away a headcount that was entered by mistake."""
    record("deleted", session, by=by, note=f"{session.title} {session.day}")
    session.delete()
