"""A visitor that keeps its connection and its cookies and does nothing else between two clicks."""

import http.client
import re
import time
from urllib.parse import urlencode

from tests.bench.pages import Page


HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|submission|day)"[^>]*?value="([^"]*)"')

SECONDS_TO_WAIT = 900  # a spreadsheet of 100,000 offers comes at once when it is whole


class Browser:
    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_WAIT)
        self.cookies = dict(cookies or {})
        self.hidden: dict[str, dict[str, str]] = {}

    def log_in(self, email: str, password: str) -> dict[str, str]:
        """Through the login page like everybody; the cookies of the session."""
        path = "/account/login/"
        form = [("login", email), ("password", password)]
        status, _body = self.post(path, form + list(self.form_of(path).items()))
        if status != 302 or self.request("GET", "/")[0] != 200:
            raise SystemExit(f"{email} cannot log in: {status}")
        return self.cookies

    def open(self, page: Page) -> float:
        """Seconds until the whole answer is there; the form of a POST is fetched before."""
        if not page.form:
            return self._timed(page, lambda: self.request("GET", page.path))
        if page.data is not list or page.form not in self.hidden:
            self.hidden[page.form] = self.form_of(page.form)  # a new token for every new row
        fields = page.data() + list(self.hidden[page.form].items())
        return self._timed(page, lambda: self.post(page.path, fields))

    def form_of(self, path: str) -> dict[str, str]:
        _status, body = self.request("GET", path)
        return dict(HIDDEN.findall(body.decode()))

    def post(self, path: str, fields: list[tuple[str, str]]) -> tuple[int, bytes]:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self.connection.port}",
        }
        return self.request("POST", path, urlencode(fields), headers)

    def request(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body or None, {"Cookie": cookies} | (headers or {}))
        response = self.connection.getresponse()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return response.status, response.read()

    @staticmethod
    def _timed(page, request):
        started = time.perf_counter()
        status, _body = request()
        seconds = time.perf_counter() - started
        if status != page.answer:
            raise SystemExit(f"{page.name} ({page.path}) answered {status}, not {page.answer}")
        return seconds
