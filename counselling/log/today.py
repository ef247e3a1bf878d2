"""What somebody has logged today, as it stands beside the quick log and the tally."""

import datetime
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from counselling.models import Contact


SHOWN = 30  # a sheet may bring hundreds: the list of all of them has pages


class Today:
    """Those of `contacts` that are of today; asked for when a page shows them, not when one is
    saved."""

    def __init__(self, contacts: QuerySet[Contact]) -> None:
        self._rows = contacts.on(timezone.localdate()).order_by("-pk")[: SHOWN + 1]

    @cached_property
    def _found(self) -> list[Contact]:
        return list(self._rows)

    @property
    def contacts(self) -> list[Contact]:
        """Those logged last, by the clock."""
        return sorted(self._found[:SHOWN], key=_by_the_clock, reverse=True)

    @property
    def has_more(self) -> bool:
        return len(self._found) > SHOWN

    @property
    def last(self) -> Contact | None:
        """The one that was logged last, whatever its time."""
        return self._found[0] if self._found else None


def _by_the_clock(contact):
    return contact.time or datetime.time.min, contact.pk
