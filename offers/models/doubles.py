"""Pairs of offers that look like doubles and are none: the office has looked."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.history import tracked
from integration_office.models import User
from offers.models.offers import Offer


@tracked
class NotDouble(models.Model):
    """The older offer stands first, so that a pair stands here once."""

    one = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    remark = models.CharField(_("why they are no doubles"), max_length=200, blank=True)
    said_on = models.DateField(_("said on"), default=timezone.localdate, editable=False)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"id", "one", "other", "remark", "said_on", "said_by"}

    class Meta:
        verbose_name = _("no double")
        verbose_name_plural = _("no doubles")
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                name="not_double_once",
                violation_error_message=_("This has been noted already."),
            ),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="not_double_older_one_first"
            ),
        ]

    def __str__(self):
        return f"{self.one} – {self.other}"

    def get_absolute_url(self):
        return reverse("offers:overlaps")
