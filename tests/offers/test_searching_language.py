"""The language part of the search, without a database: stems, compounds, thesaurus, typos."""

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_office.codes import FieldOfAction, GermanLevel, Language
from offers.codes import CourseType, Daypart, Format, Kind, TargetGroup, Weekday
from offers.models.search_words import IN_THESAURUS
from offers.searching import thesaurus
from offers.searching.compounds import parts, pieces
from offers.searching.documents import document
from offers.searching.linguistics import keys, plain, script, stem, tokens
from offers.searching.terms import All, terms, tsquery
from offers.searching.typos import distance, guesses
from offers.searching.vectors import lexemes
from tests.offers.factories import make_offer, make_schedule


@pytest.mark.parametrize(
    ("forms", "language"),
    [
        ("Migrant Migranten Migrantin Migrantinnen", "de"),
        ("Bücherei Buecherei Büchereien", "de"),
        ("Wochenende Wochenenden Wochenendes", "de"),
        ("курс курси курсів курсами", "uk"),
        ("німецька німецької німецькою", "uk"),
        ("бібліотека бібліотеці бібліотеки", "uk"),
        ("курс курсы курсов курсам", "ru"),
        ("немецкий немецкого немецкому", "ru"),
        ("دورة الدورة دورات والدورة", "ar"),
        ("کلاس کلاس‌ها کلاس‌های كلاسها", "fa"),
        ("kurs kurslar KURSLAR kurslara", "tr"),
        ("kurs kursa kursên kursan", "ku"),
        ("kobieta kobiety kobietom", "pl"),
        ("biblioteka bibliotece", "pl"),
        ("curs cursuri cursul", "ro"),
        ("course courses", "en"),
        ("leçon leçons lecon", "fr"),
    ],
)
def test_forms_of_a_word_are_one_word(forms, language):
    first, *others = [set(keys(token, language)) for token in tokens(forms)]

    assert [bool(first & other) for other in others] == [True] * len(others)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Termin", "Term", "de"),
        ("Medizin", "Mediz", "de"),
        ("Wochenende", "Woche", "de"),
        ("дім", "діти", "uk"),
        ("kadın", "kar", "tr"),
        ("praca", "prawo", "pl"),
    ],
)
def test_other_words_stay_other_words(one, other, language):
    assert not set(keys(plain(one), language)) & set(keys(plain(other), language))


@pytest.mark.parametrize(
    ("typed", "concept"),
    [
        ("kursy nemeckogo", "german_course"),
        ("kursy nimetskoi", "german_course"),
        ("vrach", "doctor"),
        ("shkola", "school"),
        ("biblioteka", "library"),
        ("velosyped", "bicycle"),
        ("dars almani", "german_course"),
        ("kelas almani", "german_course"),
    ],
)
def test_words_of_other_letters_are_understood_in_latin_ones(typed, concept):
    assert concept in [match.concept.name for match in thesaurus.matches(tokens(typed))]


def test_apostrophes_belong_to_the_word_in_ukrainian_and_to_no_word_in_english():
    assert tokens("п'ятниця пʼятниця П’ЯТНИЦЯ") == ["пятниця"] * 3
    assert tokens("women's d'allemand") == ["women", "d", "allemand"]


@pytest.mark.parametrize(
    ("word", "name"),
    [("Kurs", "latin"), ("курс", "cyrillic"), ("کلاس", "arabic"), ("2026", ""), ("课程", "")],
)
def test_the_letters_say_which_languages_come_into_question(word, name):
    assert script(word) == name


