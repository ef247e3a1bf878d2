"""A draft made by mistake, which nobody has submitted or published, is deleted for good."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from integration_office.audit import record
from integration_office.models import User
from integration_office.permissions import coordinates
from offers import actions, documents
from offers.codes import Status
from offers.models import Offer


def may_discard(user: User, offer: Offer) -> bool:
    """The office, and whoever made the draft, as long as that is kept."""
    first = offer.versions.last()
    return coordinates(user) or (first is not None and first.made_by_id == user.pk)


def was_only_a_draft(offer: Offer) -> bool:
    return offer.is_draft and not offer.events.exclude(status=Status.DRAFT).exists()


@transaction.atomic
def discard(offer: Offer, *, by: User) -> None:
    """Delete a draft with its times, versions and files. Refuses one that has been more than a
    draft, or that something else needs."""
    offer = actions.startable(offer, {Status.DRAFT})
    if not was_only_a_draft(offer):
        raise ValidationError(
            _("This offer has been more than a draft. It is not deleted, but can be archived.")
        )
    record("deleted", offer, by=by)
    documents.delete(offer.documents.all())
    try:
        offer.delete()
    except ProtectedError:
        raise ValidationError(
            _("Something else refers to this draft. It is not deleted, but can be archived.")
        ) from None
