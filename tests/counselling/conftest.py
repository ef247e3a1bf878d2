"""A counsellor and their browser, and a colleague."""

import pytest
from django.utils import timezone

from tests.factories import make_user


@pytest.fixture
def counsellor(db):
    return make_user("counselling")


@pytest.fixture
def colleague(db):
    return make_user("counselling")


@pytest.fixture
def client(client_of, counsellor):
    return client_of(counsellor)


@pytest.fixture
def today():
    return timezone.localdate()
