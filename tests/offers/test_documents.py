"""Papers of an offer: handed in checked, read by those who see the offer, gone in time."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from integration_office import files, privacy
from offers import documents
from offers.codes import Status
from offers.models import Document
from tests.factories import make_user
from tests.offers.factories import make_offer, make_partner
from tests.offers.feed import PDF, make_document


pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def hand_in(client, offer, *, title="Programm", name="flyer.pdf", content=PDF):
    file = SimpleUploadedFile(name, content)
    data = {"title": title, "language": "tur", "file": file}
    return client.post(reverse("offers:document_add", args=[offer.pk]), data)


def test_a_provider_hands_in_a_flyer_that_everybody_can_read(client_of):
    offer = make_offer()
    partner = make_partner(offer.provider)

    response = hand_in(client_of(partner), offer, title="Programm für den Frühling")

    document = Document.objects.get()
    assert response.url == offer.get_absolute_url()
    assert (document.added_by, document.size) == (partner, len(PDF))
    assert document.file.name.startswith("offers/")
    assert "flyer" not in document.file.name
    reader = client_of(make_user("volunteer"))
    page = reader.get(offer.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert f'<a href="/offers/{offer.pk}/documents/{document.pk}/">' in page
    assert f"PDF, {len(PDF)} bytes, Turkish" in page
    assert "Add a file" not in page
    file = reader.get(reverse("offers:document", args=[offer.pk, document.pk]))
    assert file.content == PDF
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"] == ('attachment; filename="programm-fuer-den-fruehling.pdf"')
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("flyer.pdf", PDF + b"0" * 30 * files.MEGABYTE, "is too large"),
        ("flyer.pdf", PNG, "is not what its name says"),
        ("flyer.pdf", b"<html>", "its content is no PDF"),
        ("flyer.pdf", b"", "is empty"),
    ],
)
def test_a_file_that_cannot_be_kept_gets_a_sentence_and_nothing_else_is_lost(
    client_of, name, content, sentence
):
    offer = make_offer()

    response = hand_in(client_of(make_user("coordination")), offer, name=name, content=content)

    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert 'value="Programm"' in html
    assert '<option value="tur" selected' in html
    assert not Document.objects.exists()
    assert not default_storage.exists("offers") or default_storage.listdir("offers")[1] == []


def test_a_form_without_a_file_says_so(client_of):
    offer = make_offer()

    response = client_of(make_user("coordination")).post(
        reverse("offers:document_add", args=[offer.pk]), {"title": "Programm"}
    )

    assert response.context["form"].errors["file"] == ["This field is required."]


def test_an_offer_keeps_a_handful_of_files(client_of):
    offer = make_offer()
    for _number in range(documents.MOST):
        make_document(offer)

    response = hand_in(client_of(make_user("coordination")), offer)

    assert response.status_code == 422
    assert "An offer keeps up to 10 files" in response.content.decode()
    assert Document.objects.count() == documents.MOST


def test_a_double_click_keeps_one_file(client_of):
    offer = make_offer()
    client = client_of(make_user("coordination"))
    url = reverse("offers:document_add", args=[offer.pk])
    token = client.get(url).context["form"].initial["submission"]

    for _click in range(2):
        file = SimpleUploadedFile("flyer.pdf", PDF)
        client.post(url, {"title": "Programm", "file": file, "submission": token})

    assert Document.objects.count() == 1


def test_the_file_of_another_offer_is_not_there(client_of):
    document, other = make_document(make_offer()), make_offer()

    url = reverse("offers:document", args=[other.pk, document.pk])

    assert client_of(make_user("coordination")).get(url).status_code == 404


def test_a_file_the_storage_has_lost_is_a_page_that_says_so(client_of):
    document = make_document(make_offer())
    default_storage.delete(document.file.name)

    url = reverse("offers:document", args=[document.offer_id, document.pk])

    assert client_of(make_user()).get(url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_removed_document_takes_its_file_along(client_of):
    document = make_document(make_offer())
    kept = make_document(document.offer)
    name = document.file.name

    client_of(make_user("coordination")).post(
        reverse("offers:document_remove", args=[document.offer_id, document.pk])
    )

    assert list(Document.objects.all()) == [kept]
    assert [default_storage.exists(n) for n in (name, kept.file.name)] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_documents_of_offers_archived_two_years_ago_are_deleted():
    today = timezone.localdate()
    long_ago = today - datetime.timedelta(days=731)
    old = make_document(make_offer(status=Status.ARCHIVED, ended_on=long_ago))
    kept = [
        make_document(make_offer(status=Status.ENDED, ended_on=long_ago)),
        make_document(make_offer(status=Status.ARCHIVED)),
        make_document(make_offer()),
    ]
    name = old.file.name

    erased = privacy.run_retention(today)

    assert erased["offer_documents"] == 1
    assert set(Document.objects.all()) == set(kept)
    assert not default_storage.exists(name)
    assert all(default_storage.exists(document.file.name) for document in kept)
