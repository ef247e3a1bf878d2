"""The way stands above every page, so that nobody has to go back to the start page for the list."""

import re

import pytest
from django.urls import reverse

from offers.codes import Status
from tests.factories import make_user
from tests.offers.factories import make_offer
from tests.offers.feed import make_location, make_neighbour


pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client_of):
    return client_of(make_user())


def way(client, url):
    html = client.get(url).content.decode()
    crumbs = re.search(r'<nav class="breadcrumb".*?</nav>', html, re.S)
    return re.findall(r'<li><a href="([^"]+)">', crumbs[0])


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("edit", Status.PUBLISHED),
        ("pause", Status.PUBLISHED),
        ("end", Status.PUBLISHED),
        ("archive", Status.DRAFT),
        ("reopen", Status.ENDED),
        ("copy", Status.PUBLISHED),
        ("document_add", Status.PUBLISHED),
    ],
)
def test_the_pages_that_ask_about_an_offer_lead_back_to_it_and_to_the_catalogue(
    office, page, status
):
    offer = make_offer(status=status)

    shown = way(office, reverse(f"offers:{page}", args=[offer.pk]))

    assert shown == [reverse("home"), reverse("offers:list"), offer.get_absolute_url()]


@pytest.mark.parametrize("kind", ["location", "neighbour"])
def test_a_new_row_and_the_question_about_an_old_one_lead_back_to_their_list(office, kind):
    row = {"location": make_location, "neighbour": make_neighbour}[kind]()
    above = [reverse("home"), reverse("offers:list"), reverse(f"offers:{kind}_list")]

    created = way(office, reverse(f"offers:{kind}_create"))
    deleted = way(office, reverse(f"offers:{kind}_delete", args=[row.pk]))

    assert created == above
    assert deleted == [*above, row.get_absolute_url()]
