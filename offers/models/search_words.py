"""Words of the clients that the office adds to the thesaurus: what they mean in German."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_office.codes import Language
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS, Record


@tracked
class SearchWord(Record):
    word = models.CharField(_("word"), max_length=80)
    plain = models.CharField(max_length=80, editable=False)
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.DEU)
    means = models.CharField(_("finds offers with"), max_length=200)

    PERSONAL: set[str] = set()
    NOT_PERSONAL = RECORD_FIELDS | {"word", "plain", "language", "means"}

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        ordering = ["word", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plain", "language"],
                name="search_word_once_per_language",
                violation_error_message=_(
                    "This word is here already for this language. Please open that one."
                ),
            )
        ]

    def __str__(self):
        return self.word

    def get_absolute_url(self):
        return reverse("offers:word_list")
