"""A question to a provider, "is this still true?": one mail, its offers, and each one's answer."""

import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.history import tracked
from integration_office.models import User
from network.models import Organisation
from offers.codes import Status
from offers.models.offers import Offer
from offers.models.versions import ProposedChange


# From the first mail on: how long its links live, and when the reminders come.
DAYS = 60
REMINDERS = 2
REMIND_EVERY = datetime.timedelta(days=14)
# What a reminder needs at least after the mail before it, and before the end of its link.
QUIET_DAYS = datetime.timedelta(days=7)


class InquiryQuerySet(models.QuerySet):
    def not_over(self, today):
        """Those whose links still live."""
        return self.filter(asked_at__date__gt=today - datetime.timedelta(days=DAYS))

    def running(self, today):
        """The last question to each provider, while an offer in it waits for its answer."""
        later = Inquiry.objects.filter(
            Q(asked_at__gt=OuterRef("asked_at"))
            | Q(asked_at=OuterRef("asked_at"), pk__gt=OuterRef("pk")),
            provider=OuterRef("provider"),
        )
        waiting = AskedOffer.objects.waiting().filter(inquiry=OuterRef("pk"))
        return self.not_over(today).filter(~Exists(later), Exists(waiting))

    def told_three_times(self):
        return self.filter(reminders=REMINDERS)


@tracked
class Inquiry(models.Model):
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="inquiries", verbose_name=_("provider")
    )
    recipient = models.EmailField(_("e-mail address"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    asked_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("asked by"),
    )
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0, editable=False)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True, editable=False)
    offers = models.ManyToManyField(Offer, through="AskedOffer", related_name="inquiries")

    objects = InquiryQuerySet.as_manager()

    PERSONAL = {"recipient"}
    NOT_PERSONAL = {"id", "provider", "asked_at", "asked_by", "reminders", "reminded_at"}

    class Meta:
        verbose_name = _("request for confirmation")
        verbose_name_plural = _("requests for confirmation")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["provider", "-asked_at"], name="inquiry_latest")]

    def __str__(self):
        return str(self.provider)

    def get_absolute_url(self):
        return reverse("offers:due")

    @property
    def asked_on(self):
        return timezone.localdate(self.asked_at)

    @property
    def ends_on(self):
        """The last day of its links."""
        return self.asked_on + datetime.timedelta(days=DAYS)

    @property
    def next_reminder(self):
        """The day of the next reminder: 14 and 28 days after the question. Where the clock stood
        still, the second keeps a week's distance from the first. None after the last, and when it
        would come too late for its link."""
        if self.reminders >= REMINDERS:
            return None
        day = self.asked_on + (self.reminders + 1) * REMIND_EVERY
        if self.reminded_at:
            day = max(day, timezone.localdate(self.reminded_at) + QUIET_DAYS)
        return day if day <= self.ends_on - QUIET_DAYS else None

    def is_to_be_reminded(self, today):
        day = self.next_reminder
        return day is not None and day <= today <= self.ends_on - QUIET_DAYS


class AskedOfferQuerySet(models.QuerySet):
    def still_theirs(self):
        """Without offers that another organisation provides by now."""
        return self.filter(offer__provider=F("inquiry__provider"))

    def unanswered(self):
        return self.filter(answer="")

    def waiting(self):
        """Unanswered ones that still matter: published, and not confirmed on another way since."""
        before = Q(offer__confirmed_on__lt=TruncDate("inquiry__asked_at"))
        return (
            self.still_theirs()
            .unanswered()
            .filter(Q(offer__confirmed_on=None) | before, offer__status=Status.PUBLISHED)
        )

    def wanting_attention(self, today):
        """Those whose offer gets due, is overdue or was never confirmed."""
        return self.filter(offer__in=Offer.objects.to_confirm(today))

    def in_order(self):
        """With what their page says of each; `change_waits_since` is the moment of a change that
        the office has not looked at yet."""
        waiting = ProposedChange.objects.waiting().filter(offer=OuterRef("offer"))
        whole = self.select_related("offer__provider", "offer__location")
        return (
            whole.annotate(change_waits_since=Subquery(waiting.values("proposed_at")[:1]))
            .prefetch_related("offer__schedules")
            .order_by("offer__title__german_order", "pk")
        )


@tracked
class AskedOffer(models.Model):
    """One offer of one mail, and what the provider said about it."""

    class Answer(models.TextChoices):
        TRUE = "stimmt", _("still true")
        CHANGED = "geaendert", _("changed")
        ENDED = "beendet", _("no longer there")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="asked_offers")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="asked_offers")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = AskedOfferQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"id", "inquiry", "offer", "answer", "answered_at"}

    class Meta:
        verbose_name = _("asked offer")
        verbose_name_plural = _("asked offers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "offer"], name="offer_once_per_inquiry"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="asked_offer_answered_at_some_time",
            ),
        ]

    def __str__(self):
        return f"{self.inquiry_id} {self.offer_id}"

    @property
    def is_answered(self):
        return self.answer != ""

    @property
    def is_true(self):
        return self.answer == self.Answer.TRUE

    @property
    def is_changed(self):
        return self.answer == self.Answer.CHANGED

    @property
    def is_ended(self):
        return self.answer == self.Answer.ENDED

    @property
    def can_be_taken_back(self):
        """What one click said; what was written is changed by writing again."""
        return self.answer in (self.Answer.TRUE, self.Answer.ENDED)

    @property
    def thanks(self):
        """What the provider reads behind the own answer."""
        return {
            self.Answer.TRUE: _("confirmed, thank you"),
            self.Answer.CHANGED: _("changed and confirmed, thank you"),
            self.Answer.ENDED: _("ended, thank you"),
        }[self.answer]
