"""The handout: a sheet per language with all a client needs to go there, and nothing about them."""

import datetime
import io
import re
import subprocess
import unicodedata
from decimal import Decimal

import pdfua
import pikepdf
import pytest
from django.urls import reverse

from integration_office.codes import Language
from offers.codes import Format, Kind, Status, TargetGroup, Visibility
from offers.handout import dialled, handout
from offers.handout_facts import facts, marks
from offers.handout_labels import direction_of, labels, languages
from offers.models import Location, Offer, Schedule, SchoolHoliday
from offers.schedules import BERLIN
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer


HANDOUT = "/offers/selection/handout.pdf"
MONDAY = datetime.date(2026, 11, 23)
NOW = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=BERLIN)
EVERY_THURSDAY = {
    "starts_on": datetime.date(2026, 1, 8),
    "start_time": datetime.time(16),
    "end_time": datetime.time(17, 30),
    "rule": "FREQ=WEEKLY;BYDAY=TH",
}


def make_dialog(**fields):
    """Every Thursday afternoon in the library."""
    library = Location.objects.create(
        name="Bücherei", street="Rosengarten 6", postcode="22880", city="Wedel"
    )
    offer = make_offer(title="Dialog in Deutsch", location=library, **fields)
    Schedule.objects.create(offer=offer, **EVERY_THURSDAY)
    return offer


