"""What was put away without having been published stays as private as the draft it was."""

import pytest
from django.urls import reverse

from offers.codes import Status
from offers.models import Offer
from tests.factories import make_user
from tests.offers.factories import (
    make_draft,
    make_offer,
    make_partner,
    make_reviewed,
    offer_data,
)
from tests.offers.feed import make_document


pytestmark = pytest.mark.django_db
ARCHIVE = "/offers/?status=archiviert"


def put_away(office, offer):
    office.post(reverse("offers:archive", args=[offer.pk]))
    assert Offer.objects.get(pk=offer.pk).status == Status.ARCHIVED


def pages(offer):
    paper = reverse("offers:document", args=[offer.pk, make_document(offer).pk])
    return [offer.get_absolute_url(), paper]


def answers(client, urls):
    return [client.get(url).status_code for url in urls]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED])
@pytest.mark.parametrize("role", ["partner", "counselling", "volunteer"])
def test_a_draft_that_was_put_away_is_read_by_nobody_else(client_of, status, role):
    draft = make_draft(status=status, title="Noch geheim")
    urls = pages(draft)
    put_away(client_of(make_user()), draft)
    other = client_of(make_partner() if role == "partner" else make_user(role))

    assert answers(other, urls) == [404, 404]
    assert "Noch geheim" not in other.get(ARCHIVE).text
    assert b"Noch geheim" not in other.get(f"{ARCHIVE}&format=csv").getvalue()
    assert answers(client_of(make_partner(draft.provider)), urls) == [200, 200]
    assert "Noch geheim" in client_of(make_user()).get(ARCHIVE).text


def test_a_draft_made_of_what_had_ended_is_not_shown_by_putting_it_away(client_of):
    offer = make_offer(status=Status.ENDED)
    office, other = client_of(make_user()), client_of(make_partner())
    office.post(reverse("offers:reopen", args=[offer.pk]))
    Offer.objects.update(short_text="neu geschrieben")

    put_away(office, offer)

    assert other.get(offer.get_absolute_url()).status_code == 404


def test_a_reviewed_house_writes_on_in_a_draft_that_nobody_else_reads(client_of):
    draft = make_draft(provider=make_reviewed())
    put_away(client_of(make_user()), draft)

    client_of(make_partner(draft.provider)).post(
        reverse("offers:edit", args=[draft.pk]), offer_data(draft, place="neu")
    )

    assert Offer.objects.get().place == "neu"


def test_what_was_in_the_catalogue_is_still_found_in_the_archive(client_of):
    offer = make_offer(status=Status.ENDED, title="Nähstube")
    put_away(client_of(make_user()), offer)

    other = client_of(make_partner())

    assert answers(other, pages(offer)) == [200, 200]
    assert "Nähstube" in other.get(ARCHIVE).text
