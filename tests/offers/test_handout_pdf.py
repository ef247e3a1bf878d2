"""The handout as PDF: a sheet per language, whole and accessible, and nothing about the client."""

import datetime
import io
import re
import subprocess

import pdfua
import pikepdf
import pytest
from django.urls import reverse

from offers.codes import Status, Visibility
from offers.models import Location, Schedule, SchoolHoliday
from offers.paper.handout_labels import labels, languages
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer
from tests.offers.papers import EVERY_THURSDAY, make_dialog, printed, text_of


HANDOUT = "/offers/selection/handout.pdf"


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


def make_cafes(number_of_them):
    """Offers that say all that is usually known."""
    offers = [
        make_offer(
            title=f"Frauencafé mit Kinderbetreuung {number}",
            plain_text="Hier treffen sich Frauen. Wir trinken Tee. " * 5,
            location=Location.objects.create(
                name=f"Brückenhaus {number}",
                street="Musterweg 1",
                postcode="22880",
                city="Wedel",
                how_to_get_there="Bus 189 bis Musterweg",
            ),
            place="Raum 3, Erdgeschoss",
            confirmed=1,
            is_free="ja",
            registration="nein",
            women_only=True,
            childcare="ja",
            access_for_clients="Kommen Sie einfach vorbei.",
            contact_phone="04103 000-11",
        )
        for number in range(number_of_them)
    ]
    for offer in offers:
        Schedule.objects.create(offer=offer, **EVERY_THURSDAY, except_school_holidays=True)
    return offers


@pytest.mark.django_db
def test_three_offers_with_all_that_is_asked_fit_on_one_sheet():
    """What a counsellor picks in a talk; the sheet is folded once and put into a bag."""
    offers = make_cafes(3)

    pages = {code: text_of(printed(*offers, lang=code)).count("\f") for code in languages()}

    assert pages == dict.fromkeys(languages(), 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "most"), [("deu", 5), ("ara", 5), ("ukr", 6)])
def test_more_offers_fit_on_one_sheet_with_what_leads_there(code, most, tmp_path):
    offers = make_cafes(most)
    path = tmp_path / "handout.pdf"
    path.write_bytes(printed(*offers, lang=code))

    text = re.sub(r"\s+", " ", text_of(path.read_bytes()))

    assert len(pikepdf.open(path).pages) == 1
    assert text.count("04103 000-11") == most
    assert [offer.title in text for offer in offers] == [True] * most
    assert "Wir trinken Tee" not in text
    assert [finding.message for finding in pdfua.validate(path).findings] == []


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
        make_offer(title=f"{n} Angebot", access_for_clients="Wort " * 119, contact_phone=f"{n} Ruf")
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
