import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from offers.codes import Status
from offers.models import Course, Location, Offer
from tests.bench.offers import MARK, multiply
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import days_ago, make_offer, make_partner


pytestmark = pytest.mark.django_db
LIST = "/offers/"


def titles(response):
    return [offer.title for offer in response.context["page"]]


@pytest.mark.parametrize("role", ["coordination", "counselling", "partner", "volunteer"])
def test_everybody_finds_what_is_in_the_catalogue(client_of, role):
    make_offer(title="Nähen")
    make_offer(title="Äpfel ernten", status=Status.PAUSED)
    make_offer(title="Entwurf", status=Status.DRAFT)
    make_offer(title="Vorbei", status=Status.ENDED)

    response = client_of(make_user(role)).get(LIST)

    assert titles(response) == ["Äpfel ernten", "Nähen"]


def test_a_title_leads_to_the_offer_and_the_line_says_how_fresh_it_is(client_of):
    offer = make_offer(title="Dialog <b>in</b> Deutsch", confirmed=170)

    html = client_of(make_user("volunteer")).get(LIST).content.decode()

    assert f'<a href="/offers/{offer.pk}/">Dialog &lt;b&gt;in&lt;/b&gt; Deutsch</a>' in html
    assert "due soon, by " in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=treff", ["Frauentreff"]),
        ("field=SPR", ["Kurs"]),
        ("kind=sprachkurs", ["Kurs"]),
        ("level=A2", ["Kurs"]),
        ("language=tur", ["Frauentreff"]),
        ("free=ja", ["Frauentreff"]),
        ("women_only=ja", ["Frauentreff"]),
        ("childcare=ja", ["Kurs"]),
        ("freshness=bestaetigt", ["Kurs"]),
        ("freshness=nie", ["Frauentreff"]),
        ("status=beendet", ["Vorbei"]),
        ("status=entwurf", []),
        ("field=SPR&language=tur", []),
        ("q=kurs&free=ja", []),
    ],
)
def test_filters_narrow_the_catalogue(client_of, query, found):
    make_offer(
        title="Kurs",
        kind="sprachkurs",
        fields_of_action=["SPR"],
        german_level_from="A1",
        german_level_to="B1",
        childcare="ja",
        confirmed=1,
    )
    make_offer(title="Frauentreff", women_only=True, is_free="ja", languages=["deu", "tur"])
    make_offer(title="Vorbei", status=Status.ENDED)
    make_offer(title="Entwurf", status=Status.DRAFT)

    response = client_of(make_user("counselling")).get(f"{LIST}?{query}")

    assert titles(response) == found


def test_a_provider_can_be_chosen_once_it_has_an_offer_in_the_catalogue(client_of):
    offer = make_offer()
    make_offer()
    draft = make_offer(status=Status.DRAFT)

    response = client_of(make_user()).get(f"{LIST}?provider={offer.provider_id}")

    assert titles(response) == [offer.title]
    refused = client_of(make_user()).get(f"{LIST}?provider={draft.provider_id}")
    assert "Select a valid choice" in refused.content.decode()


@pytest.mark.parametrize(
    "query",
    ["field=XYZ", "level=B9", "provider=999999", "provider=abc", "free=xyz", "freshness=grün"],
)
def test_a_value_that_does_not_exist_narrows_nothing_and_says_so(client_of, query):
    make_offer(title="Kurs")

    response = client_of(make_user()).get(f"{LIST}?{query}")

    assert titles(response) == ["Kurs"]
    assert "Select a valid choice" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sort=name", ["Alt", "Mittel", "Neu", "Nie"]),
        ("sort=confirmed", ["Nie", "Alt", "Mittel", "Neu"]),
        ("sort=-confirmed", ["Neu", "Mittel", "Alt", "Nie"]),
        ("sort=nonsense", ["Alt", "Mittel", "Neu", "Nie"]),
    ],
)
def test_the_catalogue_can_be_sorted(client_of, query, found):
    make_offer(title="Neu", confirmed=1)
    make_offer(title="Alt", confirmed=300)
    make_offer(title="Nie")
    make_offer(title="Mittel", confirmed=100)

    assert titles(client_of(make_user()).get(f"{LIST}?{query}")) == found


def test_an_empty_result_says_what_to_do(client_of):
    html = client_of(make_user()).get(f"{LIST}?q=Zauberschule").content.decode()

    assert "No offer fits" in html
    assert 'href="?"' in html


def test_the_export_holds_what_is_shown(client_of):
    make_offer(title="=Kurs", place="Rathaus", confirmed=3)
    make_offer(title="Treff", women_only=True)

    response = client_of(make_user()).get(f"{LIST}?women_only=ja&format=csv")
    whole = client_of(make_user()).get(f"{LIST}?format=csv")

    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines] == ["Title", "Treff"]
    assert "'=Kurs" in b"".join(whole.streaming_content).decode()


def test_the_export_says_every_fact_that_everybody_may_know(client_of):
    """As many questions for one offer as for many, and nothing internal."""
    offer = make_offer(
        short_text="Kurz gesagt",
        plain_text="Leicht gesagt",
        admission_conditions="ab 18",
        exemption_note="mit Wedel-Pass frei",
        funding="Land",
        internal_note="nur fürs Team",
        access_for_advisers="anrufen",
        german_level_from="A1",
        schedule_text="freitags",
    )
    offer.cooperation_partners.set([make_organisation(name="vhs"), make_organisation(name="AWO")])
    Course.objects.create(
        offer=offer, number="D-17", modules=6, hours=600, seats=12, waiting=4, status="laeuft"
    )

    rows = export(client_of(make_user("volunteer")), "?format=csv")

    said = dict(zip(*rows, strict=True))
    assert said["In one or two sentences"] == "Kurz gesagt"
    assert said["In plain language"] == "Leicht gesagt"
    assert said["Who may take part"] == "ab 18"
    assert said["Who pays less or nothing"] == "mit Wedel-Pass frei"
    assert (said["German level"], said["When"]) == ("from A1", "freitags")
    assert said["In cooperation with"] == "AWO, vhs"
    course = ["Course number", "Status of the course", "Modules", "Units of 45 minutes", "Seats"]
    assert [said[name] for name in course] == ["D-17", "running", "6", "600", "12"]
    assert said["On the waiting list"] == "4"
    assert not {"nur fürs Team", "anrufen"} & set(said.values())


