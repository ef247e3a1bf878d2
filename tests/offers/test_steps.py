"""An offer goes from one status to the next, and is confirmed with a click."""

import pytest
from django.urls import reverse

from offers import actions
from offers.codes import Status, Via
from offers.models import Offer
from tests.factories import make_user
from tests.offers.factories import (
    days_ago,
    make_draft,
    make_offer,
    make_partner,
    make_schedule,
)


pytestmark = pytest.mark.django_db


def test_an_offer_goes_its_way_from_draft_to_archive(client_of):
    offer = make_draft()
    user = make_user()
    client = client_of(user)
    statuses = []

    for verb in ("publish", "pause", "publish", "end", "archive"):
        client.post(reverse(f"offers:{verb}", args=[offer.pk]))
        offer.refresh_from_db()
        statuses.append(offer.status)

    assert statuses == ["veroeffentlicht", "pausiert", "veroeffentlicht", "beendet", "archiviert"]
    assert (offer.published_on, offer.ended_on, offer.confirmed_by) == (
        days_ago(0),
        days_ago(0),
        user,
    )
    assert offer.confirmed_via == Via.OFFICE


def test_an_offer_that_paused_stands_in_the_catalogue_since_its_first_day(client_of):
    offer = make_offer(published_on=days_ago(90))
    client = client_of(make_user())

    for verb in ("pause", "publish"):
        client.post(reverse(f"offers:{verb}", args=[offer.pk]))

    offer.refresh_from_db()
    assert (offer.status, offer.published_on) == ("veroeffentlicht", days_ago(90))


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        ("entwurf", "pause"),
        ("beendet", "end"),
        ("veroeffentlicht", "archive"),
        ("archiviert", "end"),
    ],
)
def test_a_step_that_does_not_go_from_here_is_refused_with_a_sentence(client_of, status, verb):
    offer = make_offer(status=status)

    response = client_of(make_user()).post(reverse(f"offers:{verb}", args=[offer.pk]), follow=True)

    assert "This does not go from here" in response.content.decode()
    assert Offer.objects.get().status == status


def test_asking_changes_nothing(client_of):
    offer = make_offer()
    client = client_of(make_user())

    for verb in ("pause", "end", "archive", "publish"):
        assert client.get(reverse(f"offers:{verb}", args=[offer.pk])).status_code == 200
    assert client.get(reverse("offers:confirm", args=[offer.pk])).status_code == 405
    offer.refresh_from_db()
    assert (offer.status, offer.confirmed_on) == (Status.PUBLISHED, None)


def test_a_partner_confirms_with_one_click_and_twice_is_no_harm(client_of):
    offer = make_offer(confirmed=300)
    partner = make_partner(offer.provider)
    client = client_of(partner)
    url = reverse("offers:confirm", args=[offer.pk])

    first, second = client.post(url), client.post(url)

    offer.refresh_from_db()
    assert first.url == second.url == reverse("offers:mine")
    assert (offer.confirmed_on, offer.confirmed_by) == (days_ago(0), partner)
    assert offer.version == 0  # a form that is open elsewhere stays good


def test_a_draft_cannot_be_confirmed(client_of):
    offer = make_offer(status=Status.DRAFT)

    response = client_of(make_user()).post(reverse("offers:confirm", args=[offer.pk]), follow=True)

    assert "is not in the catalogue" in response.content.decode()


def test_confirming_on_an_old_page_does_not_bring_back_old_facts():
    offer = make_offer(place="alt")
    stale = Offer.objects.get(pk=offer.pk)
    offer.place = "neu"
    offer.save()

    actions.confirm(stale, by=None, via=Via.LINK)

    offer.refresh_from_db()
    assert (offer.place, offer.confirmed_on) == ("neu", days_ago(0))


def test_an_offer_has_its_dates_from_the_moment_it_is_published_until_it_ends():
    offer = make_offer(status=Status.DRAFT, place="Rathaus", description="Wir reden.")
    offer.fields_of_action, offer.website = ["SPR"], "https://demo.example/"
    offer.save()
    make_schedule(offer)
    office = make_user()
    counts = [offer.occurrences.count()]
    for step in (
        lambda: actions.publish(offer, by=office, via=Via.OFFICE),
        lambda: actions.end(offer, by=office),
    ):
        step()
        counts.append(offer.occurrences.count())

    assert counts[0] == counts[2] == 0
    assert counts[1] >= 7
