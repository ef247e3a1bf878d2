"""What somebody is told of on the start page when cases change hands."""

import datetime
from typing import TypedDict, Unpack

from counselling.models import DeskNotice
from integration_office.models import User


class Period(TypedDict, total=False):
    since: datetime.date
    until: datetime.date


def tell(
    recipient: User,
    kind: DeskNotice.Kind,
    *,
    colleague: User,
    by: User,
    cases: int = 1,
    **period: Unpack[Period],
) -> None:
    """Put it on the start page of `recipient` until it is noted."""
    DeskNotice.objects.create(
        recipient=recipient, kind=kind, colleague=colleague, by=by, cases=cases, **period
    )
