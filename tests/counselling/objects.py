"""Contacts and cases for the table of access: own, deputised, or a stranger's."""

from tests.counselling import people
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.factories import make_user


OF_A_CONTACT = {"edit", "delete", "follow_up_done", "continue"}


def make(page, word, user):
    verb = page.partition(":")[2]
    if verb in OF_A_CONTACT:
        return {"pk": _contact(word, user).pk}
    if verb.startswith("consent_text"):
        return {"pk": people.make_text().pk}
    case = _case(word, user)
    if verb in people.PAGES:
        return people.for_page(verb, word, case, _case("own", user))
    if verb == "case_deputy_end":
        return {"pk": case.pk, "deputy_pk": make_deputy(case, make_user("counselling")).pk}
    return {"pk": case.pk}


def _contact(word, user):
    if word == "own":
        return make_contact(counsellor=user)
    return make_contact(case=_case(word, user))


def _case(word, user):
    case = make_case(responsible=user if word in ("own", "restricted") else None)
    if word == "deputised":
        make_deputy(case, user)
    return case
