"""Forms of the house: native inputs, no lost text, no overwritten colleague, no double row."""

import uuid

from django import forms
from django.utils.translation import gettext as _

from integration_office.widgets import native_widgets


def chips(label, choices, *, grid=False, **kwargs) -> forms.MultipleChoiceField:
    """A field for several codes as chips that are all in sight, in a line or in a `grid`."""
    classes = "choices choices--grid" if grid else "choices"
    widget = forms.CheckboxSelectMultiple(attrs={"class": classes})
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=widget, **kwargs
    )


class OfficeForm(forms.Form):
    """A plain form with native inputs for dates, times, numbers and addresses."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        native_widgets(self)


class OfficeModelForm(forms.ModelForm):
    """A form for one row. It carries the version it was opened with and, for a new row, a token
    that makes the second click of a double submit harmless (see `views.edit`)."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        native_widgets(self)
        if self.instance.pk and hasattr(self.instance, "version"):
            self.initial["version"] = self.instance.version
            self.stored = {name: self.initial.get(name) for name in self.fields}
            del self.fields["submission"]
        else:
            self.initial["submission"] = uuid.uuid4()
            del self.fields["version"]

    def clean(self):
        cleaned = super().clean()
        if "version" in self.fields and cleaned.get("version") != self.instance.version:
            self._refuse_overwriting()
        return cleaned

    def _refuse_overwriting(self):
        self.add_error(
            None,
            _(
                "A colleague has saved this page in the meantime. Nothing of yours is lost: "
                "compare the fields marked below and save again."
            ),
        )
        for name in self.changed_data:
            if name in self.fields and not self.fields[name].widget.is_hidden:
                self.add_error(name, _("Saved now: “%(stored)s”.") % {"stored": self._say(name)})
        # Whoever saves again has seen both texts.
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = self.instance.version

    def _say(self, name):
        field, value = self.fields[name], self.stored.get(name)
        if value in (None, "", []):
            return "–"
        if isinstance(field, forms.ModelMultipleChoiceField):
            return ", ".join(str(row) for row in value)
        if isinstance(field, forms.ModelChoiceField):
            return str(field.queryset.filter(pk=value).first() or value)
        labels = dict(getattr(field, "choices", []))
        values = value if isinstance(value, (list, tuple, set)) else [value]
        return ", ".join(str(labels.get(one, one)) for one in values)

    def save(self, commit=True):  # noqa: FBT002 - Django's own signature
        if "version" in self.fields:
            self.instance.version += 1
        return super().save(commit)
