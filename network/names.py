"""Names as they are compared and looked for: capitals, accents, dashes and quotation marks make no
difference."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q, Value


class Plain(models.Transform):
    """`name__plain`: the SQL of German order, with every run of blanks, dashes, quotation marks and
    other punctuation as one blank. Immutable, so that a unique index can hold it."""

    lookup_name = "plain"
    template = (
        "btrim(regexp_replace(german_order(%(expressions)s), "
        "'[[:space:]!-/:-@–—‐‑„“”‚‘’«»…]+', ' ', 'g'))"
    )
    output_field = models.TextField()


models.CharField.register_lookup(Plain)


def named(name: str, *columns: str) -> Q:
    """The condition that one of `columns` holds this name."""
    condition = Q()
    for column in columns:
        condition |= Q(**{f"{column}__plain": Plain(Value(name))})
    return condition


def holding(text: str, *columns: str) -> Q:
    """The condition that every word of `text` stands in one of `columns`, whatever its accents."""
    condition = Q()
    for word in text.split():
        in_any = (Q(**{f"{column}__unaccent__icontains": word}) for column in columns)
        condition &= reduce(or_, in_any)
    return condition
