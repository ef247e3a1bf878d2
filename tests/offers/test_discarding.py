"""A draft made by mistake is deleted by whoever made it or by the office, and by nobody else."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from integration_office.models import AuditEntry
from offers import actions
from offers.codes import Status, Via
from offers.models import Offer, OfferVersion, Schedule
from tests.factories import make_user
from tests.offers.factories import (
    ENOUGH,
    make_draft,
    make_offer,
    make_partner,
    make_reviewed,
    make_schedule,
)
from tests.offers.feed import make_document


pytestmark = pytest.mark.django_db


def url(offer):
    return reverse("offers:delete", args=[offer.pk])


def taken_up(by, provider, **fields):
    return actions.take_up(Offer(title="Versehen", provider=provider, **ENOUGH | fields), by=by)


@pytest.fixture
def partner():
    return make_partner(make_reviewed())


@pytest.fixture
def draft(partner):
    return taken_up(partner, partner.memberships.get().organisation)


def test_whoever_made_it_deletes_it_with_times_versions_and_files(
    client_of, partner, draft, django_capture_on_commit_callbacks
):
    make_schedule(draft)
    name = make_document(draft).file.name
    client = client_of(partner)

    page = client.get(draft.get_absolute_url()).text
    question = client.get(url(draft)).text
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url(draft), follow=True)

    assert f'href="{url(draft)}"' in page
    assert "It cannot be had back." in question
    assert "“Versehen” is deleted." in answer.text
    assert answer.redirect_chain[-1][0] == reverse("offers:mine")
    rows = (Offer.objects, OfferVersion.objects, Schedule.objects)
    assert [row.exists() for row in rows] == [False, False, False]
    assert not default_storage.exists(name)
    assert AuditEntry.objects.get(verb="deleted").by == partner


def test_the_history_keeps_that_it_was_there_and_nothing_about_a_person(client_of, draft):
    Offer.objects.filter(pk=draft.pk).update(contact_name="Ada Muster (Demo)")
    history = Offer._meta.get_field("events").related_model

    client_of(make_user()).post(url(draft))

    last = history.objects.order_by("-pgh_id").first()
    assert (last.pgh_obj_id, last.pgh_label, last.title) == (draft.pk, "delete", "Versehen")
    assert not Offer.PERSONAL & {field.name for field in history._meta.get_fields()}


def test_a_colleague_of_the_provider_deletes_nothing_that_is_not_theirs(client_of, draft):
    client = client_of(make_partner(draft.provider))

    page, answer = client.get(draft.get_absolute_url()).text, client.post(url(draft))

    assert (url(draft) in page, answer.status_code) == (False, 403)
    assert Offer.objects.filter(pk=draft.pk).exists()


def submitted_and_back(partner, draft):
    actions.submit(draft, by=partner, via=Via.LOGIN)
    actions.send_back(draft, "Bitte den Preis.", by=make_user())


def published_and_open_again(partner, draft):
    actions.publish(draft, by=make_user(), via=Via.OFFICE)
    Offer.objects.filter(pk=draft.pk).update(status=Status.DRAFT, published_on=None)


@pytest.mark.parametrize("do", [submitted_and_back, published_and_open_again])
def test_what_was_ever_more_than_a_draft_is_not_deleted(client_of, partner, draft, do):
    do(partner, draft)
    client = client_of(make_user())

    page = client.get(draft.get_absolute_url()).text
    answer = client.post(url(draft), follow=True)

    assert url(draft) not in page
    assert "This offer has been more than a draft." in answer.text
    assert Offer.objects.filter(pk=draft.pk).exists()


def test_what_stands_in_the_catalogue_is_not_deleted(client_of):
    offer = make_offer()

    client_of(make_user()).post(url(offer))

    assert Offer.objects.filter(pk=offer.pk).exists()


def test_the_office_deletes_a_draft_of_anybody(client_of):
    draft = make_draft()

    answer = client_of(make_user()).post(url(draft), follow=True)

    assert not Offer.objects.exists()
    assert answer.redirect_chain[-1][0] == reverse("offers:list")
