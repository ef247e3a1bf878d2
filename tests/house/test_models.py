"""Rules about every model of ours: its history, what of it is personal, and when that goes."""

import datetime

import pghistory.models
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import translation

from counselling.models import Contact
from integration_office import privacy, records
from tests.house.test_house import APPS
from tests.volunteers.factories import make_need


# Why there is no history of these. What is not on the list is tracked.
WITHOUT_HISTORY = {
    "counselling.CaseChange": "is a history itself",
    "counselling.CountedElsewhere": "a mark for figures, which an event would tie to a moment",
    "counselling.DeskNotice": "is told once and goes after a year",
    "counselling.PersonKey": "follows from the names, and must go with them",
    "integration_office.AuditEntry": "is a log itself",
    "integration_office.ReadEntry": "is a log itself",
    "integration_office.OutgoingMail": "is erased after 30 days, and so must its history be",
    "integration_office.Link": "tells itself when it was made, used and revoked",
    "integration_office.Draft": "half a sentence that nobody has saved",
    "integration_office.Submission": "a token that lives two days",
    "integration_office.ImportRun": "is a log itself",
    "integration_office.ImportedRow": "is a log itself",
    "offers.NeighbourOffer": "another town's, fetched anew every night",
    "offers.Occurrence": "follows from the schedules, which have one",
    "offers.OfferVersion": "is a history itself",
    "offers.WebAddress": "notes of the last look, made anew every week",
}

ALL = [model for app in APPS for model in apps.get_app_config(app).get_models()]
EVENTS = [model for model in ALL if issubclass(model, pghistory.models.Event)]
OURS = [model for model in ALL if model not in EVENTS]


def names(found):
    return sorted(model._meta.label for model in found)


def fields(model):
    return {field.name for field in model._meta.concrete_fields}


def test_every_model_has_a_history_or_a_reason_for_none():
    assert names(model for model in OURS if not hasattr(model, "pgh_event_model")) == sorted(
        WITHOUT_HISTORY
    )


def test_a_history_sees_inserts_updates_and_deletes():
    incomplete = [
        model._meta.label
        for model in OURS
        if hasattr(model, "pgh_event_model")
        and set(model.pgh_event_models) != {"insert", "update", "delete"}
    ]

    assert incomplete == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_declared_personal_or_not(model):
    assert set() == model.PERSONAL & model.NOT_PERSONAL
    assert fields(model) == model.PERSONAL | model.NOT_PERSONAL


def test_no_history_keeps_a_personal_field():
    kept = {
        event._meta.label: fields(event) & event.pgh_tracked_model.PERSONAL
        for event in EVENTS
        if fields(event) & event.pgh_tracked_model.PERSONAL
    }

    assert kept == {}
    assert len(EVENTS) == len(OURS) - len(WITHOUT_HISTORY)


def test_what_is_personal_has_a_rule_for_its_end():
    ruled = {rule.model for rule in privacy.rules.values()}

    assert names(model for model in OURS if model.PERSONAL and model not in ruled) == []


# Tables of the packages we use: what ends them, or why they hold nobody.
OF_PACKAGES = {
    "account.EmailAddress": "accounts",
    "account.EmailConfirmation": "accounts",
    "auth.Group": None,  # unused: roles are a field of the account
    "auth.Permission": None,
    "contenttypes.ContentType": None,
    "mfa.Authenticator": "accounts",
    "pghistory.Context": "history",
    "pghistory.Events": None,  # views over the histories of all models, no tables
    "pghistory.MiddlewareEvents": None,
    "sessions.Session": "sessions",
    "socialaccount.SocialAccount": "accounts",
    "socialaccount.SocialApp": None,
    "socialaccount.SocialToken": "accounts",
}


def test_what_packages_keep_on_persons_has_a_rule_as_well():
    theirs = [model for model in apps.get_models() if model not in ALL]

    assert names(theirs) == sorted(OF_PACKAGES)
    assert {key for key in OF_PACKAGES.values() if key} <= privacy.rules.keys()
    assert privacy.rules["history"].model is pghistory.models.Context


def test_every_rule_names_its_period_and_its_source():
    silent = [
        rule.key
        for rule in privacy.rules.values()
        if not (str(rule.label) and str(rule.period_text) and rule.source)
    ]

    assert silent == []


@pytest.mark.django_db
@pytest.mark.parametrize("key", sorted(privacy.rules))
def test_every_rule_says_what_is_due_in_one_query(key, django_assert_num_queries):
    rule = privacy.rules[key]

    with django_assert_num_queries(1):
        assert list(rule.due(datetime.date(2026, 11, 23)).order_by("pk").values("pk")) == []


def test_no_row_loses_its_author_or_its_whole_by_accident():
    decided = {models.PROTECT, models.CASCADE}
    undecided = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.on_delete not in decided
    ]

    assert undecided == []


def test_accounts_are_never_deleted_along_with_anything_or_take_work_along():
    """CASCADE from an account would take the person's work; only its form tokens and what was
    never saved may go."""
    user = apps.get_model("integration_office.User")
    along = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.concrete_fields
        if field.related_model is user and field.remote_field.on_delete is models.CASCADE
    ]

    assert along == ["integration_office.Draft.user", "integration_office.Submission.by"]


def test_a_code_is_put_into_words_once_in_each_language():
    contact = Contact(language="ukr", form="unbekannt")

    with translation.override("de"):
        assert (contact.get_language_display(), contact.get_form_display()) == (
            "Ukrainisch",
            "unbekannt",
        )
        before = records._words.cache_info().hits
        assert Contact(language="deu").get_language_display() == "Deutsch"
        assert records._words.cache_info().hits == before + 1
    assert contact.get_language_display() == "Ukrainian"


@pytest.mark.django_db
def test_the_database_does_not_compile_our_short_questions():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


@pytest.mark.django_db
def test_all_checks_of_a_row_are_one_question(django_assert_num_queries):
    need = make_need()

    with django_assert_num_queries(3):  # a savepoint, the question, and its end
        need.validate_constraints()


@pytest.mark.django_db
def test_each_broken_check_says_its_own_sentence_unless_its_field_is_left_out():
    need = make_need(starts_on=datetime.date(2026, 12, 1))
    need.wanted, need.ends_on = 0, datetime.date(2026, 11, 30)
    too_few, backwards = (
        "At least one person must be wanted.",
        "The end cannot lie before the beginning.",
    )

    assert said_by(need) == {too_few, backwards}
    assert said_by(need, exclude={"wanted"}) == {backwards}
    assert said_by(need, exclude={"wanted", "ends_on"}) == set()


def said_by(row, exclude=()):
    try:
        row.validate_constraints(exclude=exclude)
    except ValidationError as refusal:
        return set(refusal.messages)
    return set()
