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

    # Whether all choices are the same for everybody and always.
    looks_alike = False

    class Meta:
        form = OfficeForm

    @property
    def form(self) -> OfficeForm:
        form = super().form
        for field in form.fields.values():
            if type(field.widget) is forms.TextInput:
                # What is typed becomes part of an address, and those have an end.
                field.widget.attrs["maxlength"] = LONGEST_TEXT
        form.looks_like = type(self) if self.looks_alike else None
        return form

    def matching(self, rows, _name, text):
        return rows.matching(text)


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
        yield from self.queryset.values_list("pk", "name")


class NameChoiceField(fields.ModelChoiceField):
    iterator = NameIterator


class NameChoiceFilter(django_filters.ModelChoiceFilter):
    """A row, chosen by its field `name`, from a list that may grow long: a thousand organisations
    in one select."""

    field_class = NameChoiceField
