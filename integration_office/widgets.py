"""How a form field becomes a control on the page.

`native_widgets(form)` gives dates and times the browser's own pickers, and days their bounds.
`Control` is what the templates in templates/kern/ ask about one bound field; it calls each widget
once and leaves Django's widget templates alone, for which long lists of choices would pay ten
milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH, BLANK_CHOICE_LABEL
from django.forms.utils import flatatt
from django.forms.widgets import Input
from django.utils.choices import BaseChoiceIterator
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from integration_office.days import refuse_out_of_reach


NATIVE_TYPES = {
    forms.DateInput: ("date", "%Y-%m-%d", parse_date),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M", parse_datetime),
    forms.TimeInput: ("time", "%H:%M", parse_time),
}
SELECTS = {forms.Select.template_name, forms.SelectMultiple.template_name}
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
ACCESS_KEYS = "1234567890"
# The most that is counted by hand: places and hours, and what a town or a year brings together.
MOST_OF_FEW, MOST = 9_999, 999_999
# "---------", which a screen reader spells out, and "- Select an option -", which has no German.
NOTHING_CHOSEN = (BLANK_CHOICE_DASH[0][1], BLANK_CHOICE_LABEL)
OPTION = '<option value="{}">{}</option>'
OPTION_CHOSEN = '<option value="{}" selected>{}</option>'


class FixedChoices(BaseChoiceIterator):
    """Choices that nobody changes. Django copies those of every field for every form: with two
    lists of languages that costs more than saving the row. Their options are put into words once
    in a process."""

    def __init__(self, pairs: Iterable[tuple[object, object]]) -> None:
        self.pairs = tuple(pairs)

    def __iter__(self) -> Iterator[tuple[object, object]]:
        return iter(self.pairs)

    def __copy__(self) -> FixedChoices:
        return self

    def __deepcopy__(self, memo: object) -> FixedChoices:
        return self

    __hash__ = object.__hash__


def native_widgets(form: forms.BaseForm) -> None:
    """Let the browser offer its own pickers for the dates and times of this form, take no day that
    nobody means, and leave the reading of decimals and web addresses to us."""
    for name, field in form.fields.items():
        make_native(field.widget)
        for part in getattr(field, "fields", [field]):
            if isinstance(part, (forms.DateField, forms.DateTimeField)):
                part.validators.append(refuse_out_of_reach)
        # A browser would cut what is pasted, without a word; the form says how much is too much.
        field.widget.attrs.pop("maxlength", None)
        if type(field.widget) is forms.NumberInput and isinstance(field, forms.DecimalField):
            _decimal(field)
        elif type(field.widget) is forms.NumberInput and isinstance(field, forms.IntegerField):
            column = _column(form, name)
            has_words = "max_value" in field.error_messages  # of its own
            if isinstance(column, models.IntegerField) and not has_words:
                _bounded(field, column)
        elif type(field.widget) is forms.URLInput:
            # A browser refuses "www.verein.example"; the field takes it and adds the "https://".
            _typed_as_text(field.widget, "url")


def _decimal(field):
    """Takes "2,5" and "2.5". A number input of an English browser makes 25 out of "2,5"."""
    field.localize = field.widget.is_localized = True
    _typed_as_text(field.widget, "decimal")


def _column(form, name):
    """The column behind a field of a form for one row."""
    model = form._meta.model if isinstance(form, forms.ModelForm) else None
    with suppress(FieldDoesNotExist):
        return model and model._meta.get_field(name)


def _bounded(field, column):
    """Says both bounds in one sentence, with or without the help of the browser. What a column of
    the database can hold at most is no number for people."""
    few = isinstance(column, models.SmallIntegerField)
    limits = [*field.validators, *column.validators]
    least = max([0, *_limits(limits, MinValueValidator)])
    most = min([MOST_OF_FEW if few else MOST, *_limits(limits, MaxValueValidator)])
    field.widget.attrs |= {"min": least, "max": most}
    replaced = (MinValueValidator, MaxValueValidator)
    field.validators = [one for one in field.validators if not isinstance(one, replaced)]
    field.validators.append(partial(_between, least, most))


def _limits(validators, kind):
    found = [one.limit_value for one in validators if isinstance(one, kind)]
    return [limit() if callable(limit) else limit for limit in found]


def _between(least, most, value):
    if not least <= value <= most:
        raise ValidationError(
            _("Please enter a number between %(least)s and %(most)s."),
            params={"least": least, "most": most},
            code="number_out_of_bounds",
        )


def _typed_as_text(widget, keyboard):
    """A text field that still brings up the right keyboard on a telephone."""
    widget.input_type = "text"
    limits = {"step", "min", "max"}
    widget.attrs = {k: v for k, v in widget.attrs.items() if k not in limits}
    widget.attrs["inputmode"] = keyboard


def make_native(widget: forms.Widget) -> None:
    """The same for one widget, or for the parts of one that has several."""
    for part in getattr(widget, "widgets", [widget]):
        for kind, (input_type, iso, _parse) in NATIVE_TYPES.items():
            if type(part) is kind:
                part.input_type, part.format = input_type, iso


@dataclass(frozen=True)
class Choice:
    """One radio button or checkbox of a group."""

    id: str
    attributes: SafeString
    label: str
    key: str


class Control:
    """One bound field, as the templates in templates/kern/ want to know it."""

    def __init__(self, field: forms.BoundField) -> None:
        self.field = field
        self.widget = field.field.widget
        self.errors = field.errors
        self.help_text = field.help_text
        self.words = set(self.widget.attrs.get("class", "").split())
        make_native(self.widget)

    @cached_property
    def kind(self) -> str:
        """The name of the template that shows this field: templates/kern/_<kind>.html."""
        widget = self.widget
        if isinstance(widget, GROUPS):
            return "group"
        if isinstance(widget, forms.MultiWidget):
            return "several" if all(isinstance(w, Input) for w in widget.widgets) else "other"
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        if isinstance(widget, forms.ClearableFileInput):
            return "file"
        if isinstance(widget, forms.Textarea):
            return "textarea"
        if widget.template_name in SELECTS:
            return "select"
        return "input" if isinstance(widget, Input) else "other"

    @property
    def template(self) -> str:
        return f"kern/_{self.kind}.html"

    @cached_property
    def id(self) -> str:
        return self.field.id_for_label or self.field.auto_id

    @property
    def anchor(self) -> str:
        """Where a link in the list of errors leads: something that can take the focus."""
        return f"{self.field.auto_id}_0" if self.kind in ("group", "several") else self.id

    @property
    def label(self) -> str:
        return capfirst(self.field.label)

    @property
    def is_optional(self) -> bool:
        """Whether to say "(optional)": only where a form asks for something else as well."""
        if self.field.field.required or self.kind == "checkbox":
            return False
        form = self.field.form
        wanted = getattr(form, "mark_optional", None)
        if wanted is None:
            return any(f.required and not f.widget.is_hidden for f in form.fields.values())
        return wanted

    @property
    def description(self) -> SafeString | str:
        """The attribute that ties help and errors to a fieldset."""
        ids = self.field.aria_describedby
        return format_html(' aria-describedby="{}"', ids) if ids else ""

    @cached_property
    def context(self) -> dict:
        """What the widget itself knows: name, value, attributes, options."""
        field = self.field
        attrs = {"id": field.auto_id} if field.auto_id and "id" not in self.widget.attrs else {}
        attrs = field.build_widget_attrs(attrs, self.widget)
        if self.kind == "select":  # a thousand options would be made only to be thrown away
            context = forms.Widget.get_context(self.widget, field.html_name, None, attrs)["widget"]
            if self.widget.allow_multiple_selected:
                context["attrs"]["multiple"] = True
            return context
        return self.widget.get_context(field.html_name, field.value(), attrs)["widget"]

    @property
    def attributes(self) -> SafeString:
        """Everything inside an <input …>, a <textarea …> or a <select …>."""
        context, base = self.context, self.base
        attrs = {**context["attrs"], "name": context["name"], "class": self._classes(base)}
        if attrs.get("placeholder") == self.label:  # says nothing the label does not say
            del attrs["placeholder"]
        if self.kind in ("input", "checkbox", "file"):
            attrs["type"] = self._type()
            if context["value"] is not None and self.kind != "file":
                attrs["value"] = context["value"]
        elif self.kind == "textarea":
            attrs.setdefault("rows", "4")
            attrs.pop("cols", None)
            if attrs["rows"] == "10":  # Django's own default: taller than what people write
                attrs["rows"] = "4"
        return flatatt(attrs)

    @property
    def base(self) -> str:
        if self.kind == "checkbox":
            return "kern-form-check__checkbox"
        return "kern-form-input__select" if self.kind == "select" else "kern-form-input__input"

    def _classes(self, base: str) -> str:
        return " ".join([base, *([f"{base}--error"] if self.errors else []), *sorted(self.words)])

    def _type(self) -> str:
        """A picker shows no impossible date: what was typed stays visible in a text field."""
        value = self.context.get("value")
        for kind, (input_type, _iso, parse) in NATIVE_TYPES.items():
            if self.errors and value and type(self.widget) is kind:
                try:
                    return input_type if parse(value) else "text"
                except ValueError:
                    return "text"
        return self.widget.input_type

    @property
    def text(self) -> str:
        return self.context["value"] or ""

    @property
    def options(self) -> SafeString:
        """The options of a select."""
        nothing = _("please choose") if self.field.field.required else "–"
        value = self.widget.format_value(self.field.value())
        chosen = frozenset([value] if isinstance(value, str) else (str(one) for one in value))
        choices = self.widget.choices
        if isinstance(choices, FixedChoices) and len(chosen) < 2:
            return _fixed_options(choices, chosen, nothing, get_language())
        return _options(choices, chosen, nothing)

    @property
    def groups(self) -> list[tuple[str | None, list[Choice]]]:
        """The choices of a radio or checkbox group, under the names of their groups."""
        keys = iter(ACCESS_KEYS if "choices--keys" in self.words else "")
        return [
            (name, [self._choice(option, keys) for option in members])
            for name, members, _no in self.context["optgroups"]
        ]

    def _choice(self, option: dict, keys) -> Choice:
        attrs = option["attrs"]
        shared = {"type": option["type"], "name": option["name"], "value": str(option["value"])}
        classes = "" if self.is_chips else f"kern-form-check__{option['type']}"
        attrs = {k: v for k, v in attrs.items() if k != "class" and not k.startswith("aria-")}
        if "accesskey" not in attrs and (key := next(keys, "")):
            attrs["accesskey"] = key
        if classes:
            attrs["class"] = classes + (f" {classes}--error" if self.errors else "")
        return Choice(
            attrs.get("id", ""),
            flatatt({**attrs, **shared}),
            option["label"],
            attrs.get("accesskey", ""),
        )

    @property
    def is_chips(self) -> bool:
        return "choices" in self.words

    @property
    def chip_classes(self) -> str:
        return " ".join(word for word in ("choices", "choices--grid") if word in self.words)

    @property
    def is_line(self) -> bool:
        return "line" in self.words

    @property
    def parts(self) -> list[tuple[SafeString, str]]:
        """The inputs of a field that has several, each with a word of its own."""
        split = isinstance(self.widget, forms.SplitDateTimeWidget)
        words = (_("day"), _("time")) if split else (_("from"), pgettext("period", "to"))
        parts = []
        for number, part in enumerate(self.context["subwidgets"]):
            word = words[number] if number < len(words) else str(number + 1)
            attrs = {**part["attrs"], "name": part["name"], "type": part["type"]}
            attrs["class"] = self._classes(self.base)
            attrs["aria-label"] = f"{self.label} {word}"
            if part["value"] is not None:
                attrs["value"] = part["value"]
            parts.append((flatatt(attrs), word))
        return parts


@lru_cache(maxsize=2_000)
def _fixed_options(choices, chosen, nothing, _language):
    return _options(choices, chosen, nothing)


def _options(choices, chosen, nothing):
    parts = []
    for option, label in choices:
        if isinstance(label, (list, tuple)):
            group = _joined(_option(*pair, chosen, nothing) for pair in label)
            parts.append(format_html('<optgroup label="{}">{}</optgroup>', option, group))
        else:
            parts.append(_option(option, label, chosen, nothing))
    return _joined(parts)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _option(value: object, label: object, chosen: Set[str], nothing: str) -> SafeString:
    """One option; `nothing` stands for Django's own words. Each text is translated once."""
    key, words = "" if value is None else str(value), str(label)
    return format_html(
        OPTION_CHOSEN if key in chosen else OPTION,
        key,
        nothing if not key and words in NOTHING_CHOSEN else words,
    )
