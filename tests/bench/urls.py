"""The office's pages, and four of the bench's own to compare them with; never in a real office."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from integration_office.audit import record
from integration_office.models import AuditEntry
from integration_office.urls import handler400, handler403, handler404, handler500


__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
ROWS = engines["django"].from_string(
    "<!doctype html><title>minimal</title><h1>minimal</h1><table>{% for row in rows %}<tr>"
    "<td>{{ row.pk }}</td><td>{{ row.verb }}</td><td>{{ row.target }}</td><td>{{ row.at }}</td>"
    "<td>{{ row.note }}</td></tr>{% endfor %}</table>"
)
LINE = engines["django"].from_string(
    "<!doctype html><title>bare</title><h1>bare</h1><p>{{ row.target }}</p>"
)
FRAMED = engines["django"].from_string(
    '{% extends "base.html" %}{% block title %}framed{% endblock %}{% block heading %}framed'
    "{% endblock %}{% block content %}<p>{{ row.target }}</p>{% endblock %}"
)


def minimal(request):
    """One query, 25 rows of five cells, no frame, no style, no form."""
    rows = AuditEntry.objects.order_by("pk")[:25]
    return HttpResponse(ROWS.render({"rows": rows}, request))


def bare(request):
    """One query, one line."""
    return HttpResponse(LINE.render({"row": AuditEntry.objects.order_by("pk").first()}, request))


def framed(request):
    """The same line in the frame of the house: menu, search, way, foot. No page can be less."""
    row = AuditEntry.objects.order_by("pk").first()
    return HttpResponse(FRAMED.render({"row": row}, request))


def insert(request):
    """One row, and on to another page; GET gives the token."""
    if request.method == "POST":
        record("measured", "bench", by=request.user)
        return redirect("bench_insert")
    return HttpResponse(f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">')


urlpatterns = [
    path("bench/minimal/", minimal, name="bench_minimal"),
    path("bench/bare/", bare, name="bench_bare"),
    path("bench/framed/", framed, name="bench_framed"),
    path("bench/insert/", insert, name="bench_insert"),
    path("", include("integration_office.urls")),
]
