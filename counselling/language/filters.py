"""What the list of course interests can be narrowed to."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from counselling.language.codes import Entitlement, InterestStatus, TimeOfDay
from counselling.language.deadlines import DAY
from integration_office.codes import GermanLevel
from integration_office.filters import ContainsFilter, OfficeFilterSet
from offers.codes import CourseType


ALL = "alle"
STATUSES = [(ALL, _("all")), *InterestStatus.choices]
ENDS = [("30", _("within 30 days")), ("90", _("within 90 days")), ("0", _("has ended"))]


class InterestFilter(OfficeFilterSet):
    course_type = django_filters.ChoiceFilter(
        label=_("Type of course"), choices=CourseType, empty_label=_("all")
    )
    level = django_filters.ChoiceFilter(
        label=_("To level"), choices=GermanLevel.choices[1:], empty_label=_("all")
    )
    time = ContainsFilter(
        field_name="times", label=_("Could come"), choices=TimeOfDay, empty_label=_("all")
    )
    childcare = django_filters.ChoiceFilter(
        label=_("Childcare"), choices=[("True", _("needed"))], empty_label=_("all")
    )
    entitlement = django_filters.ChoiceFilter(
        label=_("Entitlement"), choices=Entitlement, empty_label=_("all")
    )
    ends = django_filters.ChoiceFilter(
        label=_("Entitlement ends"), choices=ENDS, method="ending", empty_label=_("all")
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=STATUSES,
        method="in_status",
        empty_label=_("open ones"),
    )

    def in_status(self, interests, _name, status):
        return interests if status == ALL else interests.filter(status=status)

    def ending(self, interests, _name, days):
        today = timezone.localdate()
        if days == "0":
            return interests.filter(entitlement_valid_until__lt=today)
        return interests.expiring(today, today + int(days) * DAY)
