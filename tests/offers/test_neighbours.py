"""Offers of neighbouring towns: looked at first, taken, taken back, shown with their town."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from offers.feed import neighbours
from offers.models import Neighbour, NeighbourOffer, Offer
from tests.factories import make_user
from tests.offers.factories import make_offer
from tests.offers.feed import ROOT, make_course, make_neighbour, service


pytestmark = pytest.mark.django_db


def take(neighbour, *services, by=None):
    """Look at these services and take them; how many are new, changed and gone."""
    neighbours.look_at(neighbour, services)
    neighbour.refresh_from_db()
    counts = neighbours.take(neighbour, neighbour.waiting["digest"], by=by)
    neighbour.refresh_from_db()
    return counts


def titles():
    return sorted(NeighbourOffer.objects.values_list("title", flat=True))


@pytest.fixture
def neighbour():
    return make_neighbour(name="Uetersen")


@pytest.fixture
def colleague():
    return make_user("coordination")


def said(neighbour, *services):
    neighbours.look_at(neighbour, services)
    neighbour.refresh_from_db()
    lines = neighbours.lines(neighbour)
    return [(str(line.kind), line.title, line.note) for line in lines]


def test_a_feed_is_looked_at_row_by_row_before_anything_changes(neighbour):
    take(neighbour, service("a"), service("b", description="alt"), service("c"))

    lines = said(
        neighbour,
        service("b", description="neu"),
        service("c"),
        service("d"),
        {"name": "Ohne Kennung"},
    )

    assert lines == [
        (
            "refused",
            "Ohne Kennung",
            "It has no “id”. Without one it could not be found again the next time.",
        ),
        ("new", "Angebot d", ""),
        ("changed", "Angebot b", "description"),
        ("gone", "Angebot a", ""),
    ]
    assert titles() == ["Angebot a", "Angebot b", "Angebot c"]


def test_taking_makes_the_offers_what_the_feed_says(neighbour, colleague):
    assert take(neighbour, service("a"), service("b")) == {"new": 2, "changed": 0, "gone": 0}

    counts = take(neighbour, service("b", name="Neu"), service("c"), by=colleague)

    assert counts == {"new": 1, "changed": 1, "gone": 1}
    assert titles() == ["Angebot c", "Neu"]
    assert (neighbour.waiting, neighbour.last_error) == (None, "")
    assert neighbour.fetched_at is not None


def test_an_import_can_be_taken_back_even_after_a_night_without_news(neighbour, colleague):
    take(neighbour, service("a"), service("b", assured_date="2026-10-01"))
    before = list(NeighbourOffer.objects.order_by("foreign_id").values("foreign_id", "title"))
    take(neighbour, service("b", name="Neu"), service("c"))
    take(neighbour, service("b", name="Neu"), service("c"))

    neighbours.take_back(neighbour, by=colleague)

    rows = NeighbourOffer.objects.order_by("foreign_id")
    assert list(rows.values("foreign_id", "title")) == before
    assert rows.get(foreign_id="b").assured_on == datetime.date(2026, 10, 1)
    assert NeighbourOffer.objects.matching("Angebot").count() == 2
    with pytest.raises(ValidationError, match="There is no import to take back"):
        neighbours.take_back(neighbour, by=colleague)


def test_what_was_not_looked_at_is_not_taken(neighbour):
    neighbours.look_at(neighbour, [service("a")])
    seen = neighbour.waiting["digest"]
    neighbours.look_at(neighbour, [service("b")])

    with pytest.raises(ValidationError, match="fetched again meanwhile"):
        neighbours.take(neighbour, seen, by=None)
    neighbours.discard(neighbour, by=None)
    with pytest.raises(ValidationError, match="Nothing waits"):
        neighbours.take(neighbour, seen, by=None)

    assert titles() == []


def test_offers_from_there_are_found_shown_with_their_town_and_counted_nowhere(
    neighbour, client_of
):
    make_offer(title="Nähkurs")
    take(
        neighbour,
        service(
            "a",
            name="Nähtreff für Frauen",
            url="https://uetersen.demo.example/naehen",
            assured_date="2026-10-01",
            languages=[{"code": "tur"}],
        ),
        service("b", name="Fußball"),
    )
    client = client_of(make_user("volunteer"))

    html = client.get(reverse("offers:neighbour_offers"), {"q": "frauen"}).content.decode()
    beside = neighbours.beside("Nähtreff")

    assert '<a href="https://uetersen.demo.example/naehen" rel="noreferrer external">' in html
    assert "from Uetersen" in html
    assert "Oct. 1, 2026" in html
    assert "Fußball" not in html
    assert [offer.title for offer in beside["neighbour_offers"]] == ["Nähtreff für Frauen"]
    assert neighbours.beside("")["neighbour_offers"] == []
    assert Offer.objects.count() == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"language": "tur"}, ["Café"]),
        ({"q": "cafe"}, ["Café"]),
        ({"q": "xyz"}, []),
        ({"town": "999999"}, ["Café", "Sport"]),
        ({}, ["Café", "Sport"]),
    ],
)
def test_offers_from_there_can_be_narrowed(neighbour, client_of, query, found):
    take(
        neighbour,
        service("a", name="Café", languages=[{"code": "tr"}]),
        service("b", name="Sport"),
    )

    response = client_of(make_user()).get(reverse("offers:neighbour_offers"), query)

    assert [offer.title for offer in response.context["page"]] == found


def test_the_list_from_there_costs_the_same_for_one_and_for_twenty(
    neighbour, client_of, django_assert_num_queries
):
    client = client_of(make_user())
    for number in (1, 20):
        take(neighbour, *[service(str(key)) for key in range(number)])
        with django_assert_num_queries(5):  # session, user, towns, count, offers
            client.get(reverse("offers:neighbour_offers"))


def test_our_own_feed_taken_as_a_neighbours_shows_the_same_offers(neighbour):
    course = make_course()
    feed = Client().get(ROOT).json()

    take(neighbour, *feed["contents"])

    row = NeighbourOffer.objects.get()
    assert (row.title, row.provider_name) == (course.title, str(course.provider))
    assert (row.place, row.languages) == (course.where, course.languages)
    assert row.assured_on == course.confirmed_on
    assert "Fridays 16:00–17:00" in row.schedule_text
    assert take(neighbour, *feed["contents"]) == {"new": 0, "changed": 0, "gone": 0}


# Pages


def post(client, page, neighbour, **data):
    return client.post(reverse(f"offers:{page}", args=[neighbour.pk]), data)


def test_a_feed_is_pasted_looked_at_taken_and_taken_back(neighbour, client_of, colleague):
    client = client_of(colleague)

    pasted = post(client, "neighbour_hand_in", neighbour, pasted=json.dumps([service("a")]))
    page = client.get(pasted.url)
    neighbour.refresh_from_db()
    assert "This waits to be taken" in page.content.decode()
    assert [line[1].text for line in page.context["lines"]] == ["Angebot a"]
    post(client, "neighbour_take", neighbour, digest=neighbour.waiting["digest"])
    assert titles() == ["Angebot a"]
    post(client, "neighbour_take_back", neighbour)

    assert titles() == []


def test_a_feed_is_handed_in_as_a_file(neighbour, client_of, colleague):
    content = json.dumps({"contents": [service("a")]}).encode()

    response = post(
        client_of(colleague), "neighbour_hand_in", neighbour, file=SimpleUploadedFile("f", content)
    )

    neighbour.refresh_from_db()
    assert response.status_code == 302
    assert [one["title"] for one in neighbour.waiting["offers"]] == ["Angebot a"]


def page_of(number, *services):
    """One page of a feed of two."""
    page = {"page_number": number, "total_pages": 2, "contents": list(services)}
    return SimpleUploadedFile(f"seite{number}.json", json.dumps(page).encode())


def test_a_feed_of_two_pages_is_handed_in_as_two_files(neighbour, client_of, colleague):
    files = [page_of(1, service("a")), page_of(2, service("b"))]

    response = post(client_of(colleague), "neighbour_hand_in", neighbour, file=files)

    neighbour.refresh_from_db()
    assert response.status_code == 302
    assert [one["title"] for one in neighbour.waiting["offers"]] == ["Angebot a", "Angebot b"]


@pytest.mark.parametrize("files", [[1], [2], [2, 2]])
def test_a_feed_of_which_a_page_is_missing_is_not_taken_for_the_whole(
    neighbour, client_of, colleague, files
):
    pages = [page_of(number, service("a")) for number in files]

    response = post(client_of(colleague), "neighbour_hand_in", neighbour, file=pages)

    neighbour.refresh_from_db()
    assert "The feed has 2 pages, and this is only 1 of them." in response.text
    assert (response.status_code, neighbour.waiting) == (422, None)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Please choose a file or paste the JSON."),
        ({"pasted": "<html>"}, "This is no JSON."),
        ({"pasted": "{}"}, "This JSON holds no list of services"),
        ({"file": SimpleUploadedFile("feed.json", b"\xff\xfe")}, "not written in UTF-8"),
        ({"file": SimpleUploadedFile("feed.json", b"[")}, "This is no JSON."),
    ],
)
def test_what_is_no_feed_gets_a_sentence_and_stays_in_the_form(
    neighbour, client_of, colleague, data, sentence
):
    response = post(client_of(colleague), "neighbour_hand_in", neighbour, **data)

    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert data.get("pasted", "").replace("<", "&lt;").replace(">", "&gt;") in html
    neighbour.refresh_from_db()
    assert neighbour.waiting is None


def test_the_demo_fetches_nothing_from_the_net(neighbour, client_of, colleague):
    response = client_of(colleague).post(
        reverse("offers:neighbour_fetch", args=[neighbour.pk]), follow=True
    )

    assert "The demo fetches nothing from the net" in response.content.decode()


def test_a_town_is_added_changed_and_removed_with_its_offers(client_of, colleague):
    client = client_of(colleague)
    client.post(reverse("offers:neighbour_create"), {"name": "Uetersen", "is_active": "on"})
    neighbour = Neighbour.objects.get()
    take(neighbour, service("a"))

    post(client, "neighbour_edit", neighbour, name="Stadt Uetersen", version=neighbour.version)
    neighbour.refresh_from_db()
    assert (neighbour.name, neighbour.is_active, neighbour.version) == ("Stadt Uetersen", False, 1)

    post(client, "neighbour_delete", neighbour)
    assert (Neighbour.objects.count(), NeighbourOffer.objects.count()) == (0, 0)
