"""How the lists of the volunteers' office are narrowed."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integration_office.codes import Language
from integration_office.forms import OfficeForm
from volunteers.choices import (
    NeedStatus,
    PlacementStatus,
    Task,
    Urgency,
    VolunteerStatus,
)
from volunteers.models import Need, Placement, Volunteer


SHOWN = [choice for choice in VolunteerStatus.choices if choice[0] != VolunteerStatus.ERASED]


class VolunteerFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name or district"), method="matching")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=SHOWN)
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=Language, field_name="languages", method="containing"
    )
    task = django_filters.ChoiceFilter(
        label=_("Field of help"), choices=Task, field_name="tasks", method="containing"
    )

    class Meta:
        model = Volunteer
        fields: list[str] = []
        form = OfficeForm

    def matching(self, volunteers, _name, text):
        return volunteers.filter(
            Q(name__unaccent__icontains=text) | Q(district__unaccent__icontains=text)
        )

    def containing(self, volunteers, name, code):
        return volunteers.filter(**{f"{name}__contains": [code]})


class NeedFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Title or organisation"), method="matching")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=NeedStatus)
    task = django_filters.ChoiceFilter(label=_("Field of help"), choices=Task)
    urgency = django_filters.ChoiceFilter(label=_("Urgency"), choices=Urgency)

    class Meta:
        model = Need
        fields: list[str] = []
        form = OfficeForm

    def matching(self, needs, _name, text):
        return needs.filter(
            Q(title__unaccent__icontains=text)
            | Q(organisation__name__unaccent__icontains=text)
            | Q(family_ref__iexact=text)
        )


class PlacementFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Volunteer or need"), method="matching")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=PlacementStatus)
    begun = django_filters.NumberFilter(
        label=_("Began in the year"), field_name="started_on", lookup_expr="year"
    )

    class Meta:
        model = Placement
        fields: list[str] = []
        form = OfficeForm

    def matching(self, placements, _name, text):
        return placements.filter(
            Q(volunteer__name__unaccent__icontains=text) | Q(need__title__unaccent__icontains=text)
        )
