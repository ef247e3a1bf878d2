"""Contacts and cases for the table of access: own, deputised, or a stranger's."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from counselling.models import DeskNotice
from tests.counselling import casework, people, referrals
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.inquiries import make_inquiry
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
        for verb in ("edit", "delete", "courses", "letter")
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
OF_A_ROW = {
    *("goal_edit", "goal_settle", "goal_delete", "step_edit", "step_settle", "step_delete"),
    *("task_edit", "task_settle", "task_put_off", "task_delete", "unlink", "level_delete"),
    *("file", "file_edit", "file_noted", "file_delete"),
}


def make(page, word, user):
    verb = page.partition(":")[2]
    if referrals.knows(verb):
        return referrals.arguments(verb, word, user)
    if verb in OF_A_CONTACT:
        return {"pk": _contact(word, user).pk}
    return _beside_a_case(verb, word, user) or _of_a_case(verb, word, user)


def _beside_a_case(verb, word, user):
    if word == "inquiry":
        return {"pk": make_inquiry().pk}
    if verb == "notice_read":
        return {"pk": _notice(user if word == "own" else make_user("counselling")).pk}
    if verb in ("desk_deputy_for", "desk_hand_over_for"):
        return {"colleague": make_case().responsible_id}
    if verb in ("desk_deputy_end", "desk_deputy_end_for"):
        case = make_case(responsible=user if word == "own" else None)
        colleague = {"colleague": make_deputy(case, make_user("counselling")).user_id}
        return colleague | ({"owner": case.responsible_id} if verb.endswith("_for") else {})
    if verb.startswith("rule_"):
        return {"pk": make_rule().pk}
    if verb.startswith("consent_text"):
        return {"pk": people.make_text().pk}
    return None


def _of_a_case(verb, word, user):
    case = _case(word, user)
    if verb in OF_A_PART:
        name, make_part = OF_A_PART[verb]
        return {"pk": case.pk, name: make_part(case).pk}
    if verb in OF_A_ROW:
        more = {"days": 1} if verb == "task_put_off" else {}
        return {"pk": case.pk, "number": casework.row_for(verb, case).pk} | more
    if verb in people.PAGES:
        return people.for_page(verb, word, case, _case("own", user))
    if verb == "case_deputy_end":
        return {"pk": case.pk, "deputy_pk": make_deputy(case, make_user("counselling")).pk}
    return {"pk": case.pk}


def _notice(user):
    colleague = make_user("counselling")
    return DeskNotice.objects.create(
        recipient=user, kind="gegeben", cases=1, colleague=colleague, by=colleague
    )


def _contact(word, user):
    if word == "own":
        return make_contact(counsellor=user)
    return make_contact(case=_case(word, user))


def _case(word, user):
    case = make_case(responsible=user if word in ("own", "restricted") else None)
    if word == "deputised":
        make_deputy(case, user)
    return case
