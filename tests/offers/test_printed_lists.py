"""Directory and weekly timetable: exactly the filtered list, as far as it may leave the house."""

import datetime
import io
import re
import subprocess

import pdfua
import pikepdf
import pytest
from django.utils import timezone

from offers import indexing
from offers.codes import Status, Visibility, Weekday
from offers.models import Location, Offer, Schedule
from offers.paper import paper_views
from offers.paper.directory import directory, directory_pdf
from offers.paper.timetable import timetable, timetable_pdf
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import days_ago, make_offer
from tests.offers.papers import text_of


pytestmark = pytest.mark.django_db
DIRECTORY, TIMETABLE = "/offers/directory.pdf", "/offers/timetable.pdf"
MONDAY = datetime.date(2026, 11, 23)
EVERY_MONDAY = "FREQ=WEEKLY;BYDAY=MO"


def plan(offer, rule=EVERY_MONDAY, start=9, end=11, **fields):
    """A rhythm of this offer since January."""
    usual = {
        "starts_on": datetime.date(2026, 1, 5),
        "start_time": None if start is None else datetime.time(start),
        "end_time": None if end is None else datetime.time(end),
    }
    schedule = Schedule.objects.create(offer=offer, rule=rule, **usual | fields)
    indexing.refresh([offer])
    return schedule


def listed():
    rows = Offer.objects.select_related("provider", "location").prefetch_related("schedules")
    return list(rows.by_name())


def chapters(order):
    """The directory as [(chapter, printed there, printed elsewhere)]."""
    return [
        (
            str(chapter.title),
            [entry.offer.title for entry in chapter.entries],
            [entry.offer.title for entry in chapter.elsewhere],
        )
        for chapter in directory(listed(), order).chapters
    ]


def cells(today=MONDAY):
    """The filled cells of the timetable as {(row, weekday): lines}."""
    return {
        (str(row.label), Weekday.values[number]): [
            (line.hours, line.offer.title, line.besides) for line in cell
        ]
        for row in timetable(listed(), today).rows
        for number, cell in enumerate(row.cells)
        if cell
    }


def test_an_offer_stands_once_and_other_topics_lead_there():
    make_offer(title="Kurs", fields_of_action=["SPR"])
    make_offer(title="Treff", fields_of_action=["TEI", "SPR"])
    make_offer(title="Ohne")

    assert chapters("topic") == [
        ("language", ["Kurs"], ["Treff"]),
        ("participation and encounter", ["Treff"], []),
        ("Without a topic", ["Ohne"], []),
    ]


def test_by_weekday_the_week_begins_on_monday():
    plan(make_offer(title="Zweimal"), "FREQ=WEEKLY;BYDAY=MO,TH")
    plan(make_offer(title="Donnerstags"), "FREQ=WEEKLY;BYDAY=TH")
    make_offer(title="Nach Absprache")

    assert chapters("weekday") == [
        ("Monday", ["Zweimal"], []),
        ("Thursday", ["Donnerstags"], ["Zweimal"]),
        ("By arrangement or changing", ["Nach Absprache"], []),
    ]


def test_by_district_follows_the_location():
    for district in ("Schulau", "Altstadt"):
        place = Location.objects.create(name=f"Haus {district}", district=district)
        make_offer(title=f"In {district}", location=place)
    make_offer(title="Irgendwo")

    assert chapters("district") == [
        ("Altstadt", ["In Altstadt"], []),
        ("Schulau", ["In Schulau"], []),
        ("Without a district", ["Irgendwo"], []),
    ]


def test_the_index_names_every_provider_with_its_offers():
    awo, zug = make_organisation(name="AWO"), make_organisation(name="Zug um Zug")
    make_offer(title="B", provider=zug)
    make_offer(title="C", provider=awo)
    make_offer(title="A", provider=zug)

    found = [
        (name, [entry.offer.title for entry in entries])
        for name, entries in directory(listed(), "topic").providers
    ]

    assert found == [("AWO", ["C"]), ("Zug um Zug", ["A", "B"])]


def test_the_directory_says_the_facts_and_marks_what_nobody_confirmed_lately(client_of):
    provider = make_organisation(name="Elternbund", phone="04103 1")
    make_offer(
        title="Frisch", provider=provider, confirmed=1, is_free="ja", short_text="Kurz gesagt."
    )
    make_offer(title="Alt", provider=provider, confirmed=400)

    text = text_of(client_of(make_user("partner")).get(DIRECTORY).content)

    fresh = " ".join(text[text.index("Frisch") :].split())
    assert "Elternbund Kurz gesagt." in fresh
    assert "Cost: free of charge" in fresh
    assert "Contact: 04103 1" in fresh
    assert "Last confirmed: " in fresh
    assert text.count("please ask first") == 2  # the offer, and the sentence that counts them
    assert text.index("please ask first") < text.index("Frisch")


