"""What happened to a case itself: opened, waiting, closed, handed over."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from counselling.casework.codes import ChangeKind
from counselling.codes import CaseStatus, ClosingReason, ReopeningReason
from counselling.models.cases import Case, OfCaseQuerySet


class CaseChange(models.Model):
    """One line of the course of a case, written by the verb that changed it."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="changes", verbose_name=_("case")
    )
    kind = models.CharField(_("kind"), max_length=13, choices=ChangeKind)
    day = models.DateField(_("day"), default=timezone.localdate)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("by"),
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("to whom"),
    )
    status = models.CharField(_("status"), max_length=15, choices=CaseStatus, blank=True)
    reason = models.CharField(
        _("reason"),
        max_length=10,
        choices=[*ClosingReason.choices, *ReopeningReason.choices],
        blank=True,
    )

    objects = OfCaseQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"id", "case", "kind", "day", "at", "by", "to", "status", "reason"}

    class Meta:
        verbose_name = _("change of a case")
        verbose_name_plural = _("changes of a case")
        ordering = ["-day", "-id"]

    def __str__(self):
        return str(self.get_kind_display())
