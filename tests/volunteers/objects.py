"""Objects of the volunteers' office for the table of access."""

from integration_office.models import User
from tests.factories import make_user
from tests.network.factories import make_membership
from tests.volunteers.factories import make_hours, make_need, make_placement, make_volunteer


VOLUNTEER_PAGES = {"detail", "edit", "end", "back", "login", "hour_create_for"}


def make(page, word, user):
    """`own`: the profile, placement or hours of that very user, the need of the own organisation.
    `foreign`: somebody else's."""
    name = page.partition(":")[2]
    if word == "profile":
        return profile(user)
    if name.startswith("need_"):
        return _need(name, word, user)
    volunteer = make_volunteer(user=user if word == "own" else make_user("volunteer"))
    if name in VOLUNTEER_PAGES:
        return {"pk": volunteer.pk}
    if name.startswith("hour_"):
        return {"pk": make_hours(volunteer=volunteer).pk}
    placement = make_placement(
        volunteer=volunteer, status="aktiv" if name == "placement_end" else "vorgeschlagen"
    )
    return {"pk": placement.pk} | ({"status": "gefragt"} if name == "placement_advance" else {})


def profile(user):
    """The own pages answer 404 as long as the account has no profile."""
    if user.has(User.Role.VOLUNTEER):
        make_volunteer(user=user)
    return {}


def _need(name, word, user):
    need = make_need()
    if word == "own":
        make_membership(user=user, organisation=need.organisation)
    if name == "need_propose":
        return {"pk": need.pk, "volunteer": make_volunteer().pk}
    return {"pk": need.pk}
