"""Names are found by keyed hashes; without the key they tell nothing, and no table is opened."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from counselling.models import Person, PersonKey
from counselling.people import index
from counselling.people.spelling import parts
from tests.counselling.people import make_person


def key(name, letter):
    return f"{name}:{base64.b64encode(letter.encode() * 32).decode()}"


OLD, NEW = key("old", "o"), key("new", "n")


@pytest.fixture(autouse=True)
def keys(settings):
    settings.INDEX_KEYS = OLD


def person(name="", year="", **fields):
    first, _space, last = name.rpartition(" ")
    return Person(last_name=last, first_name=first, birth=year, **fields)


def meets(one, name, year=""):
    wanted = index.asked(name, year)
    return bool(index.digests_of(one) & (wanted.strong | wanted.weak))


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        (person("Mohammed Al-Ahmad"), "al ahmad, MUHAMMAD"),
        (person("Abdul Rahman"), "Abdurrahman"),
        (person("Abdul Rahman"), "Rahman Abdul"),
        (person("Олександр Петренко"), "Petrenko Oleksandr"),
        (person("Yusuf Ali Hassan"), "Youssef Hassan"),
        (person("Fatima"), "Fatma"),
        (person("Olena Schmidt", other_names="Ковальчук"), "Elena Kovalchuk"),
        (person("Samira Karimi", other_names="سمیرا کریمی"), "سميرة كريمي"),
    ],
)
def test_a_person_is_found_by_two_parts_or_by_an_only_name(stored, typed):
    assert meets(stored, typed)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        (person("Mohammed Al-Ahmad"), "Mohammed"),
        (person("Mohammed Al-Ahmad"), "Mohammed Karimi"),
        (person("Fatima"), "Fatima Karimi"),
        (person("Olena Schmidt", other_names="Kowalenko"), "Kowalenko"),
        (person("Hassan Ali"), "Hussein Ali"),
        (person("N. N."), "N. N."),
        (person("Mohammed Karimi", "1990"), "Mohammed Noori"),
    ],
)
def test_one_common_part_is_not_enough(stored, typed):
    assert not meets(stored, typed)


def test_a_part_and_the_year_of_birth_are_a_hint_of_their_own():
    stored = person("Mohammed Karimi", "1990-05-01")

    assert meets(stored, "Mohammed Noori", "1990")
    assert not meets(stored, "Mohammed Noori", "1991")
    assert index.asked("Mohammed Noori", "1990").weak
    # Where only one name is asked for, the year makes it strong.
    assert not index.asked("Mohammed", "1990").weak
    assert meets(stored, "Mohammed", "1990")


@given(
    names=st.lists(st.text("abdefghiklmnorstu", min_size=3, max_size=9), min_size=1, max_size=3),
    year=st.sampled_from(["", "1990"]),
)
@example(names=["dos", "dos", "aaa"], year="")
def test_whoever_is_typed_as_stored_is_found(names, year):
    stored = person(" ".join(names), year)

    wanted, kept = index.asked(stored.full_name, year), index.digests_of(stored)

    assert wanted.strong & kept or not wanted.strong
    if len(parts(stored.full_name)) > 1:  # an only name is looked for as two as well
        assert wanted.strong <= kept
    assert all(len(digest) == 16 for digest in wanted.strong)


def test_another_key_makes_other_digests(settings):
    stored = person("Wanda Beispielowa", "1990")
    with_old = index.digests_of(stored)

    settings.INDEX_KEYS = NEW

    assert not with_old & index.digests_of(stored)


@pytest.mark.django_db
def test_while_keys_change_both_are_looked_for_and_the_first_one_writes(settings):
    stored = make_person()
    settings.INDEX_KEYS = f"{NEW},{OLD}"
    assert meets_in_the_table("Wanda Beispielowa")

    call_command("reindex_persons", batch=1)

    settings.INDEX_KEYS = NEW
    assert meets_in_the_table("Wanda Beispielowa")
    assert {bytes(k.digest) for k in stored.keys.all()} == index.digests_of(stored)


def meets_in_the_table(name):
    return PersonKey.objects.filter(digest__in=index.asked(name).strong).exists()


@pytest.mark.django_db
def test_a_changed_name_is_found_and_the_old_one_is_not():
    stored = make_person()

    stored.last_name = "Musterenko"
    stored.save()
    index.write(stored)

    assert meets_in_the_table("Musterenko Wanda")
    assert not meets_in_the_table("Beispielowa Wanda")
    assert index.write(stored) == 0


@pytest.mark.django_db
def test_reindexing_says_how_many_and_does_nothing_twice(capsys):
    make_person()
    PersonKey.objects.all().delete()
    make_person(last_name="Muster")

    call_command("reindex_persons")
    call_command("reindex_persons")

    assert capsys.readouterr().out.splitlines() == [
        "1 of 2 persons indexed anew.",
        "0 of 2 persons indexed anew.",
    ]


@pytest.mark.django_db
def test_reindexing_without_the_key_of_the_names_says_which_one_is_missing(settings):
    make_person()
    settings.FIELD_KEYS = NEW

    with pytest.raises(CommandError, match="missing in FIELD_KEYS"):
        call_command("reindex_persons")


@pytest.mark.django_db
def test_the_table_of_keys_tells_no_name():
    make_person(last_name="Beispielowa", birth="1990-12-24")

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(k::text, '') FROM counselling_personkey k")
        rows = cursor.fetchone()[0]

    for word in ("eispielowa", "1990", b"beispielowa".hex(), b"Beispielowa".hex()):
        assert word not in rows


@pytest.mark.parametrize("text", ["", "no colon", "a:c2hvcnQ=", f"{OLD},{OLD}", "a:äöü"])
def test_keys_that_cannot_be_used_are_refused_at_the_start(settings, text):
    settings.INDEX_KEYS = text

    assert [problem.id for problem in index.keys_are_usable(None)] == ["office.E004"]
    with pytest.raises(ImproperlyConfigured, match="INDEX_KEYS"):
        index.asked("Wanda Beispielowa")


def test_one_key_for_notes_and_names_is_refused(settings):
    settings.FIELD_KEYS = f"{NEW},{OLD}"

    assert [problem.id for problem in index.keys_are_usable(None)] == ["office.E005"]


def test_production_needs_keys_of_its_own(settings):
    settings.INDEX_KEYS = f"2027:{settings.DEMO_INDEX_KEY}"
    assert index.keys_are_usable(None) == []

    settings.PRODUCTION = True

    assert [problem.id for problem in index.keys_are_usable(None)] == ["office.E006"]
