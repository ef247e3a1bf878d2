"""Consents: what somebody agreed to, in which words, for how long, and when they took it back."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from counselling.models.cases import Case, OfCaseQuerySet
from integration_office.codes import Language
from integration_office.encryption import EncryptedTextField, SealedRecord
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS, Record
from network.models import Organisation


class Purpose(models.TextChoices):
    """Einwilligungszwecke (domain/13)."""

    FILE = "fallakte", _("case file")
    ART_9 = "art9", _("special categories of data (Art. 9)")
    DISCLOSURE = "weitergabe", _("passing on to another body")
    NEWSLETTER = "newsletter", _("newsletter")
    PHOTO = "foto", _("photo")
    MESSENGER = "messenger", _("contact by messenger")
    FOLLOW_UP = "nachbefragung", _("asking again later")


class ConsentForm(models.TextChoices):
    """How it was given (Art. 7 DSGVO: it has to be provable)."""

    WRITTEN = "schriftlich", _("in writing")
    ELECTRONIC = "elektronisch", _("electronically")
    ORAL = "muendlich", _("orally, documented")


class ConsentTextQuerySet(models.QuerySet):
    def current(self, day=None):
        """Of each purpose and language the latest version that is valid on that day (today)."""
        valid = self.filter(valid_from__lte=day or timezone.localdate())
        return self.filter(
            pk__in=valid.order_by("purpose", "language", "-number")
            .distinct("purpose", "language")
            .values("pk")
        )


@tracked
class ConsentText(Record):
    """The words of one purpose in one language; a change is a new number, what was signed stays."""

    purpose = models.CharField(_("purpose"), max_length=13, choices=Purpose)
    language = models.CharField(_("language"), max_length=3, choices=Language)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(
        _("text"),
        max_length=8000,
        help_text=_("An empty line ends a paragraph; a line that begins with # is a heading."),
    )
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)

    objects = ConsentTextQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {
        *RECORD_FIELDS,
        *("purpose", "language", "number", "title", "text", "valid_from"),
    }

    class Meta:
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        ordering = ["purpose", "language", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "language", "number"],
                name="consent_text_numbered_once",
                violation_error_message=_("There is such a version already."),
            ),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}, {self.get_language_display()}, {self.number}"

    def get_absolute_url(self):
        return reverse("counselling:consent_text", args=[self.pk])

    @property
    def blocks(self):
        """The paragraphs as (heading, words); a paragraph that begins with # has a heading."""
        return [
            _block(part) for part in self.text.replace("\r\n", "\n").split("\n\n") if part.strip()
        ]


def _block(part: str) -> tuple[str, str]:
    first, _newline, rest = part.strip().partition("\n")
    if not first.startswith("#"):
        return "", part.strip()
    return first.removeprefix("#").strip(), rest.strip()


class ConsentQuerySet(OfCaseQuerySet):
    def in_force(self, day=None):
        """Given, not taken back and not run out on that day (today)."""
        day = day or timezone.localdate()
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=day), given_on__lte=day, withdrawn_on=None
        )

    def to_keep_a_file(self):
        return self.filter(purpose=Purpose.FILE)

    def to_tell(self, organisation):
        """Those that allow to pass something on to this very body."""
        return self.filter(purpose=Purpose.DISCLOSURE, recipient=organisation)


@tracked
class Consent(SealedRecord):
    """One consent of one client. It outlives the content of its case as a proof (3 years)."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="consents", verbose_name=_("case")
    )
    purpose = models.CharField(_("purpose"), max_length=13, choices=Purpose)
    # None of a paper from before the office kept its texts here: it has words of its own.
    text = models.ForeignKey(
        ConsentText,
        on_delete=models.PROTECT,
        related_name="consents",
        null=True,
        verbose_name=_("text"),
    )
    recipient = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="disclosures",
        null=True,
        blank=True,
        verbose_name=_("recipient"),
    )
    about = EncryptedTextField(_("what may be told"), max_length=1000, blank=True)
    signed_by = EncryptedTextField(_("signed by"), max_length=240, blank=True)
    interpreter = EncryptedTextField(_("interpreted by"), max_length=120, blank=True)
    form = models.CharField(_("form"), max_length=12, choices=ConsentForm)
    given_on = models.DateField(_("given on"), default=timezone.localdate)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("Empty: until it is withdrawn.")
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    PERSONAL = {"about", "signed_by", "interpreter"}
    NOT_PERSONAL = {
        *RECORD_FIELDS,
        *("row_key", "case", "purpose", "text", "recipient", "form"),
        *("given_on", "valid_until", "withdrawn_on"),
    }

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose=Purpose.DISCLOSURE, recipient__isnull=False)
                | (~Q(purpose=Purpose.DISCLOSURE) & Q(recipient=None)),
                name="consent_names_its_recipient",
                violation_error_message=_(
                    "A consent to pass something on names one recipient; the others name none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(text__isnull=False) | Q(form=ConsentForm.WRITTEN),
                name="consent_own_words_on_paper",
                violation_error_message=_("Words of its own has only what was signed on paper."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("given_on")),
                name="consent_ends_after_it_was_given",
                violation_error_message=_("The consent cannot end before it was given."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_it_was_given",
                violation_error_message=_("The consent cannot be withdrawn before it was given."),
            ),
        ]
        indexes = [models.Index(fields=["case", "purpose"], name="consent_of_case")]

    def __str__(self):
        return str(self.get_purpose_display())

    def get_absolute_url(self):
        return reverse("counselling:case_consents", args=[self.case_id])

    @property
    def has_own_words(self):
        return self.text_id is None

    @property
    def is_for_file(self):
        return self.purpose == Purpose.FILE

    @property
    def is_withdrawn(self):
        return self.withdrawn_on is not None

    @property
    def has_run_out(self):
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    @property
    def is_in_force(self):
        return (
            not self.is_withdrawn and not self.has_run_out and self.given_on <= timezone.localdate()
        )
