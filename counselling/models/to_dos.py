"""What is still to be done in a case: sealed words, a day, and whether it is settled."""

import datetime
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.casework.codes import ToDoState
from counselling.models.cases import OfCaseQuerySet, readable
from integration_office.agenda import WEEK
from integration_office.encryption import EncryptedTextField, SealedRecord
from integration_office.records import RECORD_FIELDS


class Urgency(NamedTuple):
    """How soon something is due, as a badge."""

    level: str
    label: str


def urgency_of(day: datetime.date | None, today: datetime.date) -> Urgency | None:
    """None for what has no day, or one that is more than a week away."""
    if day is None or day > today + WEEK:
        return None
    if day < today:
        return Urgency("danger", gettext("overdue"))
    if day == today:
        return Urgency("warning", gettext("today"))
    return Urgency("warning", gettext("this week"))


class ToDoQuerySet(OfCaseQuerySet):
    def open(self):
        return self.filter(state=ToDoState.OPEN)

    def done(self):
        return self.filter(state=ToDoState.DONE)

    def due_until(self, day):
        """What is still asked for up to that day."""
        return self.open().filter(due_on__lte=day)

    def soonest_first(self):
        """Those without a day come last."""
        return self.order_by(models.F("due_on").asc(nulls_last=True), "pk")


class ToDo(SealedRecord):
    State = ToDoState

    what = EncryptedTextField(
        _("what is to be done"),
        max_length=500,
        help_text=_("Encrypted. Only who sees the case can read it."),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=ToDoState, default=ToDoState.OPEN, editable=False
    )
    settled_on = models.DateField(_("settled on"), null=True, blank=True, editable=False)

    PERSONAL = {"what"}
    NOT_PERSONAL = {*RECORD_FIELDS, "row_key", "case", "state", "settled_on", "due_on"}

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state="offen", settled_on=None)
                | Q(state__in=["erledigt", "entfallen"], settled_on__isnull=False),
                name="%(class)s_settled_on_a_day",
            ),
        ]

    def __str__(self):
        # Never the words: this reaches messages and logs.
        return str(self._meta.verbose_name)

    @property
    def is_open(self):
        return self.state == ToDoState.OPEN

    @property
    def is_done(self):
        return self.state == ToDoState.DONE

    @property
    def urgency(self):
        """The badge beside it, or None."""
        if self.is_open:
            return urgency_of(self.due_on, timezone.localdate())
        return Urgency("success" if self.is_done else "info", str(self.get_state_display()))

    @property
    def readable_what(self):
        return readable(self, "what")
