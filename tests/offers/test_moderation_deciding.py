"""What waits is taken over by the office, or refused with a sentence."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from integration_office import accounts
from integration_office.models import OutgoingMail
from offers import actions
from offers.codes import Status, Via
from offers.life import proposing
from offers.models import Offer, ProposedChange
from tests.factories import make_user
from tests.house.parallel import at_once
from tests.network.factories import make_membership
from tests.offers.factories import days_ago, make_inquiry, make_partner, make_proposal, offer_data
from tests.offers.moderation import make_theirs, proposed, url


pytestmark = pytest.mark.django_db
State = ProposedChange.Status


def test_the_office_reads_before_and_after_in_words_and_takes_over(client_of):
    offer, partner = make_theirs(place="alt", languages=["deu"])
    change = make_proposal(offer, by=partner, via=Via.LOGIN, place="neu", languages=["deu", "fra"])
    office = client_of(make_user())
    page = office.get(url("proposal", change.pk))

    rows = [(row.label, row.before, row.after, row.stood) for row in page.context["rows"]]
    office.post(url("take_over", change.pk), {"seen": page.context["proposal"].offer.version})

    assert rows == [
        ("Languages", "German", "German, French", ""),
        ("Place", "alt", "neu", ""),
    ]
    offer.refresh_from_db()
    change.refresh_from_db()
    assert (offer.place, offer.languages) == ("neu", ["deu", "fra"])
    assert (offer.confirmed_on, offer.confirmed_by, offer.confirmed_via) == (
        days_ago(0),
        partner,
        Via.LOGIN,
    )
    assert change.status == State.TAKEN
    assert (offer.versions.first().made_by, offer.versions.first().via) == (partner, "login")


def test_a_change_is_taken_over_as_of_the_day_it_was_made():
    offer, _partner = make_theirs(confirmed=300)
    change = make_proposal(offer)
    ProposedChange.objects.update(proposed_at=timezone.now() - datetime.timedelta(days=9))
    change.refresh_from_db()
    offer.refresh_from_db()

    actions.take_over(change, seen=offer.version, by=make_user())

    offer.refresh_from_db()
    assert (offer.confirmed_on, offer.confirmed_via) == (days_ago(9), Via.LINK)


def test_taking_over_sets_no_younger_confirmation_back(client_of):
    offer, _partner = make_theirs(confirmed=3)
    change = make_proposal(offer, place="neu")
    ProposedChange.objects.update(proposed_at=timezone.now() - datetime.timedelta(days=9))

    client_of(make_user()).post(url("take_over", change.pk), {"seen": offer.version})

    offer.refresh_from_db()
    assert (offer.place, offer.confirmed_on) == ("neu", days_ago(3))


def test_taking_over_does_not_make_places_older_that_were_counted_since(client_of):
    offer, _partner = make_theirs(
        confirmed=300, capacity=12, free_places=3, free_places_checked_on=days_ago(2)
    )
    change = make_proposal(offer, place="neu")
    ProposedChange.objects.update(proposed_at=timezone.now() - datetime.timedelta(days=9))

    client_of(make_user()).post(url("take_over", change.pk), {"seen": offer.version})

    offer.refresh_from_db()
    assert (offer.confirmed_on, offer.free_places_checked_on) == (days_ago(9), days_ago(2))


def test_what_has_ended_is_not_confirmed_by_taking_a_change_over(client_of):
    offer, _partner = make_theirs(confirmed=300)
    change = make_proposal(offer, place="neu")
    office = client_of(make_user())
    office.post(url("end", offer.pk))

    office.post(url("take_over", change.pk), {"seen": offer.version})

    offer.refresh_from_db()
    assert (offer.status, offer.place) == (Status.ENDED, "neu")
    assert offer.confirmed_on == days_ago(300)


def test_what_others_changed_meanwhile_stays_and_all_three_texts_are_shown(client_of):
    offer, _partner = make_theirs(place="alt", target_group="alle")
    change = make_proposal(offer, place="vom Anbieter")
    office = client_of(make_user())
    offer.refresh_from_db()
    office.post(url("edit", offer.pk), offer_data(offer, place="vom Büro", target_group="Frauen"))

    page = office.get(url("proposal", change.pk))
    [row] = page.context["rows"]
    office.post(url("take_over", change.pk), {"seen": page.context["proposal"].offer.version})

    assert (row.stood, row.before, row.after) == ("alt", "vom Büro", "vom Anbieter")
    assert "Meanwhile this has been changed" in page.content.decode()
    offer.refresh_from_db()
    assert (offer.place, offer.target_group) == ("vom Anbieter", "Frauen")


@pytest.mark.parametrize("seen", ["0", "", "x", "²"])
def test_what_was_not_compared_is_not_taken_over(client_of, seen):
    offer, _partner = make_theirs(place="alt")
    change = make_proposal(offer)

    page = client_of(make_user()).post(url("take_over", change.pk), {"seen": seen}, follow=True)

    assert "Please compare again." in page.content.decode()
    assert Offer.objects.get().place == "alt"


def test_taking_over_after_editing_shows_the_wish_and_saves_the_own_words(client_of):
    offer, _partner = make_theirs(place="alt", target_group="alle")
    change = make_proposal(offer, place="vom Anbieter")
    office = client_of(make_user())
    page = url("proposal_edit", change.pk)

    form = office.get(page).context["form"]
    nothing_yet = (Offer.objects.get().place, proposed(offer)[0][0])
    data = offer_data(offer, place="berichtigt", target_group="alle")
    refused = office.post(page, data | {"version": form["version"].value(), "title": ""})
    still_nothing = (Offer.objects.get().place, proposed(offer)[0][0])
    office.post(page, data | {"version": form["version"].value()})

    assert (form["place"].value(), refused.status_code) == ("vom Anbieter", 422)
    assert nothing_yet == still_nothing == ("alt", "wartet")
    assert Offer.objects.get().place == "berichtigt"
    assert proposed(offer)[0][0] == "uebernommen"
    places = [row.facts["place"] for row in offer.versions.order_by("number")]
    assert places == ["alt", "vom Anbieter", "berichtigt"]


def test_a_refusal_needs_a_sentence_which_goes_to_who_wrote(client_of):
    offer, partner = make_theirs(place="alt")
    change = make_proposal(offer, by=partner, via=Via.LOGIN, contact_phone="04103 123")
    office = client_of(make_user())

    empty = office.post(url("refuse", change.pk), {"remark": " "})
    office.post(url("refuse", change.pk), {"remark": "Der Raum ist zu."})

    mail = OutgoingMail.objects.get()
    change.refresh_from_db()
    assert empty.status_code == 422
    assert (mail.to, "Der Raum ist zu." in mail.body) == (partner.email, True)
    assert "04103 123" not in mail.body
    assert (change.status, change.remark) == (State.REFUSED, "Der Raum ist zu.")
    assert Offer.objects.get().place == "alt"
    page = client_of(partner).get(offer.get_absolute_url()).content.decode()
    assert "Der Raum ist zu." in page


def test_the_sentence_goes_to_nobody_who_has_left_the_house(client_of):
    offer, writer = make_theirs()
    change = make_proposal(offer, by=writer, via=Via.LOGIN)
    colleague = make_partner(offer.provider)
    make_membership(organisation=offer.provider, since=days_ago(9), until=days_ago(1))
    accounts.deactivate(writer, by=make_user())

    client_of(make_user()).post(url("refuse", change.pk), {"remark": "Der Raum ist zu."})

    assert [mail.to for mail in OutgoingMail.objects.all()] == [colleague.email]


def test_behind_a_link_the_sentence_goes_where_the_question_went(client):
    offer, _partner = make_theirs()
    token, inquiry = make_inquiry(offer)
    client.post(url("answer_edit", token, offer.pk), offer_data(offer, place="neu"))

    proposing.refuse(ProposedChange.objects.get(), "Bitte anrufen.", by=make_user())

    assert OutgoingMail.objects.order_by("pk").last().to == inquiry.recipient


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_decide_at_once_decide_once():
    offer, _partner = make_theirs(place="alt")
    change, user = make_proposal(offer, place="neu"), make_user()
    offer.refresh_from_db()

    answers = at_once(
        lambda: actions.take_over(change, seen=offer.version, by=user).place,
        lambda: proposing.refuse(change, "Nein.", by=user).status,
    )

    change.refresh_from_db()
    assert "This change has been decided already." in answers
    taken = change.status == State.TAKEN
    assert Offer.objects.get().place == ("neu" if taken else "alt")
    assert OutgoingMail.objects.count() == (0 if taken else 1)
    connection.close()
