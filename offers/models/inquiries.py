"""A question to a provider, "is this still true?": one mail, its offers, and each one's answer."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.history import tracked
from integration_office.models import User
from network.models import Organisation
from offers.models.offers import Offer


class InquiryQuerySet(models.QuerySet):
    def open(self):
        """Those in which an offer waits for its answer."""
        return self.filter(asked_offers__answer="").distinct()


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


class AskedOfferQuerySet(models.QuerySet):
    def still_theirs(self):
        """Without offers that another organisation provides by now."""
        return self.filter(offer__provider=F("inquiry__provider"))

    def unanswered(self):
        return self.filter(answer="")

    def in_order(self):
        whole = self.select_related("offer__provider", "offer__location")
        return whole.prefetch_related("offer__schedules").order_by(
            "offer__title__german_order", "pk"
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
    def is_ended(self):
        return self.answer == self.Answer.ENDED

    @property
    def thanks(self):
        """What the provider reads behind the own answer."""
        return {
            self.Answer.TRUE: _("confirmed, thank you"),
            self.Answer.CHANGED: _("changed and confirmed, thank you"),
            self.Answer.ENDED: _("ended, thank you"),
        }[self.answer]
