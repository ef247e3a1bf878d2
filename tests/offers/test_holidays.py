"""School holidays: what we know to begin with, and that the dates of offers follow a change."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from integration_office import agenda, chores
from integration_office.models import AuditEntry
from offers import indexing
from offers.models import Occurrence, Offer, SchoolHoliday
from offers.times.school_holidays import load_school_holidays
from tests.factories import make_user
from tests.offers.factories import make_holiday, make_offer, make_schedule


pytestmark = pytest.mark.django_db
LIST = "offers:holiday_list"
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def none_known(db):
    """Whatever the first set-up took in."""
    SchoolHoliday.objects.all().delete()


def test_the_list_is_taken_in_once():
    mine = make_holiday("2026-12-21", "2027-01-08", name="Weihnachten")

    first, second = load_school_holidays(), load_school_holidays()

    mine.refresh_from_db()
    assert (first, second) == (32, 0)
    assert (mine.name, mine.last_day) == ("Weihnachten", datetime.date(2027, 1, 8))
    assert SchoolHoliday.objects.known_until() == datetime.date(2031, 5, 23)
    closed = SchoolHoliday.objects.closed()
    assert datetime.date(2027, 7, 3) in closed.school
    assert datetime.date(2027, 8, 15) not in closed.school


def test_a_new_office_begins_with_the_list_and_one_that_has_its_own_is_left_alone():
    chores.do_all(timezone.localdate())
    known = SchoolHoliday.objects.count()
    SchoolHoliday.objects.exclude(first_day="2026-12-21").delete()
    chores.do_all(timezone.localdate())

    assert (known, SchoolHoliday.objects.count()) == (33, 1)


def test_what_an_older_program_left_is_worked_out_on_the_first_day():
    offer = make_offer(kind="sprachkurs")
    Offer.objects.update(facets=[], tally=0, search=None, indexed_by="")

    chores.do_all(timezone.localdate())

    offer.refresh_from_db()
    assert "kind:sprachkurs" in offer.facets
    assert Offer.objects.matching("Sprachkurs").get() == offer


def test_after_an_update_each_offer_is_worked_out_anew_once():
    older, newer = make_offer(kind="sprachkurs"), make_offer(kind="sprachkurs")
    Offer.objects.update(tally=1)
    Offer.objects.filter(pk=older.pk).update(indexed_by="an older one")

    assert (indexing.renew(), indexing.renew()) == (1, 0)
    assert Offer.objects.get(pk=older.pk).tally == older.tally
    assert Offer.objects.get(pk=newer.pk).tally == 1


def test_all_offers_can_be_indexed_anew(capsys):
    offers = [make_offer(kind="sprachkurs") for _number in range(3)]
    Offer.objects.update(tally=1, facets=["kind:sport"])

    call_command("index_offers")

    assert capsys.readouterr().out == "3 offers indexed.\n"
    assert set(Offer.objects.values_list("tally", flat=True)) == {offers[0].tally}


def test_the_coordination_enters_holidays_and_the_dates_follow(client_of):
    today = timezone.localdate()
    make_schedule(rule="FREQ=DAILY", except_school_holidays=True)
    other = make_schedule(make_offer(), rule="FREQ=DAILY")
    user = make_user()
    client = client_of(user)
    create = reverse("offers:holiday_create")
    token = client.get(create).context["form"].initial["submission"]
    typed = {"name": "Ferien", "first_day": today, "last_day": today + 6 * DAY, "submission": token}

    response = client.post(create, typed)

    assert response.url == reverse(LIST)
    assert str(SchoolHoliday.objects.get()) == f"Ferien {today.year}"
    assert Occurrence.objects.exclude(offer=other.offer_id).count() == 50
    assert Occurrence.objects.filter(offer=other.offer_id).count() == 57
    assert AuditEntry.objects.filter(verb="saved", by=user).count() == 1


def test_changed_and_deleted_holidays_give_the_dates_back(client_of):
    today = timezone.localdate()
    holiday = make_holiday(today.isoformat(), (today + 6 * DAY).isoformat())
    make_schedule(rule="FREQ=DAILY", except_school_holidays=True)
    client = client_of(make_user())
    counts = [Occurrence.objects.count()]

    changed = {"name": "Ferien", "first_day": today, "last_day": today, "version": 0}
    client.post(reverse("offers:holiday_edit", args=[holiday.pk]), changed)
    counts.append(Occurrence.objects.count())
    asked = client.get(reverse("offers:holiday_delete", args=[holiday.pk]))
    client.post(reverse("offers:holiday_delete", args=[holiday.pk]))
    counts.append(Occurrence.objects.count())

    assert "then take place on these days" in asked.content.decode()
    assert counts == [50, 56, 57]
    assert not SchoolHoliday.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"last_day": "2026-12-20"}, "__all__", "The last day cannot be before the first."),
        (
            {"first_day": "2027-03-30"},
            "__all__",
            "Holidays that begin on this day are here already.",
        ),
        ({"first_day": "31.02.2027"}, "first_day", "Enter a valid date."),
        ({"name": ""}, "name", "This field is required."),
    ],
)
def test_holidays_that_cannot_be_are_refused_with_a_sentence(client_of, changes, field, sentence):
    make_holiday("2027-03-30", "2027-04-10", name="Osterferien")
    typed = {"name": "Winter", "first_day": "2026-12-21", "last_day": "2027-04-20"} | changes

    response = client_of(make_user()).post(reverse("offers:holiday_create"), typed)

    assert response.status_code == 422
    assert response.context["form"].errors[field] == [sentence]
    assert SchoolHoliday.objects.count() == 1


def test_the_list_begins_with_what_comes_next(client_of):
    today = timezone.localdate()
    for name, days in (("Vorbei", -30), ("Später", 60), ("Bald", 10)):
        first = today + days * DAY
        make_holiday(first.isoformat(), (first + DAY).isoformat(), name=name)

    page = client_of(make_user()).get(reverse(LIST)).context["page"]

    assert [holiday.name for holiday in page] == ["Bald", "Später", "Vorbei"]


@pytest.mark.parametrize(("months", "lines"), [(None, 1), (5, 1), (7, 0)])
def test_the_coordination_is_told_in_time_that_holidays_are_missing(months, lines):
    today = timezone.localdate()
    make_schedule(except_school_holidays=True)
    if months:
        last = today + datetime.timedelta(days=30 * months)
        make_holiday(last.isoformat(), last.isoformat())

    titles = [item.title for item in agenda.agenda_of(make_user(), today).today]

    assert titles.count("The next school holidays are not entered yet") == lines


def test_nobody_is_asked_for_holidays_that_no_offer_keeps():
    make_schedule()

    due = agenda.agenda_of(make_user(), timezone.localdate())

    assert "The next school holidays are not entered yet" not in [item.title for item in due.today]


def test_the_second_editor_of_holidays_is_shown_both_texts_and_overwrites_nothing(client_of):
    holiday = make_holiday("2026-12-21", "2027-01-06", name="Weihnachten")
    url = reverse("offers:holiday_edit", args=[holiday.pk])
    first, second = client_of(make_user()), client_of(make_user())
    seen = first.get(url).context["form"]["version"].value()
    data = {"name": "Weihnachten", "first_day": "2026-12-21", "version": seen}

    first.post(url, data | {"last_day": "2027-01-08"})
    refused = second.post(url, data | {"last_day": "2027-01-07"})

    holiday.refresh_from_db()
    form = refused.context["form"]
    assert refused.status_code == 422
    assert form.errors["last_day"] == ["Saved now: “01/08/2027”."]
    assert form["last_day"].value() == "2027-01-07"
    assert (holiday.last_day, holiday.version) == (datetime.date(2027, 1, 8), 1)

    newer = form["version"].value()
    second.post(url, data | {"last_day": "2027-01-07", "version": newer})
    holiday.refresh_from_db()
    assert (holiday.last_day, holiday.version) == (datetime.date(2027, 1, 7), 2)


def test_who_knows_no_version_overwrites_nothing_either(client_of):
    holiday = make_holiday("2026-12-21", "2027-01-06", name="Weihnachten")
    url = reverse("offers:holiday_edit", args=[holiday.pk])

    refused = client_of(make_user()).post(
        url, {"name": "Winter", "first_day": "2026-12-21", "last_day": "2027-01-06"}
    )

    holiday.refresh_from_db()
    assert (refused.status_code, holiday.name, holiday.version) == (422, "Weihnachten", 0)


def test_new_holidays_begin_with_the_first_version(client_of):
    data = {"name": "Winter", "first_day": "2026-12-21", "last_day": "2027-01-06"}

    client_of(make_user()).post(reverse("offers:holiday_create"), data)
    load_school_holidays()

    assert set(SchoolHoliday.objects.values_list("version", flat=True)) == {0}
    assert SchoolHoliday.objects.get(name="Winter").version == 0
