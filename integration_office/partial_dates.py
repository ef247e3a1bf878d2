"""Dates as real lists know them: a day, a month or only a year."""

import calendar
import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from integration_office.days import FIRST, refuse_year


SHAPE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\Z"
REFUSAL = _(
    "“%(value)s” is not a date. "
    "Please write a day (24.12.2026), a month (12.2026) or a year (2026)."
)


def parse_partial(text: str) -> str:
    """The ISO form ("2015", "2015-09", "2015-09-01") of a date as people or exports write it.

    Takes "2015", "09.2015", "1.9.2015" and the ISO forms; empty text stays empty. Refuses
    everything else, also days that do not exist, with a ValidationError.
    """
    value = text.strip()
    if not value:
        return ""
    refusal = ValidationError(REFUSAL, params={"value": value}, code="partial_date")
    if match := re.fullmatch(r"(?:(?:([0-9]{1,2})\.)?([0-9]{1,2})\.)?([0-9]{4})", value):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", value):
        year, month, day = match.groups()
    else:
        raise refusal
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise refusal from None
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def first_day(value: str) -> datetime.date | None:
    """The earliest day a partial date can mean; None for an empty one."""
    if not value:
        return None
    year, month, day = ([int(part) for part in value.split("-")] + [1, 1])[:3]
    return datetime.date(year, month, day)


def last_day(value: str) -> datetime.date | None:
    """The latest day a partial date can mean; None for an empty one."""
    if not value:
        return None
    parts = [int(part) for part in value.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day)


def spoken(value: str) -> str:
    """A partial date as it is read aloud: "2015", "September 2015", "1. September 2015"."""
    day = first_day(value)
    if day is None:
        return ""
    shape = {4: "Y", 7: "F Y", 10: "DATE_FORMAT"}[len(value)]
    return str(day.year) if shape == "Y" else formats.date_format(day, shape)


def written(value: str) -> str:
    """A partial date as it is typed: "2015", "09.2015", "01.09.2015"."""
    return ".".join(reversed(value.split("-")))


class PartialDateInput(forms.CharField):
    """Shows what is stored the way people write it; what was typed stays as it is."""

    def __init__(self, *, earliest=FIRST.year, **kwargs):
        super().__init__(**kwargs)
        self.earliest = earliest

    def prepare_value(self, value):
        return written(value) if isinstance(value, str) and re.match(SHAPE, value) else value

    def to_python(self, value):
        partial = parse_partial(super().to_python(value))
        if partial:
            refuse_year(first_day(partial).year, self.earliest)
        return partial


class PartialDateField(models.CharField):
    """A text column that holds only ISO dates of day, month or year precision, or nothing. Forms
    take years from `earliest` on."""

    default_validators = [RegexValidator(SHAPE, message=_("This is not a date."))]

    def __init__(self, *args, earliest=FIRST.year, **kwargs):
        kwargs["max_length"] = 10
        self.earliest = earliest
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        # Whoever writes "24. Dezember 2026" is told which forms are understood, not their length.
        usual = {"max_length": None, "form_class": PartialDateInput, "earliest": self.earliest}
        return super().formfield(**usual | kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return parse_partial(value) if isinstance(value, str) else value
