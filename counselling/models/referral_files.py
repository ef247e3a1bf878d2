"""Papers that go with a transfer: sealed like its text, and gone with its link."""

import base64

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.models.referrals import Referral
from counselling.referrals.codes import RUNNING
from integration_office.encryption import EncryptedTextField, SealedQuerySet, SealedRecord
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS


class ReferralFileQuerySet(SealedQuerySet):
    def of_ended_links(self, today):
        """Files nobody may look at any more."""
        running = Q(referral__state__in=RUNNING, referral__waits_until__gte=today)
        return self.exclude(running)

    def without_content(self):
        return self.defer("content")


@tracked
class ReferralFile(SealedRecord):
    """One file, bound to its row."""

    referral = models.ForeignKey(
        Referral, on_delete=models.CASCADE, related_name="files", verbose_name=_("referral")
    )
    title = EncryptedTextField(_("title"), max_length=120)
    # The bytes as base64: what is sealed is text. There are few and they live for days.
    content = EncryptedTextField(_("file"), editable=False)
    content_type = models.CharField(_("kind of file"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)

    objects = ReferralFileQuerySet.as_manager()

    PERSONAL = {"title", "content"}
    NOT_PERSONAL = {*RECORD_FIELDS, "row_key", "referral", "content_type", "size"}

    class Meta:
        verbose_name = _("file of a referral")
        verbose_name_plural = _("files of referrals")
        ordering = ["id"]

    def __str__(self):
        return gettext("file of a referral")

    @property
    def data(self) -> bytes:
        return base64.b64decode(self.content)

    @data.setter
    def data(self, data: bytes):
        self.content, self.size = base64.b64encode(data).decode("ascii"), len(data)
