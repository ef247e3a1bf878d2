"""Without scripts the browser's Back button brings a form with its old text and a fresh token: what
was typed says that it has been saved already. The session keeps a mark of it, never a word."""

import time
import uuid

from django.forms import CharField
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from integration_office.forms import OfficeModelForm
from integration_office.middleware import page_name


KEY = "just_saved"
SECONDS = 15 * 60
MOST = 8
# A word or two may be said of the next talk as well.
SHORTEST = 12
# What is new each time the page is fetched.
CHANGING = {"csrfmiddlewaretoken", "submission"}


def mark_of(request: HttpRequest, form: OfficeModelForm) -> str:
    """Stands for all that was sent to add a row; "" where hardly any text was typed, or where the
    same may come again at once."""
    if form.may_repeat or not form.instance._state.adding or not hasattr(request, "session"):
        return ""
    if sum(len(text.strip()) for text in _typed(form)) < SHORTEST:
        return ""
    sent = sorted(one for one in request.POST.lists() if one[0] not in CHANGING)
    said = repr((request.user.pk, page_name(request.path_info), sent))
    return salted_hmac(KEY, said, algorithm="sha256").hexdigest()


def token_of_change(request: HttpRequest) -> uuid.UUID:
    """The same for the same words about the same version of a row: the second click of two sends
    nothing else."""
    sent = sorted(one for one in request.POST.lists() if one[0] not in CHANGING)
    said = repr((request.user.pk, request.get_full_path(), sent))
    return uuid.UUID(bytes=salted_hmac(KEY, said, algorithm="sha256").digest()[:16])


def _typed(form):
    for name, field in form.fields.items():
        if isinstance(field, CharField) and not field.widget.is_hidden:
            text = form.data.get(form.add_prefix(name), "")
            if field.has_changed(form.get_initial_for_field(field, name), text):
                yield text


def saved_as(request: HttpRequest, mark: str, token: uuid.UUID) -> uuid.UUID | None:
    """The token with which the same text was just saved, unless somebody wants it once more."""
    kept = request.session.get(KEY, {}).get(mark) if mark else None
    if kept is None or kept["at"] < time.time() - SECONDS:
        return None
    earlier = uuid.UUID(kept["token"])
    return None if token == once_more(earlier) else earlier


def once_more(token: uuid.UUID) -> uuid.UUID:
    """The token of a form that is shown again with the question whether it is something new."""
    return uuid.uuid5(token, KEY)


def remember(request: HttpRequest, mark: str, token: uuid.UUID) -> None:
    if mark:
        kept = request.session.get(KEY, {}) | {mark: {"token": str(token), "at": time.time()}}
        latest = sorted(kept.items(), key=lambda one: one[1]["at"])[-MOST:]
        request.session[KEY] = dict(latest)
