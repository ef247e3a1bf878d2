"""Everything measured, as one page of text."""

import datetime
import io
import logging
import os
import platform
import time
import urllib.error
import urllib.request
from pathlib import Path

import pikepdf
from django.conf import settings
from django.db import connection

from integration_office import demo
from integration_office.models import User
from tests.bench import bulk
from tests.bench.browser import Browser
from tests.bench.measuring import megabytes, percentiles, queries, times
from tests.bench.pages import BARE, INSERT, LOG, MINIMAL, Page, most_used, report


type Prepared = tuple[dict[str, int], dict[Page, int]]

SECONDS_TO_ANSWER = 60
CLICKS = {1: 8, 4: 3}  # in a round, by visitors at once
PAGE = """# How fast it is

`make bench` measured this on {day}: {cores} cores, Python {python}, {rows}.
gunicorn as `make run` starts it (2 workers, 4 threads each), PostgreSQL, load and visitors on the
same machine; {rounds} rounds in turns. Times are milliseconds until the whole answer was there.
“× minimal” compares with a page of the same run behind the same login: one query, 25 rows in a
plain table, no frame, no style; “× bare” with one line instead of the rows. A saved contact
compares with a view that inserts one row. Queries count those for session and user.

| page | queries | p50 | p95 | × minimal | × bare | p50, 4 at once | p95, 4 at once | × minimal |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
{lines}

| | |
|---|---:|
{facts}
"""


def prepare(rows: int) -> Prepared:
    """Fill the lists and count the queries of every page."""
    settings.ROOT_URLCONF = "tests.bench.urls"
    logging.getLogger("office.request").setLevel(logging.WARNING)
    user = User.objects.get(email=demo.email("koordination"))
    counts = bulk.fill(rows, user)
    pages = [BARE, MINIMAL, INSERT, *most_used(user)]
    asked = {page: queries(page, user) for page in pages}
    connection.close_pool()
    return counts, asked


def write(prepared: Prepared, *, port: int, web: int, rounds: int, demo: float) -> str:
    counts, asked = prepared
    pages, cookies = list(asked), _log_in(port)
    measured = {}
    for visitors, clicks in CLICKS.items():
        browsers = [Browser(port, cookies) for _number in range(visitors)]
        times(browsers, pages, rounds=1, each=2)  # warm
        found = times(browsers, pages, rounds=rounds, each=clicks)
        measured[visitors] = {page: percentiles(seconds) for page, seconds in found.items()}
    facts = _memory_and_pdf(Browser(port, cookies), web)
    facts.append(("the demo office is made in", f"{demo:.0f} s"))
    return PAGE.format(
        day=datetime.date.today().isoformat(),  # noqa: DTZ011 - the day on the machine's own clock
        cores=os.cpu_count(),
        python=platform.python_version(),
        rows=", ".join(f"{number} {name.lower()}s" for name, number in counts.items()),
        rounds=rounds,
        lines="\n".join(_line(page, asked[page], measured) for page in pages),
        facts="\n".join(f"| {label} | {value} |" for label, value in facts),
    )


def _log_in(port):
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5):
                return Browser(port).log_in(demo.email("koordination"), demo.PASSWORD)
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    raise SystemExit("The web server does not answer; see bench.log.")


def _line(page, asked, measured):
    like = INSERT if page in (LOG, INSERT) else MINIMAL
    (p50, p95), (p50_4, p95_4) = measured[1][page], measured[4][page]
    cells = [page.name, str(asked), f"{p50:.1f}", f"{p95:.1f}", f"{p50 / measured[1][like][0]:.2f}"]
    cells.append("" if like is INSERT else f"{p50 / measured[1][BARE][0]:.2f}")
    cells += [f"{p50_4:.1f}", f"{p95_4:.1f}", f"{p50_4 / measured[4][like][0]:.2f}"]
    return f"| {' | '.join(cells)} |"


def _memory_and_pdf(browser, web):
    """A PDF that nobody has printed before, and again; what a worker holds before and after."""
    workers = [int(pid) for pid in Path(f"/proc/{web}/task/{web}/children").read_text().split()]
    facts = [("a worker's peak after all pages", f"{megabytes(workers):.0f} MB")]
    for path in ("/counselling/?format=xlsx", "/offers/?format=xlsx", "/network/?format=csv"):
        _get(browser, path)
    facts.append(("… after the exports (XLSX, CSV)", f"{megabytes(workers):.0f} MB"))
    path = f"{report().get_absolute_url()}jahresbericht.pdf"
    body, first = _get(browser, path)
    _body, again = _get(browser, path)
    pages = len(pikepdf.open(io.BytesIO(body)).pages)
    facts.append(("… after the report as PDF", f"{megabytes(workers):.0f} MB"))
    facts.append((f"the report as PDF, {pages} pages", f"{first:.1f} s"))
    facts.append(("… a second time, approved", f"{again:.2f} s"))
    return facts


def _get(browser, path):
    started = time.perf_counter()
    status, body = browser.request("GET", path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    return body, time.perf_counter() - started
