"""The main menu: what stands where, for whom. Names of pages only, so that the ground floor knows
no app."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integration_office import permissions as may
from integration_office.models import User


@dataclass(frozen=True)
class Place:
    """A line of the menu: label, page, who sees it, and the lines below it."""

    label: str | Promise
    page: str
    predicates: tuple[may.Predicate, ...]
    below: tuple["Place", ...] = ()


@dataclass(frozen=True)
class Entry:
    """A place as one user sees it on one page. `mark` is the value of aria-current: "page" for the
    page itself, "true" for the line whose page lies above it, empty for all others."""

    label: str | Promise
    url: str
    mark: str
    is_open: bool
    children: list["Entry"]


staff = (may.is_staff,)
staff_and_partners = (may.is_staff, may.is_partner)
guests = (may.is_staff, may.is_partner, may.is_volunteer)
counsellors = (may.counsels,)

PLACES = (
    Place(_("Today"), "home", (may.is_anybody,)),
    Place(
        _("Counselling"),
        "counselling:quick",
        counsellors,
        (
            Place(_("Log a contact"), "counselling:quick", counsellors),
            Place(_("Contacts"), "counselling:list", counsellors),
            Place(_("Cases"), "counselling:case_list", counsellors),
        ),
    ),
    Place(_("Offers"), "offers:list", (may.is_anybody,)),
    Place(
        _("Network"),
        "network:list",
        staff_and_partners,
        (
            Place(_("Organisations"), "network:list", staff_and_partners),
            Place(_("Contact persons"), "network:person_list", staff),
            Place(_("Bodies"), "network:body_list", staff_and_partners),
            Place(_("Integration concept"), "network:concept", staff_and_partners),
        ),
    ),
    Place(
        _("Events"),
        "events:list",
        guests,
        (
            Place(_("Calendar"), "events:list", guests),
            Place(_("Series"), "events:series_list", staff_and_partners),
            Place(
                _("Naturalisation tests"),
                "events:test_list",
                (may.runs_tests, may.coordinates, may.administers),
            ),
        ),
    ),
    Place(
        _("Volunteering"),
        "volunteers:list",
        (may.coordinates_volunteers,),
        (
            Place(_("Volunteers"), "volunteers:list", (may.coordinates_volunteers,)),
            Place(_("Needs"), "volunteers:need_list", (may.coordinates_volunteers,)),
            Place(_("Placements"), "volunteers:placement_list", (may.coordinates_volunteers,)),
        ),
    ),
    Place(_("Needs for volunteers"), "volunteers:need_list", (may.is_partner,)),
    Place(_("My volunteering"), "volunteers:mine", (may.is_volunteer,)),
    Place(_("Reports"), "reports:list", guests),
    Place(_("Accounts"), "user_list", (may.manages_accounts,)),
    Place(
        _("Data protection"),
        "privacy_reads",
        (may.protects_data,),
        (
            Place(_("Read log"), "privacy_reads", (may.protects_data,)),
            Place(_("Audit log"), "privacy_audit", (may.protects_data,)),
            Place(_("Retention"), "privacy_retention", (may.protects_data,)),
        ),
    ),
)


def menu(user: User, path: str) -> list[Entry]:
    """The menu of `user` while the page at `path` is open; one line of it is marked, the deepest
    one whose address `path` begins with."""
    urls = [url for place in _seen(PLACES, user) for url in _urls(place, user)]
    here = max((url for url in urls if _is_above(url, path)), key=len, default="")
    return [_entry(place, user, path, here) for place in _seen(PLACES, user)]


def _seen(places: Iterable[Place], user: User) -> list[Place]:
    return [place for place in places if any(may_see(user) for may_see in place.predicates)]


def _urls(place: Place, user: User) -> list[str]:
    return [reverse(place.page), *(reverse(below.page) for below in _seen(place.below, user))]


def _is_above(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _entry(place: Place, user: User, path: str, here: str) -> Entry:
    children = [_entry(below, user, path, here) for below in _seen(place.below, user)]
    url, below_is_marked = reverse(place.page), any(child.mark for child in children)
    marked = url == here and not below_is_marked
    is_open = marked or below_is_marked
    return Entry(
        label=place.label,
        url=url,
        mark=("page" if path == url else "true") if marked else "",
        is_open=is_open,
        children=children if is_open else [],
    )
