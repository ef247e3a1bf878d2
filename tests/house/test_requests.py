"""What every request gets: a reference, a quiet log, a true word about its health."""

import io
import json
import logging

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.urls import reverse

from integration_office import accounts, views
from integration_office.logs import JsonFormatter
from integration_office.models import OutgoingMail
from tests.factories import make_user
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """All that is logged while the test runs, as the lines of the server's log."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    loggers = [logging.getLogger(name) for name in ("", "django", "office")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


def lines(log):
    return [json.loads(line) for line in log.getvalue().splitlines()]


def reference(response):
    return response.wsgi_request.reference


def test_a_request_is_one_line_of_facts(log, client_of):
    response = client_of(make_user()).get("/help/")

    [line] = [line for line in lines(log) if line["logger"] == "office.request"]
    assert {key: line[key] for key in ("reference", "method", "page", "status")} == {
        "reference": reference(response),
        "method": "GET",
        "page": "help",
        "status": 200,
    }


def test_the_log_holds_no_address_no_token_and_no_search_text(log, client_of):
    user = make_user(email="ada@demo.example", name="Ada Muster (Demo)")
    accounts.send_invitation(user, by=None)
    token = OutgoingMail.objects.get().body.split("/invitation/")[1].split("/")[0]
    client = client_of(user)

    client.get("/search/?q=Geheimnis")
    client.get("/users/?q=Geheimnis")
    client.get(f"/invitation/{token}/")
    client.post(f"/invitation/{token}/", {"password": "kurz", "again": "anders"})
    client.get("/Geheimnis/ada@demo.example/")
    Client().post("/account/login/", {"login": user.email, "password": "Geheimnis"})
    Client(enforce_csrf_checks=True).post("/account/login/", {"login": user.email})

    written = log.getvalue()
    assert len(lines(log)) >= 7
    for secret in ("Geheimnis", "ada@", "Ada Muster", token, "kurz"):
        assert secret not in written


def break_page(monkeypatch, error):
    def broken(*args, **kwargs):
        raise error

    monkeypatch.setattr(views.search, "found", broken)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ValueError("Geheimnis ada@demo.example"), 500),
        (DatabaseError("Geheimnis"), 500),
        (PermissionDenied("Geheimnis"), 403),
        (SuspiciousOperation("Geheimnis"), 400),
    ],
)
def test_an_error_shows_the_reference_the_log_repeats_and_neither_tells_more(
    log, client_of, monkeypatch, error, status
):
    client = client_of(make_user())
    client.raise_request_exception = False
    break_page(monkeypatch, error)

    response = client.get("/search/?q=wort")

    html = response.content.decode()
    assert response.status_code == status
    assert reference(response) in html
    assert reference(response) in log.getvalue()
    assert "Geheimnis" not in html + log.getvalue()
    assert html.count("<h1") == 1


def test_the_log_says_where_it_broke(log, client_of, monkeypatch):
    client = client_of(make_user())
    client.raise_request_exception = False
    break_page(monkeypatch, ValueError("Geheimnis"))

    client.get("/search/?q=wort")

    [line] = [line for line in lines(log) if "error" in line]
    assert line["error"] == "ValueError"
    assert any("test_requests.py" in place for place in line["at_code"])


@pytest.mark.parametrize("logged_in", [True, False])
def test_an_unknown_page_shows_the_reference(client_of, logged_in):
    client = client_of(make_user()) if logged_in else Client()

    response = client.get("/gibt/es/nicht/")

    assert response.status_code == 404
    assert reference(response) in response.content.decode()


def test_the_address_of_a_button_opens_a_page_that_says_so(client_of):
    offer = make_offer()

    response = client_of(make_user("coordination")).get(reverse("offers:confirm", args=[offer.pk]))

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Nothing has been saved" in response.content.decode()
    assert reference(response) in response.content.decode()


def test_a_form_that_was_open_too_long_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"})

    assert response.status_code == 403
    assert reference(response) in response.content.decode()


def test_health_is_well_when_the_database_answers():
    response = Client().get("/health/")

    assert (response.status_code, response.json()) == (200, {"database": "answers"})


@pytest.mark.parametrize("logged_in", [True, False])
def test_health_is_ill_when_the_database_is_gone(client_of, monkeypatch, logged_in):
    client = client_of(make_user()) if logged_in else Client()

    def gone(self):
        raise OperationalError("connection refused")

    monkeypatch.setattr(BaseDatabaseWrapper, "connect", gone)

    response = client.get("/health/")

    assert (response.status_code, response.json()) == (503, {"database": "does not answer"})


def test_health_asks_on_a_fresh_connection(monkeypatch):
    opened = []
    connect = BaseDatabaseWrapper.connect

    def count(self):
        opened.append(self)
        return connect(self)

    monkeypatch.setattr(BaseDatabaseWrapper, "connect", count)

    Client().get("/health/")
    Client().get("/health/")

    assert len(opened) == 2


def test_pages_allow_no_foreign_scripts_styles_or_frames(client_of):
    policy = client_of(make_user()).get("/")["Content-Security-Policy"]

    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def test_more_text_than_can_be_read_at_once_is_called_that(client_of, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = client_of(make_user()).post("/account/login/", {"login": "x" * 2000})

    assert response.status_code == 413
    assert "That was too much text at once" in response.text
