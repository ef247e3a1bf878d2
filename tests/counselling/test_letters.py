"""Letters on one sheet: accessible, in the client's language beside the German, and silent about
whose they are."""

import datetime
import io
import re
import subprocess
import unicodedata

import pdfua
import pikepdf
import pytest
from django.utils import timezone

from counselling import actions as counselling_actions
from counselling.language import actions as language_actions
from counselling.letters.closing import Closing, closing_of, closing_sheet
from counselling.letters.recommendation import Recommendation, recommendation
from counselling.letters.slips import slip
from counselling.models import Case, Referral
from counselling.referrals import actions
from integration_office.models import ReadEntry
from network.models import Organisation
from offers.models import Location, Offer
from offers.paper.handout_labels import labels, languages
from tests.counselling.casework import make_goal
from tests.counselling.factories import make_case, make_contact
from tests.counselling.language import make_course, make_placement
from tests.counselling.referrals import make_body, make_referral, make_transfer
from tests.offers.factories import make_offer, make_schedule
from tests.offers.papers import NOW, text_of


pytestmark = pytest.mark.django_db


def make_place(**fields):
    library = Location.objects.create(
        name=f"Bücherei {Location.objects.count()}",
        street="Rosengarten 6",
        postcode="22880",
        city="Wedel",
        how_to_get_there="Bus 189 bis Rosengarten",
    )
    usual = {
        "title": "Dialog in Deutsch",
        "location": library,
        "plain_text": "Wir sprechen Deutsch miteinander. Jede und jeder ist willkommen.",
        "contact_phone": "04103 000-11",
        "what_to_bring": "Ausweis",
        "website": "https://demo.example/dialog",
        "is_free": "ja",
        "registration": "nein",
        "confirmed": 1,
    }
    provider = Organisation.objects.filter(name="Verein (Demo)").first()
    provider = provider or make_body(name="Verein (Demo)")
    offer = make_offer(provider=provider, **usual | fields)
    make_schedule(offer)
    return offer


def fetched(offers):
    rows = Offer.objects.filter(pk__in=[offer.pk for offer in offers]).order_by("pk")
    return list(rows.select_related("provider", "location").prefetch_related("schedules"))


def make_slip(language="ara", **fields):
    referral = make_referral(offer=make_place(), **fields)
    referral = Referral.objects.with_targets().get(pk=referral.pk)
    (referral.offer,) = fetched([referral.offer])
    return slip(referral, language, now=NOW)


def appointment(language="ara"):
    day = timezone.localdate() + datetime.timedelta(days=3)
    return make_slip(
        language, kind="termin", appointment_on=day, appointment_at=datetime.time(10, 30)
    )


def of_a_body(language="ara"):
    body = make_body(
        name=f"Jobcenter {Organisation.objects.count()} (Demo)",
        street="Amtsweg 1",
        phone="04103 1",
        task="Geld",
    )
    return slip(make_referral(organisation=body), language, now=NOW)


def course(language="ara"):
    made = Recommendation(
        day=datetime.date(2026, 11, 23),
        level="A2",
        course="Allgemeiner Integrationskurs",
        skills=[("lesen", "A2"), ("schreiben", "A1"), ("hören", "A2"), ("sprechen", "B1")],
        hints=["Bitte den Berechtigungsschein mitbringen."],
        offers=fetched([make_place(title=f"Kurs {number}") for number in range(4)]),
    )
    return recommendation(made, language, now=NOW)


def closing(_language="ara"):
    made = Closing(
        case="Fall 0342 · 2026 · w",
        responsible="Kim Muster (Demo)",
        opened_on=datetime.date(2026, 1, 5),
        closed_on=datetime.date(2026, 11, 23),
        reason="goal reached",
        contacts=7,
        relatives=2,
        topics=[("language", 5), ("housing", 2)],
        results=[("information given", 4)],
        goals=[("Deutsch B1", "erreicht")],
    )
    return closing_sheet(made)


