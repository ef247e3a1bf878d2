"""Values of choice lists that may not be chosen for a time: a law closes them, rows that are there
keep them. A rule holds for entries of its days, not for the day on which somebody types."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from counselling.language.codes import ChoiceList, Entitlement
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS, Record
from offers.codes import CourseType


VALUES: dict[str, type[models.TextChoices]] = {
    ChoiceList.ENTITLEMENT: Entitlement,
    ChoiceList.COURSE_TYPE: CourseType,
}


class ChoiceRuleQuerySet(models.QuerySet):
    def on(self, day):
        """Those that hold for entries of that day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


@tracked
class ChoiceRule(Record):
    code_list = models.CharField(_("choice list"), max_length=16, choices=ChoiceList)
    code = models.CharField(_("value"), max_length=10)
    valid_from = models.DateField(_("not to be chosen from"))
    valid_until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Empty: until further notice.")
    )
    hint = models.CharField(
        _("hint for the form"),
        max_length=300,
        help_text=_("What colleagues should know and do instead, in a sentence or two."),
    )

    objects = ChoiceRuleQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = RECORD_FIELDS | {"code_list", "code", "valid_from", "valid_until", "hint"}

    class Meta:
        verbose_name = _("rule about a choice")
        verbose_name_plural = _("rules about choices")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="choice_rule_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.UniqueConstraint(
                fields=["code_list", "code", "valid_from"],
                name="choice_rule_once_from_a_day",
                violation_error_message=_("There is a rule for this value from that day already."),
            ),
        ]

    def __str__(self):
        return str(self.value_label)

    def get_absolute_url(self):
        return reverse("counselling:rule_edit", args=[self.pk])

    @property
    def value_label(self):
        """The value in words; one that the list does not know any more as it stands."""
        return dict(VALUES[self.code_list].choices).get(self.code, self.code)

    @property
    def day_before(self):
        """The last day of which an entry may still have the value."""
        return self.valid_from - datetime.timedelta(days=1)

    def holds_on(self, day: datetime.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)


def stops(
    rules: Iterable[ChoiceRule], code_list: str, day: datetime.date, *, keeps: str = ""
) -> dict[str, ChoiceRule]:
    """The values that cannot be chosen for an entry of `day`, each with its rule. A row that has
    one already keeps it."""
    return {
        rule.code: rule
        for rule in rules
        if rule.code_list == code_list and rule.code != keeps and rule.holds_on(day)
    }


def left(choices: Sequence[tuple[str, object]], stopped: Iterable[str]) -> list[tuple[str, object]]:
    """The choices without those that are closed."""
    closed = set(stopped)
    return [choice for choice in choices if choice[0] not in closed]
