"""Whether a web address answers: one careful visit, without the database.

An address is typed by partners and strangers, so a visit must never become a way into the town's
own network: the host is resolved first, every address it has must be a public one, the connection
goes to the very address that was looked at, and each redirect is looked at anew.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.db import models
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _


type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

REDIRECTS = 5
SECONDS = 10  # for one step: to connect, to get the next bytes
IN_ALL = 20  # a server that drips its answer holds up nobody longer than this
FEW_BYTES = 1024
MOVED = {301, 302, 303, 307, 308}
# Somebody is there, even if robots are not welcome (401, 403, 405, 429 and the like).
GONE = {404, 410}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
OLD_IPV4 = ipaddress.ip_network("::/96")
MOST_ADDRESSES = 4  # each may keep a visit waiting


class Trouble(models.TextChoices):
    """Why an address does not answer; without one it does."""

    ADDRESS = "adresse", _("this is no web address")
    UNKNOWN = "unbekannt", _("the name of this site is not known")
    PRIVATE = "privat", _("the address leads into a private network")
    SILENT = "stumm", _("the site does not answer")
    SLOW = "langsam", _("the site takes too long")
    CERTIFICATE = "zertifikat", _("the site's certificate is not right")
    CIRCLE = "kreis", _("the address leads on and on")
    GONE = "weg", _("the page is not there any more")
    FAILING = "fehler", _("the site answers with an error")
    LARGE = "gross", _("the answer is too large")


# What may also be our own line: believed only when somebody else answered at the same time.
OURS_PERHAPS = {Trouble.UNKNOWN, Trouble.SILENT, Trouble.SLOW}


@dataclass(frozen=True)
class Visit:
    """What came of it: the status of the last answer, if there was one, and what is wrong."""

    status: int | None = None
    trouble: str = ""

    @property
    def may_be_our_line(self) -> bool:
        return self.trouble in OURS_PERHAPS


@dataclass(frozen=True)
class Page(Visit):
    """A visit that brought something along."""

    body: bytes = b""


class _Refused(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def is_public(address: Address) -> bool:
    """Whether the address belongs to the open internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address.sixtofour or address.teredo or address.is_site_local or address in OLD_IPV4:
            return False
    return address.is_global and not address.is_multicast


class _Connection(http.client.HTTPConnection):
    """Speaks to the address that was looked at, not to what the name means a second later."""

    def __init__(self, host: str, port: int, addresses: list[Address], seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self.addresses = addresses

    def connect(self) -> None:
        for address in self.addresses:
            try:
                self.sock = socket.create_connection((str(address), self.port), self.timeout)
                return
            except OSError:
                if address == self.addresses[-1]:
                    raise


class _SecureConnection(_Connection):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


@dataclass(frozen=True)
class Visitor:
    """Visits addresses. `agent` says who asks; `may_visit` decides about each network address."""

    agent: str
    may_visit: Callable[[Address], bool] = is_public
    resolve: Callable[..., list] = socket.getaddrinfo
    seconds: float = SECONDS
    in_all: float = IN_ALL

    def visit(self, url: str) -> Visit:
        """Ask for the head of the page, and for the page itself where the head is refused. Follows
        a few redirects. Never raises."""
        return self._carefully(lambda end: self._follow(url, end))

    def fetch(self, url: str, most_bytes: int) -> Page:
        """What stands at the address; too large with more than `most_bytes`. Never raises."""
        page = self._carefully(lambda end: self._fetch(url, end, most_bytes))
        return page if isinstance(page, Page) else Page(page.status, page.trouble)

    def _carefully(self, errand: Callable[[float], Visit]) -> Visit:
        end = time.monotonic() + self.in_all
        try:
            return errand(end)
        except _Refused as refusal:
            return Visit(trouble=refusal.trouble)
        except socket.gaierror:
            return Visit(trouble=Trouble.UNKNOWN)
        except ssl.SSLError:
            return Visit(trouble=Trouble.CERTIFICATE)
        except TimeoutError:
            return Visit(trouble=Trouble.SLOW)
        except (OSError, http.client.HTTPException):
            late = time.monotonic() >= end
            return Visit(trouble=Trouble.SLOW if late else Trouble.SILENT)
        except ValueError:
            return Visit(trouble=Trouble.ADDRESS)

    def _follow(self, url: str, end: float) -> Visit:
        for _step in range(REDIRECTS + 1):
            status, onwards, _body = self._ask("HEAD", url, end)
            if status >= 400:
                status, onwards, _body = self._ask("GET", url, end)
            if status not in MOVED or not onwards:
                return Visit(status, _trouble_of(status))
            url = urljoin(url, onwards)
        raise _Refused(Trouble.CIRCLE)

    def _fetch(self, url: str, end: float, most_bytes: int) -> Page:
        for _step in range(REDIRECTS + 1):
            status, onwards, body = self._ask("GET", url, end, most_bytes)
            if status not in MOVED or not onwards:
                return Page(status, _trouble_of(status), body)
            url = urljoin(url, onwards)
        raise _Refused(Trouble.CIRCLE)

    def _ask(
        self, method: str, url: str, end: float, most: int = FEW_BYTES
    ) -> tuple[int, str, bytes]:
        parts = urlsplit(iri_to_uri(url))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise _Refused(Trouble.ADDRESS)
        kind = _SecureConnection if parts.scheme == "https" else _Connection
        host = parts.hostname.encode("idna").decode("ascii")
        port = parts.port or kind.default_port
        connection = kind(host, port, self._addresses(host, port), self.seconds)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
        with _until(end, connection):
            connection.request(method, path, headers=headers)
            with connection.getresponse() as response:
                body = response.read(most + 1)
                if time.monotonic() >= end:
                    raise TimeoutError
                if len(body) > most > FEW_BYTES:
                    raise _Refused(Trouble.LARGE)
                return response.status, response.headers.get("Location", ""), body

    def _addresses(self, host: str, port: int) -> list[Address]:
        """All network addresses of the host, the older kind first; one that may not be visited
        spoils the others."""
        found = self.resolve(host, port, type=socket.SOCK_STREAM)
        addresses = {ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found}
        if not all(self.may_visit(address) for address in addresses):
            raise _Refused(Trouble.PRIVATE)
        ordered = sorted(addresses, key=lambda address: (address.version, int(address)))
        return ordered[:MOST_ADDRESSES]


def _trouble_of(status: int) -> str:
    if status in GONE:
        return Trouble.GONE
    return Trouble.FAILING if status >= 500 else ""


@contextmanager
def _until(end: float, connection: http.client.HTTPConnection):
    """Close the connection at the end, and in any case when the time is over."""

    def hang_up():
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(max(end - time.monotonic(), 0), hang_up)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        connection.close()
