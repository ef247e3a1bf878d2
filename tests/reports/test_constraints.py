"""What the database holds against everybody of a report and of published figures."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from reports import actions
from reports.models import AnnualReport, ChapterText
from tests.factories import make_user
from tests.reports.factories import make_published, make_report


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "fields", "constraint"),
    [
        (make_published, {"year": 25}, "published_figure_year_is_a_year"),
        (make_report, {"year": 20255}, "annual_report_year_is_a_year"),
        (make_report, {"status": "approved"}, "annual_report_is_frozen_when_approved"),
        (make_report, {"approved_at": timezone.now()}, "annual_report_is_frozen_when_approved"),
        (make_report, {"frozen": {"figures": []}}, "annual_report_is_frozen_when_approved"),
        (make_report, {"checksum": "abc"}, "annual_report_is_frozen_when_approved"),
    ],
)
def test_the_database_refuses_what_cannot_be(make, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**fields)


@pytest.mark.parametrize("year", [2025, None])
def test_a_figure_of_a_source_is_there_once(year):
    make_published(year=year)

    with pytest.raises(IntegrityError, match="published_figure_once_per_source"):
        make_published(year=year)


def test_a_chapter_is_written_once():
    report = make_report()
    usual = {"report": report, "chapter": "counselling"}
    ChapterText.objects.create(**usual)

    with pytest.raises(ValidationError, match="A colleague has just written this chapter."):
        ChapterText(**usual).validate_constraints()
    with pytest.raises(IntegrityError, match="chapter_text_once_per_report"):
        ChapterText.objects.create(**usual)


def test_what_is_approved_keeps_all_of_it_together():
    report = actions.approve(make_report(), by=make_user())

    assert AnnualReport.objects.get() == report
    assert report.frozen
    assert report.checksum
