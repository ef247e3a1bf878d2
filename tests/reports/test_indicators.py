"""A figure says as much as the list behind it, and every division adds up to the figure."""

import datetime as dt
import re
from statistics import median

import pytest
from django.utils import timezone

from counselling.models import Contact
from network.models import Body, Goal, Measure, Organisation
from reports import chapters
from reports.figures import Figure
from reports.indicators import Year, figure, find, indicators, tenth, value
from tests.events.factories import make_event, make_test_registration, make_test_session
from tests.offers.factories import make_offer
from tests.reports.factories import (
    AUTUMN,
    SPRING,
    YEAR,
    close,
    make_case,
    make_contacts,
    make_office,
)
from tests.volunteers.factories import make_hours, make_volunteer


pytestmark = pytest.mark.django_db
KEYS = [indicator.key for indicator in indicators()]
YEAR_OF = Year(YEAR)


@pytest.fixture
def office():
    make_office()
    for model in (Organisation, Body, Goal, Measure):
        model.objects.update(created_at=dt.datetime(YEAR, 1, 2, tzinfo=dt.UTC))


def said(shown):
    return {line.label: [str(cell) for cell in line.cells] for line in shown.lines}


def open_figure(key):
    """The figure without protection, as only a test may ask for it."""
    return figure(find(key), YEAR_OF, limit=0)


def test_the_list_behind_every_figure_has_as_many_rows_as_the_figure_says(office):
    wrong, empty = {}, []
    for indicator in indicators():
        rows = list(indicator.rows(YEAR_OF))
        listed = len(rows)
        if indicator.weight:
            listed = sum(getattr(row, indicator.weight) or 0 for row in rows)
        if indicator.median:
            listed = tenth(median(getattr(row, indicator.median) for row in rows))
        if value(indicator, YEAR_OF) != listed:
            wrong[indicator.key] = (value(indicator, YEAR_OF), listed)
        if not rows:
            empty.append(indicator.key)

    assert (wrong, empty) == ({}, [])


def test_every_list_behind_can_be_shown(office):
    for indicator in indicators():
        rows = indicator.rows(YEAR_OF)
        shown = [[column.shown(row) for column in indicator.columns] for row in rows]
        assert all(any(cells) for cells in shown), indicator.key


def test_every_division_adds_up_to_its_figure(office):
    wrong = {}
    for indicator in indicators():
        shown = open_figure(indicator.key)
        cells = sum(line.cells[-1].value for line in shown.lines)
        if indicator.axes and not indicator.axes[0].several:
            if not cells == shown.value.value == value(indicator, YEAR_OF):
                wrong[indicator.key] = (cells, shown.value.value)
        elif indicator.axes:
            assert (shown.total, cells > 0) == ((), True)

    assert wrong == {}


def test_every_figure_comes_back_from_the_freezer_as_it_went_in(office):
    for indicator in indicators():
        shown = figure(indicator, YEAR_OF)

        assert Figure.thawed(shown.frozen()) == shown


@pytest.mark.parametrize("key", KEYS)
def test_every_indicator_has_a_definition_and_a_unit(key):
    indicator = find(key)

    assert re.fullmatch(r"[a-z_]+", key)
    assert str(indicator.definition).endswith(".")
    assert str(indicator.unit)
    assert indicator.chapter in chapters.Chapter


def test_what_happened_in_another_year_does_not_count():
    make_contacts(2, day=dt.date(YEAR - 1, 12, 31))
    make_contacts(1, day=dt.date(YEAR, 1, 1))
    make_contacts(1, day=dt.date(YEAR, 12, 31))
    make_contacts(4, day=dt.date(YEAR + 1, 1, 1))

    assert value(find("contacts"), YEAR_OF) == 2


def test_persons_cases_contacts_and_relatives_are_counted_separately():
    case = make_case()
    make_contacts(3, case=case, relatives=2)
    make_contacts(2)
    make_case(opened_on=dt.date(YEAR - 1, 5, 1))

    counted = {
        key: value(find(key), YEAR_OF)
        for key in ("contacts", "persons", "relatives", "cases_running", "cases_opened")
    }

    assert counted == {
        "contacts": 5,
        "persons": 1,
        "relatives": 6,
        "cases_running": 2,
        "cases_opened": 1,
    }


def test_a_case_runs_at_new_year_that_was_opened_on_the_last_day_and_not_closed_on_it():
    last = dt.date(YEAR, 12, 31)
    make_case(opened_on=last)
    make_case(opened_on=last + dt.timedelta(days=1))
    close(make_case(), day=last)

    assert value(find("cases_running"), YEAR_OF) == 1


def test_what_the_case_knows_counts_for_its_contacts():
    make_contacts(5, case=make_case(country_group="syr"))
    make_contacts(6, country_group="ukr")
    make_contacts(7)

    shown = open_figure("contacts_by_country_group")

    assert said(shown) == {"Ukraine": ["6"], "Syria": ["5"], "not collected": ["7"]}


def test_small_nationality_groups_are_put_together():
    make_contacts(20, country_group="ukr")
    make_contacts(4, country_group="irn")
    make_contacts(3, country_group="afrika")

    shown = figure(find("contacts_by_country_group"), YEAR_OF)

    assert said(shown) == {"Ukraine": ["20"], "other": ["7"]}


def test_months_stand_in_their_order_also_empty_ones():
    make_contacts(5, day=SPRING)
    make_contacts(6, day=AUTUMN)

    shown = figure(find("contacts_by_month"), YEAR_OF)

    assert [str(line.cells[0]) for line in shown.lines] == [*"005000006000"]


