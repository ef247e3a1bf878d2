"""What only language courses have: type, hours, start, seats. The counts come from the vhs."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS, Record
from offers.codes import CourseStatus, CourseType
from offers.models.offers import Offer


def _count(verbose_name):
    return models.PositiveSmallIntegerField(verbose_name, null=True, blank=True)


@tracked
class Course(Record):
    """The course behind an offer (domain/02, 2.6); hours are units of 45 minutes (UE)."""

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="course")
    course_type = models.CharField(
        _("type of course"), max_length=10, choices=CourseType, blank=True
    )
    number = models.CharField(_("course number"), max_length=40, blank=True)
    modules = _count(_("modules"))
    hours = _count(_("units of 45 minutes"))
    orientation_hours = _count(_("of them orientation course"))
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    seats = _count(_("seats"))
    registered = _count(_("registered"))
    waiting = _count(_("on the waiting list"))
    counted_on = models.DateField(_("counted on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=CourseStatus, blank=True)

    PERSONAL: set[str] = set()
    NOT_PERSONAL = (
        RECORD_FIELDS
        | {"offer", "course_type", "number", "modules", "hours", "orientation_hours"}
        | {"starts_on", "ends_on", "seats", "registered", "waiting", "counted_on", "status"}
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="course_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(seats=None) | Q(registered=None) | Q(registered__lte=F("seats")),
                name="course_registered_within_seats",
                violation_error_message=_("There are more people registered than seats."),
            ),
        ]

    def __str__(self):
        return str(self.offer)

    def get_absolute_url(self):
        return self.offer.get_absolute_url()
