"""What goes when, and that the counts stay right afterwards."""

import datetime

import pytest
from django.db import connection
from django.db.models import Sum

from integration_office import privacy
from tests.factories import make_user
from tests.volunteers.factories import make_hours, make_need, make_placement, make_volunteer
from volunteers.models import HourEntry, Need, Placement, Volunteer


pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
CAME = datetime.date(2024, 1, 1)


def left(ended_on, *, placed, **fields):
    volunteer = make_volunteer(
        status="ausgeschieden",
        since=CAME,
        ended_on=ended_on,
        certificate_date=CAME,
        certificate_seen_on=CAME,
        relevant_conviction=False,
        **fields,
    )
    if placed:
        make_placement(volunteer=volunteer, status="beendet", started_on=CAME, ended_on=ended_on)
    return volunteer


@pytest.mark.parametrize(
    ("ended_on", "placed", "due"),
    [
        (datetime.date(2026, 5, 23), True, True),
        (datetime.date(2026, 5, 24), True, False),
        (datetime.date(2026, 11, 22), False, True),
    ],
)
def test_the_certificate_goes_six_months_after_help_and_at_once_without(ended_on, placed, due):
    volunteer = left(ended_on, placed=placed)

    privacy.run_retention(TODAY)

    volunteer.refresh_from_db()
    facts = (
        volunteer.certificate_date,
        volunteer.certificate_seen_on,
        volunteer.relevant_conviction,
    )
    assert facts == ((None, None, None) if due else (CAME, CAME, False))
    assert volunteer.name


@pytest.mark.parametrize(
    ("ended_on", "placed", "due"),
    [
        (datetime.date(2025, 11, 23), True, True),
        (datetime.date(2025, 11, 24), True, False),
        (datetime.date(2026, 5, 23), False, True),
        (datetime.date(2026, 5, 24), False, False),
    ],
)
def test_the_profile_goes_after_twelve_months_or_six_without_help(ended_on, placed, due):
    volunteer = left(ended_on, placed=placed, name="Ada Muster (Demo)")

    privacy.run_retention(TODAY)

    volunteer.refresh_from_db()
    wanted = ("", "geloescht") if due else ("Ada Muster (Demo)", "ausgeschieden")
    assert (volunteer.name, volunteer.status) == wanted


def test_an_erased_profile_holds_nothing_personal_any_more():
    user = make_user("volunteer")
    volunteer = left(
        datetime.date(2025, 1, 1),
        placed=True,
        user=user,
        name="Ada Muster (Demo)",
        birth_year=1970,
        email="ada@demo.example",
        phone="04103 1",
        postcode="22880",
        district="Altstadt",
        languages=["ara"],
        availability=["mo-v"],
        hours_per_week=3,
        note="kommt mit dem Rad",
        found_us="vhs",
        agreement_on=CAME,
    )

    privacy.run_retention(TODAY)

    row = Volunteer.objects.values(*Volunteer.PERSONAL).get(pk=volunteer.pk)
    assert [name for name, value in row.items() if value not in (None, "", [])] == []


def test_nobody_who_is_still_here_is_erased():
    here = make_volunteer(since=datetime.date(2010, 1, 1))

    privacy.run_retention(TODAY)

    here.refresh_from_db()
    assert here.status == "einsatzbereit"


def test_the_counts_stay_right_after_the_erasure():
    volunteer = left(datetime.date(2025, 3, 1), placed=True)
    placement = volunteer.placements.get()
    make_hours(placement=placement, month=datetime.date(2024, 5, 1), hours=7)

    def counts():
        day = datetime.date(2024, 6, 1)
        last_year = HourEntry.objects.between(CAME, datetime.date(2024, 12, 31))
        return (
            Volunteer.objects.engaged_on(day).count(),
            Volunteer.objects.here_on(day).count(),
            Placement.objects.begun_between(CAME, day).count(),
            last_year.aggregate(sum=Sum("hours"))["sum"],
        )

    before = counts()
    privacy.run_retention(TODAY)

    assert before == counts() == (1, 1, 1, 7)


def test_the_history_keeps_nothing_of_an_erased_person():
    volunteer = left(datetime.date(2025, 3, 1), placed=True, name="Ada Muster (Demo)")
    volunteer.phone = "04103 4711"
    volunteer.save()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(e::text, ' '), '') FROM volunteers_volunteerevent e"
        )
        [history] = cursor.fetchone()

    assert str(volunteer.pk) in history
    assert "Ada" not in history
    assert "4711" not in history


def test_a_family_is_forgotten_a_year_after_the_end_of_its_need():
    over = make_need(
        family_ref="F-17",
        title="Patenschaft",
        status="beendet",
        ended_at=datetime.date(2025, 11, 1),
    )
    open_need = make_need(family_ref="F-18")
    of_a_club = make_need(status="beendet", ended_at=datetime.date(2020, 1, 1))

    privacy.run_retention(TODAY)

    over.refresh_from_db()
    assert (over.family_ref, over.title, over.asked_by) == ("F-0", "–", "a family")
    assert set(Need.objects.filter(family_ref="F-18")) == {open_need}
    assert Need.objects.get(pk=of_a_club.pk).title == of_a_club.title


def test_a_second_run_finds_nothing_left():
    left(datetime.date(2025, 1, 1), placed=True)
    make_need(family_ref="F-17", status="beendet", ended_at=datetime.date(2020, 1, 1))
    privacy.run_retention(TODAY)

    again = privacy.run_retention(TODAY)

    keys = ("volunteers", "volunteer_certificates", "family_needs")
    assert {key: again[key] for key in keys} == dict.fromkeys(keys, 0)


def test_volunteers_read_everything_that_is_held_on_them(client_of):
    user = make_user("volunteer")
    volunteer = make_volunteer(user=user, phone="04103 4711", note="kommt mit dem Rad")
    make_hours(placement=make_placement(volunteer=volunteer, status="aktiv"), hours=6)

    holdings = {holding.label: dict(holding.rows) for holding in privacy.held_on(user)}

    assert holdings["Profile as a volunteer"]["telephone"] == "04103 4711"
    assert holdings["Profile as a volunteer"]["note"] == "kommt mit dem Rad"
    assert holdings["Hours"] == {"March 2026": "6.00"}
    assert "Profile as a volunteer" not in {
        holding.label for holding in privacy.held_on(make_user("volunteer"))
    }
