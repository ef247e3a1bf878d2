"""An inquiry: somebody asks the office something. It is answered or forwarded, and counted."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from counselling.codes import Channel
from counselling.inquiries.answer_times import spoken
from counselling.inquiries.codes import OPEN, Asker, InquiryStatus
from counselling.models.cases import readable, same_day
from integration_office.addresses import address
from integration_office.codes import FieldOfAction
from integration_office.encryption import EncryptedTextField, SealedQuerySet, SealedRecord
from integration_office.history import tracked
from integration_office.permissions import answers_inquiries
from integration_office.records import RECORD_FIELDS
from network.models import Organisation


YEARS_BACK = 2
MOST_MINUTES = 6000
ANSWER_WITHIN = datetime.timedelta(days=14)
FORGOTTEN = {"subject": "", "text": "", "contact": "", "answer": ""}


class InquiryQuerySet(SealedQuerySet):
    def visible_to(self, user):
        """All of them for those who answer inquiries, none for anybody else."""
        return self if answers_inquiries(user) else self.none()

    def open(self):
        return self.filter(status__in=OPEN)

    def answered(self):
        return self.filter(status=InquiryStatus.ANSWERED)

    def of(self, user):
        return self.filter(responsible=user)

    def unassigned(self):
        """Open ones nobody works on: never taken over, or by somebody who has left since."""
        return self.open().filter(Q(responsible=None) | Q(responsible__is_active=False))

    def overdue(self, today):
        return self.open().filter(due__lt=today)

    def silent_since(self, day):
        """Open ones nobody has touched after `day`."""
        return self.open().filter(changed_at__date__lte=day)

    def received_in(self, start, end):
        """Those that came from `start` to `end`, both included."""
        return self.filter(received_at__date__range=(start, end))

    def answered_in(self, start, end):
        return self.answered().filter(answered_at__date__range=(start, end))

    def matching(self, text):
        return self.filter(subject__unaccent__icontains=text)

    def without_texts(self):
        """For lists: nothing sealed is even fetched."""
        return self.defer("text", "contact", "answer")

    def with_places(self):
        return self.select_related("organisation", "responsible", "forwarded_to")

    def newest_first(self):
        return self.order_by("-received_at", "-id")


@tracked
class Inquiry(SealedRecord):
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    channel = models.CharField(
        pgettext_lazy("inquiry", "way"), max_length=7, choices=Channel, default=Channel.MAIL
    )
    asker = models.CharField(_("who asks"), max_length=12, choices=Asker)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries_made",
        verbose_name=_("asking organisation"),
    )
    subject = models.CharField(
        _("subject"),
        max_length=120,
        blank=True,
        help_text=_("In a few words and without names: it stands in lists and in the search."),
    )
    text = EncryptedTextField(
        _("question"),
        max_length=4000,
        blank=True,
        help_text=_(
            "Encrypted. Nothing about clients: who is counselled belongs in a contact or a case."
        ),
    )
    contact = EncryptedTextField(
        _("answer to"),
        max_length=300,
        blank=True,
        help_text=_("Encrypted. Name, e-mail address or phone, only if an answer needs it."),
    )
    field_of_action = models.CharField(
        pgettext_lazy("inquiry", "topic"), max_length=3, choices=FieldOfAction
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries_to_answer",
        verbose_name=_("responsible"),
    )
    due = models.DateField(_("to be answered by"), null=True, blank=True)
    forwarded_to = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries_forwarded",
        editable=False,
        verbose_name=_("forwarded to"),
    )
    forwarded_on = models.DateField(_("forwarded on"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    reopened_at = models.DateTimeField(_("opened again at"), null=True, blank=True, editable=False)
    answer = EncryptedTextField(
        _("answer in short"), max_length=2000, blank=True, help_text=_("Encrypted.")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes spent"), default=0, blank=True, help_text=_("All in all, until now.")
    )
    status = models.CharField(
        _("status"),
        max_length=14,
        choices=InquiryStatus,
        default=InquiryStatus.NEW,
        editable=False,
    )
    emptied_on = models.DateField(_("reduced to counts on"), null=True, blank=True, editable=False)

    objects = InquiryQuerySet.as_manager()

    # The subject as well: nobody is to be named there, but who knows what somebody typed.
    PERSONAL = {"subject", "text", "contact", "answer"}
    NOT_PERSONAL = {
        *RECORD_FIELDS,
        "row_key",
        "received_at",
        "channel",
        "asker",
        "organisation",
        "field_of_action",
        "responsible",
        "due",
        "forwarded_to",
        "forwarded_on",
        "answered_at",
        "reopened_at",
        "minutes",
        "status",
        "emptied_on",
    }

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(emptied_on=None) & ~Q(subject=""))
                | Q(emptied_on__isnull=False, subject=""),
                name="inquiry_has_a_subject_until_emptied",
                violation_error_message=_("Please say in a few words what is asked."),
            ),
            models.CheckConstraint(
                condition=Q(due=None) | Q(due__gte=TruncDate("received_at")),
                name="inquiry_due_after_it_came",
                violation_error_message=_("An answer cannot be due before the question came."),
            ),
            models.CheckConstraint(
                condition=Q(status="neu", responsible=None)
                | (~Q(status="neu") & Q(responsible__isnull=False))
                | Q(status="unbeantwortet"),
                name="inquiry_worked_on_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(forwarded_to=None, forwarded_on=None)
                | Q(
                    forwarded_to__isnull=False,
                    forwarded_on__isnull=False,
                    forwarded_on__gte=TruncDate("received_at"),
                ),
                name="inquiry_forwarded_somewhere_on_a_day",
                violation_error_message=_(
                    "An inquiry is forwarded to a place and on a day after it came."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status="weitergeleitet") | Q(forwarded_to__isnull=False),
                name="inquiry_forwarded_to_a_place",
                violation_error_message=_("Please say to whom the inquiry is forwarded."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status="beantwortet",
                    answered_at__isnull=False,
                    answered_at__gte=F("received_at"),
                )
                | (~Q(status="beantwortet") & Q(answered_at=None)),
                name="inquiry_answered_after_it_came",
                violation_error_message=_("The answer cannot be older than the question."),
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None)
                | Q(reopened_at__gte=F("received_at"), answered_at=None)
                | Q(
                    reopened_at__gte=F("received_at"),
                    answered_at__gte=F("reopened_at"),
                ),
                name="inquiry_answered_after_it_was_reopened",
                violation_error_message=_(
                    "The answer cannot be older than the day it was opened again."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status="wieder_offen") | Q(reopened_at__isnull=False),
                name="inquiry_reopened_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(emptied_on=None) | Q(status__in=["beantwortet", "unbeantwortet"]),
                name="inquiry_emptied_when_it_is_over",
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=MOST_MINUTES),
                name="inquiry_takes_at_most_100_hours",
                violation_error_message=_("Please enter at most 6,000 minutes."),
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="inquiry_newest_first"),
            models.Index(fields=["answered_at"], name="inquiry_by_answer"),
            models.Index(
                fields=["responsible", "due"],
                name="inquiry_waiting",
                condition=Q(status__in=["neu", "in_bearbeitung", "weitergeleitet", "wieder_offen"]),
            ),
        ]

    def __str__(self):
        return self.subject or gettext("Inquiry of %(day)s") % {
            "day": date_format(timezone.localdate(self.received_at), "SHORT_DATE_FORMAT")
        }

    def get_absolute_url(self):
        return address("counselling:inquiry_detail", self.pk)

    @property
    def is_open(self):
        return self.status in OPEN

    @property
    def is_answered(self):
        return self.status == InquiryStatus.ANSWERED

    @property
    def is_emptied(self):
        """Only a count by now."""
        return self.emptied_on is not None

    @property
    def can_be_reopened(self):
        return self.is_answered and not self.is_emptied

    @property
    def waits_for_somebody(self):
        return self.is_open and (self.responsible is None or not self.responsible.is_active)

    @property
    def is_overdue(self):
        return self.is_open and self.due is not None and self.due < timezone.localdate()

    @property
    def received_on(self):
        return timezone.localdate(self.received_at)

    @property
    def state(self):
        """The status in words, and that it is late."""
        status = self.get_status_display()
        return gettext("%(status)s, overdue") % {"status": status} if self.is_overdue else status

    @property
    def answer_time(self):
        """From the question to its last answer; None while there is none."""
        return None if self.answered_at is None else self.answered_at - self.received_at

    @property
    def answer_time_text(self):
        return spoken(self.answer_time) if self.is_answered else ""

    @property
    def readable_text(self):
        return readable(self, "text")

    @property
    def readable_contact(self):
        return readable(self, "contact")

    @property
    def readable_answer(self):
        return readable(self, "answer")

    @property
    def forgotten_from(self):
        """The day from which the texts go (domain/07, 7.2: two years after the answer)."""
        if self.answered_at is None or self.is_emptied:
            return None
        return same_day(timezone.localdate(self.answered_at), years=2)

    def clean(self):
        """What the constraints say of two fields, at the field it is said of; and what asks for
        today."""
        errors = {}
        if self.received_at:
            errors |= self._wrong_moment()
            if self.due and self.due < self.received_on:
                errors["due"] = _("An answer cannot be due before the question came.")
        if (self.minutes or 0) > MOST_MINUTES:
            errors["minutes"] = _("Please enter at most 6,000 minutes.")
        if errors:
            raise ValidationError(errors)

    def _wrong_moment(self):
        if self.received_at > timezone.now():
            return {"received_at": _("This moment is still to come. When did the question come?")}
        oldest = same_day(timezone.localdate(), years=-YEARS_BACK)
        if self._state.adding and self.received_on < oldest:
            return {"received_at": _("Inquiries can be entered up to two years back.")}
        return {}
