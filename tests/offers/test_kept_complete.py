"""What an offer needs to be published it keeps; what a list brought without it is listed."""

import pytest
from django.urls import reverse

from offers.codes import Format, Status
from offers.life import completeness
from offers.models import Offer, ProposedChange
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import (
    ENOUGH,
    make_inquiry,
    make_offer,
    make_partner,
    make_reviewed,
    make_schedule,
    offer_data,
    times_data,
)


pytestmark = pytest.mark.django_db
EMPTY = {"short_text": "", "fields_of_action": [], "schedule_text": "", "place": ""}
NEEDED = {"description", "fields_of_action", "schedule_text", "place", "contact_phone"}


def make_complete(**fields):
    return make_offer(**ENOUGH | {"provider": make_organisation(email="")} | fields)


def edit(client, offer, **changes):
    data = offer_data(offer, **ENOUGH | changes)
    return client.post(reverse("offers:edit", args=[offer.pk]), data)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.PAUSED])
@pytest.mark.parametrize("reviewed", [True, False])
def test_a_partner_does_not_empty_what_is_needed(client_of, status, reviewed):
    offer = make_complete(status=status)
    if reviewed:
        make_reviewed(offer.provider)
    client = client_of(make_partner(offer.provider))

    response = edit(client, offer, **EMPTY | {"contact_phone": ""})

    errors = response.context["form"].errors
    after = Offer.objects.get()
    assert (response.status_code, set(errors)) == (422, NEEDED)
    assert errors["place"] == ["Say where it takes place, or that it is online or by telephone."]
    assert (after.place, after.confirmed_on) == ("Rathaus", None)
    assert not ProposedChange.objects.exists()


def test_nor_is_it_emptied_behind_the_link(client):
    offer = make_complete()
    token, _inquiry = make_inquiry(offer)
    url = reverse("offers:answer_edit", args=[token, offer.pk])

    response = client.post(url, offer_data(offer, **ENOUGH | {"place": ""}))

    assert list(response.context["form"].errors) == ["place"]
    assert Offer.objects.get().confirmed_on is None


def test_times_stand_for_words_about_them(client_of):
    offer = make_complete()
    client = client_of(make_partner(offer.provider))
    row = {"rhythm": "woche", "weekdays": ["do"], "start_time": "16:00"}

    response = edit(client, offer, schedule_text="", **times_data(row))

    assert response.status_code == 302


def test_what_a_list_never_had_keeps_nobody_from_mending_the_rest(client_of):
    offer = make_offer(title="Kurs", place="Rathaus")
    client = client_of(make_partner(offer.provider))
    url = reverse("offers:edit", args=[offer.pk])

    assert client.post(url, offer_data(offer, place="Bücherei")).status_code == 302
    assert Offer.objects.get().place == "Bücherei"


def test_the_office_may_and_vouches_for_nothing_by_it(client_of):
    offer = make_complete()

    assert edit(client_of(make_user()), offer, place="").status_code == 302
    after = Offer.objects.get()
    assert (after.place, after.confirmed_on) == ("", None)


def test_the_office_finds_what_is_incomplete(client_of):
    whole = make_complete(title="Alles da", confirmed=3)
    make_complete(title="Ohne Ort", place="", confirmed=3)
    make_complete(title="Alt", confirmed=300)
    client = client_of(make_user())

    def listed(query=""):
        page = client.get(f"{reverse('offers:due_offers')}?{query}").context["page"]
        return {offer.title for offer in page}

    assert listed() == {"Alt"}
    assert listed("lacks=ja") == {"Ohne Ort"}
    assert listed(f"lacks=ja&provider={whole.provider_id}") == set()


@pytest.mark.parametrize(
    "facts",
    [
        {},
        *({name: value} for name, value in (EMPTY | {"contact_phone": ""}).items()),
        {"short_text": "", "description": "Wir lernen."},
        {"place": "", "format": Format.ONLINE},
        {"place": "", "format": Format.ON_SITE},
        {"schedule_text": "", "by_appointment": True},
        {"contact_phone": "", "website": "https://demo.example/"},
        {"contact_phone": "", "provider": {"city": "Wedel"}},
        {"contact_phone": "", "provider": {"phone": "04103 1"}},
    ],
)
@pytest.mark.parametrize("has_times", [True, False])
def test_list_and_page_say_the_same_of_each_offer(facts, has_times):
    facts = dict(facts)
    provider = make_organisation(**{"email": ""} | facts.pop("provider", {}))
    offer = make_complete(provider=provider, **facts)
    if has_times:
        make_schedule(offer)

    lacks = any(gap.needed for gap in completeness.missing(offer))

    assert Offer.objects.incomplete().filter(pk=offer.pk).exists() is lacks
