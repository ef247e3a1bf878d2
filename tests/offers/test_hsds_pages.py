"""The open feed: its pages, what one may ask for, and how it behaves towards those who read it."""

import datetime
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from offers.codes import Status
from offers.feed import hsds_ids
from offers.models import Location, Offer, Schedule
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import days_ago, make_offer
from tests.offers.feed import ROOT, SERVICES, asked, make_course, names


pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_course()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "werkstatt"}, ["Nähwerkstatt"]),
        ({"search": "Elternbund"}, ["Frühstück"]),
        ({"search": "Zauberei"}, []),
        ({"taxonomy_term_id": hsds_ids.term_id("handlungsfeld", "TEI")}, ["Frühstück"]),
        ({"taxonomy_term_id": hsds_ids.term_id("angebotsart", "werkstatt")}, ["Nähwerkstatt"]),
        ({"taxonomy_term_id": hsds_ids.term_id("zielgruppe", "frauen")}, ["Frühstück"]),
        ({"taxonomy_term_id": str(uuid.uuid4())}, []),
        ({"organization_id": str(uuid.uuid4())}, []),
        ({"modified_after": "2099-01-01T00:00:00Z"}, []),
        ({"modified_after": "2020-01-01"}, ["Nähwerkstatt", "Frühstück"]),
    ],
)
def test_the_services_can_be_narrowed(query, found):
    make_offer(title="Nähwerkstatt", kind="werkstatt")
    make_offer(
        title="Frühstück",
        provider=make_organisation(name="Elternbund"),
        fields_of_action=["TEI"],
        target_groups=["frauen"],
    )

    assert names(asked(SERVICES, **query)) == found


def test_the_services_of_one_organisation(course):
    make_offer()

    organisation_id = asked(search="Dialog")["contents"][0]["organization_id"]
    assert names(asked(SERVICES, organization_id=organisation_id)) == ["Dialog in Deutsch"]


def test_a_changed_place_makes_its_offers_changed(course):
    now = timezone.now()
    assert names(asked(SERVICES, modified_after=now.isoformat())) == []

    course.location.save()

    (service,) = asked(SERVICES, modified_after=now.isoformat())["contents"]
    assert datetime.datetime.fromisoformat(service["last_modified"]) >= now - datetime.timedelta(
        milliseconds=1
    )


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"page": "0"}, "page"),
        ({"page": "abc"}, "page"),
        ({"per_page": "-1"}, "per_page"),
        ({"modified_after": "gestern"}, "modified_after"),
        ({"taxonomy_term_id": "SPR"}, "taxonomy_term_id"),
        ({"page": "9" * 30}, "page"),
    ],
)
def test_a_question_that_makes_no_sense_gets_a_sentence(query, field):
    response = Client().get(SERVICES, query)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_page_has_at_most_a_hundred_and_one_beyond_the_last_is_empty():
    provider = make_offer().provider
    usual = {"provider": provider, "status": Status.PUBLISHED, "published_on": days_ago(0)}
    Offer.objects.bulk_create(Offer(title=f"Kurs {number}", **usual) for number in range(100))

    first, beyond = asked(per_page=100_000), asked(SERVICES, per_page=100_000, page=7)

    assert (first["size"], first["total_items"], first["total_pages"]) == (100, 101, 2)
    assert (beyond["empty"], beyond["size"], beyond["page_number"]) == (True, 0, 7)
    assert (beyond["total_pages"], beyond["last_page"]) == (2, True)


@pytest.mark.parametrize("path", [ROOT, SERVICES, f"{SERVICES}/", "/offers/hsds/openapi.json"])
def test_everybody_may_read_from_everywhere_and_nobody_may_write(path):
    response = Client().get(path)

    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in response
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code == 405


def test_nothing_is_sent_twice_until_it_has_changed(course):
    for address in (ROOT, f"{SERVICES}/{asked()['contents'][0]['id']}"):
        etag = Client().get(address)["ETag"]
        same = Client().get(address, headers={"If-None-Match": etag})
        assert (same.status_code, same.content) == (304, b"")

        course.title += " neu"
        course.save()

        assert Client().get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_service_says_when_it_was_changed_last(course):
    address = f"{SERVICES}/{asked()['contents'][0]['id']}"
    modified = Client().get(address)["Last-Modified"]

    assert Client().get(address, headers={"If-Modified-Since": modified}).status_code == 304


def test_a_logged_in_colleague_gets_the_same_as_everybody(course, client_of):
    assert client_of(make_user("coordination")).get(ROOT).json() == asked()


@pytest.mark.parametrize("path", [ROOT, f"{SERVICES}?full=true", "/offers/hsds/organizations"])
def test_a_page_costs_the_same_for_one_service_and_for_thirty(path, django_assert_num_queries):
    counts = []
    for number in (1, 29):
        for _ in range(number):
            offer = make_offer(location=Location.objects.create(name=str(uuid.uuid4())))
            Schedule.objects.create(offer=offer, starts_on=datetime.date(2026, 1, 6))
        with django_assert_num_queries(3 if "organ" in path else 4):
            counts.append(asked(path)["size"])

    assert counts == [1, 30]
