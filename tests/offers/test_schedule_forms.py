"""The times inside an offer's form: said in words, kept as rules, refused at their field."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from offers.models import Offer, Schedule
from offers.times.rhythms import NTHS, Rhythm, Said, rule_of
from offers.times.schedule_forms import ScheduleForm, initial_of
from offers.times.schedules import WEEKDAYS
from tests.factories import make_user
from tests.offers.factories import (
    make_inquiry,
    make_offer,
    make_partner,
    make_schedule,
    offer_data,
    times_data,
)
from tests.offers.test_schedules import calm


EDIT = "offers:edit"
THURSDAYS = {
    "rhythm": "woche",
    "weekdays": ["do"],
    "start_time": "16:00",
    "end_time": "17:30",
    "except_public_holidays": "on",
}
EMPTY = {"rhythm": "woche", "except_public_holidays": "on"}
some_days = st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(tuple)
some_nths = st.lists(st.sampled_from(NTHS), min_size=1, unique=True).map(tuple)
days = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31))
rules = st.one_of(
    st.builds(Said, st.sampled_from([Rhythm.WEEKLY, Rhythm.FORTNIGHTLY]), some_days).map(rule_of),
    st.builds(Said, st.just(Rhythm.MONTHLY), some_days, some_nths).map(rule_of),
    st.sampled_from(["", "FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=YEARLY"]),
)


def facts(schedule):
    names = Schedule.NOT_PERSONAL - {"id", "offer"}
    return {name: getattr(schedule, name) for name in names}


def sent(form):
    """What a browser sends for the form as it is shown."""
    data = {}
    for field in form:
        value = field.value()
        if isinstance(value, list):
            data[field.html_name] = [str(one) for one in value]
        elif value not in (None, False, ""):
            data[field.html_name] = "on" if value is True else str(value)
    return data


@calm
@given(
    rule=rules,
    starts_on=days,
    length=st.none() | st.integers(30, 900),
    hours=st.sampled_from([(None, None), ("16:00", None), ("16:00", "17:30")]),
    exceptions=st.sets(days, max_size=4).map(sorted),
    extra=st.sets(days, max_size=4).map(sorted),
    school=st.booleans(),
    note=st.sampled_from(["", "Raum 205"]),
)
def test_a_time_that_is_opened_and_saved_stays_exactly_as_it_was(
    rule, starts_on, length, hours, exceptions, extra, school, note
):
    extra = [day for day in extra if rule or day > starts_on]
    schedule = Schedule(
        pk=7,
        rule=rule,
        starts_on=starts_on,
        until=starts_on + datetime.timedelta(days=length) if length and rule else None,
        start_time=hours[0] and datetime.time.fromisoformat(hours[0]),
        end_time=hours[1] and datetime.time.fromisoformat(hours[1]),
        exception_days=[day for day in exceptions if day != starts_on],
        extra_days=extra,
        except_school_holidays=school,
        note=note,
    )
    before = facts(schedule)
    shown = ScheduleForm(initial=initial_of(schedule), stored={7: schedule}, prefix="times-0")

    form = ScheduleForm(sent(shown), stored={7: schedule}, prefix="times-0")

    assert form.is_valid() or set(form.errors) <= {"rhythm", "days"}  # never takes place
    assert facts(schedule) == before


@pytest.fixture
def save(client_of, db):
    """`save(offer, row, row)` sends the office's form with these times."""
    client = client_of(make_user())

    def save(offer, *rows, **changes):
        data = offer_data(offer) | times_data(*rows) | changes
        return client.post(reverse(EDIT, args=[offer.pk]), data)

    return save


def test_a_time_is_said_in_words_and_kept_as_a_rule(save):
    offer = make_offer()

    save(offer, THURSDAYS | {"except_school_holidays": "on", "exception_days": "24.12.2099"})

    schedule = offer.schedules.get()
    assert facts(schedule) == {
        "starts_on": timezone.localdate(),
        "start_time": datetime.time(16),
        "end_time": datetime.time(17, 30),
        "rule": "FREQ=WEEKLY;BYDAY=TH",
        "until": None,
        "except_school_holidays": True,
        "except_public_holidays": True,
        "exception_days": [datetime.date(2099, 12, 24)],
        "extra_days": [],
        "note": "",
    }
    assert Offer.objects.get().when == (
        "Thursdays 16:00–17:30, not in the school holidays, not on 12/24/2099"
    )


