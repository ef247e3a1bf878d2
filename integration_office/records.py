"""What rows of the office have in common: when they came and changed, and where they come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from integration_office.partial_dates import PartialDateField


class Record(models.Model):
    """A row that people edit. `version` counts the saves, so that two editors cannot overwrite
    each other (see OfficeModelForm)."""

    created_at = models.DateTimeField(_("created at"), auto_now_add=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class Sourced(models.Model):
    """A row that came from a list: the page or paper it stands on, and how old the fact is."""

    source = models.CharField(_("source"), max_length=500, blank=True)
    source_as_of = PartialDateField(_("as of"), blank=True)

    class Meta:
        abstract = True


RECORD_FIELDS = {"id", "created_at", "changed_at", "version"}
SOURCED_FIELDS = {"source", "source_as_of"}
