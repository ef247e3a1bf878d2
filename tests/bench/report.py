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
from tests.bench import bulk, counselling
from tests.bench.browser import Browser
from tests.bench.measuring import Measures, measured, megabytes, queries
from tests.bench.offers import multiply
from tests.bench.pages import (
    BARE,
    FRAMED,
    INSERT,
    LOG,
    MINIMAL,
    Page,
    catalogue,
    handout,
    log,
    most_used,
    report,
)


type Prepared = tuple[dict[str, int], dict[Page, int]]

MANY_OFFERS = int(os.environ.get("BENCH_OFFERS") or 100_000)

MOST_TIMES, MOST_TIMES_SAVING, MOST_GROWTH = 2.5, 2.0, 1.5
SECONDS_TO_ANSWER = 60
CLICKS = {1: 8, 4: 3}  # in a round, by visitors at once
PAGE = """# How fast it is

`make bench` measured this on {day}: {cores} cores, Python {python}, {rows}.
gunicorn as `make run` starts it (2 workers, 4 threads each), PostgreSQL, load and visitors on the
same machine (load {load}); {rounds} rounds in turns. Times are milliseconds until the answer was
there.
“× minimal” compares each click with one right before it on a page behind the same login: one query,
25 rows in a plain table, no frame, no style. A saved contact compares with a view that inserts one
row. Queries count those for session and user.

| page | queries | p50 | p95 | × minimal | p50, 4 at once | p95, 4 at once | × minimal |
|---|---:|---:|---:|---:|---:|---:|---:|
{lines}

With {few} offers, 1,100 contacts and 500 persons, and then with {many} offers, as many contacts and
half as many persons; growth compares the two ratios.

| page | queries | p50 | × minimal | queries | p50 | × minimal | growth |
|---|---:|---:|---:|---:|---:|---:|---:|
{grown}

The goals are at most 2.5 × the minimal page, to save a contact at most twice a minimal insert, and
a growth of at most 1.5. {missed}

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
    return counts, _asked([BARE, FRAMED, MINIMAL, INSERT, *most_used(user)], user)


def _asked(pages: list[Page], user: User) -> dict[Page, int]:
    asked = {page: queries(page, user) for page in pages}
    connection.close_pool()
    return asked


def write(prepared: Prepared, *, port: int, web: int, rounds: int, demo: float) -> str:
    counts, asked = prepared
    pages, cookies = list(asked), _log_in(port)
    found = {
        visitors: _measured([Browser(port, cookies) for _number in range(visitors)], pages, rounds)
        for visitors in CLICKS
    }
    browser, workers = Browser(port, cookies), _workers(web)
    facts = [("a worker's peak after all pages", f"{megabytes(workers):.0f} MB")]
    seconds, asked_of_many = grow(MANY_OFFERS)
    many = _measured([browser], list(asked_of_many), rounds)
    facts += _exports(browser, workers, MANY_OFFERS)
    facts += _papers(browser, workers)
    facts.append(("the demo office is made in", f"{demo:.0f} s"))
    facts.append((f"{MANY_OFFERS} offers are filled in in", f"{seconds:.0f} s"))
    grown = [(page, found[1], many) for page in asked_of_many]
    return PAGE.format(
        day=datetime.date.today().isoformat(),  # noqa: DTZ011 - the day on the machine's own clock
        cores=os.cpu_count(),
        python=platform.python_version(),
        rows=", ".join(f"{number} {name.lower()}s" for name, number in counts.items()),
        rounds=rounds,
        lines="\n".join(_line(page, asked[page], found) for page in pages),
        few=counts["Offer"],
        many=MANY_OFFERS,
        grown="\n".join(_growth(*one, asked, asked_of_many) for one in grown),
        missed=_missed(grown),
        facts="\n".join(f"| {label} | {value} |" for label, value in facts),
        load=", ".join(f"{load:.1f}" for load in os.getloadavg()),
    )


def _measured(browsers: list[Browser], pages: list[Page], rounds: int) -> Measures:
    measured(browsers, pages, rounds=1, each=2)  # warm
    return measured(browsers, pages, rounds=rounds, each=CLICKS[len(browsers)])


def grow(many: int) -> tuple[float, dict[Page, int]]:
    """Fill the catalogue up; how long that took, and the queries of its pages then."""
    started = time.perf_counter()
    multiply(many)
    seconds = time.perf_counter() - started
    user = User.objects.get(email=demo.email("koordination"))
    counselling.people(user, many // 2)
    counselling.multiply(many)
    bulk.settle()
    return seconds, _asked([MINIMAL, INSERT, *catalogue(), *log(user)], user)


def _goal(page):
    return MOST_TIMES_SAVING if page == LOG else MOST_TIMES


def _growth(page, few, many, asked, asked_of_many):
    cells = [page.name]
    for queries_, found in ((asked, few[page]), (asked_of_many, many[page])):
        cells += [str(queries_[page]), f"{found.p50:.1f}", f"{found.ratio:.2f}"]
    return f"| {' | '.join(cells)} | {many[page].ratio / few[page].ratio:.2f} |"


def _missed(grown):
    """Which pages miss the goals, in a sentence."""
    missed = [
        page.name
        for page, few, many in grown
        if max(few[page].ratio, many[page].ratio) > _goal(page)
        or many[page].ratio / few[page].ratio > MOST_GROWTH
    ]
    return f"Missed by: {'; '.join(missed)}." if missed else "All pages reach them."


def _workers(web: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{web}/task/{web}/children").read_text().split()]


def _log_in(port):
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5):
                return Browser(port).log_in(demo.email("koordination"), demo.PASSWORD)
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    raise SystemExit("The web server does not answer; see bench.log.")


def _line(page, asked, found):
    alone, four = found[1][page], found[4][page]
    cells = [page.name, str(asked), f"{alone.p50:.1f}", f"{alone.p95:.1f}", f"{alone.ratio:.2f}"]
    cells += [f"{four.p50:.1f}", f"{four.p95:.1f}", f"{four.ratio:.2f}"]
    return f"| {' | '.join(cells)} |"


def _exports(browser, workers, offers):
    """The whole catalogue as files; what a worker has held at most by then."""
    facts = []
    for kind in ("xlsx", "csv"):
        body, seconds = _get(browser, f"/offers/?format={kind}")
        label = f"{offers} offers as {kind.upper()}, {len(body) / 1e6:.0f} MB"
        facts.append((label, f"{seconds:.0f} s"))
    for path in ("/counselling/?format=xlsx", "/network/?format=csv"):
        _get(browser, path)
    return [*facts, ("a worker's peak after the exports", f"{megabytes(workers):.0f} MB")]


def _papers(browser, workers):
    """A PDF that nobody has printed before, and again; what a worker holds after them."""
    _body, first_sheet = _get(browser, handout())
    _body, sheet = _get(browser, handout())
    path = f"{report().get_absolute_url()}jahresbericht.pdf"
    body, first = _get(browser, path)
    _body, again = _get(browser, path)
    pages = len(pikepdf.open(io.BytesIO(body)).pages)
    return [
        ("a handout of six offers as PDF", f"{first_sheet:.1f} s"),
        ("… a second time", f"{sheet:.1f} s"),
        ("a worker's peak after the report as PDF", f"{megabytes(workers):.0f} MB"),
        (f"the report as PDF, {pages} pages", f"{first:.1f} s"),
        ("… a second time, approved", f"{again:.2f} s"),
    ]


def _get(browser, path):
    started = time.perf_counter()
    status, body = browser.request("GET", path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    return body, time.perf_counter() - started
