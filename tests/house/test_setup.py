"""Set-up and shutdown: nothing is lost, nothing is left running, every refusal is a sentence."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from integration_office import bootstrap, catalogue, embedded_postgres, processes
from tests.factories import make_user


PROJECT = bootstrap.PROJECT
HOLDER = """
import sys
from pathlib import Path
from integration_office import embedded_postgres
server = embedded_postgres.start(Path(sys.argv[1]))
print(server.url, "started" if server.process else "attached", flush=True)
sys.stdin.read()
server.stop()
"""
PRODUCTION = {
    "PRODUCTION": "1",
    "DATABASE_URL": "postgresql://office@127.0.0.1:1/nowhere",  # a check needs no database
    "SECRET_KEY": "long enough and read by nobody: 0123456789 abcdefghij",
    "ALLOWED_HOSTS": "integration.example",
    "BASE_URL": "https://integration.example",
    "MAIL_SERVER": "mail.example:25",
    "MAIL_FROM": "office@integration.example",
    "OFFICE_TOWN": "Stadt Beispiel",
    "OFFICE_TOWN_NAME": "Beispiel",
    "OFFICE_ADDRESS": "Musterweg 1, 12345 Beispiel",
    "OFFICE_EMAIL": "office@integration.example",
    "OFFICE_DPO_EMAIL": "privacy@integration.example",
    "FIELD_KEYS": "first:YSBrZXkgdGhhdCBvcGVucyBubyByZWFsIGxldHRlcnM=",
    "INDEX_KEYS": "first:YSBrZXkgdGhhdCBmaW5kcyBubyByZWFsIHBlcnNvbnM=",
}


class Holder:
    """A process that starts the database, or attaches to it, and keeps it until told."""

    def __init__(self, base):
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, base],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait(self):
        self.url, self.role = self.process.stdout.readline().split()
        return self

    def end(self):
        self.process.communicate()

    def kill(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def hold(tmp_path):
    holders = []

    def start():
        holders.append(Holder(tmp_path / "Amt für Integration"))
        return holders[-1]

    yield start
    for holder in holders:
        if holder.process.poll() is None:
            holder.kill()


def query(holder, statement):
    with psycopg.connect(holder.url) as database:
        cursor = database.execute(statement)
        return cursor.fetchall() if cursor.description else None


def test_data_survive_a_stop_and_the_kill_of_everybody(hold):
    holder = hold().wait()
    query(holder, "CREATE TABLE note AS SELECT 'first' AS text")
    holder.end()
    with pytest.raises(psycopg.OperationalError):
        query(holder, "SELECT 1")

    holder = hold().wait()
    query(holder, "INSERT INTO note VALUES ('second')")
    holder.kill()

    holder = hold().wait()
    assert query(holder, "SELECT text FROM note") == [("first",), ("second",)]
    assert holder.role == "started"


def test_a_killed_server_is_replaced_by_the_next_start(hold, tmp_path):
    holder = hold().wait()
    query(holder, "CREATE TABLE note AS SELECT 'kept' AS text")
    pid_file = tmp_path / "Amt für Integration" / "data" / "postmaster.pid"
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
    holder.kill()

    holder = hold().wait()

    assert query(holder, "SELECT text FROM note") == [("kept",)]


def test_three_starters_at_once_share_one_server_that_only_its_starter_stops(hold):
    holders = [holder.wait() for holder in [hold(), hold(), hold()]]
    starter, *guests = sorted(holders, key=lambda holder: holder.role != "started")
    assert [holder.role for holder in (starter, *guests)] == ["started", "attached", "attached"]

    guests[0].end()
    assert query(guests[1], "SELECT 1") == [(1,)]

    starter.end()
    with pytest.raises(psycopg.OperationalError):
        query(guests[1], "SELECT 1")


def test_the_office_is_no_superuser_and_finds_its_extensions(hold):
    holder = hold().wait()

    assert query(
        holder, "SELECT rolname, rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    ) == [("app", False, True)]
    assert query(holder, "SELECT unaccent('Käthe'), similarity('Kurs', 'Kurs')") == [("Kathe", 1)]


def test_a_long_path_gets_a_short_socket_folder():
    short, long = Path("/srv/office"), Path("/srv") / "sehr lang" / ("x" * 100)

    assert embedded_postgres.socket_folder(short) == short / "run"
    assert len(str(embedded_postgres.socket_folder(long))) < 50


def test_data_of_a_version_that_is_not_installed_are_left_alone(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text("9")

    with pytest.raises(embedded_postgres.EmbeddedPostgresError, match="PostgreSQL 9"):
        embedded_postgres.start(tmp_path)


def test_a_taken_port_is_refused_with_a_sentence_that_names_another(monkeypatch):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(bootstrap.SetupError, match=f"PORT={port + 1}"):
            bootstrap.demo_port()


@pytest.mark.parametrize("port", ["0", "65536", "achttausend", "-1", "80.5"])
def test_what_is_no_port_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(bootstrap.SetupError, match="is not a port"):
        bootstrap.demo_port()


def test_the_demo_is_refused_in_production(monkeypatch):
    monkeypatch.setenv("PRODUCTION", "1")

    with pytest.raises(bootstrap.SetupError, match="Going to production"):
        bootstrap.demo_port()


@pytest.fixture
def make_python(tmp_path):
    """`make python` where the path holds only these programmes and the system's."""

    def run(**programmes):
        for name, script in programmes.items():
            path = tmp_path / name
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)
        return subprocess.run(
            ["make", "-s", "python"],
            cwd=PROJECT,
            env={"PATH": f"{tmp_path}:/usr/bin:/bin", "PYENV_ROOT": str(tmp_path)},
            capture_output=True,
            text=True,
        )

    return run


