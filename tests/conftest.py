"""What every test may use."""

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles import finders
from django.test import Client


# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("office", deadline=None)
hypothesis.settings.load_profile("office")


@pytest.fixture
def client_of(db):
    """A browser in which `user` is logged in."""

    def log_in(user):
        # What Client.force_login() does, in one statement: half the time of many tests.
        session = SessionStore()
        session[SESSION_KEY] = user._meta.pk.value_to_string(user)
        session[BACKEND_SESSION_KEY] = "integration_office.accounts.OfficeBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save(must_create=True)
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
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
