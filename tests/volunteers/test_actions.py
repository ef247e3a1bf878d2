"""Proposing, placing, ending, leaving, and the hours: what happens and what is refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from integration_office.models import AuditEntry, OutgoingMail, User
from tests.factories import make_user
from tests.volunteers.factories import make_hours, make_need, make_placement, make_volunteer
from volunteers import actions
from volunteers.models import HourEntry, Placement, Volunteer


pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)
CERTIFICATE = {"certificate_seen_on": DAY, "certificate_date": DAY, "relevant_conviction": False}


@pytest.fixture
def office():
    return make_user("volunteer_coordination")


def refused(action, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        action(*args, **kwargs)
    return " ".join(refusal.value.messages)


def test_a_need_is_checked_and_then_searched_for(office):
    need = make_need(status="gemeldet")

    states = [actions.check_need(need, by=office).status for _ in range(2)]

    assert states == ["geprueft", "in_suche"]
    assert refused(actions.check_need, need, by=office) == "This need has gone on already."


def test_the_first_proposal_starts_the_search(office):
    need, volunteer = make_need(status="geprueft"), make_volunteer()

    placement = actions.propose(volunteer, need, by=office, on=DAY)

    need.refresh_from_db()
    assert (placement.status, placement.proposed_by, placement.proposed_on, need.status) == (
        "vorgeschlagen",
        office,
        DAY,
        "in_suche",
    )


@pytest.mark.parametrize("status", ["gemeldet", "besetzt"])
def test_nobody_is_proposed_where_nobody_is_looked_for(office, status):
    need = make_need(status=status)

    said = refused(actions.propose, make_volunteer(), need, by=office)

    assert (said, need.placements.count()) == ("Nobody is looked for here (any more).", 0)


@pytest.mark.parametrize("status", ["interessent", "formalien", "pausiert"])
def test_only_who_is_ready_is_proposed(office, status):
    volunteer = make_volunteer(status=status)

    said = refused(actions.propose, volunteer, make_need(), by=office)

    assert said == "This person is not ready. Please change the status first."


def test_the_same_proposal_is_not_made_twice(office):
    open_one = make_placement()

    said = refused(actions.propose, open_one.volunteer, open_one.need, by=office)

    assert said == "This person has been proposed for this need already."


def begin(placement, office, on=DAY):
    return actions.advance(placement, "probezeit", by=office, on=on)


def test_beginning_places_the_volunteer_and_fills_the_need(office):
    placement = make_placement(status="kennenlernen")

    begun = begin(placement, office)

    assert (begun.status, begun.started_on, begun.volunteer.status, begun.need.status) == (
        "probezeit",
        DAY,
        "im_einsatz",
        "besetzt",
    )
    assert begun.version == placement.version + 1


def test_a_need_for_two_stays_open_after_the_first(office):
    need = make_need(wanted=2)
    begin(make_placement(need=need, status="kennenlernen"), office)

    need.refresh_from_db()

    assert need.status == "in_suche"


def test_the_last_place_is_given_once(office):
    need = make_need()
    first, second = (make_placement(need=need, status="kennenlernen") for _ in range(2))
    begin(first, office)

    assert refused(begin, second, office) == "The last place has just been taken."
    assert Placement.objects.get(pk=second.pk).status == "kennenlernen"


def test_nobody_begins_without_the_declaration_of_secrecy(office):
    volunteer = make_volunteer(status="pausiert", secrecy_signed_on=None)
    placement = make_placement(volunteer=volunteer, status="kennenlernen")

    assert refused(begin, placement, office).startswith("The declaration of secrecy is not signed")


def test_whoever_has_left_does_not_begin(office):
    volunteer = make_volunteer(status="ausgeschieden", ended_on=DAY)
    placement = make_placement(volunteer=volunteer, status="kennenlernen")

    assert refused(begin, placement, office) == "This person has left."


@pytest.mark.parametrize(
    "papers",
    [
        {},
        CERTIFICATE | {"relevant_conviction": True},
        CERTIFICATE
        | {
            "certificate_date": datetime.date(2021, 3, 1),
            "certificate_seen_on": datetime.date(2021, 3, 1),
        },
    ],
)
def test_help_with_minors_needs_a_certificate_that_counts(office, papers):
    placement = make_placement(
        need=make_need(certificate_needed=True),
        volunteer=make_volunteer(**papers),
        status="kennenlernen",
    )

    assert refused(begin, placement, office).startswith("This help needs a certificate")


def test_with_the_certificate_the_help_with_minors_begins(office):
    placement = make_placement(
        need=make_need(certificate_needed=True),
        volunteer=make_volunteer(**CERTIFICATE),
        status="kennenlernen",
    )

    assert begin(placement, office).status == "probezeit"


def test_a_step_that_does_not_follow_is_refused(office):
    placement = make_placement()

    said = refused(actions.advance, placement, "aktiv", by=office)

    assert said == "A placement that is “proposed” cannot become “active”."


def test_an_end_gives_the_place_and_the_volunteer_free(office):
    need = make_need(status="besetzt")
    volunteer = make_volunteer(status="im_einsatz")
    placement = make_placement(need=need, volunteer=volunteer, status="aktiv")

    ended = actions.end_placement(placement, on=DAY, reason="umzug", by=office)

    need.refresh_from_db()
    volunteer.refresh_from_db()
    assert (ended.status, ended.ended_on, ended.end_reason) == ("beendet", DAY, "umzug")
    assert (volunteer.status, need.status) == ("einsatzbereit", "in_suche")


def test_who_still_helps_elsewhere_stays_placed(office):
    volunteer = make_volunteer(status="im_einsatz")
    one, _other = (make_placement(volunteer=volunteer, status="aktiv") for _ in range(2))

    actions.end_placement(one, on=DAY, reason="zeit", by=office)

    volunteer.refresh_from_db()
    assert volunteer.status == "im_einsatz"


@pytest.mark.parametrize("status", ["vorgeschlagen", "abgelehnt", "beendet"])
def test_only_what_has_begun_is_ended(office, status):
    placement = make_placement(status=status)

    said = refused(actions.end_placement, placement, on=DAY, reason="zeit", by=office)

    assert said == "Only a placement that has begun can be ended."


def test_an_end_lies_between_the_beginning_and_today(office):
    placement = make_placement(status="aktiv")
    before = DAY - datetime.timedelta(days=1)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)

    assert refused(actions.end_placement, placement, on=before, reason="zeit", by=office) == (
        "The end cannot lie before the beginning."
    )
    assert refused(actions.end_placement, placement, on=tomorrow, reason="zeit", by=office) == (
        "Please give a day that has come already."
    )


def test_a_need_ends_and_declines_what_waits(office):
    waiting = make_placement()

    need = actions.end_need(waiting.need, by=office, on=DAY)

    waiting.refresh_from_db()
    assert (need.status, need.ended_at, waiting.status) == ("beendet", DAY, "abgelehnt")
    assert refused(actions.end_need, need, by=office) == "This need has been ended already."


def test_a_need_does_not_end_while_somebody_helps(office):
    placement = make_placement(status="aktiv")

    said = refused(actions.end_need, placement.need, by=office)

    assert said.startswith("Somebody still helps here.")


def test_whoever_leaves_without_ever_helping_takes_the_certificate_along(office):
    waiting = make_placement(volunteer=make_volunteer(**CERTIFICATE))

    left = actions.end_volunteer(waiting.volunteer, on=DAY, by=office)

    waiting.refresh_from_db()
    assert (left.status, left.ended_on, left.certificate_date, waiting.status) == (
        "ausgeschieden",
        DAY,
        None,
        "abgelehnt",
    )


def test_the_certificate_stays_for_six_months_after_help(office):
    placement = make_placement(volunteer=make_volunteer(**CERTIFICATE), status="beendet")

    left = actions.end_volunteer(placement.volunteer, on=DAY, by=office)

    assert left.certificate_date == DAY


def test_nobody_leaves_with_a_running_placement_or_twice(office):
    helping = make_placement(status="aktiv").volunteer
    gone = make_volunteer(status="ausgeschieden", ended_on=DAY)

    assert refused(actions.end_volunteer, helping, on=DAY, by=office).startswith(
        "There are placements that still run."
    )
    assert refused(actions.end_volunteer, gone, on=DAY, by=office) == (
        "This person has left already."
    )


def test_whoever_left_may_come_back(office):
    gone = make_volunteer(status="ausgeschieden", ended_on=DAY)

    back = actions.welcome_back(gone, by=office)

    assert (back.status, back.ended_on) == ("interessent", None)
    assert refused(actions.welcome_back, back, by=office) == "This person has not left."


def test_a_login_is_a_new_account_with_an_invitation(office):
    volunteer = make_volunteer(email="ada@demo.example")

    user = actions.give_login(volunteer, by=office)

    assert (user.email, user.roles, Volunteer.objects.get(user=user)) == (
        "ada@demo.example",
        ["volunteer"],
        volunteer,
    )
    assert OutgoingMail.objects.get().to == "ada@demo.example"
    assert refused(actions.give_login, volunteer, by=office) == (
        "This person has an account already."
    )


def test_a_login_is_the_account_that_exists_whatever_its_capitals(office):
    user = make_user("partner", email="Ada@demo.example")
    volunteer = make_volunteer(email="ada@DEMO.example")

    assert actions.give_login(volunteer, by=office) == user

    user.refresh_from_db()
    assert user.roles == [User.Role.PARTNER, User.Role.VOLUNTEER]
    assert not OutgoingMail.objects.exists()


def test_an_account_belongs_to_one_profile(office):
    taken = make_volunteer(user=make_user("volunteer", email="ada@demo.example"))
    other = make_volunteer(email=taken.user.email)

    assert refused(actions.give_login, other, by=office).endswith("belongs to another profile.")
    assert refused(actions.give_login, make_volunteer(), by=office).startswith(
        "Please enter the e-mail address"
    )


def entry_for(placement, month, **fields):
    volunteer = placement.volunteer
    return HourEntry(volunteer=volunteer, placement=placement, month=month, hours=4, **fields)


def test_hours_are_kept_with_who_entered_them(office):
    placement = make_placement(status="aktiv")

    entry = actions.save_hours(entry_for(placement, datetime.date(2026, 4, 1)), by=office)

    assert (entry.entered_by, placement.hours.get()) == (office, entry)


MARCH, MAY = datetime.date(2026, 3, 1), datetime.date(2026, 5, 1)


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (datetime.date(2026, 2, 1), "Please choose a month in which this person was with us."),
        (datetime.date(2026, 5, 1), "This placement did not run in that month."),
        (datetime.date(2999, 1, 1), "Please choose a month that has begun already."),
    ],
)
def test_hours_lie_where_somebody_helped(office, month, said):
    placement = make_placement(status="beendet", ended_on=datetime.date(2026, 4, 30))

    assert refused(actions.save_hours, entry_for(placement, month), by=office) == said


def test_hours_belong_to_a_placement_of_the_same_person_that_has_begun(office):
    stranger = HourEntry(
        volunteer=make_volunteer(), placement=make_placement(status="aktiv"), month=MARCH, hours=4
    )
    waiting = entry_for(make_placement(), MARCH)

    for entry in (stranger, waiting):
        assert refused(actions.save_hours, entry, by=office) == (
            "Please choose a placement from the list."
        )


def test_a_second_entry_for_the_month_is_refused_with_a_sentence(office):
    first = make_hours(month=MARCH)
    again = HourEntry(volunteer=first.volunteer, month=MARCH, hours=4)

    assert refused(actions.save_hours, again, by=office) == (
        "There are hours for this month already. Please change those."
    )


def test_every_verb_leaves_a_line_without_a_name(office):
    volunteer = make_volunteer()
    placement = actions.propose(volunteer, make_need(), by=office)
    for status in ("gefragt", "kennenlernen", "probezeit", "aktiv"):
        actions.advance(placement, status, by=office)
    actions.end_placement(placement, on=timezone.localdate(), reason="zeit", by=office)
    actions.end_volunteer(volunteer, on=timezone.localdate(), by=office)

    written = list(AuditEntry.objects.order_by("id").values_list("verb", "target", "by"))

    of_placement, of_volunteer = f"volunteers.Placement:{placement.pk}", "volunteers.Volunteer:"
    assert written == [
        ("proposed", of_placement, office.pk),
        ("placement gefragt", of_placement, office.pk),
        ("placement kennenlernen", of_placement, office.pk),
        ("placement probezeit", of_placement, office.pk),
        ("placement aktiv", of_placement, office.pk),
        ("ended", of_placement, office.pk),
        ("left", f"{of_volunteer}{volunteer.pk}", office.pk),
    ]
