"""What the office has agreed with a provider about its offers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS, Record
from network.models import Organisation


@tracked
class Arrangement(Record):
    """Providers without one are trusted, and asked by themselves when an offer gets due."""

    organisation = models.OneToOneField(
        Organisation,
        on_delete=models.CASCADE,
        related_name="arrangement",
        verbose_name=_("provider"),
    )
    reviewed = models.BooleanField(
        _("the office checks its changes before they are published"), default=False
    )
    asked_automatically = models.BooleanField(
        _("the question for confirmation goes out by itself"), default=True
    )

    PERSONAL: set[str] = set()
    NOT_PERSONAL = RECORD_FIELDS | {"organisation", "reviewed", "asked_automatically"}

    class Meta:
        verbose_name = _("arrangement with a provider")
        verbose_name_plural = _("arrangements with providers")

    def __str__(self):
        return str(self.organisation)
