"""`make bench`: how fast the office is, in ratios to a minimal page of the same run.

Measures, and passes no judgement. It has a database folder of its own, filled anew each time;
`--write` keeps the figures in docs/bench.md.
"""

import os
import shutil
import socket
import sys
import time
from contextlib import closing

from integration_office import bootstrap, embedded_postgres, processes, serve


ROWS = int(os.environ.get("BENCH_ROWS") or 1000)
ROUNDS = int(os.environ.get("BENCH_ROUNDS") or 5)


def main() -> None:
    folder = bootstrap.var_folder() / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    os.environ |= {
        "OFFICE_VAR": str(folder),
        "SERVED": "1",
        "PRODUCTION": "0",
        "DJANGO_SETTINGS_MODULE": "integration_office.settings",
    }
    with embedded_postgres.running(embedded_postgres.default_base()) as database:
        os.environ["DATABASE_URL"] = database.url
        progress = bootstrap.Progress(5)
        bootstrap.static_files(progress)
        progress.step("Tables")
        manage("migrate", "--no-input", "--verbosity", "0")
        progress.step("Demo office")
        started = time.monotonic()
        manage("demo_office")
        measure(progress, demo=time.monotonic() - started)


def manage(*arguments: str) -> None:
    command = processes.spawn([*serve.MANAGE, *arguments], cwd=bootstrap.PROJECT)
    try:
        if command.wait() != 0:
            raise SystemExit(f"manage.py {arguments[0]} failed; see the lines above.")
    finally:
        processes.end(command)


def measure(progress: bootstrap.Progress, *, demo: float) -> None:
    """Only now is there a database for Django to know of."""
    import django

    django.setup()
    from tests.bench import report

    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    progress.step(f"At least {ROWS} rows in every list")
    prepared = report.prepare(ROWS)
    log = bootstrap.var_folder() / "bench.log"
    command = [part for part in serve.WEB if part != "integration_office.wsgi"]
    command += ["tests.bench.served", "--bind", f"127.0.0.1:{port}"]
    progress.step(f"{ROUNDS} rounds, one visitor and four at once")
    with log.open("ab") as output:
        web = processes.spawn(command, cwd=bootstrap.PROJECT, output=output)
    try:
        text = report.write(prepared, port=port, web=web.pid, rounds=ROUNDS, demo=demo)
    finally:
        processes.end(web)
    bootstrap.say(text)
    if "--write" in sys.argv:
        (bootstrap.PROJECT / "docs" / "bench.md").write_text(text)


if __name__ == "__main__":
    main()