@pytest.mark.parametrize(
    ("row", "rule", "starts_on", "extra"),
    [
        (
            {"rhythm": "zweiwochen", "weekdays": ["di", "sa"]},
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA",
            12,
            [],
        ),
        (
            {"rhythm": "monat", "weekdays": ["mo"], "nths": ["2", "-1"]},
            "FREQ=MONTHLY;BYDAY=2MO,-1MO",
            12,
            [],
        ),
        ({"rhythm": "einmal"}, "", 12, []),
        ({"rhythm": "tage", "days": "14.12.2026, 13.12.2026"}, "", 13, [14]),
        ({"rhythm": "tage", "days": "14.12.2026", "extra_days": "15.12.2026"}, "", 14, [15]),
    ],
)
def test_every_rhythm_of_the_form_is_kept(save, row, rule, starts_on, extra):
    offer = make_offer()

    save(offer, {"starts_on": "2026-12-12"} | row)

    schedule = offer.schedules.get()
    december = [datetime.date(2026, 12, day) for day in (starts_on, *extra)]
    assert (schedule.rule, [schedule.starts_on, *schedule.extra_days]) == (rule, december)


NEVER = "With these facts it never takes place. Please check days, period and exceptions."


@pytest.mark.parametrize(
    ("row", "field", "sentence"),
    [
        ({"weekdays": []}, "weekdays", "Please choose the weekday."),
        ({"rhythm": "monat"}, "nths", "Please choose which one of the month."),
        (
            {"rhythm": "zweiwochen"},
            "starts_on",
            "Please write a first day: it says which of the weeks is meant.",
        ),
        (
            {"rhythm": "zweiwochen", "weekdays": ["di"], "starts_on": "2026-12-12"},
            "starts_on",
            "This is a Saturday. Please write the first day on which it takes place: it says which "
            "of the weeks is meant.",
        ),
        ({"rhythm": "einmal"}, "starts_on", "Please write the day."),
        ({"rhythm": "tage"}, "days", "Please write the days."),
        (
            {"start_time": "17:30"},
            "end_time",
            "The end must be later than the beginning. If it goes on after midnight, leave the end "
            "empty and write it as a remark.",
        ),
        ({"start_time": ""}, "start_time", "Please also write when it begins."),
        ({"start_time": "25:00"}, "start_time", "Enter a valid time."),
        (
            {"starts_on": "2026-12-01", "until": "2026-11-30"},
            "until",
            "The last day is before the first one.",
        ),
        ({"starts_on": "2026-12-04", "until": "2026-12-09"}, "rhythm", NEVER),
        (
            {"exception_days": "Heiligabend"},
            "exception_days",
            "“Heiligabend” is not a day. Please write it like 24.12.2026.",
        ),
        (
            {"rhythm": "tage", "days": "31.02.2026"},
            "days",
            "“31.02.2026” is not a day. Please write it like 24.12.2026.",
        ),
        (
            {"rhythm": "einmal", "starts_on": "2026-12-12", "exception_days": "12.12.2026"},
            "rhythm",
            NEVER,
        ),
        ({"starts_on": "2026-02-31"}, "starts_on", "Enter a valid date."),
        (
            {"starts_on": "9999-12-31"},
            "starts_on",
            "Please check the year: it lies between 1900 and 2100.",
        ),
        (
            {"rhythm": "andere"},
            "rhythm",
            "Select a valid choice. andere is not one of the available choices.",
        ),
    ],
)
def test_what_is_impossible_is_refused_at_its_field_and_nothing_typed_is_lost(
    save, row, field, sentence
):
    offer = make_offer()

    response = save(offer, THURSDAYS | {"note": "Getippt"} | row, place="Auch getippt")

    html = response.content.decode()
    form = response.context["form"]
    assert response.status_code == 422
    assert form.times.forms[0].errors == {field: [sentence]}
    assert list(form.errors) == ["__all__"]
    assert sentence in html
    assert 'value="Getippt"' in html
    assert 'value="Auch getippt"' in html
    assert not Schedule.objects.exists()


def test_everything_that_is_missing_is_said_at_once(save):
    response = save(make_offer(), {"rhythm": "monat", "exception_days": "31.02.2026"})

    assert set(response.context["form"].times.forms[0].errors) == {
        *("weekdays", "nths", "exception_days"),
    }


def test_the_list_of_errors_leads_to_the_field_of_the_row(save):
    html = save(make_offer(), THURSDAYS, THURSDAYS | {"start_time": "18:00"}).content.decode()

    assert '<a href="#id_times-1-end_time">Ends at: The end must be later' in html


def test_a_wrong_title_does_not_lose_a_right_time(save):
    offer = make_offer()

    response = save(offer, THURSDAYS, title="")

    assert list(response.context["form"].errors) == ["title"]
    assert not Schedule.objects.exists()
    assert 'value="16:00"' in response.content.decode()


def test_an_empty_row_says_nothing(save):
    offer = make_offer()

    save(offer, THURSDAYS, EMPTY)
    save(Offer.objects.get(), THURSDAYS | {"pk": offer.schedules.get().pk}, EMPTY)

    assert [schedule.rule for schedule in offer.schedules.all()] == ["FREQ=WEEKLY;BYDAY=TH"]


