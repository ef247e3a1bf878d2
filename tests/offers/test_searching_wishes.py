"""Questions that no offer answers in full, wishes that stand beside each other, and names."""

import pytest
from django.conf import settings

from integration_office.importers import import_lists
from offers.models import Offer
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer
from tests.offers.test_facets import panel, titles


pytestmark = pytest.mark.django_db
WEDEL = settings.BASE_DIR / "integration_office" / "demo_lists" / "wedel"


def found(text):
    return [offer.title for offer in Offer.objects.matching(text)]


@pytest.fixture
def page(client):
    """What the page says to a question."""
    client.force_login(make_user("counselling"))
    return lambda text, **more: client.get("/offers/", {"q": text, **more}).content.decode()


@pytest.mark.parametrize(
    ("entered", "asked"),
    [
        ("AWO Ortsverein", "Arbeiterwohlfahrt"),
        ("Arbeiterwohlfahrt Ortsverein", "AWO"),
        ("DRK Ortsverein", "Deutsches Rotes Kreuz"),
        ("DRK Ortsverein", "Красный Крест"),
        ("DRK Ortsverein", "Kızılhaç"),
        ("Diakonieverein Migration", "Diakonisches Werk"),
        ("ASB Hamburg", "Arbeiter-Samariter-Bund"),
        ("Freiwilligen Forum", "Freiwilligenforum"),
        ("Türkischer Elternbund", "Tuerkischer Elternbund"),
    ],
)
def test_an_association_is_found_by_any_of_its_names_whichever_is_entered(entered, asked):
    make_offer(title="Treff am Montag", provider=make_organisation(name=entered))
    make_offer(title="Runde", provider=make_organisation(name="Paritätischer Kreisverband"))

    assert found(asked) == ["Treff am Montag"]
    assert found("Johanniter") == []


def test_whoever_asks_for_somebody_by_name_gets_theirs_before_what_speaks_of_them():
    villa = make_organisation(name="Die Villa")
    make_offer(title="Lesung", provider=villa)
    make_offer(title="Rundgang zur Villa", description="Die Villa von außen")

    assert found("Villa") == ["Lesung", "Rundgang zur Villa"]


def test_a_compound_that_means_the_same_is_found_in_the_name_of_a_provider():
    school = make_organisation(name="Musikschule am Hafen")
    make_offer(title="Elementarunterricht", provider=school)
    make_offer(title="Hafenrundfahrt", provider=make_organisation(name="Hafen"))

    assert found("уроки музыки") == ["Elementarunterricht"]


@pytest.mark.parametrize(
    "text", ["Nähkurs und Schach", "Schach, Nähen", "шиття і шахи", "sewing and chess"]
)
def test_two_wishes_that_no_offer_answers_together_are_each_answered_in_turn(page, text):
    for title in ("Nähwerkstatt", "Schach-Treff"):
        make_offer(title=title, provider=make_organisation(name=f"Träger {title}"))
    make_offer(title="Leihladen", description="auch Schach und was man zum Basteln braucht")
    make_offer(title="Schaufenster", description="Was beim Nähen entsteht")

    assert set(found(text)[:2]) == {"Schach-Treff", "Nähwerkstatt"}
    assert set(found(text)[2:]) == {"Leihladen", "Schaufenster"}
    assert "No offer meets all of these wishes. Each of these meets one of them." in page(text)


def test_an_offer_that_answers_both_wishes_is_the_only_answer():
    for title in ("Nähen und Kochen", "Nähwerkstatt", "Kochgruppe"):
        make_offer(title=title, provider=make_organisation(name=f"Träger {title}"))

    assert found("Kochen und Nähen") == ["Nähen und Kochen"]


@pytest.mark.parametrize("text", ["Nähkurs Schach", "Schach und Reiten", "Gewalt und Schach"])
def test_a_wish_is_not_answered_alone_where_they_are_not_joined_or_the_other_is_unknown(text):
    make_offer(title="Nähwerkstatt", provider=make_organisation(name="Zirkel"))
    make_offer(title="Schach-Treff", provider=make_organisation(name="Bund"))

    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["Nähen oder Stricken", "шиття або в'язання", "sewing or knitting"]
)
def test_where_either_will_do_what_has_one_of_them_is_found_as_well(text):
    for title in ("Nähwerkstatt", "Strickgruppe", "Schach-Treff"):
        make_offer(title=title, provider=make_organisation(name=f"Träger {title}"))

    assert sorted(found(text)) == ["Nähwerkstatt", "Strickgruppe"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Nähkurs am Vormittag", "Vormittag"),
        ("Nähen B2", "B2"),
        ("шиття ввечері", "ввечері"),
        ("Nähwerkstatt mit Kinderbetreuung", "Kinderbetreuung"),
        ("Kinderbetreuung am Sonntag", "Sonntag"),
        ("шитьё эффиопское", "эффиопское"),
    ],
)
def test_when_and_how_it_should_be_and_what_nobody_knows_is_left_out_and_said(page, text, word):
    make_offer(title="Nähwerkstatt", provider=make_organisation(name="Zirkel"))
    make_offer(title="Sprechstunde", description="am Vormittag und am Abend")
    make_offer(title="Tagesmutter", provider=make_organisation(name="Ring"))

    assert found(text) == (["Tagesmutter"] if text.startswith("Kinder") else ["Nähwerkstatt"])
    said = f"No offer has all of these words. These are the offers without “{word}”."
    assert said in page(text)


