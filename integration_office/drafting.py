"""How a page keeps a draft of its form (`views.edit`, `draft=True`): a button and a small script
send the form as it is to its own page, so that only who may open the page can keep one.

A draft whose form was saved meanwhile is not offered again, even if it arrives after the saving.
"""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from itertools import takewhile

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from integration_office import drafts
from integration_office.forms import OfficeModelForm
from integration_office.lists import text
from integration_office.middleware import page_name
from integration_office.models import Submission


# "auto" by the script, "keep" and "drop" by buttons, "leave" by one that leads on to another page
WISH = "keep_draft"
LEAVE = "leave"
STATE = "draft_state"
OPEN, WAITING = "open", "waiting"
NOT_KEPT = {"csrfmiddlewaretoken", WISH, STATE}


@dataclass(frozen=True)
class Standing:
    """What the page says of the draft: from when it is, and whether it is being written on
    ("open") or waits for a decision ("waiting"). While it waits nothing is kept over it."""

    at: datetime.datetime | None = None
    state: str = ""

    @property
    def when(self) -> str:
        """The time alone, if it is from today."""
        if self.at is None:
            return ""
        at = timezone.localtime(self.at)
        return time_format(at) if at.date() == timezone.localdate() else text(at)

    @property
    def waits(self) -> bool:
        return self.state == WAITING

    @property
    def is_open(self) -> bool:
        return self.state == OPEN


def is_automatic(request: HttpRequest) -> bool:
    """Whether the script sends it, and nobody waits for an answer to read."""
    return request.POST.get(WISH) == "auto"


def page_of(request: HttpRequest, *, keeps: bool | Collection[str]) -> str:
    """Under which name the page keeps its draft, "" if it keeps none. `keeps` may name what else
    the address asks for: a form for one offer is not the one for the next."""
    if not keeps:
        return ""
    names = [] if keeps is True else keeps
    asked = [f"{name} {request.GET[name]}" for name in names if name in request.GET]
    return " ".join([page_name(request.path_info), *asked])


def answer(request: HttpRequest, page: str, *, leave: str = "") -> HttpResponse:
    """Keep the form that was sent, or throw away what was kept; a page that keeps none must not
    save it for good. `leave` is where the button leads that goes on to another page."""
    if not page:
        raise SuspiciousOperation
    wish = request.POST[WISH]
    if wish == "drop":
        forget(request, page)
        messages.success(request, _("The draft is gone."))
        return redirect(_here(request))
    kept = _keep(request, page)
    if is_automatic(request):
        return HttpResponse(status=204 if kept else 422)
    if not kept:
        messages.error(request, _("This is too long for a draft. Please save it."))
    elif wish == LEAVE and leave:
        return redirect(leave)
    else:
        messages.success(request, _("The draft is kept for seven days, for nobody but you."))
        if request.FILES:
            messages.warning(request, _("A draft holds no files: please choose them once more."))
    return redirect(_here(request, draft="1"))


def _here(request, **more):
    """This page, with all that its address asks for."""
    query = request.GET.copy()
    query.pop("draft", None)
    query.update(more)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def offer(request: HttpRequest, page: str, form: OfficeModelForm) -> Standing:
    """What is kept for this page; with `?draft=1` the form shows it."""
    draft = _mine(request, page).first()
    if draft is None:
        return Standing()
    typed = draft.typed
    if typed is None or _was_sent(typed, request) or not form.differs(_data(typed)):
        draft.delete()
        return Standing()
    if "draft" not in request.GET:
        return Standing(draft.changed_at, WAITING)
    form.continue_from(_data(typed))
    return Standing(draft.changed_at, OPEN)


def standing(request: HttpRequest) -> Standing:
    """The same while a refused form is shown again."""
    state = request.POST.get(STATE, "")
    return Standing(state=state if state in (OPEN, WAITING) else "")


def saved(request: HttpRequest, page: str) -> None:
    """The form is saved: what was kept of it is not needed any more."""
    if page and standing(request).is_open:
        forget(request, page)


def forget(request: HttpRequest, page: str) -> None:
    _mine(request, page).delete()


def forget_below(addresses: Collection[str]) -> None:
    """What anybody has begun on pages below these addresses: what they are about is erased."""
    kept = drafts.Draft.objects.values_list("pk", "page")
    gone = [pk for pk, page in kept if _address(page).startswith(tuple(addresses))]
    drafts.Draft.objects.filter(pk__in=gone).delete()


def _address(page: str) -> str:
    """Where the page is that keeps its draft under this name; "" if there is none any more."""
    name, *rest = page.split(" ")
    try:
        return reverse(name, args=[*takewhile(str.isdecimal, rest)])
    except NoReverseMatch:
        return ""


def _mine(request, page):
    return drafts.Draft.objects.of(request.user).filter(page=page)


def _keep(request, page):
    typed = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    if _was_sent(typed, request):  # the script was slower than the button
        return True
    return drafts.keep(typed, page=page, user=request.user)


def _was_sent(typed, request):
    """Whether this very form was saved: its token has been used."""
    try:
        token = uuid.UUID("".join(typed.get("submission", [])))
    except ValueError:
        return False
    return Submission.objects.filter(token=token, by=request.user.pk).exists()


def _data(typed):
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data
