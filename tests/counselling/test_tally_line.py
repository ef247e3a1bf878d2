"""What a line of the tally says, without a database."""

import datetime
from collections import defaultdict

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from counselling.forms import DEFAULTS
from counselling.log import tally
from counselling.log.tally_words import MEANINGS, folded, legend, meant
from integration_office import catalogue


DAY = datetime.date(2026, 11, 23)


@pytest.fixture(scope="module", autouse=True)
def german():
    """The words of the office are German; the catalogue has to be there."""
    list(catalogue.compile_all())


@pytest.fixture(autouse=True)
def in_german():
    with translation.override("de"):
        yield


UNDERSTOOD = {
    "1": {"topics": ["BEH"]},
    "21": {"topics": ["SPR", "BEH"]},
    "0": {"topics": ["FAM"]},
    "ges": {"topics": ["GES"]},
    "1 11": {"topics": ["BEH"]},
    "1 t d15 ara w": {
        "topics": ["BEH"],
        "channel": "tel",
        "duration": "d15",
        "language": "ara",
        "gender": "w",
    },
    "w ARA D15 T 1": {
        "topics": ["BEH"],
        "channel": "tel",
        "duration": "d15",
        "language": "ara",
        "gender": "w",
    },
    "3 p ter d20 u": {
        "topics": ["SOZ"],
        "form": "punkt",
        "channel": "termin",
        "duration": "d30",
        "language": "ukr",
    },
    "5, aufs; unterk": {"topics": ["WOH"], "channel": "aufsuch", "place": "unterkunft"},
    "5 büro": {"topics": ["WOH"], "place": "buero"},
    "5 buro": {"topics": ["WOH"], "place": "buero"},
    "2 tür sprachm": {"topics": ["SPR"], "language": "tur", "interpreting": "mittler"},
    "2 d5": {"topics": ["SPR"], "duration": "d05"},
    "2 d61": {"topics": ["SPR"], "duration": "d99"},
    "2 n 27–44": {"topics": ["SPR"], "first_contact": True, "age_group": "27-44"},
    "2 wieder 65+": {"topics": ["SPR"], "first_contact": False, "age_group": "65+"},
    "2 +1": {"topics": ["SPR"], "relatives": 1},
    "2 +2k": {"topics": ["SPR"], "relatives": 2, "children": 2},
    "2 +1 +2k": {"topics": ["SPR"], "relatives": 3, "children": 2},
    "2 t tel telefon": {"topics": ["SPR"], "channel": "tel"},
    "behörden": {"topics": ["BEH"]},
    "1 behördeng": {"topics": ["BEH"], "channel": "begl"},
}


@pytest.mark.parametrize(("text", "values"), UNDERSTOOD.items())
def test_a_line_is_a_contact(text, values):
    line = tally.read(text)

    assert (line.values, line.times) == (values, 1)


REFUSED = {
    "": ["Ein Thema fehlt: seine Ziffer oder seine ersten Buchstaben."],
    "t d15": ["Ein Thema fehlt: seine Ziffer oder seine ersten Buchstaben."],
    "1 Müller": ["„Müller“ wird nicht verstanden. Die Wörter stehen neben der Zeile."],
    "1 t s": [
        "„t“ und „s“ widersprechen sich. Bitte schreiben Sie nur eines davon.",
    ],
    "1 d15 d30": ["„d15“ und „d30“ widersprechen sich. Bitte schreiben Sie nur eines davon."],
    "1 te": [
        "„te“ kann heißen: Teilhabe & Begegnung, persönlich mit Termin, telefonisch. Bitte "
        "schreiben Sie einen Buchstaben mehr."
    ],
    "2 türk spra": [
        "„türk“ kann heißen: Türkisch, Turkmenisch. Bitte schreiben Sie einen Buchstaben mehr.",
        "„spra“ kann heißen: Sprache, Sprachmittler/in. Bitte schreiben Sie einen Buchstaben mehr.",
    ],
    "1 fr": ["„fr“ kann heißen: weiblich, Französisch. Bitte schreiben Sie einen Buchstaben mehr."],
    "1 fra": [
        "„fra“ kann heißen: weiblich, Französisch. Bitte schreiben Sie einen Buchstaben mehr."
    ],
    "1 x0": ["„x0“ geht nicht: Eine Zeile steht für 1 bis 30 Kontakte."],
    "1 x31": ["„x31“ geht nicht: Eine Zeile steht für 1 bis 30 Kontakte."],
    "1 20-30": [
        "„20-30“ ist keine Altersgruppe. Es gibt 0-5, 6-11, 12-17, 18-26, 27-44, 45-64, 65+."
    ],
    "123456": ["Bitte wählen Sie ein bis fünf Themen."],
    "1 +11 +10k": ["Bitte geben Sie höchstens 20 Mitberatene an."],
    "1 heinz ١": [
        "„heinz“ wird nicht verstanden. Die Wörter stehen neben der Zeile.",
        "„١“ wird nicht verstanden. Die Wörter stehen neben der Zeile.",
    ],
}


