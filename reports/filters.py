"""How the list of published figures is narrowed."""

import django_filters
from django.utils.translation import gettext_lazy as _

from reports.models import PublishedFigure


class PublishedFigureFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        field_name="name", lookup_expr="unaccent__icontains", label=_("figure")
    )
    year = django_filters.NumberFilter(field_name="year", label=_("year"))

    class Meta:
        model = PublishedFigure
        fields: list[str] = []
