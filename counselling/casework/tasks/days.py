"""Days on which the office is there."""

import datetime

import holidays


ONE = datetime.timedelta(days=1)


def working_day_from(day: datetime.date) -> datetime.date:
    """That day, or the first one after it that is no weekend and no holiday here."""
    free = holidays.country_holidays("DE", subdiv="SH", years=[day.year, day.year + 1])
    while day.weekday() >= 5 or day in free:
        day += ONE
    return day
