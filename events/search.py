"""What the search finds in the calendar. People who register are never found."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.models import Event, Series
from integration_office import search
from integration_office.models import User
from integration_office.permissions import is_partner, is_staff


@search.source(_("Events"), order=30)
def events(user: User, text: str) -> Iterable[search.Hit]:
    found = Event.objects.visible_to(user).matching(text).order_by("-day", "pk")
    for event in found[: search.MOST_HITS]:
        day = date_format(event.day, "SHORT_DATE_FORMAT")
        yield search.Hit(
            event.title,
            event.get_absolute_url(),
            " · ".join(part for part in (day, event.place) if part),
        )


@search.source(_("Series"), order=31)
def series(user: User, text: str) -> Iterable[search.Hit]:
    if not (is_staff(user) or is_partner(user)):
        return
    found = Series.objects.filter(title__unaccent__icontains=text)
    for one in found[: search.MOST_HITS]:
        yield search.Hit(one.title, one.get_absolute_url(), one.motto)
