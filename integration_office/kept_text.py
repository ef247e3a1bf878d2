"""Nothing typed is lost when a session ends: the form waits, sealed, until the same person has
logged in again and sends it once more.

A cookie says who was logged in last in this browser. Only for that person is a form kept, for an
hour, in the session of the login page; a colleague at the same computer never sees it.
"""

import base64
import json
import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_office.drafting import is_automatic
from integration_office.encryption import CannotDecrypt, Sealed


COOKIE = "office_who"
COOKIE_SECONDS = 24 * 60 * 60
KEPT_SECONDS = 60 * 60
SESSION_KEY = "kept_text"
CONTEXT = b"kept form"
# With the kept form: a field and the name of the file that was chosen in it.
LOST_FILE = "lost_file"
NOT_KEPT = {"csrfmiddlewaretoken", LOST_FILE}


class RememberWho:
    """Keeps the cookie that says who is logged in; a deliberate logout takes it away."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            if _who(request) != request.user.pk and not _is_for_everybody(response):
                response.set_signed_cookie(
                    COOKIE,
                    str(request.user.pk),
                    max_age=COOKIE_SECONDS,
                    httponly=True,
                    samesite="Lax",
                    secure=settings.SESSION_COOKIE_SECURE,
                )
        elif request.resolver_match and request.resolver_match.view_name == "account_logout":
            response.delete_cookie(COOKIE)
        return response


class LoginRequired(LoginRequiredMiddleware):
    """Django's door; a form that arrives without a session is kept before it asks for the login."""

    def handle_no_permission(self, request, view_func):
        if is_automatic(request):  # the script's draft: what is kept must not go under for it
            return HttpResponse(status=401)
        who = _who(request)
        if request.method == "POST" and who and keep(request, who):
            messages.warning(
                request,
                _("Your session had ended. What you wrote is kept: log in, then save it."),
            )
            return redirect_to_login(reverse("kept_text"))
        return super().handle_no_permission(request, view_func)


def _is_for_everybody(response: HttpResponse) -> bool:
    """Whether any cache may keep the answer, with all that stands in its head."""
    return "public" in response.get("Cache-Control", "")


def _who(request: HttpRequest) -> int:
    """The key of who was logged in last; 0 when nobody knows."""
    try:
        return int(request.get_signed_cookie(COOKIE, default="", max_age=COOKIE_SECONDS) or 0)
    except ValueError:
        return 0


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser itself says that the form stood on one of our own pages."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def keep(request: HttpRequest, user_pk: int) -> bool:
    """Seal the sent fields into the session; False when there is nothing that could be kept. Of
    files the names are: who comes back is asked for them once more (see `lost_files`)."""
    fields = [(k, v) for k, v in request.POST.lists() if k not in NOT_KEPT]
    if not fields:
        return False
    files = [(name, one.name) for name, sent in request.FILES.lists() for one in sent]
    kept = {
        "path": request.get_full_path(),
        "fields": fields,
        "files": files,
        "user": user_pk,
        "until": time.time() + KEPT_SECONDS,
    }
    blob = Sealed.seal(json.dumps(kept), CONTEXT).blob
    request.session[SESSION_KEY] = base64.b64encode(blob).decode()
    return True


def kept(request: HttpRequest) -> dict[str, Any] | None:
    """What is kept for this very user, or None."""
    sealed = request.session.get(SESSION_KEY)
    if not sealed:
        return None
    try:
        found = json.loads(Sealed(base64.b64decode(sealed)).open(CONTEXT))
    except CannotDecrypt:
        return None
    if found["user"] != request.user.pk or found["until"] < time.time():
        return None
    return found


def kept_text(request: HttpRequest) -> HttpResponse:
    """After the login: send the kept form as it was, or throw it away."""
    form = kept(request)
    if form is None:
        request.session.pop(SESSION_KEY, None)
        return redirect("home")
    if request.method == "POST":
        del request.session[SESSION_KEY]
        if "send" in request.POST:
            # The browser sends the same fields on to the page they were written for.
            return HttpResponse(status=307, headers={"Location": form["path"]})
        return redirect("home")
    fields = [(name, value) for name, values in form["fields"] for value in values]
    fields += [(LOST_FILE, f"{field} {file}") for field, file in form["files"]]
    files = [file for _field, file in form["files"]]
    return render(request, "kept_text.html", {"fields": fields, "files": files})


def lost_files(request: HttpRequest) -> dict[str, str]:
    """{field: name of the file} of what was chosen before the session ended and cannot be sent by
    us: the form asks for it, so that nothing is saved without."""
    said = (one.partition(" ") for one in request.POST.getlist(LOST_FILE))
    return {field: file for field, _blank, file in said if field not in request.FILES}
