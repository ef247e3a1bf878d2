"""One strange character in a text breaks no calendar and no sheet for everybody."""

import io

import icalendar
import lxml.etree
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from integration_office.plain_text import one_line, writable
from offers.models import Offer
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import (
    make_inquiry,
    make_offer,
    make_partner,
    make_schedule,
    offer_data,
)


pytestmark = pytest.mark.django_db
BREAKS = "T\r\nBEGIN:VEVENT"


def edit(client, offer, **changes):
    url = reverse("offers:edit", args=[offer.pk])
    assert client.post(url, offer_data(offer, **changes)).status_code == 302
    offer.refresh_from_db()


def test_a_line_break_in_a_title_becomes_a_blank(client_of):
    offer = make_offer()
    client = client_of(make_partner(offer.provider))

    edit(client, offer, title=BREAKS, place="Rathaus\rHof", description="Erstens\r\nzweitens")

    assert (offer.title, offer.place) == ("T BEGIN:VEVENT", "Rathaus Hof")
    assert offer.description == "Erstens\r\nzweitens"


def test_so_it_does_behind_the_link_of_a_mail(client):
    offer = make_offer(title="Kurs")
    token, _inquiry = make_inquiry(offer)
    page = reverse("offers:answer_edit", args=[token, offer.pk])

    response = client.post(page, offer_data(offer, place="Rathaus\r\nHof\ufffe"))

    assert response.status_code == 302
    assert Offer.objects.get().place == "Rathaus Hof"


def test_a_null_is_refused_as_before(client_of):
    offer = make_offer()
    url = reverse("offers:edit", args=[offer.pk])

    response = client_of(make_user()).post(url, offer_data(offer, place="a\x00b"))

    assert "place" in response.context["form"].errors


@pytest.mark.parametrize(
    ("title", "written"),
    [
        (BREAKS, "T BEGIN:VEVENT"),
        ("X\rEND:VCALENDAR", "X END:VCALENDAR"),
        ("Verein; A, B\\C", "Verein\\; A\\, B\\\\C"),
    ],
)
def test_a_calendar_holds_whatever_a_title_says(title, written):
    offer = make_offer(title=title, provider=make_organisation(name=title))
    make_schedule(offer)

    response = Client().get(reverse("offers:calendar", args=[offer.pk]))

    lines = response.content.decode().split("\r\n")
    assert [f"{word}:{written}" in lines for word in ("NAME", "X-WR-CALNAME", "SUMMARY")] == [
        True
    ] * 3
    assert not any("\r" in line for line in lines)
    assert len(icalendar.Calendar.from_ical(response.content).walk("VEVENT")) == 1


def test_a_sheet_is_written_whatever_is_stored(client_of):
    offer = make_offer(title="Kurs")
    edit(client_of(make_partner(offer.provider)), offer, short_text="a\uffffb")
    Offer.objects.update(description="c\ufffed\x0be")

    sheet = client_of(make_user()).get("/offers/?format=xlsx").getvalue()

    book = openpyxl.load_workbook(io.BytesIO(sheet))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert offer.short_text == "ab"
    assert {"ab", "cde"} & set(cells)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_what_is_left_can_be_written_anywhere(text):
    lxml.etree.Element("a").text = writable(text)
    assert len(one_line(text).splitlines()) <= 1
    assert writable(writable(text)) == writable(text)
