"""A name shows only on request, once, and whoever asks leaves a line."""

import pytest
from django.db import connection

from integration_office.models import AuditEntry, ReadEntry
from tests.counselling.factories import make_case, make_deputy
from tests.counselling.pages import page
from tests.counselling.people import make_consent, make_named_case


pytestmark = pytest.mark.django_db


def test_the_head_of_a_case_shows_dots_until_somebody_asks(client, counsellor):
    case = make_named_case(responsible=counsellor)
    assert "Beispielowa" not in client.get(case.get_absolute_url()).content.decode()

    answer = client.post(page("case_name_show", case), {"next": page("case_consents", case)})
    shown = client.get(answer.url).content.decode()
    again = client.get(answer.url).content.decode()

    assert answer.url == page("case_consents", case)
    assert "<strong><bdi>Wanda Beispielowa</bdi></strong>" in shown
    assert "Beispielowa" not in again
    purposes = list(ReadEntry.objects.order_by("id").values_list("purpose", flat=True))
    assert purposes == ["", "name", "", ""]


def test_what_is_typed_to_look_for_a_name_is_never_kept_by_itself(client, counsellor):
    case = make_case(responsible=counsellor)
    make_named_case(responsible=counsellor)

    answer = client.post(
        page("case_name", case), {"name": "Wanda Beispielowa", "year": "", "keep_draft": "auto"}
    )

    assert (answer.status_code, b"Beispielowa" in answer.content) == (400, False)
    assert not ReadEntry.objects.exists()
    assert not AuditEntry.objects.filter(verb="name searched").exists()


def test_showing_leads_back_to_the_case_and_nowhere_else(client, counsellor):
    case, other = make_named_case(responsible=counsellor), make_named_case(responsible=counsellor)

    for address in ("https://evil.example/", "//evil.example", other.get_absolute_url(), ""):
        answer = client.post(page("case_name_show", case), {"next": address})
        assert answer.url == case.get_absolute_url()
    # A case opened in between does not show another one's name.
    assert "Wanda" not in client.get(other.get_absolute_url()).content.decode()


def test_who_may_not_see_the_case_is_shown_nothing(client):
    case = make_named_case()

    assert client.post(page("case_name_show", case)).status_code == 404
    assert not ReadEntry.objects.exists()


def test_opening_the_page_of_the_person_is_recorded_once_as_seeing_the_name(client, counsellor):
    case = make_named_case()
    make_deputy(case, counsellor)
    case.person.nationality_codes, case.person.phone = "SY,XK", "0151 0000000"
    case.person.country_of_origin = "TR"
    case.person.save()

    text = client.get(page("case_person", case)).content.decode()

    for word in ("Wanda", "Beispielowa", "1990", "Syria, Kosovo", "Türkiye", "0151 0000000"):
        assert f"<bdi>{word}</bdi>" in text
    assert list(ReadEntry.objects.values_list("purpose", flat=True)) == ["deputy name"]
    log = client.get(page("case_reads", case)).context["lines"][0]
    assert log[2].text == "name shown as deputy"


def test_the_other_cases_of_the_person_are_named_or_masked(client, counsellor):
    case = make_named_case(responsible=counsellor)
    mine = make_named_case(responsible=counsellor, person=case.person)
    theirs = make_named_case(person=case.person)

    text = client.get(page("case_person", case)).content.decode()

    assert mine.get_absolute_url() in text
    assert f"{theirs.masked}: please speak to {theirs.responsible}" in text
    assert theirs.get_absolute_url() not in text


def test_how_somebody_is_reached_and_what_to_provide_for_stands_with_the_person(client, counsellor):
    case = make_named_case(
        responsible=counsellor, preferred_contact="messenger", special_needs="Gebärdensprache"
    )
    without = client.get(page("case_person", case)).content.decode()

    make_consent(case, "messenger")

    text = client.get(page("case_person", case)).content.decode()
    assert "<bdi>by messenger</bdi>" in text
    assert "<bdi>Gebärdensprache</bdi>" in text
    missing = "by messenger, but without a consent to it"
    assert missing in without
    assert missing not in text


def test_special_needs_cannot_be_read_in_the_database_and_stand_in_the_copy(client, counsellor):
    case = make_named_case(responsible=counsellor, special_needs="Gebärdensprache")

    copy = client.get(page("case_person_copy_data", case)).json()

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM counselling_person t")
        assert "Geb" not in cursor.fetchone()[0]
    assert {"label": "special needs", "value": "Gebärdensprache"} in copy["parts"][0]["rows"]
