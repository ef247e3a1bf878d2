"""A day, a month or only a year: as lists have it, as people write it."""

import calendar
import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from integration_office.partial_dates import (
    PartialDateField,
    first_day,
    last_day,
    parse_partial,
    spoken,
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("2015", "2015"),
        ("09.2015", "2015-09"),
        ("9.2015", "2015-09"),
        ("1.9.2015", "2015-09-01"),
        ("01.09.2015", "2015-09-01"),
        (" 24.12.2026 ", "2026-12-24"),
        ("29.02.2024", "2024-02-29"),
        ("2015-09", "2015-09"),
        ("2015-09-01", "2015-09-01"),
    ],
)
def test_a_date_is_understood_as_people_and_exports_write_it(written, kept):
    assert parse_partial(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "31.02.2026",
        "29.02.2023",
        "13.2026",
        "00.2026",
        "0.1.2026",
        "2026-13",
        "2026-9-1",
        "0000",
        "26",
        "20266",
        "gestern",
        "2026-09-01T10:00",
        "1. September 2015",
        "٢٠١٥",
        "2015\n2016",
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(written):
    with pytest.raises(ValidationError) as refusal:
        parse_partial(written)

    assert refusal.value.messages == [
        f"“{written.strip()}” is not a date. "
        "Please write a day (24.12.2026), a month (12.2026) or a year (2026)."
    ]


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_day_is_kept_exactly(day):
    for written in (day.isoformat(), day.strftime("%d.%m.") + str(day.year)):
        kept = parse_partial(written)
        assert (first_day(kept), last_day(kept)) == (day, day)


@given(st.integers(1000, 9999), st.integers(1, 12))
def test_a_month_lasts_from_its_first_day_to_its_last(year, month):
    kept = parse_partial(f"{month}.{year}")

    assert first_day(kept) == datetime.date(year, month, 1)
    assert last_day(kept) == datetime.date(year, month, calendar.monthrange(year, month)[1])


@given(st.integers(1000, 9999))
def test_a_year_lasts_from_new_year_to_new_years_eve(year):
    assert (first_day(str(year)), last_day(str(year))) == (
        datetime.date(year, 1, 1),
        datetime.date(year, 12, 31),
    )


@given(st.text(max_size=12))
def test_whatever_is_typed_is_understood_or_refused_never_half(text):
    try:
        kept = parse_partial(text)
    except ValidationError:
        return

    assert parse_partial(kept) == kept
    assert kept == "" or first_day(kept) <= last_day(kept)


def test_nothing_is_no_day():
    assert (first_day(""), last_day(""), spoken("")) == (None, None, "")


@pytest.mark.parametrize(
    ("kept", "words"),
    [("2015", "2015"), ("2015-09", "September 2015"), ("2015-09-01", "Sept. 1, 2015")],
)
def test_a_date_is_spoken_as_far_as_it_is_known(kept, words):
    assert spoken(kept) == words


def test_a_long_text_in_a_form_is_told_which_dates_are_understood():
    field = PartialDateField().formfield()

    with pytest.raises(ValidationError) as refusal:
        PartialDateField().clean(field.clean("24. Dezember 2026"), None)

    assert refusal.value.messages == [
        "“24. Dezember 2026” is not a date. "
        "Please write a day (24.12.2026), a month (12.2026) or a year (2026)."
    ]


class Form(forms.Form):
    since = PartialDateField("since").formfield()


@pytest.mark.parametrize(
    ("stored", "shown"), [("2026-12-24", "24.12.2026"), ("2026-12", "12.2026"), ("2026", "2026")]
)
def test_a_form_shows_a_stored_date_as_people_write_it_and_finds_it_unchanged(stored, shown):
    form = Form(initial={"since": stored})
    sent = Form({"since": shown}, initial={"since": stored})

    assert f'value="{shown}"' in str(form["since"])
    assert (sent.is_valid(), sent.cleaned_data, sent.changed_data) == (True, {"since": stored}, [])


def test_a_form_shows_what_is_no_date_as_it_was_typed():
    form = Form({"since": "24. Dezember"})

    assert not form.is_valid()
    assert 'value="24. Dezember"' in str(form["since"])
