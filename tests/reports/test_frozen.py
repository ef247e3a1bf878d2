"""What was approved is what is shown: a change of it, or of the rows behind it, is noticed."""

import datetime as dt

import pgtrigger
import pytest
from django.urls import reverse

from counselling.models import Contact
from reports import actions
from reports.models import AnnualReport
from tests.factories import make_user
from tests.reports.factories import YEAR, make_contacts, make_report


pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_user("coordination")


@pytest.fixture
def approved(coordinator):
    make_contacts(30)
    return actions.approve(make_report(), by=coordinator)


def page(client, name, *args, status=200):
    response = client.get(reverse(f"reports:{name}", args=args))
    assert response.status_code == status
    return response.content


def tamper(report):
    """As somebody would who may do anything in the database."""
    frozen = report.frozen
    frozen["figures"][0]["total"][0][0] = "31"
    with pgtrigger.ignore("reports.AnnualReport:approved_report_never_changes"):
        AnnualReport.objects.filter(pk=report.pk).update(frozen=frozen)


def test_a_report_that_was_tampered_with_is_not_shown_nor_compared_with(
    approved, client_of, coordinator
):
    make_contacts(6, day=dt.date(YEAR + 1, 1, 2))
    client = client_of(coordinator)
    page(client, "pdf", YEAR)
    tamper(approved)

    for way in (
        ["detail", YEAR],
        ["pdf", YEAR],
        ["tables", YEAR, "csv"],
        ["figure", YEAR, "contacts"],
        ["figure_table", YEAR, "contacts", "csv"],
        ["detail", YEAR + 1],
    ):
        assert f"The report {YEAR} is damaged" in page(client, *way, status=503).decode()


def test_the_list_behind_says_when_rows_are_gone_since_the_approval(
    approved, client_of, coordinator
):
    client = client_of(coordinator)
    sentence = "The report says 30 and stays so."
    assert sentence not in page(client, "figure", YEAR, "contacts").decode()

    Contact.objects.first().delete()
    make_contacts(3)

    shown = page(client, "figure", YEAR, "contacts").decode()
    assert sentence in shown
    assert "29 are left in this list" in shown
