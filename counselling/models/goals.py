"""What a case is to lead to, and the steps agreed on the way."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from counselling.casework.codes import GoalState, Who
from counselling.models.cases import Case, OfCaseQuerySet, readable
from counselling.models.to_dos import ToDo, ToDoQuerySet
from integration_office.addresses import address
from integration_office.codes import FieldOfAction
from integration_office.encryption import EncryptedTextField, SealedRecord
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS


class CaseGoalQuerySet(OfCaseQuerySet):
    def open(self):
        """Neither reached nor given up."""
        return self.filter(state=GoalState.OPEN)


@tracked
class CaseGoal(SealedRecord):
    State = GoalState

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="goals", verbose_name=_("case")
    )
    text = EncryptedTextField(
        _("goal"),
        max_length=500,
        help_text=_("Encrypted. Only who sees the case can read it."),
    )
    field = models.CharField(_("field of action"), max_length=3, choices=FieldOfAction)
    set_on = models.DateField(_("agreed on"), default=timezone.localdate)
    state = models.CharField(
        _("state"), max_length=10, choices=GoalState, default=GoalState.OPEN, editable=False
    )
    settled_on = models.DateField(_("settled on"), null=True, blank=True, editable=False)

    objects = CaseGoalQuerySet.as_manager()

    PERSONAL = {"text"}
    NOT_PERSONAL = {*RECORD_FIELDS, "row_key", "case", "field", "set_on", "state", "settled_on"}

    class Meta:
        verbose_name = _("goal of a case")
        verbose_name_plural = _("goals of a case")
        ordering = ["set_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="offen", settled_on=None)
                | Q(state__in=["erreicht", "aufgegeben"], settled_on__isnull=False),
                name="case_goal_settled_on_a_day",
            ),
        ]

    def __str__(self):
        # Never the words: this reaches messages and logs.
        return str(self._meta.verbose_name)

    def get_absolute_url(self):
        return address("counselling:goals", self.case_id)

    @property
    def is_open(self):
        return self.state == GoalState.OPEN

    @property
    def is_reached(self):
        return self.state == GoalState.REACHED

    @property
    def readable_text(self):
        return readable(self, "text")


@tracked
class CaseStep(ToDo):
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="steps", verbose_name=_("case")
    )
    goal = models.ForeignKey(
        CaseGoal,
        on_delete=models.CASCADE,
        related_name="steps",
        null=True,
        blank=True,
        verbose_name=_("goal"),
    )
    who = models.CharField(_("who does it"), max_length=9, choices=Who, default=Who.TOGETHER)
    due_on = models.DateField(_("until"), null=True, blank=True)

    objects = ToDoQuerySet.as_manager()

    NOT_PERSONAL = {*ToDo.NOT_PERSONAL, "goal", "who"}

    class Meta(ToDo.Meta):
        verbose_name = _("agreed step")
        verbose_name_plural = _("agreed steps")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["case", "due_on"], name="step_of_case"),
            models.Index(fields=["due_on"], name="step_to_do", condition=Q(state="offen")),
        ]

    def get_absolute_url(self):
        return address("counselling:goals", self.case_id)
