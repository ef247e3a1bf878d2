"""How long names stay: event registrations four weeks, test registrations six months. The numbers
of both stay with the event or the test."""

import datetime
from collections.abc import Iterable

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from events import actions, naturalisation
from events.models import Registration, TestRegistration, TestSession
from events.models.naturalisation import KEPT_AFTER_TEST
from integration_office import privacy
from integration_office.models import User


KEPT_AFTER_EVENT = datetime.timedelta(weeks=4)


def registrations_due(today: datetime.date) -> models.QuerySet:
    last_day = Coalesce("event__rain_date", "event__day")
    return Registration.objects.alias(last_day=last_day).filter(
        last_day__lt=today - KEPT_AFTER_EVENT
    )


def supervisors_due(today: datetime.date) -> models.QuerySet:
    return TestSession.objects.filter(day__lt=today - KEPT_AFTER_TEST).exclude(supervisors="")


privacy.retention(
    "event_registrations",
    _("registrations for events"),
    Registration,
    _("4 weeks after the event"),
    registrations_due,
    erase=actions.fold_registrations,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "test_registrations",
    _("registrations for naturalisation tests"),
    TestRegistration,
    _("6 months after the test, at most 24 months"),
    TestRegistration.objects.due_for_erasure,
    erase=naturalisation.fold_registrations,
    source="EinbTestV § 4",
)
privacy.retention(
    "test_supervisors",
    _("supervisors of naturalisation tests"),
    TestSession,
    _("6 months after the test"),
    supervisors_due,
    erase=lambda sessions: sessions.update(supervisors=""),
    source="Art. 5 (1) e DSGVO",
)


@privacy.holdings
def registrations_of(user: User) -> Iterable[privacy.Holding]:
    """Registrations under the address of the account."""
    for one in Registration.objects.filter(contact__iexact=user.email).select_related("event"):
        yield privacy.Holding(
            str(_("Registration for an event")),
            [
                (str(_("event")), f"{one.event} ({one.event.day:%d.%m.%Y})"),
                (str(_("name")), one.name),
                (str(_("number of people")), str(one.persons)),
                (str(_("status")), str(one.get_status_display())),
            ],
        )
