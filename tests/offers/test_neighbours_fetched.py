"""Fetching the feed of a neighbouring town, from a real server on this machine."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError

from offers.feed import neighbours
from offers.trust.visiting import Visitor
from tests.offers.feed import make_neighbour, service


pytestmark = pytest.mark.django_db


class Town(BaseHTTPRequestHandler):
    """Serves what its server was given: pages by number, or an answer as it is."""

    def do_GET(self):
        address = urlsplit(self.path)
        number = int(parse_qs(address.query).get("page", ["1"])[0])
        self.server.asked.append(self.path)
        status, document = self.server.answers.get(address.path, (404, {}))
        if callable(document):
            document = document(number)
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


@pytest.fixture
def town():
    with ThreadingHTTPServer(("127.0.0.1", 0), Town) as server:
        server.asked, server.answers = [], {}
        threading.Thread(target=server.serve_forever, args=[0.05]).start()
        server.url = f"http://127.0.0.1:{server.server_port}"
        yield server
        server.shutdown()


VISITOR = Visitor("Amt (Test)", may_visit=lambda address: address.is_loopback)


def in_pages(number):
    contents = [service(f"{number}-{key}") for key in range(2)]
    return {"total_pages": 3, "page_number": number, "contents": contents}


def test_all_pages_of_a_feed_are_fetched_with_whole_services(town):
    town.answers["/feed"] = (200, in_pages)
    neighbour = make_neighbour(url=f"{town.url}/feed?key=1")

    found = list(neighbours.fetched(neighbour, VISITOR))

    assert [one["id"] for one in found] == ["1-0", "1-1", "2-0", "2-1", "3-0", "3-1"]
    assert town.asked == [f"/feed?key=1&full=true&per_page=100&page={n}" for n in (1, 2, 3)]


@pytest.mark.parametrize(("said", "read"), [("3", 6), (3, 6), ("viele", 2), (None, 2), (True, 2)])
def test_how_many_pages_there_are_may_be_a_text(town, said, read):
    town.answers["/feed"] = (200, lambda number: in_pages(number) | {"total_pages": said})

    found = list(neighbours.fetched(make_neighbour(url=f"{town.url}/feed"), VISITOR))

    assert len(found) == read


def test_a_feed_may_begin_with_the_mark_that_some_programs_write(town):
    town.answers["/feed"] = (200, json.dumps([service("1")]).encode("utf-8-sig"))

    found = list(neighbours.fetched(make_neighbour(url=f"{town.url}/feed"), VISITOR))

    assert [one["id"] for one in found] == ["1"]


def test_a_root_that_only_describes_the_feed_leads_to_its_services(town):
    town.answers["/hsds/"] = (200, {"version": "3.0", "openapi_url": "https://x.example/o.json"})
    town.answers["/hsds/services"] = (200, in_pages)

    found = list(neighbours.fetched(make_neighbour(url=f"{town.url}/hsds/"), VISITOR))

    assert len(found) == 6


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((404, {}), "The feed cannot be read: the page is not there any more."),
        ((500, {}), "The feed cannot be read: the site answers with an error."),
        ((403, {}), "The feed cannot be read: the site answers 403."),
        ((200, b"<html>"), "This is no JSON. Please take the feed itself, not a page about it."),
        ((200, b"[" + b" " * 200_000 + b"]"), "The feed cannot be read: the answer is too large."),
    ],
)
def test_a_feed_that_cannot_be_read_says_why(town, answer, sentence, monkeypatch):
    monkeypatch.setattr(neighbours, "MOST_BYTES", 100_000)
    town.answers["/feed"] = answer

    assert why_not(town) == [sentence]


def why_not(town):
    with pytest.raises(ValidationError) as refusal:
        list(neighbours.fetched(make_neighbour(url=f"{town.url}/feed"), VISITOR))
    return refusal.value.messages


def test_all_pages_together_may_bring_only_so_much(town, monkeypatch):
    text = "x" * 40_000
    town.answers["/feed"] = (200, lambda number: in_pages(number) | {"description": text})

    monkeypatch.setattr(neighbours, "MOST_BYTES", 100_000)

    assert why_not(town) == ["The feed cannot be read: the answer is too large."]
    assert len(town.asked) == 3


def test_all_pages_together_may_take_only_so_long(town, monkeypatch):
    def slow(number):
        time.sleep(0.4)
        return in_pages(number)

    town.answers["/feed"] = (200, slow)
    monkeypatch.setattr(neighbours, "SECONDS_FOR_A_FEED", 0.6)

    assert why_not(town) == ["The feed cannot be read: the site takes too long."]
    assert len(town.asked) < 3


def test_of_a_feed_with_too_many_pages_none_is_taken(town):
    pages = neighbours.MOST_PAGES + 1
    town.answers["/feed"] = (200, lambda number: in_pages(number) | {"total_pages": pages})

    assert why_not(town) == [
        "The feed has 61 pages; at most 60 are read. Please hand it in as files."
    ]
    assert len(town.asked) == 1


def test_an_address_inside_the_own_network_is_not_asked(town):
    town.answers["/feed"] = (200, in_pages)
    neighbour = make_neighbour(url=f"{town.url}/feed")

    with pytest.raises(ValidationError, match="leads into a private network"):
        list(neighbours.fetched(neighbour, Visitor("Amt (Test)")))

    assert town.asked == []


def test_every_night_active_towns_are_fetched_and_one_that_fails_stops_no_other(town):
    town.answers["/feed"] = (200, in_pages)
    silent = make_neighbour(url=f"{town.url}/nothing")
    works = make_neighbour(url=f"{town.url}/feed")
    resting = make_neighbour(url=f"{town.url}/feed", is_active=False)

    neighbours.fetch_all(VISITOR)

    assert [n.offers.count() for n in (silent, works, resting)] == [0, 6, 0]
    silent.refresh_from_db()
    assert silent.last_error == "The feed cannot be read: the page is not there any more."


def test_a_feed_that_has_lost_most_of_its_offers_waits_for_a_look(town):
    town.answers["/feed"] = (200, in_pages)
    neighbour = make_neighbour(url=f"{town.url}/feed")
    neighbours.fetch_all(VISITOR)
    town.answers["/feed"] = (200, [service("1-0")])

    neighbours.fetch_all(VISITOR)

    neighbour.refresh_from_db()
    assert neighbour.offers.count() == 6
    assert neighbour.last_error == (
        "The feed has only 1 of 6 offers left. Please look at it first."
    )
    assert [line.title for line in neighbours.lines(neighbour)][:1] == ["Angebot 1-1"]


@pytest.mark.parametrize(("before", "now", "left"), [(6, 3, 3), (4, 1, 4), (3, 1, 1)])
def test_half_of_them_may_go_in_a_night_and_of_few_more(town, before, now, left):
    neighbour = make_neighbour(url=f"{town.url}/feed")

    for number in (before, now):
        town.answers["/feed"] = (200, [service(str(n)) for n in range(number)])
        neighbours.fetch_all(VISITOR)

    assert neighbour.offers.count() == left
