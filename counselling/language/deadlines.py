"""The days the law counts from: pure rules about dates, after § 188 BGB. A year after 29 February
ends on 28 February, for that month has no such day."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from counselling.language.codes import WANTING, InterestStatus, Reminder


DAY = datetime.timedelta(days=1)


def right_ends(issued_on: datetime.date) -> datetime.date:
    """The last day of the claim: a year after the title was issued (§ 44 (2) AufenthG)."""
    return issued_on + relativedelta(years=1)


def start_due(registered_on: datetime.date) -> datetime.date:
    """By when somebody must have begun: a year after the registration (IntV § 4)."""
    return registered_on + relativedelta(years=1)


def course_due(registered_on: datetime.date) -> datetime.date:
    """By when the course should begin: six weeks after the registration (IntV § 7 (4))."""
    return registered_on + datetime.timedelta(weeks=6)


@dataclass(frozen=True)
class Due:
    """What is to be looked at, since which day, and the day it is all about."""

    kind: Reminder
    since: datetime.date
    day: datetime.date


def stages(
    status: str, valid_until: datetime.date | None, registered_on: datetime.date | None
) -> list[Due]:
    """All reminders of an interest, one after the other. An entitlement is used by registering;
    from then on the start counts."""
    if status in WANTING and valid_until:
        return [
            Due(Reminder.EXPIRES_90, valid_until - 90 * DAY, valid_until),
            Due(Reminder.EXPIRES_30, valid_until - 30 * DAY, valid_until),
            Due(Reminder.EXPIRED, valid_until + DAY, valid_until),
        ]
    if status == InterestStatus.REGISTERED and registered_on:
        last = start_due(registered_on)
        return [
            Due(Reminder.COURSE_LATE, course_due(registered_on), course_due(registered_on)),
            Due(Reminder.START_ENDS, last - 30 * DAY, last),
            Due(Reminder.START_OVER, last + DAY, last),
        ]
    return []


def reminder(
    due: list[Due], today: datetime.date, settled: Collection[str], *, ahead: int = 0
) -> Due | None:
    """The one that counts today: the last one that has come, unless it is settled; else the one
    that comes within the next `ahead` days. A later one replaces those before it."""
    reached = [one for one in due if one.since <= today]
    if reached and reached[-1].kind not in settled:
        return reached[-1]
    coming = [one for one in due if today < one.since <= today + ahead * DAY]
    return coming[0] if coming and coming[0].kind not in settled else None
