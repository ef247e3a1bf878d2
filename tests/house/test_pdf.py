"""A printed document can be read aloud, searched and trusted; nothing is fetched from anywhere."""

import datetime as dt
import io
import shutil
import subprocess

import pdfua
import pikepdf
import pytest
from django.template import engines
from weasyprint.urls import FatalURLFetchingError

from integration_office.charts import Data, Plain, Series, bars
from integration_office.pdf import OurStaticFiles, print_html, render_pdf


CREATED = dt.datetime(2026, 1, 12, 9, 0, tzinfo=dt.UTC)
PAGE = """{% extends "pdf/base.html" %}{% load charts %}{% block body %}
<style>@page { @top-left { content: "Running header"; } }</style>
<h1>Report</h1>
<p>See <a href="#numbers">the numbers</a> and <a href="https://office.example/">the office</a>.</p>
<h2 id="numbers">Numbers</h2>
<table><caption>Contacts</caption>
<thead><tr><th scope="col">Topic</th><th scope="col">2025</th></tr></thead>
<tbody><tr><th scope="row">Housing</th><td>89</td></tr>
<tr><th scope="row">Work</th><td>148</td></tr></tbody></table>
<figure>{% chart data "bars" paper=True %}<figcaption>Topics</figcaption></figure>
{% endblock %}"""


def print_sample():
    data = Data("t", "Topics", ["Housing", "Work"], [Series("2025", [Plain(89), Plain(148)])])
    document = {
        "title": "Report 2025",
        "language": "en",
        "created": "2026-01-12T09:00:00Z",
        "author": "Office",
        "description": "A sample",
    }
    page = engines["django"].from_string(PAGE)
    return print_html(page.render({"data": data, "document": document}))


@pytest.fixture(scope="module")
def printed():
    return print_sample()


def elements(pdf, kind):
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == kind
    ]


def test_the_checker_of_pdf_ua_finds_nothing(printed, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(printed)

    report = pdfua.validate(path)

    assert [finding.message for finding in report.findings] == []


def test_a_printed_document_carries_title_language_and_bookmarks(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf, pdf.open_outline() as outline:
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo.Title) == "Report 2025"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert [mark.title for mark in outline.root] == ["Report", "Numbers"]


def test_table_headers_know_what_they_head(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        scopes = [str(header.A.Scope) for header in elements(pdf, "/TH")]
        tree = pdf.Root.StructTreeRoot.IDTree.Kids[0]
        names = [str(name) for name in list(tree.Names)[::2]]
        headers = {str(name) for cell in elements(pdf, "/TD") for name in cell.A.Headers}

    assert scopes == ["/Column", "/Column", "/Row", "/Row"]
    assert names == sorted(names)
    assert headers <= set(names)


def test_charts_are_read_aloud_with_their_numbers(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        (figure,) = elements(pdf, "/Figure")

        assert str(figure.Alt) == "Topics. Housing: 89; Work: 148."


def test_links_say_where_they_lead(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        said = [str(link.Contents) for page in pdf.pages for link in page.Annots]

    assert said == ["Go to: Numbers", "Opens: https://office.example/"]


def test_a_part_in_another_language_is_read_aloud_in_that_language():
    page = """<html lang="de"><head><title>x</title><style>
    @page { @top-left { content: "Kopf" } }</style></head><body lang="de">
    <h1>Angebote</h1><section lang="ar" dir="rtl"><p>متى <bdi lang="de">Dialog</bdi> مجاناً</p>
    <table><caption>أين</caption><tr><th>متى</th><td lang="fa">کجا</td></tr></table>
    <img alt="رمز" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"></section>
    <p>Ende</p></body></html>"""

    with pikepdf.open(io.BytesIO(print_html(page))) as pdf:
        said = [leaf.get("/Lang") for leaf in leaves(pdf.Root.StructTreeRoot)]

    assert [str(lang or "") for lang in said] == ["", "ar", "", "ar", "ar", "ar", "fa", "ar", ""]


def leaves(element):
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from leaves(kid)
        else:
            yield element


def test_running_headers_are_not_read_aloud(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        operators = [
            (str(operator), [str(operand) for operand in operands[:1]])
            for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
        ]

    assert ("BDC", ["/Artifact"]) in operators


def test_the_same_document_prints_to_the_same_bytes(printed):
    assert print_sample() == printed


def test_a_template_is_printed_with_title_and_the_day_it_was_made():
    pdf = render_pdf("pdf/base.html", {}, title="Report 2025", created=CREATED, author="Office")

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        facts = {name: str(opened.docinfo[name]) for name in ("/Title", "/Author", "/CreationDate")}
    assert facts == {
        "/Title": "Report 2025",
        "/Author": "Office",
        "/CreationDate": "D:20260112090000Z",
    }


@pytest.mark.parametrize(
    "address",
    ["https://example.org/x.png", "file:///etc/passwd", "static:office/no-such-file.css", "x.png"],
)
def test_nothing_but_our_own_files_is_read(address):
    with pytest.raises(FatalURLFetchingError):
        OurStaticFiles().fetch(address)


def test_a_foreign_picture_stops_the_printing():
    page = '<html lang="en"><title>x</title><img alt="" src="https://example.org/x.png"></html>'

    with pytest.raises(FatalURLFetchingError):
        print_html(page)


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not on this machine")
def test_the_file_is_sound(printed, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(printed)

    assert subprocess.run(["qpdf", "--check", path], check=False).returncode == 0


def test_a_chart_on_the_page_says_the_same_numbers_as_on_paper():
    data = Data("t", "Topics", ["Housing"], [Series("2025", [Plain(89)])])

    assert bars(data).description == bars(data, paper=True).description == "Housing: 89."
