"""The provider's pages behind the link in a mail: no login, no menu, nothing but the own offers.

The link is the key. Opening it changes nothing, so that programs that look at mails confirm
nothing; every answer is a POST. As nothing here depends on who is logged in, a foreign page cannot
misuse a session, and the check against that is left out: with the strict referrer policy of these
pages browsers hide the origin which it compares.
"""

from functools import partial, wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_office.links import LinkRefused
from integration_office.views import edit
from offers.codes import Via
from offers.forms import FactsForm, MissingForm
from offers.life.verb_views import edit_facts, seen_version
from offers.models import Offer, ProposedChange
from offers.trust import inquiring


def behind_the_link(view):
    """A page for whoever holds the link: kept by no cache, told to no other site, and with a
    sentence (410) when the link does not work."""

    @wraps(view)
    def guarded(request, token, **kwargs):
        try:
            response = view(request, token, **kwargs)
        except LinkRefused as refusal:
            context = {"refusal": refusal}
            response = render(request, "offers/answer_refused.html", context, status=410)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return csrf_exempt(login_not_required(guarded))


@behind_the_link
@require_safe
def answer(request, token):
    """All offers of the mail, each with its own buttons."""
    link, inquiry = inquiring.opened(token)
    asked_offers = list(inquiry.asked_offers.still_theirs().in_order())
    if not asked_offers:
        raise LinkRefused(_("These offers have another provider now. Nothing is left to do."))
    context = {
        "token": token,
        "provider": inquiry.provider,
        "asked_offers": asked_offers,
        "answered": sum(asked.is_answered for asked in asked_offers),
        "is_done": all(asked.is_answered for asked in asked_offers),
        "expires_at": link.expires_at,
    }
    return render(request, "offers/answer.html", context)


@behind_the_link
@require_POST
def answer_true(request, token, pk):
    say = partial(inquiring.say_true, token, pk, seen=seen_version(request.POST))
    return _take(request, token, pk, say, success=_noted(pk))


def _noted(pk):
    """Whoever says "still true" thinks of the facts as changed, where a change of theirs waits."""
    if ProposedChange.objects.waiting().filter(offer=pk).exists():
        return _("Thank you, this is noted. Your change of this offer still waits for the office.")
    return _("Thank you, this is noted.")


@behind_the_link
@require_POST
def answer_take_back(request, token, pk):
    return _take(
        request,
        token,
        pk,
        lambda: inquiring.take_back(token, pk),
        success=_("Taken back. The offer waits for your answer again."),
    )


@behind_the_link
@require_http_methods(["GET", "HEAD", "POST"])
def answer_edit(request, token, pk):
    # The link is locked before the offer, as the other answers do it.
    with transaction.atomic():
        _link, inquiry = inquiring.opened(token, lock=request.method == "POST")
        asked = _asked(inquiry, pk)
        return edit_facts(
            request,
            FactsForm,
            asked.offer,
            via=Via.LINK,
            title=_("Edit “%(offer)s”") % {"offer": asked.offer},
            save=lambda form: inquiring.say_changed(
                token, form.instance, covers=form.covers, **form.beside
            ),
            then=lambda _offer: _where_one_was(token, pk, inquiry),
            template="offers/answer_edit.html",
            context={"back": reverse("offers:answer", args=[token])},
        )


@behind_the_link
@require_http_methods(["GET", "HEAD", "POST"])
def answer_end(request, token, pk):
    """ "No longer there" asks once more."""
    if request.method == "POST":
        return _take(request, token, pk, lambda: inquiring.say_ended(token, pk))
    _link, inquiry = inquiring.opened(token)
    asked = _asked(inquiry, pk)
    context = {"offer": asked.offer, "back": reverse("offers:answer", args=[token])}
    return render(request, "offers/answer_end.html", context)


@behind_the_link
@require_http_methods(["GET", "HEAD", "POST"])
def answer_missing(request, token):
    """ "Is an offer missing?": two sentences for the office."""
    with transaction.atomic():
        _link, inquiry = inquiring.opened(token, lock=request.method == "POST")
        back = reverse("offers:answer", args=[token])
        return edit(
            request,
            MissingForm,
            instance=Offer(provider=inquiry.provider),
            title=_("Tell us about a new offer"),
            save=lambda form: inquiring.say_missing(token, form.instance),
            then=back,
            success=_("Thank you. We look at it and get in touch with you."),
            template="offers/answer_missing.html",
            context={"back": back},
        )


def _asked(inquiry, pk):
    return get_object_or_404(inquiry.asked_offers.still_theirs().select_related("offer"), offer=pk)


def _take(request, token, pk, say, *, success=None):
    try:
        inquiry = say()
    except LinkRefused:
        raise
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("offers:answer", token)
    messages.success(request, success or _("Thank you, this is noted."))
    return redirect(_where_one_was(token, pk, inquiry))


def _where_one_was(token, pk, inquiry):
    """The page again, at the offer just answered; after the last one from its top, with thanks."""
    page = reverse("offers:answer", args=[token])
    waiting = inquiry.asked_offers.still_theirs().unanswered().exists()
    return f"{page}#offer-{pk}" if waiting else page
