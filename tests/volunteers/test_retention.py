"""What goes when, and that the counts stay right afterwards."""

import datetime

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from integration_office import privacy
from integration_office.models import AuditEntry
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


def long_ago(row, day):
    """Nothing has happened to the row since noon of that day."""
    noon = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    type(row).objects.filter(pk=row.pk).update(changed_at=noon)


def silent(day, *, placed=True, **fields):
    """A volunteer of whom nothing has been heard since `day`."""
    volunteer = make_volunteer(since=CAME, **fields)
    if placed:
        over = make_placement(volunteer=volunteer, status="beendet", started_on=CAME, ended_on=CAME)
        long_ago(over, day)
    long_ago(volunteer, day)
    return volunteer


def state(volunteer):
    volunteer.refresh_from_db()
    return volunteer.status, volunteer.ended_on, bool(volunteer.name)


@pytest.mark.parametrize(
    ("day", "placed", "expected"),
    [
        (datetime.date(2024, 11, 23), True, ("ausgeschieden", True)),
        (datetime.date(2024, 11, 24), True, ("einsatzbereit", True)),
        (datetime.date(2026, 5, 23), False, ("geloescht", False)),
        (datetime.date(2026, 5, 24), False, ("einsatzbereit", True)),
    ],
)
def test_who_is_silent_leaves_by_the_clock(day, placed, expected):
    volunteer = silent(day, placed=placed)

    privacy.run_retention(TODAY)

    status, ended_on, has_name = state(volunteer)
    assert (status, has_name) == expected
    assert ended_on == (None if status == "einsatzbereit" else timezone.localdate())


def test_the_clock_lets_leave_through_the_same_action_as_the_office():
    volunteer = silent(datetime.date(2024, 1, 2))
    waiting = make_placement(volunteer=volunteer)
    long_ago(waiting, datetime.date(2024, 1, 2))

    privacy.run_retention(TODAY)

    waiting.refresh_from_db()
    entry = AuditEntry.objects.get(verb="left")
    assert (entry.target, entry.by) == (f"volunteers.Volunteer:{volunteer.pk}", None)
    assert waiting.status == "abgelehnt"


def test_who_gave_hours_without_a_placement_is_no_applicant():
    volunteer = silent(datetime.date(2025, 1, 1), placed=False)
    long_ago(make_hours(volunteer=volunteer), datetime.date(2025, 1, 1))

    privacy.run_retention(TODAY)

    assert state(volunteer) == ("einsatzbereit", None, True)


def running(volunteer):
    long_ago(make_placement(volunteer=volunteer, status="aktiv"), CAME)


def hours(volunteer):
    make_hours(volunteer=volunteer)


def proposal(volunteer):
    make_placement(volunteer=volunteer)


def profile(volunteer):
    volunteer.save()


def login(volunteer):
    volunteer.user = make_user("volunteer", last_login=timezone.now())
    volunteer.save()
    long_ago(volunteer, CAME)


@pytest.mark.parametrize("sign", [running, hours, proposal, profile, login])
@pytest.mark.parametrize("placed", [True, False])
def test_any_sign_of_life_keeps_a_volunteer(sign, placed):
    volunteer = silent(CAME, placed=placed)
    sign(volunteer)

    privacy.run_retention(TODAY)

    assert state(volunteer) == ("einsatzbereit", None, True)


def test_the_counts_of_past_years_stay_when_the_clock_lets_leave():
    silent(CAME)
    silent(CAME, placed=False)

    def counts():
        return [
            (
                Volunteer.objects.here_on(datetime.date(year, 12, 31)).count(),
                Volunteer.objects.engaged_on(datetime.date(year, 12, 31)).count(),
                Placement.objects.begun_between(CAME, datetime.date(year, 12, 31)).count(),
            )
            for year in (2023, 2024, 2025)
        ]

    before = counts()
    privacy.run_retention(TODAY)

    assert before == counts() == [(0, 0, 0), (2, 0, 1), (2, 0, 1)]
    assert not Volunteer.objects.here().exists()


def test_a_need_of_a_family_nobody_works_on_is_ended_and_then_forgotten():
    forgotten = make_need(family_ref="F-17", title="Patenschaft")
    waiting = make_placement(need=forgotten)
    kept = [make_need(family_ref="F-18"), make_need(family_ref="F-19"), make_need()]
    helped = make_need(family_ref="F-20", status="besetzt")
    active = make_placement(need=helped, status="aktiv")
    asked = make_placement(need=kept[1])
    for row in (forgotten, waiting, *kept, helped, active):
        long_ago(row, datetime.date(2025, 11, 23))
    long_ago(kept[0], datetime.date(2025, 11, 24))

    privacy.run_retention(TODAY)

    forgotten.refresh_from_db()
    waiting.refresh_from_db()
    asked.refresh_from_db()
    today = timezone.localdate()
    assert (forgotten.status, forgotten.ended_at, forgotten.title) == (
        "beendet",
        today,
        "Patenschaft",
    )
    assert (waiting.status, asked.status) == ("abgelehnt", "vorgeschlagen")
    assert set(Need.objects.open()) == {*kept, helped}
    assert AuditEntry.objects.get(verb="ended").by is None

    privacy.run_retention(today + datetime.timedelta(days=366))

    forgotten.refresh_from_db()
    assert (forgotten.family_ref, forgotten.title) == ("F-0", "–")


def test_a_second_run_finds_nothing_left():
    left(datetime.date(2025, 1, 1), placed=True)
    make_need(family_ref="F-17", status="beendet", ended_at=datetime.date(2020, 1, 1))
    silent(CAME)
    silent(CAME, placed=False)
    long_ago(make_need(family_ref="F-18"), CAME)
    privacy.run_retention(TODAY)

    again = privacy.run_retention(TODAY)

    keys = (
        "volunteers",
        "volunteer_certificates",
        "family_needs",
        "silent_volunteers",
        "silent_applicants",
        "forgotten_needs",
    )
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
