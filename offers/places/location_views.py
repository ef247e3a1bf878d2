"""Locations: the places of the catalogue, kept by the coordination and chosen in every offer."""

from functools import partial

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration_office.filters import OfficeFilterSet
from integration_office.lists import Column, list_page
from integration_office.permissions import allow, coordinates
from integration_office.views import ask, attempt, edit
from offers.models import Location
from offers.places import locations
from offers.places.location_forms import LocationForm, MergeForm
from offers.ways import way_to


COLUMNS = [
    Column("name", gettext_lazy("Name"), "name", sort="name__german_order", link=True),
    Column("address", gettext_lazy("Address"), "address", sort="street__german_order"),
    Column("district", gettext_lazy("District"), "district", sort="district__german_order"),
    Column("barriers", gettext_lazy("Barrier-free"), "get_barrier_free_display"),
    Column("point", gettext_lazy("Point on the map"), "coordinates", sort="latitude"),
    Column("offers", gettext_lazy("Offers"), "offer_count", sort="offer_count"),
]


class LocationFilter(OfficeFilterSet):
    q = django_filters.CharFilter(
        label=gettext_lazy("Name or street"),
        method="matching",
        widget=forms.TextInput(attrs={"type": "search"}),
    )


@require_safe
@allow(coordinates)
def location_list(request):
    return list_page(
        request,
        Location.objects.with_counts().german_order(),
        columns=COLUMNS,
        filterset=LocationFilter,
        template="offers/location_list.html",
        title=_("Locations"),
        filename="orte",
    )


@allow(coordinates)
def create(request):
    return edit(
        request,
        LocationForm,
        title=_("New location"),
        save=lambda form: locations.save(form.instance, by=request.user),
        then=reverse("offers:location_list"),
        context={"back": reverse("offers:location_list"), "way": way_to("offers:location_list")},
    )


@allow(coordinates)
def edit_location(request, pk):
    location = get_object_or_404(Location, pk=pk)
    return edit(
        request,
        LocationForm,
        instance=location,
        title=_("Edit “%(location)s”") % {"location": location},
        save=lambda form: locations.save(form.instance, by=request.user),
        then=reverse("offers:location_list"),
        template="offers/location_form.html",
        context={"back": reverse("offers:location_list"), "location": location},
    )


@allow(coordinates)
def merge(request, pk):
    """Two rows for one place: choose the one that stays."""
    location = get_object_or_404(Location.objects.with_counts(), pk=pk)
    others = Location.objects.exclude(pk=pk).german_order()
    posted = request.method == "POST"
    form = MergeForm(request.POST, others=others) if posted else MergeForm(others=others)
    if posted and form.is_valid():
        try:
            kept = locations.merge(location, form.cleaned_data["into"], by=request.user)
        except ValidationError as refusal:
            form.add_error("into", refusal.messages)
        else:
            attempt(request, lambda: None, success=_("Merged into “%(kept)s”.") % {"kept": kept})
            return redirect("offers:location_list")
    context = {
        "form": form,
        "title": _("Merge “%(location)s” with another location") % {"location": location},
        "label": _("Merge"),
        "back": location.get_absolute_url(),
        "way": way_to("offers:location_list", location),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


@allow(coordinates)
def delete(request, pk):
    location = get_object_or_404(Location, pk=pk)
    return ask(
        request,
        title=_("Take out “%(location)s”") % {"location": location},
        question=_("The location is no longer in the list. No offer may take place there."),
        label=_("Take out"),
        do=partial(locations.remove, location, by=request.user),
        then=reverse("offers:location_list"),
        back=location.get_absolute_url(),
        success=_("“%(location)s” is no longer in the list.") % {"location": location},
        way=way_to("offers:location_list", location),
    )
