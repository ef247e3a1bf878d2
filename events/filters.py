"""What the lists of the calendar can be narrowed by."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event, Series, TestSession
from integration_office.filters import NameChoiceFilter, OfficeFilterSet
from network.models import Organisation


UPCOMING, PAST, ALL = "upcoming", "past", "all"


def organisers(request=None):
    some = Event.organisers.through.objects.values("organisation")
    return Organisation.objects.filter(pk__in=some).german_order()


class EventFilter(OfficeFilterSet):
    """Without any filter the calendar shows what is still to come."""

    q = django_filters.CharFilter(label=_("Title, place, text or organiser"), method="matching")
    when = django_filters.ChoiceFilter(
        label=_("When"),
        method="at_time",
        empty_label=_("any time"),
        choices=[(UPCOMING, _("still to come")), (PAST, _("past")), (ALL, _("all"))],
    )
    since = django_filters.DateFilter(field_name="day", lookup_expr="gte", label=_("From"))
    until = django_filters.DateFilter(field_name="day", lookup_expr="lte", label=_("Until"))
    series = NameChoiceFilter(
        label=_("Part of series"), queryset=Series.objects.all(), named_by="title"
    )
    organiser = NameChoiceFilter(label=_("Organiser"), method="by_organiser", queryset=organisers)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Event.Status.choices)

    def __init__(self, data=None, *args, **kwargs):
        # Bound even to nothing: the calendar opens with what is to come.
        super().__init__(data or {}, *args, **kwargs)

    def by_organiser(self, events, _name, organisation):
        return events.filter(organisers=organisation)

    def at_time(self, events, _name, when):
        today = timezone.localdate()
        if when == UPCOMING:
            return events.upcoming(today)
        newest_first = events.order_by("-day", "starts_at", "pk")
        return newest_first.past(today) if when == PAST else newest_first

    def filter_queryset(self, events):
        if not any(self.form.cleaned_data.values()):
            return events.upcoming(timezone.localdate())
        return super().filter_queryset(events)


class TalkFilter(OfficeFilterSet):
    title = django_filters.CharFilter(
        label=_("Group"), field_name="title", lookup_expr="unaccent__icontains"
    )
    since = django_filters.DateFilter(field_name="day", lookup_expr="gte", label=_("From"))
    until = django_filters.DateFilter(field_name="day", lookup_expr="lte", label=_("Until"))
    took_place = django_filters.ChoiceFilter(
        label=_("Took place"), choices=[("True", _("yes")), ("False", _("no"))]
    )


class TestFilter(OfficeFilterSet):
    __test__ = False  # not a test of ours

    since = django_filters.DateFilter(field_name="day", lookup_expr="gte", label=_("From"))
    until = django_filters.DateFilter(field_name="day", lookup_expr="lte", label=_("Until"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=TestSession.Status.choices)


class SeriesFilter(OfficeFilterSet):
    title = django_filters.CharFilter(
        label=_("Title"), lookup_expr="unaccent__icontains", widget=forms.TextInput
    )
    year = django_filters.NumberFilter(label=_("Year"))
