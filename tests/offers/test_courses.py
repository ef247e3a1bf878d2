"""Course facts: totals as the vhs counts them, from which the places of the offer follow."""

import csv
import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from offers import actions
from offers.codes import CourseStatus, CourseType, Status, Via
from offers.courses import actions as course_actions
from offers.courses.facts import USUAL, usual
from offers.models import Course, Offer
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import days_ago, make_offer, make_partner, offer_data


COUNTS = ("seats", "registered", "waiting")
numbers = st.none() | st.integers(0, 30)


def make_course(offer=None, *, by=None, **facts):
    offer = offer or make_offer(kind="sprachkurs")
    return course_actions.note(Course(offer=offer, **facts), by=by or make_user("coordination"))


def page_of(offer):
    return reverse("offers:course", args=[offer.pk])


def places(offer):
    offer.refresh_from_db()
    return offer.capacity, offer.free_places, offer.free_places_checked_on


@given(numbers, numbers, st.sampled_from(["", *CourseStatus.values]))
def test_there_are_never_more_free_seats_than_seats(seats, registered, status):
    if None not in (seats, registered) and registered > seats:
        return
    free = Course(seats=seats, registered=registered, status=status).free_seats

    assert free is None or 0 <= free <= (seats if seats is not None else 0)


def test_usual_values_fit_each_other():
    """What one click fills in must never be refused."""
    for kind, values in USUAL.items():
        Course(**usual(kind.value)).clean()
        assert values.hours >= (values.orientation_hours or 0)
    assert usual("treff") == {"course_type": "treff"}
    assert usual("nonsense") == {}


@pytest.mark.django_db
def test_the_seats_of_a_course_are_as_old_as_its_count_whoever_confirms_the_offer():
    course = make_course(seats=20, registered=5, counted_on=days_ago(10))
    Offer.objects.update(status=Status.PUBLISHED)

    actions.confirm(course.offer, by=None, via=Via.LINK)

    assert places(course.offer) == (20, 15, days_ago(10))


@pytest.mark.django_db
def test_the_office_begins_with_the_usual_values_and_the_offer_gets_its_places(client_of):
    offer, client = make_offer(kind="sprachkurs"), client_of(make_user("coordination"))

    begun = client.get(page_of(offer), {"type": "ik"}).context["form"].initial
    response = client.post(
        page_of(offer), usual("ik") | {"seats": "25", "registered": "19", "waiting": "0"}
    )

    today = timezone.localdate()
    assert (begun["course_type"], begun["hours"], begun["orientation_hours"]) == ("ik", 700, 100)
    assert response.url == offer.get_absolute_url()
    assert places(offer) == (25, 6, today)
    assert Course.objects.get().course_type == CourseType.GENERAL


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (
            {"seats": "10", "registered": "12"},
            "seats",
            "12 people are registered already: there cannot be fewer seats. "
            "Who waits for a seat belongs on the waiting list.",
        ),
        (
            {"starts_on": "2026-09-01", "ends_on": "2026-08-01"},
            "ends_on",
            "The last day cannot be before the first.",
        ),
        (
            {"hours": "100", "orientation_hours": "600"},
            "orientation_hours",
            "The orientation course cannot be longer than the whole course.",
        ),
        ({"counted_on": "2099-01-01"}, "counted_on", "This day is still to come."),
    ],
)
def test_facts_that_contradict_each_other_are_refused_at_their_field(
    client_of, typed, field, sentence
):
    offer, client = make_offer(kind="sprachkurs"), client_of(make_user("coordination"))

    page = client.post(page_of(offer), {"number": "26-4711", **typed})

    html = page.content.decode()
    assert page.status_code == 422
    assert page.context["form"].errors[field] == [sentence]
    assert "26-4711" in html
    assert Course.objects.count() == 0


@pytest.mark.django_db
def test_new_numbers_are_of_today_unless_somebody_says_another_day():
    course = make_course(seats=20, registered=5, counted_on=days_ago(10))
    kept = course.counted_on

    course.number = "A-1"
    course_actions.note(course, by=make_user("coordination"))
    unchanged = course.counted_on
    course.registered = 6
    course_actions.note(course, by=make_user("coordination"))
    counted = course.counted_on
    course.registered, course.counted_on = 7, days_ago(1)
    course_actions.note(course, by=make_user("coordination"))

    assert (kept, unchanged) == (days_ago(10), days_ago(10))
    assert (counted, course.counted_on) == (timezone.localdate(), days_ago(1))
    assert course.version == 3


