"""Rights are plain questions about a user; a decorator in the view asks them (domain/07, 7.1)."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied

from integration_office.models import User


Role = User.Role
Predicate = Callable[[User], bool]

STAFF_ROLES = {
    Role.COORDINATION,
    Role.COUNSELLING,
    Role.VOLUNTEER_COORDINATION,
    Role.TEST_OFFICE,
    Role.ADMINISTRATION,
}
INQUIRY_ROLES = STAFF_ROLES - {Role.TEST_OFFICE}


def coordinates(user: User) -> bool:
    """Leads the Koordinierungsstelle: offers, network, events, volunteers, reports."""
    return user.has(Role.COORDINATION)


def counsels(user: User) -> bool:
    """Logs counselling contacts: own ones, and own or deputised cases."""
    return user.has(Role.COUNSELLING, Role.COORDINATION)


def coordinates_volunteers(user: User) -> bool:
    """Works with volunteers, their papers, needs and placements."""
    return user.has(Role.VOLUNTEER_COORDINATION, Role.COORDINATION)


def runs_tests(user: User) -> bool:
    """Runs Einbürgerungstest sessions and registrations at the VHS."""
    return user.has(Role.TEST_OFFICE)


def answers_inquiries(user: User) -> bool:
    """Reads and answers what organisations and citizens ask the office."""
    return user.has(*INQUIRY_ROLES)


def administers(user: User) -> bool:
    """Town administration: network, events, publications, reports, accounts; never a case."""
    return user.has(Role.ADMINISTRATION)


def manages_accounts(user: User) -> bool:
    """Invites colleagues and partners and closes their accounts."""
    return user.has(Role.ADMINISTRATION, Role.COORDINATION)


def is_partner(user: User) -> bool:
    """Comes from a partner organisation."""
    return user.has(Role.PARTNER)


def is_volunteer(user: User) -> bool:
    """Helps as a volunteer and sees the own profile."""
    return user.has(Role.VOLUNTEER)


def protects_data(user: User) -> bool:
    """Watches over data protection: access log, retention, register; no content."""
    return user.has(Role.DATA_PROTECTION)


def is_staff(user: User) -> bool:
    """Belongs to the office's own circle (any of its five working roles)."""
    return user.has(*STAFF_ROLES)


def is_anybody(user: User) -> bool:
    """Is logged in; what the page shows is decided row by row."""
    return user.is_authenticated


def allow(*predicates: Predicate):
    """Let a view answer only users of whom at least one of the questions is true; else 403."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not any(predicate(request.user) for predicate in predicates):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
