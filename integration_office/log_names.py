"""What a row is called in the logs where people know it by a number of its own, not by its key:
whoever asks who has read the file 2026-0412 finds that one, and not the row 412."""

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


@dataclass(frozen=True)
class Named:
    """Rows with a number of their own: the field it stands in, and who is meant by typed words."""

    model: type[Model]
    field: str
    find: Callable[[str], QuerySet]

    @property
    def start(self) -> str:
        return f"{self.model._meta.label}:"

    def number(self) -> Subquery:
        key = Cast(Substr(OuterRef("target"), len(self.start) + 1), BigIntegerField())
        return Subquery(self.model._base_manager.filter(pk=key).values(self.field))


known: list[Named] = []


def called_by(model: type[Model], field: str, find: Callable[[str], QuerySet]) -> None:
    known.append(Named(model, field, find))


def has_number(model: type[Model]) -> bool:
    return any(one.model is model for one in known)


def with_names(entries: QuerySet) -> QuerySet:
    """The entries with `called`: the number of the row they tell of, or nothing."""
    numbers = [
        When(target__regex=rf"^{re.escape(one.start)}\d+$", then=one.number()) for one in known
    ]
    return entries.annotate(called=Case(*numbers, default=Value(""), output_field=CharField()))


def rows_called(words: str) -> Q:
    """The rows that have this number."""
    found = Q(pk=None)
    for one in known if _has_digits(words) else ():
        rows = one.find(words).order_by()
        found |= Q(target__in=rows.values_list(Concat(Value(one.start), Cast("pk", CharField()))))
    return found


def rows_with_key(words: str) -> Q:
    """The rows in whose name, as it is stored, the words stand; a number is no key of those that
    have one of their own."""
    found = Q(target__icontains=words)
    for one in known if _has_digits(words) else ():
        found &= ~Q(target__startswith=one.start)
    return found


def _has_digits(words: str) -> bool:
    return any(letter.isdecimal() for letter in words)
