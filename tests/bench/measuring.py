"""Times in turns, so that a busy moment of the machine meets every page; queries; memory."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integration_office.models import User
from tests.bench.browser import HIDDEN, Browser
from tests.bench.pages import Page


type Times = dict[Page, list[float]]


def times(browsers: list[Browser], pages: list[Page], *, rounds: int, each: int) -> Times:
    """`each` clicks on every page by every browser at the same time, `rounds` times."""
    found: Times = {page: [] for page in pages}

    def click(browser: Browser, page: Page) -> list[float]:
        return [browser.open(page) for _number in range(each)]

    with ThreadPoolExecutor(len(browsers)) as pool:
        for _round in range(rounds):
            for page in pages:
                for seconds in pool.map(click, browsers, [page] * len(browsers)):
                    found[page] += seconds
    return found


def percentiles(seconds: list[float]) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    cuts = quantiles(seconds, n=20)
    return cuts[9] * 1000, cuts[18] * 1000


def queries(page: Page, user: User) -> int:
    """How many the database answers for one click, those for session and user among them."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend="integration_office.accounts.OfficeBackend")
    hidden = HIDDEN.findall(client.get(page.form or page.path).content.decode())
    with CaptureQueriesContext(connection) as captured:
        if page.form:
            data: dict[str, list[str]] = {}
            for name, value in page.data() + hidden:
                data.setdefault(name, []).append(value)
            client.post(page.path, data)
        else:
            client.get(page.path)
    return len(captured)


def megabytes(pids: list[int]) -> float:
    """The most memory one of these processes has ever held."""
    peaks = [re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in pids]
    return max(int(peak[1]) for peak in peaks if peak) / 1024
