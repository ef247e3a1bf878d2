"""Cases: numbers, the one door, the read log, closing and opening again, deputies, handing over."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from counselling import actions
from counselling.models import Case, CaseDeputy, Contact
from counselling.models.cases import same_day
from integration_office.models import AuditEntry, ReadEntry
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def counsellor(db):
    return make_user("counselling")


@pytest.fixture
def client(client_of, counsellor):
    return client_of(counsellor)


@pytest.fixture
def today():
    return timezone.localdate()


def page(name, case, **kwargs):
    return reverse(f"counselling:{name}", kwargs={"pk": case.pk} | kwargs)


# Who sees what


def test_counsellors_see_their_own_cases_and_those_they_deputise_for_today(counsellor, today):
    own, deputised = make_case(responsible=counsellor), make_case()
    over, to_come, _stranger = make_case(), make_case(), make_case()
    make_deputy(deputised, counsellor, since=today, until=today)
    make_deputy(over, counsellor, since=today - 9 * DAY, until=today - DAY)
    make_deputy(to_come, counsellor, since=today + DAY)

    assert set(Case.objects.visible_to(counsellor)) == {own, deputised}


def test_who_lost_the_counselling_role_sees_no_case_any_more():
    former = make_user("administration")
    make_deputy(make_case(), former)
    Case.objects.create(number="2020-0001", responsible=former)

    assert not Case.objects.visible_to(former).exists()


def test_the_list_says_which_cases_are_deputised(client, counsellor):
    own, deputised = make_case(responsible=counsellor), make_case()
    make_deputy(deputised, counsellor)

    answer = client.get(reverse("counselling:case_list"))

    assert [[cell.text for cell in line][:2] for line in answer.context["lines"]] == [
        [deputised.number, "deputy"],
        [own.number, "responsible"],
    ]


@pytest.mark.parametrize(("query", "count"), [("", 3), ("running", 2), ("ruht", 1)])
def test_the_list_is_narrowed_by_status(client, counsellor, today, query, count):
    make_case(responsible=counsellor)
    make_case(responsible=counsellor, status="ruht")
    actions.close_case(make_case(responsible=counsellor), on=today, reason="ziel", by=counsellor)

    answer = client.get(reverse("counselling:case_list"), {"status": query})

    assert answer.context["page"].paginator.count == count


@pytest.mark.parametrize("cases", [1, 10])
def test_the_list_needs_the_same_queries_for_any_number_of_cases(
    client, counsellor, cases, django_assert_num_queries
):
    for _number in range(cases):
        make_contact(counsellor=counsellor, case=make_case(responsible=counsellor))

    with django_assert_num_queries(4):  # session, user, count, cases with their contacts
        client.get(reverse("counselling:case_list"))


def test_a_case_is_found_by_its_number_only_by_those_who_may_open_it(client, counsellor):
    own, foreign = make_case(responsible=counsellor), make_case()

    groups = client.get("/search/", {"q": own.number[:6]}).context["groups"]

    urls = [hit.url for group in groups for hit in group.hits]
    assert own.get_absolute_url() in urls
    assert foreign.get_absolute_url() not in urls


# Reading leaves a trace


def test_opening_a_case_leaves_one_line_in_the_read_log(client, counsellor):
    case = make_case(responsible=counsellor)

    client.get(case.get_absolute_url())

    assert list(ReadEntry.objects.values_list("target", "by", "purpose")) == [
        (f"counselling.Case:{case.pk}", counsellor.pk, "")
    ]


def test_the_log_says_that_a_deputy_read(client, counsellor):
    case = make_case()
    make_deputy(case, counsellor)

    client.get(case.get_absolute_url())

    assert ReadEntry.objects.get().purpose == "deputy"
    answer = client.get(page("case_reads", case))
    assert [cell.text for cell in answer.context["lines"][0]][1:] == [counsellor.name, "deputy"]


def test_a_foreign_case_leaves_no_line_and_no_trace_of_its_being_there(client):
    case = make_case()

    answer = client.get(case.get_absolute_url())

    assert answer.status_code == 404
    assert case.number not in answer.content.decode()
    assert not ReadEntry.objects.exists()


def test_a_case_whose_reading_cannot_be_recorded_is_not_shown(counsellor):
    case = make_case(responsible=counsellor, concern="vertraulich")
    client = Client(raise_request_exception=False)
    client.force_login(counsellor, backend="integration_office.accounts.OfficeBackend")
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE integration_office_readentry ADD CONSTRAINT broken CHECK (false)"
        )

    answer = client.get(case.get_absolute_url())

    assert answer.status_code == 500
    assert "vertraulich" not in answer.content.decode()


def test_a_note_that_cannot_be_read_does_not_hide_the_case(client, counsellor):
    case = make_case(responsible=counsellor)
    good = make_contact(case=case, note="lesbar")
    bad = make_contact(case=case, note="verloren")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE counselling_contact SET note = (SELECT note FROM counselling_contact"
            " WHERE id = %s) WHERE id = %s",
            [good.pk, bad.pk],
        )

    text = client.get(case.get_absolute_url()).content.decode()

    assert "lesbar" in text
    assert "This text cannot be read. Please tell the administration." in text


@pytest.mark.parametrize("contacts", [1, 15])
def test_the_page_needs_the_same_queries_for_any_number_of_contacts(
    client, counsellor, contacts, django_assert_num_queries
):
    case = make_case(responsible=counsellor)
    for _number in range(contacts):
        make_contact(case=case, counsellor=counsellor, note="Notiz")

    # session, user, case, read log, last contact, follow-up, count, contacts, deputies
    with django_assert_num_queries(9):
        client.get(case.get_absolute_url())


# Numbers


def test_the_numbers_of_a_year_follow_each_other(counsellor):
    days = [date(2025, 3, 1), date(2026, 1, 2), date(2025, 2, 1), date(2026, 5, 5)]

    numbers = [make_case(responsible=counsellor, opened_on=day).number for day in days]

    assert numbers == ["2025-0001", "2026-0001", "2025-0002", "2026-0002"]


def test_a_number_is_not_given_twice_when_a_case_goes(counsellor):
    first = make_case(responsible=counsellor, opened_on=date(2026, 1, 2))
    first.delete()

    second = make_case(responsible=counsellor, opened_on=date(2026, 1, 2))

    assert second.number == "2026-0002"


@pytest.mark.django_db(transaction=True)
def test_two_counsellors_at_the_same_moment_get_two_numbers():
    counsellors = [make_user("counselling"), make_user("counselling")]
    together, numbers = threading.Barrier(2), []

    def open_one(user):
        together.wait()
        numbers.append(make_case(responsible=user, opened_on=date(2026, 1, 2)).number)
        connections.close_all()

    threads = [threading.Thread(target=open_one, args=[user]) for user in counsellors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == ["2026-0001", "2026-0002"]


# Opening, changing, closing


def test_a_case_is_opened_without_a_name(client, counsellor, today):
    answer = client.post(
        reverse("counselling:case_create"),
        {"opened_on": today.isoformat(), "concern": "Kurs finden", "gender": "m"},
    )

    case = Case.objects.get()
    assert answer.url == case.get_absolute_url()
    assert (case.responsible, case.concern, case.gender) == (counsellor, "Kurs finden", "m")
    assert (case.status, case.status_group, case.age_group) == ("neu", "NE", "")


def test_a_case_is_not_opened_in_the_future(client, today):
    answer = client.post(
        reverse("counselling:case_create"), {"opened_on": (today + DAY).isoformat()}
    )

    assert answer.context["form"].errors == {"opened_on": ["This day lies in the future."]}


def test_a_case_grows_from_a_contact_once(counsellor):
    contact = make_contact(counsellor=counsellor, gender="w", language="ukr", note="bleibt")

    case = actions.continue_as_case(contact, by=counsellor)

    contact = Contact.objects.get()
    assert (contact.case, contact.note) == (case, "bleibt")
    assert (case.gender, case.language, case.opened_on) == ("w", "ukr", contact.day)
    with pytest.raises(ValidationError, match="belongs to a case already"):
        actions.continue_as_case(contact, by=counsellor)


def test_an_entry_is_added_on_the_page_of_the_case(client, counsellor):
    case = make_case()
    make_deputy(case, counsellor)

    client.post(
        case.get_absolute_url(),
        {"note": "Warteliste", "channel": "tel", "main_topic": "SPR", "duration": "d15"},
    )

    contact = Contact.objects.get()
    assert (contact.case, contact.counsellor, contact.note) == (case, counsellor, "Warteliste")
    assert (contact.form, contact.topics) == ("begleit", ["SPR"])


def test_a_case_can_be_changed_by_a_deputy(client, counsellor):
    case = make_case(concern="vorher")
    make_deputy(case, counsellor)

    client.post(
        page("case_edit", case),
        {"version": case.version, "status": "wartet_kurs", "concern": "nachher"},
    )

    case = Case.objects.get()
    assert (case.status, case.concern) == ("wartet_kurs", "nachher")


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

    assert refused.status_code == 422
    case = Case.objects.get()
    assert (case.status, case.closed_on, case.closing_reason) == ("abgeschlossen", today, "ziel")
    assert not Contact.objects.get().waits_for_follow_up


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
        case.get_absolute_url(), {"channel": "tel", "main_topic": "SPR", "duration": "d15"}
    )
    assert (edit.status_code, edit.url) == (302, case.get_absolute_url())
    assert (entry.status_code, Contact.objects.count()) == (422, 0)

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


# Deputies and handing over


def test_the_responsible_lets_a_deputy_in_and_out_again(client, counsellor, today):
    case, deputy = make_case(responsible=counsellor), make_user("counselling")

    client.post(page("case_deputy_add", case), {"user": deputy.pk, "since": today.isoformat()})
    assert set(Case.objects.visible_to(deputy)) == {case}

    row = CaseDeputy.objects.get()
    client.post(page("case_deputy_end", case, deputy_pk=row.pk))
    assert not Case.objects.visible_to(deputy).exists()


def test_an_ended_deputyship_stays_in_the_file_and_ends_once(counsellor, today):
    case = make_case(responsible=counsellor)
    row = make_deputy(case, make_user("counselling"), since=today - 5 * DAY)

    actions.end_deputy(row, by=counsellor)
    with pytest.raises(ValidationError, match="over already"):
        actions.end_deputy(row, by=counsellor)

    assert list(CaseDeputy.objects.values_list("until", flat=True)) == [today - DAY]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"until": -1}, "The deputyship cannot end before it starts."),
        ({"until": 3}, "This colleague deputises in that time already."),
        ({"until": None}, "This colleague deputises in that time already."),
    ],
)
def test_a_deputyship_that_cannot_be_is_refused(counsellor, today, fields, sentence):
    case, colleague = make_case(responsible=counsellor), make_user("counselling")
    make_deputy(case, colleague, since=today + 2 * DAY, until=today + 9 * DAY)
    until = fields["until"]
    deputy = CaseDeputy(
        case=case,
        user=colleague,
        since=today,
        until=None if until is None else today + until * DAY,
    )

    with pytest.raises(ValidationError, match=sentence):
        actions.add_deputy(deputy, by=counsellor)


def test_only_a_counsellor_who_is_not_responsible_can_deputise(counsellor):
    case = make_case(responsible=counsellor)

    with pytest.raises(ValidationError, match="cannot deputise as well"):
        actions.add_deputy(CaseDeputy(case=case, user=counsellor), by=counsellor)
    with pytest.raises(ValidationError, match="no counselling role"):
        actions.add_deputy(CaseDeputy(case=case, user=make_user("volunteer")), by=counsellor)
    with pytest.raises(ValidationError, match="Only who is responsible"):
        other = make_user("counselling")
        actions.add_deputy(CaseDeputy(case=case, user=other), by=other)


def test_a_case_is_handed_over_and_out_of_sight(client, counsellor):
    case, colleague = make_case(responsible=counsellor), make_user("coordination")
    make_deputy(case, colleague)

    answer = client.post(page("case_hand_over", case), {"version": 0, "to": colleague.pk})

    assert answer.url == reverse("counselling:case_list")
    assert Case.objects.get().responsible == colleague
    assert not Case.objects.visible_to(counsellor).exists()
    assert not CaseDeputy.objects.exists()


def test_a_case_cannot_be_handed_to_oneself_to_a_stranger_or_by_a_deputy(counsellor):
    case, deputy = make_case(responsible=counsellor), make_user("counselling")
    make_deputy(case, deputy)

    with pytest.raises(ValidationError, match="responsible already"):
        actions.hand_over(case, to=counsellor, by=counsellor)
    with pytest.raises(ValidationError, match="no counselling role"):
        actions.hand_over(case, to=make_user("partner"), by=counsellor)
    with pytest.raises(ValidationError, match="Only who is responsible"):
        actions.hand_over(case, to=deputy, by=deputy)


# What the database holds by itself, and the figures


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"number": "12-1"}, "case_number_has_a_year"),
        ({"status": "abgeschlossen"}, "case_closed_for_a_reason_on_a_day"),
        ({"closing_reason": "ziel"}, "case_closed_for_a_reason_on_a_day"),
        (
            {"status": "abgeschlossen", "closing_reason": "ziel", "closed_on": "2020-01-01"},
            "case_closed_after_it_was_opened",
        ),
    ],
)
def test_the_database_refuses_a_case_that_cannot_be(counsellor, fields, constraint):
    fields = {"number": "2026-0001", "opened_on": "2026-01-02"} | fields
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Case.objects.create(responsible=counsellor, **fields)


def test_the_database_refuses_a_deputyship_that_ends_before_it_starts():
    with pytest.raises(IntegrityError, match="deputy_ends_after"), transaction.atomic():
        make_deputy(make_case(), make_user("counselling"), until="2020-01-01")


def test_cases_are_counted_by_opening_closing_and_running():
    early, late = make_case(opened_on=date(2025, 5, 1)), make_case(opened_on=date(2026, 5, 1))
    actions.close_case(early, on=date(2026, 2, 1), reason="ziel", by=early.responsible)
    year = date(2026, 1, 1), date(2026, 12, 31)

    assert list(Case.objects.opened_in(*year)) == [late]
    assert list(Case.objects.closed_in(*year)) == [early]
    assert list(Case.objects.running_on(date(2025, 12, 31))) == [early]
    assert list(Case.objects.running_on(date(2026, 2, 1))) == []
    assert list(Case.objects.running()) == [late]


def test_contacts_and_relatives_are_counted_apart(counsellor):
    case = make_case(responsible=counsellor)
    for relatives in (0, 2, 1):
        make_contact(case=case, relatives=relatives)
    make_case(responsible=counsellor)

    counted = Case.objects.with_contact_facts().order_by("number")

    assert [(row.contact_count, row.relatives) for row in counted] == [(3, 3), (0, 0)]


def test_a_year_later_is_the_same_day_also_in_a_leap_year():
    assert same_day(date(2026, 11, 23), years=1) == date(2027, 11, 23)
    assert same_day(date(2024, 2, 29), years=1) == date(2025, 3, 1)
    assert same_day(date(2024, 2, 29), years=-2) == date(2022, 3, 1)
