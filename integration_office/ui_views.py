"""The looks of the house: its colours and its text pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render


def public_page(name):
    """A text page that needs no login."""

    @login_not_required
    def view(request):
        return render(request, f"pages/{name}.html")

    return view


@login_not_required
def theme(request):
    return HttpResponse("", content_type="text/css")


def ui(request):
    return render(request, "ui.html")
