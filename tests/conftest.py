"""What every test may use."""

import fcntl
import gc

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles import finders
from django.core.management.commands import flush
from django.db import connection
from django.test import Client


# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("office", deadline=None)
hypothesis.settings.load_profile("office")


TABLES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """While the first of two workers makes the tables, the second begins with what needs none: its
    half begins in the middle of the list."""
    without = [item for item in items if not _needs_tables(item)]
    others = [item for item in items if _needs_tables(item)]
    middle = len(items) // 2
    items[:] = others[:middle] + without + others[middle:]


def _needs_tables(item):
    return bool(item.get_closest_marker("django_db") or TABLES & set(item.fixturenames))


def pytest_collection_finish():
    """What Django and five thousand collected tests keep is not looked through for garbage again
    and again: a seventh of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request,
    worker_id,
    tmp_path_factory,
    django_db_modify_db_settings_parallel_suffix,
    django_db_blocker,
):
    """To make all tables takes some seconds. Of several workers the first does it, and each begins
    with a copy."""
    if worker_id == "master" or not request.config.getvalue("create_db"):
        return
    shared = tmp_path_factory.getbasetemp().parent
    database, made = connection.settings_dict, shared / "tables.made"
    with (shared / "tables.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            own, name = database["TEST"]["NAME"], database["NAME"]
            database["TEST"]["NAME"] = f"test_{name}_tables"
            with django_db_blocker.unblock():
                connection.creation.create_test_db(verbosity=0, autoclobber=True)
                # Nobody may be connected with what is copied; whoever closes the pool first gets
                # a new one with the next close.
                connection.close()
                connection.close_pool()
                connection.creation.destroy_test_db(name, verbosity=0, keepdb=True)
            made.write_text(database["TEST"]["NAME"])
            database["TEST"]["NAME"] = own
    database["TEST"] |= {"TEMPLATE": made.read_text(), "MIGRATE": False}


@pytest.fixture(scope="session", autouse=True)
def empty_only_what_is_full():
    """After a test with real transactions Django empties every table anew, a second's work for
    PostgreSQL; few of them hold a row. This empties those, without waking a trigger."""

    def statements(style, connection, **options):
        tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        names = [connection.ops.quote_name(table) for table in tables]
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in names)
            )
            full = [name for (name,) in cursor.fetchall()]
        return [
            *[f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in full],
            *[f"DELETE FROM {name}" for name in full],
            "SET CONSTRAINTS ALL IMMEDIATE",
            *[f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in full],
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", statements)
        yield


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
