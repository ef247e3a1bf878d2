"""Which days an office means: whoever types the year 1020 has slipped, and a day at the end of all
time breaks what reckons with it."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _


FIRST, LAST = datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)
OUT_OF_REACH = _("Please check the year: it lies between %(first)s and %(last)s.")


def refuse_year(year: int, first: int = FIRST.year) -> None:
    if not first <= year <= LAST.year:
        raise ValidationError(
            OUT_OF_REACH, params={"first": first, "last": LAST.year}, code="out_of_reach"
        )


def refuse_out_of_reach(day: datetime.date) -> None:
    """The rule of the house for every form; a field may be stricter."""
    refuse_year(day.year)


def within_reach(field: str, *, name: str, **options: Any) -> CheckConstraint:
    """The same for the database, where something reckons with the day."""
    inside = Q(**{f"{field}__gte": FIRST, f"{field}__lte": LAST})
    return CheckConstraint(condition=inside | Q(**{field: None}), name=name, **options)
