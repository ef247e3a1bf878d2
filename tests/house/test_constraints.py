"""What the database holds against everybody of accounts, drafts and imports."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from integration_office.drafts import Draft
from integration_office.models import ImportedRow, ImportRun
from tests.factories import make_user


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"is_active": False}, "user_deactivated_at_some_time"),
        ({"deactivated_at": timezone.now()}, "user_deactivated_at_some_time"),
        ({"roles": ["counselling", "boss"]}, "user_has_known_roles"),
    ],
)
def test_the_database_refuses_an_account_that_cannot_be(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_user("counselling", **fields)


def test_the_database_keeps_once_what_there_is_once():
    draft = {"user": make_user("counselling"), "page": "counselling:quick"}
    row = {"run": ImportRun.objects.create(), "list_name": "angebote.csv", "line": 7}

    for model, fields, constraint in (
        (Draft, draft, "draft_one_per_page"),
        (ImportedRow, row, "imported_row_once_per_run"),
    ):
        model.objects.create(**fields)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            model.objects.create(**fields)
