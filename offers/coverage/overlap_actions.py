"""What the office says about offers that look like doubles."""

from django.db import transaction

from integration_office.audit import record
from integration_office.models import User
from offers.models import NotDouble, Offer


@transaction.atomic
def call_no_doubles(one: Offer, other: Offer, *, remark: str = "", by: User) -> NotDouble:
    """The two are no doubles: the pair stays away from now on. Refuses a pair already noted."""
    first, second = sorted((one, other), key=lambda offer: offer.pk)
    said = NotDouble(one=first, other=second, remark=remark, said_by=by)
    said.full_clean()
    said.save()
    record("no doubles", said, by=by)
    return said


@transaction.atomic
def look_again(said: NotDouble, *, by: User) -> None:
    """The pair is shown again."""
    record("doubles again", said, by=by)
    said.delete()
