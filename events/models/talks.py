"""Talk rounds (Gesprächsrunden): headcounts only, never a list of names (domain/01, B7)."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS, Record
from offers.models import Offer


def part_of_all(field):
    """A part of the people who came cannot be more than came."""
    return models.CheckConstraint(
        condition=Q(**{field: None}) | Q(**{f"{field}__lte": F("n_total")}),
        name=f"talk_{field}_part_of_all",
        violation_error_message=_("A part of the people cannot be more than all who came."),
    )


@tracked
class GroupSession(Record):
    """One meeting of a talk round, a language café or a similar group."""

    title = models.CharField(_("group"), max_length=200)
    offer = models.ForeignKey(
        Offer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="group_sessions",
        verbose_name=_("offer in the catalogue"),
    )
    day = models.DateField(_("date"))
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    took_place = models.BooleanField(_("took place"), default=True)
    cancel_reason = models.CharField(_("why not"), max_length=200, blank=True)
    n_total = models.PositiveSmallIntegerField(_("people in total"), default=0)
    n_women = models.PositiveSmallIntegerField(_("women among them"), null=True, blank=True)
    n_children = models.PositiveSmallIntegerField(_("children among them"), null=True, blank=True)
    new_faces = models.PositiveSmallIntegerField(
        _("here for the first time"), null=True, blank=True
    )

    PERSONAL: set[str] = set()
    NOT_PERSONAL = RECORD_FIELDS | {
        "title",
        "offer",
        "day",
        "topic",
        "took_place",
        "cancel_reason",
        "n_total",
        "n_women",
        "n_children",
        "new_faces",
    }

    class Meta:
        verbose_name = _("talk round")
        verbose_name_plural = _("talk rounds")
        ordering = ["-day", "title"]
        indexes = [models.Index(fields=["-day"], name="talk_newest_first")]
        constraints = [
            models.UniqueConstraint(
                Lower("title"),
                "day",
                name="talk_once_a_day",
                violation_error_message=_(
                    "This group has been counted for this day already. Please open that entry."
                ),
            ),
            models.CheckConstraint(
                condition=Q(took_place=True) | (Q(n_total=0) & ~Q(cancel_reason="")),
                name="talk_not_held_for_a_reason",
                violation_error_message=_(
                    "If the group did not meet, please say why and count nobody."
                ),
            ),
            part_of_all("n_women"),
            part_of_all("n_children"),
            part_of_all("new_faces"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:talk_edit", args=[self.pk])
