"""Objects of the calendar for the table of access."""

from events.models import Event
from tests.events.factories import (
    in_days,
    make_event,
    make_registration,
    make_series,
    make_talk,
    make_test_registration,
    make_test_session,
)
from tests.network.factories import make_membership, make_organisation


def make(page, word, user):
    name = page.partition(":")[2]
    if name.startswith("series"):
        return {"pk": make_series().pk}
    if name.startswith("talk"):
        return {"pk": make_talk().pk}
    if name.startswith("test_registration_"):
        return {"pk": make_test_registration().pk}
    if name.startswith("test_"):
        return {"pk": make_test_session().pk}
    if name in {"registration_list", "registration_create"}:
        return {"pk": make_event().pk}
    if name.startswith("registration_"):
        return {"pk": make_registration().pk}
    return {"pk": EVENTS[word](user).pk}


def own(user):
    """Not published yet, by an organisation the user speaks for."""
    organisation = make_organisation()
    make_membership(user=user, organisation=organisation)
    return make_event(organisation, status=Event.Status.PROPOSED)


EVENTS = {
    "own": own,
    "foreign": lambda user: make_event(make_organisation(), status=Event.Status.PLANNED),
    "published": lambda user: make_event(make_organisation()),
    "past": lambda user: make_event(day=in_days(-3)),
}