def test_a_month_that_has_not_begun_says_nothing_and_the_running_one_says_zero():
    today = timezone.localdate()
    this, next_year = (
        [str(line.cells[0]) for line in figure(find("contacts_by_month"), Year(year)).lines]
        for year in (today.year, today.year + 1)
    )

    assert this == ["0"] * today.month + ["–"] * (12 - today.month)
    assert next_year == ["–"] * 12


def test_ways_are_put_together_in_the_table_of_form_and_way():
    make_contacts(8, form="kurz", channel="sprech")
    make_contacts(7, form="kurz", channel="termin")
    make_contacts(9, form="erst", channel="tel")

    shown = figure(find("contacts_by_form_and_channel"), YEAR_OF)

    assert shown.heads == ("in person", "by telephone")
    assert said(shown) == {
        "brief information": ["15", "0", "15"],
        "first consultation": ["0", "9", "9"],
    }
    assert [str(cell) for cell in shown.total] == ["15", "9", "24"]


def test_a_small_number_of_closed_cases_cannot_be_worked_out_from_the_balance():
    for _ in range(9):
        make_case(opened_on=dt.date(YEAR - 1, 5, 1))
    for _ in range(12):
        make_case(opened_on=SPRING)
    for case in [make_case(opened_on=SPRING) for _ in range(3)]:
        close(case)

    shown = {
        key: str(figure(find(key), YEAR_OF).value)
        for key in ("cases_running", "cases_opened", "cases_closed")
    }

    # 9 + 15 = 21 + 3: whoever knew the 15 would know the 3
    assert shown == {"cases_running": "21", "cases_opened": "×", "cases_closed": "< 5"}


def test_a_small_number_at_new_year_cannot_be_worked_out_from_two_years():
    for _ in range(3):
        make_case(opened_on=dt.date(YEAR, 5, 1))
    for _ in range(6):
        close(make_case(opened_on=dt.date(YEAR, 5, 1)))
    for _ in range(13):
        make_case(opened_on=dt.date(YEAR + 1, 5, 1))

    shown = [
        [str(figure(find(key), Year(year)).value) for year in (YEAR, YEAR + 1)]
        for key in ("cases_running", "cases_opened", "cases_closed")
    ]

    # 0 + 9 = 3 + 6, and 3 + 13 = 16 + 0: what came or left in either year would tell the 3
    assert shown == [["< 5", "16"], ["×", "×"], ["×", "×"]]


def test_registrations_stay_counted_when_the_names_are_erased():
    session = make_test_session(day=SPRING, registration_closes=SPRING, status="abgeschlossen")
    make_test_registration(session=session, status="erschienen")
    session.kept_registered, session.kept_attended = 18, 17
    session.save()

    assert said(open_figure("test_seats")) == {"attended": ["18"], "did not attend": ["1"]}


def test_hours_are_protected_by_how_many_gave_them_however_often_they_wrote_some_down():
    def give_two_months(volunteer):
        for month in (3, 4):
            make_hours(volunteer=volunteer, month=dt.date(YEAR, month, 1))
        return str(figure(find("hours"), YEAR_OF).value)

    shown = [give_two_months(make_volunteer()) for _number in range(5)]

    assert shown == ["< 5", "< 5", "< 5", "< 5", "80"]


def test_the_place_of_a_hidden_number_tells_nothing_about_it():
    """Between 30 and 12 a hidden number would be a guess away, and so would the small one."""
    shown = []
    for few, some in (("ANE", "GES"), ("GES", "ANE")):
        for topic, number in {"SPR": 30, "BEH": 12, "WOH": 9, few: 2, some: 3}.items():
            make_contacts(number, main_topic=topic)
        shown.append([line.code for line in figure(find("contacts_by_topic"), YEAR_OF).lines])
        Contact.objects.all().delete()

    assert shown[0] == shown[1]


def test_an_announced_event_counts_when_its_day_has_come():
    today = timezone.localdate()
    make_event(day=today, status="veroeffentlicht")
    make_event(day=today + dt.timedelta(days=1), status="veroeffentlicht")

    counted = value(find("events"), Year(today.year)) + value(find("events"), Year(today.year + 1))

    assert counted == 1


def test_what_never_stood_in_the_catalogue_does_not_leave_it():
    make_offer(status="beendet", published_on=None, ended_on=AUTUMN)
    make_offer(status="beendet", published_on=SPRING, ended_on=AUTUMN)

    assert value(find("offers_ended"), YEAR_OF) == 1


def test_what_the_case_knows_of_residence_counts_for_its_contacts():
    make_contacts(5, case=make_case(status_group="SCH"))
    make_contacts(6, status_group="UKR")

    assert [line.code for line in open_figure("contacts_by_status_group").lines] == ["UKR", "SCH"]


def test_cases_are_called_cases_and_persons_persons():
    units = {key: str(find(key).unit) for key in ("persons", "cases_running", "cases_closed")}

    assert units == {"persons": "persons", "cases_running": "cases", "cases_closed": "cases"}


def test_an_offer_without_an_answer_is_neither_confirmed_nor_merely_overdue():
    today = timezone.localdate()
    published = dt.date(YEAR, 3, 1)
    make_offer(confirmed=3, published_on=published)
    make_offer(confirmed=300, published_on=published)
    make_offer(published_on=published)
    make_offer(confirmed=300, unanswered_since=today, published_on=published)
    # Asked of less often since: the date alone would call it confirmed.
    make_offer(confirmed=300, confirm_every=12, unanswered_since=today, published_on=published)

    assert said(open_figure("offers_by_freshness")) == {
        "confirmed in time": ["1"],
        "confirmation overdue": ["1"],
        "four weeks without an answer": ["2"],
        "never confirmed": ["1"],
    }
