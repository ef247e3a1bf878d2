"""What the pages of casework have in common: closed cases and buttons."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from counselling.models import Case
from counselling.parts import closed_sentence


def closed_page(request: HttpRequest, case: Case, url_name: str) -> HttpResponse:
    """Instead of a form that could not be saved: the part of the closed case, and why."""
    messages.error(request, closed_sentence())
    return redirect(reverse(url_name, args=[case.pk]))


def chosen[C: TextChoices](request: HttpRequest, name: str, choices: type[C]) -> C:
    """The code that a button of ours has sent; anything else did not come from our page."""
    try:
        return choices(request.POST.get(name, ""))
    except ValueError:
        raise BadRequest("No button of this page sends that.") from None
