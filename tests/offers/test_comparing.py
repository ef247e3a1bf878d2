"""The facts of an offer as JSON: taken, put back, and compared in words."""

import datetime
import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from offers.codes import CourseType
from offers.life import comparing
from offers.models import Course, Location, Offer
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer, make_schedule


pytestmark = pytest.mark.django_db


def make_rich():
    """An offer with a bit of everything."""
    location = Location.objects.create(name="Stadtbücherei", street="Rosengarten 6")
    offer = make_offer(
        title="Deutsch am Abend",
        provider=make_organisation(name="Villa"),
        fields_of_action=["SPR", "BIL"],
        languages=["deu", "tur"],
        price=Decimal("2.50"),
        location=location,
        valid_from="2026-09",
        registration_deadline=datetime.date(2026, 12, 24),
        capacity=12,
        women_only=True,
        contact_phone="04103 000",
        internal_note="nur für uns",
    )
    offer.cooperation_partners.set([make_organisation(name="Bücherei")])
    make_schedule(offer, exception_days=[datetime.date(2026, 12, 24)])
    Course.objects.create(offer=offer, course_type=CourseType.LITERACY, hours=600)
    return offer


def test_everything_comes_back_as_it_was_through_json():
    offer = make_rich()
    kept = json.loads(json.dumps(comparing.stored_facts(offer.pk, personal=True)))
    offer.cooperation_partners.clear()
    offer.schedules.all().delete()
    Course.objects.filter(offer=offer).delete()
    Offer.objects.filter(pk=offer.pk).update(title="x", price=None, location=None, languages=[])

    comparing.apply(Offer.objects.get(pk=offer.pk), kept)

    assert comparing.stored_facts(offer.pk, personal=True) == kept


def test_contact_data_and_the_note_of_the_team_stay_out():
    offer = make_rich()

    kept = comparing.stored_facts(offer.pk)
    whole = comparing.stored_facts(offer.pk, personal=True)

    assert whole.keys() - kept.keys() == Offer.PERSONAL
    assert "internal_note" not in whole


def test_differences_are_said_in_words_in_the_order_of_the_form():
    offer = make_rich()
    before = comparing.stored_facts(offer.pk)
    offer.languages, offer.price, offer.women_only = ["deu"], Decimal("3"), False
    offer.valid_from, offer.location, offer.place = "", None, "Raum 2"
    offer.save()
    offer.cooperation_partners.clear()
    offer.schedules.update(start_time=datetime.time(17), end_time=datetime.time(18))
    Course.objects.update(hours=700)

    rows = comparing.differences(before, comparing.stored_facts(offer.pk))

    assert [(row.label, row.before, row.after) for row in rows] == [
        ("For women only", "yes", "no"),
        ("Languages", "German, Turkish", "German"),
        ("Location", "Stadtbücherei, Rosengarten 6", "–"),
        ("Place", "–", "Raum 2"),
        ("Valid from", "September 2026", "–"),
        ("Price in euros", "2.50", "3.00"),
        ("In cooperation with", "Bücherei", "–"),
        (
            "When",
            "Thursdays 16:00–17:30, on public holidays too, not on 12/24/2026",
            "Thursdays 17:00–18:00, on public holidays too, not on 12/24/2026",
        ),
        (
            "Course",
            "Type of course: literacy course\nUnits of 45 minutes: 600",
            "Type of course: literacy course\nUnits of 45 minutes: 700",
        ),
    ]


def test_a_place_that_only_got_another_name_is_no_difference():
    offer = make_rich()
    before = comparing.stored_facts(offer.pk)
    Location.objects.update(name="Bücherei am Rosengarten")

    assert comparing.differences(before, comparing.stored_facts(offer.pk)) == []


def test_the_same_codes_in_another_order_are_no_difference():
    one, other = {"languages": ["deu", "tur", "ara"]}, {"languages": ["ara", "deu", "tur"]}

    assert comparing.differences(one, other) == []
    assert comparing.changed(one, {"languages": ["deu", "tur"]}) == {"languages"}


def test_what_is_gone_is_refused_by_its_old_name():
    offer = make_rich()
    kept = comparing.stored_facts(offer.pk)
    Offer.objects.update(location=None)
    Location.objects.all().delete()

    with pytest.raises(ValidationError) as refusal:
        comparing.apply(Offer.objects.get(pk=offer.pk), kept)

    assert refusal.value.message_dict == {
        "location": ["“Stadtbücherei, Rosengarten 6” is no longer there. Please choose anew."]
    }


def test_what_the_facts_do_not_name_stays():
    offer = make_rich()

    comparing.apply(Offer.objects.get(pk=offer.pk), {"title": "Neu"})

    after = Offer.objects.get(pk=offer.pk)
    assert (after.title, after.capacity, after.schedules.count()) == ("Neu", 12, 1)


def test_a_time_that_changes_stays_the_same_row():
    offer = make_rich()
    kept, other = offer.schedules.get(), make_schedule(offer, start="19:00", end="20:00")
    facts = comparing.stored_facts(offer.pk)
    facts["schedules"][1]["end_time"] = "21:00:00"

    comparing.apply(offer, facts)

    rows = offer.schedules.order_by("start_time").values_list("pk", "end_time")
    assert list(rows) == [(kept.pk, datetime.time(17, 30)), (other.pk, datetime.time(21))]


def test_what_would_be_has_never_been():
    offer = make_rich()
    before = comparing.stored_facts(offer.pk)

    with comparing.as_if(offer, {"title": "Wäre", "schedules": []}) as shown:
        inside = (Offer.objects.get(pk=offer.pk).title, shown.schedules.count())

    assert inside == ("Wäre", 0)
    assert comparing.stored_facts(offer.pk) == before


def test_in_long_texts_the_words_that_differ_are_marked():
    text = "Wir lesen und schreiben miteinander, jeden Dienstag nach der Schule im Rathaus."
    [row] = comparing.differences(
        {"description": text}, {"description": text.replace("Dienstag", "Freitag")}
    )

    assert [piece for piece, differs in row.pieces_before if differs] == ["Dienstag"]
    assert [piece for piece, differs in row.pieces_after if differs] == ["Freitag"]
    [other] = comparing.differences({"description": text}, {"description": "Etwas anderes"})
    assert other.pieces_after == [("Etwas anderes", False)]


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=120)


class Pieces(TestCase):
    @given(texts, texts)
    @settings(max_examples=60, deadline=None)
    def test_pieces_put_together_are_the_text(self, before, after):
        row = comparing.Difference("description", "", before, after)

        assert " ".join(piece for piece, _differs in row.pieces_before) == before
        assert " ".join(piece for piece, _differs in row.pieces_after) == after
