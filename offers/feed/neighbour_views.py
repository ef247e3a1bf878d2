"""Neighbouring towns: whose open feeds are shown, what came from them, and everybody's search."""

from functools import partial

import django_filters
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from integration_office.codes import Language
from integration_office.filters import ContainsFilter, NameChoiceFilter, OfficeFilterSet
from integration_office.lists import Column, list_page
from integration_office.permissions import allow, coordinates
from integration_office.views import ask, attempt, edit
from offers.feed import hsds_reading, neighbours
from offers.feed.neighbour_forms import HandInForm, NeighbourForm
from offers.models import Neighbour, NeighbourOffer
from offers.trust import link_checking
from offers.trust.visiting import Visitor
from offers.ways import way_to


NEIGHBOURS = [
    Column("name", gettext_lazy("Name"), "name", sort="name__german_order", link=True),
    Column("offers", gettext_lazy("Offers"), "offer_count", sort="offer_count"),
    Column("fetched", gettext_lazy("Fetched at"), "fetched_at", sort="fetched_at"),
    Column("url", gettext_lazy("Address of the feed"), "url"),
    Column("error", gettext_lazy("Last error"), "last_error"),
]
FOREIGN = [
    Column("title", gettext_lazy("Title"), "title", sort="title__german_order"),
    Column("town", gettext_lazy("Town"), "neighbour", sort="neighbour__name__german_order"),
    Column("provider", gettext_lazy("Provider"), "provider_name"),
    Column("place", gettext_lazy("Place"), "place"),
    Column("when", gettext_lazy("When"), "schedule_text"),
    Column("languages", gettext_lazy("Languages"), "language_labels"),
    Column("confirmed", gettext_lazy("Last confirmed"), "assured_on", sort="assured_on"),
    Column("seen", gettext_lazy("Fetched at"), "seen_at"),
    Column("website", gettext_lazy("Website"), "website"),
]
LINES = [
    Column("outcome", gettext_lazy("What happens"), "outcome"),
    Column("title", gettext_lazy("Title"), "title"),
    Column("provider", gettext_lazy("Provider"), "provider_name"),
    Column("note", gettext_lazy("Remark"), "note"),
]


