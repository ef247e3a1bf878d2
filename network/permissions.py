"""Who may write in the network: the office's own two keepers, and partners in their own profile."""

from integration_office.models import User
from integration_office.permissions import administers, coordinates, is_partner, is_staff
from network.models import Body, Organisation


def keeps_network(user: User) -> bool:
    """Enters organisations, people, bodies and the state of the concept."""
    return coordinates(user) or administers(user)


def reads_network(user: User) -> bool:
    """Looks up organisations and bodies."""
    return is_staff(user) or is_partner(user)


def edits_profile(user: User, organisation: Organisation) -> bool:
    """Keepers edit every organisation, partners the ones they speak for today."""
    if keeps_network(user):
        return True
    return is_partner(user) and Organisation.objects.of(user).filter(pk=organisation.pk).exists()


def reads_minutes(user: User, body: Body) -> bool:
    """Minutes are for the office and for those who sit in the body (domain/05, 5.2)."""
    return is_staff(user) or Body.objects.of(user).filter(pk=body.pk).exists()