@pytest.mark.django_db
def test_a_course_that_is_over_has_no_free_places():
    offer = make_offer(kind="sprachkurs")
    course = make_course(offer, seats=20, registered=5)

    course.status = CourseStatus.CANCELLED
    course_actions.note(course, by=make_user("coordination"))

    assert places(offer)[:2] == (20, 0)


@pytest.mark.django_db
def test_a_course_nobody_counts_leaves_the_places_of_its_offer_alone():
    offer = make_offer(kind="sprachkurs", capacity=12, free_places=3)

    make_course(offer, hours=300)

    assert places(offer) == (12, 3, None)


@pytest.mark.django_db
def test_the_database_refuses_more_people_than_seats():
    course = make_course(seats=20, registered=5)
    course.registered = 21

    with pytest.raises(ValidationError, match="21 people are registered already"):
        course_actions.note(course, by=make_user("coordination"))

    assert places(course.offer)[:2] == (20, 15)


@pytest.mark.django_db
def test_only_courses_have_course_facts_and_the_provider_writes_them(client_of):
    offer, café = make_offer(kind="sprachkurs"), make_offer(kind="sprachcafe")
    partner = make_partner(offer.provider)

    answers = [
        client_of(user).get(page_of(one)).status_code
        for user in (partner, make_partner(), make_user("coordination"))
        for one in (offer, café)
    ]

    assert answers == [200, 403, 403, 403, 200, 404]


@pytest.mark.django_db
def test_who_counts_the_seats_of_a_course_has_not_confirmed_the_whole_offer(client_of):
    offer = make_offer(kind="sprachkurs", confirmed=300)

    client_of(make_partner(offer.provider)).post(page_of(offer), {"seats": "20", "registered": "5"})

    assert places(offer) == (20, 15, days_ago(0))
    assert offer.confirmed_on == days_ago(300)


@pytest.mark.django_db
def test_the_page_of_the_offer_shows_the_course(client_of):
    offer = make_offer(kind="sprachkurs")
    make_course(
        offer,
        course_type="ik",
        hours=700,
        orientation_hours=100,
        starts_on=datetime.date(2027, 1, 11),
        seats=25,
        registered=25,
        waiting=4,
        counted_on=days_ago(1),
    )

    page = client_of(make_user("counselling")).get(offer.get_absolute_url()).content.decode()

    assert "general integration course" in page
    assert "700 units of 45 minutes, 100 of them orientation course" in page
    assert "25 seats, 25 registered, 4 waiting, counted on" in page


@pytest.mark.django_db
def test_the_places_of_a_course_are_not_written_in_a_second_form(client_of):
    offer = make_offer(kind="sprachkurs", title="Deutsch A1")
    make_course(offer, seats=20, registered=5)
    offer.refresh_from_db()

    client_of(make_user("coordination")).post(
        reverse("offers:edit", args=[offer.pk]),
        offer_data(offer, title="Deutsch A1 am Abend", capacity="3", free_places="3"),
    )

    offer.refresh_from_db()
    assert (offer.title, *places(offer)[:2]) == ("Deutsch A1 am Abend", 20, 15)


@pytest.mark.django_db
def test_whoever_writes_down_a_language_course_is_asked_for_its_facts_next(client_of):
    provider = make_organisation()
    client = client_of(make_user("coordination"))
    empty = offer_data(Offer(title="Deutsch A1", provider=provider))
    del empty["version"]

    answers = [
        client.post(reverse("offers:create"), empty | {"kind": kind, "title": kind}).url
        for kind in ("sprachkurs", "sport")
    ]

    course, sport = Offer.objects.order_by("pk")
    assert answers == [page_of(course), sport.get_absolute_url()]


@pytest.mark.django_db
def test_a_file_of_offers_holds_the_facts_of_their_courses(client_of):
    make_course(
        make_offer(kind="sprachkurs"), course_type="ik", number="26-14", seats=20, registered=7
    )
    make_offer(title="Ohne Kurs")

    response = client_of(make_user("counselling")).get(reverse("offers:list"), {"format": "csv"})

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    facts = ["Type of course", "Course number", "Seats", "Registered"]
    assert sorted([row[name] for name in facts] for row in rows) == [
        ["", "", "", ""],
        ["general integration course", "26-14", "20", "7"],
    ]


@pytest.mark.parametrize(("seats", "said"), [(1, "1 seat"), (12, "12 seats")])
def test_the_seats_are_said_as_one_would(seats, said):
    assert Course(seats=seats).count == said
