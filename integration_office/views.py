"""The pages of the ground floor, and the two shapes every app calls: `edit` and `ask`."""

import datetime
import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.forms import FileField
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from integration_office import agenda, coming_back, drafting, search
from integration_office.kept_text import came_from_here, keep, lost_files
from integration_office.models import OutgoingMail, Submission


# Whoever sends a form again after this time came back to it on purpose.
DOUBLE_CLICK = datetime.timedelta(seconds=20)
MOST_OF_A_DAY = 20

type Way = Sequence[tuple[str, str]]


def edit(
    request: HttpRequest,
    form_class: type,
    *,
    title: str,
    instance=None,
    save: Callable[[Any], Any] | None = None,
    then: str | Callable[[Any], str] | None = None,
    success: str | Callable[[Any], str] | None = None,
    template: str = "form.html",
    context: dict[str, Any] | None = None,
    draft: bool | Collection[str] = False,
    leave: str = "",
    **form_kwargs: Any,
) -> HttpResponse:
    """The create/update shape. GET shows the form; POST locks the row, checks the version it was
    opened with, saves (by `save(form)`, usually an action, or `form.save()`) and goes to `then` (an
    address, or a function of what was saved) or the row's page. A ValidationError of the action is
    shown in the form; a second click finds what the first one saved. `success` is what is said
    then (or a function of what was saved); `""` says nothing: the next page does. With `draft` the
    page keeps what was begun (see `drafting`, also for `leave`); its template includes
    _draft_offer.html and _draft_keep.html.
    """
    context = {"title": title} | (context or {})
    page = drafting.page_of(request, keeps=draft)
    if request.method != "POST":
        form = form_class(instance=instance, **form_kwargs)
        standing = page and drafting.offer(request, page, form)
        return render(request, template, {"form": form, "draft": standing} | context)
    if drafting.WISH in request.POST:
        return drafting.answer(request, page, leave=leave)
    with transaction.atomic():
        # First of all: a row that may exist only once would refuse its double before the token is
        # looked at.
        token = _token(request)
        is_new = token is None or Submission.objects.claim(token, by=request.user)
        earlier = None if is_new else _sent_before(request, token)
        if earlier and timezone.now() - earlier.at < DOUBLE_CLICK:
            messages.info(request, _("This has been saved already; here it is."))
            return redirect(earlier.url or "home")
        form = _sent(request, form_class, instance, form_kwargs)
        _ask_for_lost_files(form, lost_files(request))
        mark = coming_back.mark_of(request, form) if token else ""
        before = coming_back.saved_as(request, mark, token) if is_new else token
        if before and "submission" in form.fields:
            _ask_again(form, before)
        elif form.is_valid() and (saved := _save(form, save)) is not None:
            drafting.saved(request, page)
            url = then(saved) if callable(then) else then or saved.get_absolute_url()
            coming_back.remember(request, mark, token)
            return _saved(request, saved, token, url, success)
        # The refused form may be sent again with the same token.
        transaction.set_rollback(True)
    _ask_for_files(form)
    standing = page and drafting.standing(request)
    return render(request, template, {"form": form, "draft": standing} | context, status=422)


def _sent(request, form_class, instance, form_kwargs):
    """What was sent, with the row locked that it is about."""
    if instance is not None and instance.pk:
        # no_key: rows that point at this one may be written meanwhile, the log's for example.
        rows = type(instance)._default_manager.select_for_update(no_key=True)
        instance = get_object_or_404(rows, pk=instance.pk)
    return form_class(request.POST, request.FILES or None, instance=instance, **form_kwargs)


def _token(request):
    """What makes the second click harmless; a page behind a mail's link takes none."""
    if not request.user.is_authenticated:
        return None
    if "version" in request.POST:
        return coming_back.token_of_change(request)
    try:
        return uuid.UUID(request.POST.get("submission", ""))
    except ValueError:
        return None


def _sent_before(request, token):
    return Submission.objects.filter(token=token, by=request.user).first()


def _ask_again(form, token):
    """For whoever came back to a form that was sent: nothing is saved twice by the way, and nothing
    typed is lost."""
    form.add_error(
        None,
        _("This form has been saved already. If this is something new, please save it once more."),
    )
    form.data = form.data.copy()
    form.data[form.add_prefix("submission")] = str(coming_back.once_more(token))


def _ask_for_files(form):
    """A browser does not send a file twice: what was chosen beside a refused field is named."""
    for name, file in _file_fields(form, form.files):
        if name not in form.errors:
            _ask_once_more(form, name, file.name)


def _ask_for_lost_files(form, lost):
    """What was kept while somebody logged in again has no files; it is not saved without them."""
    for name, file in _file_fields(form, lost):
        form.errors.pop(name, None)
        _ask_once_more(form, name, file)


