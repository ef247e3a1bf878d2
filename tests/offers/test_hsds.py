"""The open feed: what it says of an offer, and that it is what the official schemas want."""

import json
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from integration_office.importers import import_lists
from network.models import Organisation
from offers.codes import Status, Visibility
from offers.feed import hsds_ids, hsds_reading
from offers.models import Offer
from offers.times.schedule_words import in_words
from tests.offers.factories import days_ago, make_offer
from tests.offers.feed import (
    ROOT,
    SCHEMAS,
    SERVICES,
    asked,
    faults,
    make_course,
    names,
    organisation_validator,
    validator,
)


pytestmark = pytest.mark.django_db
WEDEL = Path(settings.BASE_DIR) / "integration_office" / "demo_lists" / "wedel"
PAGE = {
    *("total_items", "total_pages", "page_number", "size"),
    *("first_page", "last_page", "empty", "contents"),
}


@pytest.fixture
def course():
    return make_course()


def test_the_address_itself_is_the_catalogue_and_says_what_it_is(course):
    document = asked()

    assert document["version"] == "3.0"
    assert document["openapi_url"] == f"{settings.BASE_URL}/offers/hsds/openapi.json"
    assert {key: document[key] for key in PAGE - {"contents"}} == {
        "total_items": 1,
        "total_pages": 1,
        "page_number": 1,
        "size": 1,
        "first_page": True,
        "last_page": True,
        "empty": False,
    }
    assert names(document) == ["Dialog in Deutsch"]
    assert document["contents"][0] == asked(f"{SERVICES}/{document['contents'][0]['id']}")


def test_a_whole_service_says_everything_in_the_fields_of_the_standard(course):
    service = asked()["contents"][0]

    assert faults(validator("service"), service) == []
    assert faults(validator("service_list"), service) == []
    assert faults(organisation_validator(), service["organization"]) == []
    assert (service["status"], service["assured_date"]) == ("active", days_ago(20).isoformat())
    assert service["assurer_email"] == "buecherei@demo.example"
    assert (service["minimum_age"], service["maximum_age"]) == (16, 99)
    assert service["organization"]["name"] == "Stadtbücherei"
    assert [phone["number"] for phone in service["phones"]] == ["04103 1234"]
    assert [one["code"] for one in service["languages"]] == ["deu", "tur"]
    assert [one["document"] for one in service["required_documents"]] == ["Stift"]
    assert [one["source"] for one in service["funding"]] == ["Land"]
    assert [(one["amount"], one["option"]) for one in service["cost_options"]] == [
        (0, "free of charge")
    ]
    terms = [one["taxonomy_term"] for one in service["attributes"]]
    assert [(term["taxonomy"], term["code"]) for term in terms] == [
        ("Handlungsfelder", "SPR"),
        ("Handlungsfelder", "TEI"),
        ("Angebotsarten", "sprachcafe"),
        ("Zielgruppen", "frauen"),
    ]
    assert service["interpretation_services"] == "on request: Arabic"
    assert service["application_process"] == "Registration: needed.\nEinfach kommen."
    assert service["eligibility_description"] == (
        "women, from 16 to 99 years\nGerman level: from A2.\nAusweis der Bücherei"
    )


def test_a_service_says_where_it_is(course):
    (at,) = asked()["contents"][0]["service_at_locations"]

    location = at["location"]
    (address,) = location["addresses"]
    assert (location["name"], location["location_type"]) == ("Stadtbücherei", "physical")
    assert (location["latitude"], location["longitude"]) == (53.58, 9.7)
    assert location["transportation"] == "Bus 189"
    assert [one["details"] for one in location["accessibility"]] == ["Aufzug"]
    assert {key: address[key] for key in ("address_1", "city", "postal_code", "country")} == {
        "address_1": "Rosengarten 6",
        "city": "Wedel",
        "postal_code": "22880",
        "country": "DE",
    }
    assert address["state_province"] == "SH"
    assert at["description"] == course.where
    assert len(at["schedules"]) == 2


