"""The office asks providers whether their offers are still true."""

import pytest
from django.urls import reverse

from integration_office.models import Link, OutgoingMail
from offers.codes import Status
from offers.models import Inquiry
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_inquiry, make_offer, make_two


pytestmark = pytest.mark.django_db


def test_one_mail_asks_for_all_published_offers_of_a_provider(client_of):
    first, second = make_two()
    make_offer(provider=first.provider, title="Entwurf", status=Status.DRAFT)
    make_offer(provider=first.provider, title="Pause", status=Status.PAUSED)
    client = client_of(make_user())
    ask = reverse("offers:ask", args=[first.provider_id])
    token = client.get(ask).context["form"].initial["submission"]

    for _click in range(2):
        response = client.post(ask, {"recipient": "eltern@demo.example", "submission": token})

    mail = OutgoingMail.objects.get()
    assert response.url == reverse("offers:due")
    assert (mail.to, mail.purpose) == ("eltern@demo.example", "confirm_offers")
    assert [word in mail.body for word in ("Frühstück", "Nachhilfe", "Entwurf", "Pause")] == [
        True,
        True,
        False,
        False,
    ]
    assert set(Inquiry.objects.get().offers.all()) == {first, second}
    link = Link.objects.get()
    assert (link.expires_at - link.created_at).days in (59, 60)


def test_the_question_goes_to_the_address_that_is_known(client_of):
    known = make_offer(provider=make_organisation(email="info@demo.example"))
    client = client_of(make_user())

    form = client.get(reverse("offers:ask", args=[known.provider_id])).context["form"]
    refused = client.post(reverse("offers:ask", args=[known.provider_id]), {"recipient": "kein"})

    assert form.initial["recipient"] == "info@demo.example"
    assert refused.status_code == 422
    assert not OutgoingMail.objects.exists()


def test_nobody_is_asked_about_nothing(client_of):
    draft = make_offer(status=Status.DRAFT)

    response = client_of(make_user()).post(
        reverse("offers:ask", args=[draft.provider_id]), {"recipient": "a@demo.example"}
    )

    assert response.status_code == 422
    assert "has no published offer" in response.content.decode()


def test_the_due_list_names_whom_to_ask_the_latest_first(client_of):
    def provider(name, *days):
        organisation = make_organisation(name=name)
        for confirmed in days:
            make_offer(provider=organisation, confirmed=confirmed)
        return organisation

    provider("frisch", 3)
    provider("bald", 170)
    provider("überfällig", 200, 300, 3)
    provider("nie", None)
    make_offer(provider=provider("Entwurf"), status=Status.DRAFT)

    page = client_of(make_user()).get(reverse("offers:due")).context["page"]

    assert [(row.name, row.overdue, row.never, row.due_soon) for row in page] == [
        ("überfällig", 2, 0, 0),
        ("nie", 0, 1, 0),
        ("bald", 0, 0, 1),
    ]


def test_the_due_list_says_when_a_provider_was_asked(client_of):
    offer = make_offer()
    _token, inquiry = make_inquiry(offer)

    page = client_of(make_user()).get(reverse("offers:due")).context["page"]

    assert [row.last_asked for row in page] == [inquiry.asked_at]


@pytest.mark.parametrize("number", [1, 30])
def test_the_due_list_costs_the_same_for_any_number(client_of, django_assert_num_queries, number):
    client = client_of(make_user())
    for _ in range(number):
        make_offer()

    with django_assert_num_queries(6):  # session, user, counts, number of rows, rows, questions
        client.get(reverse("offers:due"))
