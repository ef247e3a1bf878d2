"""A colleague closes the case while somebody types: the sentence says so, and the text is there."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from counselling import actions
from counselling.consents import erasing
from counselling.language import actions as language
from counselling.models import CaseDeputy, Contact, WorkProfile
from counselling.recognition import actions as recognising
from tests.counselling.casework import make_goal, make_step, make_task, upload
from tests.counselling.factories import make_case, make_contact
from tests.counselling.language import make_course, make_interest, make_placement
from tests.counselling.people import make_named_case, make_text
from tests.counselling.recognition import make_recognition
from tests.factories import make_user


pytestmark = pytest.mark.django_db
SENTENCE = "This case is closed. Please reopen it first."
# (page, the field with a text, what else it needs)
FORMS = [
    ("case_edit", "concern", {"status": "neu", "status_group": "NE"}),
    ("step_create", "what", {}),
    ("file_create", "title", {"kind": "zeugnis"}),
    (
        "placement_create",
        "next_step",
        {"instrument": "gespraech", "level": "A2", "literacy": "lat"},
    ),
    ("interest_create", "remark", {"course_type": "ik", "level": "B1", "entitlement": "anspruch"}),
    ("recognition_create", "title", {"kind": "beruf", "country": "SY", "regulated": "ja"}),
]


def close(case):
    today = timezone.localdate()
    return actions.close_case(case, on=today, reason="ziel", by=case.responsible)


def _filled(client, address, field, needed):
    """What a browser sends of the form that was open before."""
    form = client.get(address).context["form"]
    sent = {one.html_name: one.value() for one in form if one.value() not in (None, "", [])}
    return sent | needed | {field: "Schon lange getippt"}


@pytest.mark.parametrize(("name", "field", "needed"), FORMS)
def test_what_was_typed_stays_on_the_page(client, counsellor, name, field, needed):
    case = make_case(responsible=counsellor)
    address = reverse(f"counselling:{name}", args=[case.pk])
    sent = _filled(client, address, field, needed)
    close(case)

    answer = client.post(address, sent | ({"file": upload()} if name == "file_create" else {}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Schon lange getippt" in page
    assert SENTENCE in page or "A colleague has saved this page" in page


@pytest.mark.parametrize("make", [make_goal, make_step, make_task])
def test_a_changed_goal_step_or_task_is_refused_with_what_was_typed(client, counsellor, make):
    case = make_case(responsible=counsellor)
    row = make(case)
    field = "text" if make is make_goal else "what"
    name = {make_goal: "goal_edit", make_step: "step_edit", make_task: "task_edit"}[make]
    address = reverse(f"counselling:{name}", args=[case.pk, row.pk])
    sent = _filled(client, address, field, {})
    close(case)

    answer = client.post(address, sent)

    page = answer.content.decode()
    assert (answer.status_code, SENTENCE in page) == (422, True)
    assert "Schon lange getippt" in page
    row.refresh_from_db()
    assert getattr(row, field) != "Schon lange getippt"


def test_what_is_known_of_the_person_stays_on_the_page(client, counsellor):
    case = make_named_case(responsible=counsellor)
    address = reverse("counselling:case_person_edit", args=[case.pk])
    sent = _filled(client, address, "first_name", {})
    close(case)

    answer = client.post(address, sent | {"first_name": "Wandalena"})

    assert answer.status_code == 422
    assert SENTENCE in answer.content.decode()
    assert "Wandalena" in answer.content.decode()


def test_a_name_is_refused_with_what_was_typed(client, counsellor):
    case = make_case(responsible=counsellor)
    make_text()
    close(case)

    answer = client.post(
        reverse("counselling:case_person_create", args=[case.pk]),
        {"last_name": "Beispielowa", "first_name": "Wanda"},
    )

    assert answer.status_code == 422
    assert "Beispielowa" in answer.content.decode()


@pytest.mark.parametrize("name", [name for name, _field, _needed in FORMS])
def test_the_form_of_a_closed_case_is_not_shown(client, counsellor, name):
    case = make_case(responsible=counsellor)
    close(case)

    answer = client.get(reverse(f"counselling:{name}", args=[case.pk]), follow=True)

    assert answer.redirect_chain
    assert SENTENCE in answer.content.decode()


def test_a_changed_recognition_is_refused_with_what_was_typed(client, counsellor):
    case = make_case(responsible=counsellor)
    row = make_recognition(case)
    address = reverse("counselling:recognition_edit", args=[case.pk, row.pk])
    sent = _filled(client, address, "title", {})
    close(case)

    answer = client.post(address, sent)

    assert (answer.status_code, SENTENCE in answer.content.decode()) == (422, True)
    assert "Schon lange getippt" in answer.content.decode()


def test_the_size_of_the_household_is_refused_with_what_was_typed(client, counsellor):
    case = make_case(responsible=counsellor)
    close(case)

    answer = client.post(reverse("counselling:household_edit", args=[case.pk]), {"adults": "17"})

    assert (answer.status_code, SENTENCE in answer.content.decode()) == (422, True)
    assert 'value="17"' in answer.content.decode()


def test_nobody_is_let_into_a_closed_case(client, counsellor):
    case = make_case(responsible=counsellor)
    close(case)
    colleague = make_user("counselling")

    answer = client.post(
        reverse("counselling:case_deputy_add", args=[case.pk]),
        {"user": colleague.pk, "since": timezone.localdate().isoformat()},
    )

    assert (answer.status_code, SENTENCE in answer.content.decode()) == (422, True)
    assert not CaseDeputy.objects.exists()


def restrict(case):
    erasing.restrict(case, by=case.responsible)
    return case


@pytest.mark.parametrize("end", [close, restrict])
def test_no_talk_comes_into_a_file_that_was_closed_or_restricted_meanwhile(counsellor, end):
    case = make_case(responsible=counsellor)
    within = make_contact(counsellor=counsellor, case=case)
    outside = make_contact(counsellor=counsellor)
    end(case)
    new = Contact(counsellor=counsellor, case=case, day=within.day, main_topic="SPR")
    new.form, new.channel, new.topics, new.duration = "kurz", "tel", ["SPR"], "d05"
    moved = Contact.objects.get(pk=outside.pk)
    moved.case = case

    for written in (
        lambda: actions.log_contact(new, by=counsellor),
        lambda: actions.log_contacts([new], by=counsellor),
        lambda: actions.correct_contact(moved, by=counsellor),
        lambda: actions.correct_contact(within, by=counsellor),
        lambda: actions.add_to_case(outside, case, by=counsellor),
        lambda: actions.delete_contact(within, by=counsellor),
    ):
        with pytest.raises(ValidationError, match="This case is closed"), transaction.atomic():
            written()

    assert list(case.contacts.all()) == [within]


@pytest.mark.parametrize("end", [close, restrict])
def test_no_step_to_a_course_or_a_recognition_is_noted_there_either(counsellor, end):
    case, offer = make_case(responsible=counsellor), make_course()
    interest, placement = make_interest(case), make_placement(case)
    done, work = make_interest(case, status="abgeschlossen"), WorkProfile(case=case)
    recognition, today = make_recognition(case), timezone.localdate()
    end(case)

    for written in (
        lambda: language.note_interest(interest, by=counsellor),
        lambda: language.move_interest(interest, "warteliste", on=today, by=counsellor),
        lambda: language.offer_places([interest], offer, by=counsellor),
        lambda: language.settle(interest, by=counsellor),
        lambda: language.delete_interest(interest, by=counsellor),
        lambda: language.note_placement(placement, by=counsellor),
        lambda: language.place(placement, offer, by=counsellor),
        lambda: language.note_result(done, by=counsellor),
        lambda: recognising.note(recognition, by=counsellor),
        lambda: recognising.move(recognition, "antrag", on=today, by=counsellor),
        lambda: recognising.tick_off(recognition, {}, by=counsellor),
        lambda: recognising.delete(recognition, by=counsellor),
        lambda: recognising.save_work(work, by=counsellor),
    ):
        with pytest.raises(ValidationError, match="This case is closed"), transaction.atomic():
            written()
