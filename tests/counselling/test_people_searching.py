"""Search before create: own cases by name, those of others masked, never a list of strangers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from counselling.consents import erasing
from counselling.models import Case, Person, PersonKey
from counselling.people import index
from counselling.people.searching import MOST_HINTS, RARE, hints
from integration_office.models import AuditEntry, ReadEntry
from tests.counselling.factories import make_case, make_deputy
from tests.counselling.people import make_named_case, make_person
from tests.factories import make_user


pytestmark = pytest.mark.django_db


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor)


def found(name, year="", *, user, case):
    return [(hint.case, hint.is_mine) for hint in hints(name, year, user=user, case=case)]


def test_who_is_known_in_another_spelling_is_found(counsellor, case):
    mine = make_named_case(responsible=counsellor, first_name="Mohammed", last_name="Al-Ahmad")
    theirs = make_named_case(first_name="محمد", last_name="الأحمد")
    make_named_case(first_name="Mahmoud", last_name="Al-Ahmad")

    assert set(found("Muhammad Alahmad", user=counsellor, case=case)) == {
        (mine, True),
        (theirs, False),
    }


def test_a_single_common_name_finds_nobody(counsellor, case):
    for last_name in ("Karimi", "Noori", "Haddad"):
        make_named_case(first_name="Mohammed", last_name=last_name)

    assert found("Mohammed", user=counsellor, case=case) == []
    assert found("Mohammed Unbekannt", user=counsellor, case=case) == []


def test_an_only_name_is_found_by_itself(counsellor, case):
    known = make_named_case(responsible=counsellor, first_name="", last_name="Fatima", birth="")
    make_named_case(first_name="Fatima", last_name="Karimi")

    assert found("Fatma", user=counsellor, case=case) == [(known, True)]


@pytest.mark.parametrize("name", ["Nguyen Van An", "Van An Nguyen", "An Nguyen"])
def test_a_name_whose_parts_look_like_particles_is_found_in_any_order(counsellor, case, name):
    known = make_named_case(responsible=counsellor, first_name="Nguyễn", last_name="Văn An")
    make_named_case(first_name="Nguyễn", last_name="Thị Hoa")

    assert found(name, user=counsellor, case=case) == [(known, True)]


def test_the_year_finds_who_changed_one_name_but_only_where_few_share_the_other(counsellor, case):
    known = make_named_case(first_name="Olena", last_name="Kowalenko", birth="1990-05-01")
    assert found("Olena Schmidt", "1990", user=counsellor, case=case) == [(known, False)]
    assert found("Olena Schmidt", "1991", user=counsellor, case=case) == []

    for number in range(RARE):
        assert (known, False) in found("Olena Schmidt", "1990", user=counsellor, case=case)
        make_named_case(first_name="Olena", last_name=f"Beispiel{'abc'[number]}", birth="1990")

    assert found("Olena Schmidt", "1990", user=counsellor, case=case) == []


def test_there_are_five_hints_at_most_the_best_first(counsellor, case):
    exact = make_named_case(first_name="Khalid", last_name="Karimi", birth="1985")
    others = {"first_name": "Chalid", "last_name": "Karimi", "birth": "1985"}
    cases = [make_named_case(**others) for _n in range(6)]

    seen = hints("Khalid Karimi", "1985", user=counsellor, case=case)

    assert len(seen.found) == MOST_HINTS
    assert seen.there_are_more
    assert seen.found[0].case == exact
    assert {hint.case for hint in seen.found[1:]} <= set(cases)


def test_a_person_of_several_cases_is_one_hint_and_the_own_one(counsellor, case):
    person = make_person(first_name="Wanda", last_name="Beispielowa")
    make_named_case(person=person)
    mine = make_named_case(responsible=counsellor, person=person)
    make_named_case(person=person)

    assert found("Wanda Beispielowa", user=counsellor, case=case) == [(mine, True)]


def test_what_is_restricted_is_not_even_hinted_at(counsellor, case):
    known = make_named_case(first_name="Wanda", last_name="Beispielowa")
    erasing.restrict(known, by=known.responsible)

    assert found("Wanda Beispielowa", user=counsellor, case=case) == []


def test_the_page_shows_own_names_and_masks_the_cases_of_others(client, counsellor, case):
    mine = make_named_case(
        responsible=counsellor, first_name="Wanda", last_name="Beispielowa", birth="1990-12-24"
    )
    colleague = make_user("counselling", name="Robin Beispiel (Demo)")
    theirs = make_named_case(
        responsible=colleague, first_name="Vanda", last_name="Beyspielova", case={"gender": "w"}
    )
    page = reverse("counselling:case_name", args=[case.pk])

    answer = client.post(page, {"name": "Wanda Beispielowa", "year": ""})

    text = answer.content.decode()
    assert "<strong><bdi>Wanda Beispielowa</bdi></strong>, born Dec. 24, 1990" in text
    assert reverse("counselling:case_same_person", args=[case.pk, mine.person.pk]) in text
    assert f"{theirs.masked}, new: please speak to Robin Beispiel (Demo)" in text
    assert "Beyspielova" not in text
    assert theirs.get_absolute_url() not in text
    # What was typed is in the form of the new person, and nowhere in an address.
    assert 'value="Beispielowa"' in text
    assert answer.context["naming"].initial["last_name"] == "Beispielowa"


def test_looking_for_a_name_is_recorded_without_the_name(client, counsellor, case):
    mine = make_named_case(responsible=counsellor)
    client.post(reverse("counselling:case_name", args=[case.pk]), {"name": "Wanda Beispielowa"})

    entry = AuditEntry.objects.get(verb="name searched")
    assert (entry.target, entry.by, entry.note) == (f"counselling.Case:{case.pk}", counsellor, "")
    seen = ReadEntry.objects.filter(purpose="name").values_list("target", flat=True)
    assert list(seen) == [f"counselling.Case:{mine.pk}"]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"name": ""}, {"name": "Please enter at least one name in letters"}),
        ({"name": "123 ?"}, {"name": "Please enter at least one name in letters"}),
        ({"name": "Wanda", "year": "3000"}, {"year": "This year lies in the future."}),
        ({"name": "Wanda", "year": "neunzig"}, {"year": "Please enter the year with four digits."}),
        ({"name": "Wanda", "year": "12"}, {"year": "greater than or equal to 1900"}),
    ],
)
def test_what_cannot_be_looked_for_is_refused_with_a_sentence(client, case, typed, errors):
    answer = client.post(reverse("counselling:case_name", args=[case.pk]), typed)

    assert answer.status_code == 422
    said = answer.context["form"].errors
    assert list(said) == list(errors)
    assert all(sentence in said[name][0] for name, sentence in errors.items())


def test_a_closed_case_gets_no_name_and_a_named_one_no_second(client, counsellor, case):
    page = reverse("counselling:case_name", args=[case.pk])
    Case.objects.filter(pk=case.pk).update(
        status="abgeschlossen", closed_on=case.opened_on, closing_reason="ziel"
    )
    assert client.get(page).url == case.get_absolute_url()

    named = make_named_case(responsible=counsellor)

    answer = client.get(reverse("counselling:case_name", args=[named.pk]))
    assert answer.url == reverse("counselling:case_person", args=[named.pk])


def test_a_deputy_sees_the_name_and_a_stranger_does_not(counsellor, case):
    known = make_named_case()
    assert found("Wanda Beispielowa", user=counsellor, case=case) == [(known, False)]

    make_deputy(known, counsellor)

    assert found("Wanda Beispielowa", user=counsellor, case=case) == [(known, True)]


def many(number):
    """Persons of invented names, written as a table would hold them."""
    persons = Person.objects.bulk_create(
        [Person(last_name=f"Muster{n:x}", first_name="Mohammed") for n in range(number)]
    )
    digests = {person: index.digests_of(person) for person in persons}
    PersonKey.objects.bulk_create(
        [PersonKey(person=p, digest=d) for p, found in digests.items() for d in found]
    )


def test_a_look_up_uses_the_index_and_never_reads_the_table_of_persons(counsellor, case):
    many(300)
    make_named_case(first_name="Mohammed", last_name="Karimi")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE counselling_personkey")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert found("Muhammad Karimi", "1990", user=counsellor, case=case)

    assert len(queries) == 4  # pairs, parts with the year, their cases, which of them are mine
    looked_up = queries[0]["sql"]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {looked_up}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "person_key_once" in plan
    assert "Seq Scan" not in plan
    assert not any('FROM "counselling_person" ' in query["sql"] for query in queries)
