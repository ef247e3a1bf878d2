"""What the filters of all lists have in common."""

from collections.abc import Iterator

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import fields
from django_filters.widgets import DateRangeWidget

from integration_office.forms import OfficeForm


LONGEST_TEXT = 200


class OfficeFilterSet(django_filters.FilterSet):
    """A filter with the house's native inputs. A field with `method="matching"` asks the rows
    themselves: their QuerySet says what a text is looked for in."""

    class Meta:
        form = OfficeForm

    @property
    def form(self) -> OfficeForm:
        form = super().form
        for field in form.fields.values():
            if type(field.widget) is forms.TextInput:
                # What is typed becomes part of an address, and those have an end.
                field.widget.attrs["maxlength"] = LONGEST_TEXT
        # All fields but these look the same for everybody and always.
        form.looks_like = type(self)
        form.looks_unlike = {name for name, one in self.filters.items() if _offers_rows(one)}
        return form

    def matching(self, rows, _name, text):
        return rows.matching(text)


def _offers_rows(one: django_filters.Filter) -> bool:
    """Whether its choices are asked from the database, with each request anew."""
    choices = one.extra.get("choices")
    return "queryset" in one.extra or (callable(choices) and not isinstance(choices, type))


class DateRange(DateRangeWidget):
    """Two days, with the browser's own picker."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.widgets = [forms.DateInput(), forms.DateInput()]


class PeriodField(fields.DateRangeField):
    def compress(self, data_list):
        period = super().compress(data_list)
        if period and period.start and period.stop and period.stop < period.start:
            raise forms.ValidationError(_("The period cannot end before it starts."))
        return period


class PeriodFilter(django_filters.DateFromToRangeFilter):
    """From one day to another, both included."""

    field_class = PeriodField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=DateRange, **kwargs)


class ContainsFilter(django_filters.ChoiceFilter):
    """Rows whose array of codes holds the chosen one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, lookup_expr="contains", **kwargs)

    def filter(self, rows, code):
        return super().filter(rows, [code] if code else code)


class NameIterator(fields.ModelChoiceIterator):
    """Keys and names only: no row is made to be asked for its name."""

    def __iter__(self) -> Iterator[tuple[object, object]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from self.queryset.values_list("pk", self.field.named_by)


class NameChoiceField(fields.ModelChoiceField):
    iterator = NameIterator

    def __init__(self, *args, named_by: str = "name", **kwargs) -> None:
        self.named_by = named_by
        super().__init__(*args, **kwargs)


class NameChoiceFilter(django_filters.ModelChoiceFilter):
    """A row, chosen by its field `named_by`, from a list that may grow long: a thousand
    organisations in one select."""

    field_class = NameChoiceField
