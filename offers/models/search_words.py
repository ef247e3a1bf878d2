"""Words of the clients that the office adds to the thesaurus: what they mean in German."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_office.codes import Language
from integration_office.history import tracked
from integration_office.ordering import GermanOrder
from integration_office.records import RECORD_FIELDS, Record
from network.names import holding
from offers.searching.linguistics import plain
from offers.searching.thesaurus import key_of


# The thesaurus speaks of languages as Snowball does.
IN_THESAURUS = {
    Language.DEU: "de",
    Language.UKR: "uk",
    Language.RUS: "ru",
    Language.ARA: "ar",
    Language.PRS: "fa",
    Language.PES: "fa",
    Language.TUR: "tr",
    Language.KMR: "ku",
    Language.POL: "pl",
    Language.RON: "ro",
    Language.ENG: "en",
    Language.FRA: "fr",
}


class SearchWordQuerySet(models.QuerySet):
    def meanings(self, keys):
        """For those of these keys that the office has a word for: the German words it finds."""
        found = {}
        for key, means in self.filter(plain__in=keys).values_list("plain", "means"):
            found.setdefault(key, []).append(means)
        return found

    def german_order(self):
        return self.order_by(GermanOrder("word"), "pk")

    def matching(self, text):
        """Words, or what they find, that contain `text`."""
        return self.filter(holding(text, "word", "means"))


@tracked
class SearchWord(Record):
    word = models.CharField(_("word"), max_length=80)
    plain = models.CharField(max_length=80, editable=False)
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.DEU)
    means = models.CharField(_("finds offers with"), max_length=200)

    objects = SearchWordQuerySet.as_manager()

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
        return reverse("offers:word_edit", args=[self.pk])

    def clean(self):
        """A word is kept by the key it will be asked for; nothing to compare is refused."""
        self.plain = key_of(self.word, IN_THESAURUS.get(self.language, ""))
        if not self.plain:
            raise ValidationError({"word": _("Please enter a word of letters or figures.")})
        if not plain(self.means).strip(" ,"):
            raise ValidationError({"means": _("Please enter at least one German word.")})
