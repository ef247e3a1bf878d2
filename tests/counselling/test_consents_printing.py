"""The sheet for signature: both languages, all that the law wants on it, and no name."""

import io
import re
import subprocess
import unicodedata

import pdfua
import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from counselling.consents import texts
from counselling.consents.printing import consent_pdf
from counselling.models import Consent, ConsentText
from integration_office.models import AuditEntry, ReadEntry
from tests.counselling.factories import make_case
from tests.counselling.people import make_consent, make_named_case, make_person
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def all_texts():
    texts.load()


def text_of(pdf):
    """What is read from the paper, in one line, without the marks that turn the writing."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
    )
    text = unicodedata.normalize("NFKC", done.stdout.decode())
    return " ".join(re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text).split())


def boxes_of(pdf, *, page):
    """Each word of a page with its left, top, right and bottom edge."""
    done = subprocess.run(
        ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    edges = " ".join(f'{edge}="([\\d.]+)"' for edge in ("xMin", "yMin", "xMax", "yMax"))
    found = re.findall(rf"<word {edges}>([^<]+)<", done.stdout.decode())
    return [(*map(float, sides), word) for *sides, word in found]


def printed(language, purpose="fallakte", **fields):
    text = ConsentText.objects.get(language=language, purpose=purpose)
    return consent_pdf(Consent(case=make_case(), purpose=purpose, text=text, **fields))


def test_the_german_sheet_says_what_the_law_wants(settings):
    jobcenter = make_organisation(name="Jobcenter Beispiel")

    said = text_of(
        printed(
            "deu",
            "weitergabe",
            recipient=jobcenter,
            about="Name, Deutschniveau A2",
            interpreter="Noa Beispiel (Demo)",
            valid_until=timezone.localdate().replace(month=12, day=31),
        )
    )

    for words in (
        "Entbindung von der Schweigepflicht",
        settings.OFFICE["address"],
        "Jobcenter Beispiel",
        "Name, Deutschniveau A2",
        f"31. Dezember {timezone.localdate().year}",
        "Noa Beispiel (Demo)",
        settings.OFFICE["data_protection_email"],
        "Unabhängiges Landeszentrum für Datenschutz",
        "Sie müssen nicht unterschreiben.",
        "keinen Nachteil",
        "jederzeit zurücknehmen",
        "nur Zahlen ohne Namen",
        "Ihre Rechte",
        "§ 138 Strafgesetzbuch",
        "dürfen wir die Aussage nicht verweigern",
        "Ort, Datum",
        "Unterschrift der ratsuchenden Person oder ihrer Vertretung",
        "Unterschrift der Beratungsstelle",
        "Fassung 1 vom",
    ):
        assert words in said


@pytest.mark.parametrize("language", texts.languages())
def test_each_language_is_printed_beside_german_and_accessible(language, tmp_path):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(printed(language))

    words = texts.words_for(ConsentText.objects.get(language=language, purpose="fallakte"))
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
        tags = {str(part.Lang) for part in pdf.objects if is_tagged(part)}
        fonts = {str(part.BaseFont).partition("+")[2] for part in pdf.objects if is_font(part)}
        assert str(pdf.docinfo.Title) == "Einwilligung in eine Fallakte"
    said = text_of(path.read_bytes())

    assert pages == (1 if language == "deu" else 2)
    assert [finding.message for finding in pdfua.validate(path).findings] == []
    assert "Einwilligung in eine Fallakte" in said
    assert language == "deu" or words.tag in tags
    assert any("Vazirmatn" in font for font in fonts) == (words.direction == "rtl")
    assert {font.split("-")[0] for font in fonts} <= {"Fira", "Vazirmatn"}
    if words.direction == "ltr":
        assert words["client"] in said


def is_tagged(part):
    return isinstance(part, pikepdf.Dictionary) and part.get("/S") and "/Lang" in part


def is_font(part):
    return isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/Font"


def test_a_sheet_of_sorani_runs_from_right_to_left(tmp_path):
    """Acceptance 17: the title begins at the right edge of its sheet."""
    pdf = printed("ckb")

    words = [(right, bottom, word) for _left, _top, right, bottom, word in boxes_of(pdf, page=2)]
    arabic = [(x, y) for x, y, word in words if re.search("[\u0600-\u06ff]", word)]
    title = min(y for _x, y in arabic)
    page_width = 595
    assert max(x for x, y in arabic if y < title + 30) > page_width - 60


def test_everybody_of_scenario_17_can_be_kept_and_printed(client, counsellor):
    """One name, unknown birthday, two nationalities, language Soranî."""
    case = make_case(responsible=counsellor, language="ckb")
    page = reverse("counselling:case_person_create", args=[case.pk])
    form = client.post(reverse("counselling:case_name", args=[case.pk]), {"name": "شێرکۆ"}).context[
        "naming"
    ]
    assert form.initial["language"] == "ckb"

    client.post(
        page,
        {
            "last_name": "شێرکۆ",
            "nationality": "IQ",
            "second_nationality": "DE",
            "agreed": "on",
            "language": "ckb",
            "form": "schriftlich",
            "given_on": timezone.localdate().isoformat(),
        },
    )

    consent = Consent.objects.get()
    case.refresh_from_db()
    person = case.person
    assert (person.full_name, person.birth, person.nationalities) == ("شێرکۆ", "", ["IQ", "DE"])
    assert case.country_group == "irq"
    sheet = client.get(reverse("counselling:case_consent_print", args=[case.pk, consent.pk]))
    assert sheet["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(sheet.content)) as pdf:
        assert len(pdf.pages) == 2


def test_what_is_typed_is_printed_before_it_is_signed_and_nothing_is_kept(client, counsellor):
    case = make_named_case(responsible=counsellor)
    before = Consent.objects.count()

    answer = client.post(
        reverse("counselling:case_consent_sheet", args=[case.pk]),
        {
            "purpose": "messenger",
            "language": "tur",
            "form": "schriftlich",
            "given_on": timezone.localdate().isoformat(),
        },
    )

    assert answer["Content-Disposition"] == 'inline; filename="einwilligung.pdf"'
    assert answer["Cache-Control"] == "no-store, private"
    said = text_of(answer.content)
    assert "Danışan kişinin veya temsilcisinin imzası" in said
    assert "Beispielowa" not in said
    assert Consent.objects.count() == before
    assert AuditEntry.objects.get(verb="consent printed").note == "messenger"


def test_a_wrong_form_prints_nothing(client, counsellor):
    case = make_named_case(responsible=counsellor)

    answer = client.post(
        reverse("counselling:case_consent_sheet", args=[case.pk]), {"purpose": "weitergabe"}
    )

    assert answer.status_code == 422
    assert "Please choose to whom something may be told." in answer.content.decode()


@pytest.mark.parametrize(("language", "pages"), [("ukr", 2), ("", 1), ("xyz", 1)])
def test_the_consent_to_a_file_is_printed_before_a_name_is_entered(
    client, counsellor, language, pages
):
    case = make_case(responsible=counsellor)

    answer = client.post(
        reverse("counselling:case_file_consent_sheet", args=[case.pk]),
        {"language": language, "last_name": "Beispielowa", "interpreter": "Noa (Demo)"},
    )

    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == pages
    said = text_of(answer.content)
    assert "Noa (Demo)" in said
    assert "Beispielowa" not in said


def test_a_sheet_that_was_signed_says_by_whom_in_the_words_of_then(client, counsellor):
    case = make_named_case(responsible=counsellor, person=make_person())
    old = ConsentText.objects.get(purpose="messenger", language="eng")
    consent = make_consent(case, "messenger", text=old, signed_by="Wanda Beispielowa")
    ConsentText.objects.create(
        purpose="messenger", language="eng", number=2, title="New", text="New words"
    )

    said = text_of(
        client.get(reverse("counselling:case_consent_print", args=[case.pk, consent.pk])).content
    )

    assert "Consent to messages through a messenger" in said
    assert "New words" not in said
    assert "Wanda Beispielowa" in said
    assert ReadEntry.objects.get().purpose == "name"


def test_the_german_words_beside_are_those_of_the_same_version():
    ConsentText.objects.create(
        purpose="messenger", language="deu", number=2, title="Zweite", text="# Neu\nWorte"
    )

    assert "Zweite" not in text_of(printed("eng", "messenger"))


def test_a_long_name_stands_above_its_line_and_beside_the_date():
    text = ConsentText.objects.get(purpose="messenger", language="deu")
    name = "Wanda Langenbeispielhausenmustermannstettenersdottirundzumustermann Zuletzt"
    consent = make_consent(make_named_case(), "messenger", text=text, signed_by=name)

    words = {word: box for *box, word in boxes_of(consent_pdf(consent), page=1)}

    (_left, _top, _right, bottom), caption = words["Zuletzt"], words["Druckbuchstaben"]
    date = words["(in"]
    assert bottom <= caption[1]
    below = [box for word, box in words.items() if word in name and box[1] >= words["Wanda"][1]]
    assert max(right for _left, _top, right, _bottom in below) < date[0]
