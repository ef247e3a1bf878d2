"""A transfer says what a consent for this body and case allows, and only while it holds."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from counselling.models import Consent, Referral, ReferralFile
from counselling.referrals import actions
from integration_office.models import Link, OutgoingMail
from tests.counselling.factories import make_case, make_contact
from tests.counselling.referrals import (
    GONE,
    PDF,
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
from tests.house.parallel import at_once


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def withdraw(consent, *, by=None):
    """As the page of the consents does it."""
    consent.withdrawn_on = timezone.localdate()
    consent.save()
    return actions.stop_transfers(consent.case, by=by or consent.case.responsible)


def other_body(case, body):
    return make_consent(case, make_body(email="andere@demo.example"))


def other_case(case, body):
    return make_consent(make_case(), body)


def run_out(case, body):
    return make_consent(
        case,
        body,
        given_on=timezone.localdate() - 9 * DAY,
        valid_until=timezone.localdate() - DAY,
    )


def withdrawn(case, body):
    return make_consent(case, body, withdrawn_on=timezone.localdate())


def other_purpose(case, body):
    return make_consent(case, None, purpose="fallakte")


@pytest.mark.parametrize("consent", [other_body, other_case, run_out, withdrawn, other_purpose])
def test_a_transfer_is_impossible_without_a_matching_consent(consent):
    case, body = make_case(), make_body()

    with pytest.raises(ValidationError, match="Nothing is handed over without a consent"):
        make_transfer(case, body=body, consent=consent(case, body))

    assert not Referral.objects.exists()
    assert not Link.objects.exists()


def test_a_talk_outside_of_cases_hands_nothing_over():
    body = make_body()
    consent = make_consent(make_case(), body)

    with pytest.raises(ValidationError, match="Nothing is handed over without a consent"):
        make_referral(
            contact=make_contact(), organisation=body, kind="uebergabe", consent=consent, told="x"
        )


def test_the_form_says_where_a_consent_is_signed_and_offers_only_matching_ones(client, counsellor):
    case, body = make_case(responsible=counsellor), make_body()
    make_consent(case, make_body())
    url = f"/counselling/cases/{case.pk}/refer/to/?organisation={body.pk}"
    without = client.get(url).content.decode()
    consent = make_consent(case, body, about="Vorname und Telefonnummer")

    page = client.get(url)

    assert "There is no consent in force to tell" in without
    assert list(page.context["form"].fields["consent"].queryset) == [consent]
    assert "Vorname und Telefonnummer" in page.content.decode()


def test_a_counsellor_hands_over_with_a_file_and_a_link(client, counsellor):
    case, body = make_case(responsible=counsellor), make_body()
    consent = make_consent(case, body)

    client.post(
        f"/counselling/cases/{case.pk}/refer/to/?organisation={body.pk}",
        {
            "kind": "uebergabe",
            "topic": "SPR",
            "days": "14",
            "consent": consent.pk,
            "told": "Frau A. sucht einen Kurs.",
            "file": SimpleUploadedFile("Zeugnis.pdf", PDF, "application/pdf"),
        },
    )

    transfer = Referral.objects.get()
    paper = transfer.files.get()
    assert (transfer.consent, transfer.told) == (consent, "Frau A. sucht einen Kurs.")
    assert (paper.title, paper.data, paper.size) == ("Zeugnis.pdf", PDF, len(PDF))
    assert transfer.waits_for_link


def test_a_withdrawn_consent_stops_the_transfer_and_kills_the_link_at_once():
    transfer = make_transfer()
    token = token_of_last_mail()
    actions.add_file(transfer, upload(), by=transfer.referred_by)
    other = make_transfer()

    assert withdraw(transfer.consent) == 1

    transfer.refresh_from_db()
    other.refresh_from_db()
    assert (transfer.state, other.state) == ("gestoppt", "wartet")
    assert [page.status_code for page in (get(token), show(token), say(token, "zusage"))] == [
        410,
        410,
        410,
    ]
    assert not ReferralFile.objects.exists()


@pytest.mark.parametrize("how", ["withdrawn", "run out", "restricted", "other case"])
def test_opening_the_link_asks_for_the_consent_itself(how):
    """Also when nobody has stopped the transfer."""
    contact = make_contact(case=make_case())
    body = make_body()
    make_referral(
        contact=contact,
        organisation=body,
        kind="uebergabe",
        consent=make_consent(contact.case, body, given_on=timezone.localdate() - 9 * DAY),
        told="Ada",
        days=14,
    )
    token = token_of_last_mail()
    if how == "withdrawn":
        Consent.objects.update(withdrawn_on=timezone.localdate())
    elif how == "run out":
        Consent.objects.update(valid_until=timezone.localdate() - DAY)
    elif how == "restricted":
        contact.case.restricted_on = timezone.localdate()
        contact.case.save()
    else:
        contact.case = make_case()
        contact.save()

    pages = [get(token), show(token), say(token, "zusage")]

    assert [page.status_code for page in pages] == [410, 410, 410]
    assert GONE in pages[0].content.decode()
    assert not any("Ada" in page.content.decode() for page in pages)


def test_a_stopped_transfer_is_not_asked_about_again():
    transfer = make_transfer()
    withdraw(transfer.consent)

    with pytest.raises(ValidationError, match="nothing left to ask"):
        actions.ask_by_mail(transfer, 14, by=transfer.referred_by)


@pytest.mark.django_db(transaction=True)
def test_a_consent_withdrawn_at_the_same_moment_leaves_no_living_link():
    for _round in range(4):
        case, body = make_case(), make_body()
        consent = make_consent(case, body)

        at_once(
            lambda case=case, body=body, consent=consent: make_transfer(
                case, body=body, consent=consent
            ),
            lambda consent=consent: _withdraw_in_one(consent),
        )

        assert not Referral.objects.of_case(case).open_transfers().exists()
    assert not Link.objects.filter(used_at=None, revoked_at=None).exists()


def _withdraw_in_one(consent):
    with transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(withdrawn_on=timezone.localdate())
        return actions.stop_transfers(consent.case, by=consent.case.responsible)


def test_what_a_consent_that_has_run_out_allowed_is_neither_changed_nor_asked_about(
    client, counsellor
):
    transfer = make_transfer(make_case(responsible=counsellor), told="Sucht Rat.")
    yesterday = timezone.localdate() - DAY
    Consent.objects.update(given_on=yesterday - 9 * DAY, valid_until=yesterday)
    mails = OutgoingMail.objects.count()
    here = f"/counselling/referrals/{transfer.pk}/"

    changed = client.post(f"{here}edit/", {"told": "Mehr.", "version": transfer.version})
    asked = client.post(f"{here}ask/", {"days": "14"})

    for page in (changed, asked):
        assert page.status_code == 422
        assert "Nothing is handed over without a consent" in page.content.decode()
    assert (Referral.objects.get().told, OutgoingMail.objects.count()) == ("Sucht Rat.", mails)
