"""The register of processing (Art. 30 DSGVO) says what the software does, and nothing else."""

from collections import Counter

import pytest
from django.utils.functional import Promise

from counselling.models import Case
from integration_office import privacy
from integration_office.activities import activities
from tests.factories import make_user
from tests.house.test_models import OURS, names


def test_every_table_with_personal_data_stands_in_one_activity():
    entered = Counter(model for activity in activities for model in activity.models)
    personal = {model for model in OURS if getattr(model, "PERSONAL", set())}

    assert names(personal - entered.keys()) == []
    assert [model.__name__ for model, number in entered.items() if number > 1] == []


def test_every_rule_of_retention_for_personal_data_is_told_in_it():
    told = {rule.key for activity in activities for rule in activity.rules}
    personal = {rule.key for rule in privacy.rules.values() if getattr(rule.model, "PERSONAL", ())}

    assert personal - told == set()


def test_every_kind_of_data_is_told_in_words_of_the_office():
    """Not by the name of a field, which no catalogue translates."""
    unnamed = [
        f"{model.__name__}.{field.name}"
        for activity in activities
        for model in activity.models
        for field in model._meta.fields
        if field.name in getattr(model, "PERSONAL", ())
        and not isinstance(field.verbose_name, Promise)
    ]

    assert unnamed == []


def test_no_activity_leaves_a_question_of_the_law_open():
    for activity in activities:
        answers = (activity.name, activity.purpose, activity.basis, activity.people)
        assert all(str(answer).strip() for answer in (*answers, activity.recipients))


@pytest.mark.django_db
def test_data_protection_reads_what_is_kept_of_a_case_for_how_long_and_how_it_is_guarded(client_of):
    page = client_of(make_user("data_protection")).get("/privacy/register/")

    [cases] = [activity for activity in page.context["activities"] if Case in activity.models]
    assert {"Last name", "Concern"} <= set(cases.data)
    assert cases.is_sealed
    assert ("content of counselling cases", "12 months after closing; the counts stay") in [
        (str(rule.label), str(rule.period_text)) for rule in cases.rules
    ]
    assert all(str(rule.period_text) in page.text for rule in cases.rules)
    assert "Art. 9 (2) a DSGVO" in page.text
