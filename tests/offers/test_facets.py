"""What the catalogue is narrowed by: the codes, their numbers, and what a click on one finds."""

import datetime
import re
from itertools import product
from urllib.parse import unquote

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from offers import facets, indexing
from offers.codes import Status, Weekday
from offers.counting import counted
from offers.models import Course, Location, Occurrence, Offer, Schedule
from tests.factories import make_user
from tests.offers.factories import days_ago, make_offer
from tests.offers.feed import make_location


LIST = "/offers/"
MONDAY = datetime.date(2026, 11, 23)
LINKS = re.compile(
    r'<li><a href="\?([^"]*)"( aria-current="true")?><span>([^<]*)</span> '
    r'<span class="count">(\d*)</span></a></li>'
)


def make_schedule(offer, day, start, end):
    """Every week on this day ("do"), from hour to hour."""
    number = Weekday.values.index(day)
    schedule = Schedule.objects.create(
        offer=offer,
        starts_on=MONDAY + datetime.timedelta(days=number),
        start_time=datetime.time(start),
        end_time=datetime.time(end),
        rule=f"FREQ=WEEKLY;BYDAY={('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[number]}",
    )
    indexing.refresh([offer])
    return schedule


def panel(response):
    """{label: (number, address, chosen)} of every link of the panel."""
    found = LINKS.findall(response.content.decode())
    return {
        label: (number, address.replace("&amp;", "&"), bool(chosen))
        for address, chosen, label, number in found
    }


def numbers(response):
    found = panel(response).items()
    return {label: int(number) for label, (number, _url, _chosen) in found if number}


def titles(response):
    return [offer.title for offer in response.context["page"]]


@given(st.lists(st.sets(st.sampled_from(sorted(facets.DIGIT_OF)), max_size=20), max_size=40))
def test_the_sum_of_the_tallies_says_how_often_each_code_occurs(offers):
    total = sum(int(facets.tally(codes)) for codes in offers)

    said = {code: number for code, number in facets.numbers(total).items() if number}

    every = [code for codes in offers for code in codes]
    assert said == {code: every.count(code) for code in set(every)}


def test_there_is_room_for_every_offer_that_is_counted():
    full = facets.MOST_COUNTED + 1

    total = int(facets.tally(facets.DIGIT_OF)) * full

    assert set(facets.numbers(total).values()) == {full}
    assert len(str(total)) <= Offer._meta.get_field("tally").max_digits


def test_no_two_codes_share_their_digits_and_none_has_moved():
    """Whoever moves one has to index all offers of all offices anew: append instead."""
    assert len(set(facets.DIGIT_OF.values())) == len(facets.DIGIT_OF)
    assert max(facets.DIGIT_OF.values()) < facets.WIDTH
    first = {facet.prefix: (facet.place, facet.codes[0]) for facet in facets.COUNTED}
    assert first == {
        "field": (0, "SPR"),
        "kind": (20, "sprachkurs"),
        "level": (50, "keine"),
        "lang": (60, "deu"),
        "group": (110, "alle"),
        "day": (135, "mo"),
        "part": (142, "vm"),
        "slot": (148, "mo-vm"),
        "format": (190, "praesenz"),
    }
    assert [len(facet.codes) <= facet.room for facet in facets.COUNTED] == [True] * 9


@pytest.mark.django_db
def test_an_offer_keeps_the_codes_of_its_facts():
    location = Location.objects.create(name="Familienzentrum", barrier_free="ja")
    offer = make_offer(
        kind="sprachkurs",
        fields_of_action=["SPR", "FAM"],
        languages=["deu", "pes"],
        target_groups=["frauen"],
        german_level_from="A1",
        german_level_to="A2",
        format="praesenz",
        location=location,
        is_free="ja",
        childcare="ja",
        women_only=True,
        free_places=3,
    )
    make_schedule(offer, "do", 14, 16)

    offer.refresh_from_db()

    assert offer.facets == sorted(
        ["kind:sprachkurs", "field:SPR", "field:FAM", "lang:deu", "lang:pes", "group:frauen"]
        + ["level:A1", "level:A2", "format:praesenz", f"place:{location.pk}", "free:ja"]
        + ["childcare:ja", "women:ja", "barrier:ja", "places:ja", "day:do", "part:nm"]
        + ["slot:do-nm"]
    )
    assert offer.tally == facets.tally(offer.facets)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("low", "high", "levels"),
    [
        ("", "", []),
        ("keine", "", ["keine", "A1", "A2", "B1", "B2", "C1", "C2"]),
        ("B2", "", ["B2", "C1", "C2"]),
        ("", "A1", ["keine", "A1"]),
        ("A2", "B1", ["A2", "B1"]),
    ],
)
def test_an_offer_is_found_by_every_level_of_its_range(low, high, levels):
    offer = Offer(german_level_from=low, german_level_to=high)

    assert facets.levels(offer) == levels


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("free_places", "seats", "registered", "has"),
    [
        (0, 20, 5, False),
        (2, 20, 20, True),
        (None, 20, 19, True),
        (None, 20, 20, False),
        (None, None, 3, False),
    ],
)
def test_a_course_has_places_while_there_are_more_seats_than_people(
    free_places, seats, registered, has
):
    offer = make_offer(free_places=free_places)
    Course.objects.create(offer=offer, seats=seats, registered=registered)
    indexing.refresh([offer])

    offer.refresh_from_db()

    assert ("places:ja" in offer.facets) == has


