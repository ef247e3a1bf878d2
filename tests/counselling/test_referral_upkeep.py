"""Lists and counts of referrals, the start page, and what ends by itself."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from counselling import chores
from counselling.models import Referral, ReferralFile
from counselling.referrals import actions, answering, privacy
from counselling.referrals import demo as referral_demo
from integration_office import demo
from integration_office.agenda import agenda_of
from integration_office.models import AuditEntry, Link, OutgoingMail, ReadEntry
from integration_office.privacy import held_on, run_retention
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.referrals import (
    make_body,
    make_consent,
    make_referral,
    make_transfer,
    token_of_last_mail,
    upload,
)
from tests.factories import make_user
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def titles(items):
    return [item.title for item in items]


# Lists


def rows(page):
    return [line[0].url for line in page.context["lines"]]


def test_the_list_shows_mine_and_is_narrowed_sorted_and_exported(client, counsellor, today):
    caritas = make_body(name="Caritas (Demo)")
    told = make_referral(by=counsellor, organisation=caritas)
    old = make_referral(
        contact=make_contact(counsellor=counsellor, day=today - 40 * DAY),
        offer=make_offer(title="Sprachcafé"),
        kind="begleit",
        escort="Noa",
    )
    actions.note_feedback(old, "voll", by=counsellor)
    make_referral()
    url = "/counselling/referrals/"

    def shown(query=""):
        return rows(client.get(f"{url}{query}"))

    csv = b"".join(client.get(f"{url}?state=voll&format=csv").streaming_content).decode()
    assert shown() == [told.get_absolute_url(), old.get_absolute_url()]
    assert shown("?sort=made") == [old.get_absolute_url(), told.get_absolute_url()]
    for query in ("kind=begleit", "state=voll", f"period_before={today - DAY}"):
        assert shown(f"?{query}") == [old.get_absolute_url()]
    assert shown(f"?organisation={caritas.pk}") == [told.get_absolute_url()]
    assert csv.count("\r\n") == 2
    assert "Sprachcafé" in csv
    assert "Noa" not in csv
    assert AuditEntry.objects.filter(verb="exported", target="counselling.Referral:*").exists()


@pytest.mark.parametrize("number", [1, 4])
@pytest.mark.parametrize("page", ["list", "tab", "contact"])
def test_a_list_costs_the_same_for_any_number_of_referrals(
    client, counsellor, number, page, django_assert_max_num_queries
):
    case = make_case(responsible=counsellor)
    contact = make_contact(counsellor=counsellor, case=case)
    for _number in range(number):
        make_referral(contact=contact)
        make_referral(case=case)
    client.get("/")
    url, queries = {
        "list": ("/counselling/referrals/", 6),
        "tab": (f"/counselling/cases/{case.pk}/referrals/", 7),
        "contact": (contact.get_absolute_url(), 8),
    }[page]

    with django_assert_max_num_queries(queries):
        assert client.get(url).status_code == 200


def test_the_tab_of_a_case_shows_its_own_and_those_of_its_talks(client, counsellor):
    case = make_case(responsible=counsellor)
    own = make_referral(case=case)
    of_talk = make_referral(contact=make_contact(counsellor=counsellor, case=case))
    make_referral(by=counsellor)

    page = client.get(f"/counselling/cases/{case.pk}/referrals/")

    assert set(page.context["page"]) == {own, of_talk}
    assert ReadEntry.objects.get().target == f"counselling.Case:{case.pk}"


# The start page


def test_an_answer_stands_on_the_start_page_until_it_was_seen(client, counsellor, today):
    case = make_case(responsible=counsellor, gender="w")
    transfer = make_transfer(case, body=make_body(name="Caritas (Demo)"))
    answering.say(token_of_last_mail(), "zusage", "Dienstag")

    (item,) = agenda_of(counsellor, today).today
    client.post(f"/counselling/referrals/{transfer.pk}/notice/")

    assert item.title == f"{case.masked}: a referral was answered"
    assert item.url == transfer.get_absolute_url()
    assert "Caritas" not in f"{item.title} {item.detail}"
    assert agenda_of(counsellor, today).today == []
    again = client.post(f"/counselling/referrals/{transfer.pk}/notice/", follow=True)
    assert "There is nothing new" in again.content.decode()


def test_links_that_end_and_people_who_should_have_arrived_are_asked_for(counsellor, today):
    case = make_case(responsible=counsellor)
    make_transfer(case, days=7)
    make_transfer(case, days=30)
    promised = make_transfer(case, days=14)
    answering.say(token_of_last_mail(), "zusage", "")
    actions.notice(Referral.objects.get(pk=promised.pk), by=counsellor)
    make_referral(case=case, kind="termin", appointment_on=today + 2 * DAY)
    make_referral()

    soon, later = agenda_of(counsellor, today), agenda_of(counsellor, today + 15 * DAY)

    assert titles(soon.week) == [f"{case.masked}: the link of a referral ends unanswered"]
    assert titles(later.late) == [
        f"{case.masked}: has the person arrived?",  # after the appointment
        f"{case.masked}: the link of a referral ends unanswered",
    ]
    assert titles(later.today) == [f"{case.masked}: has the person arrived?"]


def test_a_deputy_sees_what_came_and_a_stranger_does_not(counsellor, today):
    case = make_case()
    make_deputy(case, counsellor)
    make_transfer(case)
    answering.say(token_of_last_mail(), "abgelehnt", "")

    assert len(agenda_of(counsellor, today).today) == 1
    assert agenda_of(make_user("counselling"), today).today == []


# What ends by itself


def test_what_nobody_answered_ends_with_its_day(today):
    asked = make_referral(days=7)
    appointment = make_referral(kind="termin", appointment_on=today)
    information = make_referral()
    accepted = make_transfer(days=7)
    answering.say(token_of_last_mail(), "zusage", "")

    chores.end_referrals(today + 7 * DAY)
    before = set(Referral.objects.values_list("state", flat=True))
    chores.end_referrals(today + 31 * DAY)
    chores.end_referrals(today + 31 * DAY)

    states = dict(Referral.objects.values_list("pk", "state"))
    assert before == {"wartet", "zusage"}
    assert states == {
        asked.pk: "abgelaufen",
        appointment.pk: "abgelaufen",
        information.pk: "unb",
        accepted.pk: "zusage",
    }
    assert set(Referral.objects.to_notice()) == {asked, appointment, accepted}
    assert AuditEntry.objects.filter(verb="referrals ended").count() == 1


def test_an_expired_referral_can_be_asked_about_again(today):
    referral = make_referral(days=7)
    chores.end_referrals(today + 8 * DAY)

    asked = actions.ask_by_mail(Referral.objects.get(pk=referral.pk), 30, by=referral.referred_by)

    assert (asked.state, asked.waits_until, asked.noticed_on) == (
        "wartet",
        today + 30 * DAY,
        None,
    )
    assert answering.opened(token_of_last_mail())[1] == referral


def test_a_consent_that_runs_out_stops_its_transfer(today):
    case, body = make_case(), make_body()
    consent = make_consent(case, body, given_on=today - 9 * DAY)
    transfer = make_transfer(case, body=body, consent=consent)
    consent.valid_until = today - DAY
    consent.save()

    chores.end_referrals(today)

    transfer.refresh_from_db()
    assert (transfer.state, transfer.noticed_on) == ("gestoppt", None)
    assert not Link.objects.filter(revoked_at=None).exists()


def test_files_die_with_the_link(today):
    transfer = make_transfer(days=7)
    actions.add_file(transfer, upload(), by=transfer.referred_by)
    answering.say(token_of_last_mail(), "zusage", "")

    chores.end_referrals(today + 7 * DAY)
    kept = ReferralFile.objects.count()
    chores.end_referrals(today + 8 * DAY)

    assert (kept, ReferralFile.objects.count()) == (1, 0)
    assert not privacy.files_of_ended_links(today).exists()


def test_ninety_days_after_the_answer_only_a_count_is_left():
    transfer = make_transfer(told="Ada", note="Notiz")
    answering.say(token_of_last_mail(), "voll", "Antwort")
    answered = Referral.objects.get()
    day = answered.state_on + timedelta(days=90)
    waiting = make_transfer()

    assert not privacy.referrals_to_empty(day - DAY).exists()
    erased = privacy.empty(privacy.referrals_to_empty(day))

    transfer.refresh_from_db()
    waiting.refresh_from_db()
    assert erased == 1
    assert (transfer.told, transfer.note, transfer.answer, transfer.escort) == ("", "", "", "")
    assert (transfer.state, transfer.kind, transfer.topic) == ("voll", "uebergabe", "SPR")
    assert transfer.is_emptied
    assert waiting.told
    assert not Link.objects.filter(target=f"counselling.Referral:{transfer.pk}").exists()
    assert not privacy.referrals_to_empty(day).exists()


@pytest.mark.parametrize("of_talk", [True, False])
def test_with_the_content_of_the_case_the_texts_go_at_once(of_talk, today):
    case = make_case(opened_on=date(2020, 1, 5))
    body = make_body()
    origin = {"contact": make_contact(case=case, day=today)} if of_talk else {"case": case}
    referral = make_referral(
        **origin,
        organisation=body,
        kind="uebergabe",
        consent=make_consent(case, body),
        told="Ada",
        days=14,
    )
    case.status, case.closed_on, case.closing_reason = "abgeschlossen", date(2021, 1, 5), "ziel"
    case.save()
    before = Referral.objects.count()

    run_retention(today)

    referral.refresh_from_db()
    assert (referral.told, referral.state, Referral.objects.count()) == ("", "abgelaufen", before)
    assert referral.is_emptied
    assert not Link.objects.filter(purpose="referral").exists()


def test_an_emptied_referral_is_read_as_a_count_and_not_changed(client, counsellor):
    referral = make_referral(by=counsellor, note="Notiz")
    Referral.objects.update(state="ok", state_on=timezone.localdate() - 91 * DAY)
    run_retention(timezone.localdate())

    html = client.get(referral.get_absolute_url()).content.decode()
    page = client.post(
        f"{referral.get_absolute_url()}edit/", {"note": "neu", "version": referral.version}
    )

    assert "The referral still counts." in html
    assert "only a count now" in page.content.decode()


def test_an_emptied_referral_is_not_asked_about_again(client, counsellor):
    referral = make_referral(by=counsellor, days=14)
    mails = OutgoingMail.objects.count()
    Referral.objects.update(state="abgelaufen", state_on=timezone.localdate() - 91 * DAY)
    run_retention(timezone.localdate())

    page = client.post(f"{referral.get_absolute_url()}ask/", {"days": "14"})

    assert "There is nothing left to ask" in page.content.decode()
    assert (Referral.objects.get().state, OutgoingMail.objects.count()) == ("abgelaufen", mails)


def test_what_is_held_on_a_counsellor_is_a_number(counsellor):
    make_referral(by=counsellor, note="Notiz")

    held = {holding.label: holding.rows for holding in held_on(counsellor)}

    assert held["Referrals"] == [("referrals made", "1")]


def test_the_demo_office_has_an_accepted_a_full_and_a_waiting_referral(today):
    users = {key: make_user(*roles) for key, (_name, roles) in demo.USERS.items()}
    for _number in range(3):
        make_case(responsible=users["beratung"])
    make_contact(counsellor=users["beratung"])
    make_offer()

    referral_demo.fill(demo.Office(today=today, say=lambda line: None, users=users))

    states = Referral.objects.order_by("pk").values_list("kind", "state")
    assert list(states) == [
        ("info", "wartet"),
        ("uebergabe", "wartet"),
        ("uebergabe", "zusage"),
        ("termin", "voll"),
    ]