def test_a_service_says_when_it_is_by_the_rules_of_rfc_5545(course):
    weekly, extra = asked()["contents"][0]["schedules"]

    wanted = {
        "freq": "WEEKLY",
        "interval": 1,
        "byday": "FR",
        "dtstart": "2026-01-09",
        "valid_from": "2026-01-09",
        "valid_to": "2026-12-18",
        "until": "2026-12-18",
        "opens_at": "16:00+01:00",
        "closes_at": "17:00+01:00",
        "timezone": 1,
        "notes": "not in the school holidays; not on public holidays; not on 15.05.2026",
    }
    assert {key: weekly[key] for key in wanted} == wanted
    assert (extra["dtstart"], extra["count"]) == ("2026-12-22", 1)
    assert "16:00–17:00" in weekly["description"]


def test_times_known_in_words_only_go_out_as_words():
    make_offer(schedule_text="1. und 3. Dienstag im Monat")

    (schedule,) = asked()["contents"][0]["schedules"]
    assert set(schedule) == {"id", "service_id", "description"}
    assert schedule["description"] == "1. und 3. Dienstag im Monat"


def test_a_place_known_in_words_only_goes_out_as_words():
    make_offer(place="am Strand")

    (at,) = asked()["contents"][0]["service_at_locations"]
    assert at["location"]["name"] == "am Strand"
    assert "addresses" not in at["location"]


def test_nothing_personal_and_nothing_internal_leaves_the_house(course):
    service_id = asked()["contents"][0]["id"]
    said = [
        Client().get(path).content.decode()
        for path in (
            ROOT,
            SERVICES,
            f"{SERVICES}?full=true",
            f"{SERVICES}/{service_id}",
            "/offers/hsds/organizations",
            f"/offers/hsds/organizations/{asked()['contents'][0]['organization_id']}",
        )
    ]

    for secret in ("Muster", "muster", "0170", "Streit"):
        assert [text for text in said if secret in text] == []
    assert {
        *("registration_contact", "contact_name", "contact_phone", "contact_email"),
    } == Offer.PERSONAL


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Status.DRAFT},
        {"status": Status.PAUSED},
        {"status": Status.ENDED},
        {"status": Status.ARCHIVED},
        {"visibility": Visibility.NETWORK},
        {"visibility": Visibility.INTERNAL},
    ],
)
def test_only_what_is_published_and_public_is_listed(hidden):
    make_offer(title="öffentlich")
    make_offer(title="verborgen", **hidden)

    assert names(asked()) == names(asked(SERVICES)) == ["öffentlich"]
    assert len(asked("/offers/hsds/organizations")["contents"]) == 1


@pytest.mark.parametrize("hidden", [{"status": Status.DRAFT}, {"visibility": Visibility.INTERNAL}])
def test_an_organisation_names_only_those_of_its_services_that_are_listed(hidden):
    offer = make_offer(title="öffentlich")
    make_offer(title="verborgen", provider=offer.provider, **hidden)
    [organisation] = asked("/offers/hsds/organizations")["contents"]

    page = asked(f"/offers/hsds/organizations/{organisation['id']}")

    assert [one["name"] for one in page["services"]] == ["öffentlich"]


def test_a_paused_service_says_so_at_its_own_address_and_an_ended_one_is_gone():
    offer = make_offer()
    address = f"{SERVICES}/{asked()['contents'][0]['id']}"
    Offer.objects.update(status=Status.PAUSED)
    assert asked(address)["status"] == "temporarily closed"

    Offer.objects.update(visibility=Visibility.NETWORK)
    assert Client().get(address).status_code == 404

    Offer.objects.update(
        status=Status.ENDED, ended_on=timezone.localdate(), visibility=offer.visibility
    )
    response = Client().get(address)
    assert response.status_code == 404
    assert response.json() == {"errors": {"id": ["There is nothing public here."]}}


