"""Papers of an offer: handed in by those who may edit it, read by those who see it."""

import datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from integration_office import files
from integration_office.audit import record
from integration_office.models import User
from offers.codes import Status, Via
from offers.life import proposing
from offers.models import Document, Offer


FOLDER = "offers"
MOST = 10
KEPT = datetime.timedelta(days=2 * 365)


def waits_for_the_office(offer: Offer, via: Via) -> bool:
    """Whether only the office may add a file: a reviewed provider shows nothing new in the
    catalogue past it, and a file cannot wait as facts do."""
    theirs = via != Via.OFFICE and (offer.is_in_catalogue or offer.is_still_read)
    return theirs and proposing.is_reviewed(offer.provider_id)


@transaction.atomic
def add(
    document: Document,
    file: UploadedFile,
    kind: files.Kind,
    *,
    by: User,
    via: Via = Via.OFFICE,
) -> Document:
    """Keep a checked file with its title as a document of its offer. Refuses one too many, and
    one that would pass the office by."""
    offer = Offer.objects.select_for_update().get(pk=document.offer_id)
    if waits_for_the_office(offer, via):
        raise ValidationError(
            _(
                "The office looks at what your house shows in the catalogue. Please send it the "
                "file; it adds the file here."
            )
        )
    if Document.objects.filter(offer=document.offer_id).count() >= MOST:
        raise ValidationError(
            _("An offer keeps up to %(most)s files. Please remove an old one first.")
            % {"most": MOST}
        )
    document.size, document.content_type = file.size or 0, kind.content_type
    document.added_by = by
    document.file.save(files.stored_name(kind), file, save=False)
    document.save()
    record("document added", document.offer, by=by)
    return document


@transaction.atomic
def remove(document: Document, *, by: User) -> None:
    """Take a document away; its file goes once that is certain."""
    record("document removed", document.offer, by=by)
    delete(Document.objects.filter(pk=document.pk))


@transaction.atomic
def delete(documents: models.QuerySet[Document]) -> int:
    """Delete the rows and, after the commit, their files; how many rows."""
    files.delete_after_commit(documents.values_list("file", flat=True))
    return documents.delete()[0]


def outlived(today: datetime.date) -> models.QuerySet[Document]:
    """Papers of offers that were archived two years ago."""
    return Document.objects.filter(offer__status=Status.ARCHIVED, offer__ended_on__lt=today - KEPT)


def sweep() -> int:
    """Delete files that no document names any more; how many."""
    return files.sweep(FOLDER, lambda: Document.objects.values_list("file", flat=True))
