"""An offer goes to another organisation: what the old one proposed stays with it and the office."""

import pytest
from django.urls import reverse

from integration_office.models import OutgoingMail
from offers.codes import Status, Via
from offers.life import proposing
from offers.models import Offer, ProposedChange
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import (
    make_draft,
    make_offer,
    make_partner,
    make_proposal,
    make_reviewed,
    offer_data,
)


pytestmark = pytest.mark.django_db


def edit(client, offer, **changes):
    offer = Offer.objects.get(pk=offer.pk)
    url = reverse("offers:edit", args=[offer.pk])
    assert client.post(url, offer_data(offer, **changes)).status_code == 302


@pytest.fixture
def moved(client_of):
    """An offer that went to another house while a change waited: the change, the partner who wrote
    it, the new house's."""
    old, new = make_partner(make_reviewed()), make_partner()
    offer = make_offer(provider=make_organisation())
    Offer.objects.update(provider=old.memberships.get().organisation)
    offer.refresh_from_db()
    change = make_proposal(
        offer, by=old, via=Via.LOGIN, description="Nur für uns", contact_name="Toni Geheim (Demo)"
    )
    edit(client_of(make_user()), offer, provider=new.memberships.get().organisation_id)
    change.refresh_from_db()
    return change, old, new


def test_the_new_house_reads_nothing_of_a_change_that_waited(client_of, moved):
    change, _old, new = moved
    client = client_of(new)

    page = client.get(change.offer.get_absolute_url()).text
    form = client.get(reverse("offers:edit", args=[change.offer_id])).text

    assert "Nur für uns" not in page + form
    assert "Toni Geheim" not in page + form
    assert client.get(reverse("offers:withdraw", args=[change.pk])).status_code == 404


def test_a_change_that_waited_is_settled_and_its_house_reads_why(moved):
    change, old, _new = moved

    mail = OutgoingMail.objects.latest("pk")
    assert change.status == ProposedChange.Status.REFUSED
    assert change.remark == "The offer belongs to another organisation now."
    assert (mail.to, change.remark in mail.body) == (old.email, True)


def test_what_was_proposed_is_never_written_into_the_offer_of_the_new_house(client_of, moved):
    change, _old, _new = moved
    url = reverse("offers:take_over", args=[change.pk])

    page = client_of(make_user()).post(url, {"seen": change.offer.version}, follow=True).text

    assert "This change has been decided already." in page
    assert not Offer.objects.filter(description="Nur für uns").exists()


@pytest.mark.parametrize("sent_back", [True, False])
def test_the_new_house_does_not_read_what_the_office_wrote_to_the_old(client_of, sent_back):
    office, other = client_of(make_user()), make_organisation()
    if sent_back:
        offer = make_draft(status=Status.SUBMITTED)
        url = reverse("offers:send_back", args=[offer.pk])
        office.post(url, {"remark": "Nicht mit diesem Verein."})
    else:
        offer = make_offer(provider=make_reviewed())
        proposing.refuse(make_proposal(offer), "Nicht mit diesem Verein.", by=make_user())
    before = client_of(make_partner(offer.provider)).get(offer.get_absolute_url()).text

    edit(office, offer, provider=other.pk)

    after = client_of(make_partner(other)).get(offer.get_absolute_url()).text
    assert "Nicht mit diesem Verein." in before
    assert "Nicht mit diesem Verein." not in after


def test_a_change_of_the_office_that_moves_nothing_settles_nothing(client_of):
    change = make_proposal()

    edit(client_of(make_user()), change.offer, short_text="Mit Kaffee.")

    change.refresh_from_db()
    assert change.is_waiting
