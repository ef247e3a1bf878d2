"""What holds for every table of the calendar."""

import pytest
from django.apps import apps

from integration_office import privacy


ALL = list(apps.get_app_config("events").get_models())
MODELS = [model for model in ALL if hasattr(model, "PERSONAL")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_declared_personal_or_not(model):
    declared = model.PERSONAL | model.NOT_PERSONAL

    assert {field.name for field in model._meta.concrete_fields} == declared
    assert not model.PERSONAL & model.NOT_PERSONAL


def test_every_personal_table_is_erased_by_itself():
    erased = {rule.model for rule in privacy.rules.values()}

    assert {model for model in MODELS if model.PERSONAL} <= erased
