"""Possible doubles: of a kind, for the same people, at the same time – until somebody looked."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from offers.codes import Status, Visibility
from offers.coverage.overlaps import Time, first_meeting, overlaps, similar
from offers.models import Location, NotDouble, Offer
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer, make_partner, make_schedule


OVERLAPS = reverse("offers:overlaps")
DAY = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)

# In steps of half an hour, so that one often begins when the other ends.
minutes = st.integers(20, 28).map(lambda half_hours: 30 * half_hours)
lengths = st.none() | st.sampled_from([30, 60])


@st.composite
def times(draw):
    start = DAY + datetime.timedelta(days=draw(st.integers(0, 1)), minutes=draw(minutes))
    length = draw(lengths)
    return Time(start, length and start + datetime.timedelta(minutes=length))


@given(times(), times())
def test_whether_two_times_meet_does_not_hang_on_the_order(one, other):
    assert one.meets(other) == other.meets(one)
    assert one.meets(one)


@given(times(), times())
def test_known_times_meet_when_they_share_a_minute(one, other):
    if one.end is None or other.end is None:
        return
    shared = [
        minute
        for minute in range(0, 24 * 60 * 3, 30)
        if all(t.start <= DAY + datetime.timedelta(minutes=minute) < t.end for t in (one, other))
    ]

    assert one.meets(other) == bool(shared)


@given(st.lists(times(), max_size=6), st.lists(times(), max_size=6))
def test_the_first_meeting_is_the_earliest_of_all(one, other):
    starts = [first.start for first in one for second in other if first.meets(second)]
    meeting = first_meeting(one, other)

    assert (meeting[0].start if meeting else None) == min(starts, default=None)


def make_pair(**second):
    """Two cooking groups for women on Tuesday mornings; `second` says what is else in the other."""
    times = {name: second.pop(name) for name in ("rule", "start", "end") if name in second}
    facts = {"kind": "kultur", "fields_of_action": ["TEI"]}
    one = make_offer(title="Kochen", target_groups=["frauen"], **facts)
    other = make_offer(title="Kochtreff", **facts | {"target_groups": ["frauen", "neu"]} | second)
    tuesday = {"rule": "FREQ=WEEKLY;BYDAY=TU"}
    make_schedule(one, **tuesday, start="10:00", end="12:00")
    make_schedule(other, **tuesday | {"start": "11:00", "end": "13:00"} | times)
    return one, other


def pairs(**query):
    found = overlaps(Offer.objects.published(), **query).pairs
    return [(pair.one.title, pair.other.title) for pair in found]


@pytest.mark.django_db
def test_two_of_a_kind_for_the_same_people_at_the_same_time_are_shown_with_reasons():
    make_pair()

    (pair,) = overlaps(Offer.objects.published()).pairs

    day = timezone.localtime(pair.meeting[0].start)
    assert day.weekday() == 1
    assert pair.reasons == [
        f"both on Tuesdays, 10:00–12:00 and 11:00–13:00, next on {day:%m/%d/%Y}",
        "both for women",
        "both: culture, crafts, cooking",
        "same topic: participation and encounter",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "difference",
    [
        {"kind": "sport"},
        {"target_groups": ["senioren"]},
        {"target_groups": ["alle"]},
        {"target_groups": []},
        {"rule": "FREQ=WEEKLY;BYDAY=WE"},
        {"start": "12:00", "end": "13:00"},
        {"start": "19:00", "end": None},
        {"start": None, "end": None},
        {"status": Status.PAUSED},
    ],
)
def test_what_differs_in_one_of_these_is_no_double(difference):
    make_pair(**difference)

    assert pairs() == []


@pytest.mark.django_db
def test_offers_for_everybody_meet_those_that_name_no_group():
    one, other = make_pair(target_groups=[])
    Offer.objects.filter(pk=one.pk).update(target_groups=["alle"])

    assert pairs() == [("Kochen", "Kochtreff")]


@pytest.mark.django_db
def test_without_an_end_the_same_part_of_the_day_is_enough():
    make_pair(start="09:00", end=None)

    assert pairs() == [("Kochen", "Kochtreff")]


@pytest.mark.django_db
def test_offers_of_alternate_weeks_never_meet():
    one, other = make_offer(kind="sport"), make_offer(kind="sport")
    monday = timezone.localdate() - datetime.timedelta(days=timezone.localdate().weekday())
    for offer, weeks in ((one, 0), (other, 1)):
        start = monday + datetime.timedelta(weeks=weeks)
        make_schedule(offer, rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", starts_on=start)

    assert pairs() == []


@pytest.mark.django_db
def test_pairs_are_narrowed_to_a_kind_and_to_one_district():
    make_pair()
    near = Location.objects.create(name="Stadtteilhaus", district="Moorwegsiedlung")

    assert pairs(kind="kultur") == [("Kochen", "Kochtreff")]
    assert pairs(kind="sport") == pairs(same_district=True) == []

    Offer.objects.update(location=near)

    assert pairs(same_district=True) == [("Kochen", "Kochtreff")]


@pytest.mark.django_db
def test_the_office_says_that_they_are_no_doubles_and_may_look_again(client_of):
    one, other = make_pair()
    client = client_of(make_user("coordination"))
    keys = [one.pk, other.pk]

    client.post(reverse("offers:not_double", args=keys[::-1]), {"remark": "zwei Häuser"})
    twice = client.post(reverse("offers:not_double", args=keys), {"remark": ""})
    away = client.get(OVERLAPS)
    client.post(reverse("offers:double_again", args=keys))

    assert (twice.status_code, list(away.context["page"])) == (422, [])
    assert "This has been noted already." in twice.content.decode()
    assert "Kochen" in away.content.decode()
    assert "zwei Häuser" in away.content.decode()
    assert NotDouble.objects.count() == 0
    assert pairs() == [("Kochen", "Kochtreff")]


@pytest.mark.django_db
def test_a_partner_learns_of_no_internal_offer(client_of):
    make_pair(visibility=Visibility.INTERNAL)

    shown = {
        role: len(client_of(user).get(OVERLAPS).context["page"])
        for role, user in {"staff": make_user("counselling"), "partner": make_partner()}.items()
    }

    assert shown == {"staff": 1, "partner": 0}


@pytest.mark.django_db
def test_the_pairs_go_out_as_a_list(client_of):
    make_pair()

    response = client_of(make_user("coordination")).get(OVERLAPS, {"format": "csv"})

    text = b"".join(response.streaming_content).decode()
    assert "Kochen;" in text
    assert "both for women" in text


@pytest.mark.django_db
@pytest.mark.parametrize("offers", [2, 8])
def test_the_radar_needs_the_same_queries_for_any_number(
    client_of, django_assert_num_queries, offers
):
    for _number in range(offers):
        make_schedule(make_offer(kind="sport", provider=make_organisation()))
    client = client_of(make_user("coordination"))

    with django_assert_num_queries(6):  # session, user, pairs, offers, their dates, no doubles
        client.get(OVERLAPS)


@pytest.mark.django_db
def test_an_offer_names_a_few_of_its_kind_on_the_same_day(client_of):
    one, other = make_pair(target_groups=["frauen"])
    make_offer(title="Kochen irgendwann", kind="kultur", target_groups=["frauen"])
    one.refresh_from_db()

    found = similar(one, Offer.objects.all())
    page = client_of(make_user("counselling")).get(one.get_absolute_url()).content.decode()

    assert [(each.offer, each.reasons) for each in found] == [
        (other, ["same day", "same target group", "same topic"])
    ]
    assert "Similar offers" in page
    assert other.title in page
