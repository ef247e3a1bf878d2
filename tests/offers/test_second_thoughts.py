"""Behind the link: taking a confirmation back, and telling of an offer that is missing."""

import datetime
import re
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integration_office.models import AuditEntry, OutgoingMail
from offers import actions
from offers.codes import Status, Via
from offers.life.timeline import timeline
from offers.models import AskedOffer, Inquiry, Offer
from offers.trust import inquiring
from tests.factories import make_user
from tests.offers.factories import days_ago, make_inquiry, make_offer, make_two, offer_data


pytestmark = pytest.mark.django_db


def confirmation(offer):
    offer = Offer.objects.get(pk=offer.pk)
    return (
        offer.confirmed_on,
        offer.confirmed_via,
        offer.confirmed_by,
        offer.unanswered_since,
    )


def press(client, verb, token, offer):
    url = reverse(f"offers:answer_{verb}", args=[token, offer.pk])
    return client.post(url, follow=True)


@pytest.mark.parametrize("before", ["never", "by the office", "by link", "silent"])
def test_a_confirmation_just_given_is_taken_back_without_a_trace_of_it(client, before):
    first, second = make_two()
    if before == "by the office":
        actions.confirm(first, by=make_user(), via=Via.OFFICE, on=days_ago(200))
    if before == "by link":
        actions.confirm(first, by=None, via=Via.LINK, on=days_ago(1))
    if before == "silent":
        Offer.objects.filter(pk=first.pk).update(unanswered_since=days_ago(3))
    token, _inquiry = make_inquiry(first, second)
    was = confirmation(first)

    press(client, "true", token, first)
    assert confirmation(first) != was
    page = press(client, "take_back", token, first)

    assert confirmation(first) == was
    assert "0 of 2 answered" in page.text
    assert "Taken back." in page.text
    assert AuditEntry.objects.filter(verb="confirmation taken back", by=None).count() == 1


def test_free_places_are_as_fresh_as_the_confirmation_and_as_old_again_without_it(client):
    first, second = make_two()
    Offer.objects.filter(pk=first.pk).update(
        capacity=12, free_places=3, free_places_checked_on=days_ago(90)
    )
    token, _inquiry = make_inquiry(first, second)
    page = client.get(reverse("offers:answer", args=[token]))
    assert "12, 3 of them free (as of" in page.text

    press(client, "true", token, first)
    assert Offer.objects.get(pk=first.pk).free_places_checked_on == days_ago(0)
    press(client, "take_back", token, first)

    assert Offer.objects.get(pk=first.pk).free_places_checked_on == days_ago(90)


def test_places_that_were_counted_anew_meanwhile_stay_as_new(client):
    first, second = make_two()
    Offer.objects.filter(pk=first.pk).update(free_places=3, free_places_checked_on=days_ago(90))
    token, _inquiry = make_inquiry(first, second)
    press(client, "true", token, first)
    Offer.objects.filter(pk=first.pk).update(free_places=2)

    press(client, "take_back", token, first)

    assert Offer.objects.get(pk=first.pk).free_places_checked_on == days_ago(0)


def test_where_nobody_counts_places_a_confirmation_counts_none(client):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)

    press(client, "true", token, first)

    assert Offer.objects.get(pk=first.pk).free_places_checked_on is None


def test_the_office_reads_of_silence_confirmation_and_second_thoughts(client):
    first, second = make_two()
    actions.confirm(first, by=make_user(), via=Via.OFFICE, on=days_ago(200))
    token, _inquiry = make_inquiry(first, second)
    Offer.objects.filter(pk=first.pk).update(unanswered_since=days_ago(3))

    for verb in ("true", "take_back"):
        press(client, verb, token, first)

    entries = timeline(Offer.objects.get(pk=first.pk))
    assert [entry.text for entry in entries[:4]] == [
        "Confirmation taken back",
        "Confirmed: link in an e-mail",
        "Four weeks without an answer",
        "Confirmed: the office",
    ]


def test_it_can_be_confirmed_again_after_that(client):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)

    for verb in ("true", "take_back", "true"):
        press(client, verb, token, first)

    assert confirmation(first) == (days_ago(0), Via.LINK, None, None)
    assert set(AskedOffer.objects.values_list("answer", flat=True)) == {"stimmt", ""}


def test_what_somebody_else_vouched_for_since_is_not_taken_back(client):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)
    press(client, "true", token, first)
    actions.confirm(first, by=make_user(), via=Via.OFFICE)
    was = confirmation(first)

    page = press(client, "take_back", token, first)

    assert confirmation(first) == was
    assert "has been confirmed anew since" in page.text
    assert "1 of 2 answered" in page.text


