"""A day an office can mean lies between 1900 and 2100; every form says so at its field."""

import datetime

import pytest
from django import forms
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from counselling.models import Case, CaseFile
from integration_office.days import FIRST, LAST
from integration_office.filters import PeriodField
from integration_office.forms import OfficeForm
from integration_office.partial_dates import PartialDateField, PartialDateInput
from tests.counselling.casework import make_file, upload
from tests.counselling.factories import make_case
from tests.counselling.referrals import make_body
from tests.factories import make_user


SENTENCE = "Please check the year: it lies between 1900 and 2100."


class Anything(OfficeForm):
    day = forms.DateField(required=False)
    moment = forms.DateTimeField(required=False)
    partial = PartialDateInput(required=False)
    period = PeriodField(required=False)


def errors(**typed):
    return Anything(typed).errors


@given(st.dates())
def test_a_day_is_taken_exactly_if_it_lies_in_reach(day):
    typed = day.isoformat()

    refused = {} if FIRST <= day <= LAST else {"day": [SENTENCE], "partial": [SENTENCE]}
    assert errors(day=typed, partial=typed) == refused


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"moment": "0001-01-01T10:00"}, "moment"),
        ({"moment": "9999-12-31T23:59"}, "moment"),
        ({"partial": "1020"}, "partial"),
        ({"partial": "12.2101"}, "partial"),
        ({"period_after": "0001-01-01"}, "period"),
        ({"period_before": "9999-12-31"}, "period"),
    ],
)
def test_the_rule_holds_for_every_kind_of_date(typed, field):
    assert errors(**typed) == {field: [SENTENCE]}


def test_a_field_may_reach_further_back():
    field = PartialDateField(blank=True, earliest=1500).formfield()

    assert field.clean("1875") == "1875"
    with pytest.raises(forms.ValidationError, match="between 1500 and 2100"):
        field.clean("1020")


@pytest.fixture
def me(db):
    return make_user("counselling")


@pytest.fixture
def client(client_of, me):
    return client_of(me)


@pytest.mark.parametrize("day", ["0001-01-01", "0999-01-01", "1020-01-01", "9999-12-31"])
def test_no_case_is_opened_on_a_day_out_of_reach(client, day):
    answer = client.post(reverse("counselling:case_create"), {"opened_on": day})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"opened_on": [SENTENCE]}
    assert not Case.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_paper_expires_out_of_reach(client, me, day):
    case = make_case(responsible=me)

    answer = client.post(
        reverse("counselling:file_create", args=[case.pk]),
        {"kind": "zeugnis", "expires_on": day, "file": upload()},
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors["expires_on"] == [SENTENCE]
    assert not CaseFile.objects.exists()


def test_no_appointment_lies_at_the_end_of_all_days(client, me):
    body = make_body()
    case = make_case(responsible=me)

    answer = client.post(
        reverse("counselling:case_refer_to", args=[case.pk]) + f"?organisation={body.pk}",
        {"kind": "termin", "topic": "SPR", "appointment_on": "9999-12-15"},
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors["appointment_on"] == [SENTENCE]


def test_nobody_stands_in_at_the_end_of_all_days(client):
    to = make_user("counselling")

    answer = client.post(
        reverse("counselling:desk_deputy"),
        {"user": to.pk, "since": "9999-12-31", "until": "9999-12-31"},
    )

    assert answer.status_code == 422
    assert SENTENCE in answer.context["form"].errors["until"]


@pytest.mark.parametrize("page", ["own_month", "team_month"])
@pytest.mark.parametrize("code", ["0001-01", "0001-02", "1899-12", "9999-12"])
def test_a_month_out_of_reach_is_the_running_one(client, page, code):
    answer = client.get(reverse(f"reports:{page}"), {"month": code})

    assert answer.status_code == 200
    assert answer.context["month"].first == timezone.localdate().replace(day=1)


@pytest.mark.parametrize("model", ["case", "file"])
def test_the_database_refuses_such_days_too(me, model):
    case = make_case(responsible=me)
    rows, change = {
        "case": (Case.objects, {"opened_on": datetime.date(999, 1, 1)}),
        "file": (CaseFile.objects, {"expires_on": datetime.date(1, 1, 1)}),
    }[model]
    make_file(case)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)
