"""The copy for the client (Art. 15): everything on the person, over the cases one sees, and nobody
else's name."""

import json
from io import BytesIO
from zipfile import ZipFile

import pdfua
import pikepdf
import pytest
from django.urls import reverse

from counselling.models import Case
from counselling.people import copy
from integration_office.models import AuditEntry, ReadEntry
from tests.counselling.casework import PDF, make_file
from tests.counselling.factories import make_case, make_contact, make_deputy
from tests.counselling.people import make_consent, make_named_case
from tests.factories import make_user
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db


def page(name, case):
    return reverse(f"counselling:{name}", args=[case.pk])


@pytest.fixture
def case(counsellor):
    case = make_named_case(
        responsible=counsellor,
        birth="1990-12-24",
        nationality_codes="SY",
        phone="0151 0000000",
        case={"concern": "Kurs finden", "gender": "w"},
    )
    make_contact(case=case, counsellor=counsellor, note="Brief erklärt.\nFrist notiert.")
    make_consent(
        case,
        "weitergabe",
        recipient=make_organisation(name="Jobcenter Beispiel"),
        about="Deutschniveau",
        interpreter="Noa Dolmetsch (Demo)",
    )
    return case


def data_of(client, case):
    answer = client.get(page("case_person_copy_data", case))
    parts = json.loads(answer.content)["parts"]
    return {part["title"]: [(r["label"], r["value"]) for r in part["rows"]] for part in parts}


def test_the_data_hold_everything_on_the_person(client, case):
    data = data_of(client, case)

    assert list(data) == [
        "Person",
        str(case),
        "Contacts and notes",
        "Course of the case",
        "Consents and disclosures",
        "When the file was opened",
        "What this is kept for, and your rights",
    ]
    assert data["Person"] == [
        ("last name", "Beispielowa"),
        ("first name", "Wanda"),
        ("born", "Dec. 24, 1990"),
        ("nationalities", "Syria"),
        ("telephone", "0151 0000000"),
    ]
    assert ("concern", "Kurs finden") in data[str(case)]
    assert "Brief erklärt.\nFrist notiert." in data["Contacts and notes"][0][1]
    assert any(
        "recipient: Jobcenter Beispiel" in said for _day, said in data["Consents and disclosures"]
    )


def test_colleagues_and_interpreters_are_not_named_to_the_client(client, counsellor, case):
    colleague = make_user("counselling", name="Robin Beispiel (Demo)")
    make_deputy(case, colleague)
    make_contact(case=case, counsellor=colleague)

    text = client.get(page("case_person_copy_data", case)).content.decode()

    for name in (colleague.name, counsellor.name, "Noa Dolmetsch"):
        assert name not in text


def test_the_copy_goes_over_all_cases_one_sees_and_says_what_is_missing(client, counsellor, case):
    mine = make_named_case(responsible=counsellor, person=case.person)
    make_contact(case=mine, counsellor=counsellor, note="zweite Akte")
    theirs = make_named_case(person=case.person)
    make_contact(case=theirs, note="fremde Akte")
    make_contact(case=make_case(responsible=counsellor), note="anderer Mensch")

    text = client.get(page("case_person_copy_data", case)).content.decode()

    assert "zweite Akte" in text
    assert "fremde Akte" not in text
    assert "anderer Mensch" not in text
    assert theirs.number not in text
    printed = copy.copy_pdf(Case.objects.filter(pk=case.pk), title="Copy", withheld=1)
    assert printed.startswith(b"%PDF")


def test_the_papers_of_all_cases_one_sees_go_along_in_a_zip(client, counsellor, case):
    make_file(case)
    other = make_named_case(responsible=counsellor, person=case.person)
    make_file(other, kind="bescheid", content=PDF + b"mehr")
    make_file(make_named_case(person=case.person), kind="zeugnis")
    make_file(make_case(responsible=counsellor))

    answer = client.get(page("case_person_copy_papers", case))

    packed = ZipFile(BytesIO(b"".join(answer.streaming_content)))
    document, *papers = packed.namelist()
    assert document == f"auskunft-{case.number}.pdf"
    assert packed.read(document).startswith(b"%PDF-")
    assert [packed.read(paper) for paper in papers] == [PDF, PDF + b"mehr"]
    assert answer["Content-Disposition"] == f'attachment; filename="auskunft-{case.number}.zip"'
    assert answer["Cache-Control"] == "no-store, private"
    assert AuditEntry.objects.filter(verb="copied").count() == 1


def test_the_file_names_nobody_and_stays_out_of_every_cache(client, case):
    for name, ending in (("case_person_copy", "pdf"), ("case_person_copy_data", "json")):
        answer = client.get(page(name, case))

        expected = f'attachment; filename="auskunft-{case.number}.{ending}"'
        assert answer["Content-Disposition"] == expected
        assert answer["Cache-Control"] == "no-store, private"


def test_the_paper_is_accessible(client, case, tmp_path):
    path = tmp_path / "copy.pdf"
    path.write_bytes(client.get(page("case_person_copy", case)).content)

    assert [finding.message for finding in pdfua.validate(path).findings] == []
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo.Title) == "What the office keeps on you (Art. 15 GDPR)"


def test_making_a_copy_is_recorded(client, counsellor, case):
    client.get(page("case_person_copy", case))

    target = f"counselling.Case:{case.pk}"
    assert list(ReadEntry.objects.values_list("target", "purpose")) == [(target, "copy")]
    assert AuditEntry.objects.get(verb="copied").target == target


def test_of_a_case_without_a_name_there_is_no_copy(client, counsellor):
    case = make_case(responsible=counsellor)

    for name in ("case_person_copy", "case_person_copy_papers", "case_person_copy_data"):
        assert client.get(page(name, case)).url == page("case_person", case)
    assert not AuditEntry.objects.filter(verb="copied").exists()
