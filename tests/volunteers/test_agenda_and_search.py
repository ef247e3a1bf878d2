"""What is due, the figures, the short ways and what the search finds."""

import datetime

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from integration_office import search
from tests.factories import make_user
from tests.network.factories import make_membership
from tests.volunteers.factories import make_hours, make_need, make_placement, make_volunteer
from volunteers import agenda
from volunteers.models import Need, Placement, Volunteer


pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def office():
    return make_user("volunteer_coordination")


def due(source, user, today=TODAY):
    return [(item.due, item.title) for item in source(user, today)]


def with_certificate(day, **fields):
    return make_volunteer(
        since=day,
        certificate_date=day,
        certificate_seen_on=day,
        relevant_conviction=False,
        **fields,
    )


def test_a_certificate_is_asked_for_again_after_four_years_and_nine_months(office):
    with_certificate(datetime.date(2022, 3, 3), name="Zu früh (Demo)")
    with_certificate(datetime.date(2022, 2, 28), name="Ada Muster (Demo)")
    with_certificate(
        datetime.date(2022, 2, 1), name="Gegangen (Demo)", status="ausgeschieden", ended_on=TODAY
    )

    assert due(agenda.certificates, office) == [
        (datetime.date(2026, 11, 28), "Certificate of conduct: Ada Muster (Demo)")
    ]


def test_a_proposal_waits_a_week_before_it_is_late(office):
    waiting = make_placement()
    make_placement(status="aktiv")
    make_placement(status="abgelehnt")
    Placement.objects.filter(pk=waiting.pk).update(
        changed_at=datetime.datetime(2026, 11, 10, 12, tzinfo=datetime.UTC)
    )

    assert due(agenda.proposals, office) == [
        (datetime.date(2026, 11, 17), f"Proposal waits: {waiting}")
    ]


@pytest.mark.parametrize(
    ("day", "placed", "asked"),
    [
        (datetime.date(2025, 2, 23), True, True),
        (datetime.date(2025, 2, 24), True, False),
        (datetime.date(2026, 8, 23), False, True),
        (datetime.date(2026, 8, 24), False, False),
    ],
)
def test_the_office_asks_those_it_has_not_heard_of_before_the_clock_does(
    office, day, placed, asked
):
    volunteer = make_volunteer(name="Ada Muster (Demo)")
    noon = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    if placed:
        make_placement(volunteer=volunteer, status="beendet")
    for model in (Volunteer, Placement):
        model.objects.update(changed_at=noon)

    items = list(agenda.silent(office, TODAY))

    title = f"Nothing heard since {date_format(day, 'SHORT_DATE_FORMAT')}: Ada Muster (Demo)"
    assert [(item.due, item.title, item.url) for item in items] == (
        [(TODAY, title, volunteer.get_absolute_url())] if asked else []
    )


def test_new_needs_and_those_that_end_are_due(office):
    new = make_need(status="gemeldet")
    half_past_midnight = datetime.datetime(2026, 11, 9, 23, 30, tzinfo=datetime.UTC)
    Need.objects.filter(pk=new.pk).update(created_at=half_past_midnight)
    ending = make_need(ends_on=TODAY + datetime.timedelta(days=3))
    make_need(ends_on=TODAY + datetime.timedelta(days=30))
    make_need(ends_on=TODAY, status="beendet", ended_at=TODAY)

    assert due(agenda.needs, office) == [
        (datetime.date(2026, 11, 10), f"New need: {new}"),
        (TODAY + datetime.timedelta(days=3), f"Need ends: {ending}"),
    ]


def test_volunteers_are_reminded_of_last_months_hours_until_they_are_there():
    user = make_user("volunteer")
    placement = make_placement(volunteer=make_volunteer(user=user), status="aktiv")

    assert due(agenda.own_hours, user) == [(datetime.date(2026, 11, 10), "Hours of last month")]

    make_hours(placement=placement, month=datetime.date(2026, 10, 1))
    assert due(agenda.own_hours, user) == []


def test_a_placement_that_only_began_this_month_owes_no_hours():
    user = make_user("volunteer")
    volunteer = make_volunteer(user=user)
    make_placement(volunteer=volunteer, status="aktiv", started_on=datetime.date(2026, 11, 2))

    assert due(agenda.own_hours, user) == []


@pytest.mark.parametrize(
    "source",
    [agenda.certificates, agenda.proposals, agenda.needs, agenda.own_hours, agenda.silent],
)
@pytest.mark.parametrize(
    "role", ["counselling", "administration", "partner", "data_protection", "test_office"]
)
def test_nothing_of_this_is_due_for_others(source, role):
    make_need(status="gemeldet")
    make_placement()
    with_certificate(datetime.date(2021, 1, 1))
    Volunteer.objects.update(changed_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))

    assert due(source, make_user(role)) == []


def test_the_figures_count_who_helps_and_who_is_looking(office):
    helping = make_placement(status="aktiv", volunteer=make_volunteer(status="im_einsatz"))
    make_placement(status="aktiv", volunteer=helping.volunteer)
    make_volunteer()
    make_volunteer(status="interessent")

    tiles = [figure(office, TODAY) for figure in (agenda.active, agenda.looking)]

    assert [(tile.label, tile.value) for tile in tiles] == [
        ("Active volunteers", 1),
        ("Looking for a placement", 1),
    ]
    assert agenda.active(make_user("counselling"), TODAY) is None


def test_short_ways_lead_where_one_may_go():
    helper = make_user("volunteer")
    make_volunteer(user=helper)

    def ways(user):
        found = [
            way(user) for way in (agenda.new_volunteer, agenda.report_need, agenda.enter_hours)
        ]
        return [way.label for way in found if way]

    assert ways(make_user("volunteer_coordination")) == ["New volunteer", "Report a need"]
    assert ways(make_user("partner")) == ["Report a need"]
    assert ways(helper) == ["Enter hours"]
    assert ways(make_user("volunteer")) == []
    assert ways(make_user("counselling")) == []


def test_the_search_finds_volunteers_for_their_coordination_only(office):
    make_volunteer(name="Jürgen Muster (Demo)")

    def hits(user, text):
        return [hit.title for group in search.found(user, text) for hit in group.hits]

    assert hits(office, "jurgen") == ["Jürgen Muster (Demo)"]
    for role in ("counselling", "administration", "partner", "volunteer", "data_protection"):
        assert hits(make_user(role), "jurgen") == []


def test_the_search_finds_a_partners_own_needs():
    partner = make_user("partner")
    own, _foreign = make_need(title="Lesezeit Altstadt"), make_need(title="Lesezeit Schulau")
    make_membership(user=partner, organisation=own.organisation)

    hits = [hit.title for group in search.found(partner, "lesezeit") for hit in group.hits]

    assert hits == ["Lesezeit Altstadt"]
