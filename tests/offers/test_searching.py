import datetime

import pytest

from offers import actions, searching
from offers.codes import Via
from offers.models import Offer
from offers.searching.terms import MOST_WORDS, terms
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer


# Own words of the office, providers of that name, the best hits, the hits themselves.
QUERIES = 4


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kurs", "Kurse"), ("Kurs", "Kursen"), ("Frau", "Frauen"), ("Beratung", "Beratungen")],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert searching.stem(searching.plain(one)) == searching.stem(searching.plain(other))


def test_text_is_compared_without_accents_and_capitals():
    assert searching.plain("Frühstück am FUẞ") == "fruhstuck am fuss"


def asked(text):
    return [term.text for term in terms(text)]


def test_small_words_are_left_out_of_a_question_unless_there_is_nothing_else():
    assert asked("Kurs für die Frauen") == ["kurs", "frauen"]
    assert asked("für die") == ["für", "die"]
    assert asked("!?") == []
    assert len(asked("a1 b2 c3 d4 e5 f6 g7 h8 i9 j10")) == MOST_WORDS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("deutschkurse", ["Deutschkurs am Abend", "Sprachtreff"]),
        ("Kurs", ["Deutschkurs am Abend", "Schwimmkurse"]),
        ("Kursen", ["Deutschkurs am Abend", "Schwimmkurse"]),
        ("treff", ["Sprachtreff"]),
        ("sprachtreff muhlenstrasse", ["Sprachtreff"]),
        ("abend frauen", ["Deutschkurs am Abend"]),
        ("buecherei", ["Sprachtreff"]),
        ("bücherei", ["Sprachtreff"]),
        ("stadtbuch", ["Sprachtreff"]),
        ("kurs bücherei", []),
        ("%", ["Deutschkurs am Abend", "Schwimmkurse", "Sprachtreff"]),
        ("x' OR 1=1 --", []),
    ],
)
def test_offers_are_found_by_forms_and_parts_of_words_and_by_provider(text, found):
    library = make_organisation(name="Stadtbücherei Beispielstadt")
    make_offer(title="Deutschkurs am Abend", target_group="Frauen")
    make_offer(title="Sprachtreff", provider=library, place="Mühlenstraße 35")
    make_offer(title="Schwimmkurse")

    rows = Offer.objects.matching(text)

    assert sorted(offer.title for offer in rows) == found


@pytest.mark.django_db
def test_the_title_weighs_more_than_the_rest():
    make_offer(title="Anfang", description="Beratung")
    make_offer(title="Beratung")
    make_offer(title="Zirkel", provider=make_organisation(name="Beratung e.V."))

    titles = [offer.title for offer in Offer.objects.matching("Beratungen")]

    assert titles == ["Beratung", "Anfang", "Zirkel"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Only what says it itself is meant; who belongs to the field is found behind it.
        ("Wohnungssuche", ["Sprechstunde", "Kleider"]),
        ("квартира", ["Sprechstunde", "Kleider"]),
        # The field was asked for by its name.
        ("Wohnen", ["Kleider", "Sprechstunde"]),
        ("Wohnen Bedürftige", ["Kleider"]),
        ("Möbel", []),
    ],
)
def test_a_field_of_action_says_less_than_the_offer_itself(text, found):
    make_offer(title="Kleider", fields_of_action=["WOH"], target_group="Bedürftige")
    make_offer(title="Sprechstunde", target_group="Menschen mit Wohnungsproblemen")
    make_offer(title="Anfang", fields_of_action=["ARB"])

    assert [offer.title for offer in Offer.objects.matching(text)] == found


@pytest.mark.django_db
def test_a_changed_title_is_found_by_its_new_words():
    offer = make_offer(title="Kochgruppe")
    offer.title = "Nähwerkstatt"
    actions.change(offer, by=None, via=Via.LINK)

    assert not Offer.objects.matching("Kochgruppe").exists()
    assert Offer.objects.matching("nahwerkstatten").get() == offer


def make_many_choirs(provider):
    """More than are ranked, none of them with the word in its title."""
    published = {"status": "veroeffentlicht", "published_on": datetime.date(2026, 1, 2)}
    rest = Offer.objects.bulk_create(
        Offer(title=f"Gruppe {number:03}", provider=provider, **published)
        for number in range(searching.MOST_HITS + 20)
    )
    Offer.objects.filter(pk__in=[offer.pk for offer in rest]).update(
        search=searching.vector("Gruppe", "Wir sind ein Chor")
    )


@pytest.mark.django_db
def test_a_word_that_very_many_offers_have_is_ranked_up_to_a_bound_with_titles_first(
    django_assert_num_queries,
):
    """As many queries for ten offers as for more than are ranked, and never more rows."""
    provider = make_organisation()
    title = make_offer(title="Chor", provider=provider)
    with django_assert_num_queries(QUERIES):
        few = list(Offer.objects.matching("Chor"))
    make_many_choirs(provider)
    late = make_offer(title="Kinderchor", provider=provider)

    with django_assert_num_queries(QUERIES):
        many = list(Offer.objects.matching("Chor"))

    assert few == [title]
    assert len(many) == searching.MOST_HITS
    assert many[:2] == [title, late]


@pytest.mark.django_db
def test_a_file_holds_every_offer_that_fits_where_the_page_shows_the_best(client_of):
    provider = make_organisation()
    make_offer(title="Töpfern", provider=provider)
    make_many_choirs(provider)
    make_offer(title="Singen im Chor", provider=provider)
    client = client_of(make_user("coordination"))

    page = client.get("/offers/?q=Chor").content.decode()
    file = b"".join(client.get("/offers/?q=Chor&format=csv").streaming_content).decode()

    assert "more than 500 offers" in page
    titles = [line.split(";")[0] for line in file.splitlines()[1:]]
    assert titles[0] == "Singen im Chor"
    assert sorted(titles[1:]) == [f"Gruppe {n:03}" for n in range(searching.MOST_HITS + 20)]


@pytest.mark.django_db
def test_the_town_s_own_name_narrows_nothing_in_its_catalogue():
    offer = make_offer(title="Deutschkurs")

    assert list(Offer.objects.matching("Deutschkurs in Wedel")) == [offer]
    assert list(Offer.objects.matching("Deutschkurs in Uetersen")) == []


@pytest.mark.django_db
def test_a_word_in_the_name_of_the_provider_counts_with_the_words_of_the_offer():
    awo = make_organisation(name="Arbeiterwohlfahrt Ortsverein", short_name="AWO")
    offer = make_offer(title="Sozialberatung", provider=awo)
    make_offer(title="Mittagstisch", provider=awo)
    make_offer(title="Sozialberatung", provider=make_organisation(name="Kawohlhaus"))

    assert list(Offer.objects.matching("AWO Beratung")) == [offer]
    assert Offer.objects.matching("Arbeiterwohlfahrt").count() == 2
