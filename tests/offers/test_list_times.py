"""When an offer of a list takes place: dates where the list is certain, words elsewhere."""

import csv
import datetime
from pathlib import Path

import pytest

from integration_office.importers import import_lists, take_back
from integration_office.models import ImportedRow
from offers.models import Occurrence, Offer, Schedule
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer, make_schedule
from tests.offers.test_importing import HEAD


pytestmark = pytest.mark.django_db
WEDEL = Path(__file__).parents[2] / "integration_office" / "demo_lists" / "wedel"


@pytest.fixture
def take(tmp_path):
    """`take({...}, {...})` imports these rows of one provider: what became of each."""
    make_organisation(name="Stadtbücherei")

    def take(*rows):
        with (tmp_path / "angebote.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEAD, restval="")
            writer.writeheader()
            writer.writerows({"Anbieter": "Stadtbücherei", "Titel": "Kurs"} | row for row in rows)
        import_lists(tmp_path, dry_run=False, say=lambda line: None)
        run = ImportedRow.objects.order_by("-run").values("run")[:1]
        found = ImportedRow.objects.filter(run__in=run).order_by("line")
        return [(row.outcome, row.note) for row in found]

    return take


def times(turnus, start="", end=""):
    return {"Wochentag/Turnus": turnus, "Uhrzeit von": start, "Uhrzeit bis": end}


@pytest.mark.parametrize(
    ("row", "rule", "hours"),
    [
        (times("mittwochs", "10:00", "12:00"), "FREQ=WEEKLY;BYDAY=WE", (10, 12)),
        (times("mittwochs 10:00–12:00"), "FREQ=WEEKLY;BYDAY=WE", (10, 12)),
        (times("mittwochs, von 10 bis 12 Uhr"), "FREQ=WEEKLY;BYDAY=WE", (10, 12)),
        (times("dienstags und donnerstags", "9.00", "11 Uhr"), "FREQ=WEEKLY;BYDAY=TU,TH", (9, 11)),
        (times("letzter Mittwoch im Monat", "19 Uhr"), "FREQ=MONTHLY;BYDAY=-1WE", (19, None)),
        (times("1. und 3. Dienstag im Monat"), "FREQ=MONTHLY;BYDAY=1TU,3TU", (None, None)),
        (times("am 12.12.2026", "15:00"), "", (15, None)),
    ],
)
def test_what_is_certain_becomes_a_time_with_dates(take, row, rule, hours):
    take(row | {"gültig von": "04.2015"})

    schedule = Schedule.objects.get()
    found = tuple(time and time.hour for time in (schedule.start_time, schedule.end_time))
    assert (schedule.rule, found) == (rule, hours)
    assert schedule.starts_on == datetime.date(*(2015, 4, 1) if rule else (2026, 12, 12))
    assert Offer.objects.get().schedule_text == ""


def test_not_in_the_school_holidays_is_understood(take):
    take(times("freitags, nicht in den Schulferien", "16:00", "17:00"))

    assert Schedule.objects.get().except_school_holidays
    assert Offer.objects.get().when == "Fridays 16:00–17:00, not in the school holidays"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (times("wöchentlich"), "wöchentlich"),
        (times("wöchentlich", "10:00", "12:00"), "wöchentlich, 10:00–12:00"),
        (times("jeden 2. Montag", "10:00"), "jeden 2. Montag, ab 10:00 Uhr"),
        (
            times("dreimal jährlich montags (2025)", "19:00"),
            "dreimal jährlich montags (2025), ab 19:00 Uhr",
        ),
        (times("viermal wöchentlich vormittags"), "viermal wöchentlich vormittags"),
        (times("mittwochs", "", "12:00"), "mittwochs, bis 12:00 Uhr"),
        (times("", "16:00", "17:00"), "16:00–17:00"),
        (times("15.9-20.9"), "15.9-20.9"),
        (times("Klasse 2-3"), "Klasse 2-3"),
    ],
)
def test_what_is_not_certain_stays_words(take, row, words):
    (outcome, _note) = take(row)[0]

    offer = Offer.objects.get()
    assert (outcome, offer.schedule_text, offer.schedules.count()) == ("taken", words, 0)


