"""The history of German: the latest entry is what the case says, so the figures stay."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from counselling import actions as case_actions
from counselling.casework.levels import actions
from counselling.models import Case, LevelEntry
from integration_office.models import AuditEntry
from tests.counselling.casework import make_level
from tests.counselling.factories import make_case, make_contact
from tests.counselling.pages import page


pytestmark = pytest.mark.django_db


def test_a_new_level_is_what_the_case_says_now(client, counsellor):
    case = make_case(responsible=counsellor, german_level="A1")

    client.post(page("levels", case), {"level": "B1", "source": "zert", "known_on": "05.2026"})

    entries = list(LevelEntry.objects.latest_first().values_list("level", "source", "known_on"))
    assert ("B1", "zert", "2026-05") in entries
    assert Case.objects.get().german_level == LevelEntry.objects.current().level


@pytest.mark.parametrize(
    ("known_on", "now"),
    [("2020", "A1"), ("2020-11", "A1"), ("2021-02-03", "B2"), ("2021", "A1"), ("2021-02-02", "B2")],
)
def test_an_older_fact_entered_later_does_not_hide_a_newer_one(known_on, now):
    case = make_case(opened_on=date(2021, 2, 2), german_level="A1")

    make_level(case, "B2", known_on=known_on)

    assert Case.objects.get().german_level == now


def test_a_case_opened_with_a_level_begins_its_history_with_the_talk(counsellor):
    contact = make_contact(counsellor=counsellor, german_level="A2")

    case = case_actions.continue_as_case(contact, by=counsellor)

    assert list(LevelEntry.objects.values_list("case", "level", "source", "known_on")) == [
        (case.pk, "A2", "gespr", contact.day.isoformat())
    ]
    make_case()
    assert LevelEntry.objects.count() == 1


def test_a_wrong_entry_goes_and_the_one_before_it_counts_again(client, counsellor):
    case = make_case(responsible=counsellor)
    first, second = make_level(case, "A1", known_on="2020"), make_level(case, "C1")

    client.post(page("level_delete", case, number=second.pk))
    assert Case.objects.get().german_level == "A1"

    client.post(page("level_delete", case, number=first.pk))
    assert Case.objects.get().german_level == ""
    assert AuditEntry.objects.filter(verb="deleted").count() == 2


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"level": ""}, "level", "Please choose a level."),
        (
            {"level": "D9"},
            "level",
            "This choice does not exist. Please choose one of the list.",
        ),
        ({"known_on": ""}, "known_on", "Please say since when; the year is enough."),
        ({"known_on": "2099"}, "known_on", "This day lies in the future."),
        (
            {"known_on": "31.02.2026"},
            "known_on",
            "“31.02.2026” is not a date. Please write a day (24.12.2026), a month (12.2026) or a "
            "year (2026).",
        ),
    ],
)
def test_a_level_that_cannot_be_gets_a_sentence(client, counsellor, wrong, field, sentence):
    case = make_case(responsible=counsellor)
    sent = {"level": "B1", "source": "test", "known_on": "2026"} | wrong

    answer = client.post(page("levels", case), sent)

    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (422, {field: [sentence]})
    assert {name: form[name].value() for name in sent} == sent
    assert not LevelEntry.objects.exists()


def test_the_level_is_not_changed_past_its_history(client, counsellor):
    case = make_case(responsible=counsellor, german_level="A1")

    client.post(page("case_edit", case), {"version": 0, "status": "ruht", "german_level": "C2"})

    case = Case.objects.get()
    assert (case.status, case.german_level) == ("ruht", "A1")


def test_languages_and_script_are_noted_where_they_came_up(client, counsellor):
    case = make_case(responsible=counsellor)

    client.post(
        page("languages_edit", case),
        {"version": 0, "language": "ara", "spoken": ["kmr", "tur"], "literacy": "zweit"},
    )

    case = Case.objects.get()
    assert (case.language, case.spoken, case.literacy) == ("ara", ["kmr", "tur"], "zweit")
    text = client.get(page("levels", case)).content.decode()
    assert "Kurmanji, Turkish" in text
    assert "learns Latin as a second script" in text


def test_a_language_that_does_not_exist_is_refused_and_nothing_is_lost(client, counsellor):
    case = make_case(responsible=counsellor)
    sent = {"version": 0, "language": "ara", "spoken": ["kmr", "xxx"], "literacy": "zweit"}

    answer = client.post(page("languages_edit", case), sent)

    form = answer.context["form"]
    assert form.errors == {"spoken": ["This choice does not exist. Please choose one of the list."]}
    assert (form["language"].value(), form["spoken"].value()) == ("ara", ["kmr", "xxx"])


def test_two_colleagues_who_change_the_languages_do_not_overwrite_each_other(client, counsellor):
    case = make_case(responsible=counsellor)
    url = page("languages_edit", case)
    client.post(url, {"version": 0, "language": "ara"})

    late = client.post(url, {"version": 0, "language": "tur"})

    assert late.status_code == 422
    assert Case.objects.get().language == "ara"


def test_a_closed_case_shows_its_levels_and_takes_none(client, counsellor, today):
    case = make_case(responsible=counsellor)
    entry = make_level(case, "B1")
    case_actions.close_case(case, on=today, reason="ziel", by=counsellor)

    shown = client.get(page("levels", case)).content.decode()
    typed = client.post(page("levels", case), {"level": "C1", "source": "zert", "known_on": "2026"})
    deleted = client.post(page("level_delete", case, number=entry.pk), follow=True)
    languages = client.get(page("languages_edit", case), follow=True)

    assert "B1" in shown
    assert 'method="post"' not in shown.partition("<main")[2]
    for answer in (typed, deleted, languages):
        assert "This case is closed. Please reopen it first." in answer.content.decode()
    assert list(LevelEntry.objects.all()) == [entry]
    with pytest.raises(ValidationError, match="closed"):
        actions.remove_level(entry, by=counsellor)


@pytest.mark.parametrize("entries", [1, 9])
def test_the_page_needs_the_same_queries_for_any_number_of_entries(
    client, counsellor, entries, django_assert_num_queries
):
    case = make_case(responsible=counsellor)
    for _number in range(entries):
        make_level(case)

    with django_assert_num_queries(5):  # session, user, case, read log, entries
        client.get(page("levels", case))
