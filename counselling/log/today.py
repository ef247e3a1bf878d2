"""What somebody has logged today, as it stands beside the quick log and the tally."""

import datetime
from functools import cached_property

from django.utils import timezone

from counselling.models import Case, Contact


SHOWN = 30  # a sheet may bring hundreds: the list of all of them has pages
# What a line of them says; of forty columns nothing else is fetched.
SAID = ("time", "form", "topics", "main_topic", "duration", "language")
SAID_OF_CASE = ("case__number", "case__gender", "case__responsible", "case__restricted_on")


class Today:
    """Also those of cases that are a colleague's by now; asked for when a page shows them, not
    when one is saved."""

    def __init__(self, user) -> None:
        self._user = user

    @cached_property
    def _found(self) -> list[Contact]:
        rows = Contact.objects.visible_to(self._user, own=True).on(timezone.localdate())
        rows = rows.select_related("case").only(*SAID, "case", *SAID_OF_CASE)
        return list(rows.order_by("-pk")[: SHOWN + 1])

    @cached_property
    def openable(self) -> set[int | None]:
        """The cases among them that the user may open, and "no case"."""
        cases = {contact.case for contact in self._found if contact.case}
        return {None, *Case.objects.visible_keys(self._user, cases)}

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
