"""What ends a referral or reminds of it, to the day; and what is known already is noted once."""

from datetime import timedelta

import pytest

from counselling.consents import erasing
from counselling.models import Referral, ReferralFile
from counselling.referrals import actions
from integration_office.agenda import agenda_of
from integration_office.models import AuditEntry
from tests.counselling.factories import make_case, make_contact
from tests.counselling.pages import page
from tests.counselling.referrals import (
    get,
    make_body,
    make_consent,
    make_referral,
    make_transfer,
    say,
    token_of_last_mail,
    upload,
)


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def due(user, day):
    found = agenda_of(user, day)
    return [item.title.rpartition(": ")[2] for item in [*found.late, *found.today, *found.week]]


def state(referral):
    return Referral.objects.values_list("state", flat=True).get(pk=referral.pk)


# What ends it


def test_a_consent_to_tell_that_is_taken_back_ends_the_transfer_at_once(client, counsellor):
    transfer = make_transfer(make_case(responsible=counsellor))
    token = token_of_last_mail()
    consent = {"consent_pk": transfer.consent.pk}

    client.post(page("case_consent_withdraw", transfer.case, **consent))

    assert state(transfer) == "gestoppt"
    assert get(token).status_code == 410


@pytest.mark.parametrize("of_talk", [True, False])
def test_the_night_ends_what_is_told_of_a_restricted_case(counsellor, today, of_talk):
    case, body = make_case(responsible=counsellor), make_body()
    origin = {"contact": make_contact(case=case, counsellor=counsellor)} if of_talk else {}
    told = {"organisation": body, "kind": "uebergabe", "consent": make_consent(case, body)}
    transfer = make_referral(**(origin or {"case": case}), **told, told="Ada", days=14)
    kept = make_transfer()
    erasing.restrict(case, by=counsellor)

    actions.end_what_ran_out(today)

    assert (state(transfer), state(kept)) == ("gestoppt", "wartet")


# What reminds of it


def test_the_day_after_an_appointment_somebody_asks_whether_the_person_arrived(counsellor, today):
    make_referral(by=counsellor, kind="termin", appointment_on=today + 3 * DAY)

    assert due(counsellor, today + 3 * DAY) == []
    assert due(counsellor, today + 4 * DAY) == ["has the person arrived?"]


def test_a_promised_place_is_asked_about_when_its_time_is_over(counsellor, today):
    transfer = make_transfer(make_case(responsible=counsellor), days=14)
    say(token_of_last_mail(), "zusage")
    actions.notice(transfer, by=counsellor)

    assert due(counsellor, today + 14 * DAY) == []
    assert due(counsellor, today + 15 * DAY) == ["has the person arrived?"]


def test_nobody_is_reminded_of_an_information_nobody_was_asked_about(counsellor, today):
    make_referral(by=counsellor)

    assert [due(counsellor, today + days * DAY) for days in (0, 25, 30, 31)] == [[]] * 4


# What is known already


def test_the_same_answer_is_noted_once(client, counsellor):
    referral = make_referral(by=counsellor)
    address = f"/counselling/referrals/{referral.pk}/state/"
    client.post(address, {"state": "ok"})

    answer = client.post(address, {"state": "ok"}, follow=True)

    assert "This is noted already." in answer.content.decode()
    assert AuditEntry.objects.filter(verb="referral ok").count() == 1


def test_what_became_a_need_is_not_deleted_any_more(client, counsellor):
    referral = make_referral(by=counsellor)
    actions.note_feedback(referral, "voll", by=counsellor)

    answer = client.post(f"/counselling/referrals/{referral.pk}/delete/", follow=True)

    assert "Others know of this referral already." in answer.content.decode()
    assert Referral.objects.get() == referral


def test_no_file_is_laid_behind_a_link_that_is_dead(client, counsellor):
    transfer = make_transfer(make_case(responsible=counsellor))
    actions.take_back(transfer, by=counsellor)

    answer = client.post(f"/counselling/referrals/{transfer.pk}/files/", {"file": upload()})

    assert answer.status_code == 422
    assert "Files go only with a running transfer." in answer.content.decode()
    assert not ReferralFile.objects.exists()
