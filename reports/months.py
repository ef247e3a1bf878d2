"""A month of counselling in the words of the report: one's own, or that of all as sums only.

The same indicators as in the Jahresbericht, for a month instead of a year. One's own numbers need
no protection from oneself; those of all are protected as inside the house (domain/03, 3.4: below
three), because a counsellor sees them who does not know the cases behind.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.db.models import Model, QuerySet
from django.utils.formats import date_format

from counselling.models import Contact, Referral
from integration_office.days import FIRST
from integration_office.models import User
from offers.models import UnmetNeed
from reports.chapters.counselling import persons
from reports.figures import Comparison
from reports.indicators import Chapter, Indicator, Year, figure, indicators


INTERNAL = 3
# What a month has no other months for, and what there is at the end of a year.
NOT_OF_A_MONTH = {"contacts_by_month", "cases_running"}
# By which field a row is one's own.
WHOSE: dict[type[Model], str] = {
    Contact: "counsellor",
    Referral: "referred_by",
    UnmetNeed: "reported_by",
}


@dataclass(frozen=True)
class Month(Year):
    """A month; `first` and `last` are its days."""

    month: int = 1

    @classmethod
    def of(cls, day: dt.date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        return self.after.first - dt.timedelta(days=1)

    @property
    def before(self) -> "Month":
        return Month.of(self.first - dt.timedelta(days=1))

    @property
    def after(self) -> "Month":
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def code(self) -> str:
        """As it stands in an address: "2026-11"."""
        return f"{self.year:04}-{self.month:02}"

    def __str__(self) -> str:
        return date_format(self.first, "F Y")


def month_of(code: str, today: dt.date) -> Month:
    """The month of an address; the running one where it says none that has begun, or one of a time
    before all offices."""
    try:
        asked = dt.datetime.strptime(code, "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return Month.of(today)
    return Month.of(asked if FIRST <= asked <= today else today)


@dataclass(frozen=True)
class MonthComparison(Comparison):
    """A figure of a month beside the month before."""

    before_it: str = ""

    @property
    def year_before(self) -> str:
        return self.before_it


def team_month(month: Month) -> list[Comparison]:
    """The sums of all colleagues."""
    return [_compared(indicator, month, INTERNAL) for indicator in _of_a_month()]


def own_month(month: Month, user: User) -> list[Comparison]:
    """What `user` has counselled."""
    own = (replace(one, rows=_own(one, user)) for one in _of_a_month())
    return [_compared(indicator, month, 0) for indicator in own]


def _of_a_month() -> Iterator[Indicator]:
    """Without the account of a year: a month opens more than it closes, and says no balance."""
    for indicator in indicators():
        if indicator.chapter == Chapter.COUNSELLING and indicator.key not in NOT_OF_A_MONTH:
            yield replace(indicator, account=None)


def _own(indicator: Indicator, user: User) -> Callable[[Year], QuerySet]:
    """Own contacts, referrals and needs, and cases one was responsible for when they were opened or
    closed: a month that is over stays as it was, whoever has the case since."""

    def rows(period: Year) -> QuerySet:
        if indicator.key == "persons":
            return persons(period, user)
        found = indicator.rows(period)
        if whose := WHOSE.get(found.model):
            return found.filter(**{whose: user})
        return found.closed_by(user) if indicator.key == "cases_closed" else found.opened_by(user)

    return rows


def _compared(indicator: Indicator, month: Month, limit: int) -> Comparison:
    now, before = figure(indicator, month, limit), figure(indicator, month.before, limit)
    return MonthComparison(str(month), now, before, before_it=str(month.before))
