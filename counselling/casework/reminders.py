"""When somebody is reminded that a paper or a residence title ends."""

import datetime


# Sixty and thirty days before, and on the very day.
DAYS_BEFORE = (60, 30, 0)


def next_reminder(expires_on: datetime.date | None, today: datetime.date) -> datetime.date | None:
    """The next of these days that has not passed; None when there is none."""
    if expires_on is None:
        return None
    days = (expires_on - datetime.timedelta(days=days) for days in DAYS_BEFORE)
    return next((day for day in days if day >= today), None)