class ForeignFilter(OfficeFilterSet):
    q = django_filters.CharFilter(
        label=gettext_lazy("What are you looking for?"),
        method="matching",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    town = NameChoiceFilter(
        label=gettext_lazy("Town"),
        field_name="neighbour",
        queryset=lambda request: Neighbour.objects.by_name(),
        empty_label=gettext_lazy("all"),
    )
    language = ContainsFilter(
        label=gettext_lazy("Language"),
        field_name="languages",
        choices=Language,
        empty_label=gettext_lazy("all"),
    )


@require_safe
def offers(request):
    """What the neighbouring towns have, for everybody with a login."""
    return list_page(
        request,
        NeighbourOffer.objects.with_town().by_name(),
        columns=FOREIGN,
        filterset=ForeignFilter,
        template="offers/neighbour_offers.html",
        title=_("Offers from neighbouring towns"),
        filename="angebote-nachbarorte",
        context={"may_write": coordinates(request.user)},
    )


@require_safe
@allow(coordinates)
def neighbour_list(request):
    return list_page(
        request,
        Neighbour.objects.with_counts().by_name(),
        columns=NEIGHBOURS,
        template="offers/neighbour_list.html",
        title=_("Neighbouring towns"),
        filename="nachbarorte",
        context={"feed": settings.BASE_URL + reverse("offers:hsds")},
    )


@allow(coordinates)
def create(request):
    return edit(
        request,
        NeighbourForm,
        title=_("New neighbouring town"),
        save=lambda form: neighbours.add(form.instance, by=request.user),
        context={"back": reverse("offers:neighbour_list"), "way": way_to("offers:neighbour_list")},
    )


@allow(coordinates)
def edit_neighbour(request, pk):
    neighbour = get_object_or_404(Neighbour, pk=pk)
    return edit(
        request,
        NeighbourForm,
        instance=neighbour,
        title=_("Edit “%(neighbour)s”") % {"neighbour": neighbour},
        save=lambda form: neighbours.change(form.instance, by=request.user),
        context={"way": way_to("offers:neighbour_list", neighbour)},
    )


@require_safe
@allow(coordinates)
def detail(request, pk):
    """The neighbour, and row by row what would happen if the waiting feed is taken."""
    neighbour = get_object_or_404(Neighbour.objects.with_counts(), pk=pk)
    lines = neighbours.lines(neighbour)
    return list_page(
        request,
        lines,
        columns=LINES,
        template="offers/neighbour_detail.html",
        title=str(neighbour),
        filename="vorschau",
        per_page=50,
        context={"neighbour": neighbour, "counts": neighbours.counted(lines)},
    )


@allow(coordinates)
@require_POST
def fetch(request, pk):
    neighbour = get_object_or_404(Neighbour, pk=pk)
    if settings.DEMO:
        messages.error(request, _("The demo fetches nothing from the net. Please paste the JSON."))
        return redirect(neighbour)
    visitor = Visitor(link_checking.agent(settings.OFFICE))
    attempt(
        request,
        lambda: neighbours.look_at(neighbour, neighbours.fetched(neighbour, visitor)),
        success=_("The feed is here. Please look at it before you take it."),
    )
    return redirect(neighbour)


@allow(coordinates)
def hand_in(request, pk):
    """A feed as a file or pasted, for a town whose server cannot be reached from here."""
    neighbour = get_object_or_404(Neighbour, pk=pk)
    posted = request.method == "POST"
    form = HandInForm(request.POST, request.FILES) if posted else HandInForm()
    if posted and form.is_valid():
        try:
            services = hsds_reading.services_of([*map(hsds_reading.parsed, form.texts)])
        except ValidationError as refusal:
            form.add_error(form.used, refusal)
        else:
            neighbours.look_at(neighbour, services)
            return redirect(neighbour)
    context = {
        "form": form,
        "title": _("Hand in the feed of “%(neighbour)s”") % {"neighbour": neighbour},
        "label": _("Look at it"),
        "back": neighbour.get_absolute_url(),
        "way": way_to("offers:neighbour_list", neighbour),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


@allow(coordinates)
@require_POST
def take(request, pk):
    neighbour = get_object_or_404(Neighbour, pk=pk)
    attempt(
        request,
        lambda: neighbours.take(neighbour, request.POST.get("digest", ""), by=request.user),
        success=_("The offers from “%(neighbour)s” are taken.") % {"neighbour": neighbour},
    )
    return redirect(neighbour)


@allow(coordinates)
@require_POST
def discard(request, pk):
    neighbour = get_object_or_404(Neighbour, pk=pk)
    attempt(
        request,
        partial(neighbours.discard, neighbour, by=request.user),
        success=_("Thrown away. The offers from there are as they were."),
    )
    return redirect(neighbour)


@allow(coordinates)
def take_back(request, pk):
    neighbour = get_object_or_404(Neighbour, pk=pk)
    return ask(
        request,
        title=_("Take back the last import of “%(neighbour)s”") % {"neighbour": neighbour},
        question=_("The offers from there become what they were before it."),
        label=_("Take back"),
        do=partial(neighbours.take_back, neighbour, by=request.user),
        then=neighbour.get_absolute_url(),
        success=_("The last import is taken back."),
        way=way_to("offers:neighbour_list", neighbour),
    )


@allow(coordinates)
def delete(request, pk):
    neighbour = get_object_or_404(Neighbour, pk=pk)
    return ask(
        request,
        title=_("Remove “%(neighbour)s”") % {"neighbour": neighbour},
        question=_("The town and all offers from there are removed. Its feed can be added again."),
        label=_("Remove"),
        do=partial(neighbours.remove, neighbour, by=request.user),
        then=reverse("offers:neighbour_list"),
        back=neighbour.get_absolute_url(),
        success=_("“%(neighbour)s” is removed.") % {"neighbour": neighbour},
        way=way_to("offers:neighbour_list", neighbour),
    )
