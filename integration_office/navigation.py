"""The main menu: what stands where, for whom. Names of pages only, so that the ground floor knows
no app."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

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
answering = (may.answers_inquiries,)


def _tests_without_counselling(user: User) -> bool:
    """For whom the line does not stand below counselling already."""
    return may.runs_tests(user) and not may.counsels(user)


PLACES = (
    Place(_("Today"), "home", (may.is_anybody,)),
    Place(
        _("Counselling"),
        "counselling:quick",
        counsellors,
        (
            Place(_("Log a contact"), "counselling:quick", counsellors),
            Place(_("Tally"), "counselling:tally", counsellors),
            Place(_("Contacts"), "counselling:list", counsellors),
            Place(_("Cases"), "counselling:case_list", counsellors),
            Place(_("Referrals"), "counselling:referral_list", counsellors),
            Place(_("Course interests"), "counselling:interest_list", counsellors),
            Place(_("Demand for courses"), "counselling:demand", counsellors),
            Place(_("My desk"), "counselling:desk", counsellors),
            Place(_("My month"), "reports:own_month", counsellors),
            Place(_("Course rules"), "counselling:rule_list", (may.coordinates,)),
            Place(_("Texts of the consents"), "counselling:consent_texts", (may.coordinates,)),
        ),
    ),
    Place(_("Inquiries"), "counselling:inquiry_list", answering),
    Place(_("Demand for courses"), "counselling:demand", (_tests_without_counselling,)),
    Place(
        _("Offers"),
        "offers:list",
        (may.is_anybody,),
        (
            Place(_("Catalogue"), "offers:list", staff_and_partners),
            Place(_("Unmet needs"), "offers:need_list", staff_and_partners),
            Place(_("Gaps"), "offers:gaps", staff_and_partners),
        ),
    ),
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
            Place(_("Register of processing"), "privacy_register", (may.protects_data,)),
            Place(_("Erasure of files"), "counselling:erasure_list", (may.protects_data,)),
        ),
    ),
)


@dataclass(frozen=True)
class Standing:
    """All that a menu hangs on: the roles of who looks, the deepest line of the menu at or above
    the open page, and whether it is that very page."""

    roles: tuple[str, ...]
    here: str
    is_page: bool


def standing(user: User, path: str) -> Standing:
    """Where `user` stands while the page at `path` is open; one line is marked, the deepest one
    whose address `path` begins with."""
    roles = tuple(user.roles)
    here = next((url for url in _urls(roles) if _is_above(url, path)), "")
    return Standing(roles, here, path == here)


def sought(at: Standing) -> str | Promise:
    """What the search over everything finds for these roles, in the words of its empty field."""
    user = User(roles=list(at.roles))
    if may.counsels(user):
        return _("Offer, organisation, case number")
    if may.is_staff(user) or may.is_partner(user):
        return _("Offer, organisation, event")
    return _("Offer, event")


# The same few menus on every page of the house: each is made once in a process.
@lru_cache(maxsize=1000)
def menu(at: Standing) -> tuple[Entry, ...]:
    """The menu of everybody with these roles who stands there."""
    user = User(roles=list(at.roles))
    return tuple(_entry(place, user, at) for place in _seen(PLACES, user))


@lru_cache(maxsize=1000)
def _urls(roles: tuple[str, ...]) -> list[str]:
    """The addresses of a menu, the longest first."""
    user = User(roles=list(roles))
    places = [line for place in _seen(PLACES, user) for line in (place, *_seen(place.below, user))]
    return sorted({reverse(place.page) for place in places}, key=len, reverse=True)


def _seen(places: Iterable[Place], user: User) -> list[Place]:
    return [place for place in places if any(may_see(user) for may_see in place.predicates)]


def _is_above(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _entry(place: Place, user: User, at: Standing) -> Entry:
    children = [_entry(below, user, at) for below in _seen(place.below, user)]
    url, below_is_marked = reverse(place.page), any(child.mark for child in children)
    marked = url == at.here and not below_is_marked
    is_open = marked or below_is_marked
    return Entry(
        label=place.label,
        url=url,
        mark=("page" if at.is_page else "true") if marked else "",
        is_open=is_open,
        children=children if is_open else [],
    )
