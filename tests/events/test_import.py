"""The list of events, as an office hands it over."""

import csv
import datetime

import pytest

from events.importers import COLUMNS
from events.models import Event, Series
from integration_office import demo
from integration_office.importers import import_lists, take_back
from integration_office.models import ImportRun
from tests.events.factories import make_event
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db
ROW = {
    "Titel": "Buntes Dinner",
    "Reihe": "Interkulturelle Wochen 2015",
    "Datum": "11.09.2015",
    "Beginn": "17:00",
    "Ende": "20:00",
    "Ort": "Rathausplatz",
    "Veranstalter": "Friedenswerkstatt; Aksa-Moschee",
    "Kosten": "kostenlos",
    "Teilnehmende": "120",
    "Beschreibung": "Auftakt",
    "source": "zeitung.example/1",
}


@pytest.fixture
def organisations():
    return {make_organisation(name="Friedenswerkstatt"), make_organisation(name="Aksa-Moschee")}


@pytest.fixture
def take(tmp_path):
    """Import these rows; the printed lines without the file's name."""

    def run(*rows):
        with (tmp_path / "veranstaltungen.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows([dict.fromkeys(COLUMNS, "") | row for row in rows])
        said = []
        counts = import_lists(tmp_path, dry_run=False, say=said.append)
        return counts, "\n".join(said)

    return run


def test_a_row_becomes_an_event_of_its_series(take, organisations):
    counts, _said = take(ROW)

    event = Event.objects.get()
    assert counts == {"taken": 1}
    assert (event.title, str(event.series), event.series.year, event.day) == (
        "Buntes Dinner",
        "Interkulturelle Wochen 2015",
        2015,
        datetime.date(2015, 9, 11),
    )
    assert (event.time_text, event.place, event.cost) == (
        "17:00–20:00",
        "Rathausplatz",
        "kostenlos",
    )
    assert (event.status, event.visitors, event.office_role, event.source) == (
        Event.Status.TOOK_PLACE,
        120,
        Event.OfficeRole.CALENDAR,
        "zeitung.example/1",
    )
    assert set(event.organisers.all()) == organisations


def test_twice_changes_nothing(take, organisations):
    take(ROW)
    counts, _said = take(ROW)

    assert counts == {"unchanged": 1}
    assert (Event.objects.count(), Series.objects.count()) == (1, 1)
    assert Event.objects.get().version == 0


def test_a_row_that_is_here_fills_holes_and_never_overwrites(take, organisations):
    event = make_event(
        title="buntes dinner", day=datetime.date(2015, 9, 11), place="Rathausplatz",
        cost="Spende", status=Event.Status.TOOK_PLACE,
    )  # fmt: skip

    counts, said = take(ROW)

    event.refresh_from_db()
    assert counts == {"merged": 1}
    assert (event.cost, event.visitors, event.time_text) == ("Spende", 120, "17:00–20:00")
    assert set(event.organisers.all()) == organisations
    assert "kept ours, the list says: admission: kostenlos" in said


def test_two_starts_on_a_day_are_two_events(take):
    row = {"Titel": "Lesung", "Datum": "25.09.2013"}
    counts, _said = take(row | {"Beginn": "09:00"}, row | {"Beginn": "11:00"})

    assert counts == {"taken": 2}


def test_a_row_with_holes_is_taken(take):
    counts, _said = take({"Titel": "Fest", "Datum": "01.05.2016"})

    assert counts == {"taken": 1}


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Veranstalter": "Niemand"}, "The organiser “Niemand” is not among the organisations."),
        ({"Titel": ""}, "An event needs a title."),
        ({"Datum": "09.2015"}, "“09.2015” in the column “Datum” is not a day."),
        ({"Datum": "31.02.2015"}, "is not a day."),
        ({"Beginn": "5 Uhr"}, "“5 Uhr” in the column “Beginn” is not a time."),
        ({"Ende": "16:00"}, "The event cannot end before it starts."),
        ({"Teilnehmende": "viele"}, "“viele” in the column “Teilnehmende” is not a number."),
    ],
)
def test_a_bad_row_is_refused_and_says_what_to_do(take, organisations, cells, sentence):
    counts, said = take(ROW | cells, {"Titel": "Fest", "Datum": "01.05.2016"})

    assert counts == {"refused": 1, "taken": 1}
    assert sentence in said
    assert [event.title for event in Event.objects.all()] == ["Fest"]


def test_an_event_still_to_come_is_published_and_has_no_visitors_yet(take):
    take({"Titel": "Fest", "Datum": "01.05.2099", "Teilnehmende": "50"})

    event = Event.objects.get()
    assert (event.status, event.visitors) == (Event.Status.PUBLISHED, None)


def test_wedels_own_list_is_taken_whole_and_only_once():
    first = import_lists(demo.LISTS, dry_run=False, say=lambda line: None)
    events = Event.objects.count()
    again = import_lists(demo.LISTS, dry_run=False, say=lambda line: None)

    assert events == 74
    assert first.get("refused", 0) == 0
    assert Event.objects.count() == 74
    assert "taken" not in again


def test_an_import_can_be_taken_back_whole(take, organisations):
    take(ROW)

    take_back(ImportRun.objects.get().pk, say=lambda line: None)

    assert (Event.objects.count(), Series.objects.count()) == (0, 0)
