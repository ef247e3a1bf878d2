"""The end of a residence title: a day in the case, and when somebody is reminded of it."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.casework.reminders import next_reminder
from counselling.models import Case
from counselling.parts import lock_open
from integration_office.audit import record
from integration_office.models import User


def remind_anew(case: Case) -> None:
    """The reminders of the day that stands in the case now; saving is up to the caller."""
    case.residence_remind_on = next_reminder(case.residence_until, timezone.localdate())


@transaction.atomic
def noted(case: Case, *, by: User) -> None:
    """The reminder has been read; the next one comes on its day."""
    locked = lock_open(case.pk)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    rows = Case.objects.filter(pk=case.pk, residence_remind_on__lt=tomorrow)
    if not rows.update(residence_remind_on=next_reminder(locked.residence_until, tomorrow)):
        raise ValidationError(_("This reminder is settled already."))
    record("reminder read", locked, by=by)
