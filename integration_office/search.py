"""One search field over all apps: each says what it finds and shows only what the user may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from integration_office.models import User
from integration_office.registry import Registry


MOST_HITS = 10


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    hits: list[Hit]


Find = Callable[[User, str], Iterable[Hit]]
_sources: Registry[Callable[[User, str], Group]] = Registry()


def source(label: str, order: int = 10) -> Callable[[Find], Find]:
    """Register a function that finds rows for a user and a text, under a heading."""

    def register(find: Find) -> Find:
        _sources.add(order)(
            lambda user, text: Group(str(label), list(islice(find(user, text), MOST_HITS)))
        )
        return find

    return register


def found(user: User, text: str) -> list[Group]:
    """What `user` may see of what matches `text` (at least two characters), group by group."""
    text = " ".join(text.replace("\x00", "").split())
    if len(text) < 2:
        return []
    return [group for find in _sources if (group := find(user, text)).hits]
