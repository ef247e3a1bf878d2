"""What is understood of another town's feed, and what is refused and why."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from integration_office.codes import Language
from offers.feed import hsds_reading
from offers.feed.hsds_reading import Foreign, Refusal, read


NO_ID = "It has no “id”. Without one it could not be found again the next time."
PARTS = ["status", "description", "url", "assured_date", "organization", "languages", "schedules"]
WHOLE = {
    "id": "0c1d4a52-2b1e-4c38-9f0a-8a4c1a0e0001",
    "name": "Sprachcafé am Markt",
    "status": "active",
    "description": "<p>Reden &amp; zuhören</p>\nBei Tee.",
    "url": "https://nachbarstadt.example/sprachcafe",
    "assured_date": "2026-10-01",
    "organization": {"id": "x", "name": "Bürgerhaus", "description": "Haus"},
    "languages": [
        {"id": "1", "code": "de"},
        {"id": "2", "code": "tur"},
        {"id": "3", "code": "tlh"},
    ],
    "schedules": [
        {"id": "1", "byday": "TU,TH", "opens_at": "16:00+01:00", "closes_at": "18:00+01:00"},
        {"id": "2", "description": "in den Ferien nach Absprache"},
    ],
    "service_at_locations": [
        {
            "id": "1",
            "location": {
                "id": "1",
                "location_type": "physical",
                "name": "Bürgerhaus",
                "addresses": [{"id": "1", "address_1": "Markt 1", "city": "Nachbarstadt"}],
            },
            "schedules": [{"id": "3", "description": "in den Ferien nach Absprache"}],
        }
    ],
}


def service(**changes):
    return {"id": "a", "name": "Kurs", "status": "active"} | changes


def only(**changes):
    reading = read([service(**changes)])
    assert reading.refused == []
    return reading.offers[0]


def test_a_whole_service_is_understood():
    assert read([WHOLE]).offers == [
        Foreign(
            foreign_id="0c1d4a52-2b1e-4c38-9f0a-8a4c1a0e0001",
            title="Sprachcafé am Markt",
            provider_name="Bürgerhaus",
            description="Reden & zuhören\nBei Tee.",
            place="Bürgerhaus, Markt 1, Nachbarstadt",
            website="https://nachbarstadt.example/sprachcafe",
            languages=("deu", "tur", "mul"),
            schedule_text="Tuesday, Thursday, 16:00–18:00; in den Ferien nach Absprache",
            assured_on=datetime.date(2026, 10, 1),
        )
    ]


def test_id_and_name_are_enough():
    assert read([{"id": "a", "name": "Kurs"}]).offers == [Foreign("a", "Kurs")]


@pytest.mark.parametrize(
    ("one", "title", "reason"),
    [
        ("Kurs", "", "This is no service: the feed has something else in its place."),
        (
            {"name": "Kurs"},
            "Kurs",
            NO_ID,
        ),
        ({"id": "a"}, "", "It has no “name”."),
        ({"id": "a", "name": ["Kurs"]}, "", "It has no “name”."),
        (
            service(status="defunct"),
            "Kurs",
            "The other town says that it is no longer active (“defunct”).",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence_and_stops_no_other(one, title, reason):
    reading = read([one, service(id="b")])

    assert reading.refused == [Refusal(1, title, reason)]
    assert [offer.foreign_id for offer in reading.offers] == ["b"]


def test_the_first_of_two_with_one_id_counts():
    reading = read([service(name="eins"), service(name="zwei")])

    assert [offer.title for offer in reading.offers] == ["eins"]
    assert reading.refused == [
        Refusal(2, "zwei", "This id stands in the feed twice; the first one counts.")
    ]


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://nachbarstadt.example/x?y=1", "https://nachbarstadt.example/x?y=1"),
        ("javascript:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("https://", ""),
        ("https://[kaputt", ""),
        ('https://a.example/"><script>', ""),
        ("//a.example/x", ""),
        (7, ""),
        ("https://a.example/" + "x" * 300, ""),
    ],
)
def test_an_address_is_taken_only_when_it_is_one_of_the_web(url, taken):
    assert only(url=url).website == taken


def test_no_markup_and_no_control_character_comes_in():
    offer = only(name="<b>Kurs</b>\x00\x07 &lt;A1&gt;", description="<script>alert(1)</script>gut")

    assert (offer.title, offer.description) == ("Kurs <A1>", "alert(1)gut")


def test_long_texts_are_shortened():
    assert only(name="x" * 500).title == "x" * 159 + "…"


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        ({"byday": "2MO", "opens_at": "10:00Z"}, "2. Monday of the month, 10:00"),
        ({"byday": "-1WE"}, "last Wednesday of the month"),
        ({"byday": "FR", "interval": 2, "closes_at": "12:00"}, "Friday, every second week, 12:00"),
        ({"byday": "XX", "opens_at": "25:00"}, ""),
        ({"opens_at": None, "byday": 3}, ""),
    ],
)
def test_a_rule_without_words_is_said_in_ours(schedule, words):
    assert only(schedules=[schedule]).schedule_text == words


def test_languages_are_found_by_code_short_code_and_name():
    languages = [{"code": "ukr"}, {"code": "de-DE"}, {"name": "Turkish"}, {"code": "xx"}, {}, "de"]

    assert only(languages=languages).languages == ("ukr", "deu", "tur", "mul")


def test_every_short_code_leads_to_a_language_of_the_house():
    assert set(hsds_reading.SHORT_CODES.values()) <= set(Language.values)


@pytest.mark.parametrize("document", [{"contents": [WHOLE]}, {"services": [WHOLE]}, [WHOLE], WHOLE])
def test_a_page_a_list_and_a_single_service_are_read(document):
    assert hsds_reading.services_in(document) == [WHOLE]


@pytest.mark.parametrize("document", [{}, {"contents": "nichts"}, 7, None, {"version": "3.0"}])
def test_a_document_without_services_is_refused(document):
    with pytest.raises(ValidationError, match="holds no list of services"):
        hsds_reading.services_in(document)


def test_too_many_services_are_refused():
    with pytest.raises(ValidationError, match="More than 5000 offers"):
        hsds_reading.services_in([{}] * 5001)


@pytest.mark.parametrize("text", ["<html>", "", "{", "[" * 100_000])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(ValidationError, match="This is no JSON"):
        hsds_reading.parsed(text)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
services = st.fixed_dictionaries(
    {"id": anything, "name": anything},
    optional=dict.fromkeys([*PARTS, "service_at_locations"], anything),
)


@given(st.lists(services | anything, max_size=6))
def test_whatever_a_feed_says_each_service_is_taken_or_refused(given_services):
    reading = read(json.loads(json.dumps(given_services)))

    assert len(reading.offers) + len(reading.refused) == len(given_services)
    assert all(offer.title and offer.foreign_id for offer in reading.offers)


@pytest.mark.parametrize("name", ["status", "description"])
@pytest.mark.parametrize("text", ["\x00", "\ud800", "<a" * 600, "<b" * 80 + ">" * 80])
def test_text_that_no_database_keeps_is_cut_away(name, text):
    reading = read([service(**{name: f"x {text}"})])

    kept = [one.description for one in reading.offers] + [one.reason for one in reading.refused]
    assert len(kept) == 1
    assert all(sign.isprintable() for sign in kept[0])
