"""The receiving body answers through a link without an account."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from counselling.models import Referral, ReferralFile
from counselling.referrals import actions, answering
from integration_office.models import AuditEntry, Link
from offers.models import UnmetNeed
from tests.counselling.factories import make_case, make_contact
from tests.counselling.referrals import (
    GONE,
    PDF,
    get,
    make_body,
    make_referral,
    make_transfer,
    say,
    show,
    token_of_last_mail,
    upload,
)
from tests.house.parallel import at_once
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


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


def test_who_comes_back_by_the_browser_reads_that_the_answer_has_arrived():
    make_transfer()
    token = token_of_last_mail()
    browser = Client()
    waiting = browser.get(f"/counselling/answer/{token}/show/", follow=True)
    say(token, answer="voll")

    answered = browser.get(f"/counselling/answer/{token}/say/", follow=True)

    assert (waiting.status_code, "Show the inquiry" in waiting.content.decode()) == (200, True)
    assert (answered.status_code, "used already" in answered.content.decode()) == (410, True)
