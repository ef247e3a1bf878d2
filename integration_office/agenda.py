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


Source = Callable[[User, datetime.date], Iterable[Item]]
Figure = Callable[[User, datetime.date], Tile | None]
ShortcutFor = Callable[[User], Shortcut | None]

sources: Registry[Source] = Registry()
figures: Registry[Figure] = Registry()
shortcuts: Registry[ShortcutFor] = Registry()

WEEK = datetime.timedelta(days=7)


def everybody(user: User) -> bool:
    return True


def source(allowed: Predicate = everybody) -> Callable[[Source], Source]:
    """Registers what may be due for those `allowed` says yes to; for others nothing is asked."""
    return _registered(sources, allowed, ())


def figure(allowed: Predicate = everybody) -> Callable[[Figure], Figure]:
    """Registers a figure of the month for those `allowed` says yes to."""
    return _registered(figures, allowed, None)


def shortcut(allowed: Predicate = everybody) -> Callable[[ShortcutFor], ShortcutFor]:
    """Registers a short way for those `allowed` says yes to."""
    return _registered(shortcuts, allowed, None)


def _registered[F: Callable](registry: Registry[F], allowed: Predicate, nothing: Any):
    def register(function: F) -> F:
        @wraps(function)
        def asked(user: User, *day: datetime.date) -> Any:
            return function(user, *day) if allowed(user) else nothing

        return registry.add()(cast(F, asked))

    return register


@dataclass(frozen=True)
class Agenda:
    late: list[Item]
    today: list[Item]
    week: list[Item]


def agenda_of(user: User, today: datetime.date) -> Agenda:
    """All that is due for `user`, the oldest first: overdue, today, the next seven days."""
    items = sorted(
        (item for due in sources for item in due(user, today) if item.due <= today + WEEK),
        key=lambda item: (item.due, item.time or datetime.time.max, item.title),
    )
    return Agenda(
        late=[item for item in items if item.due < today],
        today=[item for item in items if item.due == today],
        week=[item for item in items if item.due > today],
    )


def tiles_of(user: User, today: datetime.date) -> list[Tile]:
    """The figures of the month this user may see."""
    return [tile for figure in figures if (tile := figure(user, today))]


def shortcuts_of(user: User) -> list[Shortcut]:
    """The short ways this user may go."""
    return [way for shortcut in shortcuts if (way := shortcut(user))]
