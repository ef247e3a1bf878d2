"""Forms of the house: native inputs, no lost text, no overwritten colleague, no double row."""

import uuid
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence

from django import forms
from django.db.models import Model, QuerySet
from django.forms.models import ModelFormMetaclass
from django.utils.choices import BlankChoiceIterator
from django.utils.translation import gettext as _

from integration_office import merging
from integration_office.lists import text
from integration_office.plain_text import read_plainly
from integration_office.widgets import FixedChoices, native_widgets


def chips(label, choices, *, grid=False, **kwargs) -> forms.MultipleChoiceField:
    """A field for several codes as chips that are all in sight, in a line or in a `grid`."""
    classes = "choices choices--grid" if grid else "choices"
    widget = forms.CheckboxSelectMultiple(attrs={"class": classes})
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=widget, **kwargs
    )


class OfficeFormType(ModelFormMetaclass):
    """Makes the choices a form class was written with fixed ones; a form may still put others in
    their place."""

    def __new__(cls, name, bases, attrs):
        made = super().__new__(cls, name, bases, attrs)
        for field in made.base_fields.values():
            if isinstance(getattr(field, "choices", None), (list, BlankChoiceIterator)):
                field.choices = FixedChoices(field.choices)
        return made


class Looks:
    """How the fields of a form look, and where it says what was refused."""

    # What a draft has filled in.
    continued: Collection[str] = frozenset()
    # Names all forms whose fields look alike while they hold the same value, for everybody and
    # always; their parts of the page are worked out once (see the filter `look`).
    looks_like: Hashable = None
    # The names of fields of which that is not true: choices out of the database, for example.
    looks_unlike: Collection[str] = ()

    def add_error(self, field, error):
        """What a row refuses of a field that this form does not show is said above all fields."""
        if field is None and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                super().add_error(name if name in self.fields else None, errors)
        else:
            super().add_error(field, error)


class OfficeForm(Looks, forms.Form):
    """A plain form with native inputs for dates, times, numbers and addresses."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        native_widgets(self)
        read_plainly(self)


class OfficeModelForm(Looks, forms.ModelForm, metaclass=OfficeFormType):
    """A form for one row. It carries the version it was opened with and, for a new row, a token
    that makes the second click of a double submit harmless (see `views.edit`)."""

    # Where a colleague was quicker: each field's name, the words saved now and one's own.
    collisions: Sequence[tuple[str, str, str]] = ()

    # Whether the same text may well be sent twice within minutes (see `coming_back`).
    may_repeat = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        native_widgets(self)
        read_plainly(self)
        for field in self.fields.values():
            # Django's second, hidden field for what has a moving default: our pages have none, so
            # the field would count as changed each time.
            field.show_hidden_initial = False
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

    def differs(self, data: Mapping) -> bool:
        """Whether a draft holds anything the form would not show by itself."""
        return any(changed for _name, _value, changed in self._read(data))

    def continue_from(self, data: Mapping) -> None:
        """Show what was typed in a draft. The version is the one it was begun with, so that a
        colleague who has saved meanwhile is not overwritten."""
        read = list(self._read(data))
        self.continued = {name for name, _value, changed in read if changed}
        self.initial |= {name: value for name, value, _changed in read}
        if "version" in self.fields:
            self.initial["version"] = data.get(self.add_prefix("version"))

    def _read(self, data: Mapping) -> Iterator[tuple[str, object, bool]]:
        for name, field in self.fields.items():
            if field.widget.is_hidden or field.widget.needs_multipart_form:
                continue
            value = field.widget.value_from_datadict(data, {}, self.add_prefix(name))
            yield name, value, field.has_changed(self.get_initial_for_field(field, name), value)

    def _refuse_overwriting(self):
        names = [name for name in self.changed_data if not self.fields[name].widget.is_hidden]
        before = merging.said_before(self, self.cleaned_data.get("version"))
        ours = {name for name in before if self.stored[name] == before[name]}
        theirs = [name for name in names if self._still_says(name, before)]
        self.collisions = [
            (name, self._say(name, self.stored), self._own(name))
            for name in names
            if name not in {*ours, *theirs}
        ]
        self.add_error(
            None,
            _(
                "A colleague has saved this page in the meantime. Nothing of yours is lost: "
                "compare the fields marked below and save again."
            )
            if self.collisions
            else _(
                "A colleague has saved this page in the meantime. Nothing of yours is lost: "
                "please look at it and save again."
            ),
        )
        if theirs:
            labels = text([str(self.fields[name].label) for name in theirs])
            said = _("Changed by your colleague alone, and taken over below: %(fields)s.")
            self.add_error(None, said % {"fields": labels})
        for name, stored, _own in self.collisions:
            self.add_error(name, _("Saved now: “%(stored)s”.") % {"stored": stored})
        # Whoever saves again has seen both texts, and what only the colleague has changed.
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = self.instance.version
        for name in theirs:
            merging.show_stored(self, name, self.data)

    def _still_says(self, name, before):
        return name in before and not self.fields[name].has_changed(before[name], self[name].data)

    def _own(self, name):
        """What was typed; as it stands where it cannot be read."""
        return self._say(name, {name: self[name].value()} | self.cleaned_data)

    def _say(self, name, values):
        field, value = self.fields[name], values.get(name)
        if isinstance(field, forms.BooleanField):
            return _("yes") if value else _("no")
        if value in (None, "", []) or (isinstance(value, QuerySet) and not value):
            return "–"
        if isinstance(field, forms.ModelChoiceField):
            return text(self._rows(field, value))
        labels = dict(getattr(field, "choices", []))
        parts = value if isinstance(value, (list, tuple, set)) else [value]
        return text([labels.get(one, one) for one in parts])

    def _rows(self, field, value):
        """The row or rows behind a choice that is known as row or only by key."""
        if isinstance(value, (Model, QuerySet)):
            return list(value) if isinstance(value, QuerySet) else value
        if isinstance(value, list):
            return [one if isinstance(one, Model) else self._rows(field, one) for one in value]
        try:
            return field.queryset.filter(pk=value).first() or value
        except ValueError:  # somebody sent what is no key
            return value

    def save(self, commit=True):  # noqa: FBT002 - Django's own signature
        if "version" in self.fields:
            self.instance.version += 1
        return super().save(commit)
