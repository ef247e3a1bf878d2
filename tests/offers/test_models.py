import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from offers.codes import Status
from offers.models import Location, Offer
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import days_ago, make_inquiry, make_offer, make_partner


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "name", "sentence"),
    [
        (
            {"valid_from": "2026-05", "valid_until": "2026-04-30"},
            "valid_until",
            "The offer cannot end before it starts.",
        ),
        (
            {"valid_from": "2026-05-02", "valid_until": "2025"},
            "valid_until",
            "The offer cannot end before it starts.",
        ),
        (
            {"age_from": 12, "age_to": 6},
            "age_to",
            "The upper age is below the lower one.",
        ),
        (
            {"german_level_from": "B1", "german_level_to": "A2"},
            "german_level_to",
            "The upper level is below the lower one.",
        ),
        (
            {"german_level_from": "A1", "german_level_to": "keine"},
            "german_level_to",
            "The upper level is below the lower one.",
        ),
        (
            {"capacity": 10, "free_places": 11},
            "free_places",
            "There cannot be more free places than places.",
        ),
    ],
)
def test_pairs_in_the_wrong_order_are_refused_at_their_field_and_by_the_database(
    fields, name, sentence
):
    offer = make_offer()
    for field, value in fields.items():
        setattr(offer, field, value)

    with pytest.raises(ValidationError) as refusal:
        offer.full_clean()
    assert refusal.value.message_dict[name] == [sentence]
    with pytest.raises(IntegrityError), transaction.atomic():
        offer.save()


@pytest.mark.parametrize(
    "fields",
    [
        {"valid_from": "2026-05-20", "valid_until": "2026-05"},
        {"valid_from": "2026-05", "valid_until": "2026"},
        {"valid_from": "2026", "valid_until": "2026-01-01"},
        {"age_from": 6, "age_to": 6},
        {"is_free": "ja", "price": 0},
        {"german_level_from": "keine", "german_level_to": "A1"},
        {"german_level_from": "A2", "german_level_to": "A2"},
        {"capacity": 10, "free_places": 0},
    ],
)
def test_pairs_in_order_and_halves_of_pairs_are_taken(fields):
    offer = make_offer(**fields)

    offer.full_clean()


@pytest.mark.parametrize(
    "fields",
    [
        {"confirmed_on": datetime.date(2026, 1, 1)},
        {"confirmed_via": "link"},
        {"confirmed_on": datetime.date(2026, 1, 1), "confirmed_via": "login"},
        {"status": "entwurf", "published_on": datetime.date(2026, 1, 1)},
        {"published_on": None},
        {"status": "beendet", "ended_on": None},
        {"ended_on": datetime.date(2026, 1, 1)},
        {"title": "Zweimal"},
    ],
)
def test_the_database_keeps_what_belongs_together(fields):
    provider = make_organisation()
    make_offer(title="zweimal", provider=provider)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_offer(provider=provider, **fields)


def test_a_provider_with_offers_cannot_be_deleted():
    offer = make_offer()

    with pytest.raises(ProtectedError):
        offer.provider.delete()


def test_drafts_are_seen_by_the_office_and_their_provider_only():
    draft = make_offer(status=Status.DRAFT)
    published = make_offer()
    paused = make_offer(status=Status.PAUSED)
    ended = make_offer(status=Status.ENDED)
    everything = {draft, published, paused, ended}

    assert set(Offer.objects.visible_to(make_user("coordination"))) == everything
    assert set(Offer.objects.visible_to(make_partner(draft.provider))) == everything
    for role in ("counselling", "administration", "partner", "volunteer", "data_protection"):
        assert set(Offer.objects.visible_to(make_user(role))) == {published, paused, ended}
    assert set(Offer.objects.in_catalogue()) == {published, paused}
    assert set(Offer.objects.published()) == {published}


def test_a_membership_that_has_ended_shows_no_drafts_any_more():
    draft = make_offer(status=Status.DRAFT)
    partner = make_partner(draft.provider)
    partner.memberships.update(since=days_ago(9), until=days_ago(1))

    assert not Offer.objects.visible_to(partner).exists()
    assert not Offer.objects.of(partner).exists()