def test_by_appointment_is_a_fact_of_its_own(take):
    take(times("nach Absprache"))

    offer = Offer.objects.get()
    assert (offer.by_appointment, offer.schedule_text) == (True, "")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (times("mittwochs", "18-15 Uhr"), "Uhrzeit von: “18-15 Uhr” is not a time."),
        (times("mittwochs", "10:00", "25:00"), "Uhrzeit bis: “25:00” is not a time."),
        (times("mittwochs", "18:00", "15:00"), "Uhrzeit bis: The end must be later than"),
        (times("wöchentlich", "18:00", "15:00"), "Uhrzeit bis: The end must be later than"),
        (times("mittwochs 18-15 Uhr"), "Wochentag/Turnus: The end must be later than"),
        (times("mittwochs 18-25 Uhr"), "Wochentag/Turnus: “mittwochs 18-25 Uhr” is not a time."),
        (times("mittwochs", "10"), "Uhrzeit von: “10” is not a time."),
    ],
)
def test_an_impossible_time_names_its_column_and_stops_no_other_row(take, row, sentence):
    (refused, why), (taken, _note) = take(row, {"Titel": "Gut"} | times("mittwochs"))

    assert (refused, taken) == ("refused", "taken")
    assert why.startswith(sentence)
    assert [schedule.offer.title for schedule in Schedule.objects.all()] == ["Gut"]


def test_the_second_import_changes_nothing(take):
    row = times("mittwochs", "10:00", "12:00") | {"gültig von": "04.2015"}
    take(row)
    before = list(Schedule.objects.values())

    assert take(row) == [("unchanged", "")]
    assert list(Schedule.objects.values()) == before
    assert Offer.objects.get().version == 0


def test_an_offer_without_times_gets_them_and_one_with_keeps_its_own(take):
    offer = make_offer(title="Kurs")
    list_of = {"Anbieter": offer.provider.name} | times("mittwochs", "10:00", "12:00")

    first = take(list_of)
    offer.schedules.update(start_time=datetime.time(9))
    second = take(list_of)

    offer.refresh_from_db()
    assert first == [("merged", "")]
    assert second == [("unchanged", "kept as it is here: Wochentag/Turnus")]
    assert (offer.version, offer.when) == (1, "Wednesdays 09:00–12:00")


def test_a_take_back_removes_a_time_with_its_offer_and_leaves_one_that_was_changed(take):
    take({"Titel": "Weg"} | times("mittwochs"), {"Titel": "Bleibt"} | times("freitags"))
    Offer.objects.filter(title="Bleibt").update(version=1)

    take_back(ImportedRow.objects.first().run_id, say=lambda line: None)

    assert [schedule.offer.title for schedule in Schedule.objects.all()] == ["Bleibt"]
    assert set(Occurrence.objects.values_list("offer__title", flat=True)) == {"Bleibt"}


def test_a_time_the_office_gave_stays_when_the_list_says_words(take):
    offer = make_schedule(make_offer(title="Kurs", schedule_text="")).offer

    outcome = take({"Anbieter": offer.provider.name} | times("wöchentlich"))

    assert outcome[0][0] == "merged"
    assert (
        Offer.objects.get(pk=offer.pk).when
        == "Thursdays 16:00–17:30, on public holidays too; wöchentlich"
    )


def test_the_real_list_is_taken_whole_and_its_rhythms_are_read():
    import_lists(WEDEL, dry_run=False, say=lambda line: None)

    rows = ImportedRow.objects.filter(list_name="angebote.csv")
    assert set(rows.values_list("outcome", flat=True)) == {"taken"}
    assert rows.count() == 88
    read = sorted(Schedule.objects.values_list("rule", flat=True))
    assert read == [
        "FREQ=MONTHLY;BYDAY=-1WE",
        "FREQ=MONTHLY;BYDAY=1TU,3TU",
        "FREQ=MONTHLY;BYDAY=2MO",
        *["FREQ=WEEKLY;BYDAY=FR"] * 2,
        "FREQ=WEEKLY;BYDAY=SU",
        "FREQ=WEEKLY;BYDAY=TH",
        *["FREQ=WEEKLY;BYDAY=TU"] * 4,
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "FREQ=WEEKLY;BYDAY=WE",
    ]
    words = Offer.objects.exclude(schedule_text="").values_list("schedule_text", flat=True)
    assert sorted(words) == [
        "dreimal jährlich montags (2025), ab 19:00 Uhr",
        "dreimal wöchentlich",
        "viermal wöchentlich vormittags",
        "wöchentlich",
        "wöchentlich",
    ]
