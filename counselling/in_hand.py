"""The running cases somebody has in hand. The start page asks for them once, through their own
door, and then looks into many tables for what is due in them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Value

from counselling.models import Case, CaseDeputy
from counselling.models.cases import mask
from integration_office.arrays import OneOf
from integration_office.models import User


@dataclass(frozen=True)
class InHand:
    """Keys of cases: the own ones, those of colleagues one deputises for, and of these the ones
    whose responsible is away. Beside them number and gender of each, and the first day that
    reminds of a residence title."""

    own: list[int]
    deputised: list[int]
    standing_in: list[int]
    named: dict[int, tuple[str, str]]
    reminds_on: datetime.date

    @property
    def all(self) -> list[int]:
        return self.own + self.deputised

    @property
    def watched(self) -> list[int]:
        """Those whose work is one's own today."""
        return self.own + self.standing_in

    def mask_of(self, row: Any) -> str:
        """How the case of this row is named on a page that lies open on the desk."""
        return mask(*self.named[row.case_id])


def cases_in_hand(user: User, today: datetime.date) -> InHand:
    """What `user` may see and work on today."""
    cases = Case.objects.visible_to(user).running().order_by()
    rows = list(cases.values_list("pk", "responsible", "number", "gender", "residence_remind_on"))
    own = [key for key, responsible, *_more in rows if responsible == user.pk]
    deputised = [key for key, responsible, *_more in rows if responsible != user.pk]
    return InHand(
        own,
        deputised,
        # One's own cases need nobody who stands in.
        _of_those_away(user, deputised) if deputised else [],
        {key: (number, gender) for key, _responsible, number, gender, _day in rows},
        min((day for *_more, day in rows if day is not None), default=datetime.date.max),
    )


def _of_those_away(user: User, keys: list[int]) -> list[int]:
    deputyships = CaseDeputy.objects.standing_in(user).filter(OneOf(F("case"), Value(keys)))
    return list(deputyships.order_by().values_list("case", flat=True))
