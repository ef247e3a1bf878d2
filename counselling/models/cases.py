"""A case: a pseudonym, a concern, one counsellor who answers for it, and deputies for a time."""

import datetime

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.casework.codes import Literacy
from counselling.codes import CaseStatus, ClosingReason
from counselling.models.attributes import ATTRIBUTES, GroupAttributes
from integration_office.addresses import address
from integration_office.arrays import OneOf
from integration_office.codes import Gender, Language
from integration_office.days import within_reach
from integration_office.encryption import (
    CannotDecrypt,
    EncryptedTextField,
    SealedQuerySet,
    SealedRecord,
)
from integration_office.history import tracked
from integration_office.permissions import counsels
from integration_office.records import RECORD_FIELDS, codes_field


ENDED = (CaseStatus.CLOSED, CaseStatus.ANONYMISED)


@tracked
class CaseSequence(models.Model):
    """The last number given in a year; the row is locked while a case takes the next one."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"year", "last"}

    class Meta:
        verbose_name = _("case numbers of a year")
        verbose_name_plural = _("case numbers of the years")

    def __str__(self):
        return str(self.year)


def is_in_hands_of(user, *, at: str = "") -> Q:
    """Whether `user` is responsible for a case or deputises for it today; `at` is the way to it
    from the rows that are asked ("case__"). Who may see it asks `visible_to`."""
    deputies = Case._meta.get_field("deputies").related_model.objects
    deputised = ArraySubquery(deputies.of(user).order_by().values("case"))
    return Q((f"{at}responsible", user)) | Q(OneOf(F(f"{at}pk"), deputised))


class CaseQuerySet(SealedQuerySet):
    def visible_to(self, user, *, own=False):
        """The only door: one's own cases, and those one deputises for today; never a restricted
        one, whose content nobody reads any more (Art. 18 DSGVO). `own` are the first alone."""
        return self._of(user, own=own).filter(restricted_on=None)

    def visible_keys(self, user, cases):
        """The keys of those of `cases` that `user` may see, for a list that holds them already. One
        knows one's own; only those of colleagues are asked for."""
        if not counsels(user):
            return set()
        own = {case.pk for case in cases if case.belongs_to(user) and case.restricted_on is None}
        if others := {case.pk for case in cases} - own:
            return own.union(
                self.visible_to(user).filter(pk__in=others).values_list("pk", flat=True)
            )
        return own

    def restricted_for(self, user):
        """The door to what may not be read any more, only erased: of whoever saw it before, so
        that a file does not wait for somebody who is away."""
        return self._of(user).filter(restricted_on__isnull=False)

    def _of(self, user, *, own=False):
        if not counsels(user):
            return self.none()
        return self.filter(Q(responsible=user) if own else is_in_hands_of(user))

    def unrestricted(self):
        """What may be spoken of, to whomever."""
        return self.filter(restricted_on=None)

    def running(self):
        return self.exclude(status__in=ENDED)

    def with_content(self):
        """Those somebody has to answer for: also closed ones, and those nobody may read."""
        return self.exclude(status=CaseStatus.ANONYMISED)

    def running_on(self, day):
        """Cases that were open at the end of that day."""
        return self.filter(opened_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def opened_in(self, start, end):
        """Cases opened from `start` to `end`, both included."""
        return self.filter(opened_on__gte=start, opened_on__lte=end)

    def closed_in(self, start, end):
        return self.filter(closed_on__gte=start, closed_on__lte=end)

    def opened_by(self, user):
        """Those `user` was responsible for when they were opened, whoever has them now."""
        return self._with_event_of(user)

    def closed_by(self, user):
        """The same for the day on which they were closed."""
        return self._with_event_of(user, closed_on=OuterRef("closed_on"))

    def _with_event_of(self, user, **facts):
        """By the first line of the history that knows these facts (see docs/decisions/004)."""
        history = self.model._meta.get_field("events").related_model.objects
        first = history.filter(pgh_obj=OuterRef("pk"), **facts).order_by("pgh_id")
        return self.alias(was_of=Subquery(first.values("responsible")[:1])).filter(was_of=user.pk)

    def to_remind_of(self, day):
        """Running cases whose residence title is about to end."""
        return self.running().unrestricted().filter(residence_remind_on__lte=day)

    def inactive_since(self, day):
        """Running cases without a contact from `day` on."""
        contacts = self.model._meta.get_field("contacts").related_model.objects
        recent = contacts.filter(case=OuterRef("pk"), day__gte=day)
        return self.running().filter(~Exists(recent), opened_on__lt=day)

    def newest_first(self):
        return self.order_by("-number")

    def matching(self, text):
        """Those whose mask "Case 0342 · 2026 · w" or number "2026-0342" holds all that was typed;
        none if a part of it can be no part of a mask."""
        found, word = Q(), gettext("Case %(number)s") % {"number": ""}
        for part in text.replace("·", " ").replace("/", " ").casefold().split():
            if part.replace("-", "").isdecimal():
                found &= Q(number__contains=part)
            elif part in Gender.values:
                found &= Q(gender=part)
            elif part != word.strip().casefold():
                return self.none()
        return self.filter(found)

    def with_contact_facts(self):
        """How many contacts, and the last day. Each is asked for the rows of a page only, not for
        all that might stand on it."""
        contacts = self.model._meta.get_field("contacts").related_model._base_manager
        own = contacts.filter(case=OuterRef("pk")).order_by()
        return self.annotate(
            contact_count=_one(own.values("case"), Count("*")),
            last_contact=Subquery(own.order_by("-day").values("day")[:1]),
        )

    def with_number_of(self, relations):
        """How many rows each of these relations has, as `in_<relation>`."""
        counts = {}
        for relation in relations:
            field = self.model._meta.get_field(relation)
            rows = field.related_model._base_manager.filter(**{field.field.name: OuterRef("pk")})
            counts[f"in_{relation}"] = _one(rows.order_by().values(field.field.name), Count("*"))
        return self.annotate(**counts)


def _one(rows, aggregate):
    """The aggregate of the rows of one case; 0 where there are none."""
    number = Subquery(rows.annotate(number=aggregate).values("number"))
    return Coalesce(number, 0, output_field=models.IntegerField())


class OfCaseQuerySet(SealedQuerySet):
    """Rows that belong to a case are seen by whoever sees the case."""

    def visible_to(self, user, *, cases=None):
        """The only door. A page that looks into many tables asks for the right once: `cases` are
        keys that came through the door of the cases a moment ago (in_hand.py)."""
        if cases is None:
            return self.filter(case__in=Case.objects.visible_to(user).values("pk"))
        return self.filter(OneOf(F("case"), Value(cases))) if cases else self.none()


@tracked
class Case(GroupAttributes, SealedRecord):
    number = models.CharField(_("number"), max_length=9, unique=True, editable=False)
    # Nobody has to be known by name; who is, has agreed to it (see consents).
    person = models.ForeignKey(
        "counselling.Person",
        on_delete=models.PROTECT,
        related_name="cases",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("person"),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="cases",
        verbose_name=_("responsible"),
    )
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)
    status = models.CharField(
        _("status"), max_length=15, choices=CaseStatus, default=CaseStatus.NEW
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_reason = models.CharField(
        _("closing reason"), max_length=10, choices=ClosingReason, blank=True
    )
    restricted_on = models.DateField(_("restricted on"), null=True, blank=True, editable=False)
    # Of the case only, never of its contacts: a fact for a reminder, counted nowhere.
    residence_until = models.DateField(
        _("residence valid until"),
        null=True,
        blank=True,
        help_text=_("You are reminded 60 and 30 days before, and on the day. No other use."),
    )
    residence_remind_on = models.DateField(
        _("day of the reminder"), null=True, blank=True, editable=False
    )
    language = models.CharField(_("language"), max_length=3, choices=Language, blank=True)
    spoken = codes_field(Language, _("speaks as well"))
    literacy = models.CharField(_("script"), max_length=5, choices=Literacy, blank=True)
    concern = EncryptedTextField(
        _("concern"),
        max_length=4000,
        blank=True,
        help_text=_("Encrypted. No names, diagnoses, religion or reasons for asylum."),
    )

    # The name, on the one page somebody asked to see it on (case_frame.py).
    shown_name = ""

    objects = CaseQuerySet.as_manager()

    # `person` as well: another case may keep the name, and the history would say whose this was.
    PERSONAL = {"person", "concern", "language", "spoken", "literacy", *ATTRIBUTES}
    PERSONAL |= {"residence_until", "residence_remind_on"}
    NOT_PERSONAL = {
        *RECORD_FIELDS,
        "row_key",
        "number",
        "responsible",
        "opened_on",
        "status",
        "closed_on",
        "closing_reason",
        "restricted_on",
    }

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^\d{4}-\d{4}$"), name="case_number_has_a_year"
            ),
            within_reach("opened_on", name="case_opened_within_reach"),
            within_reach("residence_until", name="case_residence_within_reach"),
            models.CheckConstraint(
                condition=(
                    Q(status__in=["abgeschlossen", "anonymisiert"], closed_on__isnull=False)
                    & ~Q(closing_reason="")
                )
                | (
                    ~Q(status__in=["abgeschlossen", "anonymisiert"])
                    & Q(closed_on=None, closing_reason="")
                ),
                name="case_closed_for_a_reason_on_a_day",
                violation_error_message=_(
                    "A case is closed with a day and a reason, or not at all."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="case_closed_after_it_was_opened",
                violation_error_message=_("The case cannot be closed before it was opened."),
            ),
        ]
        indexes = [
            models.Index(fields=["responsible", "status"], name="case_mine_by_status"),
            models.Index(fields=["opened_on"], name="case_by_opening"),
            models.Index(fields=["closed_on"], name="case_by_closing"),
            models.Index(
                fields=["residence_remind_on"],
                name="case_to_remind_of",
                condition=Q(residence_remind_on__isnull=False),
            ),
        ]

    def __str__(self):
        return gettext("Case %(number)s") % {"number": self.number}

    def get_absolute_url(self):
        return address("counselling:case_detail", self.pk)

    @property
    def masked(self):
        return mask(self.number, self.gender)

    @property
    def is_open(self):
        return self.status not in ENDED

    @property
    def is_anonymised(self):
        return self.status == CaseStatus.ANONYMISED

    @property
    def can_be_reopened(self):
        return self.status == CaseStatus.CLOSED

    @property
    def readable_concern(self):
        """The concern, or a sentence instead of a page that breaks."""
        return readable(self, "concern")

    @cached_property
    def counselled(self):
        """How many contacts there were, and how many relatives were counselled along."""
        return self.contacts.aggregate(contacts=Count("*"), relatives=Coalesce(Sum("relatives"), 0))

    def belongs_to(self, user):
        return self.responsible_id == user.pk

    @property
    def residence_has_ended(self):
        return self.residence_until is not None and self.residence_until < timezone.localdate()

    @property
    def erased_from(self):
        """The day from which the content goes (domain/07, 7.2: twelve months after closing)."""
        if self.closed_on is None or self.is_anonymised:
            return None
        return same_day(self.closed_on, years=1)


def mask(number: str, gender: str) -> str:
    """How a case is named where it is not open: "Case 0342 · 2019 · w", never a name."""
    year, _dash, number = number.partition("-")
    words = [gettext("Case %(number)s") % {"number": number}, year, gender]
    return " · ".join(word for word in words if word)


def readable(row: SealedRecord, field: str) -> str:
    try:
        return getattr(row, field)
    except CannotDecrypt:
        return gettext("This text cannot be read. Please tell the administration.")


def same_day(day: datetime.date, *, years: int) -> datetime.date:
    """The same day some years later (or earlier); 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return datetime.date(day.year + years, 3, 1)
