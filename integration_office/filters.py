"""A filter for a list that may grow long: a thousand organisations in one select."""

from collections.abc import Iterator

import django_filters
from django_filters import fields


class NameIterator(fields.ModelChoiceIterator):
    """Keys and names only: no row is made to be asked for its name."""

    def __iter__(self) -> Iterator[tuple[object, object]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from self.queryset.values_list("pk", "name")


class NameChoiceField(fields.ModelChoiceField):
    iterator = NameIterator


class NameChoiceFilter(django_filters.ModelChoiceFilter):
    """A row, chosen by its field `name`."""

    field_class = NameChoiceField
