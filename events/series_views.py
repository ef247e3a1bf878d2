"""Series: events under one heading, such as the Interkulturelle Wochen of a year."""

from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import actions
from events.filters import SeriesFilter
from events.forms import SeriesForm
from events.models import Event, Series
from events.permissions import plans_events
from events.views import EVENT_COLUMNS
from integration_office.lists import Column, list_page
from integration_office.permissions import allow, is_partner, is_staff
from integration_office.views import ask, edit


def _with_counts(user):
    """Series with how many of their events this user sees."""
    seen = Event.objects.visible_to(user).values("pk")
    counted = Series.objects.annotate(events_seen=Count("programme", filter=Q(programme__in=seen)))
    return counted.order_by(F("year").desc(nulls_last=True), "title", "pk")


@require_safe
@allow(is_staff, is_partner)
def series_list(request):
    return list_page(
        request,
        _with_counts(request.user),
        columns=[
            Column("title", _("Title"), "title", sort="title__german_order", link=True),
            Column("year", _("Year"), lambda series: str(series.year or ""), sort="year"),
            Column("motto", _("Motto"), "motto"),
            Column("deadline", _("Contributions until"), "submission_deadline"),
            Column("events", _("Events"), "events_seen", sort="events_seen"),
        ],
        filterset=SeriesFilter,
        template="events/series_list.html",
        title=_("Series"),
        filename="reihen",
        context={"may_create": plans_events(request.user)},
    )


@require_safe
@allow(is_staff, is_partner)
def series_detail(request, pk):
    series = get_object_or_404(Series, pk=pk)
    return list_page(
        request,
        Event.objects.visible_to(request.user).with_organisers().filter(series=series),
        columns=[column for column in EVENT_COLUMNS if column.key != "series"],
        template="events/series_detail.html",
        title=str(series),
        filename="reihe",
        per_page=100,
        context={
            "series": series,
            "may_edit": plans_events(request.user),
            "has_facts": bool(series.motto or series.starts_on or series.submission_deadline),
            "facts": [
                (_("Motto"), series.motto),
                (_("First day"), series.starts_on and date_format(series.starts_on)),
                (_("Last day"), series.ends_on and date_format(series.ends_on)),
                (
                    _("Contributions until"),
                    series.submission_deadline and date_format(series.submission_deadline),
                ),
            ],
        },
    )


@allow(plans_events)
def series_create(request):
    back = {"back": reverse("events:series_list")}
    return edit(request, SeriesForm, title=_("New series"), context=back)


@allow(plans_events)
def series_edit(request, pk):
    series = get_object_or_404(Series, pk=pk)
    return edit(
        request, SeriesForm, instance=series, title=_("Edit “%(series)s”") % {"series": series}
    )


@allow(plans_events)
def series_delete(request, pk):
    series = get_object_or_404(Series, pk=pk)
    return ask(
        request,
        title=_("Delete “%(series)s”") % {"series": series},
        question=_("Delete this series?"),
        label=_("Delete"),
        do=lambda: actions.delete_series(series, by=request.user),
        then=reverse("events:series_list"),
        back=series.get_absolute_url(),
        success=_("The series is deleted."),
    )
