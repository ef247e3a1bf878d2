"""What every request gets: a reference, a context for the history, pages that stay private."""

import logging
import secrets
import time
from http import HTTPStatus

import pghistory.middleware
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import Resolver404, resolve

from integration_office.encryption import CannotDecrypt


log = logging.getLogger("office.request")

# The office has no others: a page that answered OPTIONS or PUT would be shown past what it asks of
# a GET or POST, its line in the read log for example.
METHODS = ["GET", "HEAD", "POST"]


def page_name(path: str) -> str:
    """The name of the page behind a path, "offers:detail 12": without tokens and search texts, and
    without the client whom an address names beside a case."""
    try:
        match = resolve(path)
    except Resolver404:
        return "unknown"
    numbers = [
        str(value)
        for name, value in match.kwargs.items()
        if isinstance(value, int) and name != "person_pk"
    ]
    return " ".join([match.view_name or "unnamed", *numbers])


class RequestReference:
    """Gives the request a short reference that error pages show and logs repeat."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.reference = secrets.token_hex(4)
        started = time.monotonic()
        response = self.get_response(request)
        log.info(
            "request",
            extra={
                "reference": request.reference,
                "method": request.method,
                "page": page_name(request.path_info),
                "status": response.status_code,
                "ms": round((time.monotonic() - started) * 1000),
            },
        )
        return response


class HistoryContext(pghistory.middleware.HistoryMiddleware):
    """User and page for the change history; the path itself may hold a token and is not kept."""

    def get_context(self, request):
        user = request.user.pk if request.user.is_authenticated else None
        return {"user": user, "page": page_name(request.path_info), "request": request.reference}


class NoStore:
    """Pages behind the login stay out of every cache, also the browser's after logging out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response


class WrongMethod:
    """Only the methods of the office reach a page. Whoever opens the address of a button, after a
    login for example, gets a page that says so; a bare 405 is an empty window."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in METHODS:
            response = self.get_response(request)
        else:
            response = HttpResponseNotAllowed(METHODS)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "405.html", {"reference": request.reference}, status=405)
        page["Allow"] = response["Allow"]
        return page


class UnreadableTexts:
    """A confidential text whose key is missing: a sentence, and nothing of the row."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, CannotDecrypt):
            return None
        log.error("text cannot be read", extra={"reference": request.reference})
        return render(request, "unreadable.html", status=503)
