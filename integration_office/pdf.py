"""PDFs: an ordinary template, printed as tagged PDF/UA-1 with our own static files alone."""

import datetime as dt
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from fontTools.ttLib import woff2
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from integration_office.pdf_structure import mend


SCHEME = "static:"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ttf": "font/ttf",
}


class OurStaticFiles(URLFetcher):
    """Knows static:… (our own files) and data: URIs. Everything else stops the rendering."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"])

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        path = static_path(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if path is None:
            raise FatalURLFetchingError(f"{url} is not one of our static files")
        if path.suffix == ".woff2":
            return URLFetcherResponse(url, unpacked(path), {"Content-Type": TYPES[".ttf"]})
        kind = TYPES.get(path.suffix, "application/octet-stream")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


@lru_cache(maxsize=16)
def unpacked(path: Path) -> bytes:
    """A compressed font as WeasyPrint wants it. It would unpack all of them for every document,
    which takes longer than the document; here each process does so once."""
    font = io.BytesIO()
    with path.open("rb") as compressed:
        woff2.decompress(compressed, font)
    return font.getvalue()


def static_path(name: str) -> Path | None:
    """The file behind a static name: as written while developing, else as collected."""
    name = name.split("?")[0].split("#")[0]
    if found := finders.find(name):
        return Path(str(found))
    try:
        collected = Path(staticfiles_storage.path(name))
    except (NotImplementedError, ValueError):
        return None
    return collected if collected.is_file() else None


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    created: dt.datetime | None = None,
    author: str = "",
    description: str = "",
    language: str = "",
) -> bytes:
    """Print `template`; the same context and the same `created` give the same bytes.

    The template extends pdf/base.html, which writes title, language and dates into the head. The
    document speaks the language of the page that asks for it, or `language` (a BCP 47 tag).
    """
    document = {
        "title": title,
        "author": author,
        "description": description,
        "created": (created or timezone.now()).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "language": language or translation.get_language() or "de",
    }
    source = render_to_string(template, {**context, "document": document})
    return print_html(source)


def print_html(source: str) -> bytes:
    """Print a whole HTML document. Its <html lang> and <title> become those of the PDF."""
    printed = HTML(string=source, base_url=SCHEME, url_fetcher=OurStaticFiles())
    return printed.write_pdf(pdf_variant="pdf/ua-1", finisher=mend)
