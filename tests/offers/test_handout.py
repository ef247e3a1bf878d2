"""What a handout says of an offer in each language, and what it leaves in German."""

import datetime
import re
import unicodedata
from decimal import Decimal

import pytest

from integration_office.codes import Language
from offers.codes import Format, Kind, TargetGroup
from offers.models import Schedule
from offers.paper.handout import dialled
from offers.paper.handout_facts import facts, marks
from offers.paper.handout_labels import direction_of, labels, languages
from tests.offers.factories import make_offer
from tests.offers.papers import make_dialog


MONDAY = datetime.date(2026, 11, 23)


def said(offer, code, *, brief=False, dates=()):
    """The facts of a sheet as {label: lines}."""
    found = facts(offer, labels(code), today=MONDAY, dates=list(dates), brief=brief)
    return {fact.label: [line.text for line in fact.lines] for fact in found}


def placeholders(text):
    return sorted(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("code", languages())
def test_no_language_lacks_a_label_and_all_have_the_same_gaps(code):
    german, other = labels("deu"), labels(code)

    assert list(other) == list(german)
    assert [key for key in other if not other[key].strip()] == []
    assert [key for key in other if placeholders(other[key]) != placeholders(german[key])] == []


@pytest.mark.parametrize("code", sorted(set(languages()) - {"deu", "eng"}))
def test_no_label_was_left_in_another_language(code):
    """A few words are the same everywhere in Latin letters: "Telefon", "online"."""
    script = {"ukr": "CYRILLIC", "rus": "CYRILLIC", "ara": "ARABIC", "prs": "ARABIC"}
    script = script.get(code) or {"pes": "ARABIC"}.get(code, "LATIN")
    words = {key: word for key, word in labels(code).items() if key not in ("locale", "direction")}
    letters = {
        key: {
            unicodedata.name(letter).split()[0]
            for letter in re.sub(r"{\w+}", "", word)
            if letter.isalpha()
        }
        for key, word in words.items()
    }

    same = [key for key, word in words.items() if word == labels("deu")[key]]
    assert {key for key, found in letters.items() if found - {script}} == set()
    assert len(same) <= 8


def test_every_code_of_the_catalogue_has_a_word_on_the_handout():
    words = labels("deu")

    assert {f"kind_{code}" for code in Kind.values} <= set(words)
    assert {f"group_{code}" for code in TargetGroup.values} <= set(words)
    assert [code for code in Language.values if code != "mul" and not words.language(code)] == []


@pytest.mark.parametrize(
    ("code", "day", "hours"),
    [
        ("deu", "Donnerstag, 26. November", "16:00 bis 17:30 Uhr"),
        ("ukr", "четвер, 26 листопада", "з 16:00 до 17:30"),
        ("ara", "الخميس، 26 تشرين الثاني", "من الساعة 16:00 إلى 17:30"),
        ("prs", "پنجشنبه، 26 نومبر", "از ساعت 16:00 تا 17:30"),
        ("tur", "Perşembe, 26 Kasım", "saat 16:00 ile 17:30 arası"),
        ("kmr", "pêncşem, 26ê mijdara", "ji saet 16:00 heta 17:30"),
        ("ron", "joi, 26 noiembrie", "de la 16:00 la 17:30"),
    ],
)
def test_days_and_hours_are_written_as_the_language_writes_them(code, day, hours):
    words = labels(code)

    assert words.day(datetime.date(2026, 11, 26)) == day
    assert words.hours(datetime.time(16), datetime.time(17, 30)) == hours


@pytest.mark.django_db
def test_a_sheet_says_everything_one_needs_to_go_there():
    offer = make_dialog(
        is_free="ja",
        registration="ja",
        registration_contact="an der Theke",
        registration_deadline=datetime.date(2026, 12, 1),
        childcare="ja",
        women_only=True,
        barrier_free="teilweise",
        format=Format.HYBRID,
        interpreting="anfrage",
        interpreting_languages=["prs"],
        languages=["deu", "ara"],
        target_groups=["neu", "frauen"],
        age_from=16,
        german_level_from="A1",
        german_level_to="B1",
        place="1. Stock",
        what_to_bring="Stift",
        access_for_clients="Einfach kommen",
        contact_phone="04103 1234",
        contact_email="dialog@demo.example",
        website="https://www.demo.example/dialog/",
    )

    assert marks(offer, labels("eng")) == [
        "free of charge",
        "registration needed",
        "for women only",
        "with childcare",
        "partly step-free",
        "on site or online",
        "interpreter on request",
    ]
    assert said(offer, "eng") == {
        "When": ["Thursday, 16:00 to 17:30, every week"],
        "Where": ["Bücherei, Rosengarten 6, 22880 Wedel, 1. Stock"],
        "Registration": ["until 1 December 2026", "an der Theke"],
        "How to join": ["Einfach kommen"],
        "Please bring": ["Stift"],
        "Phone": ["04103 1234"],
        "E-mail": ["dialog@demo.example"],
        "Website": ["demo.example/dialog"],
        "For whom": ["new in Germany, women, from 16 years"],
        "German": ["A1 to B1"],
        "Languages": ["German, Arabic, Dari"],
    }
    assert list(said(offer, "eng", brief=True)) == list(said(offer, "eng"))[:6]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "label", "lines"),
    [
        ({"price": Decimal("98.50"), "is_free": "nein"}, "Cost", ["98,50\xa0€"]),
        ({"cost_text": "5 Euro im Monat"}, "Cost", ["5 Euro im Monat"]),
        ({"german_level_from": "keine"}, "German", ["You need no German"]),
        ({"german_level_from": "B1", "german_level_to": "B1"}, "German", ["B1"]),
        ({"german_level_to": "A2"}, "German", ["up to A2"]),
        ({"age_from": 0, "age_to": 3}, "For whom", ["0 to 3 years"]),
        ({"target_group": "Großeltern"}, "For whom", ["Großeltern"]),
        ({"schedule_text": "nach Absprache"}, "When", ["nach Absprache"]),
        ({"valid_until": "2026-12"}, "When", ["until 31 December 2026"]),
        ({"valid_from": "2027-02-01"}, "When", ["from 1 February 2027"]),
        (
            {"registration_deadline": MONDAY},
            "Registration",
            ["until 23 November 2026"],
        ),
        (
            {"registration_deadline": datetime.date(2026, 11, 22)},
            "Registration",
            ["until 22 November 2026 – already over"],
        ),
    ],
)
def test_a_fact_is_said_in_words_and_never_guessed(fields, label, lines):
    assert said(make_offer(**fields), "eng") == {label: lines}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", ["Monday, in the morning, 9:30 …, every two weeks"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE", ["Monday, Wednesday, in the morning, 9:30 …, every week"]),
        (
            "FREQ=MONTHLY;BYDAY=1TU,3TU",
            ["Tuesday (1 + 3), in the morning, 9:30 …, every month", "in Worten"],
        ),
        ("FREQ=MONTHLY;BYDAY=-1TU", ["Tuesday, in the morning, 9:30 …, every month", "in Worten"]),
        ("", ["in Worten"]),
        ("FREQ=YEARLY", ["in Worten"]),
    ],
)
def test_a_rhythm_is_translated_and_what_cannot_be_stays_german(rule, words):
    offer = make_offer(schedule_text="in Worten")
    Schedule.objects.create(
        offer=offer,
        starts_on=datetime.date(2026, 1, 5),
        start_time=datetime.time(9, 30),
        end_time=datetime.time(11),
        rule=rule,
    )

    found = said(offer, "eng")["When"]

    assert found == [word.replace("9:30 …", "09:30 to 11:00") for word in words]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("04103 / 707-0", "+4941037070"),
        ("+49 (0)4103 7070", "+4941037070"),
        ("0049 4103 7070", "+4941037070"),
        ("0176 12345678, ab 17 Uhr", "+4917612345678"),
        ("116 117", "116117"),
        ("auf Anfrage", ""),
        ("", ""),
    ],
)
def test_a_number_is_dialled_as_it_is_meant(written, number):
    assert dialled(written) == number


@pytest.mark.parametrize(("text", "way"), [("Zimmer 3", "ltr"), ("9: ساعت", "rtl"), ("12", "ltr")])
def test_a_note_runs_as_its_first_letter_does(text, way):
    assert direction_of(text) == way
