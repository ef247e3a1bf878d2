"""What rows of the office have in common: when they came and changed, and where they come from."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from integration_office.checks import all_hold, is_check
from integration_office.partial_dates import PartialDateField


def codes_field(choices: type[models.TextChoices], verbose_name: Any) -> ArrayField:
    """A field for any number of codes of one choice list, in the order they were chosen."""
    longest = max(len(code) for code in choices.values)
    code = models.CharField(max_length=longest, choices=choices)
    return ArrayField(code, default=list, blank=True, verbose_name=verbose_name)


class Record(models.Model):
    """A row that people edit. `version` counts the saves, so that two editors cannot overwrite
    each other (see OfficeModelForm)."""

    created_at = models.DateTimeField(_("created at"), auto_now_add=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Django asks the database for each check on its own, in three statements. Here it is asked
        once for all; for each only if one is broken, to know whose sentence to say."""
        self._checks_hold = all_hold(self, exclude or ())
        try:
            super().validate_constraints(exclude)
        finally:
            del self._checks_hold

    def get_constraints(self):
        found = super().get_constraints()
        if not getattr(self, "_checks_hold", False):
            return found
        return [(model, [one for one in some if not is_check(one)]) for model, some in found]

    def _get_FIELD_display(self, field):  # noqa: N802 - Django's own name
        """What Django does for get_…_display(), with every choice put into words once in a process
        and language, not once in a cell: a list of two hundred languages costs 0.2 ms."""
        code = getattr(self, field.attname)
        return _words(field, get_language()).get(code, code)


@lru_cache(maxsize=1_000)
def _words(field: models.Field, _language: str) -> dict[Any, str]:
    return {code: str(label) for code, label in field.flatchoices}


class Sourced(models.Model):
    """A row that came from a list: the page or paper it stands on, and how old the fact is."""

    source = models.CharField(_("source"), max_length=500, blank=True)
    source_as_of = PartialDateField(_("as of"), blank=True)

    class Meta:
        abstract = True


RECORD_FIELDS = {"id", "created_at", "changed_at", "version"}
SOURCED_FIELDS = {"source", "source_as_of"}
