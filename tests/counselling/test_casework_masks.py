"""Outside the open case a case is named by its mask; inside by its number."""

from datetime import date

import pytest
from django.urls import reverse

from counselling.models import Case, CaseSequence
from integration_office.agenda import agenda_of
from tests.counselling.factories import make_case, make_contact


pytestmark = pytest.mark.django_db


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor, gender="w")


def mask(case):
    year, number = case.number.split("-")
    return f"Case {number} · {year} · w"


def test_the_mask_is_number_year_and_gender_and_nothing_else(case):
    assert case.masked == mask(case)


def test_lists_exports_and_selects_name_the_mask_only(client, counsellor, case):
    contact = make_contact(counsellor=counsellor, case=case)

    cases = client.get(reverse("counselling:case_list"))
    contacts = client.get(reverse("counselling:list"))
    quick = client.get(reverse("counselling:quick"))
    form = client.get(contact.get_absolute_url())
    exported = client.get(reverse("counselling:case_list"), {"format": "csv"})

    for answer in (cases, contacts, quick, form):
        text = answer.content.decode()
        assert mask(case) in text.replace("\xa0", " ")
        assert case.number not in text
    text = b"".join(exported.streaming_content).decode()
    assert mask(case) in text
    assert case.number not in text


def test_the_start_page_names_the_mask_only(client, counsellor, case, today):
    make_contact(counsellor=counsellor, case=case, follow_up=today)

    (item,) = agenda_of(counsellor, today).today

    assert item.title == f"{mask(case)}: language"
    assert case.number not in client.get("/").content.decode()


def test_the_page_of_the_case_names_its_number(client, case):
    text = client.get(case.get_absolute_url()).content.decode()

    assert f"<title>Case {case.number} –" in text


@pytest.mark.parametrize(
    "typed",
    ["{number}", "{short}", "{year}", "{short} {year}", "Case {short} · {year} · w", "w {short}"],
)
def test_a_case_is_found_by_any_part_of_its_mask(client, case, typed):
    year, short = case.number.split("-")
    text = typed.format(number=case.number, short=short, year=year)
    CaseSequence.objects.create(year=2001, last=76)
    make_case(responsible=case.responsible, opened_on=date(2001, 1, 1), gender="m")

    listed = client.get(reverse("counselling:case_list"), {"number": text}).context["page"]
    groups = client.get("/search/", {"q": text}).context["groups"]

    assert [row.pk for row in listed] == [case.pk]
    hits = [hit for group in groups for hit in group.hits if "cases" in hit.url]
    assert [(hit.title, hit.url) for hit in hits] == [(mask(case), case.get_absolute_url())]


@pytest.mark.parametrize("typed", ["Amira", "m {short}", "{short} Wohnung", "9999-9999"])
def test_what_is_no_part_of_its_mask_finds_no_case(client, counsellor, case, typed):
    text = typed.format(short=case.number.split("-")[1])

    listed = client.get(reverse("counselling:case_list"), {"number": text}).context["page"]

    assert list(listed) == []
    assert not Case.objects.visible_to(counsellor).matching(text).exists()


def test_a_letter_alone_searches_no_case(client, case):
    groups = client.get("/search/", {"q": "w w"}).context["groups"]

    assert [hit for group in groups for hit in group.hits if "cases" in hit.url] == []
