"""What is due for me: every app says what it knows, the start page shows it."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from integration_office.models import User
from integration_office.permissions import Predicate
from integration_office.registry import Registry


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


# A source or a figure also gets what it asked to be `given`.
Source = Callable[..., Iterable[Item]]
Figure = Callable[..., Tile | None]
ShortcutFor = Callable[[User], Shortcut | None]
Given = Callable[[User, datetime.date], Any]
Known = dict[Given, Any]

sources: Registry[Source] = Registry()
figures: Registry[Figure] = Registry()
shortcuts: Registry[ShortcutFor] = Registry()

WEEK = datetime.timedelta(days=7)


def everybody(user: User) -> bool:
    return True


def source(
    allowed: Predicate = everybody, *, given: Given | None = None
) -> Callable[[Source], Source]:
    """Registers what may be due for those `allowed` says yes to; for others nothing is asked.
    What several of them need is `given`: the first asks for it, and for the whole page."""
    return _registered(sources, allowed, (), given)


def figure(
    allowed: Predicate = everybody, *, given: Given | None = None
) -> Callable[[Figure], Figure]:
    """Registers a figure of the month for those `allowed` says yes to."""
    return _registered(figures, allowed, None, given)


def shortcut(allowed: Predicate = everybody) -> Callable[[ShortcutFor], ShortcutFor]:
    """Registers a short way for those `allowed` says yes to."""
    return _registered(shortcuts, allowed, None)


def _registered[F: Callable](
    registry: Registry[F], allowed: Predicate, nothing: Any, given: Given | None = None
):
    def register(function: F) -> F:
        @wraps(function)
        def asked(user: User, *day: datetime.date, known: Known | None = None) -> Any:
            if not allowed(user):
                return nothing
            return function(user, *day, *_known(given, user, day, {} if known is None else known))

        return registry.add()(cast(F, asked))

    return register


def _known(given: Given | None, user: User, day: tuple[Any, ...], known: Known) -> list[Any]:
    if given is None:
        return []
    if given not in known:
        known[given] = given(user, *day)
    return [known[given]]


@dataclass(frozen=True)
class Agenda:
    late: list[Item]
    today: list[Item]
    week: list[Item]


def agenda_of(user: User, today: datetime.date, known: Known | None = None) -> Agenda:
    """All that is due for `user`, the oldest first: overdue, today, the next seven days. `known`
    holds what was asked for on this page, for as long as it is made."""
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
