"""Links that work without an account: random, hashed at rest, for one purpose and one target."""

import datetime
import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office.audit import label_of
from integration_office.models import Link, User


class LinkRefused(ValidationError):
    """The link does not work (any more); the message says why and what to do."""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue(
    purpose: str, target: models.Model, *, recipient: str, days: int, by: User | None = None
) -> str:
    """A new token for `target`, good for `days` days and only for `purpose`. The token is
    returned once and never stored."""
    token = secrets.token_urlsafe(24)
    Link.objects.create(
        token_hash=_hash(token),
        purpose=purpose,
        target=label_of(target),
        recipient=recipient,
        created_by=by,
        expires_at=timezone.now() + datetime.timedelta(days=days),
    )
    return token


def find(token: str, purpose: str, *, lock: bool = False) -> Link:
    """The link behind `token`; `lock` it before acting on it. Refuses unknown, foreign, used,
    revoked and expired ones with a sentence for the person who followed it."""
    found = Link.objects.filter(token_hash=_hash(token), purpose=purpose)
    link = (found.select_for_update() if lock else found).first()
    if link is None:
        raise LinkRefused(
            _("This link is not known. Please check that it was copied whole, or ask the office.")
        )
    if link.used_at:
        raise LinkRefused(_("This link has been used already. Thank you, nothing is left to do."))
    if link.revoked_at:
        raise LinkRefused(
            _(
                "This link has been replaced or taken back. "
                "Please look for our latest e-mail, or ask the office."
            )
        )
    if link.expires_at <= timezone.now():
        raise LinkRefused(_("This link has expired. Please ask the office for a new one."))
    return link


def use_up(purpose: str, target: models.Model) -> int:
    """Close all open links for this purpose and target, because they have served it; the number of
    them."""
    return _open(purpose, target).update(used_at=timezone.now())


def revoke(purpose: str, target: models.Model) -> int:
    """Close all open links for this purpose and target; the number of them."""
    return _open(purpose, target).update(revoked_at=timezone.now())


def _open(purpose: str, target: models.Model) -> models.QuerySet[Link]:
    return Link.objects.filter(
        purpose=purpose, target=label_of(target), used_at=None, revoked_at=None
    )
