"""The checklist for the recognition of a qualification: which papers, until when, what it costs."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from counselling.letters import frame
from offers.paper.handout_labels import price


@dataclass(frozen=True)
class Paper:
    """A paper the authority asks for; whether it is there already."""

    title: str
    is_there: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Step:
    """What has to be done, until when if that is known."""

    text: str
    until: datetime.date | None = None


@dataclass(frozen=True)
class Cost:
    text: str
    euros: Decimal

    @property
    def in_words(self) -> str:
        return price(self.euros)


@dataclass(frozen=True)
class Checklist:
    """`authority` is who decides, `address` how to reach it; nothing here says who asks."""

    profession: str
    authority: str
    address: str = ""
    papers: Sequence[Paper] = ()
    steps: Sequence[Step] = ()
    costs: Sequence[Cost] = field(default=())

    @property
    def total(self) -> str:
        return price(sum((cost.euros for cost in self.costs), Decimal(0)))


def checklist(made: Checklist, language: str) -> bytes:
    """The PDF."""
    other = frame.second(language)
    context = {
        "made": made,
        "bring": frame.label("bring", other),
        "until": frame.label("when", other),
        "cost": frame.label("cost", other),
        "where": frame.label("where", other),
        "help": frame.label("help", other),
    }
    title = _("Checklist for recognition")
    return frame.printed("counselling/pdf/checklist.html", context, title=title)
