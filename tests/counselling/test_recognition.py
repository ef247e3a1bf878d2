"""Recognition of qualifications: its pages, papers, reminders and numbers."""

import subprocess
from datetime import date, timedelta
from decimal import Decimal

import pdfua
import pytest
from django.db import connection
from hypothesis import strategies as st

from counselling import actions as case_actions
from counselling.models import Recognition, RecognitionDocument
from counselling.recognition import actions, agenda, facts
from counselling.recognition.codes import Document
from integration_office.models import AuditEntry
from offers.paper.handout_labels import labels
from tests.counselling.factories import make_case, make_deputy
from tests.counselling.pages import page
from tests.counselling.recognition import make_recognition
from tests.factories import make_user
from tests.network.factories import make_organisation


DAY = timedelta(days=1)
days = st.dates(date(2000, 1, 1), date(2090, 12, 31))
euros = st.none() | st.decimals(0, 5000, places=2)


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor, gender="w")


# Pages


def typed(**fields):
    return {
        "title": "دبلوم التمريض",
        "kind": "beruf",
        "country": "SY",
        "regulated": "ja",
        "begun_on": "2026-03-01",
    } | fields


@pytest.mark.django_db
def test_a_recognition_is_taken_up_with_its_checklist(client, counsellor, case):
    body = make_organisation(name="Landesamt (Demo)")

    answer = client.post(
        page("recognition_create", case),
        typed(
            institution="Universität Aleppo",
            year="2009",
            anabin="h+",
            reference_occupation="Pflegefachfrau",
            competent_body=body.pk,
            language_required="B2",
            fee="200.50",
            translation_cost="150",
            grant="100",
        ),
    )
    assert answer.status_code == 302, answer.context["form"].errors
    shown = client.get(answer.url).content.decode()

    row = Recognition.objects.get()
    assert answer.url == page("recognition", case)
    assert (row.title, row.institution, row.country_name) == (
        "دبلوم التمريض",
        "Universität Aleppo",
        "Syria",
    )
    assert (row.costs.total, row.costs.own) == (Decimal("350.50"), Decimal("250.50"))
    assert (row.stage, row.competent_body) == ("erstinfo", body)
    assert row.documents.states() == {
        **dict.fromkeys(Document.values, "fehlt"),
        "arbeitszeugnis": "entfaellt",
    }
    assert "<bdi>دبلوم التمريض</bdi>" in shown
    assert "Pflegefachfrau" in shown
    assert AuditEntry.objects.filter(verb="created", by=counsellor).count() == 1


@pytest.mark.django_db
def test_what_an_occupation_that_is_not_regulated_needs(case):
    row = make_recognition(case, regulated="nein")

    needed = {kind for kind, state in row.documents.states().items() if state == "fehlt"}
    assert needed == {"lebenslauf", "ausweis", "zeugnis", "faecher", "erklaerung", "uebersetzung"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"year": "2099"}, "This year is still to come."),
        ({"year": "1900"}, "a number between 1940 and 2100"),
        ({"country": "QQ"}, "Select a valid choice"),
        ({"fee": "-1"}, "greater than or equal to 0"),
        ({"begun_on": "2099-01-01"}, "This day lies in the future."),
    ],
)
def test_a_recognition_that_cannot_be_says_why(client, case, fields, sentence):
    answer = client.post(page("recognition_create", case), typed(**fields))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Recognition.objects.exists()


