"""Web addresses of offers and providers, and whether they still answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WebAddressQuerySet(models.QuerySet):
    def broken(self):
        return self.filter(failing_since__isnull=False)


class WebAddress(models.Model):
    """What the last look at an address found. It is looked at again by itself."""

    url = models.URLField(_("web address"), max_length=300, unique=True)
    checked_at = models.DateTimeField(_("looked at"), null=True)
    status_code = models.PositiveSmallIntegerField(_("answer"), null=True)
    error = models.CharField(_("what went wrong"), max_length=120, blank=True)
    failing_since = models.DateField(_("does not answer since"), null=True)

    objects = WebAddressQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"id", "url", "checked_at", "status_code", "error", "failing_since"}

    class Meta:
        verbose_name = _("web address")
        verbose_name_plural = _("web addresses")
        ordering = ["url"]
        indexes = [models.Index(fields=["checked_at"], name="web_address_oldest_look")]

    def __str__(self):
        return self.url
