"""The way of a file to its end (Löschlauf, domain/07, 7.2): due, offered to the archive, answered,
erased; or only restricted, because somebody claims a right (Art. 18 DSGVO)."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from counselling.models.cases import Case
from integration_office.addresses import address
from integration_office.history import tracked
from integration_office.permissions import protects_data
from integration_office.records import RECORD_FIELDS, Record


DAYS_LEFT = 14  # then the clock erases what nobody has erased
# What nobody has offered to the archive (LArchG SH, § 15) waits for that as long as the client's
# right leaves: a month (Art. 12 (3) DSGVO).
DAYS_UNOFFERED = 28


class ErasureReason(models.TextChoices):
    WITHDRAWN = "widerruf", _("consent withdrawn")
    RAN_OUT = "abgelaufen", _("consent run out")
    DEMANDED = "verlangt", _("erasure demanded")
    CLAIM = "einschraenkung", _("restriction demanded (Art. 18)")


class ErasureState(models.TextChoices):
    """Löschlauf (domain/13)."""

    DUE = "faellig", _("due for erasure")
    OFFERED = "archiv_angeboten", _("offered to the archive")
    TAKEN = "uebernommen", _("taken over by the archive")
    NOT_WORTHY = "nicht_archivwuerdig", _("not wanted by the archive")
    ERASED = "geloescht", _("erased")
    BLOCKED = "gesperrt", _("restricted")


ANSWERS = (ErasureState.TAKEN, ErasureState.NOT_WORTHY)


def _days(number):
    return datetime.timedelta(days=number)


class ErasureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The only door: those of one's own restricted cases and of those one deputises for; for
        data protection the log of all, which names numbers and days and nobody."""
        if protects_data(user):
            return self
        return self.filter(case__in=Case.objects.restricted_for(user).values("pk"))

    def running(self):
        """Neither finished nor taken back."""
        return self.filter(erased_on=None, lifted_on=None)

    def to_erase(self):
        """Running ones at whose end the file goes."""
        return self.running().exclude(reason=ErasureReason.CLAIM)

    def unoffered(self):
        """Those of which the archive has not heard."""
        return self.to_erase().filter(offered_on=None, archive="")

    def overdue(self, today):
        """Those the clock has to finish."""
        offered = ~Q(offered_on=None, archive="") & Q(begun_on__lte=today - _days(DAYS_LEFT))
        return self.to_erase().filter(offered | Q(begun_on__lte=today - _days(DAYS_UNOFFERED)))


@tracked
class Erasure(Record):
    """One way of one case. It stays as the log of what was erased: a number, days, no person."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="erasures", verbose_name=_("case")
    )
    reason = models.CharField(_("reason"), max_length=14, choices=ErasureReason)
    begun_on = models.DateField(_("begun on"), default=timezone.localdate)
    offered_on = models.DateField(_("offered to the archive on"), null=True, blank=True)
    archive = models.CharField(
        _("answer of the archive"),
        max_length=19,
        choices=[(answer.value, answer.label) for answer in ANSWERS],
        blank=True,
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    erased_on = models.DateField(_("erased on"), null=True, blank=True)
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)

    objects = ErasureQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {
        *RECORD_FIELDS,
        *("case", "reason", "begun_on", "offered_on", "archive", "answered_on"),
        *("erased_on", "lifted_on"),
    }

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-begun_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(erased_on=None, lifted_on=None),
                name="erasure_runs_once",
                violation_error_message=_("This case is restricted already."),
            ),
            models.CheckConstraint(
                condition=Q(archive="", answered_on=None)
                | (~Q(archive="") & Q(answered_on__isnull=False)),
                name="erasure_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(archive__in=["", *ANSWERS]), name="erasure_known_answer"
            ),
            # What somebody only claims a right to is not erased; what was withdrawn is not kept.
            models.CheckConstraint(
                condition=Q(reason=ErasureReason.CLAIM, erased_on=None, offered_on=None, archive="")
                | (~Q(reason=ErasureReason.CLAIM) & Q(lifted_on=None)),
                name="erasure_claim_ends_by_lifting",
            ),
            models.CheckConstraint(
                condition=Q(erased_on=None) | Q(erased_on__gte=F("begun_on")),
                name="erasure_ends_after_it_began",
            ),
        ]

    def __str__(self):
        return str(self.get_reason_display())

    def get_absolute_url(self):
        return address("counselling:case_erasure", self.case_id)

    @property
    def state(self):
        """Where the file stands, told by what has happened."""
        if self.erased_on:
            return ErasureState.ERASED
        if self.reason == ErasureReason.CLAIM:
            return ErasureState.BLOCKED
        if self.archive:
            return ErasureState(self.archive)
        return ErasureState.OFFERED if self.offered_on else ErasureState.DUE

    @property
    def state_label(self):
        return self.state.label

    @property
    def is_claim(self):
        return self.reason == ErasureReason.CLAIM

    @property
    def is_running(self):
        return self.erased_on is None and self.lifted_on is None

    @property
    def awaits_answer(self):
        return self.offered_on is not None and not self.archive

    @property
    def is_unoffered(self):
        return self.offered_on is None and not self.archive

    @property
    def is_taken(self):
        return self.archive == ErasureState.TAKEN

    @property
    def last_day(self):
        """When the clock erases, if nobody has by then."""
        return self.begun_on + _days(DAYS_UNOFFERED if self.is_unoffered else DAYS_LEFT)
