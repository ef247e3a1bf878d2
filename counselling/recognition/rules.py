"""Days and sums of a recognition: pure rules.

A competent body confirms the receipt within a month and decides within three months after the
papers are complete (BQFG § 6); months are counted after § 188 BGB: three months after 30 November
end on the last day of February.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from counselling.recognition.codes import OPEN_DOCUMENTS, WAITING, DocumentState, Stage


MONEY = Decimal("0.01")


def confirmation_due(applied_on: datetime.date) -> datetime.date:
    """By when the body confirms that it has the application."""
    return applied_on + relativedelta(months=1)


def decision_due(complete_on: datetime.date) -> datetime.date:
    """By when it decides."""
    return complete_on + relativedelta(months=3)


@dataclass(frozen=True)
class Deadline:
    """A day and what is looked for on it."""

    day: datetime.date
    label: str | Promise


def next_deadline(
    stage: str,
    *,
    applied_on: datetime.date | None = None,
    received_on: datetime.date | None = None,
    complete_on: datetime.date | None = None,
    measure_ends_on: datetime.date | None = None,
) -> Deadline | None:
    """What the clock waits for; None where nothing has a day."""
    if stage in WAITING and complete_on:
        return Deadline(decision_due(complete_on), _("decision of the competent body"))
    if stage in WAITING and applied_on and not received_on:
        return Deadline(confirmation_due(applied_on), _("confirmation of receipt"))
    if stage == Stage.MEASURE and measure_ends_on:
        return Deadline(measure_ends_on, _("end of the measure"))
    return None


@dataclass(frozen=True)
class Costs:
    """What it costs, what is paid by others, and what is left for the person; never below zero."""

    total: Decimal
    grant: Decimal

    @property
    def own(self) -> Decimal:
        return max(self.total - self.grant, Decimal(0)).quantize(MONEY)


def costs(parts: Iterable[Decimal | None], grant: Decimal | None) -> Costs:
    """The sum of what is known; nothing known is nothing, not zero euros for sure."""
    total = sum((part for part in parts if part is not None), Decimal(0))
    return Costs(total.quantize(MONEY), (grant or Decimal(0)).quantize(MONEY))


def together(several: Iterable[Costs]) -> Costs:
    """The costs of several recognitions of one person. A grant pays only for its own."""
    total, own = Decimal(0), Decimal(0)
    for one in several:
        total, own = total + one.total, own + one.own
    return Costs(total.quantize(MONEY), (total - own).quantize(MONEY))


def still_missing(states: Mapping[str, str]) -> list[str]:
    """The papers that are needed and not there yet."""
    return [code for code, state in states.items() if state in OPEN_DOCUMENTS]


def is_complete(states: Mapping[str, str]) -> bool:
    """Whether everything needed is there; a checklist nobody began is not complete."""
    needed = [state for state in states.values() if state != DocumentState.NOT_NEEDED]
    return bool(needed) and not still_missing(states)
