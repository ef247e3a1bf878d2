"""Objects of the network for the table of access."""

from tests.network.factories import (
    make_body,
    make_goal,
    make_measure,
    make_meeting,
    make_membership,
    make_organisation,
    make_person,
    make_seat,
)


def make(page, word, user):
    """ "own" belongs to an organisation the user speaks for, "foreign" to another one."""
    organisation = make_organisation()
    if word == "own":
        make_membership(user=user, organisation=organisation)
    name = page.partition(":")[2]
    if name.startswith("person_"):
        return {"pk": make_person(organisation=organisation).pk}
    if name.startswith("meeting_") and name != "meeting_create":
        body = make_body()
        make_seat(body=body, organisation=organisation)
        return {"pk": make_meeting(body=body).pk}
    if name.startswith("body_") or name in ("seat_add", "meeting_create"):
        return {"pk": make_body().pk}
    special = {
        "member_end": lambda: make_membership(organisation=organisation),
        "seat_end": make_seat,
        "concept_detail": lambda: make_goal().field.concept,
        "measure_create": make_goal,
        "measure_edit": make_measure,
    }
    return {"pk": special.get(name, lambda: organisation)().pk}
