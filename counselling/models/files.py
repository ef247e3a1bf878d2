"""Papers of a client, sealed like the notes: in the database and on the disk."""

from django.conf import settings
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from counselling.casework.codes import FileKind
from counselling.models.cases import Case, OfCaseQuerySet, readable
from integration_office.addresses import address
from integration_office.days import within_reach
from integration_office.encryption import EncryptedTextField
from integration_office.files import word_of
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS
from integration_office.sealed_files import SEALED_FILE_FIELDS, SealedFileRecord


class CaseFileQuerySet(OfCaseQuerySet):
    def to_remind_of(self, day):
        """Those that are about to expire."""
        return self.filter(remind_on__lte=day).order_by("remind_on", "pk")


@tracked
class CaseFile(SealedFileRecord):
    FOLDER = "cases"

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="files", verbose_name=_("case")
    )
    kind = models.CharField(_("kind of paper"), max_length=13, choices=FileKind)
    title = EncryptedTextField(
        _("title"),
        max_length=120,
        blank=True,
        help_text=_("Encrypted. Empty: the kind says enough."),
    )
    expires_on = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("You are reminded 60 and 30 days before, and on the day."),
    )
    remind_on = models.DateField(_("day of the reminder"), null=True, blank=True, editable=False)
    added_on = models.DateField(_("added on"), default=timezone.localdate, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("added by"),
    )

    objects = CaseFileQuerySet.as_manager()

    PERSONAL = {"title", "kind", "expires_on", "remind_on"}
    NOT_PERSONAL = {*RECORD_FIELDS, *SEALED_FILE_FIELDS, "case", "added_on", "added_by"}

    class Meta:
        verbose_name = _("file of a case")
        verbose_name_plural = _("files of a case")
        ordering = ["-added_on", "-id"]
        constraints = [within_reach("expires_on", name="case_file_expires_within_reach")]
        indexes = [
            models.Index(fields=["case", "-added_on", "-id"], name="file_of_case"),
            models.Index(
                fields=["remind_on"],
                name="file_to_remind_of",
                condition=models.Q(remind_on__isnull=False),
            ),
        ]

    def __str__(self):
        # Never the title: this reaches messages and logs.
        return str(self._meta.verbose_name)

    def get_absolute_url(self):
        return address("counselling:files", self.case_id)

    @property
    def readable_title(self):
        return readable(self, "title")

    @property
    def in_short(self):
        """ "PDF, 1.2 MB": what to know before one opens it."""
        return f"{word_of(self.content_type)}, {filesizeformat(self.size)}"

    @property
    def has_expired(self):
        return self.expires_on is not None and self.expires_on < timezone.localdate()