@pytest.mark.django_db
def test_farsi_for_a_woman_with_a_child_on_thursday_afternoon(client_of):
    """Scenario of domain/09: weekday and time of day mean the same slot."""
    facts = {"languages": ["deu", "pes"], "women_only": True, "childcare": "ja"}
    right = make_offer(title="Frauencafé", **facts)
    make_schedule(right, "do", 15, 17)
    never_together = make_offer(title="Morgens am Donnerstag", **facts)
    make_schedule(never_together, "do", 9, 11)
    make_schedule(never_together, "mo", 15, 17)
    without_child = make_offer(title="Ohne Kind", languages=["pes"], women_only=True)
    make_schedule(without_child, "do", 15, 17)

    query = "language=pes&women_only=ja&childcare=ja&day=do&part=nm"
    response = client_of(make_user("counselling")).get(f"{LIST}?{query}")

    assert titles(response) == ["Frauencafé"]
    assert numbers(response)["Monday"] == 1
    assert numbers(response)["in the morning"] == 1


@pytest.mark.django_db
def test_every_number_of_the_panel_is_what_a_click_on_it_finds(client_of):
    place = Location.objects.create(name="Rathaus", district="Alt & Neu")
    days = ["mo", "do", "sa"]
    for number, (kind, field, level) in enumerate(
        product(["sprachkurs", "sport"], ["SPR", "GES", "FAM"], ["A1", "B1"])
    ):
        offer = make_offer(
            kind=kind,
            fields_of_action=[field, "SON"],
            german_level_from=level,
            german_level_to="B2",
            languages=["deu", "tur"][: 1 + number % 2],
            location=place if number % 3 else None,
            is_free="ja" if number % 4 else "nein",
            free_places=number % 2,
            confirmed=[1, 178, 400, None][number % 4],
            unanswered_since=days_ago(3) if number == 7 else None,
            format="online" if number % 5 == 0 else "",
        )
        schedule = make_schedule(offer, days[number % 3], 9 + number, 10 + number)
        if number % 3 == 0:
            now = timezone.now()
            hour = datetime.timedelta(hours=1)
            Occurrence.objects.create(
                offer=offer, schedule=schedule, starts_at=now - hour, ends_at=now + hour
            )
    client = client_of(make_user("counselling"))

    checked = 0
    queries = ["", "field=SPR", "day=mo", "part=vm&level=B1", "freshness=ueberfaellig"]
    for query in [*queries, "district=Alt+%26+Neu"]:
        for label, (number, address, chosen) in panel(client.get(f"{LIST}?{query}")).items():
            found = client.get(f"{LIST}?{query if chosen else address}")
            assert (query, label, found.context["page"].paginator.count) == (
                query,
                label,
                int(number),
            )
            checked += 1
    assert checked > 100


@pytest.mark.django_db
def test_a_chosen_value_can_be_exchanged_and_taken_away(client_of):
    make_offer(fields_of_action=["SPR"], kind="sprachkurs")
    make_offer(fields_of_action=["GES"], kind="sprachkurs")

    response = client_of(make_user()).get(f"{LIST}?field=SPR&kind=sprachkurs&page=1&q=angebot")

    links = panel(response)
    assert links["language"] == ("1", "q=angebot&kind=sprachkurs", True)
    assert links["health"][1:] == ("q=angebot&kind=sprachkurs&field=GES", False)
    chips = [(chip.text, chip.url) for chip in response.context["filter"].chips()]
    assert chips == [
        ("„angebot“", "?field=SPR&kind=sprachkurs"),
        ("Field of action: language", "?q=angebot&kind=sprachkurs"),
        ("Kind: language course", "?q=angebot&field=SPR"),
    ]


