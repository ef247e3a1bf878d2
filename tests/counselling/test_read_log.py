"""The line in the read log: no page of a case is shown without it, however it is asked for."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from counselling import actions
from counselling.models import Case, CaseDeputy
from integration_office.audit import record_reading
from integration_office.models import ReadEntry
from tests.counselling.factories import make_case, make_contact
from tests.counselling.people import make_named_case
from tests.counselling.referrals import make_referral
from tests.factories import make_user
from tests.test_access import page_names


pytestmark = pytest.mark.django_db
# They name the case by its number and show nothing of its content.
NOTHING_TOLD = {
    *("case_status", "case_close", "case_reopen", "case_hand_over", "case_deputy_add"),
    *("case_consent_sheet", "case_file_consent_sheet", "case_restrict", "case_demand_erasure"),
}


def _pages():
    names = [name for name in page_names(get_resolver()) if name.startswith("counselling:")]
    for name in names:
        try:
            address = reverse(name, args=[1])
        except NoReverseMatch:  # it needs more than a case
            continue
        if "/cases/1/" in address and name.partition(":")[2] not in NOTHING_TOLD:
            yield name


PAGES = list(_pages())


def lines_on(case):
    return ReadEntry.objects.filter(target=f"counselling.Case:{case.pk}").count()


@pytest.mark.parametrize("sent", [{}, {"keep_draft": "auto"}])
@pytest.mark.parametrize("name", PAGES)
def test_what_is_sent_is_answered_by_a_page_only_with_a_line(client, counsellor, name, sent):
    case = make_named_case(responsible=counsellor, case={"concern": "vertraulich"})

    answer = client.post(reverse(name, args=[case.pk]), sent)

    shown = answer.status_code in (200, 422) and answer.content
    assert lines_on(case) or not shown


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "REPORT"])
@pytest.mark.parametrize("name", ["counselling:case_detail", "counselling:goals", "home"])
def test_a_page_answers_only_the_methods_of_the_office(client, counsellor, name, method):
    case = make_case(responsible=counsellor, concern="vertraulich")
    address = reverse(name, args=[] if name == "home" else [case.pk])

    answer = client.generic(method, address)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
    assert "vertraulich" not in answer.content.decode()


def test_a_refused_note_leaves_a_line(client, counsellor):
    case = make_case(responsible=counsellor)
    contact = make_contact(case=case, counsellor=counsellor, note="vertraulich")

    answers = [client.post(row.get_absolute_url()) for row in (case, contact)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "vertraulich" in answers[0].content.decode()
    assert lines_on(case) == 2


def test_without_the_line_a_refused_note_shows_no_page(counsellor):
    case = make_case(responsible=counsellor)
    contact = make_contact(case=case, counsellor=counsellor, note="vertraulich")
    client = Client(raise_request_exception=False)
    client.force_login(counsellor, backend="integration_office.accounts.OfficeBackend")
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE integration_office_readentry ADD CONSTRAINT broken CHECK (false)"
        )

    answers = [client.post(row.get_absolute_url()) for row in (case, contact)]

    assert [answer.status_code for answer in answers] == [500, 500]
    assert not any("vertraulich" in answer.content.decode() for answer in answers)


def test_a_referral_whose_change_is_refused_leaves_a_line(client, counsellor):
    case = make_case(responsible=counsellor)
    referral = make_referral(case=case)

    client.post(reverse("counselling:referral_edit", args=[referral.pk]), {"version": "99"})

    assert lines_on(case) == 1


def test_a_draft_kept_by_itself_leaves_no_line(client, counsellor):
    contact = make_contact(counsellor=counsellor)
    sent = {"keep_draft": "auto", "note": "angefangen"}

    answer = client.post(contact.get_absolute_url(), sent)

    assert (answer.status_code, answer.content) == (204, b"")
    assert not ReadEntry.objects.exists()


# As data protection reads it


def rows_of(client, words=""):
    page = client.get(reverse("privacy_reads"), {"q": words})
    return [line[2].text for line in page.context["lines"]]


def test_data_protection_reads_the_number_of_a_case_and_not_its_key(client_of, counsellor):
    case = make_case(responsible=counsellor)
    client_of(counsellor).get(case.get_absolute_url())

    assert rows_of(client_of(make_user("data_protection"))) == [f"case {case.number}"]


@pytest.mark.parametrize("words", ["2026-0412", "case 2026-0412", "Case 0412 · 2026"])
def test_the_reads_of_one_case_are_found_by_its_number(client_of, counsellor, words):
    case, other = (make_case(responsible=counsellor) for _ in range(2))
    Case.objects.filter(pk=case.pk).update(number="2026-0412")
    Case.objects.filter(pk=other.pk).update(number="2026-0007")
    for one in (case, other):
        client_of(counsellor).get(one.get_absolute_url())

    assert rows_of(client_of(make_user("data_protection")), words) == ["case 2026-0412"]


def test_a_number_that_is_only_the_key_of_another_case_finds_nothing(client_of, counsellor):
    case = make_case(responsible=counsellor)
    Case.objects.filter(pk=case.pk).update(number="2026-0007" if case.pk != 7 else "2026-0009")
    client_of(counsellor).get(case.get_absolute_url())

    assert rows_of(client_of(make_user("data_protection")), f"case {case.pk:04}") == []


def test_a_case_that_was_exported_with_others_has_no_number(client_of, counsellor):
    record_reading("counselling.Case:*", by=counsellor)

    assert rows_of(client_of(make_user("data_protection"))) == ["cases"]


def test_the_audit_log_names_the_case_and_to_whom_it_was_opened(client_of, counsellor):
    case, colleague = make_case(responsible=counsellor), make_user("counselling")
    actions.add_deputy(CaseDeputy(case=case, user=colleague), by=counsellor)

    page = client_of(make_user("data_protection")).get(reverse("privacy_audit"))

    line = [cell.text for cell in page.context["lines"][0]]
    assert line[-2:] == [f"case {case.number}", f"user {colleague.name}"]


def test_an_account_is_still_found_by_its_number(client_of, counsellor):
    record_reading(counsellor, by=counsellor)

    found = rows_of(client_of(make_user("data_protection")), f"user {counsellor.pk}")
    assert found == [f"user {counsellor.name}"]