@pytest.mark.parametrize(
    ("word", "made_of"),
    [
        ("Deutschkurs", ["Deutsch", "Kurs"]),
        ("Frauencafés", ["Frauen", "Café"]),
        ("Kinderbetreuung", ["Kinder", "Betreuung"]),
        ("Hausaufgabenhilfe", ["Hausaufgaben", "Hilfe"]),
        ("Einbürgerungstest", ["Einbürgerung", "Test"]),
        ("Berufssprachkurse", ["Beruf", "Sprach", "Kurse"]),
        ("Sonntagnachmittagscafé", ["Sonntag", "Nachmittags", "Café"]),
        ("Schwimmkurse", ["Schwimm", "Kurse"]),
        ("Alphabetisierungskurs", ["Alphabetisierung", "Kurs"]),
        ("Kindergarten", []),
        ("Ehrenamt", []),
        ("Handarbeiten", []),
        ("Beratung", []),
        ("Vermieter", []),
        ("Verein", []),
        ("Kurs", []),
        ("курси", []),
    ],
)
def test_compounds_are_taken_apart_and_other_words_are_not(word, made_of):
    assert list(parts(plain(word))) == [stem(plain(part)) for part in made_of]


@given(st.text(max_size=40))
def test_any_text_can_be_asked_and_stored(text):
    for term in terms(text):
        assert tsquery(term.node).count("'") % 2 == 0
    assert "\x00" not in lexemes(text, text)
    for word in tokens(text):
        assert not pieces(plain(word)) or "".join(pieces(plain(word))) == plain(word)


@pytest.mark.parametrize(
    ("note", "meant"),
    [
        ("Do. nachm.", "Donnerstag Nachmittag"),
        ("Mi vorm", "Mittwoch Vormittag"),
        ("Deutsch A 1", "Deutsch A1"),
        ("Deutsch b1.2", "Deutsch B1"),
    ],
)
def test_days_and_levels_may_be_written_as_in_notes(note, meant):
    assert [term.words for term in terms(note)] == [term.words for term in terms(meant)]


@pytest.mark.parametrize("question", ["what can I do", "kurs do pracy", "kursa almanî di nav de"])
def test_small_words_of_another_language_are_no_days(question):
    named = {word for term in terms(question) for word in term.words}

    assert named.isdisjoint(["donnerstag", "dienstag"])


def test_a_day_is_not_the_weekend_but_the_weekend_is_both_of_its_days():
    def stems(question):
        return set(re.findall(r"\w+", tsquery(terms(question)[0].node)))

    assert stems("Samstag") == {"samstag", "sonnab"}
    assert stems("Sonntag") == {"sonntag"}
    assert stems("Wochenende") == {"wochenend", "samstag", "sonntag"}


def test_small_words_alone_say_which_language_is_spoken():
    assert [term.words for term in terms("looking for a Job")] == [("job",)]
    assert [term.words for term in terms("am Job")] == [("job",)]
    assert [term.words for term in terms("la Job")] == [("la",), ("job",)]


def test_every_concept_has_words_in_every_language():
    empty = [
        (concept.name, language)
        for concept, names in thesaurus.concepts()
        for language in thesaurus.LANGUAGES
        # Whoever asks for a language course in another language means one of German; associations
        # are called in German by whoever lives here.
        if not (names[language] or concept.is_called or concept.name == "language_course")
    ]

    assert empty == []
    assert len(thesaurus.LANGUAGES) == 11
    assert len(thesaurus.concepts()) >= 100


def test_every_word_of_the_thesaurus_leads_to_its_concept():
    lost = [
        (concept.name, language, name)
        for concept, names in thesaurus.concepts()
        for language in thesaurus.LANGUAGES
        for name in names[language]
        if concept not in [match.concept for match in thesaurus.matches(tokens(name))]
    ]

    assert lost == []


