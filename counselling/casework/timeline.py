"""Everything that happened in a case as one list, the newest first.

Each kind of row says in `add(Kind(…))` on which day it stands and how it is shown. One query finds
the twenty entries of a page among all kinds, then each kind that is on the page loads its rows: as
many queries for two hundred contacts as for two.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Expression, F, IntegerField, Model, QuerySet, TimeField, Value
from django.db.models.functions import TruncTime
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from counselling.casework.prepared import Prepared
from counselling.models import Case
from integration_office.models import User


PER_PAGE = 20
# More than a year of daily work; who prints more than that prints the latest of it.
MOST_PRINTED = 2000
FARTHEST_PAGE = 500


@dataclass(frozen=True)
class Group:
    """What the list can be narrowed to: the word in the address, and the one on the page."""

    key: str
    label: str | Promise


@dataclass(frozen=True)
class Kind:
    """One kind of happening. `rows` are those of the case with this key, `day` names their date
    field (or is an expression), `clock` the moment that orders them within a day; `load` fetches
    rows by their keys with all that `template` shows of a `row`."""

    group: Group
    template: str
    rows: Callable[[int], QuerySet]
    load: Callable[[list[int], User], QuerySet]
    day: str | Expression
    clock: str | Expression | None = None

    def places(self, case_id: int, number: int) -> QuerySet:
        """Where its rows stand: (day, clock, kind, key)."""
        clock = self.clock or Value(None, output_field=TimeField())
        return (
            self.rows(case_id)
            .order_by()
            .annotate(
                on_day=F(self.day) if isinstance(self.day, str) else self.day,
                at_clock=F(clock) if isinstance(clock, str) else clock,
                of_kind=Value(number, output_field=IntegerField()),
            )
            .values_list("on_day", "at_clock", "of_kind", "pk")
        )


@dataclass(frozen=True)
class Link:
    url: str
    label: str | Promise
    is_here: bool


@dataclass(frozen=True)
class Entry:
    day: datetime.date
    template: str
    row: Model


@dataclass(frozen=True)
class Page:
    """A page of the list; `older` and `newer` are the numbers of its neighbours."""

    entries: list[Entry]
    older: int | None
    newer: int | None


_kinds: list[Kind] = []


def add(kind: Kind) -> None:
    _kinds.append(kind)


def moment(field: str) -> Expression:
    """The clock of a moment, for `Kind.clock`."""
    return TruncTime(field)


def loaded(rows: QuerySet, *related: str) -> Callable[[list[int], User], QuerySet]:
    """For `Kind.load`: the rows with these keys, and what they point at."""
    rows = rows.select_related(*related) if related else rows
    return lambda keys, user: rows.filter(pk__in=keys)


def known_group(key: str) -> str:
    """The key, if it is one of a group; else all of them."""
    return key if key in {kind.group.key for kind in _kinds} else ""


def links(chosen: str) -> list[Link]:
    """What one can narrow the list to: everything, then the groups in the order of the kinds."""
    groups = dict.fromkeys(kind.group for kind in _kinds)
    return [
        Link("?", _("everything"), is_here=not chosen),
        *(Link(f"?kind={one.key}", one.label, is_here=one.key == chosen) for one in groups),
    ]


def page(case: Case, user: User, *, group: str = "", number: int = 1) -> Page:
    """The page with this number, from 1, of all that happened or of one group of it."""
    number = max(1, min(number, FARTHEST_PAGE))
    first = (number - 1) * PER_PAGE
    places = _places(group).rows(case.pk, first=first, most=PER_PAGE + 1)
    older = number + 1 if len(places) > PER_PAGE else None
    return Page(_entries(places[:PER_PAGE], user), older, number - 1 or None)


def whole(case: Case, user: User) -> list[Entry]:
    """All of it, to be printed."""
    return _entries(_places("").rows(case.pk, most=MOST_PRINTED), user)


@cache
def _places(group: str) -> Prepared:
    wanted = [(number, kind) for number, kind in enumerate(_kinds) if group in ("", kind.group.key)]

    def ask(case_id: int) -> QuerySet:
        first, *more = [kind.places(case_id, number) for number, kind in wanted]
        order = ("-on_day", F("at_clock").desc(nulls_last=True), "of_kind", "-pk")
        return first.union(*more, all=True).order_by(*order)

    return Prepared(ask)


def _entries(places: list[tuple[Any, ...]], user: User) -> list[Entry]:
    keys: dict[int, list[int]] = defaultdict(list)
    for _day, _clock, number, key in places:
        keys[number].append(key)
    rows = {
        (number, row.pk): row
        for number, wanted in keys.items()
        for row in _kinds[number].load(wanted, user)
    }
    # A row that went between the two queries leaves no gap.
    return [
        Entry(day, _kinds[number].template, rows[number, key])
        for day, _clock, number, key in places
        if (number, key) in rows
    ]
