"""Who stands in for a colleague: in a case, or for a whole desk, from one day to another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from counselling.models.cases import Case
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS, Record


class DeputyshipQuerySet(models.QuerySet):
    def valid_on(self, day):
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def not_over(self):
        return self.filter(Q(until=None) | Q(until__gte=timezone.localdate()))


class CaseDeputyQuerySet(DeputyshipQuerySet):
    def of(self, user):
        """What this user deputises for today."""
        return self.filter(user=user).valid_on(timezone.localdate())

    def standing_in(self, user):
        """Of those the ones with an end: a colleague is away, and this user has the work."""
        return self.of(user).filter(until__isnull=False)


@tracked
class DeskDeputy(Record):
    """Somebody who stands in for a whole desk from one day to another: for the running cases that
    lie on it, and for those that come to it in that time (casework/desk/standing_in.py)."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="desk_deputies",
        verbose_name=_("whose desk"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="desks_deputised",
        verbose_name=_("deputy"),
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"))

    objects = DeputyshipQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {*RECORD_FIELDS, "owner", "user", "since", "until"}

    class Meta:
        verbose_name = _("deputy of a desk")
        verbose_name_plural = _("deputies of desks")
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="desk_deputy_ends_after_the_start"
            ),
            models.CheckConstraint(
                condition=~Q(owner=F("user")), name="desk_deputy_is_somebody_else"
            ),
        ]

    def __str__(self):
        return str(self.user)


@tracked
class CaseDeputy(Record):
    """Somebody who sees and works on a colleague's case from one day to another."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="deputies", verbose_name=_("case")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="deputised",
        verbose_name=_("deputy"),
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    # The stand-in for the whole desk of which this case is a part; none where it is for this case.
    desk = models.ForeignKey(
        DeskDeputy,
        on_delete=models.CASCADE,
        related_name="cases",
        null=True,
        editable=False,
        verbose_name=_("deputy of a desk"),
    )
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Empty: until it is ended.")
    )

    objects = CaseDeputyQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {*RECORD_FIELDS, "case", "user", "desk", "since", "until"}

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="deputy_ends_after_the_start",
                violation_error_message=_("The deputyship cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["case", "user", "since"],
                condition=Q(desk=None),
                name="deputy_once_from_a_day",
                violation_error_message=_("This colleague deputises from that day already."),
            ),
        ]
        indexes = [models.Index(fields=["user", "case"], name="deputy_of")]

    def __str__(self):
        return str(self.user)

    def get_absolute_url(self):
        return self.case.get_absolute_url()

    @property
    def is_valid(self):
        today = timezone.localdate()
        return self.since <= today and (self.until is None or self.until >= today)
