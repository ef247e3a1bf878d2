"""Tasks of a case that come up again on a day (Wiedervorlage), for one of those who work on it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from counselling.models.cases import Case
from counselling.models.deputies import CaseDeputy
from counselling.models.to_dos import ToDo, ToDoQuerySet
from integration_office.addresses import address
from integration_office.arrays import OneOf
from integration_office.history import tracked


class CaseTaskQuerySet(ToDoQuerySet):
    def to_do_by(self, user, *, own, standing_in):
        """Those meant for `user`; in the cases where `user` is standing in those of the responsible
        who is away; and in the own ones those of somebody who no longer deputises: a task is never
        nobody's."""
        deputising = CaseDeputy.objects.of(OuterRef("for_user")).filter(case=OuterRef("case"))
        return self.filter(
            Q(for_user=user)
            | Q(OneOf(F("case"), Value(standing_in)), for_user=F("case__responsible"))
            | Q(OneOf(F("case"), Value(own)), ~Exists(deputising))
        )


@tracked
class CaseTask(ToDo):
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("case")
    )
    for_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="case_tasks",
        verbose_name=_("for whom"),
    )
    due_on = models.DateField(_("to come up on"))

    objects = CaseTaskQuerySet.as_manager()

    NOT_PERSONAL = {*ToDo.NOT_PERSONAL, "for_user"}

    class Meta(ToDo.Meta):
        verbose_name = _("task of a case")
        verbose_name_plural = _("tasks of a case")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["case", "due_on"], name="task_of_case"),
            models.Index(fields=["due_on"], name="task_to_do", condition=Q(state="offen")),
        ]

    def get_absolute_url(self):
        return address("counselling:tasks", self.case_id)