def test_every_page_over_the_list_of_wedel_is_what_the_schemas_want():
    import_lists(WEDEL, dry_run=False, say=lambda line: None)
    total = Offer.objects.public().count()
    assert total > 70

    for path, name in ((ROOT, "service"), (SERVICES, "service_list")):
        found = [asked(path, page=number, per_page=20) for number in range(1, total // 20 + 2)]
        assert [page["size"] for page in found] == [20] * (total // 20) + [total % 20]
        assert [page["last_page"] for page in found] == [False] * (total // 20) + [True]
        services = [service for page in found for service in page["contents"]]
        assert [fault for one in services for fault in faults(validator(name), one)] == []
        assert len({service["id"] for service in services}) == total
    organisations = asked("/offers/hsds/organizations", per_page=100)["contents"]
    assert (
        len(organisations)
        == Organisation.objects.filter(pk__in=Offer.objects.public().values("provider"))
        .distinct()
        .count()
    )
    for one in organisations:
        assert faults(validator("organization_list"), one) == []
        whole = asked(f"/offers/hsds/organizations/{one['id']}")
        assert faults(organisation_validator(), whole) == []
        assert whole["services"]


def test_the_ids_of_one_page_are_all_different(course):
    for service in asked()["contents"]:
        parts = [
            part["id"]
            for name in ("phones", "schedules", "languages", "cost_options", "attributes")
            for part in service.get(name, [])
        ]
        assert len(parts) == len(set(parts))


def test_an_id_leads_back_to_its_row_and_no_other_id_does(course):
    publisher = hsds_ids.Publisher("https://wedel.example", "a@demo.example", "Wedel", "SH")
    other = hsds_ids.Publisher("https://uetersen.example", "a@demo.example", "Uetersen", "SH")
    known = publisher.id_of("offer", 1234)

    assert uuid.UUID(known).version == 8
    assert publisher.pk_of("offer", known) == 1234
    assert publisher.pk_of("organisation", known) is None
    assert other.pk_of("offer", known) is None
    assert publisher.pk_of("offer", str(uuid.uuid4())) is None
    assert publisher.pk_of("offer", "1234") is None


def test_the_words_of_the_choice_lists_can_be_asked_for():
    terms = asked("/offers/hsds/taxonomy_terms", per_page=100)["contents"]
    lists = asked("/offers/hsds/taxonomies")["contents"]

    assert [one["name"] for one in lists] == ["Handlungsfelder", "Angebotsarten", "Zielgruppen"]
    assert {one["taxonomy_id"] for one in terms} == {one["id"] for one in lists}
    assert len({one["id"] for one in terms}) == len(terms)


def test_the_description_for_machines_names_addresses_that_exist(course):
    document = asked("/offers/hsds/openapi.json")
    service = asked()["contents"][0]
    ids = {"/services/{id}": service["id"], "/organizations/{id}": service["organization_id"]}

    official = json.loads((SCHEMAS / "openapi.json").read_text(encoding="utf-8"))
    assert set(document["paths"]) <= set(official["paths"])
    for path in document["paths"]:
        url = document["servers"][0]["url"] + path.replace("{id}", ids.get(path, ""))
        assert Client().get(url.removeprefix(settings.BASE_URL)).status_code == 200


def times_of(offer):
    rules = [in_words(row, timezone.localdate()) for row in offer.schedules.all()]
    by_appointment = "by appointment" if offer.by_appointment else ""
    return "; ".join(filter(None, [*rules, offer.schedule_text, by_appointment]))


def test_our_own_feed_read_as_a_neighbours_says_the_same(course):
    import_lists(WEDEL, dry_run=False, say=lambda line: None)
    by_title = {}
    for offer in Offer.objects.public().for_feed():
        by_title.setdefault((offer.title, str(offer.provider)), offer)

    reading = hsds_reading.read(hsds_reading.services_in(asked(per_page=100)))

    assert reading.refused == []
    assert len(reading.offers) == len(by_title) == Offer.objects.public().count()
    for read in reading.offers:
        offer = by_title[read.title, read.provider_name]
        assert list(read.languages) == offer.languages
        assert read.place == offer.where
        assert read.schedule_text == times_of(offer)
        assert read.description == offer.description
        assert read.assured_on == offer.confirmed_on
