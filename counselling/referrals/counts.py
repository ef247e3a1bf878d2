"""Counts over the referrals of the whole office: where people are sent, where there is no place.

All who counsel may see them, also of cases they do not know. So small numbers are protected as in
the month of all (docs/decisions/026): bodies with few referrals go together, and no hidden number
can be worked out from the sums. Whole months are counted, so that no two periods tell of a day.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from counselling.models import Referral
from counselling.models.cases import same_day
from integration_office.codes import FieldOfAction
from integration_office.disclosure import Protected, fold, protect, protect_grid


MOST = 50
LIMIT = 3
OTHER = "other"
OUTCOMES = ("arrived", "full", "declined", "open")


@dataclass(frozen=True)
class Line:
    """A row of a table: what it is called, where it leads, and what may be said of it."""

    name: str
    cells: Sequence[Protected]
    url: str = ""


@dataclass(frozen=True)
class FullPlace:
    """Where there was no place, how often, in which month the last time; the need that followed."""

    name: str
    total: Protected
    title: str = ""
    topic: str = ""
    last: str = ""
    url: str = ""


def usual_targets(number: int) -> list[tuple[int, str]]:
    """Key and name of the bodies people were sent to most within a year."""
    today = timezone.localdate()
    top = Referral.objects.top_targets(same_day(today, years=-1), today)[:number]
    return [(target["organisation"], target["name"]) for target in top]


def targets(since: datetime.date, until: datetime.date) -> tuple[list[Line], Line | None]:
    """A line for each body, the most used first, with the address of its page; then all of them.
    The cells are the sum and the outcomes, in the order of `OUTCOMES`."""
    found = [
        target | {"open": target["total"] - sum(target[name] for name in OUTCOMES[:3])}
        for target in Referral.objects.top_targets(since, until)
    ]
    if not found:
        return [], None
    rows = _named(found, keep=[str(target["organisation"]) for target in found[:MOST]])
    grid = protect_grid([[row[name] for name in OUTCOMES] for row in rows], LIMIT)
    lines = [
        Line(row["name"], (whole, *cells), row["url"])
        for row, whole, cells in zip(rows, grid.rows, grid.cells, strict=True)
    ]
    # A place between two numbers would tell a hidden one.
    lines.sort(
        key=lambda line: (not line.url, line.cells[0].is_hidden, -(line.cells[0].value or 0))
    )
    return lines, Line(_("all"), (grid.total, *grid.columns))


def _named(found: Sequence[dict[str, Any]], *, keep: Sequence[str]) -> list[dict[str, Any]]:
    """The bodies that may be named, and the others in one row."""
    counts = {str(target["organisation"]): target["total"] for target in found}
    into = fold(counts, other=OTHER, limit=LIMIT)
    others = {"name": _("other bodies"), "url": ""} | dict.fromkeys(OUTCOMES, 0)
    rows = []
    for target in found:
        key = str(target["organisation"])
        if key in keep and into[key] == key:
            rows.append(target | {"url": reverse("network:detail", args=[key])})
        else:
            others |= {name: others[name] + target[name] for name in OUTCOMES}
    return [*rows, others] if any(others[name] for name in OUTCOMES) else rows


def full(since: datetime.date, until: datetime.date) -> list[FullPlace]:
    """A line for each place that was full, with the need that was reported for it; those that were
    full once or twice in one."""
    found = list(Referral.objects.refused_as_full(since, until))
    into = fold({str(n): place["total"] for n, place in enumerate(found)}, other=OTHER, limit=LIMIT)
    named = [n for n in range(min(len(found), MOST)) if into[str(n)] != OTHER]
    rest = sum(place["total"] for n, place in enumerate(found) if n not in named)
    lines = [_place(found[n]) for n in named]
    return [*lines, FullPlace(_("other bodies"), protect(rest, LIMIT))] if rest else lines


def _place(place: dict[str, Any]) -> FullPlace:
    last, need = place["last"], place["need_reported"]
    return FullPlace(
        place["name"],
        protect(place["total"], LIMIT),
        title=place["title"] or "",
        topic=str(FieldOfAction(place["topic"]).label),
        last=f"{MONTHS[last.month]} {last.year}",
        url=reverse("offers:need_detail", args=[need]) if need else "",
    )