def test_nothing_internal_and_nobodys_name_is_printed(client_of):
    make_offer(
        title="Kurs",
        internal_note="schwierig",
        access_for_advisers="Durchwahl 12",
        contact_name="Petra Muster",
        contact_email="kurs@demo.example",
    )

    text = text_of(client_of(make_user("coordination")).get(DIRECTORY).content)

    assert "kurs@demo.example" in text
    assert [word for word in ("schwierig", "Durchwahl", "Muster") if word in text] == []


@pytest.mark.parametrize("page", [DIRECTORY, TIMETABLE])
def test_only_what_may_leave_the_house_is_printed(client_of, page):
    make_offer(title="Offen")
    make_offer(title="Netzwerk", visibility=Visibility.NETWORK)
    make_offer(title="Intern", visibility=Visibility.INTERNAL)
    make_offer(title="Pause", status=Status.PAUSED)
    make_offer(title="Entwurf", status=Status.DRAFT)
    make_offer(title="Stumm", confirmed=400, unanswered_since=days_ago(15))
    make_offer(title="Noch", confirmed=400, unanswered_since=days_ago(5))

    text = text_of(client_of(make_user("coordination")).get(page).content)

    names = ("Offen", "Noch", "Netzwerk", "Intern", "Pause", "Entwurf", "Stumm")
    assert [name for name in names if name in text] == ["Offen", "Noch"]


@pytest.mark.parametrize("page", [DIRECTORY, TIMETABLE])
def test_the_filters_of_the_list_hold_on_paper_too(client_of, page):
    make_offer(title="Deutschkurs", fields_of_action=["SPR"], is_free="ja")
    make_offer(title="Teurer Kurs", fields_of_action=["SPR"])
    make_offer(title="Nähtreff", fields_of_action=["TEI"], is_free="ja")
    client = client_of(make_user("counselling"))

    text = text_of(client.get(f"{page}?field=SPR&free=ja&sort=name&page=3").content)

    names = ("Deutschkurs", "Teurer Kurs", "Nähtreff")
    assert [name for name in names if name in text] == ["Deutschkurs"]
    assert "Field of action: language" in " ".join(text.split())


def test_a_search_is_printed_in_the_order_of_names(client_of):
    for title in ("Nähkurs", "Deutschkurs", "Sportfest"):
        make_offer(title=title)

    text = text_of(client_of(make_user()).get(f"{DIRECTORY}?q=kurs").content)

    assert re.findall(r"^ *(Nähkurs|Deutschkurs|Sportfest)$", text, re.M) == [
        "Deutschkurs",
        "Nähkurs",
    ]


def test_a_cell_of_the_week_says_where_in_short():
    place = Location.objects.create(
        name="Haus", street="Musterweg 1", postcode="22880", city="Wedel"
    )
    provider = make_organisation(name="Elternbund")
    for title, where in {
        "A": {"location": place, "place": "Küche"},
        "B": {"place": "Saal"},
        "C": {},
    }.items():
        plan(make_offer(title=title, provider=provider, **where))

    lines = timetable(listed(), MONDAY).rows[0].cells[0]

    assert [line.where for line in lines] == ["Haus, Musterweg 1, Küche", "Saal", "Elternbund"]


def test_a_cell_of_the_week_says_a_street_once_where_the_place_is_called_by_it():
    place = Location.objects.create(name="Probeallee 6", street="Probeallee 6", city="Wedel")
    plan(make_offer(title="Kleiderkammer", location=place))

    cell = timetable(Offer.objects.all(), MONDAY).rows[0].cells[0]

    assert [line.where for line in cell] == ["Probeallee 6"]


def test_a_long_word_in_the_week_is_parted_where_it_is_spoken():
    plan(make_offer(title="Sonntagnachmittagscafé"))

    text = text_of(timetable_pdf(Offer.objects.all(), narrowed=[], today=MONDAY))

    assert re.search(r"Sonntagnachmittags\W\s+café", text)


def test_the_list_leads_to_its_own_print(client_of):
    make_offer(title="Kurs", fields_of_action=["SPR"])

    html = client_of(make_user()).get("/offers/?field=SPR&page=1").content.decode()

    assert f'href="{DIRECTORY}?field=SPR&amp;by=weekday"' in html
    assert f'href="{TIMETABLE}?field=SPR"' in html


@pytest.mark.parametrize("page", [DIRECTORY, TIMETABLE])
def test_nothing_to_print_leads_back_to_the_list_with_a_sentence(client_of, page):
    make_offer(title="Kurs")

    response = client_of(make_user()).get(f"{page}?field=EHR", follow=True)

    assert response.redirect_chain == [("/offers/?field=EHR", 302)]
    assert "there is nothing to print" in response.content.decode()


@pytest.mark.parametrize("page", [DIRECTORY, TIMETABLE])
def test_a_list_too_long_for_paper_asks_to_be_narrowed(client_of, page, monkeypatch):
    monkeypatch.setattr(paper_views, "DIRECTORY_MOST", 2)
    monkeypatch.setattr(paper_views, "TIMETABLE_MOST", 2)
    for _ in range(3):
        make_offer()

    response = client_of(make_user()).get(page, follow=True)

    assert "More than 2 offers fit. Please narrow" in response.content.decode()


