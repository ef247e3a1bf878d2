"""The map of what the list finds: the same filters, and below it the same offers as a list."""

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from offers.filters import OfferFilter
from offers.models import Location, Offer
from offers.places import map as maps


# Beyond this the places say how many offers they have, and the list has them.
MOST_LISTED = 500


@dataclass
class Spot:
    """A place of the map's list: how many of the found offers are there, and which."""

    location: Location
    count: int
    url: str
    offers: list[Offer] = field(default_factory=list)

    @property
    def is_on_the_map(self):
        return self.location.latitude is not None

    @property
    def rest(self):
        return self.count - len(self.offers)


@require_safe
def offer_map(request):
    """Everybody who is logged in sees where the offers are that a question finds."""
    found = OfferFilter(request.GET, Offer.objects.visible_to(request.user).by_name())
    box = maps.parse_box(request.GET.get("box", ""))
    spots, elsewhere, nowhere = _spots(found, box)
    on_the_map = [spot for spot in spots if spot.is_on_the_map]
    context = {
        "title": _("Map of the offers"),
        "filter": found,
        "box": box,
        "query": found.address(),
        "drawings": [_drawing(on_the_map, size, found) for size in (maps.WIDE, maps.NARROW)],
        "on_the_map": on_the_map,
        "off_the_map": [spot for spot in spots if not spot.is_on_the_map],
        "elsewhere": elsewhere,
        "not_listed": nowhere - len(elsewhere),
        "count_on": sum(spot.count for spot in on_the_map),
        "count_off": sum(spot.count for spot in spots if not spot.is_on_the_map) + nowhere,
        "attribution": settings.MAP_ATTRIBUTION if settings.MAP_TILES else "",
    }
    response = render(request, "offers/map.html", context)
    return csp_override(_policy())(lambda _request: response)(request)


def _policy():
    """The house's policy, and the one server that pictures may come from, if there is one."""
    if not settings.MAP_TILES:
        return settings.SECURE_CSP
    parts = urlsplit(settings.MAP_TILES)
    origin = f"{parts.scheme}://{parts.netloc}"
    return settings.SECURE_CSP | {"img-src": [*settings.SECURE_CSP["img-src"], origin]}


def _spots(found, box):
    """The places of the found offers by name, the offers that have no place of the list, and how
    many these are. With a part of the map only what lies in it."""
    rows = found.qs.order_by()
    if box:
        rows = rows.filter(
            location__latitude__range=(box.south, box.north),
            location__longitude__range=(box.west, box.east),
        )
    counts = dict(rows.values_list("location").annotate(Count("pk")))
    locations = Location.objects.filter(pk__in=[pk for pk in counts if pk]).german_order()
    listed = _listed(rows, sum(counts.values()))
    spots = [
        Spot(place, counts[place.pk], _url(found, place=str(place.pk)), listed[place.pk])
        for place in locations
    ]
    return spots, listed[None], counts.get(None, 0)


def _listed(rows, total):
    """The offers by the key of their location; none of a place when there are very many."""
    by_place = defaultdict(list)
    rows = rows.by_name().select_related("provider")
    if total > MOST_LISTED:
        rows = rows.filter(location=None)[:MOST_LISTED]
    for offer in rows:
        by_place[offer.location_id].append(offer)
    return by_place


def _url(found, **changes):
    return f"{reverse('offers:list')}?{found.address(**changes)}"


def _drawing(spots, size, found):
    """A map and its points, each with where it leads: to its place in the list below, or to a
    closer look where several places lie together."""
    places = [
        maps.Place(
            spot.location.pk,
            spot.location.name,
            float(spot.location.latitude),
            float(spot.location.longitude),
            spot.count,
        )
        for spot in spots
    ]
    drawn = maps.draw(places, size, tiles=settings.MAP_TILES)
    query = found.address()
    return drawn, [(point, _leads_to(point, query)) for point in drawn.points]


def _leads_to(point, query):
    if point.box is None:
        return f"#place-{point.places[0].key}"
    return f"?{query}{'&' if query else ''}box={point.box}"