def test_an_export_asks_as_much_for_one_offer_as_for_many(client_of, django_assert_num_queries):
    client = client_of(make_user())
    for number in (1, 5):
        for _number in range(number):
            make_offer(location=Location.objects.create(name=f"Haus {Location.objects.count()}"))
        with django_assert_num_queries(4):  # session, user, offers, their partners
            export(client, "?format=csv")


def export(client, query):
    body = b"".join(client.get(LIST + query).streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body), delimiter=";"))


QUERIES = [
    "",
    "?q=angebot",
    "?sort=confirmed",
    "?sort=next",
    "?field=SPR",
    "?q=angebot&field=SPR&level=A2&free=ja",
]


def test_list_search_and_facets_cost_no_more_for_ten_thousand_offers_than_for_ten(client_of):
    client = client_of(make_user())
    for _number in range(10):
        make_offer(
            fields_of_action=["SPR"],
            german_level_from="A1",
            is_free="ja",
            confirmed=4,
            source=MARK,
            location=Location.objects.create(name=f"Haus {Location.objects.count()}"),
        )
    few = {query: cost(client, query) for query in QUERIES}

    multiply(10_000)

    assert Offer.objects.count() == 10_000
    many = {query: cost(client, query) for query in QUERIES}
    # Where a text finds more than are kept, nothing is counted: one question less.
    assert {query: many[query] - few[query] for query in QUERIES if many[query] > few[query]} == {}
    assert max(few.values()) <= 9


def cost(client, query):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(LIST + query).status_code == 200
    return len(queries)


def test_the_offers_page_shows_facts_provider_and_source_to_everybody(client_of):
    offer = make_offer(
        provider=make_organisation(name="Stadtbücherei", street="Rosengarten 6"),
        place="Rosengarten 6",
        confirmed=20,
        source="wedel.de/beispiel",
        source_as_of="2023",
        website="https://demo.example/kurs",
    )

    html = client_of(make_user("volunteer")).get(offer.get_absolute_url()).content.decode()

    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "Stadtbücherei, by e-mail link" in text
    assert "wedel.de/beispiel – as of 2023" in text
    assert 'href="https://demo.example/kurs"' in html
    assert "/edit/" not in html
    assert "What has changed" not in text
    assert "To the organisation" not in text


def test_those_who_may_edit_see_what_has_happened(client_of):
    offer = make_offer(title="Kurs", place="alt")
    partner = make_partner(offer.provider)
    client = client_of(partner)
    offer.place = "neu"
    offer.save()
    client.post(reverse("offers:confirm", args=[offer.pk]))

    assert reverse("offers:versions", args=[offer.pk]) in client.get(offer.get_absolute_url()).text
    response = client.get(reverse("offers:versions", args=[offer.pk]))

    told = [(entry.who, entry.text) for entry in response.context["entries"]]
    assert told == [
        (partner.name, "Confirmed: provider, logged in"),
        ("", "Changed: place"),
        ("", "Taken up"),
    ]


def test_a_draft_of_somebody_else_is_not_there(client_of):
    draft = make_offer(status=Status.DRAFT)

    assert client_of(make_user("partner")).get(draft.get_absolute_url()).status_code == 404
    assert client_of(make_partner(draft.provider)).get(draft.get_absolute_url()).status_code == 200


def test_an_ended_offer_says_so_and_asks_for_no_confirmation(client_of):
    offer = make_offer(status=Status.ENDED, ended_on=days_ago(3), confirmed=400)

    html = client_of(make_user()).get(offer.get_absolute_url()).content.decode()

    assert "It is no longer in the catalogue" in html
    assert "Still true" not in html


def test_a_partner_reaches_the_form_of_the_own_offer_in_two_clicks(client_of):
    offer = make_offer(title="Frauenfrühstück")
    make_offer(title="Fremd")
    client = client_of(make_partner(offer.provider))

    start = client.get("/").content.decode()
    assert f'href="{reverse("offers:mine")}"' in start
    response = client.get(reverse("offers:mine"))

    assert titles(response) == ["Frauenfrühstück"]
    assert f'href="{reverse("offers:edit", args=[offer.pk])}"' in response.content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_my_offers_cost_the_same_for_any_number(client_of, django_assert_num_queries, number):
    provider = make_organisation()
    client = client_of(make_partner(provider))
    for _ in range(number):
        make_offer(provider=provider)

    with django_assert_num_queries(6):  # session, user, count, offers, their schedules, partners
        client.get(reverse("offers:mine"))


@pytest.mark.parametrize(("days", "is_over"), [(1, True), (0, False)])
def test_a_deadline_that_is_over_says_so(client_of, days, is_over):
    offer = make_offer(registration="ja", registration_deadline=days_ago(days))

    page = client_of(make_user("counselling")).get(offer.get_absolute_url()).text

    day = date_format(days_ago(days))
    assert f"by {day}" in page
    assert (f"by {day} (over)" in page) is is_over