LETTERS = [make_slip, appointment, of_a_body, course, closing]
TITLES = {
    make_slip: "Where you find help",
    appointment: "Your appointment",
    of_a_body: "Where you find help",
    course: "Recommendation for a German course",
    closing: "Closing sheet",
}


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_is_one_accessible_sheet(letter, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(letter())

    found = [finding.message for finding in pdfua.validate(path).findings]
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        facts = (len(pdf.pages), str(pdf.Root.Lang), str(pdf.docinfo.Title))
        first = outline.root[0].title
        fonts = {str(part.BaseFont).partition("+")[2] for part in pdf.objects if is_font(part)}

    assert found == []
    assert facts == (1, "en", TITLES[letter])
    assert first == TITLES[letter]
    assert {font.split("-")[0] for font in fonts} <= {"Fira", "Vazirmatn"}
    assert subprocess.run(["qpdf", "--check", path], check=False).returncode == 0


def is_font(part):
    return isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/Font"


@pytest.mark.parametrize("code", [code for code in languages() if code != "deu"])
def test_labels_stand_in_both_languages_and_are_read_aloud_in_theirs(code):
    content = appointment(code)

    text = " ".join(text_of(content).split())
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tags = {str(part.Lang) for part in pdf.objects if is_tagged(part)}
        pages = len(pdf.pages)

    words = labels(code)
    assert {"de", words.tag} - {"en"} <= tags  # the page itself is English here
    for key in ("where", "phone", "bring"):
        assert labels("deu")[key] in text
        assert norm(words[key]) in norm(text)
    assert pages == 1


def norm(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def is_tagged(part):
    return isinstance(part, pikepdf.Dictionary) and part.get("/S") and "/Lang" in part


@pytest.mark.parametrize("code", ["deu", "tir", ""])
def test_a_language_without_words_leaves_the_german_alone(code):
    text = text_of(make_slip(code))

    assert "Telefon" in text
    assert "هاتف" not in text


def test_the_slip_says_where_and_when_and_nothing_of_the_case():
    case = make_case(gender="w", concern="Schulden", language="ara")
    contact = make_contact(case=case, counsellor=case.responsible, topics=["GES"], note="Notiz")
    day = timezone.localdate() + datetime.timedelta(days=3)
    content = make_slip(
        "ara",
        contact=contact,
        topic="GES",
        kind="termin",
        appointment_on=day,
        appointment_at=datetime.time(10, 30),
        note="Vorsicht",
    )

    text = text_of(content)

    assert f"{labels('deu').day(day)}, 10:30" in text
    assert "Dialog in Deutsch" in text
    assert "Ausweis" in text
    for secret in ("Schulden", "Notiz", "Vorsicht", "health", case.number, "Confidential"):
        assert secret not in text


def test_who_goes_along_stands_on_the_slip():
    assert "Goes with you: Noa Hilfe (Demo)" in text_of(
        make_slip(kind="begleit", escort="Noa Hilfe (Demo)")
    )


def test_the_recommendation_names_up_to_three_courses():
    text = text_of(course())

    assert [name for name in ("Kurs 0", "Kurs 1", "Kurs 2", "Kurs 3") if name in text] == [
        "Kurs 0",
        "Kurs 1",
        "Kurs 2",
    ]
    assert "Berechtigungsschein" in text


def test_the_closing_sheet_counts_what_was_done_and_is_confidential(counsellor, today):
    case = make_case(responsible=counsellor, gender="w", concern="Ada Muster")
    contact = make_contact(counsellor=counsellor, case=case, topics=["SPR", "WOH"], note="Ada")
    contact.results = ["info"]
    contact.save()
    make_contact(counsellor=counsellor, case=case, topics=["SPR"], relatives=2)
    referral = make_referral(contact=contact, offer=make_place(), note="Ada")
    actions.note_feedback(referral, "ok", by=counsellor)
    counselling_actions.close_case(case, on=today, reason="ziel", by=counsellor)

    closed = closing_of(Case.objects.get(pk=case.pk))
    text = text_of(closing_sheet(closed))

    assert (closed.contacts, closed.relatives) == (2, 2)
    assert closed.topics == [("language", 2), ("housing", 1)]
    assert closed.results == [("information given", 1), ("referred elsewhere", 1)]
    assert [(sent.target, sent.state) for sent in closed.referrals] == [
        ("Dialog in Deutsch (Verein (Demo))", "arrived")
    ]
    assert "Confidential" in text
    assert "Ada" not in text


def test_the_closing_sheet_says_what_became_of_the_goals(client, counsellor, today):
    case = make_case(responsible=counsellor)
    make_goal(case, text="Deutsch B1", state="erreicht", settled_on=today)
    make_goal(case, text="Ausbildung finden")
    make_goal(make_case(), text="anderer Fall")
    counselling_actions.close_case(case, on=today, reason="ziel", by=counsellor)

    text = text_of(client.get(f"/counselling/cases/{case.pk}/closing-sheet/").content)

    goals = text.partition("Goals")[2].split()
    assert goals[:6] == ["Deutsch", "B1", "reached", "Ausbildung", "finden", "open"]
    assert "anderer Fall" not in text


@pytest.mark.parametrize("kind", ["slip", "closing"])
def test_opening_a_letter_leaves_a_line_and_its_file_has_no_name(client, counsellor, today, kind):
    case = make_case(responsible=counsellor)
    transfer = make_transfer(case, days=0)
    if kind == "slip":
        url, name = f"/counselling/referrals/{transfer.pk}/slip/", "verweis.pdf"
    else:
        counselling_actions.close_case(case, on=today, reason="ziel", by=counsellor)
        url, name = f"/counselling/cases/{case.pk}/closing-sheet/", "abschlussbogen.pdf"

    page = client.get(url)

    assert (page.status_code, page["Content-Type"]) == (200, "application/pdf")
    assert page["Content-Disposition"] == f'inline; filename="{name}"'
    assert "no-store" in page["Cache-Control"]
    assert ReadEntry.objects.get().target == f"counselling.Case:{case.pk}"


def test_a_placement_is_taken_along_with_the_courses_that_have_a_place(client, counsellor):
    case = make_case(responsible=counsellor, language="ara")
    placement = make_placement(case, reading="A2")
    make_course(title="Kurs mit Platz (Demo)")
    make_course(title="Voller Kurs (Demo)", seats=5, registered=5)
    make_offer(title="Irgendein Kurs (Demo)", kind="sprachkurs", confirmed=1)
    url = f"/counselling/cases/{case.pk}/language/placements/{placement.pk}/letter/"

    page = client.get(url)

    text = text_of(page.content)
    assert page["Content-Disposition"] == 'inline; filename="kursempfehlung.pdf"'
    assert "no-store" in page["Cache-Control"]
    courses = ("Kurs mit Platz", "Voller Kurs", "Irgendein Kurs")
    assert [name in text for name in courses] == [True, False, False]
    assert str(placement.get_recommended_course_display()) in text
    assert case.number not in text
    assert ReadEntry.objects.get().target == f"counselling.Case:{case.pk}"


def test_the_recommendation_names_the_course_that_was_chosen(client, counsellor):
    case = make_case(responsible=counsellor)
    placement = make_placement(case)
    chosen = make_course(title="Gewählter Kurs (Demo)")
    make_course(title="Anderer Kurs (Demo)")
    language_actions.place(placement, chosen, by=counsellor)
    url = f"/counselling/cases/{case.pk}/language/placements/{placement.pk}/letter/"

    text = text_of(client.get(url).content)

    assert ["Gewählter Kurs" in text, "Anderer Kurs" in text] == [True, False]


def test_the_client_takes_the_slip_in_the_language_of_the_talk_or_only_in_german(
    client, counsellor
):
    referral = make_referral(
        contact=make_contact(counsellor=counsellor, language="ukr"), offer=make_place()
    )

    both = text_of(client.get(f"/counselling/referrals/{referral.pk}/slip/").content)
    german = text_of(client.get(f"/counselling/referrals/{referral.pk}/slip/?lang=deu").content)

    assert [labels("ukr")["phone"] in text for text in (both, german)] == [True, False]
    assert "Telefon" in german
