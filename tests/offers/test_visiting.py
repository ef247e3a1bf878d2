"""Visits to web addresses, against a real server on this machine."""

import ipaddress
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from offers.trust.visiting import Trouble, Visit, Visitor, is_public


class Site(BaseHTTPRequestHandler):
    """/200 answers with that status; /to/<n> leads on n times; the other pages misbehave."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        page, _slash, rest = self.path.partition("?")[0].strip("/").partition("/")
        if page.isdigit():
            self.answer(int(page))
        elif page == "to":
            left = int(rest) - 1
            self.answer(302, f"/to/{left}" if left else "/200")
        elif page == "away":
            self.answer(301, rest)
        elif page == "no-head":
            self.answer(405 if self.command == "HEAD" else 200)
        elif page == "drip":
            self.drip()
        elif page == "garbage":
            self.wfile.write(b"SSH-2.0-OpenSSH\r\n")

    do_GET = do_HEAD

    def answer(self, status, location=""):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"x" * 1_000_000)

    def drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _second in range(100):
            time.sleep(0.05)
            self.wfile.write(b"x")

    def log_message(self, *words):
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """The visitor hangs up when it has seen enough."""


@pytest.fixture(scope="module")
def site():
    with Server(("127.0.0.1", 0), Site) as server:
        server.asked = []
        threading.Thread(target=server.serve_forever, args=[0.05]).start()
        server.url = f"http://127.0.0.1:{server.server_port}"
        yield server
        server.shutdown()


def on_this_machine(address):
    return address.is_loopback


def visit(url, **limits):
    return Visitor("Amt (Test)", may_visit=on_this_machine, **limits).visit(url)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("/200", Visit(200)),
        ("/200?kurs=B1 Abend#oben", Visit(200)),
        ("/204", Visit(204)),
        ("/401", Visit(401)),
        ("/403", Visit(403)),
        ("/429", Visit(429)),
        ("/404", Visit(404, Trouble.GONE)),
        ("/410", Visit(410, Trouble.GONE)),
        ("/500", Visit(500, Trouble.FAILING)),
        ("/no-head", Visit(200)),
        ("/to/5", Visit(200)),
        ("/to/6", Visit(None, Trouble.CIRCLE)),
        ("/away/ftp://x.example/", Visit(None, Trouble.ADDRESS)),
        ("/garbage", Visit(None, Trouble.SILENT)),
    ],
)
def test_what_a_site_answers(site, page, expected):
    assert visit(site.url + page) == expected


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://169.254.169.254/latest", "//192.168.0.1/", "http://[fd00::1]/"],
)
def test_no_redirect_leads_into_a_private_network(site, target):
    assert visit(f"{site.url}/away/{target}") == Visit(trouble=Trouble.PRIVATE)


def test_the_site_learns_who_asks_and_is_asked_for_the_head_first(site):
    site.asked.clear()

    visit(f"{site.url}/no-head")

    assert site.asked == [
        ("HEAD", "/no-head", "Amt (Test)"),
        ("GET", "/no-head", "Amt (Test)"),
    ]


def test_a_visitor_from_the_office_does_not_even_look_at_this_machine(site):
    site.asked.clear()

    visits = [Visitor("Amt").visit(f"http://{name}:{site.server_port}/200") for name in NAMES]

    assert visits == [Visit(trouble=Trouble.PRIVATE)] * len(NAMES)
    assert site.asked == []


NAMES = ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0", "[::1]", "[::ffff:127.0.0.1]"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("64:ff9b::5db8:d822", True),  # the first one, behind a translator
        ("64:ff9b::a00:1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::ffff:192.168.1.1", False),
        ("fe80::1", False),
        ("fd12::1", False),
        ("ff02::1", False),
        ("2002:c0a8:101::1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("fec0::1", False),
        ("::192.168.1.1", False),
    ],
)
def test_only_the_open_internet_is_visited(address, public):
    assert is_public(ipaddress.ip_address(address)) is public


def naming(*addresses):
    """A register of names in which every name has these network addresses."""
    return lambda host, port, **_how: [(0, 0, 0, "", (address, port)) for address in addresses]


def test_one_private_address_spoils_a_name(site):
    site.asked.clear()
    mixed = naming("127.0.0.1", "10.0.0.1")

    answer = Visitor("Amt", may_visit=on_this_machine, resolve=mixed).visit(
        f"http://verein.example:{site.server_port}/200"
    )

    assert answer == Visit(trouble=Trouble.PRIVATE)
    assert site.asked == []


def test_the_way_goes_to_the_address_that_was_looked_at(site):
    """The name means something else a second later; nobody asks it again."""
    answer = Visitor("Amt", may_visit=on_this_machine, resolve=naming("127.0.0.1")).visit(
        f"http://verein.invalid:{site.server_port}/200"
    )

    assert answer == Visit(200)


def test_a_server_that_drips_its_answer_holds_up_nobody(site):
    started = time.monotonic()

    answer = visit(f"{site.url}/drip", in_all=0.3)

    assert answer == Visit(trouble=Trouble.SLOW)
    assert time.monotonic() - started < 3


def test_a_server_that_says_nothing_is_left_after_its_time():
    with Server(("127.0.0.1", 0), Site) as deaf:  # listens, but nobody serves
        url = f"http://127.0.0.1:{deaf.server_port}/"

        assert visit(url, seconds=0.2) == Visit(trouble=Trouble.SLOW)
    assert visit(url) == Visit(trouble=Trouble.SILENT)


def test_a_site_without_encryption_behind_https_says_so(site):
    url = site.url.replace("http:", "https:")

    assert visit(f"{url}/200") == Visit(trouble=Trouble.CERTIFICATE)


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("kein-link", Trouble.ADDRESS),
        ("http://", Trouble.ADDRESS),
        ("https://[::1", Trouble.ADDRESS),
        ("https://a.example:99999/", Trouble.ADDRESS),
        ("javascript:alert(1)", Trouble.ADDRESS),
        ("file:///etc/passwd", Trouble.ADDRESS),
        (f"http://{'a' * 70}.example/", Trouble.ADDRESS),
        ("https://gibt-es-nicht.invalid/", Trouble.UNKNOWN),
    ],
)
def test_what_is_no_address_is_told_and_breaks_nothing(url, trouble):
    assert Visitor("Amt").visit(url) == Visit(trouble=trouble)
