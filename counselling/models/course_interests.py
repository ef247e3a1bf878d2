"""A wish for a course, and its way from the first talk to the end of the course."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.codes import CaseStatus
from counselling.language import deadlines
from counselling.language.codes import (
    ENDED,
    STARTED_ONCE,
    WANTING,
    WAYS,
    Entitlement,
    Exam,
    InterestStatus,
    Reminder,
    TimeOfDay,
)
from counselling.models.cases import Case, OfCaseQuerySet, readable
from counselling.models.language import course_type_field, level_field
from integration_office.addresses import address
from integration_office.codes import GermanLevel
from integration_office.encryption import EncryptedTextField, SealedRecord
from integration_office.history import tracked
from integration_office.partial_dates import PartialDateField, first_day, spoken
from integration_office.records import RECORD_FIELDS, codes_field
from offers.models import Offer


NO_EXAM = {
    "exam": "",
    "exam_on": "",
    "exam_level": "",
    "exam_passed": None,
    "exam_agreed": False,
}


class CourseInterestQuerySet(OfCaseQuerySet):
    def wanting(self):
        """The open interest list: who still looks for a place."""
        return self.filter(status__in=WANTING)

    def running(self):
        """Those that have not come to an end."""
        return self.exclude(status__in=ENDED)

    def of_open_cases(self):
        """Of cases that are worked on and whose content may be read."""
        over = (CaseStatus.CLOSED, CaseStatus.ANONYMISED)
        return self.filter(case__restricted_on=None).exclude(case__status__in=over)

    def in_period(self, start, end):
        """Interests that came up from `start` to `end`, both included."""
        return self.filter(since__gte=start, since__lte=end)

    def started_in(self, start, end):
        return self.filter(started_on__gte=start, started_on__lte=end)

    def ended_in(self, start, end):
        return self.filter(ended_on__gte=start, ended_on__lte=end)

    def by_type(self):
        """How many there are of each type of course, as ("ik", 12) pairs."""
        return self.order_by("course_type").values_list("course_type").annotate(Count("pk"))

    def expiring(self, first, last):
        """Those whose entitlement ends between these days."""
        return self.filter(entitlement_valid_until__range=(first, last))

    def to_look_at(self, today, ahead):
        """Those of which the clock may say something today or in the next days."""
        horizon = today + ahead
        ends = Q(status__in=WANTING, entitlement_valid_until__lte=horizon + 90 * deadlines.DAY)
        late = Q(status=InterestStatus.REGISTERED, registered_on__lte=horizon - 42 * deadlines.DAY)
        return self.filter(ends | late)

    def without_texts(self):
        """For lists: nothing confidential is even fetched."""
        return self.defer("remark", "case__concern")

    def longest_waiting(self):
        return self.order_by("since", "pk")


@tracked
class CourseInterest(SealedRecord):
    """One wish for one course (Kursinteresse). After the content of its case is gone it counts:
    which type and level, since when, and what became of it."""

    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        related_name="course_interests",
        verbose_name=_("case"),
    )
    course_type = course_type_field(_("type of course"))
    level = level_field(_("to level"), blank=True)
    times = codes_field(TimeOfDay, _("could come"))
    childcare = models.BooleanField(_("needs childcare"), default=False)
    entitlement = models.CharField(
        _("entitlement"), max_length=8, choices=Entitlement, default=Entitlement.UNCLEAR
    )
    entitlement_issued_on = models.DateField(
        _("issued on"),
        null=True,
        blank=True,
        help_text=_("For a claim under § 44 (1): when the residence title was issued."),
    )
    entitlement_valid_until = models.DateField(
        _("entitled until"),
        null=True,
        blank=True,
        help_text=_("As it stands on the certificate. A claim ends a year after it was issued."),
    )
    since = models.DateField(_("interested since"), default=timezone.localdate)
    remark = EncryptedTextField(
        _("what else matters"),
        max_length=500,
        blank=True,
        help_text=_("Encrypted. No names, diagnoses, religion or reasons for asylum."),
    )
    status = models.CharField(
        _("status"), max_length=14, choices=InterestStatus, default=InterestStatus.COUNSELLING
    )
    offer = models.ForeignKey(
        Offer,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("course"),
    )
    registered_on = models.DateField(_("registered on"), null=True, blank=True, editable=False)
    started_on = models.DateField(_("begun on"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    settled = codes_field(Reminder, _("reminders settled"))
    exam = models.CharField(_("exam"), max_length=8, choices=Exam, blank=True)
    exam_on = PartialDateField(_("date of the exam"), blank=True)
    exam_level = level_field(_("level reached"), blank=True)
    exam_passed = models.BooleanField(_("passed"), null=True, blank=True)
    exam_agreed = models.BooleanField(
        _("the person agrees that the result is noted"), default=False
    )

    objects = CourseInterestQuerySet.as_manager()

    PERSONAL = {
        *("times", "childcare", "entitlement", "entitlement_issued_on", "entitlement_valid_until"),
        *("remark", "offer", *NO_EXAM),
    }
    NOT_PERSONAL = {
        *RECORD_FIELDS,
        *("row_key", "case", "course_type", "level", "since", "status"),
        *("registered_on", "started_on", "ended_on", "settled"),
    }
    # What stays of it when the content of the case goes.
    EMPTY = {
        "times": [],
        "childcare": False,
        "entitlement": Entitlement.UNCLEAR.value,
        "entitlement_issued_on": None,
        "entitlement_valid_until": None,
        "remark": "",
        "offer": None,
        **NO_EXAM,
    }

    class Meta:
        verbose_name = _("course interest")
        verbose_name_plural = _("course interests")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(level=GermanLevel.NONE),
                name="course_interest_leads_somewhere",
                violation_error_message=_("A course leads to A1 at least."),
            ),
            models.CheckConstraint(
                condition=Q(entitlement_issued_on=None)
                | Q(entitlement_valid_until=None)
                | Q(entitlement_valid_until__gte=F("entitlement_issued_on")),
                name="course_interest_entitled_after_issue",
                violation_error_message=_("The entitlement cannot end before it was issued."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[InterestStatus.REGISTERED, *STARTED_ONCE],
                    registered_on__isnull=False,
                )
                | Q(status__in=WANTING, registered_on=None)
                | Q(status=InterestStatus.FAILED),
                name="course_interest_registered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=STARTED_ONCE,
                    started_on__isnull=False,
                    started_on__gte=F("registered_on"),
                )
                | (~Q(status__in=STARTED_ONCE) & Q(started_on=None)),
                name="course_interest_started_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ENDED, ended_on__isnull=False, ended_on__gte=F("since"))
                | (~Q(status__in=ENDED) & Q(ended_on=None)),
                name="course_interest_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(exam="", exam_on="", exam_level="", exam_passed=None)
                | (~Q(exam="") & Q(exam_agreed=True)),
                name="course_interest_result_agreed",
                violation_error_message=_(
                    "A result is noted only if the person agrees; please tick it."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "course_type", "level"], name="course_interest_wanted"),
            models.Index(fields=["since"], name="course_interest_by_day"),
        ]

    def __str__(self):
        level = self.get_level_display()
        return f"{self.get_course_type_display()}, {level}" if level else self.course_label

    def get_absolute_url(self):
        return address("counselling:language", self.case_id)

    @property
    def course_label(self):
        return str(self.get_course_type_display())

    @property
    def is_wanting(self):
        return self.status in WANTING

    @property
    def is_over(self):
        return self.status in ENDED

    @property
    def may_have_a_result(self):
        return self.status == InterestStatus.COMPLETED

    @property
    def next_statuses(self):
        """Where it can go from here, as choices."""
        return [(code.value, code.label) for code in WAYS[InterestStatus(self.status)]]

    @property
    def time_labels(self):
        return [TimeOfDay(code).label for code in self.times]

    @property
    def readable_remark(self):
        return readable(self, "remark")

    @property
    def exam_words(self):
        """The result as far as it was told: exam, date, level, passed or not."""
        passed = {True: gettext("passed"), False: gettext("not passed"), None: ""}
        said = [self.get_exam_display(), spoken(self.exam_on), self.exam_level]
        return [word for word in (*said, passed[self.exam_passed]) if word]

    @property
    def deadlines(self):
        return deadlines.stages(self.status, self.entitlement_valid_until, self.registered_on)

    def reminder(self, today, *, ahead=0):
        """What the clock says of it now; None when nothing does."""
        return deadlines.reminder(self.deadlines, today, self.settled, ahead=ahead)

    @property
    def due(self):
        return self.reminder(timezone.localdate())

    def clean(self):
        errors, today = {}, timezone.localdate()
        for name in ("since", "entitlement_issued_on"):
            day = getattr(self, name)
            if day and day > today:
                errors[name] = _("This day lies in the future.")
        issued, last = self.entitlement_issued_on, self.entitlement_valid_until
        if issued and last and last < issued:
            errors["entitlement_valid_until"] = _(
                "The entitlement cannot end before it was issued."
            )
        if _begins_after(self.exam_on, today):
            errors["exam_on"] = _("This day lies in the future.")
        if errors:
            raise ValidationError(errors)


def _begins_after(partial, today):
    try:
        day = first_day(partial)
    except ValueError:  # the field itself says that this is no date
        return False
    return day is not None and day > today
