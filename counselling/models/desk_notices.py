"""What a counsellor has to be told of: cases given to them, or given away while they were off."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeskNoticeQuerySet(models.QuerySet):
    def unread_by(self, user):
        return self.filter(recipient=user, seen_on=None)


class DeskNotice(models.Model):
    """It counts cases and names colleagues, nothing of a client."""

    class Kind(models.TextChoices):
        GIVEN = "gegeben", pgettext_lazy("cases", "given to you")
        TAKEN = "genommen", pgettext_lazy("cases", "given to somebody else")
        DEPUTY = "vertretung", _("you stand in")
        DEPUTISED = "vertreten", _("somebody stands in for you")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="desk_notices"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    cases = models.PositiveSmallIntegerField()
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    seen_on = models.DateField(null=True, blank=True)

    objects = DeskNoticeQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {
        *("id", "recipient", "kind", "cases", "colleague", "by", "since", "until", "seen_on")
    }

    class Meta:
        verbose_name = _("notice about cases")
        verbose_name_plural = _("notices about cases")
        indexes = [
            models.Index(
                fields=["recipient"],
                name="desk_notice_unread",
                condition=models.Q(seen_on__isnull=True),
            ),
        ]

    def __str__(self):
        return str(self.get_kind_display())
