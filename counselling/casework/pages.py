"""What a button on the pages of casework, or of the start page, has sent, and where it leads."""

from django.core.exceptions import BadRequest
from django.db.models import Model, TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html

from counselling.models import Case
from integration_office.lists import NO_BREAK


def chosen[C: TextChoices](request: HttpRequest, name: str, choices: type[C]) -> C:
    """The code that a button of ours has sent; anything else did not come from our page."""
    try:
        return choices(request.POST.get(name, ""))
    except ValueError:
        raise BadRequest("No button of this page sends that.") from None


def back(request: HttpRequest, row: Model) -> HttpResponse:
    """The page the button stood on."""
    return redirect("home" if "today" in request.POST else row)


def said(request: HttpRequest, sentence: str, case: Case) -> str:
    """What is said then; on the start page with the way to the case, which has left it."""
    if "today" not in request.POST:
        return sentence
    name = case.masked.replace(" ", NO_BREAK)
    return format_html('{} <a href="{}">{}</a>', sentence, case.get_absolute_url(), name)