@pytest.mark.django_db
def test_what_is_chosen_stands_there_as_it_is_called(client_of):
    place = make_location(name="Haus & Hof <Demo>")
    make_offer(location=place)

    with translation.override("de"):
        page = client_of(make_user()).get(f"{LIST}?place={place.pk}&field=SOZ&q=<Kurs>").text

    assert "Ort: Haus &amp; Hof &lt;Demo&gt;" in page
    assert "Handlungsfeld: Leistungen &amp; Finanzen" in page
    assert "„&lt;Kurs&gt;“" in page
    assert "&amp;amp;" not in page


@pytest.mark.django_db
def test_what_runs_at_this_moment_is_open_now(client_of):
    now, hour = timezone.now(), datetime.timedelta(hours=1)
    for title, starts_at, ends_at in [
        ("Jetzt", now - hour, now + hour),
        ("Vorbei", now - 2 * hour, now - hour),
        ("Später", now + hour, now + 2 * hour),
        ("Ohne Ende", now - hour, None),
    ]:
        offer = make_offer(title=title)
        schedule = Schedule.objects.create(offer=offer, starts_on=days_ago(0))
        Occurrence.objects.create(
            offer=offer, schedule=schedule, starts_at=starts_at, ends_at=ends_at
        )

    response = client_of(make_user()).get(f"{LIST}?open=ja")

    assert titles(response) == ["Jetzt"]
    assert numbers(client_of(make_user()).get(LIST))["Open now"] == 1


@pytest.mark.django_db
def test_what_somebody_may_not_see_is_not_counted_for_them(client_of):
    make_offer(kind="sport", visibility="intern")
    make_offer(kind="kultur")

    for_office = numbers(client_of(make_user("counselling")).get(LIST))
    for_partner = numbers(client_of(make_user("partner")).get(LIST))

    assert ("sport" in for_office, "sport" in for_partner) == (True, False)


@pytest.mark.django_db
def test_above_the_bound_values_stand_without_numbers_and_a_sentence_says_so(
    client_of, monkeypatch
):
    monkeypatch.setattr(facets, "MOST_COUNTED", 3)
    for _number in range(5):
        make_offer(kind="sport")
    make_offer(kind="kultur")
    client = client_of(make_user())

    whole, narrowed = client.get(LIST), client.get(f"{LIST}?kind=kultur")

    assert {number for number, _url, _chosen in panel(whole).values()} == {""}
    text = " ".join(whole.content.decode().split())
    assert "more than 3 offers" in text
    assert "More than 3 offers fit" in text
    assert panel(narrowed)["sport"][0] == ""
    assert panel(narrowed)["other"][0] == ""
    assert "1 offer" in narrowed.content.decode()


@pytest.mark.django_db
def test_the_numbers_of_several_sets_come_from_one_question(django_assert_num_queries):
    make_offer(kind="sport")
    make_offer(kind="kultur", status=Status.PAUSED)

    with django_assert_num_queries(1):
        found = counted({"": Offer.objects.published(), "kind": Offer.objects.all()})

    assert (found[""].total, found["kind"].total) == (1, 2)
    assert found["kind"].by_code["kind:kultur"] == 1


@pytest.mark.django_db
def test_every_place_of_a_town_can_be_chosen(client_of):
    places = [make_location(name=f"Haus {number:02}") for number in range(14)]
    for place in places:
        make_offer(location=place)

    page = client_of(make_user()).get(LIST).text

    assert [place.name for place in places if f"place={place.pk}" in page] == [
        place.name for place in places
    ]


@pytest.mark.django_db
def test_what_takes_place_in_a_district_is_found_by_it(client_of):
    for title, district in [("Am Hafen", "Schulau"), ("Am Markt", "Altstadt"), ("Wo?", "")]:
        make_offer(title=title, location=make_location(name=title, district=district))
    make_offer(title="Auch am Hafen", location=make_location(name="Halle", district="Schulau"))
    client = client_of(make_user("counselling"))

    response = client.get(f"{LIST}?district=Schulau")

    assert titles(response) == ["Am Hafen", "Auch am Hafen"]
    assert panel(response)["Altstadt"] == ("1", "district=Altstadt", False)
    assert [chip.text for chip in response.context["filter"].chips()] == ["District: Schulau"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Atlantis", "Atlantis%00"])
def test_a_district_that_does_not_exist_narrows_nothing_and_says_so(client_of, name):
    make_offer(title="Am Markt", location=make_location(name="Markt", district=""))

    response = client_of(make_user()).get(f"{LIST}?district={name}")

    assert titles(response) == ["Am Markt"]
    assert f"{unquote(name)} is not one of the available choices" in response.content.decode()
