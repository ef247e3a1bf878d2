"""Offers picked for a client ("Merkzettel"): their keys, in the session and nowhere else.

No person, no name, no history: whoever logs out or stays away for a day has picked nothing.
"""

from collections.abc import MutableMapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from offers.models import Offer


KEY = "picked_offers"
MOST = 12


class Selection:
    """The picked offers of one session, in the order in which they will be printed."""

    def __init__(self, session: MutableMapping[str, Any]) -> None:
        self.session = session

    @property
    def keys(self) -> list[int]:
        return list(self.session.get(KEY, []))

    def pick(self, offer: Offer) -> None:
        """Refuses the thirteenth: nobody reads a dozen sheets."""
        if offer.pk in self.keys:
            return
        if len(self.keys) >= MOST:
            raise ValidationError(
                _("%(most)s offers are picked. Please take one off the list before adding another.")
                % {"most": MOST}
            )
        self._keep([*self.keys, offer.pk])

    def drop(self, *gone: int) -> None:
        self._keep([key for key in self.keys if key not in gone])

    def move(self, key: int, steps: int) -> None:
        """Up by -1, down by 1; the first stays first, the last stays last."""
        keys = self.keys
        if key in keys:
            place = keys.index(key)
            keys.insert(max(place + steps, 0), keys.pop(place))
            self._keep(keys)

    def clear(self) -> None:
        self.session.pop(KEY, None)

    def _keep(self, keys: list[int]) -> None:
        self.session[KEY] = keys
