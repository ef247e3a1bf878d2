"""Offers on the start page, in the search over everything, and in the rules of retention."""

import pytest
from dateutil.relativedelta import relativedelta

from integration_office import agenda, privacy, search
from offers.codes import Status
from offers.models import Inquiry, Offer
from offers.trust import inquiring
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import days_ago, make_inquiry, make_offer, make_partner


pytestmark = pytest.mark.django_db


def agenda_titles(user):
    due = agenda.agenda_of(user, days_ago(0))
    return [
        [item.title for item in part if "/offers/" in item.url] for part in (due.late, due.today)
    ]


def test_the_office_reads_one_line_about_all_overdue_offers():
    user = make_user()
    assert agenda_titles(user) == [[], []]
    for confirmed in (200, 300, 10):
        make_offer(confirmed=confirmed)

    due = agenda.agenda_of(user, days_ago(0))

    first = days_ago(300) + relativedelta(months=6)
    [item] = [item for item in due.late if item.url == "/offers/due/"]
    assert (item.title, item.due) == ("2 offers are overdue for confirmation", first)


def test_a_partner_is_asked_about_the_own_offers_only():
    own = make_offer(title="Eigenes", confirmed=200)
    make_offer(title="Neu", provider=own.provider)
    make_offer(title="Frisch", provider=own.provider, confirmed=3)
    make_offer(title="Entwurf", provider=own.provider, status=Status.DRAFT)
    make_offer(title="Fremd", confirmed=200)

    assert agenda_titles(make_partner(own.provider)) == [
        ["Is “Eigenes” still true?"],
        ["Is “Neu” still true?"],
    ]
    assert agenda_titles(make_user("volunteer")) == [[], []]


def test_the_tile_counts_what_can_be_trusted():
    for confirmed in (3, 170, 300, None):
        make_offer(confirmed=confirmed)
    make_offer(status=Status.ENDED)

    tiles = agenda.tiles_of(make_user("counselling"), days_ago(0))

    [tile] = [tile for tile in tiles if tile.url == "/offers/"]
    assert (tile.label, tile.value, tile.note) == (
        "Offers",
        4,
        "1 confirmed, 1 due soon, 1 overdue, 1 never confirmed",
    )
    partner_tiles = agenda.tiles_of(make_user("partner"), days_ago(0))
    assert not [tile for tile in partner_tiles if tile.url == "/offers/"]


def test_the_search_over_everything_shows_only_what_is_in_the_catalogue():
    shown = make_offer(title="Sprachtreff", provider=make_organisation(name="Villa"))
    make_offer(title="Sprachtreff geheim", status=Status.DRAFT)
    make_offer(title="Sprachtreff alt", status=Status.ENDED)

    groups = {group.label: group.hits for group in search.found(make_user("volunteer"), "treff")}

    assert groups["Offers"] == [
        search.Hit("Sprachtreff", shown.get_absolute_url(), "Villa · never confirmed")
    ]


def test_contacts_of_offers_that_ended_long_ago_are_forgotten_by_themselves():
    long_ago = make_offer(
        status=Status.ENDED, ended_on=days_ago(366), registration_contact="Toni (Demo)"
    )
    lately = make_offer(
        status=Status.ENDED, ended_on=days_ago(365), registration_contact="Kim (Demo)"
    )
    running = make_offer(registration_contact="Luca (Demo)")

    counts = privacy.run_retention(days_ago(0))

    kept = Offer.objects.exclude(registration_contact="")
    assert counts["offer_contacts"] == 1
    assert set(kept) == {lately, running}
    assert long_ago in Offer.objects.all()


def test_addresses_of_requests_are_forgotten_after_a_quarter_and_the_answers_stay():
    _token, old = make_inquiry()
    _token, new = make_inquiry()
    Inquiry.objects.filter(pk=old.pk).update(asked_at=old.asked_at - privacy_days(92))

    counts = privacy.run_retention(days_ago(0))

    old.refresh_from_db()
    new.refresh_from_db()
    assert counts["inquiry_recipients"] == 1
    assert (old.recipient, new.recipient) == ("", "anbieter@demo.example")
    assert old.asked_offers.count() == 1


def privacy_days(days):
    return days_ago(0) - days_ago(days)


def test_people_learn_which_offers_they_confirmed_and_what_was_mailed_to_them(client_of):
    offer = make_offer(title="Kurs")
    partner = make_partner(offer.provider)
    client_of(partner).post(f"/offers/{offer.pk}/confirm/")
    inquiring.ask(offer.provider, partner.email.upper(), by=make_user())

    held = {
        holding.label: [word for word, _value in holding.rows] for holding in offers_held(partner)
    }

    assert held == {
        "Offers you confirmed": ["Kurs"],
        "Requests for confirmation sent to you": [str(offer.provider)],
    }
    assert offers_held(make_partner(offer.provider)) == []


def offers_held(user):
    labels = {"Offers you confirmed", "Requests for confirmation sent to you"}
    return [holding for holding in privacy.held_on(user) if holding.label in labels]