@pytest.mark.parametrize(("text", "sentences"), REFUSED.items())
def test_what_is_not_understood_is_named_in_a_sentence(text, sentences):
    with pytest.raises(ValidationError) as refusal:
        tally.read(text)

    assert refusal.value.messages == sentences


def test_a_single_letter_counts_only_where_it_is_a_key():
    keys = {meaning.key for meaning in MEANINGS if meaning.key}

    taken = set()
    for letter in "abcdefghijklmnopqrstuvwxyz":
        try:
            tally.read(f"1 {letter}")
        except ValidationError:
            continue
        taken.add(letter)

    assert keys == taken == set("kpegvstaurwmn")


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_word_stands_for_two_things(language):
    meanings = defaultdict(set)
    with translation.override(language):
        for meaning in MEANINGS:
            for said in folded(str(meaning.spelled)).split():
                meanings[said].add((meaning.field, meaning.value))

    assert {said: found for said, found in meanings.items() if len(found) > 1} == {}


def test_every_word_beside_the_line_is_understood():
    for _name, meanings in legend().groups:
        for meaning in meanings:
            assert meant(folded(meaning.word)) == [meaning]
            assert not meaning.key or meant(meaning.key) == [meaning]


def test_a_button_brings_the_main_topic():
    assert tally.read("21 w", topic="WOH").values["topics"] == ["WOH", "SPR", "BEH"]
    assert tally.read("", topic="WOH").values == {"topics": ["WOH"]}


def test_what_a_line_does_not_say_is_as_it_was():
    (contact,) = tally.contacts(tally.read("21 t"), kept=DEFAULTS, day=DAY)

    assert {name: getattr(contact, name) for name in DEFAULTS} == DEFAULTS | {"channel": "tel"}
    assert (contact.topics, contact.main_topic, contact.day) == (["SPR", "BEH"], "SPR", DAY)


def test_a_sheet_is_read_as_if_its_lines_were_typed_one_after_the_other():
    sheet = "1 t ara\n\n  2 x3 w\nHeinz\n3 s"

    lines = tally.read_sheet(sheet, kept=DEFAULTS, day=DAY)

    assert [(line.number, line.text, len(line.contacts)) for line in lines] == [
        (1, "1 t ara", 1),
        (3, "2 x3 w", 3),
        (4, "Heinz", 0),
        (5, "3 s", 1),
    ]
    assert [line.errors for line in lines if line.errors] == [
        ["„Heinz“ wird nicht verstanden. Die Wörter stehen neben der Zeile."]
    ]
    first, *three, last = [contact for line in lines for contact in line.contacts]
    assert {(c.channel, c.language) for c in (first, *three)} == {("tel", "ara")}
    assert {c.gender for c in three} == {"w"}
    assert (last.channel, last.language, last.gender) == ("sprech", "ara", "")


def test_a_contact_is_read_back_in_words():
    (contact,) = tally.contacts(
        tally.read("21 t d15 ara privat w 27-44 n +1 +2k"), kept=DEFAULTS, day=DAY
    )

    assert tally.in_words(contact) == [
        "Sprache",
        "Formulare & Behörden",
        "Kurzauskunft",
        "telefonisch",
        "Büro",
        "bis 15 Min.",
        "Arabisch",
        "Begleitperson",
        "weiblich",
        "27–44",
        "Erstkontakt",
        "3 Mitberatene",
    ]


WORDS = ["2", "1", "t", "d15", "ara", "w", "n", "27-44", "+1", "+2k", "x3", "büro", "k", "privat"]


@given(st.lists(st.sampled_from(WORDS), unique=True, min_size=1).map(lambda words: ["0", *words]))
def test_the_order_of_the_words_does_not_matter(words):
    """But for the topics, of which the first is the main one."""
    with translation.override("de"):
        line, other = tally.read(" ".join(words)), tally.read(" ".join(reversed(words)))

    topics, other_topics = line.values.pop("topics"), other.values.pop("topics")
    assert (line, set(topics)) == (other, set(other_topics))


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_contact_of_known_codes_or_a_sentence(text):
    try:
        line = tally.read(text)
    except ValidationError as refusal:
        assert all(refusal.messages)
        return
    known = {(meaning.field, meaning.value) for meaning in MEANINGS}
    for name, value in line.values.items():
        if name in {"form", "channel", "place", "language", "gender", "interpreting"}:
            assert (name, value) in known
    assert 1 <= len(line.values["topics"]) <= 5
