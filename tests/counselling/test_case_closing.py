"""A case ends for a reason, is read only from then on, and can be opened again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from counselling import actions
from counselling.models import Case, Contact
from integration_office.models import AuditEntry
from tests.counselling.factories import entry_post, make_case, make_contact
from tests.counselling.pages import page
from tests.counselling.people import anonymised


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize("status", ["abgeschlossen", "anonymisiert"])
def test_a_case_is_not_closed_by_changing_its_status(client, counsellor, status):
    case = make_case(responsible=counsellor)

    answer = client.post(page("case_edit", case), {"version": 0, "status": status})

    assert (answer.status_code, Case.objects.get().status) == (422, "neu")
    case.status = status
    with pytest.raises(ValidationError, match="on its own page"):
        actions.change_case(case, by=counsellor)


def test_closing_needs_a_day_and_a_reason_and_settles_follow_ups(client, counsellor, today):
    case = make_case(responsible=counsellor)
    make_contact(case=case, day=today - DAY, follow_up=today)

    refused = client.post(page("case_close", case), {"version": 0, "on": today.isoformat()})
    client.post(page("case_close", case), {"version": 0, "on": today.isoformat(), "reason": "ziel"})

    assert refused.context["form"].errors == {"reason": ["Please choose a reason."]}
    case = Case.objects.get()
    assert (case.status, case.closed_on, case.closing_reason) == ("abgeschlossen", today, "ziel")
    assert not Contact.objects.get().waits_for_follow_up


def test_no_reason_for_closing_is_taken_because_nobody_chose_one(client, counsellor, today):
    case = make_case(responsible=counsellor)
    page_of_form = client.get(page("case_close", case))

    answer = client.post(page("case_close", case), {"on": today.isoformat(), "version": 0})

    assert page_of_form.context["form"]["reason"].value() is None
    assert answer.context["form"].errors["reason"] == ["Please choose a reason."]
    assert Case.objects.get().is_open


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (1, "This day lies in the future."),
        (-3, "The case cannot be closed before its opening or its last contact."),
        (-50, "The case cannot be closed before its opening or its last contact."),
    ],
)
def test_closing_on_an_impossible_day_is_refused(client, counsellor, today, days, sentence):
    case = make_case(responsible=counsellor)
    make_contact(case=case, day=today - 2 * DAY)

    answer = client.post(
        page("case_close", case),
        {"version": 0, "on": (today + days * DAY).isoformat(), "reason": "ziel"},
    )

    assert answer.context["form"].errors == {"on": [sentence]}


def test_a_closed_case_is_read_only_until_it_is_reopened_for_a_reason(client, counsellor, today):
    case = make_case(responsible=counsellor)
    actions.close_case(case, on=today, reason="ziel", by=counsellor)

    with pytest.raises(ValidationError, match="closed already"):
        actions.close_case(case, on=today, reason="ziel", by=counsellor)
    edit = client.get(page("case_edit", case))
    entry = client.post(
        case.get_absolute_url(),
        entry_post(note="noch getippt"),
    )
    assert (edit.status_code, edit.url) == (302, case.get_absolute_url())
    assert (entry.status_code, Contact.objects.count()) == (422, 0)
    assert "noch getippt" in entry.content.decode()
    assert "This case is closed. Please reopen it first." in entry.content.decode()

    version = Case.objects.get().version
    client.post(page("case_reopen", case), {"version": version, "reason": "anliegen"})

    case = Case.objects.get()
    assert (case.status, case.closed_on, case.closing_reason) == ("in_beratung", None, "")
    assert list(AuditEntry.objects.values_list("verb", "note"))[:2] == [
        ("reopened", "anliegen"),
        ("closed", "ziel"),
    ]


def test_an_open_case_cannot_be_reopened(counsellor):
    with pytest.raises(ValidationError, match="Only a closed case"):
        actions.reopen_case(make_case(responsible=counsellor), reason="irrtum", by=counsellor)


def test_what_is_only_a_count_is_not_opened_again(client, counsellor):
    case = make_case(responsible=counsellor)
    anonymised(case)
    version = Case.objects.get().version

    answer = client.post(page("case_reopen", case), {"version": version, "reason": "anliegen"})

    assert answer.status_code == 422
    assert "whose content is still there can be reopened" in answer.content.decode()
    assert Case.objects.get().is_anonymised
