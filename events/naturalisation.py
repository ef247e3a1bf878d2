"""Verbs of the Einbürgerungstest: take a registration, give a seat back, note who came, fold."""

import datetime
from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.models import TestRegistration, TestSession
from integration_office.audit import record
from integration_office.models import User


Status = TestRegistration.Status


@transaction.atomic
def keep_session(session: TestSession, *, by: User) -> TestSession:
    """Save a test; it never has fewer seats than people who hold one."""
    is_new = session.pk is None
    if not is_new:
        session.version += 1
    session.full_clean()
    session.save()
    taken = session.registrations.taking_seats().count()
    if taken > session.seats:
        raise ValidationError(
            {"seats": _("%(taken)s people are registered already.") % {"taken": taken}}
        )
    _say_whether_full(session, taken)
    record("created" if is_new else "changed", session, by=by)
    return session


@transaction.atomic
def register(
    registration: TestRegistration, *, by: User, today: datetime.date | None = None
) -> TestRegistration:
    """Give somebody a seat: until the closing day, as long as there is one."""
    today = today or timezone.localdate()
    session = TestSession.objects.select_for_update().get(pk=registration.session_id)
    taken = session.registrations.taking_seats().count()
    _refuse_registration(session, taken, today)
    registration.session = session
    registration.status = Status.REGISTERED if registration.is_ready else Status.NOTED
    registration.full_clean()
    registration.save()
    _say_whether_full(session, taken + 1)
    record("registered", registration, by=by)
    return registration


@transaction.atomic
def register_list(
    session: TestSession,
    people: Sequence[TestRegistration],
    *,
    by: User,
    today: datetime.date | None = None,
) -> list[TestRegistration]:
    """Take over a paper list for one test; all of it or, with the last seat gone, nothing."""
    today = today or timezone.localdate()
    session = TestSession.objects.select_for_update().get(pk=session.pk)
    taken = session.registrations.taking_seats().count() + len(people)
    _refuse_registration(session, taken - 1, today)
    for registration in people:
        registration.session = session
        registration.status = Status.REGISTERED if registration.is_ready else Status.NOTED
        registration.full_clean(validate_constraints=False)  # the database holds them
    registered = TestRegistration.objects.bulk_create(people)
    _say_whether_full(session, taken)
    record("registered", session, by=by, note=f"a list of {len(registered)}")
    return registered


def _refuse_registration(session: TestSession, taken: int, today: datetime.date) -> None:
    if session.registration_closes < today:
        refusal = _("Registration for the test on %(day)s ended on %(closed)s.") % {
            "day": date_format(session.day),
            "closed": date_format(session.registration_closes),
        }
    elif session.status not in TestSession.OPEN:
        refusal = _("Registration for the test on %(day)s is not open.") % {
            "day": date_format(session.day)
        }
    elif taken >= session.seats:
        refusal = _("All seats for the test on %(day)s are taken.") % {
            "day": date_format(session.day)
        }
    else:
        return
    raise ValidationError(f"{refusal} {next_free(today)}")


def next_free(today: datetime.date) -> str:
    """A sentence that names the next test with a free seat."""
    session = TestSession.objects.with_free_seat(today).first()
    if session is None:
        return _("There is no later test with a free seat yet. Please plan one.")
    return _(
        "The next free seat is on %(day)s, %(time)s, %(room)s; registration until %(closes)s."
    ) % {
        "day": date_format(session.day),
        "time": f"{session.starts_at:%H:%M}",
        "room": session.room,
        "closes": date_format(session.registration_closes),
    }


def _say_whether_full(session: TestSession, taken: int) -> None:
    """Keep "open" and "fully booked" in step with the seats."""
    if session.status not in TestSession.OPEN:
        return
    full = TestSession.Status.FULL if taken >= session.seats else TestSession.Status.OPEN
    if session.status != full:
        session.status = full
        session.save(update_fields=["status", "changed_at"])


