"""Figures the database makes of many rows that Django has no word for."""

from django.db.models import Aggregate


class Median(Aggregate):
    """The value in the middle; of an even number the mean of the two in the middle. Takes numbers
    and durations."""

    function = "PERCENTILE_CONT"
    name = "Median"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)%(filter)s"