@pytest.mark.django_db
def test_title_and_school_are_sealed_and_stand_in_no_message(client, case):
    answer = client.post(page("recognition_create", case), typed(title="Geheimdiplom"), follow=True)

    with connection.cursor() as cursor:
        for table in ("recognition", "recognitionevent", "recognitiondocumentevent"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM counselling_{table} t")
            assert "Geheimdiplom" not in cursor.fetchone()[0]
    row = Recognition.objects.get()
    assert "Geheimdiplom" not in str(row)
    assert "Geheimdiplom" not in "".join(map(str, answer.context["messages"]))


@pytest.mark.django_db
def test_days_stand_in_the_form_as_soon_as_their_stage_is_reached(client, case):
    names = {}
    for stage in ("erstinfo", "antrag", "bescheid", "ausgleich"):
        row = make_recognition(case, stage=stage)
        form = client.get(page("recognition_edit", case, recognition_pk=row.pk)).context["form"]
        names[stage] = [field.name for field in form.about_days]

    applied = ["begun_on", "applied_on", "received_on", "complete_on"]
    assert names == {
        "erstinfo": ["begun_on"],
        "antrag": applied,
        "bescheid": [*applied, "decided_on", "result"],
        "ausgleich": [*applied, "decided_on", "result", "measure", "measure_ends_on"],
    }


@pytest.mark.django_db
def test_days_that_are_turned_round_are_said_at_their_field(client, case, today):
    row = make_recognition(case, stage="bescheid")
    data = typed(
        version=row.version,
        begun_on=row.begun_on.isoformat(),
        applied_on=today.isoformat(),
        received_on=(today - DAY).isoformat(),
        complete_on=(today - DAY).isoformat(),
        decided_on=(today - DAY).isoformat(),
        result="voll",
    )

    answer = client.post(page("recognition_edit", case, recognition_pk=row.pk), data)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"received_on", "complete_on", "decided_on"}


@pytest.mark.django_db
def test_the_way_to_the_end_on_the_page(client, case, today):
    row = make_recognition(case)
    url = page("recognition_move", case, recognition_pk=row.pk)
    for step in [
        {"stage": "unterlagen"},
        {"stage": "antrag"},
        {"stage": "bescheid", "result": "ausgleich"},
        {"stage": "ausgleich", "measure": "Kenntnisprüfung", "measure_ends_on": "2027-06-30"},
        {"stage": "abgeschlossen"},
    ]:
        row.refresh_from_db()
        sent = {"version": row.version, "on": today.isoformat()} | step
        assert client.post(url, sent).status_code == 302

    row.refresh_from_db()
    assert (row.stage, row.result, row.measure) == ("abgeschlossen", "ausgleich", "Kenntnisprüfung")
    assert (row.applied_on, row.decided_on, row.ended_on) == (today,) * 3
    assert client.get(url).url == page("recognition", case)


@pytest.mark.django_db
def test_the_checklist_is_saved_at_once_and_two_colleagues_lose_nothing(client, case):
    row = make_recognition(case)
    url = page("recognition_documents", case, recognition_pk=row.pk)
    states = row.documents.states() | {"lebenslauf": "da", "zeugnis": "uebersetzt"}
    client.post(url, states | {"version": row.version})

    late = client.post(url, states | {"ausweis": "da", "version": row.version})

    assert row.documents.states() == states
    assert late.status_code == 422
    assert "A colleague has saved this page in the meantime." in late.content.decode()


@pytest.mark.django_db
def test_a_closed_case_is_read_and_not_written(client, counsellor, case, today):
    row = make_recognition(case)
    case_actions.close_case(case, on=today, reason="ziel", by=counsellor)
    sent = {"version": row.version, "stage": "unterlagen", "on": today.isoformat()}
    states = row.documents.states() | {"version": row.version}

    for name, data, status in [
        ("recognition_edit", typed(version=row.version), 422),
        ("recognition_move", sent, 422),
        ("recognition_documents", states, 422),
        ("recognition_delete", {}, 302),
    ]:
        answer = client.post(page(name, case, recognition_pk=row.pk), data)
        assert answer.status_code == status
    assert client.post(page("recognition_create", case), typed()).status_code == 422
    assert Recognition.objects.count() == 1

    assert client.get(page("recognition", case)).status_code == 200
    assert Recognition.objects.get().version == row.version


@pytest.mark.django_db
def test_a_recognition_entered_by_mistake_is_deleted_with_its_checklist(client, case):
    row = make_recognition(case)

    client.post(page("recognition_delete", case, recognition_pk=row.pk))

    assert not Recognition.objects.exists()
    assert not RecognitionDocument.objects.exists()


# On paper


