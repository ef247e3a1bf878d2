"""The history of how much German somebody knows. Its latest entry is what the case says, so that
every figure is the one it was before there was a history."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.models import Case, LevelEntry
from counselling.parts import lock_open
from integration_office.audit import record
from integration_office.models import User
from integration_office.partial_dates import first_day


@transaction.atomic
def add_level(entry: LevelEntry, *, by: User) -> LevelEntry:
    """Note a level; the case shows the latest one."""
    case = lock_open(entry.case_id)
    day = first_day(entry.known_on)
    if day is not None and day > timezone.localdate():
        raise ValidationError({"known_on": _("This day lies in the future.")})
    entry.save()
    _show_latest(case)
    record("created", entry, by=by)
    return entry


@transaction.atomic
def remove_level(entry: LevelEntry, *, by: User) -> None:
    """Take away an entry that was wrong; the one before it counts again."""
    case = lock_open(entry.case_id)
    record("deleted", entry, by=by)
    entry.delete()
    _show_latest(case)


def begin_with(case: Case) -> None:
    """A case that is opened with a level has it from the talk of that day."""
    if case.german_level:
        LevelEntry.objects.create(
            case=case, level=case.german_level, known_on=case.opened_on.isoformat()
        )


def _show_latest(case):
    latest = case.levels.current()
    Case.objects.filter(pk=case.pk).update(german_level=latest.level if latest else "")
