"""A consent is taken back: the file is gone for everybody at once, and then for good; every figure
stays what it was (acceptance 3)."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from counselling import chores
from counselling.consents import erasing, withdrawing
from counselling.models import (
    Case,
    Consent,
    Contact,
    Erasure,
    ErasureState,
    Person,
    PersonKey,
)
from integration_office.agenda import agenda_of
from integration_office.models import AuditEntry, ReadEntry
from integration_office.privacy import run_retention
from reports.indicators import Chapter, Year, figure, indicators, value
from tests.counselling.casework import PDF, make_file
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.pages import page
from tests.counselling.people import (
    anonymised,
    file_consent,
    make_consent,
    make_named_case,
    make_talked_case,
)
from tests.factories import make_user
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def case(counsellor):
    return make_talked_case(counsellor)


def figures(*, without=()):
    """Every figure of the report's chapter on counselling, as it may be published and as it is."""
    year = Year(timezone.localdate().year)
    return {
        indicator.key: (figure(indicator, year, limit=0), figure(indicator, year))
        for indicator in indicators()
        if indicator.chapter == Chapter.COUNSELLING and indicator.key not in without
    }


def number_of(key):
    """As it is counted, before anything is protected."""
    indicator = next(one for one in indicators() if one.key == key)
    return value(indicator, Year(timezone.localdate().year))


def withdrawn(case, by):
    withdrawing.withdraw(file_consent(case), by=by)
    return case.erasures.get()


# Withdrawal


def test_a_withdrawn_file_is_gone_for_everybody_at_once(client, counsellor, case, client_of):
    deputy = make_user("counselling")
    make_deputy(case, deputy)
    consent = file_consent(case)
    question = client.get(page("case_consent_withdraw", case, consent_pk=consent.pk))
    assert "erased within four weeks" in question.content.decode()

    answer = client.post(page("case_consent_withdraw", case, consent_pk=consent.pk))

    assert answer.url == reverse("counselling:case_list")
    case.refresh_from_db()
    assert (case.status, case.closing_reason) == ("abgeschlossen", "widerruf")
    assert case.restricted_on == case.closed_on == timezone.localdate()
    for user in (counsellor, deputy):
        assert_nothing_is_found(client_of(user), case)
    assert Erasure.objects.get().state == ErasureState.DUE


def assert_nothing_is_found(client, case):
    pages = ["case_detail", "case_person", "case_consents", "case_edit", "case_reads"]
    assert {client.get(page(name, case)).status_code for name in pages} == {404}
    listed = client.get(reverse("counselling:case_list")).content.decode()
    assert case.number not in listed
    exported = client.get(f"{reverse('counselling:case_list')}?format=csv").streaming_content
    assert case.number.encode() not in b"".join(exported)
    contacts = client.get(reverse("counselling:list")).content.decode()
    assert case.number not in contacts
    hits = client.get("/search/", {"q": case.number}).content.decode()
    assert case.get_absolute_url() not in hits
    contact = case.contacts.get()
    assert client.get(reverse("counselling:edit", args=[contact.pk])).status_code == 404


def test_the_responsible_and_the_deputy_get_the_task_and_nobody_else(counsellor, case, today):
    colleague, stranger = make_user("counselling"), make_user("counselling")
    make_deputy(case, colleague)

    erasure = withdrawn(case, by=colleague)

    mine, theirs = agenda_of(counsellor, today), agenda_of(colleague, today)
    watching = agenda_of(make_user("data_protection"), today)
    assert [*watching.late, *watching.today, *watching.week] == []
    task = [(f"Case {case.number}: erase", erasure.get_absolute_url())]
    assert [(item.title, item.url) for item in mine.today] == task
    assert [(item.title, item.url) for item in theirs.today] == task
    assert agenda_of(stranger, today).today == []


def test_follow_ups_of_a_withdrawn_file_remind_of_nothing(counsellor, case, today):
    make_contact(case=case, counsellor=counsellor, follow_up=today)

    withdrawn(case, by=counsellor)

    assert not Contact.objects.to_follow_up().exists()


def test_with_the_file_goes_every_other_consent_of_the_case(counsellor, case):
    jobcenter = make_organisation(name="Jobcenter")
    make_consent(case, "weitergabe", recipient=jobcenter)
    other = make_consent(make_named_case(), "weitergabe", recipient=jobcenter)

    withdrawn(case, by=counsellor)

    assert list(Consent.objects.to_tell(jobcenter).in_force()) == [other]


