"""How the lists of the volunteers' office are narrowed."""

import datetime

import django_filters
from django.utils.translation import gettext_lazy as _

from integration_office.codes import Language
from integration_office.filters import ContainsFilter, OfficeFilterSet
from volunteers.codes import (
    NeedStatus,
    PlacementStatus,
    Task,
    Urgency,
    VolunteerStatus,
)


SHOWN = [choice for choice in VolunteerStatus.choices if choice[0] != VolunteerStatus.ERASED]


class VolunteerFilter(OfficeFilterSet):
    q = django_filters.CharFilter(label=_("Name or district"), method="matching")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=SHOWN)
    language = ContainsFilter(label=_("Language"), choices=Language, field_name="languages")
    task = ContainsFilter(label=_("Field of help"), choices=Task, field_name="tasks")


class NeedFilter(OfficeFilterSet):
    q = django_filters.CharFilter(label=_("Title or organisation"), method="matching")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=NeedStatus)
    task = django_filters.ChoiceFilter(label=_("Field of help"), choices=Task)
    urgency = django_filters.ChoiceFilter(label=_("Urgency"), choices=Urgency)


class PlacementFilter(OfficeFilterSet):
    q = django_filters.CharFilter(label=_("Volunteer or need"), method="matching")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=PlacementStatus)
    begun = django_filters.NumberFilter(
        label=_("Began in the year"),
        field_name="started_on",
        lookup_expr="year",
        # The database is asked for the days of the year.
        min_value=datetime.MINYEAR,
        max_value=datetime.MAXYEAR,
    )