def test_what_has_the_time_asked_for_is_the_only_answer_and_a_time_alone_is_one():
    make_offer(title="Nähwerkstatt", schedule_text="vormittags")
    make_offer(title="Nähstube", provider=make_organisation(name="Zirkel"))

    assert found("Nähen am Vormittag") == ["Nähwerkstatt"]
    assert found("Vormittag") == ["Nähwerkstatt"]
    assert found("Sonntag") == []


def test_an_unknown_german_word_is_not_left_out():
    make_offer(title="Nähwerkstatt")

    assert found("Nähen Uetersen") == []


@pytest.mark.parametrize("text", ["Hilfe Wohnung", "допомога житло", "help with housing"])
def test_who_looks_for_help_finds_behind_it_what_does_not_say_help(text):
    make_offer(title="Wohnungssuche", provider=make_organisation(name="Zirkel"))
    make_offer(title="Hilfe rund um die Wohnung", provider=make_organisation(name="Bund"))
    make_offer(title="Hilfe für Vereine", provider=make_organisation(name="Ring"))

    assert found(text) == ["Hilfe rund um die Wohnung", "Wohnungssuche"]


@pytest.mark.parametrize(
    "text", ["Beratung ohne Anmeldung", "консультація без запису", "danışmanlık randevusuz"]
)
def test_what_needs_no_registration_is_found_by_that(text):
    make_offer(title="Beratung im Rathaus", registration="nein")
    make_offer(title="Beratung mit Anmeldung", registration="ja")

    assert found(text) == ["Beratung im Rathaus"]


def test_what_is_for_volunteers_stands_behind_what_is_for_clients_unless_they_are_asked_for():
    make_offer(title="Sprechstunde Flucht", target_groups=["ehrenamt"])
    make_offer(title="Sprechstunde Flüchtlinge", target_groups=["gefluechtet"])

    assert found("Sprechstunde für Flüchtlinge")[0] == "Sprechstunde Flüchtlinge"
    assert found("консультація для біженців")[0] == "Sprechstunde Flüchtlinge"
    assert found("Sprechstunde Ehrenamt") == ["Sprechstunde Flucht"]


def test_small_words_may_be_typed_without_umlauts():
    make_offer(title="Frauenfrühstück")

    assert found("Fruehstueck fuer Frauen") == ["Frauenfrühstück"]


def test_who_looks_for_a_german_course_finds_the_meetings_to_talk_behind_the_courses():
    for title in ("Sprachtreff", "Deutschkurs", "Schach-Treff"):
        make_offer(title=title, provider=make_organisation(name=f"Träger {title}"))

    assert found("Deutschkurse") == ["Deutschkurs", "Sprachtreff"]
    assert found("курси німецької") == ["Deutschkurs", "Sprachtreff"]
    assert found("Sprachtreff") == ["Sprachtreff"]


@pytest.mark.parametrize(
    "text",
    [
        "Deutschkurs",
        "Hilfe Wohnung",
        "Deutsch und Kochen",
        "Nähen oder Stricken",
        "Nähen am Vormittag",
        "Wo kann ich abends kostenlos Deutsch lernen mit meinem Kind?",
        "je voudrais apprendre l'allemand avec mes enfants",
    ],
)
def test_every_number_beside_an_answer_is_what_a_click_on_it_finds(client, text):
    import_lists(WEDEL, dry_run=False, say=lambda line: None)
    client.force_login(make_user("counselling"))

    first = client.get("/offers/", {"q": text})

    assert titles(first)
    wrong = {}
    for label, (number, address, _chosen) in panel(first).items():
        total = client.get(f"/offers/?{address}").context["page"].paginator.count
        if str(total) != number:
            wrong[label] = (number, total)
    assert wrong == {}
