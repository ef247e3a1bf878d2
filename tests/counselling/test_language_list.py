"""The interest list over one's own cases: narrowed, exported, and a place offered to several."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from counselling import actions as case_actions
from counselling.models import CourseInterest
from integration_office.models import AuditEntry
from tests.counselling.factories import make_case, make_deputy
from tests.counselling.language import make_course, make_interest
from tests.factories import make_user


pytestmark = pytest.mark.django_db
LIST, OFFER = reverse("counselling:interest_list"), reverse("counselling:interest_offer")
DAY = timedelta(days=1)


def shown(answer):
    """The keys of the rows, in their order."""
    return [int(line[0].text) for line in answer.context["lines"]]


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor, gender="m")


def test_the_list_shows_open_interests_of_own_and_deputised_cases_masked(client, counsellor, case):
    own = make_interest(case, remark="heimlich")
    deputised = make_interest(days_ago=30)
    make_deputy(deputised.case, counsellor)
    make_interest()
    make_interest(case, status="nicht_zustande")
    closed = make_case(responsible=counsellor)
    make_interest(closed)
    case_actions.close_case(closed, on=own.since + 20 * DAY, reason="ziel", by=counsellor)

    answer = client.get(LIST)

    year, number = case.number.split("-")
    html = answer.content.decode()
    assert shown(answer) == [deputised.pk, own.pk]
    assert f"Case {number} · {year} · m".replace(" ", "\N{NO-BREAK SPACE}") in html
    assert "heimlich" not in html


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"course_type": "alpha"}, {"alpha"}),
        ({"level": "B1"}, {"ik", "soon", "over"}),
        ({"time": "we"}, {"ik"}),
        ({"childcare": "True"}, {"ik"}),
        ({"entitlement": "keine"}, {"alpha"}),
        ({"ends": "30"}, {"soon"}),
        ({"ends": "0"}, {"over"}),
        ({"status": "alle"}, {"ik", "alpha", "soon", "over", "done"}),
        ({"status": "abgeschlossen"}, {"done"}),
        ({"status": "unsinn"}, {"ik", "alpha", "soon", "over"}),
    ],
)
def test_the_list_is_narrowed(client, case, today, query, wanted):
    rows = {
        "ik": make_interest(case, times=["vm", "we"], childcare=True),
        "alpha": make_interest(case, course_type="alpha", level="A1", entitlement="keine"),
        "soon": make_interest(case, entitlement_valid_until=today + 5 * DAY),
        "over": make_interest(case, entitlement_valid_until=today - DAY),
        "done": make_interest(case, level="A2", status="abgeschlossen"),
    }

    answer = client.get(LIST, query)

    assert set(shown(answer)) == {rows[name].pk for name in wanted}


def test_the_file_holds_what_is_shown_and_the_log_says_so(client, counsellor, case):
    make_interest(case, times=["ab"], childcare=True)
    make_interest(case, course_type="alpha", level="A1")

    answer = client.get(LIST, {"format": "csv", "course_type": "ik"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][:3] == ["Case", "Course", "To level"]
    assert [row[:5] for row in rows[1:]] == [
        [
            case.masked,
            "general integration course",
            "B1",
            "in the evening, with childcare",
            "claim under § 44 (1) AufenthG",
        ]
    ]
    exported = AuditEntry.objects.get(verb="exported", by=counsellor)
    assert exported.target == "counselling.CourseInterest:*"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_rows(
    client, counsellor, number, django_assert_num_queries
):
    for _one in range(number):
        make_interest(make_case(responsible=counsellor))

    with django_assert_num_queries(4):  # session, user, count, rows
        assert len(shown(client.get(LIST))) == number


# A place for several


def test_a_place_is_offered_to_those_chosen_in_two_steps(client, counsellor, case):
    one, two, other = make_interest(case), make_interest(case), make_interest(case)
    course = make_course(seats=10, registered=8)
    keys = [one.pk, two.pk]

    asked = client.post(OFFER, {"interest": keys})
    undecided = set(CourseInterest.objects.values_list("status", flat=True))
    answer = client.post(OFFER, {"interest": keys, "offer": course.pk})

    assert asked.status_code == 200
    assert case.masked in asked.content.decode()
    assert undecided == {"beratung"}
    assert answer.url == LIST
    assert dict(CourseInterest.objects.values_list("pk", "status")) == {
        one.pk: "angeboten",
        two.pk: "angeboten",
        other.pk: "beratung",
    }
    assert set(CourseInterest.objects.filter(offer=course)) == {one, two}
    assert AuditEntry.objects.filter(verb="place offered", by=counsellor).count() == 2


@pytest.mark.parametrize(
    ("registered", "sentence"),
    [
        (8, "Only 2 places are free. Please choose fewer people."),
        (9, "Only one place is free. Please choose one person."),
    ],
)
def test_there_are_no_more_places_promised_than_free(client, case, registered, sentence):
    rows = [make_interest(case) for _number in range(3)]
    course = make_course(seats=10, registered=registered)

    answer = client.post(OFFER, {"interest": [row.pk for row in rows], "offer": course.pk})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not CourseInterest.objects.filter(status="angeboten").exists()


def test_it_is_all_of_them_or_nobody(client, case):
    fine, offered = make_interest(case), make_interest(case, status="angeboten")
    course = make_course()

    answer = client.post(OFFER, {"interest": [fine.pk, offered.pk], "offer": course.pk})

    fine.refresh_from_db()
    assert f"{case.masked}: From “place offered” it does not go on" in answer.content.decode()
    assert fine.status == "beratung"


@pytest.mark.parametrize("keys", [[], ["x"], ["9" * 30], ["-1"]])
def test_without_anybody_chosen_nothing_is_offered(client, keys):
    answer = client.post(OFFER, {"interest": keys}, follow=True)

    assert answer.redirect_chain == [(LIST, 302)]
    assert "Please choose at least one person in the list." in answer.content.decode()


def test_nobody_offers_a_place_in_a_stranger_s_case(client_of):
    stranger = make_interest()
    course = make_course()

    client_of(make_user("counselling")).post(OFFER, {"interest": [stranger.pk], "offer": course.pk})

    stranger.refresh_from_db()
    assert stranger.status == "beratung"


def test_a_course_has_to_be_chosen(client, case):
    interest = make_interest(case)

    answer = client.post(OFFER, {"interest": [interest.pk], "offer": ""})

    assert answer.status_code == 422
    assert "Please choose a course." in answer.content.decode()