def test_one_weekday_and_time_are_changed_and_the_row_stays_the_same_row(save):
    schedule = make_schedule(until=datetime.date(2027, 12, 31), note="Raum 205")

    changed = {"pk": schedule.pk, "weekdays": ["fr"], "start_time": "15:00", "until": "2027-12-31"}
    save(schedule.offer, THURSDAYS | changed | {"note": "Raum 205"}, EMPTY)

    after = Schedule.objects.get()
    assert (after.pk, after.rule, after.start_time.hour) == (
        schedule.pk,
        "FREQ=WEEKLY;BYDAY=FR",
        15,
    )
    assert after.starts_on == schedule.starts_on  # the empty field says nothing about it


def test_a_time_can_be_removed_and_another_stays(save):
    offer = make_offer()
    first, second = make_schedule(offer), make_schedule(offer, rule="FREQ=DAILY")

    keep = {"pk": second.pk, "rhythm": "andere", "start_time": "16:00", "end_time": "17:30"}
    save(offer, {"pk": first.pk, "remove": "on"}, keep)

    assert list(offer.schedules.values_list("pk", "rule")) == [(second.pk, "FREQ=DAILY")]


def test_a_time_whose_facts_are_wrong_can_be_removed_all_the_same(save):
    schedule = make_schedule()

    save(schedule.offer, THURSDAYS | {"pk": schedule.pk, "end_time": "25:00", "remove": "on"})

    assert not Schedule.objects.exists()


def test_a_row_of_another_offer_cannot_be_taken(save):
    foreign, offer = make_schedule(), make_offer()

    save(offer, THURSDAYS | {"pk": foreign.pk, "start_time": "09:00"})

    foreign.refresh_from_db()
    assert foreign.start_time.hour == 16
    assert offer.schedules.get().pk != foreign.pk


def test_without_the_rows_the_times_stay(client_of):
    schedule = make_schedule()

    client_of(make_user()).post(
        reverse(EDIT, args=[schedule.offer_id]), offer_data(schedule.offer, title="Neu")
    )

    assert Offer.objects.get().title == "Neu"
    assert Schedule.objects.get() == schedule


@pytest.mark.parametrize("total", ["", "x", "21", "1000000"])
def test_a_count_of_rows_that_cannot_be_is_refused_and_saves_nothing(save, total):
    offer = make_offer()

    response = save(offer, THURSDAYS, **{"times-TOTAL_FORMS": total, "title": "Anders"})

    assert response.status_code == 422
    assert Offer.objects.get().title == offer.title


def test_the_second_of_two_editors_is_shown_the_times_saved_now(client_of):
    schedule = make_schedule()
    offer = schedule.offer
    first, second = client_of(make_partner(offer.provider)), client_of(make_user())
    url = reverse(EDIT, args=[offer.pk])
    row = THURSDAYS | {"pk": schedule.pk}
    seen = offer_data(offer) | times_data(row)

    first.post(url, seen | times_data(row | {"start_time": "15:00"}))
    refused = second.post(url, seen | times_data(row | {"start_time": "14:00"}))
    again = second.post(url, seen | times_data(row | {"start_time": "14:00"}) | {"version": 1})

    assert refused.status_code == 422
    assert "Times saved now: “Thursdays 15:00–17:30”." in refused.content.decode()
    assert 'value="14:00"' in refused.content.decode()
    assert again.status_code == 302
    assert Schedule.objects.get().start_time.hour == 14


@pytest.mark.django_db
def test_a_partner_changes_a_time_behind_the_link_and_confirms_with_it(client):
    schedule = make_schedule()
    token, _inquiry = make_inquiry(schedule.offer)
    url = reverse("offers:answer_edit", args=[token, schedule.offer_id])
    shown = client.get(url).content.decode()

    data = offer_data(schedule.offer) | times_data(
        THURSDAYS | {"pk": schedule.pk, "weekdays": ["mi"]}, EMPTY
    )
    client.post(url, data)

    offer = Offer.objects.get()
    assert "Thursdays 16:00–17:30" in shown
    assert (offer.when, offer.confirmed_via) == ("Wednesdays 16:00–17:30", "link")


def test_a_new_offer_is_saved_with_its_times(client_of):
    offer = make_offer()
    client = client_of(make_user())
    create = reverse("offers:create")
    data = offer_data(offer, title="Neu") | times_data(THURSDAYS)
    data["submission"] = client.get(create).context["form"].initial["submission"]

    client.post(create, data)

    assert Offer.objects.get(title="Neu").when == "Thursdays 16:00–17:30"


def test_a_rule_without_words_is_shown_and_offered_as_it_is(client_of):
    schedule = make_schedule(rule="FREQ=DAILY;INTERVAL=3")

    html = client_of(make_user()).get(reverse(EDIT, args=[schedule.offer_id])).content.decode()

    assert "every 3 days 16:00–17:30" in html
    assert '<option value="andere" selected>' in html