@transaction.atomic
def change(registration: TestRegistration, *, by: User) -> TestRegistration:
    """Save a changed registration; card seen and fee paid make it a firm one."""
    if registration.status == Status.NOTED and registration.is_ready:
        registration.status = Status.REGISTERED
    elif registration.status == Status.REGISTERED and not registration.is_ready:
        registration.status = Status.NOTED
    registration.version += 1
    registration.full_clean()
    registration.save()
    record("changed", registration, by=by)
    return registration


@transaction.atomic
def cancel(registration: TestRegistration, *, by: User) -> None:
    """Give the seat back."""
    registration = TestRegistration.objects.select_for_update().get(pk=registration.pk)
    session = TestSession.objects.select_for_update().get(pk=registration.session_id)
    if registration.is_cancelled:
        raise ValidationError(_("This registration is cancelled already."))
    if registration.status not in {Status.NOTED, Status.REGISTERED, Status.REPORTED}:
        raise ValidationError(_("The test is over. This registration cannot be cancelled."))
    registration.status = Status.CANCELLED
    registration.version += 1
    registration.save()
    _say_whether_full(session, session.registrations.taking_seats().count())
    record("cancelled", registration, by=by)


@transaction.atomic
def check_in(
    registration: TestRegistration,
    *,
    status: str,
    by: User,
    today: datetime.date | None = None,
) -> None:
    """Note on the day of the test who came, did not come or was excluded. Never a result."""
    registration = TestRegistration.objects.select_for_update().get(pk=registration.pk)
    _refuse_before(registration.session, today)
    if registration.status in TestRegistration.ONLY_NOTED:
        raise ValidationError(
            _("Only who is registered, with identity card seen and fee paid, can take the test.")
        )
    registration.status = status
    registration.version += 1
    registration.save()
    record("checked in", registration, by=by, note=status)


@transaction.atomic
def everybody_came(
    session: TestSession,
    *,
    missing: Collection[int] = (),
    by: User,
    today: datetime.date | None = None,
) -> None:
    """Note at once that all firm registrations came, but for those `missing` (their keys)."""
    session = TestSession.objects.select_for_update().get(pk=session.pk)
    _refuse_before(session, today)
    firm = session.registrations.filter(status__in={Status.REGISTERED, Status.REPORTED})
    changes = {"version": F("version") + 1, "changed_at": timezone.now()}
    firm.filter(pk__in=missing).update(status=Status.NO_SHOW, **changes)
    firm.exclude(pk__in=missing).update(status=Status.ATTENDED, **changes)
    record("checked in", session, by=by, note="all")


def _refuse_before(session: TestSession, today: datetime.date | None) -> None:
    if session.day > (today or timezone.localdate()):
        raise ValidationError(
            _("The test is on %(day)s. Who came can be noted from that day on.")
            % {"day": date_format(session.day)}
        )


@transaction.atomic
def delete_session(session: TestSession, *, by: User) -> None:
    """Take a test away that nobody has registered for."""
    session = TestSession.objects.select_for_update().get(pk=session.pk)
    if session.registrations.exists() or session.kept_registered:
        raise ValidationError(_("People have registered for this test. It cannot be deleted."))
    record("deleted", session, by=by, note=str(session))
    session.delete()


@transaction.atomic
def fold_registrations(registrations: models.QuerySet) -> int:
    """Erase registrations; how many there were stays with the session."""
    sums = (
        registrations.order_by()
        .values("session")
        .annotate(
            rows=Count("pk"),
            registered=Count("pk", filter=~Q(status=Status.CANCELLED)),
            attended=Count("pk", filter=Q(status=Status.ATTENDED)),
            no_show=Count("pk", filter=Q(status=Status.NO_SHOW)),
        )
    )
    erased = 0
    for one in sums.order_by("session"):
        TestSession.objects.filter(pk=one["session"]).update(
            kept_registered=F("kept_registered") + one["registered"],
            kept_attended=F("kept_attended") + one["attended"],
            kept_no_show=F("kept_no_show") + one["no_show"],
        )
        erased += one["rows"]
    registrations.model.objects.filter(pk__in=registrations.values("pk")).delete()
    return erased
