"""Serves the demo office: database, web server and clock together, and nothing stays behind.

`make run` calls it. Real offices are served as README.md says under “Going to production”.
"""

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from integration_office import bootstrap, embedded_postgres, processes


MANAGE: list[str | Path] = [sys.executable, bootstrap.PROJECT / "manage.py"]
WEB: list[str | Path] = [
    sys.executable,
    "-m",
    "gunicorn",
    "integration_office.wsgi",
    "--worker-class",
    "gthread",
]
WEB += ["--workers", "2", "--threads", "4", "--graceful-timeout", "5", "--log-level", "warning"]
# Many words looked for and many choices beside them make a long address.
WEB += ["--limit-request-line", "8190", "--no-control-socket"]
SECONDS_TO_ANSWER = 60
SECONDS_BETWEEN_LOOKS = 1


class Stopped(Exception):
    """Somebody asked us to stop."""


class Office:
    """The processes of a served office, and the order in which they come and go."""

    def __init__(self, port: int, progress: bootstrap.Progress) -> None:
        self.port, self.progress = port, progress
        self.log = bootstrap.var_folder() / "office.log"
        self.database: embedded_postgres.Server | None = None
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def open(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.unlink(missing_ok=True)
        self.progress.step("Database")
        if not os.environ.get("DATABASE_URL"):
            self.start_database()
        self.progress.step("Tables")
        self.run("migrate", "--no-input")
        self.progress.step("Demo office")
        self.run("demo_office")
        self.progress.step("Web server")
        self.start("web", [*WEB, "--bind", f"127.0.0.1:{self.port}"])
        self.wait_for_an_answer()
        self.start("clock", [*MANAGE, "tick", "--loop"])
        self.run("demo_logins", str(self.port))

    def start_database(self) -> None:
        self.database = embedded_postgres.start(embedded_postgres.default_base())
        os.environ["DATABASE_URL"] = self.database.url

    def start(self, name: str, command: list[str | Path]) -> None:
        with self.log.open("ab") as log:
            self.processes[name] = processes.spawn(command, cwd=bootstrap.PROJECT, output=log)

    def run(self, *arguments: str) -> None:
        """One command of manage.py, to its end and for everybody to see."""
        command = processes.spawn([*MANAGE, *arguments], cwd=bootstrap.PROJECT)
        self.processes["command"] = command
        if command.wait() != 0:
            raise bootstrap.SetupError(f"manage.py {arguments[0]} failed; see the lines above.")

    def wait_for_an_answer(self) -> None:
        until = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < until and self.processes["web"].poll() is None:
            with suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/health/")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise bootstrap.SetupError(f"The web server does not answer; see the end of {self.log}")

    def watch(self) -> None:
        """Look after everybody until we are stopped. Only the web server is not replaced."""
        while self.processes["web"].poll() is None:
            if self.processes["clock"].poll() is not None:
                self.start("clock", [*MANAGE, "tick", "--loop"])
            if self.database is not None and not self.database.is_running():
                self.database.stop()  # it belonged to a command that has ended, or it fell over
                self.start_database()
            time.sleep(SECONDS_BETWEEN_LOOKS)
        raise bootstrap.SetupError(f"The web server has ended; see the end of {self.log}")

    def close(self) -> None:
        """The database goes last, when nobody writes any more."""
        for process in self.processes.values():
            processes.end(process)
        if self.database is not None:
            self.database.stop()


def main() -> None:
    """Open the office, look after it, and close it when somebody asks."""
    for number in processes.TO_STOP:
        signal.signal(number, _stop)
    if os.environ.get("MAKELEVEL"):
        processes.follow(os.getppid(), signal.SIGTERM)  # make may be killed as well
    port = bootstrap.demo_port()
    os.environ |= {"PORT": str(port), "SERVED": "1", "PRODUCTION": "0", "PYTHONUNBUFFERED": "1"}
    done = len(bootstrap.steps(tests=False))
    office = Office(port, bootstrap.Progress(done + bootstrap.SERVE_STEPS, done))
    with ExitStack() as at_the_end:
        at_the_end.callback(office.close)
        for number in processes.TO_STOP:
            at_the_end.callback(signal.signal, number, signal.SIG_IGN)
        with suppress(Stopped):
            office.open()
            office.watch()
    bootstrap.say("The office is closed; its data are kept.")


def _stop(number: int, frame: object) -> None:
    raise Stopped


if __name__ == "__main__":
    try:
        main()
    except Stopped:
        sys.exit(130)
    except (bootstrap.SetupError, embedded_postgres.EmbeddedPostgresError) as refusal:
        sys.exit(str(refusal))
