"""The office's own words of the thesaurus, and what the page of results says about a question."""

import pytest

from integration_office.models import AuditEntry
from offers.models import Offer, SearchWord
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer, make_search_word


pytestmark = pytest.mark.django_db


def found(text):
    return [offer.title for offer in Offer.objects.matching(text)]


@pytest.fixture
def coordinator(client):
    user = make_user("coordination")
    client.force_login(user)
    return user


def test_a_word_of_the_office_is_found_from_the_next_search_on(client, coordinator):
    make_offer(title="Kleiderkammer")
    make_offer(title="Möbellager")
    before = found("у крамничці")

    response = client.post(
        "/offers/words/create/",
        {"word": "крамничка", "language": "ukr", "means": "Kleiderkammer"},
        follow=True,
    )

    assert before == []
    assert "The word is found from now on." in response.content.decode()
    assert found("крамничку") == ["Kleiderkammer"]
    assert (
        AuditEntry.objects.latest("pk").target == f"offers.SearchWord:{SearchWord.objects.get().pk}"
    )


@pytest.mark.parametrize(
    ("word", "language", "means", "question"),
    [
        ("Sprachmeile", "deu", "Deutschkurs", "Sprachmeilen"),
        ("dil durağı", "tur", "Deutschkurs", "DİL DURAĞINDA"),
        ("Garten", "deu", "Deutschkurs", "Gärten"),
        ("አማርኛ", "tir", "Deutschkurs", "አማርኛ"),
        ("nhà trẻ", "vie", "Sport, Deutschkurs", "nha tre"),
    ],
)
def test_words_of_all_languages_and_groups_of_words_can_be_added(word, language, means, question):
    make_offer(title="Deutschkurs am Abend")
    make_search_word(word, means, language)

    assert found(question) == ["Deutschkurs am Abend"]


def test_a_word_of_the_office_brings_the_synonyms_of_its_meaning():
    make_offer(title="Lebensmittel für alle")
    make_search_word("Futterluke", "Tafel", "deu")

    assert found("Futterluke") == ["Lebensmittel für alle"]


def test_a_word_is_changed_and_removed_and_found_so(client, coordinator):
    make_offer(title="Kleiderkammer")
    make_offer(title="Möbellager")
    word = make_search_word("Fundus", "Kleiderkammer", "deu")
    data = {"word": "Fundus", "language": "deu", "means": "Möbellager", "version": word.version}

    client.post(f"/offers/words/{word.pk}/edit/", data)
    changed = found("Fundus")
    client.post(f"/offers/words/{word.pk}/delete/")

    assert changed == ["Möbellager"]
    assert found("Fundus") == []
    assert not SearchWord.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            {"word": "kleiderfundus", "language": "deu", "means": "Tafel"},
            "This word is here already for this language. Please open that one.",
        ),
        (
            {"word": "!?", "language": "deu", "means": "Tafel"},
            "Please enter a word of letters or figures.",
        ),
        (
            {"word": "Luke", "language": "deu", "means": ", ,"},
            "Please enter at least one German word.",
        ),
    ],
)
def test_a_word_that_says_nothing_or_is_here_already_is_refused(
    client, coordinator, data, sentence
):
    make_search_word("Kleiderfundus", "Kleiderkammer", "deu")

    response = client.post("/offers/words/create/", data)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert SearchWord.objects.count() == 1


def test_the_page_of_words_says_how_a_question_is_read(client, coordinator):
    make_search_word("Крамничка", "Kleiderkammer")

    page = client.get("/offers/words/", {"try": "курси у крамничці xyz"}).content.decode()

    assert "Kurs, Lehrgang, Unterricht" in page
    assert "<bdi>крамничці</bdi></dt><dd>Kleiderkammer" in page
    assert '<a href="/offers/words/create/?word=xyz">' in page
    assert page.count("<dt>") == 3


def test_a_corrected_word_is_said_and_its_offers_are_shown(client, coordinator):
    offer = make_offer(title="Deutschkurs am Abend")

    page = client.get("/offers/", {"q": "Deutchkurs Abend"}).content.decode()

    assert "Nothing was found for “Deutchkurs Abend”." in page
    assert "“Deutschkurs Abend”" in page
    assert f'href="/offers/{offer.pk}/"' in page


