"""The school holidays of Schleswig-Holstein: a list to begin with, and what follows from a change.

The list stands in `data/school_holidays_sh.csv` with its source. Years that it does not know yet
are entered by the coordination as soon as the Land has fixed them.
"""

import csv
import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from integration_office.audit import record
from integration_office.models import User
from offers.models import Schedule, SchoolHoliday
from offers.times import occurrences


LIST = Path(__file__).parent / "data" / "school_holidays_sh.csv"
# Courses are planned half a year ahead: the coordination is asked for new dates before that.
ENOUGH = datetime.timedelta(days=182)


def begin_with_the_list() -> int:
    """Take in the list in an office that knows no holidays at all; how many rows were new."""
    return 0 if SchoolHoliday.objects.exists() else load_school_holidays()


def load_school_holidays() -> int:
    """Take in what the list knows and we do not; how many rows were new. Rows that begin on the
    same day stay as they are."""
    known = set(SchoolHoliday.objects.values_list("first_day", flat=True))
    with LIST.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    new = [SchoolHoliday(**row) for row in rows if _day(row["first_day"]) not in known]
    return len(SchoolHoliday.objects.bulk_create(new))


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@transaction.atomic
def save_holiday(holiday: SchoolHoliday, *, by: User) -> SchoolHoliday:
    """Enter or change holidays; the dates of the offers that keep them follow."""
    if holiday.pk is not None:
        holiday.version += 1
    holiday.full_clean()
    holiday.save()
    record("saved", holiday, by=by)
    _follow()
    return holiday


@transaction.atomic
def remove_holiday(holiday: SchoolHoliday, *, by: User) -> None:
    """Holidays that are none; the dates of the offers follow."""
    record("deleted", holiday, by=by)
    holiday.delete()
    _follow()


def _follow() -> None:
    keeping = Schedule.objects.filter(except_school_holidays=True)
    keys = keeping.order_by("offer").values_list("offer", flat=True).distinct()
    occurrences.fill(list(keys), timezone.localdate())
