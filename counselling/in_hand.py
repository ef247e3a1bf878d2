"""The running cases somebody has in hand. The start page asks for them once, through their own
door, and then looks into many tables for what is due in them."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Value

from counselling.models import Case, CaseDeputy
from integration_office.arrays import OneOf
from integration_office.models import User


@dataclass(frozen=True)
class InHand:
    """Keys of cases: the own ones, those of colleagues one deputises for, and of these the ones
    whose responsible is away; and the first day that reminds of a residence title."""

    own: list[int]
    deputised: list[int]
    standing_in: list[int]
    reminds_on: datetime.date

    @property
    def all(self) -> list[int]:
        return self.own + self.deputised

    @property
    def watched(self) -> list[int]:
        """Those whose work is one's own today."""
        return self.own + self.standing_in


def cases_in_hand(user: User, today: datetime.date) -> InHand:
    """What `user` may see and work on today."""
    own, deputised, reminds_on = [], [], datetime.date.max
    cases = Case.objects.visible_to(user).running().order_by()
    for key, responsible, day in cases.values_list("pk", "responsible", "residence_remind_on"):
        (own if responsible == user.pk else deputised).append(key)
        reminds_on = min(reminds_on, day or reminds_on)
    # One's own cases need nobody who stands in.
    away = _of_those_away(user, deputised) if deputised else []
    return InHand(own, deputised, away, reminds_on)


def _of_those_away(user: User, keys: list[int]) -> list[int]:
    deputyships = CaseDeputy.objects.standing_in(user).filter(OneOf(F("case"), Value(keys)))
    return list(deputyships.order_by().values_list("case", flat=True))
