"""How the list of published figures is narrowed."""

import django_filters
from django.utils.translation import gettext_lazy as _

from integration_office.filters import OfficeFilterSet


class PublishedFigureFilter(OfficeFilterSet):
    q = django_filters.CharFilter(
        field_name="name", lookup_expr="unaccent__icontains", label=_("figure")
    )
    year = django_filters.NumberFilter(field_name="year", label=_("year"))
