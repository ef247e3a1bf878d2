"""Offers of neighbouring towns, taken from their open feeds; shown, searched, never counted."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from integration_office.codes import Language
from integration_office.history import tracked
from integration_office.ordering import GermanOrder
from integration_office.records import RECORD_FIELDS, Record, codes_field
from offers.models.search_words import SearchWord
from offers.searching.terms import All, terms, tsquery, wanted_keys


class NeighbourQuerySet(models.QuerySet):
    def active(self):
        """Those whose feed is fetched every night."""
        return self.filter(is_active=True).exclude(url="")

    def by_name(self):
        return self.order_by(GermanOrder("name"), "pk")

    def with_counts(self):
        return self.annotate(offer_count=Count("offers"))


@tracked
class Neighbour(Record):
    """A town whose open catalogue (HSDS 3.0) is shown beside ours."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    url = models.URLField(_("address of the feed"), max_length=300, blank=True)
    is_active = models.BooleanField(_("fetched every night"), default=True)
    fetched_at = models.DateTimeField(_("fetched at"), null=True, editable=False)
    last_error = models.CharField(_("last error"), max_length=200, blank=True, editable=False)
    # What was read and waits for somebody to look at it; what was here before the last import.
    waiting = models.JSONField(null=True, editable=False)
    before = models.JSONField(null=True, editable=False)

    objects = NeighbourQuerySet.as_manager()

    PERSONAL: set[str] = set()
    DERIVED = {"waiting", "before"}
    NOT_PERSONAL = (
        RECORD_FIELDS | DERIVED | {"name", "url", "is_active", "fetched_at", "last_error"}
    )

    class Meta:
        verbose_name = _("neighbouring town")
        verbose_name_plural = _("neighbouring towns")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("offers:neighbour_detail", args=[self.pk])

    @property
    def can_be_taken_back(self):
        return self.before is not None

    @property
    def has_waiting(self):
        return self.waiting is not None


def _query(node):
    return SearchQuery(tsquery(node), config="simple", search_type="raw")


class NeighbourOfferQuerySet(models.QuerySet):
    def matching(self, text):
        """Every word of `text` stands in the offer, in any form, by a synonym or in another
        language, as in our own catalogue; the best match first. Nothing for a text of no words."""
        asked = terms(text, SearchWord.objects.meanings(wanted_keys(text)))
        if not asked:
            return self.none()
        rows = self
        for term in asked:
            within = Q(search_text__contains=" ".join(term.words))
            rows = rows.filter(Q(search=_query(term.node)) | within)
        whole = _query(All(tuple(term.node for term in asked)))
        return rows.annotate(rank=SearchRank(F("search"), whole)).order_by(
            "-rank", GermanOrder("title"), "pk"
        )

    def with_town(self):
        return self.select_related("neighbour")

    def by_name(self):
        return self.order_by(GermanOrder("title"), "pk")


class NeighbourOffer(models.Model):
    """An offer as the neighbour's feed tells of it."""

    neighbour = models.ForeignKey(Neighbour, on_delete=models.CASCADE, related_name="offers")
    foreign_id = models.CharField(max_length=100)
    title = models.CharField(_("title"), max_length=250)
    provider_name = models.CharField(_("provider"), max_length=250, blank=True)
    description = models.TextField(_("description"), blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    schedule_text = models.CharField(_("when, in words"), max_length=300, blank=True)
    languages = codes_field(Language, _("languages"))
    website = models.URLField(_("website"), max_length=500, blank=True)
    assured_on = models.DateField(_("confirmed on"), null=True)
    seen_at = models.DateTimeField(_("seen at"))
    search = SearchVectorField(null=True, editable=False)
    search_text = models.TextField(default="", editable=False)

    objects = NeighbourOfferQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = (
        {"id", "neighbour", "foreign_id", "title", "provider_name", "description", "place"}
        | {"schedule_text", "languages", "website", "assured_on", "seen_at"}
        | {"search", "search_text"}
    )

    class Meta:
        verbose_name = _("offer of a neighbouring town")
        verbose_name_plural = _("offers of neighbouring towns")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["neighbour", "foreign_id"], name="neighbour_offer_once")
        ]
        indexes = [
            GinIndex(fields=["search"], name="neighbour_offer_search"),
            GinIndex(OpClass("search_text", "gin_trgm_ops"), name="neighbour_offer_parts"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The page of the offer where it comes from; else the list of all from there."""
        return self.website or reverse("offers:neighbour_offers")

    @property
    def short_facts(self):
        """The facts of a line of the list, each with its word."""
        day = self.assured_on and date_format(self.assured_on, "DATE_FORMAT")
        return [
            (_("When"), self.schedule_text),
            (_("Where"), self.place),
            (_("Languages"), ", ".join(str(label) for label in self.language_labels)),
            (_("Last confirmed"), day),
            (_("Fetched on"), date_format(timezone.localtime(self.seen_at), "DATE_FORMAT")),
        ]

    @property
    def language_labels(self):
        return [Language(code).label for code in self.languages if code in Language.values]
