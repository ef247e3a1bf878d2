"""Contacts and cases for the table of access: own, deputised, or a stranger's."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.language import make_interest, make_placement, make_rule
from tests.counselling.recognition import make_recognition
from tests.factories import make_user


def _course_interest(case):
    """One that has a result and a reminder, as far as a step can have both."""
    soon = timezone.localdate() + timedelta(days=9)
    return make_interest(case, entitlement_valid_until=soon)


OF_A_PART = {
    **{
        f"placement_{verb}": ("placement_pk", make_placement)
        for verb in ("edit", "delete", "courses")
    },
    **{
        f"interest_{verb}": ("interest_pk", _course_interest)
        for verb in ("edit", "delete", "move", "settle")
    },
    "interest_result": ("interest_pk", partial(make_interest, status="abgeschlossen")),
    **{
        f"recognition_{verb}": ("recognition_pk", make_recognition)
        for verb in ("edit", "move", "documents", "pdf", "delete")
    },
}
OF_A_CONTACT = {"edit", "delete", "follow_up_done", "continue"}


def make(page, word, user):
    verb = page.partition(":")[2]
    if verb in OF_A_CONTACT:
        return {"pk": _contact(word, user).pk}
    if verb.startswith("rule_"):
        return {"pk": make_rule().pk}
    case = _case(word, user)
    if verb in OF_A_PART:
        name, make_part = OF_A_PART[verb]
        return {"pk": case.pk, name: make_part(case).pk}
    if verb == "case_deputy_end":
        return {"pk": case.pk, "deputy_pk": make_deputy(case, make_user("counselling")).pk}
    return {"pk": case.pk}


def _contact(word, user):
    if word == "own":
        return make_contact(counsellor=user)
    return make_contact(case=_case(word, user))


def _case(word, user):
    case = make_case(responsible=user if word == "own" else None)
    if word == "deputised":
        make_deputy(case, user)
    return case
