"""A wish for a course goes its way step by step."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from counselling import actions as case_actions
from counselling.language import actions
from counselling.language.codes import WAYS, InterestStatus
from counselling.models import CourseInterest
from integration_office.models import AuditEntry
from tests.counselling.factories import make_case
from tests.counselling.language import make_course, make_interest
from tests.counselling.pages import page
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor, gender="w")


def typed(today, **fields):
    usual = {
        "course_type": "ik",
        "level": "B1",
        "times": ["ab", "we"],
        "childcare": "on",
        "entitlement": "pflicht",
        "since": today.isoformat(),
        "status": "warteliste",
    }
    return usual | fields


def test_an_interest_is_entered_with_everything_the_vhs_plans_by(client, case, today):
    answer = client.post(
        page("interest_create", case),
        typed(today, entitlement_valid_until="2030-01-31", remark="nur dienstags"),
    )

    interest = CourseInterest.objects.get()
    assert answer.url == page("language", case)
    assert (interest.course_type, interest.level, interest.times) == ("ik", "B1", ["ab", "we"])
    assert (interest.childcare, interest.status, interest.since) == (True, "warteliste", today)
    assert (interest.entitlement, interest.entitlement_valid_until) == (
        "pflicht",
        date(2030, 1, 31),
    )
    assert interest.remark == "nur dienstags"
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM counselling_courseinterest t")
        assert "dienstags" not in cursor.fetchone()[0]


def test_the_history_knows_neither_entitlement_nor_course(case):
    names = {field.name for field in CourseInterest.pgh_event_models["insert"]._meta.fields}

    assert names.isdisjoint(CourseInterest.PERSONAL)
    assert {"course_type", "level", "status", "since"} <= names


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"since": "2099-01-01"}, "This day lies in the future."),
        ({"entitlement_issued_on": "2099-01-01"}, "This day lies in the future."),
        (
            {"entitlement_issued_on": "2026-05-01", "entitlement_valid_until": "2026-04-30"},
            "The entitlement cannot end before it was issued.",
        ),
        ({"since": "30.02.2026"}, "There is no such day."),
        ({"status": "begonnen"}, "Select a valid choice"),
        ({"level": "keine"}, "Select a valid choice"),
    ],
)
def test_an_interest_that_cannot_be_says_why(client, case, today, fields, sentence):
    answer = client.post(page("interest_create", case), typed(today, **fields))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not CourseInterest.objects.exists()


def test_a_claim_without_an_end_ends_a_year_after_the_title_was_issued(case):
    claim = make_interest(case, entitlement_issued_on=date(2024, 2, 29))
    told = make_interest(
        case,
        entitlement_issued_on=date(2026, 2, 1),
        entitlement_valid_until=date(2026, 12, 31),
    )
    duty = make_interest(case, entitlement="pflicht", entitlement_issued_on=date(2026, 2, 1))

    assert [row.entitlement_valid_until for row in (claim, told, duty)] == [
        date(2025, 2, 28),
        date(2026, 12, 31),
        None,
    ]


# Steps


def test_the_whole_way_to_a_result(client, counsellor, case, today):
    interest, offer = make_interest(case, status="warteliste"), make_course()
    url = page("interest_move", case, interest_pk=interest.pk)
    for status, fields in [
        ("angeboten", {"offer": offer.pk}),
        ("angemeldet", {"offer": offer.pk}),
        ("begonnen", {}),
        ("abgeschlossen", {}),
    ]:
        interest.refresh_from_db()
        step = {"version": interest.version, "status": status, "on": today.isoformat()}
        assert client.post(url, step | fields).status_code == 302

    interest.refresh_from_db()
    assert (interest.status, interest.offer) == ("abgeschlossen", offer)
    assert (interest.registered_on, interest.started_on, interest.ended_on) == (today,) * 3
    assert AuditEntry.objects.filter(verb="moved on", by=counsellor).count() == 5
    assert client.get(url).url == page("language", case)


@pytest.mark.parametrize("status", InterestStatus)
def test_jumps_that_make_no_sense_are_refused(case, today, status):
    interest = make_interest(case, status=status)

    for wanted in set(InterestStatus) - set(WAYS[status]):
        with pytest.raises(ValidationError) as refusal:
            actions.move_interest(interest, wanted, on=today, by=case.responsible)
        assert "Please take the step between." in refusal.value.messages[0]

    interest.refresh_from_db()
    assert interest.status == status


def test_every_step_that_is_open_can_be_taken(today):
    for status, ways in WAYS.items():
        for after in ways:
            interest = make_interest(status=status)
            moved = actions.move_interest(interest, after, on=today, by=make_user())
            assert moved.status == after


def test_the_page_offers_only_the_steps_that_are_open(client, case):
    interest = make_interest(case, status="begonnen")

    form = client.get(page("interest_move", case, interest_pk=interest.pk)).context["form"]

    assert [code for code, _label in form.fields["status"].choices] == [
        "abgeschlossen",
        "abgebrochen",
    ]
    assert "offer" not in form.fields


def test_a_step_is_not_before_the_one_before_it_and_not_tomorrow(case, today):
    interest = make_interest(case, days_ago=10, status="angemeldet")

    for day, sentence in [
        (today - 11 * DAY, "The step before was on"),
        (today + DAY, "This day lies in the future."),
    ]:
        with pytest.raises(ValidationError) as refusal:
            actions.move_interest(interest, "begonnen", on=day, by=case.responsible)
        assert sentence in refusal.value.messages[0]


@pytest.mark.parametrize("entitlement", ["keine", "offen"])
def test_nobody_is_registered_for_an_integration_course_without_a_right(case, today, entitlement):
    interest = make_interest(case, entitlement=entitlement)
    other = make_interest(case, entitlement=entitlement, course_type="offen")

    with pytest.raises(ValidationError) as refusal:
        actions.move_interest(interest, "angemeldet", on=today, by=case.responsible)
    actions.move_interest(other, "angemeldet", on=today, by=case.responsible)

    assert "An integration course needs an entitlement" in refusal.value.messages[0]


def test_nobody_is_registered_with_an_entitlement_that_has_ended(case, today):
    interest = make_interest(case, entitlement_valid_until=today - DAY)

    with pytest.raises(ValidationError) as refusal:
        actions.move_interest(interest, "angemeldet", on=today, by=case.responsible)
    in_time = actions.move_interest(interest, "angemeldet", on=today - DAY, by=case.responsible)

    assert "The entitlement ended on" in refusal.value.messages[0]
    assert in_time.status == "angemeldet"


def test_a_course_that_does_not_begin_puts_somebody_back_on_the_waiting_list(case, today):
    interest = make_interest(case, status="angemeldet", offer=make_course())
    actions.settle(_late(interest, today), by=case.responsible)

    back = actions.move_interest(interest, "warteliste", on=today, by=case.responsible)

    assert (back.status, back.registered_on, back.offer, back.settled) == (
        "warteliste",
        None,
        None,
        [],
    )


def _late(interest, today):
    CourseInterest.objects.filter(pk=interest.pk).update(
        since=today - 60 * DAY, registered_on=today - 50 * DAY
    )
    interest.refresh_from_db()
    return interest


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "angemeldet"},
        {"status": "begonnen", "registered_on": date(2026, 1, 1)},
        {"status": "abgeschlossen", "registered_on": date(2026, 1, 1)},
        {"status": "nicht_zustande"},
        {"status": "warteliste", "registered_on": date(2026, 1, 1)},
        {"exam": "dtz"},
        {"exam_agreed": True, "exam_level": "B1"},
        {"level": "keine"},
    ],
)
def test_the_database_holds_the_days_and_the_tick_as_well(case, wrong):
    interest = make_interest(case)

    with pytest.raises(IntegrityError), transaction.atomic():
        CourseInterest.objects.filter(pk=interest.pk).update(**wrong)


# The result of an exam


def result(client, interest, **fields):
    interest.refresh_from_db()
    url = page("interest_result", interest.case, interest_pk=interest.pk)
    return client.post(url, {"version": interest.version, "exam_passed": "unknown"} | fields)


def test_a_result_is_noted_only_with_the_tick_and_goes_with_it(client, case):
    interest = make_interest(case, status="abgeschlossen")
    told = {"exam": "dtz", "exam_on": "06.2026", "exam_level": "B1", "exam_passed": "true"}

    refused = result(client, interest, **told)
    result(client, interest, **told, exam_agreed="on")
    interest.refresh_from_db()
    noted = interest.exam_words
    result(client, interest, **told)

    interest.refresh_from_db()
    assert refused.status_code == 422
    assert "only if the person agrees; please tick it." in refused.content.decode()
    assert noted == ["Deutsch-Test für Zuwanderer (DTZ)", "June 2026", "B1", "passed"]
    assert (interest.exam, interest.exam_on, interest.exam_passed) == ("", "", None)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"exam_level": "B1"}, "Please choose the exam."),
        ({"exam": "dtz", "exam_on": "2099"}, None),
        ({"exam": "dtz", "exam_on": "12.2099"}, "This day lies in the future."),
        ({"exam": "dtz", "exam_on": "gestern"}, "is not a date."),
    ],
)
def test_a_result_that_cannot_be_says_why(client, case, fields, sentence):
    interest = make_interest(case, status="abgeschlossen")

    answer = result(client, interest, exam_agreed="on", **fields)

    assert answer.status_code == 422
    assert (sentence or "This day lies in the future.") in answer.content.decode()


def test_a_result_belongs_to_a_course_that_is_completed(client, case):
    interest = make_interest(case, status="begonnen")

    answer = result(client, interest, exam_agreed="on", exam="dtz")

    interest.refresh_from_db()
    assert answer.url == page("language", case)
    assert interest.exam == ""


def test_two_colleagues_saving_one_interest_lose_nothing(client, case, today):
    interest = make_interest(case)
    url = page("interest_edit", case, interest_pk=interest.pk)
    client.post(url, typed(today, level="A2", version=interest.version))

    late = client.post(url, typed(today, level="B2", version=interest.version))

    interest.refresh_from_db()
    assert (late.status_code, interest.level) == (422, "A2")
    assert "A colleague has saved this page in the meantime." in late.content.decode()


def test_an_interest_of_a_closed_case_stays_as_it_is(client, counsellor, case, today):
    interest = make_interest(case)
    case_actions.close_case(case, on=today, reason="ziel", by=counsellor)
    step = {"version": interest.version, "status": "warteliste", "on": today.isoformat()}

    for name, data, status in [
        ("interest_edit", typed(today, level="A2", version=interest.version), 422),
        ("interest_move", step, 422),
        ("interest_settle", {}, 302),
        ("interest_delete", {}, 302),
    ]:
        answer = client.post(page(name, case, interest_pk=interest.pk), data)
        assert answer.status_code == status

    assert CourseInterest.objects.get().version == interest.version


def test_interests_of_a_period_are_counted_by_type(case, today):
    for kind, days in (("ik", 0), ("ik", 5), ("alpha", 5), ("ik", 500)):
        make_interest(case, course_type=kind, days_ago=days)
    make_interest(case, status="begonnen", days_ago=3)

    period = (today - 30 * DAY, today)

    assert dict(CourseInterest.objects.in_period(*period).by_type()) == {"ik": 3, "alpha": 1}
    assert CourseInterest.objects.started_in(*period).count() == 1
    assert CourseInterest.objects.ended_in(*period).count() == 0
