"""How old an offer's facts are, in words: a date says more than a colour (domain/09, 9.1)."""

import datetime
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


DUE_SOON = datetime.timedelta(days=14)
# How long an offer without an answer stays in the printed directory.
GRACE = datetime.timedelta(days=14)
# The rule of the bagfa's seal of quality: whoever passes offers on asks after them this often.
LOOK_AFTER_MONTHS = 3


class State(models.TextChoices):
    FRESH = "bestaetigt", gettext_lazy("confirmed")
    DUE_SOON = "bald", gettext_lazy("due soon")
    OVERDUE = "ueberfaellig", gettext_lazy("overdue")
    NEVER = "nie", gettext_lazy("never confirmed")
    SILENT = "ohne", gettext_lazy("no answer")


# Each step looks more urgent than the one before, by its sign too: what is due soon still holds,
# what is overdue is being asked about, and only silence warns: then it turns amber.
LEVELS = {
    State.FRESH: "success",
    State.DUE_SOON: "success",
    State.OVERDUE: "info",
    State.NEVER: "info",
    State.SILENT: "warning",
}


@dataclass(frozen=True)
class Freshness:
    """The state of an offer's facts on a day, its badge and its sentence."""

    state: State
    confirmed_on: datetime.date | None
    due_on: datetime.date | None
    unanswered_since: datetime.date | None = None

    @property
    def level(self) -> str:
        return LEVELS[self.state]

    @property
    def word(self) -> str:
        return str(self.state.label)

    @property
    def wants_attention(self) -> bool:
        return self.state != State.FRESH

    @property
    def leaves_on(self) -> datetime.date | None:
        """From which day on it is left out of the printed directory, if nobody answers."""
        return self.unanswered_since and self.unanswered_since + GRACE

    @property
    def label(self) -> str:
        """The word with its date: "overdue, last 20 May 2026"."""
        last, due = _short(self.confirmed_on), _short(self.due_on)
        if self.state == State.FRESH:
            return _("confirmed on %(date)s") % {"date": last}
        if self.state == State.DUE_SOON:
            return _("due soon, by %(date)s") % {"date": due}
        if self.state == State.OVERDUE:
            return _("overdue, last on %(date)s") % {"date": last}
        if self.state == State.SILENT:
            return _("no answer since %(date)s") % {"date": _short(self.unanswered_since)}
        return str(State.NEVER.label)


def _short(day: datetime.date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def freshness(
    confirmed_on: datetime.date | None,
    due_on: datetime.date | None,
    today: datetime.date,
    unanswered_since: datetime.date | None = None,
) -> Freshness:
    """Overdue from the day after `due_on`, due soon from two weeks before it; whoever left three
    mails without an answer is neither."""
    if unanswered_since is not None:
        return Freshness(State.SILENT, confirmed_on, due_on, unanswered_since)
    if confirmed_on is None or due_on is None:
        return Freshness(State.NEVER, None, None)
    if due_on < today:
        return Freshness(State.OVERDUE, confirmed_on, due_on)
    if due_on <= today + DUE_SOON:
        return Freshness(State.DUE_SOON, confirmed_on, due_on)
    return Freshness(State.FRESH, confirmed_on, due_on)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day `months` later (earlier below zero), or the last one of a shorter month: 31
    August and six months are 28 February. PostgreSQL counts the same way (`Offer.due_on`)."""
    return day + relativedelta(months=months)
