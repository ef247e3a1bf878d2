"""With the counselling ends what others are told of it; a withdrawal is no mere closing reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from counselling import actions as case_actions
from counselling import privacy
from counselling.consents import erasing
from counselling.models import Case, Referral, ReferralFile
from counselling.referrals import actions
from integration_office.agenda import agenda_of
from integration_office.models import AuditEntry
from tests.counselling.factories import make_case, make_contact
from tests.counselling.people import make_named_case
from tests.counselling.referrals import (
    get,
    make_body,
    make_consent,
    make_referral,
    make_transfer,
    say,
    show,
    token_of_last_mail,
    upload,
)
from tests.factories import make_user


pytestmark = pytest.mark.django_db
TOLD = "Frau A. sucht einen Kurs."


def page(name, case):
    return reverse(f"counselling:{name}", args=[case.pk])


def close(case, today):
    return case_actions.close_case(case, on=today, reason="ziel", by=case.responsible)


def transfer_with_paper(case):
    transfer = make_transfer(case, told=TOLD)
    actions.add_file(transfer, upload(), by=transfer.referred_by)
    return transfer, token_of_last_mail()


def answers_to(token):
    pages = [get(token), show(token), say(token, "zusage")]
    assert not any(TOLD in page.content.decode() for page in pages)
    return [page.status_code for page in pages]


def test_with_the_case_a_transfer_ends_its_link_and_its_files(client, counsellor, today):
    case = make_case(responsible=counsellor)
    transfer, token = transfer_with_paper(case)
    in_talk = make_referral(
        contact=make_contact(case=case, counsellor=counsellor),
        organisation=transfer.organisation,
        kind="uebergabe",
        consent=transfer.consent,
        told=TOLD,
        days=14,
    )
    before = client.get(page("case_close", case)).content.decode()

    client.post(page("case_close", case), {"version": 0, "on": today.isoformat(), "reason": "ziel"})

    assert "2 transfers are still open: their links stop working" in before
    assert answers_to(token) == [410, 410, 410]
    assert answers_to(token_of_last_mail()) == [410, 410, 410]
    assert set(Referral.objects.values_list("pk", "state")) == {
        (transfer.pk, "beendet"),
        (in_talk.pk, "beendet"),
    }
    assert not ReferralFile.objects.exists()
    shown = client.get(transfer.get_absolute_url()).content.decode()
    assert "ended with the counselling" in shown
    assert reverse("counselling:referral_ask", args=[transfer.pk]) not in shown
    assert AuditEntry.objects.filter(verb="referral ended", by=counsellor).count() == 2
    assert not [item for item in agenda_of(counsellor, today).today if "referral" in item.title]


def test_the_figures_keep_a_transfer_that_ended_with_its_case(counsellor, today):
    case = make_case(responsible=counsellor)
    transfer, _token = transfer_with_paper(case)
    before = list(Referral.objects.top_targets(today, today))

    close(case, today)

    assert list(Referral.objects.top_targets(today, today)) == before
    transfer.refresh_from_db()
    assert actions.note_feedback(transfer, "ok", by=counsellor).state == "ok"


def test_what_asks_without_a_person_goes_on_after_closing(counsellor, today):
    case = make_case(responsible=counsellor)
    appointment = make_referral(case=case, kind="termin", appointment_on=today, days=14)
    token = token_of_last_mail()

    close(case, today)

    appointment.refresh_from_db()
    assert appointment.state == "wartet"
    assert get(token).status_code == 200


def test_a_transfer_of_a_closed_case_is_asked_about_only_after_reopening(counsellor, today):
    case = make_case(responsible=counsellor)
    transfer, _token = transfer_with_paper(case)
    case = close(case, today)

    with pytest.raises(ValidationError, match="This case is closed"):
        actions.ask_by_mail(transfer, 14, by=counsellor)
    case_actions.reopen_case(case, reason="irrtum", by=counsellor)
    actions.ask_by_mail(Referral.objects.get(), 14, by=counsellor)

    assert show(token_of_last_mail()).status_code == 200


def test_the_clock_that_closes_a_forgotten_case_ends_its_transfers(counsellor, today):
    case = make_case(responsible=counsellor)
    transfer, token = transfer_with_paper(case)

    privacy.close_forgotten(Case.objects.filter(pk=case.pk))

    transfer.refresh_from_db()
    assert (transfer.state, transfer.noticed_on) == ("beendet", today)
    assert answers_to(token) == [410, 410, 410]


@pytest.mark.parametrize("kind", ["info", "termin"])
@pytest.mark.parametrize("how", ["withdrawn", "claimed"])
def test_of_a_restricted_case_not_even_an_appointment_is_said(counsellor, today, how, kind):
    case = make_named_case(responsible=counsellor)
    when = {"appointment_on": today + timedelta(days=3)} if kind == "termin" else {}
    referral = make_referral(case=case, kind=kind, days=14, **when)
    token = token_of_last_mail()

    if how == "withdrawn":
        erasing.demand(case, by=counsellor)
    else:
        erasing.restrict(case, by=counsellor)

    assert answers_to(token) == [410, 410, 410]
    referral.refresh_from_db()
    assert referral.state == "wartet"


def test_a_lifted_restriction_lets_the_link_work_again(counsellor):
    case = make_named_case(responsible=counsellor)
    make_referral(case=case, days=14)
    token = token_of_last_mail()
    erasure = erasing.restrict(case, by=counsellor)

    erasing.lift(erasure, by=counsellor)

    assert show(token).status_code == 200


# A withdrawal


def test_a_withdrawal_is_not_offered_as_a_reason_but_leads_to_the_consents(
    client, counsellor, today
):
    case = make_named_case(responsible=counsellor)
    form = client.get(page("case_close", case))

    answer = client.post(
        page("case_close", case),
        {"version": case.version, "on": today.isoformat(), "reason": "widerruf"},
    )

    offered = [code for code, _label in form.context["form"].fields["reason"].choices]
    assert "widerruf" not in offered
    assert page("case_consents", case) in form.content.decode()
    assert answer.status_code == 422
    assert Case.objects.get().is_open
    with pytest.raises(ValidationError, match="note a withdrawal among the consents"):
        case_actions.close_case(case, on=today, reason="widerruf", by=counsellor)


def test_a_transfer_of_a_stranger_is_not_counted_on_the_page(client, counsellor):
    case, body = make_case(responsible=counsellor), make_body()
    other = make_case(responsible=make_user("counselling"))
    make_transfer(other, body=body, consent=make_consent(other, body))

    assert "still open" not in client.get(page("case_close", case)).content.decode()
