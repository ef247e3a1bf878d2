"""kurse.csv: the vhs hands over its totals, the newer count wins, a take-back undoes it."""

import datetime

import pytest

from integration_office.importers import import_lists, take_back
from integration_office.models import ImportedRow, ImportRun
from offers.codes import CourseStatus, CourseType, Kind, Status
from offers.models import Course, Offer
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db

HEAD = (
    "Titel;Anbieter;Kursnummer;Kursart;Niveau von;Niveau bis;Module;UE;Beginn;Ende;Plätze;"
    "Angemeldet;Warteliste;Stand;Status"
)
ROW = {
    "Titel": "Integrationskurs 14",
    "Anbieter": "vhs Wedel",
    "Kursnummer": "26-14",
    "Kursart": "Integrationskurs",
    "Niveau von": "A1",
    "Niveau bis": "B1",
    "Module": "7",
    "UE": "700",
    "Beginn": "11.01.2027",
    "Ende": "10.12.2027",
    "Plätze": "25",
    "Angemeldet": "19",
    "Warteliste": "0",
    "Stand": "20.11.2026",
    "Status": "Anmeldung",
}


@pytest.fixture
def vhs():
    return make_organisation(name="vhs Wedel")


def imported(tmp_path, *rows, dry_run=False):
    """What became of the rows, each given as what differs from ROW: (outcome, note)."""
    lines = [HEAD, *(";".join((ROW | row).values()) for row in rows)]
    (tmp_path / "kurse.csv").write_text("\n".join(lines), encoding="utf-8")
    import_lists(tmp_path, dry_run=dry_run, say=lambda line: None)
    last = ImportRun.objects.order_by("pk").last()
    rows = ImportedRow.objects.filter(run=last).order_by("pk")
    return list(rows.values_list("outcome", "note"))


def test_a_new_course_comes_with_its_offer_and_its_places(tmp_path, vhs):
    outcomes = imported(tmp_path, {})

    offer = Offer.objects.get()
    course = offer.course
    assert outcomes == [("taken", "")]
    assert (offer.title, offer.kind, offer.status) == (
        "Integrationskurs 14",
        Kind.COURSE,
        Status.PUBLISHED,
    )
    assert (offer.german_level_from, offer.german_level_to) == ("A1", "B1")
    assert (offer.capacity, offer.free_places) == (25, 6)
    assert (course.course_type, course.number, course.hours, course.status) == (
        CourseType.GENERAL,
        "26-14",
        700,
        CourseStatus.OPEN,
    )
    assert course.counted_on == datetime.date(2026, 11, 20)
    assert {"kind:sprachkurs", "field:SPR", "level:A2", "places:ja"} <= set(offer.facets)


def test_the_repetition_of_an_integration_course_is_a_type_of_its_own(tmp_path, vhs):
    imported(tmp_path, {"Kursart": "Wiederholung", "UE": "300"})

    course = Course.objects.get()
    assert (course.course_type, course.hours) == (CourseType.REPEAT, 300)
    assert Offer.objects.matching("Wiederholerkurs").get() == course.offer


def test_the_newer_count_wins_and_the_older_one_is_left(tmp_path, vhs):
    imported(tmp_path, {})

    newer = imported(tmp_path, {"Angemeldet": "25", "Warteliste": "3", "Stand": "22.11.2026"})
    older = imported(tmp_path, {"Angemeldet": "5", "Stand": "1.11.2026"})
    again = imported(tmp_path, {"Angemeldet": "25", "Warteliste": "3", "Stand": "22.11.2026"})

    offer = Offer.objects.get()
    assert newer == [("merged", "as the list says: Angemeldet, Warteliste, Stand")]
    assert older == [("unchanged", "what is here was counted later, on 11/22/2026")]
    assert again == [("unchanged", "")]
    assert (offer.free_places, offer.course.waiting) == (0, 3)


def test_an_offer_that_is_here_gets_the_facts_of_its_course(tmp_path, vhs):
    offer = make_offer(provider=vhs, title="Integrationskurs 14", description="Unser Text")

    outcomes = imported(tmp_path, {})

    offer.refresh_from_db()
    assert outcomes == [("merged", "course facts added")]
    assert (offer.description, offer.capacity, Offer.objects.count()) == ("Unser Text", 25, 1)


def test_a_course_is_found_by_its_number_whatever_its_title(tmp_path, vhs):
    imported(tmp_path, {})

    outcomes = imported(tmp_path, {"Titel": "Kurs 14 neu", "Angemeldet": "20"})

    assert outcomes == [("merged", "as the list says: Angemeldet")]
    assert Offer.objects.get().title == "Integrationskurs 14"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"Titel": ""}, "The column “Titel” is empty. Please fill it in."),
        ({"Anbieter": "Niemand"}, "There is no organisation “Niemand”."),
        ({"Plätze": "zwölf"}, "Plätze: “zwölf” is not a number. Please write digits only."),
        ({"Plätze": "12", "Angemeldet": "14"}, "Plätze: 14 people are registered already"),
        ({"Beginn": "2027"}, "Beginn: “2027” is not a day. Please write it like 24.12.2026."),
        ({"Ende": "1.1.2027"}, "Ende: The last day cannot be before the first."),
        ({"Kursart": "Yoga"}, "“Yoga” is not known in the column “Kursart”."),
        ({"Niveau von": "C1"}, "Niveau bis: The upper level is below the lower one."),
        ({"Stand": "01.01.2999"}, "Stand: This day is still to come."),
        ({"Plätze": "99999"}, "Plätze: Please enter a number up to 9999."),
    ],
)
def test_a_row_that_cannot_be_says_why_and_stops_no_other(tmp_path, vhs, row, sentence):
    refused, taken = imported(tmp_path, row, {"Titel": "Ein anderer", "Kursnummer": "2"})

    assert refused[0] == "refused"
    assert sentence in refused[1]
    assert taken[0] == "taken"
    assert [offer.title for offer in Offer.objects.all()] == ["Ein anderer"]


def test_two_courses_of_one_title_are_asked_for_titles_of_their_own(tmp_path, vhs):
    outcomes = imported(tmp_path, {}, {"Kursnummer": "26-15"})

    assert [outcome for outcome, _note in outcomes] == ["taken", "refused"]
    assert "is course 26-14 already" in outcomes[1][1]


def test_a_course_that_is_over_stays_out_of_the_catalogue(tmp_path, vhs):
    imported(tmp_path, {"Beginn": "1.2.2025", "Ende": "1.12.2025", "Status": "beendet"})

    offer = Offer.objects.get()
    assert (offer.status, offer.ended_on) == (Status.ENDED, datetime.date(2025, 12, 1))


def test_a_preview_keeps_nothing_and_an_import_is_taken_back(tmp_path, vhs):
    imported(tmp_path, {}, dry_run=True)
    previewed = Offer.objects.count()
    imported(tmp_path, {})

    counts = take_back(ImportRun.objects.get().pk, say=lambda line: None)

    assert previewed == 0
    assert counts == {"removed": 2, "stayed": 0}
    assert (Offer.objects.count(), Course.objects.count()) == (0, 0)
