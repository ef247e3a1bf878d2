"""What every test may use."""

import hypothesis
import pytest
from django.contrib.staticfiles import finders
from django.test import Client


# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("office", deadline=None)
hypothesis.settings.load_profile("office")


@pytest.fixture
def client_of(db):
    """A browser in which `user` is logged in."""

    def log_in(user):
        client = Client()
        client.force_login(user, backend="integration_office.accounts.OfficeBackend")
        return client

    return log_in


@pytest.fixture(autouse=True)
def forget_static_files():
    """The finders keep what they found; a test may add a file."""
    yield
    finders.get_finder.cache_clear()


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """What a test hands in goes to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
