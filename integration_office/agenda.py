"""What is due for me: every app says what it knows, the start page shows it."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from integration_office.models import User
from integration_office.permissions import Predicate
from integration_office.registry import Registry
from integration_office.tallies import Counted, Tally, tallies


@dataclass(frozen=True)
class Button:
    """Something that can be settled at once, without opening anything: the address takes a POST
    with this name and value, and with `today`, which says where it came from."""

    label: str
    url: str
    name: str = "today"
    value: str = "1"


@dataclass(frozen=True)
class Item:
    """Something to do: until when, what, where it is done, and the word on its button."""

    due: datetime.date
    title: str
    url: str
    detail: str = ""
    time: datetime.time | None = None
    action: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Tile:
    """A figure of the month on the start page."""

    label: str
    value: int
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Shortcut:
    """A short way, with its key (accesskey) if it has one."""

    label: str
    url: str
    key: str = ""


# A source or a figure also gets the answers of what it names beside its right.
Source = Callable[..., Iterable[Item]]
Figure = Callable[..., Tile | None]
ShortcutFor = Callable[[User], Shortcut | None]
Question = Callable[[User, datetime.date], Any]
Known = dict[Question, Any]

sources: Registry[Source] = Registry()
figures: Registry[Figure] = Registry()
shortcuts: Registry[ShortcutFor] = Registry()

WEEK = datetime.timedelta(days=7)


def everybody(user: User) -> bool:
    return True


@dataclass(frozen=True)
class Count:
    """A question of how many: `ask` says of what (see tallies), a tally answers. All that a page
    counts it asks at once."""

    ask: Callable[[User, datetime.date], Counted]

    def __call__(self, user: User, today: datetime.date) -> Tally:
        return tallies([self.ask(user, today)])[0]


def source(allowed: Predicate = everybody, *questions: Question) -> Callable[[Source], Source]:
    """Registers what may be due for those `allowed` says yes to; for others nothing is asked. The
    answers to `questions` are handed on to it; several may name the same, a page asks once."""
    return _registered(sources, allowed, (), questions)


def figure(allowed: Predicate = everybody, *questions: Question) -> Callable[[Figure], Figure]:
    """Registers a figure of the month for those `allowed` says yes to."""
    return _registered(figures, allowed, None, questions)


def shortcut(allowed: Predicate = everybody) -> Callable[[ShortcutFor], ShortcutFor]:
    """Registers a short way for those `allowed` says yes to."""
    return _registered(shortcuts, allowed, None)


_asked: list[tuple[Predicate, tuple[Question, ...]]] = []


def _registered[F: Callable](
    registry: Registry[F], allowed: Predicate, nothing: Any, questions: tuple[Question, ...] = ()
):
    _asked.append((allowed, questions))

    def register(function: F) -> F:
        @wraps(function)
        def asked(user: User, *day: datetime.date, known: Known | None = None) -> Any:
            if not allowed(user):
                return nothing
            return function(user, *day, *_answers(questions, user, day, known))

        return registry.add()(cast(F, asked))

    return register


def _answers(
    questions: tuple[Question, ...], user: User, day: tuple[Any, ...], known: Known | None
) -> list[Any]:
    known = {} if known is None else known
    for question in questions:
        if question not in known:
            known[question] = question(user, *day)
    return [known[question] for question in questions]


def counted(user: User, today: datetime.date) -> Known:
    """What a page knows to begin with: all that is counted for this user, in one question."""
    mine = dict.fromkeys(one for allowed, some in _asked if allowed(user) for one in some)
    counts = [one for one in mine if isinstance(one, Count)]
    return dict(zip(counts, tallies([one.ask(user, today) for one in counts]), strict=True))


@dataclass(frozen=True)
class Agenda:
    late: list[Item]
    today: list[Item]
    week: list[Item]


def agenda_of(user: User, today: datetime.date, known: Known | None = None) -> Agenda:
    """All that is due for `user`, the oldest first: overdue, today, the next seven days. `known`
    holds what this page has asked already (see `counted`), for as long as it is made."""
    known, end = {} if known is None else known, today + WEEK
    items = sorted(
        (item for due in sources for item in due(user, today, known=known) if item.due <= end),
        key=lambda item: (item.due, item.time or datetime.time.max, item.title),
    )
    return Agenda(
        late=[item for item in items if item.due < today],
        today=[item for item in items if item.due == today],
        week=[item for item in items if item.due > today],
    )


def tiles_of(user: User, today: datetime.date, known: Known | None = None) -> list[Tile]:
    """The figures of the month this user may see."""
    known = {} if known is None else known
    return [tile for figure in figures if (tile := figure(user, today, known=known))]


def shortcuts_of(user: User) -> list[Shortcut]:
    """The short ways this user may go."""
    return [way for shortcut in shortcuts if (way := shortcut(user))]
