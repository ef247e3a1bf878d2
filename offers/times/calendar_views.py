"""Calendars to subscribe to, for everybody: a calendar program has no login. What is not public and
published is not found here."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from offers.models import Offer, SchoolHoliday
from offers.times.calendars import calendar_of


@require_safe
@login_not_required
@conditional_page
@cache_control(public=True, max_age=300)
def offer_calendar(request, pk):
    offer = get_object_or_404(Offer.objects.for_calendars(), pk=pk)
    return _answer(offer.title, [offer])


@require_safe
@login_not_required
@conditional_page
@cache_control(public=True, max_age=300)
def provider_calendar(request, pk):
    """All of a provider's; one without a public offer is nobody's business."""
    offers = list(Offer.objects.for_calendars().filter(provider=pk).by_name())
    if not offers:
        raise Http404
    return _answer(str(offers[0].provider), offers)


def _answer(name, offers):
    body = calendar_of(
        name,
        offers,
        today=timezone.localdate(),
        closed=SchoolHoliday.objects.closed(),
        host=urlsplit(settings.BASE_URL).hostname,
    )
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="termine.ics"'
    return response
