"""Who looks for which course and when, counted for the vhs: type × level × time × childcare, beside
the courses that are there. No case and no name is in it.

A person is a case, and counts once in each cell it stands in: whoever could come in the morning and
in the evening stands in both. So the times of a row do not add up to its people; those with and
without childcare do, in every cell.

What leaves the office is protected. In each cell the people with and without childcare are a row
with its sum and hidden as such. The people of a whole row are at most the sum of all times; where a
time is hidden and this would tell how large it is, the number of the row goes as well.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from counselling.language.codes import TimeOfDay
from counselling.language.courses import FREE, courses, goals
from counselling.language.deadlines import DAY
from counselling.language.recommending import LEVELS
from counselling.models import CourseInterest
from integration_office.codes import FieldOfAction, GermanLevel
from integration_office.disclosure import EXTERNAL, NOTHING, Mark, Protected, is_small, protect_row
from integration_office.models import User
from offers.codes import CourseType, Known, Visibility


ANY, UNSAID = "", "unb"
TIMES: list[tuple[str, str | Promise]] = [
    (ANY, gettext_lazy("People")),
    *TimeOfDay.choices,
    (UNSAID, pgettext_lazy("course interest", "no time said")),
]
ENDS_WITHIN = 90


@dataclass(frozen=True)
class Cell:
    """People at one time, and how many of them need childcare."""

    people: Protected
    childcare: Protected

    @property
    def is_empty(self) -> bool:
        return self.people.value == 0

    @property
    def says_childcare(self) -> bool:
        return self.childcare.is_hidden or bool(self.childcare.value)


@dataclass(frozen=True)
class Supply:
    """What the catalogue has of a type and level: courses, free places, people waiting there and
    the next start. Places and people waiting are None where no provider counts them."""

    courses: int = 0
    free: int | None = None
    waiting: int | None = None
    next_start: datetime.date | None = None


@dataclass(frozen=True)
class Row:
    """One type and level."""

    course_type: str
    level: str
    cells: dict[str, Cell]
    expiring: Protected
    supply: Supply

    @property
    def course_label(self) -> str:
        return str(CourseType(self.course_type).label)

    @property
    def label(self) -> str:
        return f"{self.course_label}, {self.level}" if self.level else self.course_label

    @property
    def all(self) -> Cell:
        return self.cells[ANY]

    @property
    def at_times(self) -> list[tuple[str, str | Promise, Cell, str]]:
        """(code, word, cell, where to report a need) of every time."""
        return [
            (code, label, self.cells[code], self.need_url(code))
            for code, label in TIMES
            if code != ANY
        ]

    @property
    def whole_need_url(self) -> str:
        return self.need_url()

    @property
    def is_short(self) -> bool:
        """Whether more people look for a place than are known to be free."""
        people, free = self.all.people.value, self.supply.free
        return people is not None and people > (free or 0)

    @property
    def offers_url(self) -> str:
        """The language courses of this level in the catalogue, of whatever type."""
        query = {"kind": "sprachkurs"} | ({"level": self.level} if self.level else {})
        return f"{reverse('offers:list')}?{urlencode(query)}"

    def need_url(self, time: str = ANY) -> str:
        """A need to report, begun with what this cell says. A hidden number stays hidden."""
        cell = self.cells[time]
        query = {"field": FieldOfAction.SPR.value, "q": self._need(time, cell)}
        if self.level:
            query["level"] = self.level
        if time in (TimeOfDay.MORNING, TimeOfDay.AFTERNOON, TimeOfDay.EVENING):
            query["part"] = time
        if cell.childcare.value:
            query["childcare"] = Known.YES.value
        if cell.people.value and not is_small(cell.people.value, EXTERNAL):
            query["people"] = str(cell.people.value)
        return f"{reverse('offers:need_create')}?{urlencode(query)}"

    def _need(self, time, cell):
        words = [self.label, str(dict(TIMES)[time]) if time not in (ANY, UNSAID) else ""]
        return _("Course wanted: %(course)s") % {"course": ", ".join(filter(None, words))}


@dataclass(frozen=True)
class Board:
    """The whole table of a day. `people` is known only inside the office."""

    day: datetime.date
    rows: list[Row]
    people: int | None
    is_protected: bool


def board(user: User, today: datetime.date, *, protected: bool) -> Board:
    """The open interest list in numbers; what goes out of the office is `protected`. Three queries,
    however many people and courses there are."""
    interests = CourseInterest.objects.wanting().of_open_cases()
    offers = courses(user, today)
    if protected:
        offers = offers.exclude(visibility=Visibility.INTERNAL)
    there = list(_supplies(offers, today))
    rows = [_row(counts, there, protected=protected) for counts in _counts(interests, today)]
    people = None if protected else interests.aggregate(n=Count("case", distinct=True))["n"]
    return Board(today, rows, people, protected)


def _counts(interests: QuerySet, today: datetime.date) -> Iterator[dict]:
    """For every type and level how many cases stand in each cell. One query."""
    care = Q(childcare=True)
    cells = {}
    for code, _label in TIMES:
        key, at = f"at_{code}", _at(code)
        cells[key] = Count("case", distinct=True, filter=at)
        cells[f"{key}_care"] = Count("case", distinct=True, filter=at & care)
    soon = Q(entitlement_valid_until__lte=today + ENDS_WITHIN * DAY)
    cells["expiring"] = Count("case", distinct=True, filter=soon)
    rows = interests.order_by().values("course_type", "level").annotate(**cells)
    types = list(CourseType.values)
    levels = ["", *LEVELS]
    yield from sorted(
        rows, key=lambda row: (types.index(row["course_type"]), levels.index(row["level"]))
    )


def _at(code):
    if code == ANY:
        return Q(pk__gt=0)
    return Q(times=[]) if code == UNSAID else Q(times__contains=[code])


def _row(counts, there, *, protected):
    numbers = {code: (counts[f"at_{code}"], counts[f"at_{code}_care"]) for code, _label in TIMES}
    supply = _supply(there, counts["course_type"], counts["level"])
    cells, expiring = _true_cells(numbers), Protected(counts["expiring"])
    if protected:
        cells = protected_cells(numbers)
        expiring = protected_part(counts["expiring"], numbers[ANY][0], cells)
    return Row(counts["course_type"], counts["level"], cells, expiring, supply)


# What may be seen


def _true_cells(numbers):
    return {code: Cell(Protected(n), Protected(care)) for code, (n, care) in numbers.items()}


def protected_cells(numbers: dict[str, tuple[int, int]], limit: int = EXTERNAL) -> dict[str, Cell]:
    """{time: (people, of them with childcare)} as it may leave the office. How many people of the
    whole row need childcare is left out: together with the times it would tell too much."""
    cells = {}
    for code, (people, care) in numbers.items():
        (with_care, _without), whole = protect_row([care, people - care], limit)
        cells[code] = Cell(whole, with_care)
    whole = cells[ANY].people
    shown = whole if not tells(whole, cells) else Protected(None, Mark.SECOND, limit)
    return cells | {ANY: Cell(shown, NOTHING)}


def protected_part(
    part: int, whole: int, cells: dict[str, Cell], limit: int = EXTERNAL
) -> Protected:
    """Some of the people of a row, as it may leave the office beside its `cells`. Where the number
    of the row is hidden, a part of it that is not small would tell how large it is at least."""
    (shown, _rest), _total = protect_row([part, whole - part], limit)
    if shown.value and cells[ANY].people.is_hidden:
        return Protected(None, Mark.SECOND, limit)
    return shown


def tells(people: Protected, cells: dict[str, Cell]) -> bool:
    """Whether so many people in a row say more about its hidden times than that somebody is in
    each: the times together have at least as many."""
    if people.value is None:
        return False
    times = [cell.people for code, cell in cells.items() if code != ANY]
    hidden = [time for time in times if time.is_hidden]
    return bool(hidden) and people.value - sum(time.value or 0 for time in times) > len(hidden)


# What is there


@dataclass(frozen=True)
class _Group:
    course_type: str
    low: str
    high: str
    supply: Supply


def _supplies(offers, today):
    """The courses of the catalogue, put together by type and levels. One query."""
    keys = ("course__course_type", "german_level_from", "german_level_to")
    rows = offers.order_by().values_list(*keys)
    start = Min("course__starts_on", filter=Q(course__starts_on__gte=today))
    rows = rows.annotate(n=Count("pk"), free=Sum(FREE), waits=Sum("course__waiting"), next=start)
    for kind, low, high, *numbers in rows:
        yield _Group(kind or "", low, high, Supply(*numbers))


def _supply(there, course_type, level):
    """All courses of this type that lead to this level; those that say no level lead anywhere."""
    groups = [
        group.supply for group in there if group.course_type == course_type and _leads(group, level)
    ]
    starts = [supply.next_start for supply in groups if supply.next_start]
    return Supply(
        sum(supply.courses for supply in groups),
        _sum(supply.free for supply in groups),
        _sum(supply.waiting for supply in groups),
        min(starts, default=None),
    )


def _leads(group, level):
    to = goals(group.low, group.high)
    return not level or not to or GermanLevel(level) in to


def _sum(numbers):
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