def test_what_was_not_answered_cannot_be_taken_back(client):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)
    was = Offer.objects.filter(pk=first.pk).values().get()

    page = press(client, "take_back", token, first)

    assert Offer.objects.filter(pk=first.pk).values().get() == was
    assert "There is no answer that could be taken back." in page.text


def test_what_was_changed_is_changed_again_and_not_taken_back(client):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)
    url = reverse("offers:answer_edit", args=[token, first.pk])
    client.post(url, offer_data(first, place="Rathaus"))

    html = client.get(reverse("offers:answer", args=[token])).text
    page = press(client, "take_back", token, first)

    assert "Take back" not in html
    assert "There is no answer that could be taken back." in page.text
    assert Offer.objects.get(pk=first.pk).place == "Rathaus"


@pytest.mark.parametrize("verb", ["true", "end"])
def test_the_page_offers_to_take_back_only_what_one_click_said(client, verb):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)
    press(client, verb, token, first)

    html = client.get(reverse("offers:answer", args=[token])).text

    assert html.count("Take back") == 2  # what is read and what is seen of one button
    assert reverse("offers:answer_take_back", args=[token, first.pk]) in html


def test_what_an_offer_lacks_is_asked_for(client):
    full = make_offer(schedule_text="montags", place="Rathaus")
    empty = make_offer(provider=full.provider)
    token, _inquiry = make_inquiry(full, empty)

    html = client.get(reverse("offers:answer", args=[token])).text

    assert "no time written down yet" in html
    assert "no place written down yet" in html
    assert html.count("please add") == 2


def tell(client, token, **data):
    url = reverse("offers:answer_missing", args=[token])
    return client.post(url, {"title": "Nähtreff", "description": "Dienstags, für alle."} | data)


def test_a_new_offer_is_told_in_two_sentences_and_waits_for_the_office(client):
    asked = make_offer()
    token, _inquiry = make_inquiry(asked)

    response = tell(client, token, status="veroeffentlicht", provider="1")

    new = Offer.objects.get(title="Nähtreff")
    assert response.url == reverse("offers:answer", args=[token])
    assert (new.provider, new.status, new.description) == (
        asked.provider,
        Status.SUBMITTED,
        "Dienstags, für alle.",
    )
    assert new not in Offer.objects.in_catalogue()
    assert list(AskedOffer.objects.values_list("offer", flat=True)) == [asked.pk]


def test_a_second_click_makes_no_second_offer(client):
    token, _inquiry = make_inquiry(make_offer())

    statuses = [tell(client, token).status_code for _click in range(2)]

    assert statuses == [302, 422]
    assert Offer.objects.filter(title="Nähtreff").count() == 1


def test_half_a_message_gets_a_sentence_and_is_not_lost(client):
    token, _inquiry = make_inquiry(make_offer())

    response = tell(client, token, description="")

    assert response.status_code == 422
    assert 'value="Nähtreff"' in response.text
    assert not Offer.objects.filter(title="Nähtreff").exists()


def test_a_link_does_not_fill_the_office_s_desk(client):
    token, _inquiry = make_inquiry(make_offer())

    for number in range(inquiring.MOST_WAITING):
        assert tell(client, token, title=f"Neu {number}").status_code == 302
    response = tell(client, token, title="Noch eins")

    assert response.status_code == 422
    assert "wait for us already" in response.text
    assert Offer.objects.filter(status=Status.SUBMITTED).count() == inquiring.MOST_WAITING


@pytest.mark.django_db(transaction=True)
def test_answers_by_the_links_of_two_mails_wait_for_each_other():
    first, second = make_two()
    token, inquiry = make_inquiry(first, second)
    Inquiry.objects.update(asked_at=timezone.now() - datetime.timedelta(days=14))
    inquiring.remind(inquiry, days_ago(0))
    reminder = re.search(r"/answer/([\w-]+)/", OutgoingMail.objects.latest("pk").body)[1]
    started, statuses = threading.Barrier(2), []

    def send(verb, key, offer, data):
        started.wait()
        url = reverse(f"offers:answer_{verb}", args=[key, offer.pk])
        statuses.append(Client().post(url, data).status_code)
        connection.close()

    threads = [
        threading.Thread(target=send, args=arguments)
        for arguments in [
            ("true", token, first, {}),
            ("edit", reminder, second, offer_data(second, place="Rathaus")),
        ]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [302, 302]
    assert set(AskedOffer.objects.values_list("answer", flat=True)) == {"stimmt", "geaendert"}
