"""A partner reads on the start page that the office did not take a change over."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from integration_office.models import OutgoingMail
from offers import actions
from offers.codes import Via
from offers.life import proposing
from offers.models import Offer, ProposedChange
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import (
    make_offer,
    make_partner,
    make_proposal,
    make_reviewed,
    offer_data,
)


pytestmark = pytest.mark.django_db
TITLE = "The change of “Frühstück” was not taken over"


def make_refused(**facts):
    """An offer of a reviewed provider whose change was refused, and its partner."""
    offer = make_offer(provider=make_reviewed(), title="Frühstück")
    change = make_proposal(offer, **facts or {"place": "Geheimgang"})
    proposing.refuse(change, "Bitte mit Hausnummer.", by=make_user())
    return Offer.objects.get(pk=offer.pk), make_partner(offer.provider)


def told(client):
    return TITLE in client.get("/").text


def test_a_partner_reads_of_it_and_the_link_leads_to_the_reason(client_of):
    offer, partner = make_refused()
    client = client_of(partner)

    page = client.get("/").text
    reason = client.get(offer.get_absolute_url()).text

    assert TITLE in page
    assert f'href="{offer.get_absolute_url()}"' in page
    assert ("Geheimgang" in page, "Bitte mit Hausnummer." in page) == (False, False)
    assert "Bitte mit Hausnummer." in reason
    assert not OutgoingMail.objects.exists()


def test_the_start_page_asks_as_often_for_many_refused_changes_as_for_one(client_of):
    offer, partner = make_refused()
    client = client_of(partner)

    def one_more():
        change = make_proposal(make_offer(provider=offer.provider), place="Hof 3")
        proposing.refuse(change, "Bitte mit Hausnummer.", by=make_user())
        with CaptureQueriesContext(connection) as questions:
            page = client.get("/").text
        return page.count("was not taken over"), len(questions)

    lines, questions = one_more()
    one_more()

    assert one_more() == (lines + 4, questions)


def test_what_was_refused_is_not_lost_the_partner_mends_it_and_proposes_it_once_more(client_of):
    offer, partner = make_refused(place="Hintereingang", what_to_bring="Stift")
    client = client_of(partner)
    again = f"{reverse('offers:edit', args=[offer.pk])}?again"

    page = client.get(offer.get_absolute_url()).text
    form = client.get(again).context["form"]
    client.post(again, offer_data(offer, place="Hof 3", what_to_bring="Stift"))

    assert ("Hintereingang" in page, f'href="{again}"' in page) == (True, True)
    assert (form["place"].value(), form["what_to_bring"].value()) == ("Hintereingang", "Stift")
    wanted = proposing.wanted(proposing.waiting_for(offer))
    assert wanted == {"place": "Hof 3", "what_to_bring": "Stift"}
    assert Offer.objects.get(pk=offer.pk).place == ""


def test_a_house_that_took_the_offer_over_does_not_go_on_from_what_another_proposed(client_of):
    offer, _partner = make_refused(place="Hintereingang")
    offer.provider, by = make_organisation(), make_user()
    actions.change(offer, by=by, via=Via.OFFICE)
    client = client_of(make_partner(offer.provider))

    page = client.get(offer.get_absolute_url()).text
    form = client.get(f"{reverse('offers:edit', args=[offer.pk])}?again").context["form"]

    assert ("Hintereingang" in page, form["place"].value()) == (False, "")


@pytest.mark.parametrize("role", ["partner", "coordination", "counselling", "volunteer"])
def test_nobody_else_reads_of_it(client_of, role):
    make_refused()
    user = make_partner() if role == "partner" else make_user(role)

    assert not told(client_of(user))


@pytest.mark.parametrize(("days", "is_told"), [(0, True), (13, True), (14, False)])
def test_it_is_news_for_two_weeks(client_of, days, is_told):
    _offer, partner = make_refused()
    moment = timezone.now() - datetime.timedelta(days=days)
    ProposedChange.objects.update(decided_at=moment)

    assert told(client_of(partner)) is is_told


def propose_again(offer, partner):
    make_proposal(offer, by=partner, via=Via.LOGIN, place="Rathaus")


def propose_again_and_take_over(offer, partner):
    change = make_proposal(offer, by=partner, via=Via.LOGIN, place="Rathaus")
    actions.take_over(change, seen=change.offer.version, by=make_user())


def propose_again_and_withdraw(offer, partner):
    change = make_proposal(offer, by=partner, via=Via.LOGIN, place="Rathaus")
    proposing.withdraw(change, by=partner)


def end(offer, partner):
    actions.end(offer, by=make_user())


@pytest.mark.parametrize(
    "do", [propose_again, propose_again_and_take_over, propose_again_and_withdraw, end]
)
def test_what_went_on_since_is_no_news_any_more(client_of, do):
    offer, partner = make_refused()

    do(offer, partner)

    assert not told(client_of(partner))


@pytest.mark.parametrize("was_changed_before", [True, False])
def test_a_house_that_took_the_offer_over_reads_nothing_of_the_changes_of_another(
    client_of, was_changed_before
):
    offer = make_offer(provider=make_reviewed(), title="Frühstück")
    office = client_of(make_user())
    if was_changed_before:
        office.post(reverse("offers:edit", args=[offer.pk]), offer_data(offer, place="alt"))
    proposing.refuse(make_proposal(offer), "Bitte mit Hausnummer.", by=make_user())
    other = make_organisation()
    assert told(client_of(make_partner(offer.provider)))

    offer = Offer.objects.get(pk=offer.pk)
    office.post(reverse("offers:edit", args=[offer.pk]), offer_data(offer, provider=other.pk))

    assert Offer.objects.get(pk=offer.pk).provider == other
    assert not told(client_of(make_partner(other)))


def test_a_colleague_who_mends_a_word_hides_it_not(client_of):
    offer, partner = make_refused()

    client_of(make_user()).post(
        reverse("offers:edit", args=[offer.pk]), offer_data(offer, short_text="Mit Kaffee.")
    )

    assert told(client_of(partner))
