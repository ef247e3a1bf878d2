"""The pages behind the link in a mail: no login, no menu, and nothing of a referral before somebody
pressed the button."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from counselling.referrals import answering
from counselling.referrals.forms import AnswerForm
from counselling.referrals.referral_views import handed_out
from offers.trust.answer_views import behind_the_link


@behind_the_link
@require_safe
def referral_answer(request, token):
    return _asks(request, token)


def _asks(request, token):
    """Who asks, and a button. Programs that look at mails come this far and learn nothing."""
    link, referral = answering.opened(token)
    context = {"token": token, "organisation": referral.organisation, "until": link.expires_at}
    return render(request, "counselling/referrals/answer.html", context)


def by_button(view):
    """Whoever comes back to it by the browser's Back button begins at the link again, and reads
    there whether the answer has arrived."""

    @wraps(view)
    def pressed(request, token):
        return view(request, token) if request.method == "POST" else _asks(request, token)

    return require_http_methods(["GET", "HEAD", "POST"])(pressed)


@behind_the_link
@by_button
def referral_show(request, token):
    link, referral = answering.shown(token)
    return _content(request, token, link, referral, AnswerForm(state=referral.state))


@behind_the_link
@by_button
def referral_say(request, token):
    """An answer that cannot be taken shows the inquiry again, with what was typed."""
    link, referral = answering.opened(token)
    form = AnswerForm(request.POST, state=referral.state)
    if form.is_valid():
        try:
            said = form.cleaned_data
            answered = answering.say(token, said["answer"], said["text"])
        except answering.LinkRefused:
            raise
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _thanks(request, token, answered)
    link, referral = answering.shown(token)
    return _content(request, token, link, referral, form, status=422)


def _thanks(request, token, referral):
    if not referral.is_running:
        return redirect("counselling:referral_answered")
    messages.success(
        request,
        _("Thank you, this is noted. Use this link again to say whether the person has come."),
    )
    return redirect("counselling:referral_answer", token)


def _content(request, token, link, referral, form, status=200):
    context = {
        "token": token,
        "referral": referral,
        "files": referral.files.without_content(),
        "form": form,
        "until": link.expires_at,
    }
    return render(request, "counselling/referrals/answer_shown.html", context, status=status)


@behind_the_link
@require_POST
def referral_paper(request, token, pk):
    found = answering.paper(token, pk)
    if found is None:
        raise Http404
    return handed_out(found)


@login_not_required
@require_safe
def referral_answered(request):
    return render(request, "counselling/referrals/answered.html")
