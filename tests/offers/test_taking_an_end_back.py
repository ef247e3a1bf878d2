"""Behind the link: "no longer there" is taken back, and nothing else comes back with it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from integration_office.models import AuditEntry, Link
from offers import actions
from offers.codes import Status, Via
from offers.life import reopening
from offers.life.timeline import timeline
from offers.models import AskedOffer, Offer
from tests.factories import make_user
from tests.offers.factories import (
    days_ago,
    make_inquiry,
    make_offer,
    make_partner,
    make_reviewed,
    offer_data,
)
from tests.offers.feed import make_document
from tests.offers.test_documents import hand_in
from tests.offers.test_second_thoughts import press


pytestmark = pytest.mark.django_db
TOO_LATE = "Something has been done with this offer since. Please ask the office to open it."


def all_of(offer):
    """The whole row, but for the moment of the last save."""
    row = Offer.objects.filter(pk=offer.pk).values().get()
    return row | {"changed_at": None}


def make_asked(*, status=Status.PUBLISHED, **fields):
    """An offer that was asked for together with another one, so that the link stays open."""
    offer = make_offer(status=status, **fields)
    token, _inquiry = make_inquiry(offer, make_offer(provider=offer.provider))
    return token, offer


@pytest.mark.parametrize(
    "facts",
    [
        {"published_on": days_ago(900)},
        {"confirmed": 200, "place": "Rathaus"},
        {"unanswered_since": days_ago(3)},
        {"version": 7},
    ],
)
def test_an_offer_that_was_ended_stands_where_it_stood(client, facts):
    token, offer = make_asked(title="Frauenfrühstück", **facts)
    was = all_of(offer)

    press(client, "end", token, offer)
    ended = all_of(offer)
    page = press(client, "take_back", token, offer)

    assert (ended["status"], ended["ended_on"]) == (Status.ENDED, days_ago(0))
    assert all_of(offer) == was
    assert "Taken back. The offer waits for your answer again." in page.text
    assert "0 of 2 answered" in page.text
    assert list(Offer.objects.in_catalogue().matching("Frauenfrühstück")) == [offer]


def test_what_paused_pauses_again(client):
    token, offer = make_asked()
    actions.pause(offer, by=make_user())

    for verb in ("end", "take_back"):
        press(client, verb, token, offer)

    assert Offer.objects.get(pk=offer.pk).status == Status.PAUSED


def test_the_log_and_the_history_tell_of_it_and_no_version_is_added(client):
    token, offer = make_asked()
    offer.place = "Rathaus"
    actions.change(offer, by=make_user(), via=Via.OFFICE)
    versions = list(offer.versions.values_list("number", flat=True))

    for verb in ("end", "take_back"):
        press(client, verb, token, offer)

    offer = Offer.objects.get(pk=offer.pk)
    assert [entry.text for entry in timeline(offer)[:2]] == ["Now: published", "Now: ended"]
    assert AuditEntry.objects.filter(verb="end taken back", by=None).count() == 1
    assert list(offer.versions.values_list("number", flat=True)) == versions


def test_it_is_answered_anew_after_that_and_a_second_click_does_no_harm(client):
    token, offer = make_asked()

    for verb in ("end", "take_back", "take_back", "true"):
        press(client, verb, token, offer)

    asked = AskedOffer.objects.get(offer=offer)
    assert (Offer.objects.get(pk=offer.pk).confirmed_on, asked.answer) == (days_ago(0), "stimmt")


def test_the_only_offer_of_a_mail_comes_back_as_well(client):
    offer = make_offer()
    token, _inquiry = make_inquiry(offer)

    press(client, "end", token, offer)
    press(client, "take_back", token, offer)

    assert Offer.objects.get().status == Status.PUBLISHED


def test_a_link_that_has_run_out_takes_nothing_back(client):
    offer = make_offer()
    token, _inquiry = make_inquiry(offer)
    press(client, "end", token, offer)
    Link.objects.update(expires_at=timezone.now())

    page = press(client, "take_back", token, offer)

    assert page.status_code == 410
    assert Offer.objects.get().status == Status.ENDED


def test_the_question_says_how_long_it_can_be_taken_back(client):
    token, offer = make_asked()

    text = client.get(reverse("offers:answer_end", args=[token, offer.pk])).text

    assert "You can take that back as long as the link works." in text


def archive(offer):
    actions.archive(offer, by=make_user())


def publish(offer):
    Offer.objects.filter(pk=offer.pk).update(status=Status.PUBLISHED, ended_on=None)


def reopen_and_end(offer):
    publish(offer)
    actions.end(offer, by=make_user())


def change(offer):
    offer = Offer.objects.get(pk=offer.pk)
    offer.place = "anderswo"
    actions.change(offer, by=make_partner(offer.provider), via=Via.LOGIN)


def add_a_file(offer):
    make_document(offer)


@pytest.mark.parametrize("do", [archive, publish, reopen_and_end, change, add_a_file])
@pytest.mark.django_db(transaction=True)  # the history knows moments of transactions
def test_what_somebody_has_worked_on_since_is_not_taken_back(client, do):
    token, offer = make_asked()
    press(client, "end", token, offer)
    do(offer)
    was = all_of(offer)

    page = press(client, "take_back", token, offer)

    assert TOO_LATE in page.text
    assert all_of(offer) == was
    assert AskedOffer.objects.get(offer=offer).answer == "beendet"


@pytest.mark.django_db(transaction=True)
def test_a_reviewed_house_gets_nothing_past_the_office_by_ending_and_taking_back(client, client_of):
    token, offer = make_asked(provider=make_reviewed(), place="gelesen")
    other_token, with_file = make_asked(provider=make_reviewed())
    for key, one in [(token, offer), (other_token, with_file)]:
        press(client, "end", key, one)
    ended = Offer.objects.get(pk=offer.pk)
    client_of(make_partner(offer.provider)).post(
        reverse("offers:edit", args=[offer.pk]), offer_data(ended, place="ungelesen")
    )
    hand_in(client_of(make_partner(with_file.provider)), with_file)

    press(client, "take_back", token, offer)
    press(client, "take_back", other_token, with_file)

    back = Offer.objects.in_catalogue().filter(pk__in=[offer.pk, with_file.pk])
    assert set(back.values_list("place", flat=True)) == {"gelesen", ""}
    assert not with_file.documents.exists()


def test_an_offer_that_came_from_a_list_as_ended_has_nothing_to_go_back_to():
    offer = make_offer(status=Status.ENDED)

    with pytest.raises(ValidationError, match="Something has been done"):
        reopening.take_back_end(offer, offer.events.get().pgh_created_at)
