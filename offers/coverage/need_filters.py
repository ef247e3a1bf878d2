"""How the log of unmet needs is narrowed: by the codes the gap table counts by."""

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _

from integration_office.filters import OfficeFilterSet
from offers.codes import NeedSource, NeedStatus
from offers.coverage.gaps import DIMENSIONS
from offers.filters import required


def _by(key):
    dimension = DIMENSIONS[key]
    return django_filters.ChoiceFilter(
        label=dimension.label, choices=dimension.choices, method="with_the_others"
    )


# What the log shows besides the open ones, when it is asked for.
STATUSES = [("alle", _("all")), *NeedStatus.choices]


class NeedFilter(OfficeFilterSet):
    q = django_filters.CharFilter(label=_("Text"), method="matching")
    field = _by("field")
    group = _by("group")
    level = _by("level")
    day = _by("day")
    part = _by("part")
    source = django_filters.ChoiceFilter(label=_("Seen by"), choices=NeedSource)
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=STATUSES,
        empty_label=_("open ones"),
        method="in_status",
    )

    def with_the_others(self, needs, _name, _code):
        """A weekday and a time of day mean one slot: see filter_queryset."""
        return needs

    def in_status(self, needs, _name, status):
        return needs if status == "alle" else needs.filter(status=status)

    def filter_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        chosen = self.form.cleaned_data
        codes = {key: chosen[key] for key in DIMENSIONS if chosen.get(key)}
        return super().filter_queryset(queryset).filter(facets__contains=required(codes))
