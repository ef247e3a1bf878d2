"""The form for what only a language course has."""

from django.utils.translation import gettext_lazy as _

from integration_office.forms import OfficeModelForm
from offers.models import Course


class CourseForm(OfficeModelForm):
    """Only totals: who takes part is known to the vhs alone."""

    class Meta:
        model = Course
        fields = [
            "course_type",
            "number",
            "modules",
            "hours",
            "orientation_hours",
            "starts_on",
            "ends_on",
            "status",
            "seats",
            "registered",
            "waiting",
            "counted_on",
        ]
        help_texts = {
            "hours": _("All of them, with the orientation course."),
            "seats": _("An integration course has at most 25."),
            "counted_on": _("Leave it as it is: new numbers are of today."),
        }
