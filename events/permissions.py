"""Who plans events (domain/07, 7.1)."""

from integration_office.models import User


Role = User.Role


def plans_events(user: User) -> bool:
    """Writes the calendar and takes registrations."""
    return user.has(Role.COORDINATION, Role.ADMINISTRATION, Role.VOLUNTEER_COORDINATION)


def sees_test_sums(user: User) -> bool:
    """Sees when tests are and how many come; names only the test office sees."""
    return user.has(Role.TEST_OFFICE, Role.COORDINATION, Role.ADMINISTRATION)
