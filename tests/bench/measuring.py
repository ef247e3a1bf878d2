"""Times in turns, so that a busy moment of the machine meets every page; queries; memory."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integration_office.models import User
from tests.bench.browser import HIDDEN, Browser
from tests.bench.pages import Page


# Seconds for the page that is compared with, and for the page itself.
type Click = tuple[float, float]
type Measures = dict[Page, "Measured"]


@dataclass(frozen=True)
class Measured:
    """What half and 95 % of the clicks took at most, in milliseconds; `ratio` is how many times as
    long half of them took as half of those on the page opened before each."""

    p50: float
    p95: float
    ratio: float


def measured(browsers: list[Browser], pages: list[Page], *, rounds: int, each: int) -> Measures:
    """`each` clicks on every page by every browser at the same time, `rounds` times; before each of
    them one on the page it is compared with, for the machine is faster in one minute than in the
    next."""
    found: dict[Page, list[Click]] = {page: [] for page in pages}

    def click(browser: Browser, page: Page) -> list[Click]:
        return [(browser.open(page.like), browser.open(page)) for _number in range(each)]

    with ThreadPoolExecutor(len(browsers)) as pool:
        for _round in range(rounds):
            for page in pages:
                for clicks in pool.map(click, browsers, [page] * len(browsers)):
                    found[page] += clicks
    return {page: _measured(clicks) for page, clicks in found.items()}


def _measured(clicks: list[Click]) -> Measured:
    beside, seconds = ([click[place] for click in clicks] for place in (0, 1))
    cuts = quantiles(seconds, n=20)
    return Measured(cuts[9] * 1000, cuts[18] * 1000, cuts[9] / median(beside))


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
