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
    """A place as one user sees it on one page."""

    label: str | Promise
    url: str
    current: bool
    inside: bool
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
    """The menu of `user` while the page at `path` is open; the deepest matching line is current."""
    return list(_entries(PLACES, user, path))


def _entries(places: Iterable[Place], user: User, path: str) -> Iterable[Entry]:
    for place in places:
        if not any(predicate(user) for predicate in place.predicates):
            continue
        url = reverse(place.page)
        children = list(_entries(place.below, user, path))
        inside = path.startswith(url) if url != "/" else path == "/"
        inside = inside or any(child.inside for child in children)
        yield Entry(
            label=place.label,
            url=url,
            current=path == url and not any(child.current for child in children),
            inside=inside,
            children=children if inside else [],
        )
