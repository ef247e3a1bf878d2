"""Sending somebody on: from a talk or a case to an offer or a body."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from counselling import actions as counselling_actions
from counselling.models import Referral
from counselling.referrals import actions
from counselling.referrals.codes import State
from integration_office.models import AuditEntry, OutgoingMail, ReadEntry
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.referrals import (
    last_mail,
    make_body,
    make_consent,
    make_referral,
    make_transfer,
    upload,
)
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refer_url(contact, offer=None, organisation=None):
    target = f"offer={offer.pk}" if offer else f"organisation={organisation.pk}"
    return f"/counselling/{contact.pk}/refer/to/?{target}"


def data(**fields):
    return {"kind": "info", "topic": "SPR", "days": ""} | fields


def test_one_click_notes_that_the_information_was_given(client, counsellor):
    contact = make_contact(counsellor=counsellor, topics=["WOH"])
    offer = make_offer()

    page = client.post(f"/counselling/{contact.pk}/refer/?own=1", {"offer": offer.pk}, follow=True)

    referral = Referral.objects.get()
    assert (referral.contact, referral.offer, referral.organisation) == (
        contact,
        offer,
        offer.provider,
    )
    assert (referral.kind, referral.topic, referral.state) == ("info", "WOH", "wartet")
    assert (referral.referred_by, referral.made_on) == (counsellor, contact.day)
    assert page.redirect_chain[-1][0] == f"/counselling/{contact.pk}/refer/?own=1"
    assert "Noted: information given." in page.content.decode()
    assert not OutgoingMail.objects.exists()


def test_a_second_click_notes_nothing_more(client, counsellor):
    contact, offer = make_contact(counsellor=counsellor), make_offer()
    for _click in range(2):
        page = client.post(f"/counselling/{contact.pk}/refer/", {"offer": offer.pk}, follow=True)

    assert Referral.objects.count() == 1
    assert "This referral is noted already." in page.content.decode()


def test_the_same_is_noted_again_on_another_day_or_when_it_was_taken_back(counsellor, today):
    case, offer = make_case(responsible=counsellor), make_offer()
    first = make_referral(case=case, offer=offer, organisation=offer.provider)
    Referral.objects.filter(pk=first.pk).update(made_on=today - DAY)
    second = make_referral(case=case, offer=offer, organisation=offer.provider)
    with pytest.raises(ValidationError, match="noted already"):
        make_referral(case=case, offer=offer, organisation=offer.provider)

    actions.take_back(second, by=counsellor)
    make_referral(case=case, offer=offer, organisation=offer.provider)

    assert Referral.objects.count() == 3


def test_a_consent_is_not_kept_with_a_referral_that_needs_none(client, counsellor):
    case, offer = make_case(responsible=counsellor), make_offer()
    contact = make_contact(counsellor=counsellor, case=case)
    consent = make_consent(case, offer.provider)

    client.post(refer_url(contact, offer), data(consent=consent.pk))

    referral = Referral.objects.get()
    assert (referral.kind, referral.told, referral.consent) == ("info", "", None)


def test_from_a_talk_that_is_only_a_count_nobody_is_sent(client, counsellor, today):
    contact, offer = make_contact(counsellor=counsellor, folded_on=today), make_offer()

    page = client.post(refer_url(contact, offer), data(), follow=True)

    assert "is older than two years and only a count now" in page.text
    assert not Referral.objects.exists()


def test_the_results_of_a_talk_say_that_somebody_was_sent_on(client, counsellor):
    contact = make_contact(counsellor=counsellor, results=["info"], note="bleibt")

    def results():
        contact.refresh_from_db()
        return contact.results

    first, second = make_referral(contact=contact), make_referral(contact=contact)
    assert (results(), contact.note) == (["info", "verwiesen"], "bleibt")
    actions.delete(first, by=counsellor)
    assert results() == ["info", "verwiesen"]
    actions.delete(second, by=counsellor)
    assert (results(), contact.note) == (["info"], "bleibt")


def test_a_talk_may_have_several_referrals_each_of_its_own_kind(client, counsellor, today):
    contact, offer, body = make_contact(counsellor=counsellor), make_offer(), make_body()

    client.post(refer_url(contact, offer), data())
    client.post(
        refer_url(contact, offer),
        data(kind="termin", appointment_on=today + 3 * DAY, appointment_at="10:30"),
    )
    client.post(
        refer_url(contact, organisation=body), data(kind="begleit", escort="Noa Hilfe (Demo)")
    )

    told, agreed, along = Referral.objects.order_by("pk")
    assert [r.kind for r in (told, agreed, along)] == ["info", "termin", "begleit"]
    assert (agreed.appointment_on, agreed.appointment_at, agreed.escort) == (
        today + 3 * DAY,
        time(10, 30),
        "",
    )
    assert (along.organisation, along.offer, along.escort) == (body, None, "Noa Hilfe (Demo)")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": ""}, "Please choose one."),
        ({"kind": "termin"}, "Please enter the day of the appointment."),
        ({"kind": "termin", "appointment_on": "31.2.2027"}, "There is no such day."),
        ({"kind": "termin", "appointment_on": "2001-01-01"}, "cannot be before the referral"),
        ({"kind": "begleit"}, "Please write who goes along."),
        ({"kind": "uebergabe", "told": "alles"}, "Nothing is handed over without a consent"),
        ({"appointment_on": "2099-05-04"}, "This belongs to “appointment"),
        ({"kind": "termin", "escort": "Noa"}, "This belongs to “accompanied"),
        ({"told": "alles"}, "This belongs to “transfer"),
        ({"topic": "XXX"}, "Select a valid choice"),
        ({"days": "9"}, "This choice does not exist."),
        ({"days": "14"}, "No e-mail address of this organisation is known."),
    ],
)
def test_bad_input_is_a_sentence_and_nothing_is_lost(client, counsellor, fields, sentence):
    contact, body = make_contact(counsellor=counsellor), make_organisation()

    page = client.post(
        refer_url(contact, organisation=body), data(note="Bitte nachfragen") | fields
    )

    assert page.status_code == 422
    for words in (sentence, "Bitte nachfragen", fields.get("escort", "")):
        assert words in page.content.decode()
    assert not Referral.objects.exists()


def test_without_a_consent_nobody_is_asked_what_may_be_told(client, counsellor):
    contact, body = make_contact(counsellor=counsellor), make_organisation(email="a@b.example")

    page = client.post(refer_url(contact, organisation=body), data(kind="uebergabe", days="14"))

    assert set(page.context["form"].errors) == {"kind"}


def test_a_double_submit_makes_one_referral(client, counsellor):
    contact, offer = make_contact(counsellor=counsellor), make_offer(provider=make_body())
    form = client.get(refer_url(contact, offer)).context["form"]
    sent = data(days="14", submission=str(form.initial["submission"]))

    pages = [client.post(refer_url(contact, offer), sent) for _click in range(2)]

    referral = Referral.objects.get()
    assert [page["Location"] for page in pages] == [referral.get_absolute_url()] * 2
    assert OutgoingMail.objects.count() == 1


def test_the_mail_says_that_an_inquiry_waits_and_nothing_else():
    case = make_case(gender="w", language="ara", concern="Wohnung")
    transfer = make_transfer(case, told="Ada Muster, 3 Kinder", note="Vorsicht", days=7)

    mail = last_mail()

    text = f"{mail.subject}\n{mail.body}"
    assert mail.to == "stelle@demo.example"
    assert mail.subject == "An inquiry of the coordination office waits for you"
    for secret in (
        *("Ada", "Kinder", "Vorsicht", "Wohnung", "Anliegen", case.number, case.responsible.name),
        *("language", "transfer", "Arabic"),
    ):
        assert secret not in text
    assert transfer.waits_until == timezone.localdate() + 7 * DAY


def test_nothing_typed_stands_in_the_database_or_its_history():
    make_transfer(told="Ada Muster", note="Vorsicht")

    with connection.cursor() as cursor:
        for table in ("counselling_referral", "counselling_referralevent"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ''), '') FROM {table} t")
            stored = cursor.fetchone()[0]
            assert "Ada" not in stored
            assert b"Ada Muster".hex() not in stored


def test_who_may_see_a_referral_follows_its_talk_or_case(counsellor):
    colleague = make_user("counselling")
    mine = make_referral(by=counsellor)
    make_referral(by=colleague)
    case = make_case(responsible=colleague)
    make_deputy(case, counsellor)
    deputised = make_referral(case=case)
    in_its_talk = make_referral(contact=make_contact(counsellor=colleague, case=case))
    gone = make_case(responsible=counsellor)
    make_referral(contact=make_contact(counsellor=counsellor, case=gone))
    counselling_actions.hand_over(gone, to=colleague, by=counsellor)

    assert set(Referral.objects.visible_to(counsellor)) == {mine, deputised, in_its_talk}
    assert not Referral.objects.visible_to(make_user("administration")).exists()


def test_a_restricted_case_hides_its_referrals_as_well(counsellor, today):
    case = make_case(responsible=counsellor)
    make_referral(case=case)
    make_referral(contact=make_contact(counsellor=counsellor, case=case))
    case.restricted_on = today
    case.save()

    assert not Referral.objects.visible_to(counsellor).exists()


def test_opening_a_referral_leaves_a_line_with_its_case_or_talk(client, counsellor):
    case = make_case(responsible=counsellor)
    deputised = make_case()
    make_deputy(deputised, counsellor)
    for referral in (
        make_referral(case=case),
        make_referral(case=deputised),
        make_referral(by=counsellor),
    ):
        client.get(referral.get_absolute_url())

    opened = ReadEntry.objects.order_by("pk").values_list("target", "purpose")
    contact = Referral.objects.get(case=None).contact
    assert list(opened) == [
        (f"counselling.Case:{case.pk}", ""),
        (f"counselling.Case:{deputised.pk}", "deputy"),
        (f"counselling.Contact:{contact.pk}", ""),
    ]


def test_a_referral_noted_by_mistake_is_deleted_one_others_know_of_is_taken_back():
    mistake, mailed = make_referral(), make_referral(days=14)

    actions.delete(mistake, by=mistake.referred_by)
    with pytest.raises(ValidationError, match="Others know of this referral"):
        actions.delete(mailed, by=mailed.referred_by)
    actions.take_back(mailed, by=mailed.referred_by)

    mailed.refresh_from_db()
    assert Referral.objects.get() == mailed
    assert mailed.state == State.STOPPED
    with pytest.raises(ValidationError, match="not running any more"):
        actions.take_back(mailed, by=mailed.referred_by)


def test_a_talk_from_which_somebody_was_sent_on_is_not_deleted_by_the_way():
    referral = make_referral()

    with pytest.raises(ValidationError, match="Please delete the referrals first"):
        counselling_actions.delete_contact(referral.contact, by=referral.referred_by)


@pytest.mark.parametrize("of_case", [True, False])
def test_nobody_is_sent_on_from_what_is_closed(client, counsellor, today, of_case):
    case = make_case(responsible=counsellor)
    contact = make_contact(counsellor=counsellor, case=case, day=today)
    counselling_actions.close_case(case, on=today, reason="ziel", by=counsellor)
    path = f"cases/{case.pk}" if of_case else f"{contact.pk}"

    page = client.get(f"/counselling/{path}/refer/", follow=True)

    assert "Nobody can be sent on from here" in page.content.decode()
    with pytest.raises(ValidationError, match="This case is closed"):
        make_referral(**({"case": case} if of_case else {"contact": contact}), by=counsellor)


def test_a_referral_of_a_closed_case_is_read_and_only_its_outcome_noted(client, counsellor, today):
    case = make_case(responsible=counsellor)
    transfer, slip = make_transfer(case, days=0), make_referral(case=case)
    counselling_actions.close_case(case, on=today, reason="ziel", by=counsellor)
    transfer, slip = Referral.objects.get(pk=transfer.pk), Referral.objects.get(pk=slip.pk)

    page = client.get(transfer.get_absolute_url()).content.decode()
    links = [f"{transfer.get_absolute_url()}{verb}/" for verb in ("edit", "delete", "files")]
    back = [client.get(link).url for link in links if "delete" not in link]
    client.post(f"{transfer.get_absolute_url()}state/", {"state": "ok"})

    assert [link for link in links if f'href="{link}"' in page] == []
    assert back == [transfer.get_absolute_url()] * 2
    for refused in (
        lambda: actions.change(transfer, by=counsellor),
        lambda: actions.delete(slip, by=counsellor),
        lambda: actions.add_file(transfer, upload(), by=counsellor),
    ):
        with pytest.raises(ValidationError, match="This case is closed. Please reopen it first."):
            refused()
    assert set(Referral.objects.values_list("pk", "state")) == {
        (transfer.pk, "ok"),
        (slip.pk, slip.state),
    }


def test_what_can_be_corrected_depends_on_the_kind(client, counsellor):
    transfer = make_transfer(make_case(responsible=counsellor), days=0)
    information = make_referral(by=counsellor)

    fields = {
        row.kind: set(client.get(f"{row.get_absolute_url()}edit/").context["form"].fields)
        for row in (transfer, information)
    }
    client.post(
        f"{transfer.get_absolute_url()}edit/",
        {"told": "Neuer Text", "note": "n", "version": transfer.version},
    )

    transfer.refresh_from_db()
    assert fields == {"uebergabe": {"told", "note", "version"}, "info": {"note", "version"}}
    assert (transfer.told, transfer.note) == ("Neuer Text", "n")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "uebergabe"},
        {"kind": "termin"},
        {"waits_until": timezone.localdate() - DAY},
        {"contact": None},
        {"feedback_by": True},
    ],
)
def test_the_database_keeps_the_rules_by_itself(fields, counsellor):
    referral = make_referral(by=counsellor)
    if "feedback_by" in fields:
        fields = {"feedback_by": counsellor}

    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**fields)


def test_a_consent_cannot_hang_on_another_kind():
    case, body = make_case(), make_body()
    transfer = make_transfer(case, body=body, consent=make_consent(case, body))

    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=transfer.pk).update(kind="info")


def test_each_verb_leaves_a_line_and_no_word_about_a_person():
    transfer = make_transfer(told="Ada Muster", note="Ada")
    actions.note_feedback(transfer, "voll", by=transfer.referred_by)

    label = f"counselling.Referral:{transfer.pk}"
    lines = AuditEntry.objects.filter(target=label).order_by("pk").values_list("verb", "note")
    assert list(lines) == [("referred", ""), ("referral mailed", "14"), ("referral voll", "")]
    assert not AuditEntry.objects.filter(note__contains="Ada").exists()


@pytest.mark.parametrize(
    ("fields", "topic"), [(["WOH"], "WOH"), (["SPR", "ARB"], "ARB"), ([], "ARB"), (None, "ARB")]
)
def test_a_referral_of_a_case_begins_with_its_last_topic_where_that_fits(
    client, counsellor, fields, topic
):
    case = make_case(responsible=counsellor)
    make_contact(case=case, counsellor=counsellor, topics=["ARB"])
    target = f"organisation={make_body().pk}"
    if fields is not None:
        target = f"offer={make_offer(fields_of_action=fields).pk}"

    page = client.get(f"/counselling/cases/{case.pk}/refer/to/?{target}")

    assert page.context["form"]["topic"].value() == topic


def test_without_a_talk_a_referral_of_a_case_has_no_special_topic(client, counsellor):
    case = make_case(responsible=counsellor)

    page = client.get(f"/counselling/cases/{case.pk}/refer/to/?organisation={make_body().pk}")

    assert page.context["form"]["topic"].value() == "SON"
