"""The closing sheet of a case: what was done, as counts and outcomes. No note, no name."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from counselling.codes import Result
from counselling.letters import frame
from counselling.models import Case, Referral
from integration_office.codes import FieldOfAction


MOST_LINES = 12


@dataclass(frozen=True)
class Sent:
    """A referral as the sheet says it."""

    day: datetime.date
    target: str
    kind: str
    state: str


@dataclass(frozen=True)
class Closing:
    """`goals` are words with their state ("reached"); who keeps goals hands them in."""

    case: str
    responsible: str
    opened_on: datetime.date
    closed_on: datetime.date | None
    reason: str
    contacts: int
    relatives: int
    topics: Sequence[tuple[str, int]] = ()
    results: Sequence[tuple[str, int]] = ()
    referrals: Sequence[Sent] = ()
    more_referrals: int = 0
    goals: Sequence[tuple[str, str]] = field(default=())


def closing_of(case: Case, *, goals: Sequence[tuple[str, str]] = ()) -> Closing:
    """What a closed case says."""
    contacts = list(case.contacts.values_list("topics", "results", "relatives"))
    rows = Referral.objects.of_case(case).with_targets().without_texts().order_by("made_on", "pk")
    sent = [Sent(r.made_on, r.target, r.get_kind_display(), r.get_state_display()) for r in rows]
    return Closing(
        case=case.masked,
        responsible=str(case.responsible),
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        reason=case.get_closing_reason_display(),
        contacts=len(contacts),
        relatives=sum(row[2] for row in contacts),
        topics=_counted((row[0] for row in contacts), FieldOfAction),
        results=_counted((row[1] for row in contacts), Result),
        referrals=sent[:MOST_LINES],
        more_referrals=max(len(sent) - MOST_LINES, 0),
        goals=goals,
    )


def _counted(rows, choices):
    """The labels, the most frequent first."""
    numbers = Counter(code for codes in rows for code in codes)
    return [(str(choices(code).label), number) for code, number in numbers.most_common(MOST_LINES)]


def closing_sheet(closing: Closing) -> bytes:
    """The PDF, marked as confidential."""
    context = {"closing": closing, "is_confidential": True}
    return frame.printed("counselling/pdf/closing.html", context, title=_("Closing sheet"))