@pytest.mark.django_db
def test_the_checklist_on_paper_names_the_papers_and_nobody(client, counsellor, case, tmp_path):
    row = make_recognition(case, fee=Decimal(200), grant=Decimal(50), country="TR")
    actions.tick_off(row, {"lebenslauf": "da"}, by=counsellor)

    answer = client.get(page("recognition_pdf", case, recognition_pk=row.pk))

    path = tmp_path / "liste.pdf"
    path.write_bytes(answer.content)
    said = " ".join(
        subprocess.run(
            ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
        ).stdout.split()
    )
    assert [finding.message for finding in pdfua.validate(path).findings] == []
    assert "Hemşire diploması" in said
    assert "5 papers are still missing" in said
    assert "Left for you: 150.00 €" in said
    assert "certificate of conduct" not in said
    assert case.number not in said
    assert counsellor.name not in said
    assert AuditEntry.objects.filter(verb="printed", by=counsellor).count() == 1


@pytest.mark.django_db
def test_the_checklist_is_a_letter_of_the_office_with_words_of_the_client(
    client, case, tmp_path, settings
):
    case.language = "tur"
    case.save()
    row = make_recognition(case)

    path = tmp_path / "liste.pdf"
    path.write_bytes(client.get(page("recognition_pdf", case, recognition_pk=row.pk)).content)

    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    turkish = labels("tur")
    assert said.stdout.count(settings.OFFICE["address"]) == 2
    for word in ("bring", "help"):
        assert turkish[word] in " ".join(said.stdout.split())


@pytest.mark.django_db
def test_the_facts_of_a_letter_are_plain_words(case):
    row = make_recognition(case, stage="antrag", days_ago=0)

    said = facts.checklist(row)

    assert said.title == "Hemşire diploması"
    assert [str(paper.state) for paper in said.papers] == ["missing"] * 6
    assert (said.is_complete, said.costs) == (False, None)
    assert str(said.deadline.label) == "confirmation of receipt"


# The clock, and numbers


@pytest.mark.django_db
def test_the_body_that_does_not_answer_stands_masked_on_the_start_page(counsellor, case):
    today = date(2026, 11, 23)
    deputy, stranger = make_user("counselling"), make_user("counselling")
    make_deputy(case, deputy, since=today - DAY)
    year, number = case.number.split("-")
    late = make_recognition(case, stage="antrag", begun_on=date(2026, 8, 3))
    late.complete_on = date(2026, 8, 20)
    actions.note(late, by=counsellor)
    make_recognition(case, stage="antrag", begun_on=date(2026, 10, 25))
    make_recognition(case, stage="antrag", begun_on=date(2026, 11, 20))
    measure = make_recognition(case, stage="ausgleich", begun_on=date(2026, 1, 5))
    Recognition.objects.filter(pk=measure.pk).update(measure_ends_on=date(2026, 11, 30))
    make_recognition(case, stage="abgeschlossen", begun_on=date(2026, 1, 5))

    said = [
        (item.due, item.title, item.detail)
        for item in agenda.recognition_deadlines(counsellor, today)
    ]

    title = f"Case {number} · {year} · w: recognition"
    assert said == [
        (date(2026, 11, 20), title, "decision of the competent body"),
        (date(2026, 11, 25), title, "confirmation of receipt"),
        (date(2026, 11, 30), title, "end of the measure"),
    ]
    assert list(agenda.recognition_deadlines(stranger, today)) == []
    assert len(list(agenda.recognition_deadlines(deputy, today))) in (0, 3)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number(
    client, case, number, django_assert_max_num_queries
):
    for _one in range(number):
        make_recognition(case)

    with django_assert_max_num_queries(7):
        client.get(page("recognition", case))


@pytest.mark.django_db
def test_recognitions_are_counted_by_stage_and_result(case, today):
    make_recognition(case, stage="antrag")
    make_recognition(case, stage="antrag")
    make_recognition(case, stage="bescheid")
    make_recognition(case, stage="abgeschlossen", result="voll", days_ago=400)

    period = (today - 30 * DAY, today)
    rows = Recognition.objects

    assert dict(rows.all().by_stage()) == {"antrag": 2, "bescheid": 1, "abgeschlossen": 1}
    assert dict(rows.all().by_result()) == {"teilweise": 1, "voll": 1}
    assert rows.begun_in(*period).count() == 3
    assert rows.applied_in(*period).count() == 3
    assert rows.decided_in(*period).count() == 1
    assert rows.running().count() == 3
