"""What only language courses have: type, hours, start, seats. The counts come from the vhs."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from integration_office import lists
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS, Record
from offers.codes import CourseStatus, CourseType
from offers.models.facts import count_field
from offers.models.offers import Offer


@tracked
class Course(Record):
    """The course behind an offer (domain/02, 2.6); hours are units of 45 minutes (UE)."""

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="course")
    course_type = models.CharField(
        _("type of course"), max_length=10, choices=CourseType, blank=True
    )
    number = models.CharField(_("course number"), max_length=40, blank=True)
    modules = count_field(_("modules"))
    hours = count_field(_("units of 45 minutes"))
    orientation_hours = count_field(_("of them orientation course"))
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    seats = count_field(_("seats"))
    registered = count_field(_("registered"))
    waiting = count_field(_("on the waiting list"))
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
            models.CheckConstraint(
                condition=Q(hours=None)
                | Q(orientation_hours=None)
                | Q(orientation_hours__lte=F("hours")),
                name="course_orientation_within_hours",
                violation_error_message=_(
                    "The orientation course cannot be longer than the whole course."
                ),
            ),
        ]

    def __str__(self):
        return str(self.offer)

    def get_absolute_url(self):
        return self.offer.get_absolute_url()

    def clean(self):
        if errors := dict(self._contradictions()):
            raise ValidationError(errors)

    def _contradictions(self):
        """What the constraints refuse, at the field where it is mended."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield "ends_on", _("The last day cannot be before the first.")
        if self.hours is not None and (self.orientation_hours or 0) > self.hours:
            yield (
                "orientation_hours",
                _("The orientation course cannot be longer than the whole course."),
            )
        if self.seats is not None and (self.registered or 0) > self.seats:
            yield (
                "seats",
                gettext(
                    "%(registered)s people are registered already: there cannot be fewer seats. "
                    "Who waits for a seat belongs on the waiting list."
                )
                % {"registered": self.registered},
            )
        if self.counted_on and self.counted_on > timezone.localdate():
            yield "counted_on", _("This day is still to come.")

    @property
    def is_over(self):
        """Also when nobody has said so: nobody comes in after the last day."""
        has_ended = self.ends_on is not None and self.ends_on < timezone.localdate()
        return has_ended or self.status in (CourseStatus.ENDED, CourseStatus.CANCELLED)

    @property
    def free_seats(self):
        """How many can still come; None where nobody counts. A course that is over has none."""
        if self.is_over:
            return 0
        if self.seats is None or self.registered is None:
            return None
        return self.seats - self.registered

    @property
    def period(self):
        start, end = (lists.text(day) for day in (self.starts_on, self.ends_on))
        if start and end:
            return gettext("%(start)s to %(end)s") % {"start": start, "end": end}
        if start:
            return gettext("from %(start)s") % {"start": start}
        return gettext("until %(end)s") % {"end": end} if end else ""

    @property
    def length(self):
        """ "700 units of 45 minutes, 100 of them orientation course"."""
        if self.hours is None:
            return ""
        if not self.orientation_hours:
            return gettext("%(hours)s units of 45 minutes") % {"hours": self.hours}
        return gettext("%(hours)s units of 45 minutes, %(part)s of them orientation course") % {
            "hours": self.hours,
            "part": self.orientation_hours,
        }

    @property
    def count(self):
        """Seats, registrations and waiting list, with the day they were counted."""
        said = []
        if self.seats is not None:
            seats = ngettext("%(seats)s seat", "%(seats)s seats", self.seats)
            said.append(seats % {"seats": self.seats})
        if self.registered is not None:
            said.append(gettext("%(registered)s registered") % {"registered": self.registered})
        if self.waiting:
            said.append(gettext("%(waiting)s waiting") % {"waiting": self.waiting})
        if said and self.counted_on:
            said.append(gettext("counted on %(day)s") % {"day": lists.text(self.counted_on)})
        return ", ".join(said)

    @property
    def facts(self):
        """Everything known, for the offer's own page."""
        return [
            (gettext("Type of course"), self.get_course_type_display()),
            (gettext("Number"), self.number),
            (gettext("Status"), self.get_status_display()),
            (gettext("Modules"), self.modules),
            (gettext("Length"), self.length),
            (gettext("Period"), self.period),
            (gettext("Seats"), self.count),
        ]