DEAD = "exit 127"
ALIVE = f'exec "{sys.executable}" "$@"'


def test_a_python_is_found_by_running_it(make_python):
    found = make_python(**{"python3.14": DEAD, "python3.13": DEAD, "python3.12": ALIVE})

    assert (found.returncode, found.stdout.strip()) == (0, "python3.12")


def test_without_a_python_a_sentence_says_what_to_install(make_python):
    names = ["python3.14", "python3.13", "python3.12", "python3"]
    found = make_python(**dict.fromkeys(names, DEAD))

    assert found.returncode != 0
    assert "Python 3.12 or newer is missing. Please install it" in found.stderr


def children(pid):
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    own = [int(line) for line in found.stdout.split()]
    return own + [below for child in own for below in children(child)]


def is_alive(pid):
    status = Path(f"/proc/{pid}/status")
    try:
        return "State:\tZ" not in status.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_for(condition, *, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def answers(port):
    try:
        with urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def database_url():
    """The address of the test's own database."""
    settings = connection.settings_dict
    place = {name.lower(): settings[name] for name in ("HOST", "PORT", "USER", "PASSWORD")}
    given = {name: value for name, value in place.items() if value}
    return f"postgresql:///{settings['NAME']}?{urlencode(given, quote_via=quote)}"


def test_a_started_process_can_be_stopped_whatever_its_starter_does_with_signals():
    earlier = {number: signal.signal(number, signal.SIG_IGN) for number in processes.TO_STOP}
    try:
        process = processes.spawn([sys.executable, "-c", "import time; time.sleep(600)"])
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)

    process.terminate()

    assert process.wait(30) == -signal.SIGTERM


@pytest.fixture
def serve(tmp_path):
    """`serve(port)`: a served office on the test's own database; a failed test takes it along."""
    offices = []

    def start(port):
        place = {"DATABASE_URL": database_url(), "PORT": str(port), "OFFICE_VAR": str(tmp_path)}
        command = [sys.executable, "-m", "integration_office.serve"]
        offices.append(
            subprocess.Popen(
                command, cwd=PROJECT, env=os.environ | place, stdout=subprocess.PIPE, text=True
            )
        )
        return offices[-1]

    yield start
    for office in offices:
        if office.poll() is None:
            office.terminate()
            office.communicate(timeout=60)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_served_office_leaves_no_process_behind(serve, number):
    make_user()  # so that the demo office finds an office already
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    office = serve(port)
    assert wait_for(lambda: answers(port) or office.poll() is not None, seconds=180)
    assert wait_for(lambda: len(children(office.pid)) >= 4)  # web server, two workers, clock
    everybody = [office.pid, *children(office.pid)]

    office.send_signal(number)
    said, _nothing = office.communicate()

    assert wait_for(lambda: not any(is_alive(pid) for pid in everybody))
    assert ("The office is closed" in said) == (number == signal.SIGTERM)


def manage(*arguments, **environment):
    usual = {name: text for name, text in os.environ.items() if "ASYNC_UNSAFE" not in name}
    return subprocess.run(
        [sys.executable, PROJECT / "manage.py", *arguments],
        env=usual | environment,
        capture_output=True,
        text=True,
    )


def test_production_settings_pass_the_deployment_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert done.returncode == 0, done.stderr


def test_production_is_told_everything_that_is_missing():
    done = manage("check", **dict.fromkeys(PRODUCTION, "") | {"PRODUCTION": "1"})

    assert done.returncode != 0
    assert PRODUCTION.keys() - set(re.findall(r"\w+", done.stderr)) == {"PRODUCTION"}


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEYS", "INDEX_KEYS"])
def test_production_does_not_start_with_what_the_demo_uses(name):
    demo = {
        "SECRET_KEY": settings.DEMO_SECRET_KEY,
        "FIELD_KEYS": f"2027:{settings.DEMO_FIELD_KEY}",  # under whatever name
        "INDEX_KEYS": f"2027:{settings.DEMO_INDEX_KEY}",
    }

    started = subprocess.run(
        [sys.executable, "-c", "import integration_office.wsgi"],
        cwd=PROJECT,
        env=os.environ | PRODUCTION | {name: demo[name]},
        capture_output=True,
        text=True,
    )

    assert started.returncode != 0
    assert "is the demo's" in started.stderr


def test_every_package_is_locked_by_hash_and_no_file_names_a_registry():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    locks = [PROJECT / name for name in ("requirements.txt", "requirements-dev.txt")]
    wanted = [project["dependencies"] + project["optional-dependencies"]["embedded"]]
    wanted.append(wanted[0] + project["optional-dependencies"]["dev"])

    for lock, names in zip(locks, wanted, strict=True):
        pinned = re.findall(r"^([a-z0-9-]+)==\S+ \\\n    --hash=sha256:", lock.read_text(), re.M)
        assert {re.match(r"[\w-]+", name)[0].lower() for name in names} - set(pinned) == set()
    files = [*locks, PROJECT / "requirements-node.txt", PROJECT / "package-lock.json"]
    files += [PROJECT / ".npmrc", PROJECT / "package.json", PROJECT / "pyproject.toml"]
    assert [file.name for file in files if "://" in file.read_text()] == []


def test_the_german_catalogue_is_complete():
    assert list(catalogue.problems()) == []