def test_another_consent_is_taken_back_without_the_file(client, case):
    consent = make_consent(case, "weitergabe", recipient=make_organisation())

    answer = client.post(page("case_consent_withdraw", case, consent_pk=consent.pk))

    consent.refresh_from_db()
    case.refresh_from_db()
    assert answer.url == page("case_consents", case)
    assert consent.withdrawn_on == timezone.localdate()
    assert case.restricted_on is None
    assert not Erasure.objects.exists()
    assert AuditEntry.objects.get(verb="consent withdrawn").note == "weitergabe"


def test_what_a_special_consent_described_goes_with_it(counsellor, case):
    consent = make_consent(case, "art9", about="Schwangerschaft")

    consent = withdrawing.withdraw(consent, by=counsellor)

    assert Consent.objects.get(pk=consent.pk).about == ""


def test_a_consent_is_withdrawn_once(client, counsellor, case):
    consent = make_consent(case, "messenger")
    withdrawing.withdraw(consent, by=counsellor)

    with pytest.raises(ValidationError, match="withdrawn already"):
        withdrawing.withdraw(consent, by=counsellor)


def test_a_case_closed_long_ago_keeps_its_day_and_reason(counsellor, case, today):
    closed_on = today - 20 * DAY
    case.contacts.all().delete()
    Case.objects.filter(pk=case.pk).update(
        status="abgeschlossen", closed_on=closed_on, closing_reason="ziel"
    )

    withdrawn(case, by=counsellor)

    case.refresh_from_db()
    assert (case.closed_on, case.closing_reason) == (closed_on, "ziel")


# The way


def test_a_file_goes_past_the_archive_and_is_erased(client, counsellor, case):
    erasure = withdrawn(case, by=counsellor)
    text = client.get(erasure.get_absolute_url()).content.decode()
    assert "Beispielowa" not in text
    assert case.masked in text
    assert page("erasure_finish", case) not in text

    client.post(page("erasure_offer", case))
    client.post(page("erasure_answer", case), {"not_worthy": ""})
    answer = client.post(page("erasure_finish", case))

    assert answer.url == reverse("home")
    case.refresh_from_db()
    erasure.refresh_from_db()
    assert (erasure.state, erasure.archive) == (ErasureState.ERASED, "nicht_archivwuerdig")
    assert (case.status, case.person, case.concern, case.restricted_on) == (
        "anonymisiert",
        None,
        "",
        None,
    )
    assert not Person.objects.exists()
    assert not PersonKey.objects.exists()
    assert case.contacts.get().note == ""
    verbs = AuditEntry.objects.filter(target=f"counselling.Case:{case.pk}").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "opened",
        "erasure begun",
        "offered to archive",
        "archive answered",
        "erased",
    ]
    assert set(ReadEntry.objects.values_list("purpose", flat=True)) == {"erasure"}


def test_nothing_is_erased_before_the_archive_was_asked(client, counsellor, case):
    erasure = withdrawn(case, by=counsellor)

    with pytest.raises(ValidationError, match="offer the file to the archive"):
        erasing.erase(erasure, by=counsellor)
    with pytest.raises(ValidationError, match="offer the file to the archive first"):
        erasing.answer(erasure, ErasureState.TAKEN, by=counsellor)
    erasing.offer(erasure, by=counsellor)
    with pytest.raises(ValidationError, match="offered to the archive already"):
        erasing.offer(erasure, by=counsellor)
    assert Person.objects.exists()


def test_an_agreement_with_the_archive_spares_the_question(counsellor, case, settings):
    settings.OFFICE = settings.OFFICE | {"archive_agreement": "vom 1. März 2026"}

    erasure = withdrawn(case, by=counsellor)

    assert erasure.state == ErasureState.NOT_WORTHY
    erasing.erase(erasure, by=counsellor)
    assert not Person.objects.exists()


def test_what_the_archive_takes_over_is_packed_with_its_papers_only_then(client, counsellor, case):
    make_file(case)
    lost = make_file(case, kind="bescheid")
    lost.file.storage.delete(lost.file.name)
    erasure = erasing.offer(withdrawn(case, by=counsellor), by=counsellor)
    assert client.get(page("erasure_copy", case)).url == erasure.get_absolute_url()
    erasing.answer(erasure, ErasureState.TAKEN, by=counsellor)

    answer = client.get(page("erasure_copy", case))

    packed = ZipFile(BytesIO(b"".join(answer.streaming_content)))
    assert answer["Content-Disposition"] == f'attachment; filename="akte-{case.number}.zip"'
    document, paper, missing = packed.namelist()
    assert packed.read(document).startswith(b"%PDF-")
    assert packed.read(paper) == PDF
    assert packed.read(missing) == b"This paper could not be read."
    assert list(ReadEntry.objects.values_list("purpose", flat=True)) == ["copy"]


