"""A transfer needs a consent, and the receiving body answers through a link without an account."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from counselling.models import Consent, Referral, ReferralFile
from counselling.referrals import actions, answering
from integration_office.models import AuditEntry, Link
from offers.models import UnmetNeed
from tests.counselling.factories import make_case, make_contact
from tests.counselling.referrals import (
    PDF,
    make_body,
    make_consent,
    make_referral,
    make_transfer,
    token_of_last_mail,
    upload,
)
from tests.house.parallel import at_once
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
GONE = "This inquiry has been taken back or is over."


def get(token):
    return Client().get(f"/counselling/answer/{token}/")


def show(token):
    return Client().post(f"/counselling/answer/{token}/show/")


def say(token, answer, text="", **kwargs):
    return Client().post(
        f"/counselling/answer/{token}/say/", {"answer": answer, "text": text}, **kwargs
    )


def withdraw(consent, *, by=None):
    """As the page of the consents does it."""
    consent.withdrawn_on = timezone.localdate()
    consent.save()
    return actions.stop_transfers(consent.case, by=by or consent.case.responsible)


# The consent


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


# The page behind the link


def test_opening_the_link_shows_nothing_of_the_inquiry():
    transfer = make_transfer(told="Ada Muster", note="Vorsicht")

    page = get(token_of_last_mail())

    html = page.content.decode()
    assert page.status_code == 200
    for secret in ("Ada", "Vorsicht", "Anliegen", "language", transfer.case.number):
        assert secret not in html
    assert not AuditEntry.objects.filter(verb="referral shown").exists()
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"


def test_the_button_shows_what_the_consent_allows_and_each_showing_is_logged():
    case = make_case(concern="Schulden", gender="w", language="ara")
    transfer = make_transfer(case, told="Ada sucht Hilfe.", note="Vorsicht", topic="SOZ")
    actions.add_file(transfer, upload("Brief.pdf"), by=transfer.referred_by)
    token = token_of_last_mail()

    html = show(token).content.decode()
    show(token)

    assert "Ada sucht Hilfe." in html
    assert "Vorname und Anliegen" in html
    assert "Brief.pdf" in html
    for secret in ("Schulden", "Vorsicht", case.number, "benefits", "Arabic"):
        assert secret not in html
    label = f"counselling.Referral:{transfer.pk}"
    shown = AuditEntry.objects.filter(verb="referral shown", target=label)
    assert list(shown.values_list("by", "note")) == [(None, "link")] * 2
    transfer.refresh_from_db()
    assert transfer.shown_at is not None


def test_without_a_person_the_link_asks_only_whether_somebody_came(today):
    referral = make_referral(
        kind="termin", appointment_on=today + 2 * DAY, note="Ada", days=7, topic="SOZ"
    )

    html = show(token_of_last_mail()).content.decode()

    assert "An appointment was agreed" in html
    assert referral.moment in html
    assert "We do not tell you who it is." in html
    for secret in ("Ada", "benefits"):
        assert secret not in html


def test_a_file_is_handed_out_by_a_button_with_a_name_that_tells_nothing():
    transfer = make_transfer()
    paper = actions.add_file(transfer, upload("Ada Muster.pdf"), by=transfer.referred_by)
    foreign = actions.add_file(make_transfer(days=0), upload(), by=transfer.referred_by)
    token = token_of_last_mail()
    url = f"/counselling/answer/{token}/files/"

    page, refused = Client().post(f"{url}{paper.pk}/"), Client().post(f"{url}{foreign.pk}/")

    assert (page.status_code, page.content, refused.status_code) == (200, PDF, 404)
    assert page["Content-Disposition"] == 'attachment; filename="attachment.pdf"'
    assert Client().get(f"{url}{paper.pk}/").status_code == 405
    assert AuditEntry.objects.filter(verb="referral shown", note="file").count() == 1


def test_only_the_right_files_go_with_a_running_transfer(client, counsellor):
    transfer = make_transfer(make_case(responsible=counsellor))
    url = f"/counselling/referrals/{transfer.pk}/files/"

    wrong = client.post(url, {"file": SimpleUploadedFile("Ada.pdf", b"kein PDF")})
    large = client.post(url, {"file": SimpleUploadedFile("Ada.pdf", PDF + b"x" * 11_000_000)})
    for number in range(5):
        actions.add_file(transfer, upload(f"{number}.pdf"), by=counsellor)
    with pytest.raises(ValidationError, match="up to 5 files"):
        actions.add_file(transfer, upload(), by=counsellor)
    with pytest.raises(ValidationError, match="only with a running transfer"):
        actions.add_file(make_referral(by=counsellor), upload(), by=counsellor)

    assert (wrong.status_code, large.status_code) == (422, 422)
    assert "is too large" in large.content.decode()


@pytest.mark.parametrize("answer", ["voll", "abgelehnt", "ok"])
def test_the_last_word_closes_the_link_and_deletes_the_files(answer, today):
    transfer = make_transfer()
    actions.add_file(transfer, upload(), by=transfer.referred_by)
    token = token_of_last_mail()

    page = say(token, answer, "Ab Januar wieder.", follow=True)

    transfer.refresh_from_db()
    assert "The link does not work any more" in page.content.decode()
    assert (transfer.state, transfer.state_on, transfer.answer) == (
        answer,
        today,
        "Ab Januar wieder.",
    )
    assert (transfer.feedback_by, transfer.noticed_on) == (None, None)
    assert get(token).status_code == 410
    assert not ReferralFile.objects.exists()
    assert UnmetNeed.objects.count() == (answer == "voll")


def test_arrived_may_come_later_on_the_same_link():
    transfer = make_transfer()
    token = token_of_last_mail()

    first = say(token, "zusage", "Dienstag, 10 Uhr", follow=True)
    again = say(token, "zusage")
    later = say(token, "ok", follow=True)

    transfer.refresh_from_db()
    assert "Use this link again" in first.content.decode()
    assert again.status_code == 422
    assert "Thank you" in later.content.decode()
    assert (transfer.state, transfer.answer) == ("ok", "Dienstag, 10 Uhr")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"answer": "", "text": "Bitte rufen Sie an."}, "Please choose an answer."),
        ({"answer": "gestoppt", "text": "Bitte rufen Sie an."}, "This choice does not exist."),
        ({"answer": "voll", "text": "Bitte rufen Sie an. " + "x" * 1000}, "at most 1000"),
    ],
)
def test_an_answer_that_cannot_be_taken_says_why_and_keeps_what_was_typed(sent, sentence):
    transfer = make_transfer()

    page = Client().post(f"/counselling/answer/{token_of_last_mail()}/say/", sent)

    transfer.refresh_from_db()
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Bitte rufen Sie an." in page.content.decode()
    assert transfer.state == "wartet"


def test_the_answer_is_sealed():
    make_transfer()
    say(token_of_last_mail(), "voll", "Ada war hier")

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM counselling_referral t")
        stored = cursor.fetchone()[0]
    assert b"Ada war hier".hex() not in stored
    assert Referral.objects.get().answer == "Ada war hier"


@pytest.mark.parametrize("how", ["unknown", "expired", "used", "replaced", "taken back"])
def test_a_dead_link_is_gone_and_says_so(how):
    transfer = make_transfer()
    token = token_of_last_mail()
    if how == "unknown":
        token = "nobody-knows-this"
    elif how == "expired":
        Link.objects.update(expires_at=timezone.now() - DAY)
    elif how == "used":
        actions.note_feedback(transfer, "ok", by=transfer.referred_by)
    elif how == "replaced":
        actions.ask_by_mail(transfer, 7, by=transfer.referred_by)
    else:
        actions.take_back(transfer, by=transfer.referred_by)

    pages = [get(token), show(token), say(token, "voll")]

    assert [page.status_code for page in pages] == [410, 410, 410]
    assert "This link does not work" in pages[0].content.decode()
    transfer.refresh_from_db()
    assert transfer.state != "voll"


def test_a_link_serves_one_referral_and_no_other_purpose():
    transfer, other = make_transfer(), make_transfer()

    _link, found = answering.opened(token_of_last_mail())

    assert found == other
    assert Client().get(f"/offers/answer/{token_of_last_mail()}/").status_code == 410
    assert transfer != other


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_become_one():
    transfer = make_transfer()
    token = token_of_last_mail()

    said = at_once(
        lambda: answering.say(token, "voll", "erste").state,
        lambda: answering.say(token, "abgelehnt", "zweite").state,
    )

    transfer.refresh_from_db()
    taken, (refused,) = said, [word for word in said if word not in ("voll", "abgelehnt")]
    assert transfer.state in taken
    assert "used already" in refused or GONE in refused
    assert transfer.answer == {"voll": "erste", "abgelehnt": "zweite"}[transfer.state]
    assert UnmetNeed.objects.count() == (transfer.state == "voll")


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_twice_at_once_reports_one_need():
    make_transfer()
    token = token_of_last_mail()

    at_once(*[lambda: answering.say(token, "voll", "").state] * 2)

    assert list(UnmetNeed.objects.values_list("people", flat=True)) == [1]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_referral(client_of, counsellor):
    contact, offer = make_contact(counsellor=counsellor), make_offer(provider=make_body())
    browser = client_of(counsellor)
    url = f"/counselling/{contact.pk}/refer/to/?offer={offer.pk}"
    token = str(browser.get(url).context["form"].initial["submission"])
    sent = {"kind": "begleit", "escort": "x", "topic": "SPR", "days": "7", "submission": token}
    informed = {"offer": offer.pk}

    statuses = at_once(
        *[lambda: client_of(counsellor).post(url, sent).status_code] * 2,
        *[
            lambda: (
                client_of(counsellor)
                .post(f"/counselling/{contact.pk}/refer/", informed)
                .status_code
            )
        ]
        * 2,
    )

    assert statuses == [302] * 4
    assert sorted(Referral.objects.values_list("kind", flat=True)) == ["begleit", "info"]