def _file_fields(form, files):
    """(field, its file) of those fields that take one and have one in `files`."""
    for name, field in form.fields.items():
        file = files.get(form.add_prefix(name)) if isinstance(field, FileField) else None
        if file:
            yield name, file


def _ask_once_more(form, name, file):
    again = _("Please choose “%(file)s” once more; it goes along only when all is right.")
    form.add_error(name, again % {"file": file})


def _saved(request, saved, token, url, success):
    if token:
        Submission.objects.filter(token=token).update(url=url)
    if callable(success):
        success = success(saved)
    elif success is None:
        success = _("“%(object)s” has been saved.") % {"object": saved}
    if success:
        messages.success(request, success)
    return redirect(url)


def _save(form, save):
    """What was saved; None when the action refused and the form now says why. What it had written
    until then goes with the whole transaction."""
    try:
        return save(form) if save else form.save()
    except ValidationError as refusal:
        form.add_error(None, refusal)
    except IntegrityError:
        form.add_error(None, _("A colleague has just saved the same. Please check and save again."))
    return None


def ask(
    request: HttpRequest,
    *,
    title: str,
    question: str,
    label: str,
    do: Callable[[], object],
    then: str,
    success: str | None = None,
    back: str | None = None,
    way: Way = (),
) -> HttpResponse:
    """The page that asks before something is done. GET asks; POST does `do()` and goes to `then`.
    A refusal (ValidationError) becomes a message and leads `back` (or to `then`). `way` names the
    pages above this one."""
    back = back or then
    if request.method != "POST":
        context = {"title": title, "question": question, "label": label, "back": back}
        return render(request, "confirm.html", context | {"way": way})
    return redirect(then if attempt(request, do, success=success) else back)


def attempt(request: HttpRequest, do: Callable[[], object], *, success: str | None = None) -> bool:
    """Do it and say so. A refusal (ValidationError) is said instead; then the answer is False."""
    try:
        do()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    if success:
        messages.success(request, success)
    return True


def own_page(page: str) -> str:
    """The path if it leads to a page of ours, else ""."""
    ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if ours else ""


@require_safe
def home(request):
    """Heute: what is due for me, the figures of the month, short ways. Of a long list it shows the
    beginning, until `?all` is asked for."""
    today = timezone.localdate()
    known = agenda.counted(request.user, today)
    due = agenda.agenda_of(request.user, today, known)
    return render(
        request,
        "home.html",
        {
            "date": today,
            "late": due.late,
            "today": due.today,
            "week": due.week,
            "most": "" if "all" in request.GET else MOST_OF_A_DAY,
            "tiles": agenda.tiles_of(request.user, today, known),
            "shortcuts": agenda.shortcuts_of(request.user),
        },
    )


@require_safe
def find(request):
    """Search over everything this user may see."""
    text = request.GET.get("q", "").strip()
    return render(request, "search.html", {"q": text, "groups": search.found(request.user, text)})


@require_safe
@never_cache
@login_not_required
def health(request):
    """200 only when the database answers on a fresh connection."""
    fresh = connection.copy()
    fresh.settings_dict = fresh.settings_dict | {
        "OPTIONS": {k: v for k, v in fresh.settings_dict["OPTIONS"].items() if k != "pool"}
        | {"connect_timeout": 3}
    }
    try:
        with fresh.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "does not answer"}, status=503)
    finally:
        fresh.close()
    return JsonResponse({"database": "answers"})


@require_safe
def sent_mail(request):
    """The demo's mail page: what would have been sent."""
    mails = OutgoingMail.objects.all()[:100]
    return render(request, "mail.html", {"mails": mails, "base_url": settings.BASE_URL})


def _error(request, template, status):
    context = {"reference": getattr(request, "reference", "")}
    return render(request, template, context, status=status)


@login_not_required
def bad_request(request, exception=None):
    too_much = isinstance(exception, RequestDataTooBig)
    return _error(request, "413.html", 413) if too_much else _error(request, "400.html", 400)


@login_not_required
def forbidden(request, exception=None):
    return _error(request, "403.html", 403)


@login_not_required
def not_found(request, exception=None):
    return _error(request, "404.html", 404)


@login_not_required
def csrf_failure(request, reason=""):
    """The login has changed since the page was opened, or cookies are off. A form from our own
    page is kept for one click; for anything else the page says to go back."""
    user = request.user
    may_keep = came_from_here(request) and not drafting.is_automatic(request)
    if user.is_authenticated and may_keep and keep(request, user.pk):
        return redirect("kept_text")
    return _error(request, "403_csrf.html", 403)


@login_not_required
def server_error(request):
    """Without context processors: what broke may be what they need."""
    context = {"reference": getattr(request, "reference", "")}
    return HttpResponse(render_to_string("500.html", context), status=500)