def test_every_code_of_the_choice_lists_has_words():
    with (thesaurus.DATA / "code_words.csv").open(encoding="utf-8", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    lists = {
        "kind": Kind,
        "field": FieldOfAction,
        "lang": Language,
        "level": GermanLevel,
        "day": Weekday,
        "part": Daypart,
        "group": TargetGroup,
        "format": Format,
        "course": CourseType,
    }

    codes = {f"{prefix}:{code}" for prefix, listed in lists.items() for code in listed.values}

    assert codes - known == set()


def test_the_languages_of_the_office_s_own_words_are_those_of_the_thesaurus():
    assert set(IN_THESAURUS.values()) == set(thesaurus.LANGUAGES)


def test_small_words_of_another_language_are_such_only_beside_a_word_of_it():
    assert [term.text for term in terms("kurs niemieckiego w Wedel")] == [
        "kurs niemieckiego",
        "wedel",
    ]
    assert [term.text for term in terms("for women")] == ["women"]
    assert [term.text for term in terms("w Wedel")] == ["w", "wedel"]


def test_a_german_word_of_the_field_is_not_read_as_one_of_another_language():
    """ "Gift" and "Kind" have other meanings in English, "Kurs" is Polish too."""
    assert terms("Kind")[0].meant[:2] == ("Kind", "Kinder")
    assert "Freund" not in terms("Kurs")[0].meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("deutchkurs", ["Deutschkurs"]),
        ("Fahradwerkstat", ["Fahrradwerkstatt"]),
        ("Nähwekrstatt", ["Nähwerkstatt"]),
        ("kusr", ["Kurs"]),
        ("hund", []),
        ("bus", []),
        ("нимецький", ["німецький"]),
    ],
)
def test_a_typo_is_read_as_the_nearest_known_word(typed, meant):
    vocabulary = ["Deutschkurs", "Fahrradwerkstatt", "Nähwerkstatt", "Kurs", "Mund", "німецький"]

    assert guesses(typed, vocabulary) == meant


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_the_distance_of_two_words_is_the_same_from_both_ends(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


def test_exchanged_neighbours_are_one_fault():
    assert distance("kusr", "kurs") == 1
    assert distance("kurs", "kurse") == 1
    assert distance("kurs", "kues") == 1


def test_the_title_is_kept_with_more_weight_and_a_mark():
    assert lexemes("Deutschkurs", "Kinderbetreuung") == (
        "'=deutsch' '=deutschkur' '=kur' 'betreu':3D 'deutsch':1B 'deutschkur':1A "
        "'kind':3D 'kinderbetreu':3C 'kur':1B"
    )


def test_the_names_of_fields_of_action_stand_behind_a_mark_only():
    assert lexemes("Möbel", "Lager", "Wohnen") == "'=mobel' 'lag':3C 'mobel':1A '~wohn':5C"
    assert tsquery(All(("wohn", "mobel")), fields=True) == "(('wohn' | '~wohn') & 'mobel')"
    assert tsquery("wohn") == "'wohn'"


@pytest.mark.django_db
def test_an_offer_is_found_by_its_codes_in_words_but_by_nothing_personal():
    offer = make_offer(
        title="Treff",
        kind="sprachkurs",
        schedule_text="nach Absprache 17:00–18:00 Uhr, ab Raum 12",
        interpreting="ja",
        interpreting_languages=["pes"],
        contact_name="Erika Muster",
        registration_contact="0431 123",
        internal_note="Geheimnis",
    )

    codes = ["day:do", "women:ja", "free:ja", "level:B1", "field:ARB", "field:WOH"]
    title, rest, fields = document(offer, codes)

    assert (title, fields) == ("Treff", "Arbeit Beruf Wohnen")
    for word in (
        "Donnerstag",
        "Frauen",
        "kostenlos",
        "B1",
        "Deutsch",
        "Farsi",
        "Persisch",
        "Abend",
    ):
        assert word in rest, word
    for word in ("Erika", "0431", "Geheimnis", "Vormittag", "Arbeit", "Wohnen"):
        assert word not in rest, word


@pytest.mark.django_db
def test_a_counsellor_finds_an_offer_by_five_wishes_in_one_line():
    offer = make_offer(
        title="Nähcafé",
        languages=["pes", "deu"],
        women_only=True,
        childcare="ja",
        target_groups=["frauen"],
    )
    make_schedule(offer)
    make_offer(title="Nähcafé am Montag", languages=["pes"], women_only=True, childcare="ja")

    found = type(offer).objects.matching("Farsi Frau Kind Donnerstag nachmittag")

    assert list(found) == [offer]