def test_the_catalogue_of_an_earlier_day_can_be_counted():
    there = make_offer(published_on=days_ago(100))
    ended = make_offer(status=Status.ENDED, published_on=days_ago(100), ended_on=days_ago(50))
    make_offer(status=Status.DRAFT)
    make_offer(published_on=days_ago(10))

    assert set(Offer.objects.in_catalogue_on(days_ago(60))) == {there, ended}
    assert set(Offer.objects.in_catalogue_on(days_ago(50))) == {there}


@pytest.mark.parametrize(
    ("level", "found"),
    [("keine", []), ("A1", ["up to B1"]), ("A2", ["A2 to B1", "up to B1"]), ("C1", ["from C1"])],
)
def test_offers_are_found_by_the_level_a_person_has(level, found):
    make_offer(title="no level")
    make_offer(title="A2 to B1", german_level_from="A2", german_level_to="B1")
    make_offer(title="up to B1", german_level_from="A1", german_level_to="B1")
    make_offer(title="from C1", german_level_from="C1")

    rows = Offer.objects.for_level(level).by_name()

    assert [offer.title for offer in rows] == found


def test_the_history_keeps_no_contact_and_nothing_that_follows_from_other_fields():
    offer = make_offer(registration_contact="Toni Beispiel (Demo), 04103 000")
    columns = {field.name for field in offer.events.model._meta.concrete_fields}

    assert columns.isdisjoint({"registration_contact", "search", "search_text", "due_on"})
    assert {"title", "place", "status", "confirmed_on"} <= columns


def test_an_offer_says_its_facts_in_words():
    offer = make_offer(
        schedule_text="freitags",
        german_level_from="A2",
        languages=["deu", "tur"],
        is_free="ja",
        registration="nein",
        women_only=True,
        target_group="Mütter",
        capacity=15,
        free_places=3,
        valid_from="2025-09",
        source="wedel.de",
        source_as_of="2025",
    )

    assert [(str(word), str(value)) for word, value in offer.facts if value] == [
        ("When", "freitags"),
        ("For whom", "Mütter, for women only"),
        ("German level", "from A2"),
        ("Languages", "German, Turkish"),
        ("Cost", "free of charge"),
        ("Registration", "not needed"),
        ("Places", "15, 3 of them free"),
        ("Period", "since September 2025"),
        ("Source", "wedel.de – as of 2025"),
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"german_level_from": "keine"}, "no German needed"),
        ({"german_level_from": "B1", "german_level_to": "B1"}, "B1"),
        ({"german_level_from": "A1", "german_level_to": "B1"}, "A1 to B1"),
        ({"german_level_to": "B1"}, "up to B1"),
        ({"level_text": "Anfänger"}, "Anfänger"),
        ({"german_level_from": "A1", "level_text": "auch Alpha"}, "from A1 – auch Alpha"),
    ],
)
def test_levels_are_said_as_people_say_them(fields, words):
    assert make_offer(**fields).level == words


def test_a_row_without_a_name_of_its_own_can_be_told_apart_in_logs():
    _token, inquiry = make_inquiry()

    assert str(inquiry) == str(inquiry.provider)
    assert str(inquiry.asked_offers.get()).split()[0] == str(inquiry.pk)


@pytest.mark.parametrize(
    ("name", "street", "words"),
    [
        ("Stadtbücherei", "Rosengarten 6", "Stadtbücherei, Rosengarten 6, 22880 Wedel, Raum 2"),
        ("Kronskamp 132", "Kronskamp 132", "Kronskamp 132, 22880 Wedel, Raum 2"),
        ("Elbstrand", "", "Elbstrand, 22880 Wedel, Raum 2"),
    ],
)
def test_a_street_is_said_once(name, street, words):
    location = Location.objects.create(name=name, street=street, postcode="22880", city="Wedel")

    assert make_offer(location=location, place="Raum 2").where == words
