"""What a row is called in the logs where people know it by a number or name of its own, not by its
key: whoever asks who has read the file 2026-0412 finds that one, and not the row 412."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, Substr

from integration_office.models import User


@dataclass(frozen=True)
class Named:
    """Rows with a number or name of their own: the field it stands in, and which are meant by typed
    words; without that they are found by their key."""

    model: type[Model]
    field: str
    find: Callable[[str], QuerySet] | None = None

    @property
    def start(self) -> str:
        return f"{self.model._meta.label}:"

    def name(self, column: str) -> Subquery:
        key = Cast(Substr(OuterRef(column), len(self.start) + 1), BigIntegerField())
        return Subquery(self.model._base_manager.filter(pk=key).values(self.field))


known: list[Named] = []


def called_by(
    model: type[Model], field: str, find: Callable[[str], QuerySet] | None = None
) -> None:
    known.append(Named(model, field, find))


def has_number(model: type[Model]) -> bool:
    return any(one.model is model for one in known if one.find)


def with_names(entries: QuerySet, *columns: str) -> QuerySet:
    """The entries, and for each of these columns, that may tell of a row, what it is called:
    `target_called` for `target`; nothing where the key is all there is."""
    return entries.annotate(
        **{
            f"{column}_called": Case(
                *(
                    When(
                        **{f"{column}__regex": rf"^{re.escape(one.start)}\d+$"},
                        then=one.name(column),
                    )
                    for one in known
                ),
                default=Value(""),
                output_field=CharField(),
            )
            for column in columns
        }
    )


def rows_called(words: str) -> Q:
    """The rows that have this number."""
    found = Q(pk=None)
    for start, rows in _numbered(words):
        keys = rows.order_by().values_list(Concat(Value(start), Cast("pk", CharField())))
        found |= Q(target__in=keys)
    return found


def rows_with_key(words: str) -> Q:
    """The rows in whose name, as it is stored, the words stand; a number is no key of those that
    have one of their own."""
    found = Q(target__icontains=words)
    for start, _rows in _numbered(words):
        found &= ~Q(target__startswith=start)
    return found


def _numbered(words: str) -> list[tuple[str, QuerySet]]:
    """How rows with a number of their own begin in the logs, and those that are meant; none unless
    there is a digit in the words."""
    if not any(letter.isdecimal() for letter in words):
        return []
    return [(one.start, one.find(words)) for one in known if one.find]


called_by(User, "name")
