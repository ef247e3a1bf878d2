"""An offer: its facts, its way from draft to archive, and how old the facts are."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.addresses import address
from integration_office.generated import StoredField
from integration_office.history import tracked
from integration_office.models import User
from integration_office.ordering import GermanOrder
from integration_office.records import RECORD_FIELDS, SOURCED_FIELDS, Record, Sourced
from offers.codes import Interval, Kind, KnownFrom, Status, Via, Visibility
from offers.models.facts import FACTS, FACTS_HOLD, PERSONAL_FACTS, Facts
from offers.models.querysets import CLOSED, NOT_YET, OfferQuerySet
from offers.trust.freshness import freshness
from offers.words import InWords


TITLE_TAKEN = "title_taken"


class MonthsLater(Func):
    """The day some months later; the last of the month where that one has no such day."""

    template = "(%(expressions)s))::date"
    arg_joiner = " + make_interval(months => "
    output_field = models.DateField()


@tracked
class Offer(InWords, Facts, Record, Sourced):
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT, editable=False
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("confirmed by"),
    )
    confirmed_via = models.CharField(
        _("confirmed via"), max_length=10, choices=Via, blank=True, editable=False
    )
    known_from = models.CharField(
        _("where it is known from"), max_length=10, choices=KnownFrom, blank=True
    )
    confirm_every = models.PositiveSmallIntegerField(
        _("to be confirmed"), choices=Interval, default=Interval.HALF_YEARLY
    )
    due_on = StoredField(
        expression=MonthsLater(F("confirmed_on"), F("confirm_every")),
        output_field=models.DateField(_("to be confirmed by")),
        db_persist=True,
    )
    unanswered_since = models.DateField(_("no answer since"), null=True, blank=True, editable=False)
    search = SearchVectorField(null=True, editable=False)
    search_text = models.TextField(default="", editable=False)
    facets = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    tally = models.DecimalField(max_digits=1000, decimal_places=0, default=0, editable=False)
    line = ArrayField(models.TextField(blank=True), default=list, blank=True, editable=False)
    # By which edition of the words and rules these were worked out (indexing.edition).
    indexed_by = models.CharField(max_length=16, default="", editable=False)

    objects = OfferQuerySet.as_manager()

    # There may be some until a query says that there are none (with_what_there_is).
    has_partners = has_documents = has_proposals = True

    PERSONAL = PERSONAL_FACTS
    DERIVED = {"due_on", "search", "search_text", "facets", "tally", "line", "indexed_by"}
    NOT_PERSONAL = (
        RECORD_FIELDS
        | SOURCED_FIELDS
        | DERIVED
        | (FACTS - PERSONAL_FACTS - {"cooperation_partners"})
        | {"status", "published_on", "ended_on", "unanswered_since", "known_from"}
        | {"confirmed_on", "confirmed_by", "confirmed_via", "confirm_every"}
    )

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["title", "pk"]
        constraints = [
            *FACTS_HOLD,
            models.UniqueConstraint(
                F("provider"),
                GermanOrder("title"),
                name="offer_once_per_provider",
                violation_error_code=TITLE_TAKEN,
                violation_error_message=_(
                    "This provider has an offer of this title already. Please open that one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(confirm_every__in=Interval.values),
                name="offer_confirmed_in_known_intervals",
                violation_error_message=_("Please choose one of the intervals."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on=None, confirmed_by=None, confirmed_via="")
                | Q(confirmed_on__isnull=False, confirmed_by=None, confirmed_via=Via.LINK)
                | Q(
                    confirmed_on__isnull=False,
                    confirmed_by__isnull=False,
                    confirmed_via__in=[Via.LOGIN, Via.OFFICE],
                ),
                name="offer_confirmed_by_someone_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=NOT_YET, published_on=None)
                | Q(status__in=CLOSED)
                | Q(
                    status__in=[Status.PUBLISHED, Status.PAUSED],
                    published_on__isnull=False,
                ),
                name="offer_published_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CLOSED, ended_on__isnull=False)
                | (~Q(status__in=CLOSED) & Q(ended_on=None)),
                name="offer_ended_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="offer_by_due_day"),
            models.Index(GermanOrder("title"), "id", name="offer_by_title"),
            models.Index(
                fields=["id"],
                name="offer_public",
                condition=Q(status=Status.PUBLISHED, visibility=Visibility.PUBLIC),
            ),
            # Words and choices in one index: asked for together, the rare ones lead the others.
            GinIndex(fields=["search", "facets"], name="offer_search_and_facets"),
            GinIndex(OpClass("search_text", "gin_trgm_ops"), name="offer_parts_of_words"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("offers:detail", self.pk)

    def validate_constraints(self, exclude=None):
        """That a title is taken is said where the title is written."""
        try:
            super().validate_constraints(exclude)
        except ValidationError as refusal:
            errors = {}
            for field, found in refusal.error_dict.items():
                for error in found:
                    place = "title" if error.code == TITLE_TAKEN else field
                    errors.setdefault(place, []).append(error)
            raise ValidationError(errors) from None

    @property
    def is_course(self):
        """Whether it has facts that only courses have."""
        return self.kind == Kind.COURSE

    @property
    def counts_seats(self):
        """Whether a course behind it says how many places there are."""
        course = getattr(self, "course", None) if self.pk else None
        return course is not None and course.seats is not None

    @property
    def is_from_a_list(self):
        return self.known_from == KnownFrom.IMPORT

    @property
    def is_draft(self):
        return self.status == Status.DRAFT

    @property
    def is_submitted(self):
        return self.status == Status.SUBMITTED

    @property
    def is_published(self):
        return self.status == Status.PUBLISHED

    @property
    def is_public(self):
        return self.is_published and self.visibility == Visibility.PUBLIC

    @property
    def is_paused(self):
        return self.status == Status.PAUSED

    @property
    def is_in_catalogue(self):
        return self.is_published or self.is_paused

    @property
    def is_still_read(self):
        """It has ended, and everybody with a login may still read it in the list of such."""
        was_put_away_as_a_draft = self.status == Status.ARCHIVED and self.published_on is None
        return self.is_closed and not was_put_away_as_a_draft

    @property
    def may_be_handed_out(self):
        return self.is_in_catalogue and self.visibility == Visibility.PUBLIC

    @property
    def is_closed(self):
        return self.status in CLOSED

    @property
    def freshness(self):
        today = timezone.localdate()
        return freshness(self.confirmed_on, self.due_on, today, self.unanswered_since)
