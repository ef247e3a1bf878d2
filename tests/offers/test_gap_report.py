"""The gap report goes out of the office: tagged, readable, without names and internal offers."""

import io
import subprocess

import pdfua
import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from offers.codes import Visibility
from offers.coverage import gap_report, need_actions
from offers.coverage.gaps import Question, matrix
from offers.models import Offer, UnmetNeed
from tests.factories import make_user
from tests.offers.factories import make_offer, make_partner, make_schedule
from tests.offers.needs import make_need


pytestmark = pytest.mark.django_db

REPORT = reverse("offers:gap_report")


@pytest.fixture
def town():
    office = make_user("coordination", name="Kim Muster (Demo)")
    for title in ("Kochen", "Kochtreff"):
        offer = make_offer(
            title=title, kind="kultur", fields_of_action=["TEI"], target_groups=["frauen"]
        )
        make_schedule(offer, rule="FREQ=WEEKLY;BYDAY=TU", start="10:00", end="12:00")
    make_offer(title="Nur für uns", visibility=Visibility.INTERNAL, fields_of_action=["WOH"])
    need_actions.check(make_need(text="A1 am Abend", people=9, by=office), by=office)
    need_actions.give_up(make_need(text="Fahrdienst", people=2), remark="Kein Geld", by=office)
    make_need(text="Noch nicht gelesen", people=40)


def text_of(pdf, tmp_path):
    path = tmp_path / "luecken.pdf"
    path.write_bytes(pdf)
    words = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    )
    return " ".join(words.stdout.split())


def test_the_report_says_gaps_overlaps_and_needs_and_nobody_s_name(client_of, town, tmp_path):
    response = client_of(make_partner()).get(REPORT)

    said = text_of(response.content, tmp_path)
    assert response["Content-Type"] == "application/pdf"
    assert "2 published offers; open needs: 1; pairs that may be doubles: 1." in said
    assert "both on Tuesdays, 10:00–12:00" in said
    assert "A1 am Abend" in said
    for secret in ("Kim Muster", "Nur für uns", "Noch nicht gelesen"):
        assert secret not in said


def test_free_places_stand_beside_those_nobody_knows(client_of, tmp_path):
    for free in (2, None, None):
        make_offer(
            kind="kultur", fields_of_action=["TEI"], target_groups=["frauen"], free_places=free
        )

    said = text_of(client_of(make_partner()).get(REPORT).content, tmp_path)

    assert "2 free, not known of 2" in said


def test_the_checker_of_pdf_ua_finds_nothing(town, tmp_path):
    path = tmp_path / "luecken.pdf"
    path.write_bytes(gap_report.as_pdf(timezone.now()))

    assert [finding.message for finding in pdfua.validate(path).findings] == []
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        assert [mark.title for mark in outline.root][1:] == [
            "1 At a glance",
            "2 Gaps",
            "3 Overlaps",
            "4 Unmet needs",
            "5 How it is counted",
        ]


def test_an_office_without_anything_gets_a_report_too():
    with pikepdf.open(io.BytesIO(gap_report.as_pdf(timezone.now()))) as pdf:
        assert len(pdf.pages) > 1


def test_what_became_of_the_needs_is_counted_by_topic(town):
    make_need(field_of_action="WOH")
    need_actions.check(UnmetNeed.objects.get(field_of_action="WOH"), by=make_user())

    lines = gap_report.need_lines(gap_report.needs_of_the_network(timezone.localdate()))

    assert [(line.topic, line.people, line.counts) for line in lines] == [
        ("language", 11, [1, 0, 0, 1]),
        ("housing", 1, [1, 0, 0, 0]),
    ]


def test_a_wide_table_is_cut_into_pieces_that_hold_every_cell_once(town):
    table = matrix(Offer.objects.published(), UnmetNeed.objects.open(), Question())

    pieces = gap_report.pages(table)

    assert [len(piece.heads) for piece in pieces] == [8, 7]
    assert sorted(id(cell) for piece in pieces for cell in piece.cells) == sorted(
        id(cell) for cell in table.cells
    )