def test_an_order_that_does_not_exist_is_that_of_topics(client_of):
    make_offer()

    assert "by topic" in text_of(client_of(make_user()).get(f"{DIRECTORY}?by=name").content)


def test_the_week_shows_each_rhythm_where_it_begins():
    plan(make_offer(title="Spät"), start=18, end=20)
    plan(make_offer(title="Früh"), start=9, end=11)
    plan(make_offer(title="Früher"), "FREQ=WEEKLY;BYDAY=MO,SU", start=8, end=13)
    plan(make_offer(title="Nachmittags"), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", start=14, end=None)

    assert cells() == {
        ("in the morning", "mo"): [("08:00–13:00", "Früher", []), ("09:00–11:00", "Früh", [])],
        ("in the morning", "so"): [("08:00–13:00", "Früher", [])],
        ("in the afternoon", "do"): [("from 14:00", "Nachmittags", ["every two weeks"])],
        ("in the evening", "mo"): [("18:00–20:00", "Spät", [])],
    }


def test_beginning_and_end_of_a_rhythm_stand_beside_it():
    plan(make_offer(title="Bald"), starts_on=datetime.date(2026, 11, 24))
    plan(make_offer(title="Noch"), until=datetime.date(2026, 12, 14))

    assert cells() == {
        ("in the morning", "mo"): [
            ("09:00–11:00", "Bald", ["from 11/24/2026"]),
            ("09:00–11:00", "Noch", ["until 12/14/2026"]),
        ]
    }


def test_a_rhythm_without_a_time_of_day_has_a_row_of_its_own():
    plan(make_offer(title="Irgendwann"), start=None, end=None)

    assert cells() == {("time not given", "mo"): [("", "Irgendwann", [])]}


def test_what_does_not_come_every_week_stands_below():
    plan(make_offer(title="Monatlich"), "FREQ=MONTHLY;BYDAY=1TU")
    plan(make_offer(title="Einmal"), "")
    plan(make_offer(title="Vorbei"), until=datetime.date(2026, 11, 22))
    make_offer(title="Absprache")
    plan(make_offer(title="Wöchentlich"))

    others = [offer.title for offer in timetable(listed(), MONDAY).others]

    assert others == ["Absprache", "Einmal", "Monatlich", "Vorbei"]


@pytest.mark.parametrize("number", [1, 6])
@pytest.mark.parametrize("page", [DIRECTORY, TIMETABLE])
def test_printing_needs_the_same_queries_for_any_number(
    client_of, page, number, django_assert_num_queries
):
    place = Location.objects.create(name="Haus", district="Altstadt")
    for _ in range(number):
        plan(make_offer(fields_of_action=["SPR"], location=place))
    client = client_of(make_user())

    with django_assert_num_queries(4):  # session, user, offers, schedules
        client.get(page)


def make_both():
    """A directory with chapters and cross references, and a timetable with others below it."""
    plan(make_offer(title="Treff", fields_of_action=["TEI", "SPR"], confirmed=1))
    make_offer(title="Kurs", fields_of_action=["SPR"], website="https://demo.example/")
    today = timezone.localdate()
    return {
        "directory": directory_pdf(listed(), "topic", narrowed=["kostenlos"], today=today),
        "timetable": timetable_pdf(listed(), narrowed=[], today=today),
    }


@pytest.mark.parametrize("kind", ["directory", "timetable"])
def test_the_print_is_accessible_and_sound(kind, tmp_path):
    path = tmp_path / "print.pdf"
    path.write_bytes(make_both()[kind])

    assert [finding.message for finding in pdfua.validate(path).findings] == []
    assert subprocess.run(["qpdf", "--check", path], check=False).returncode == 0


def test_the_directory_has_bookmarks_and_the_contents_lead_to_the_pages():
    pdf = make_both()["directory"]
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        marks = [mark.title for mark in outline.root]
    lines = re.findall(r"^ *(language|participation and encounter) +(\d+)$", text_of(pdf), re.M)

    assert marks == [
        "Directory of offers",
        "Table of contents",
        "language",
        "participation and encounter",
        "Providers and their offers",
    ]
    assert lines == [("language", "2"), ("participation and encounter", "2")]


def test_the_heads_of_the_timetable_know_what_they_head():
    with pikepdf.open(io.BytesIO(make_both()["timetable"])) as pdf:
        heads = [
            str(part.A.Scope)
            for part in pdf.objects
            if isinstance(part, pikepdf.Dictionary) and part.get("/S") == "/TH"
        ]
        box = [float(edge) for edge in pdf.pages[0].MediaBox]

    assert heads == ["/Column"] * 8 + ["/Row"] * 3
    assert box[2] > box[3]