def text_of(pdf):
    """What is read from the paper, without the marks that turn the direction of writing."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    text = unicodedata.normalize("NFKC", done.stdout.decode())
    return re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)


def printed(*offers, lang="eng", note=""):
    fetched = Offer.objects.filter(pk__in=[offer.pk for offer in offers])
    rows = fetched.select_related("provider", "location").prefetch_related("schedules")
    rows = rows.order_by("pk")
    return handout(list(rows), [lang] if isinstance(lang, str) else lang, now=NOW, note=note)


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
        ("FREQ=MONTHLY;BYDAY=1TU", ["Tuesday, in the morning, 9:30 …, every month", "in Worten"]),
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


@pytest.mark.django_db
def test_the_next_three_dates_leave_out_the_school_holidays():
    SchoolHoliday.objects.create(
        name="Ferien", first_day=datetime.date(2026, 11, 30), last_day=datetime.date(2026, 12, 4)
    )
    offer = make_dialog()
    offer.schedules.update(except_school_holidays=True)

    text = text_of(printed(offer))

    assert "26 November · 10 December · 17 December" in text
    assert "not in the school holidays" in re.sub(r"\s+", " ", text)


@pytest.mark.django_db
def test_a_date_without_a_rhythm_keeps_its_hours():
    offer = make_dialog()
    offer.schedules.update(rule="", starts_on=datetime.date(2026, 11, 26))

    assert "Thursday, 26 November, 16:00 to 17:30" in text_of(printed(offer))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "warnings"),
    [
        ({}, ["Please ask first"]),
        ({"confirmed": 400}, ["Please ask first"]),
        ({"confirmed": 1, "status": Status.PAUSED}, ["taking a break"]),
        ({"confirmed": 1}, []),
    ],
)
def test_nobody_is_sent_to_a_closed_door_by_an_old_fact(fields, warnings):
    text = text_of(printed(make_offer(**fields)))

    assert [words for words in ("Please ask first", "taking a break") if words in text] == warnings


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "target"),
    [
        (
            {"website": "https://demo.example/a", "contact_phone": "04103 1"},
            "Website: https://demo.example/a",
        ),
        ({"contact_phone": "04103 / 707-0 (vormittags)"}, "Call: tel:+4941037070"),
        ({}, None),
    ],
)
def test_the_code_leads_on_without_our_login(fields, target):
    with pikepdf.open(io.BytesIO(printed(make_offer(**fields)))) as pdf:
        said = [str(part.Alt) for part in pdf.objects if is_figure(part)]

    assert said == ([target] if target else [])


def is_figure(part):
    return isinstance(part, pikepdf.Dictionary) and part.get("/S") == "/Figure"


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


@pytest.mark.django_db
@pytest.mark.parametrize("code", languages())
def test_a_handout_is_accessible_and_tagged_in_its_languages(code, tmp_path):
    path = tmp_path / "handout.pdf"
    path.write_bytes(printed(make_dialog(confirmed=1), lang=code, note="Bitte klingeln"))

    found = [finding.message for finding in pdfua.validate(path).findings]
    with pikepdf.open(path) as pdf:
        tags = {str(part.Lang) for part in pdf.objects if is_tagged(part)}
        language, title = str(pdf.Root.Lang), str(pdf.docinfo.Title)
        fonts = {str(part.BaseFont).partition("+")[2] for part in pdf.objects if is_font(part)}

    assert found == []
    assert (language, title) == (labels(code).tag, labels(code)["title"])
    assert tags == (set() if code == "deu" else {"de"})
    assert any("Vazirmatn" in font for font in fonts) == (labels(code).direction == "rtl")
    assert {font.split("-")[0] for font in fonts} <= {"Fira", "Vazirmatn"}
    assert subprocess.run(["qpdf", "--check", path], check=False).returncode == 0


def is_tagged(part):
    return isinstance(part, pikepdf.Dictionary) and part.get("/S") and "/Lang" in part


def is_font(part):
    return isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/Font"


@pytest.mark.django_db
def test_each_language_has_a_sheet_of_its_own_with_the_german_title_beside():
    offers = [make_dialog(), make_offer(title="Frauencafé")]

    pages = text_of(printed(*offers, lang=["ukr", "tur"])).split("\f")

    assert len([page for page in pages if page.strip()]) == 2
    assert ["Пропозиції для вас" in pages[0], "Sizin için olanaklar" in pages[1]] == [True, True]
    assert all("Dialog in Deutsch" in page and "Frauencafé" in page for page in pages[:2])


@pytest.mark.django_db
def test_four_offers_with_many_facts_go_on_cleanly_on_the_next_page():
    """An offer is not torn in two: where its title stands, its last fact stands as well."""
    numbers = ("Erstes", "Zweites", "Drittes", "Viertes")
    offers = [
        make_offer(title=f"{n} Angebot", access_for_clients="Wort " * 60, contact_phone=f"{n} Ruf")
        for n in numbers
    ]

    pages = text_of(printed(*offers)).split("\f")

    begins = [[n for n in numbers if f"{n} Angebot" in page] for page in pages]
    ends = [[n for n in numbers if f"{n} Ruf" in page] for page in pages]
    assert begins == ends
    assert len([page for page in begins if page]) == 2


@pytest.mark.django_db
def test_plain_language_goes_before_the_description():
    offer = make_offer(plain_text="Leichte Worte.", description="Schwieriger Text.")

    text = text_of(printed(offer))

    assert "Leichte Worte." in text
    assert "Schwieriger Text." not in text


def get(client, *offers, lang="ukr"):
    keys = ",".join(str(offer.pk) for offer in offers)
    return client.get(HANDOUT, {"offers": keys, "lang": lang})


@pytest.mark.django_db
def test_the_address_of_a_handout_can_be_passed_on(client_of):
    offer = make_dialog()

    response = get(client_of(make_user("volunteer")), offer, lang=["ukr", "ara"])

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == 'inline; filename="handzettel-ukr-ara.pdf"'
    assert "Пропозиції для вас" in text_of(response.content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.ENDED},
        {"status": Status.DRAFT},
        {"visibility": Visibility.NETWORK},
        {"visibility": Visibility.INTERNAL},
    ],
)
def test_what_is_not_public_is_never_handed_out(client_of, fields):
    hidden, shown = make_offer(title="Geheim", **fields), make_offer(title="Offen")
    client = client_of(make_user("coordination"))

    both, alone = get(client, hidden, shown), get(client, hidden)

    assert ["Geheim" in text_of(both.content), "Offen" in text_of(both.content)] == [False, True]
    assert alone.status_code == 422
    assert "None of these offers may be handed out" in alone.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Please pick between one and twelve offers first."),
        ("offers=abc&lang=ukr", "Please pick between one and twelve offers first."),
        ("offers=1,,2&lang=ukr", "Please pick between one and twelve offers first."),
        ("offers=99999999999999999999&lang=ukr", "Please pick between one and twelve"),
        ("offers=" + ",".join(map(str, range(1, 14))) + "&lang=ukr", "between one and twelve"),
        ("offers=1", "Please choose at least one language."),
        ("offers=1&lang=xyz", "Select a valid choice"),
    ],
)
def test_an_address_that_cannot_be_printed_says_why(client_of, query, sentence):
    response = client_of(make_user()).get(f"{HANDOUT}?{query}")

    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.django_db
def test_a_note_is_printed_and_kept_nowhere(client_of, caplog):
    offer, client = make_dialog(), client_of(make_user("counselling"))
    data = {"offers": offer.pk, "lang": ["deu"], "note": "Fragen Sie nach dem blauen Heft"}

    with caplog.at_level("INFO"):
        response = client.post(HANDOUT, data)

    assert "Fragen Sie nach dem blauen Heft" in text_of(response.content)
    assert "blauen" not in str(dict(client.session))
    assert "blauen" not in caplog.text + str([record.__dict__ for record in caplog.records])


@pytest.mark.django_db
def test_without_a_note_the_form_leads_to_the_address_and_the_address_takes_none(client_of):
    offer, client = make_dialog(), client_of(make_user("counselling"))

    response = client.post(HANDOUT, {"offers": offer.pk, "lang": ["deu", "tur"], "note": " "})
    noted = client.get(HANDOUT, {"offers": offer.pk, "lang": "deu", "note": "Frau Beispiel"})

    assert response.url == f"{HANDOUT}?offers={offer.pk}&lang=deu&lang=tur"
    assert "Frau Beispiel" not in text_of(noted.content)


@pytest.mark.django_db
def test_no_name_of_a_contact_person_leaves_the_house():
    offer = make_offer(contact_name="Petra Muster", contact_phone="04103 12")

    text = text_of(printed(offer))

    assert "04103 12" in text
    assert "Muster" not in text


@pytest.mark.django_db
def test_the_sheet_says_where_to_ask_when_the_offer_has_no_number(settings):
    provider = make_organisation(phone="04103 999")

    text = text_of(printed(make_offer(provider=provider)))

    assert "04103 999" in text
    assert settings.OFFICE["email"] in text


@pytest.mark.django_db
def test_the_page_of_an_offer_offers_its_handout(client_of):
    offer = make_offer()

    html = client_of(make_user("counselling")).get(offer.get_absolute_url()).content.decode()

    assert f'action="{reverse("offers:handout")}"' in html
    assert f'<input type="hidden" name="offers" value="{offer.pk}">' in html
