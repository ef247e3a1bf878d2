"""Two people had the same page open: what the second one did not touch is not put back."""

from typing import Any

from django import forms
from django.http import QueryDict


def said_before(form: forms.ModelForm, version: int | None) -> dict[str, Any]:
    """What the fields said all the time the row had this version. Of what changed meanwhile without
    a new version, of what the history does not keep, as texts about persons, and of what is put
    together from several inputs nobody can tell what the page showed."""
    row: Any = form.instance
    if version is None or not hasattr(row, "events"):
        return {}
    events, said = list(row.events.filter(version=version)), {}
    for column in row._meta.concrete_fields:
        values = [getattr(one, column.attname) for one in events if hasattr(one, column.attname)]
        if values and values.count(values[0]) == len(values):
            said[column.name] = values[0]
    return {
        name: said[name]
        for name, field in form.fields.items()
        if name in said and not isinstance(field.widget, forms.MultiWidget)
    }


def show_stored(form: forms.ModelForm, name: str, data: QueryDict) -> None:
    """Puts into `data`, as a browser would send it, what is saved in this field now."""
    field, key = form.fields[name], form.add_prefix(name)
    value = field.prepare_value(form.get_initial_for_field(field, name))
    if isinstance(field.widget, forms.CheckboxInput):
        values = ["on"] if value else []
    elif getattr(field.widget, "allow_multiple_selected", False):
        values = [str(one) for one in value or []]
    elif isinstance(field.widget, forms.widgets.ChoiceWidget):
        values = ["" if value is None else str(value)]
    else:
        values = [field.widget.format_value(value) or ""]
    data.setlist(key, values)
