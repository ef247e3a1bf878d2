"""Only what somebody has read is confirmed: a change in between is shown first."""

import re

import pytest
from django.urls import reverse

from offers.codes import Via
from offers.models import AskedOffer, Offer
from tests.factories import make_user
from tests.offers.factories import make_inquiry, make_offer, make_partner, offer_data


pytestmark = pytest.mark.django_db
AGAIN = "The offer has been changed while you were looking at it. Please read it again."


def form_of(html, action):
    """The hidden fields of the form on this page that leads to `action`."""
    form = next(one for one in html.split("<form")[1:] if f'action="{action}"' in one)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.split("</form>")[0]))


def change_place(office, offer):
    url = reverse("offers:edit", args=[offer.pk])
    assert office.post(url, offer_data(offer, place="FALSCHER ORT")).status_code == 302


@pytest.mark.parametrize("changes", [True, False])
def test_behind_the_link(client, client_of, changes):
    offer = make_offer(place="Rathaus")
    token, _inquiry = make_inquiry(offer)
    page = reverse("offers:answer", args=[token])
    url = reverse("offers:answer_true", args=[token, offer.pk])
    data = form_of(client.get(page).text, url)
    if changes:
        change_place(client_of(make_user()), offer)

    answer = client.post(url, data, follow=True).text

    after = Offer.objects.get()
    assert (AGAIN in answer) is ("FALSCHER ORT" in answer) is changes
    assert after.confirmed_via == ("" if changes else Via.LINK)
    assert bool(AskedOffer.objects.get().answer) is not changes


@pytest.mark.parametrize("page", ["detail", "mine"])
@pytest.mark.parametrize("changes", [True, False])
def test_with_a_login(client_of, page, changes):
    offer = make_offer(place="Rathaus")
    client = client_of(make_partner(offer.provider))
    shown = offer.get_absolute_url() if page == "detail" else reverse("offers:mine")
    url = reverse("offers:confirm", args=[offer.pk])
    data = form_of(client.get(shown).text, url)
    if changes:
        change_place(client_of(make_user()), offer)

    answer = client.post(url, data, follow=True).text

    assert (AGAIN in answer) is ("FALSCHER ORT" in answer) is changes
    assert Offer.objects.get().confirmed_via == ("" if changes else Via.LOGIN)


@pytest.mark.parametrize("changes", [True, False])
def test_after_a_call(client_of, changes):
    """Whoever telephones may have the list open for half an hour."""
    offer = make_offer(place="Rathaus", confirmed=300)
    office = client_of(make_user())
    of_provider = f"?provider={offer.provider_id}"
    url = reverse("offers:due_confirm", args=[offer.pk]) + of_provider
    data = form_of(office.get(reverse("offers:due_offers") + of_provider).text, url)
    if changes:
        change_place(client_of(make_partner(offer.provider)), offer)
    before = Offer.objects.get().confirmed_via

    answer = office.post(url, data, follow=True).text

    assert (AGAIN in answer) is ("FALSCHER ORT" in answer) is changes
    assert Offer.objects.get().confirmed_via == (before if changes else Via.OFFICE)


def test_what_was_read_then_is_confirmed(client, client_of):
    offer = make_offer(place="Rathaus")
    token, _inquiry = make_inquiry(offer)
    change_place(client_of(make_user()), offer)
    url = reverse("offers:answer_true", args=[token, offer.pk])

    client.post(url, form_of(client.get(reverse("offers:answer", args=[token])).text, url))

    assert Offer.objects.get().confirmed_via == Via.LINK
