"""Papers that belong to an offer: a flyer, a programme, a form."""

from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.codes import Language
from integration_office.files import word_of
from integration_office.history import tracked
from integration_office.models import User
from offers.models.offers import Offer


@tracked
class Document(models.Model):
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=120)
    file = models.FileField(_("file"), upload_to="offers/", max_length=200)
    size = models.PositiveIntegerField(_("size"), editable=False)
    content_type = models.CharField(_("kind of file"), max_length=100, editable=False)
    language = models.CharField(_("language"), max_length=3, choices=Language, blank=True)
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"id", "offer", "title", "file", "size", "content_type", "language"} | {
        "added_at",
        "added_by",
    }

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title

    @property
    def in_short(self):
        """ "PDF, 1.2 MB, Turkish": what to know before one opens it."""
        language = self.get_language_display() if self.language else ""
        parts = [word_of(self.content_type), filesizeformat(self.size), language]
        return ", ".join(part for part in parts if part)