def test_only_who_saw_the_case_reaches_the_end_of_a_file(counsellor, case, client_of, today):
    former = make_user("counselling")
    make_deputy(case, former, since=today - 9 * DAY, until=today - DAY)
    withdrawn(case, by=counsellor)

    for user in (former, make_user("counselling"), make_user("coordination")):
        assert client_of(user).get(page("case_erasure", case)).status_code == 404
        assert client_of(user).post(page("erasure_finish", case)).status_code == 404


def test_the_clock_erases_after_a_fortnight_whatever_the_archive_says(counsellor, case, today):
    erasure = erasing.offer(withdrawn(case, by=counsellor), by=counsellor)
    Erasure.objects.filter(pk=erasure.pk).update(begun_on=today - 13 * DAY)
    assert run_retention(today)["erasures"] == 0
    assert Person.objects.exists()

    assert run_retention(today + DAY)["erasures"] == 1

    erasure.refresh_from_db()
    assert (erasure.erased_on, erasure.state) == (today, ErasureState.ERASED)
    assert not Person.objects.exists()
    assert run_retention(today + DAY)["erasures"] == 0


def test_the_figures_are_what_they_were(counsellor, case):
    make_contact(counsellor=counsellor, gender="m")
    before = figures()

    erasure = withdrawn(case, by=counsellor)
    closed = figures()
    erasing.offer(erasure, by=counsellor)
    erasing.answer(erasure, ErasureState.NOT_WORTHY, by=counsellor)
    erasing.erase(erasure, by=counsellor)

    assert figures() == closed
    # That the case is closed is true and counted; nothing else has changed. The three figures of
    # the account protect each other, so of the third one the number itself is compared.
    account = {"cases_running", "cases_closed", "cases_opened"}
    assert figures(without=account) == {k: v for k, v in before.items() if k not in account}
    assert number_of("cases_opened") == 1


def test_what_was_withdrawn_does_not_come_back(client, counsellor, case):
    erasure = withdrawn(case, by=counsellor)

    with pytest.raises(ValidationError, match="does not come back"):
        erasing.lift(erasure, by=counsellor)
    for again in (erasing.restrict, erasing.demand):
        with pytest.raises(ValidationError, match="restricted already"):
            again(case, by=counsellor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=erasure.pk).update(lifted_on=timezone.localdate())
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.create(case=case, reason="verlangt")


def test_a_client_without_a_name_may_want_everything_erased(client, counsellor):
    case = make_case(responsible=counsellor, concern="Ziel")

    client.post(page("case_demand_erasure", case))

    case.refresh_from_db()
    assert case.closing_reason == "widerruf"
    assert Erasure.objects.get().reason == "verlangt"
    assert client.get(case.get_absolute_url()).status_code == 404


def test_where_nothing_is_left_nothing_is_erased(counsellor, case):
    anonymised(case)

    with pytest.raises(ValidationError, match="Nothing is left"):
        erasing.demand(case, by=counsellor)
    with pytest.raises(ValidationError, match="Nothing is left"):
        erasing.restrict(case, by=counsellor)


# A consent that runs out


def test_a_consent_that_ends_is_renewed_or_the_file_goes_a_month_later(counsellor, case, today):
    Consent.objects.filter(case=case).update(given_on=today - 99 * DAY, valid_until=today)
    assert [item.title for item in agenda_of(counsellor, today - 14 * DAY).today] == []
    assert [item.title for item in agenda_of(counsellor, today - 13 * DAY).today] == [
        f"Case {case.number}: the consent ends"
    ]

    chores.begin_to_erase_what_nobody_renewed(today + 30 * DAY)
    assert not Erasure.objects.exists()
    chores.begin_to_erase_what_nobody_renewed(today + 31 * DAY)

    assert Erasure.objects.get().reason == "abgelaufen"
    chores.begin_to_erase_what_nobody_renewed(today + 32 * DAY)
    assert Erasure.objects.count() == 1


def test_a_renewed_consent_keeps_the_file(counsellor, case, today):
    Consent.objects.filter(case=case).update(given_on=today - 99 * DAY, valid_until=today)
    make_consent(case)

    chores.begin_to_erase_what_nobody_renewed(today + 60 * DAY)

    assert not Erasure.objects.exists()
    assert agenda_of(counsellor, today).today == []


def test_somebody_not_logged_in_reaches_nothing_of_it(case):
    assert Client().get(page("case_erasure", case)).status_code == 302
