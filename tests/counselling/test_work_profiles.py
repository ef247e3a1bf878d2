"""Education and work: what somebody has learned, done and wants to do, sealed, never asked."""

import pytest
from django.db import connection
from django.urls import reverse

from counselling.models import WorkProfile
from counselling.people import copy
from integration_office.models import ReadEntry
from tests.counselling.factories import make_case
from tests.counselling.people import anonymised
from tests.factories import make_user


pytestmark = pytest.mark.django_db


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor)


def page(name, case):
    return reverse(f"counselling:{name}", args=[case.pk])


def known(**fields):
    return {
        "school_years": "0",
        "education": "beruf",
        "learned": "Hemşire",
        "practised": "Pflegehelferin",
        "wanted": "Pflegefachkraft",
        "experience": "7",
        "driving_licence": "ausland",
        "employment": "suchend",
        "benefits": "sgb2",
    } | fields


def test_it_is_noted_and_shown_with_the_recognitions(client, case):
    answer = client.post(page("work_edit", case), known())

    shown = client.get(page("recognition", case))
    assert answer.url == page("recognition", case)
    assert shown.context["work"] == [
        ("years at school", "0"),
        ("highest education", "vocational training"),
        ("occupation learned", "Hemşire"),
        ("occupation practised", "Pflegehelferin"),
        ("occupation wanted", "Pflegefachkraft"),
        ("years of experience", "7"),
        ("driving licence", "a foreign one, not exchanged yet"),
        ("employment", "looking for work"),
        ("benefits", "SGB II (basic income support)"),
    ]
    assert "Hemşire" in shown.content.decode()
    assert ReadEntry.objects.filter(target=f"counselling.Case:{case.pk}").exists()


def test_nothing_of_it_is_needed_and_there_is_one_for_a_case(client, case):
    client.post(page("work_edit", case), {})
    version = WorkProfile.objects.get().version

    client.post(page("work_edit", case), {"version": version, "experience": "0"})

    assert WorkProfile.objects.get().experience == 0
    assert client.get(page("recognition", case)).status_code == 200


def test_the_occupations_cannot_be_read_in_the_database(client, case):
    client.post(page("work_edit", case), known())

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM counselling_workprofile t")
        stored = cursor.fetchone()[0]
    assert "Hemşire" not in stored
    assert "Pflege" not in stored


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"experience": "61"}, "experience"),
        ({"school_years": "31"}, "school_years"),
        ({"driving_licence": "B"}, "driving_licence"),
        ({"employment": "egal"}, "employment"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client, case, wrong, field):
    answer = client.post(page("work_edit", case), known(**wrong))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors or answer.context["form"].non_field_errors()
    assert not WorkProfile.objects.exists()


def test_in_a_closed_case_it_is_read_and_not_written(client, case):
    WorkProfile.objects.create(case=case, learned="Bäckerin")
    type(case).objects.filter(pk=case.pk).update(
        status="abgeschlossen", closed_on=case.opened_on, closing_reason="ziel"
    )

    refused = client.post(page("work_edit", case), known(version=0))

    assert WorkProfile.objects.get().learned == "Bäckerin"
    assert refused.status_code in (302, 422)
    assert "Bäckerin" in client.get(page("recognition", case)).content.decode()


def test_a_stranger_neither_reads_nor_writes_it(client_of, case):
    WorkProfile.objects.create(case=case, learned="Bäckerin")
    stranger = client_of(make_user("counselling"))

    answers = [
        stranger.get(page("recognition", case)),
        stranger.post(page("work_edit", case), known(version=0)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert WorkProfile.objects.get().learned == "Bäckerin"


def test_it_stands_in_the_copy_and_goes_with_the_content_of_the_case(case):
    WorkProfile.objects.create(case=case, learned="Bäckerin")
    cases = type(case).objects.filter(pk=case.pk)
    assert "Bäckerin" in str(copy.copy_data(cases))

    anonymised(case)

    assert not WorkProfile.objects.exists()