def test_a_word_that_is_spelled_rightly_is_not_corrected_to_another():
    make_offer(title="Schule und Eltern")

    assert found("Schulden") == []
    assert found("Shule") == ["Schule und Eltern"]


def test_an_empty_result_says_which_word_to_leave_out(client, coordinator):
    make_offer(title="Deutschkurs", provider=make_organisation(name="Zirkel"))
    make_offer(title="Brettspiele", provider=make_organisation(name="Bund"))
    make_offer(title="Spieleabend", provider=make_organisation(name="Ring"))

    page = client.get("/offers/", {"q": "Deutschkurs Spiele"}).content.decode()

    assert "Without “Deutschkurs” there are 2 offers" in page
    assert "Without “Spiele” there is 1 offer" in page
    assert page.index("Without “Deutschkurs”") < page.index("Without “Spiele”")
    assert "?q=Spiele" in page


def test_a_sentence_is_answered_by_what_has_the_most_of_its_words(client, coordinator):
    make_offer(title="Deutschkurs im Garten", provider=make_organisation(name="Zirkel"))
    make_offer(title="Chor am Abend", provider=make_organisation(name="Bund"))
    sentence = "Wo gibt es einen Deutschkurs mit Chor im Garten?"

    page = client.get("/offers/", {"q": sentence}).content.decode()

    assert "No offer has all of these words. These have the most of them." in page
    assert "Deutschkurs im Garten" in page
    assert "Chor am Abend" not in page
    assert "Without “" not in page
    assert found(sentence) == ["Deutschkurs im Garten"]


def test_a_word_of_the_office_may_be_written_in_latin_letters():
    make_offer(title="Kleiderkammer")
    make_search_word("kramnichka", "Kleiderkammer", "ukr")

    assert found("kramnichku") == ["Kleiderkammer"]


@pytest.mark.parametrize("text", ["Chor umsonst", "бесплатный хор", "Chorkurs", "chor learning"])
def test_what_says_how_it_should_be_is_not_asked_of_an_offer_when_none_has_it(text):
    make_offer(title="Chor am Abend", provider=make_organisation(name="Bund"))
    make_offer(title="Gartengruppe", provider=make_organisation(name="Zirkel"))

    assert found(text) == ["Chor am Abend"]


def test_less_than_half_of_a_sentence_is_no_answer():
    make_offer(title="Chor am Abend")

    assert found("Wer fährt mich abends zum Zoll, zur Mosterei oder nach Ahrensburg?") == []


def test_a_matter_nobody_has_to_do_with_is_not_answered_by_its_surroundings():
    make_offer(title="Spiele für die Familie")

    assert found("Gewalt in der Familie") == []
    assert found("Wo gibt es Zebras für die Familie?") == ["Spiele für die Familie"]


def test_of_a_sentence_the_rarer_word_leads():
    for title in ("Spiele im Garten", "Feier im Garten", "Nähwerkstatt"):
        make_offer(title=title, provider=make_organisation(name=f"Träger {title}"))

    hits = found("Die Klientin möchte gerne im Garten nähen")

    assert hits[0] == "Nähwerkstatt"
    assert len(hits) == 3


def test_what_one_cannot_see_is_not_counted_among_what_there_would_be(client, coordinator):
    make_offer(title="Deutschkurs", status="entwurf")

    page = client.get("/offers/", {"q": "Deutschkurs abends"}).content.decode()

    assert "Without" not in page


@pytest.mark.parametrize("role", ["counselling", "volunteer_coordination"])
def test_whoever_of_the_office_hears_a_word_of_the_clients_writes_it_down(client_of, role):
    make_offer(title="Kleiderkammer")
    client = client_of(make_user(role))

    way = client.get("/offers/").text
    client.post(
        "/offers/words/create/", {"word": "крамничка", "language": "ukr", "means": "Kleiderkammer"}
    )

    assert 'href="/offers/words/"' in way
    assert found("крамничку") == ["Kleiderkammer"]


@pytest.mark.parametrize("role", ["partner", "volunteer", "data_protection"])
def test_nobody_else_does(client_of, role):
    client = client_of(make_user(role))

    answer = client.post("/offers/words/create/", {"word": "Laden", "means": "Kleiderkammer"})

    assert (answer.status_code, SearchWord.objects.count()) == (403, 0)
    assert 'href="/offers/words/"' not in client.get("/offers/").text
