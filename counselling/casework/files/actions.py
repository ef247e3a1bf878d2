"""Papers of a client: handed in, described anew, taken away, and their reminders."""

import datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.casework.reminders import next_reminder
from counselling.models import CaseFile
from counselling.parts import lock_open
from integration_office import files, sealed_files
from integration_office.audit import record
from integration_office.models import User


MOST = 100


@transaction.atomic
def add(row: CaseFile, file: UploadedFile, kind: files.Kind, *, by: User) -> CaseFile:
    """Seal and keep a checked file. Refuses one too many."""
    case = lock_open(row.case_id)
    if case.files.count() >= MOST:
        raise ValidationError(
            _("A case keeps up to %(most)s files. Please delete an old one first.") % {"most": MOST}
        )
    row.added_by = by
    row.remind_on = next_reminder(row.expires_on, timezone.localdate())
    row.put(file, kind)
    row.save()
    record("document added", case, by=by)
    return row


@transaction.atomic
def describe(row: CaseFile, *, by: User) -> CaseFile:
    """Save another kind, title or day of expiry; a new day starts its reminders anew."""
    lock_open(row.case_id)
    stored = CaseFile.objects.filter(pk=row.pk).values_list("expires_on", flat=True).get()
    if row.expires_on != stored:
        row.remind_on = next_reminder(row.expires_on, timezone.localdate())
    row.save()
    record("changed", row, by=by)
    return row


@transaction.atomic
def noted(row: CaseFile, *, by: User) -> None:
    """The reminder has been read; the next one comes on its day."""
    lock_open(row.case_id)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    rows = CaseFile.objects.filter(pk=row.pk, remind_on__lt=tomorrow)
    if not rows.update(remind_on=next_reminder(row.expires_on, tomorrow)):
        raise ValidationError(_("This reminder is settled already."))
    record("reminder read", row, by=by)


@transaction.atomic
def remove(row: CaseFile, *, by: User) -> None:
    """Take a file away; what lies in the storage goes once that is certain."""
    record("document removed", lock_open(row.case_id), by=by)
    sealed_files.delete(CaseFile.objects.filter(pk=row.pk))
