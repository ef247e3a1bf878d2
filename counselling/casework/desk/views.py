"""My desk: what I deputise for, who stands in for me, and handing on all of it at once. The
coordination does the same for a colleague who is away, and sees numbers only; whoever names itself
says why."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from counselling.casework.desk import actions, desks
from counselling.casework.desk.forms import DeskDeputyForm, DeskForm
from counselling.casework.tasks.people import counsellors
from counselling.models import CaseDeputy, DeskNotice
from integration_office.models import User
from integration_office.permissions import allow, coordinates, counsels
from integration_office.views import ask, attempt, edit


def _colleagues(owner):
    return counsellors().exclude(pk=owner.pk)


def _owner(request, pk):
    """Whose desk it is: one's own, or as coordination anybody's who has cases."""
    if pk in (None, request.user.pk):
        return request.user
    if not coordinates(request.user):
        raise PermissionDenied
    return get_object_or_404(User, pk=pk)


@require_safe
@allow(counsels)
def desk(request):
    user = request.user
    context = {
        "title": _("My desk"),
        "running": desks.of(user).count(),
        "may_hand_over": desks.to_hand_over(user).exists(),
        "deputyships": desks.deputyships_of(user),
        "deputies": desks.deputies_for(user),
        "coordinates": coordinates(user),
        "others": desks.others(user) if coordinates(user) else [],
    }
    return render(request, "counselling/casework/desk.html", context)


@allow(counsels)
def desk_deputy(request, colleague=None):
    """Somebody stands in for all running cases of a desk."""
    owner = _owner(request, colleague)

    def save(form):
        made, skipped = actions.stand_in_for_desk(
            owner,
            to=form.cleaned_data["user"],
            since=form.cleaned_data["since"],
            until=form.cleaned_data["until"],
            by=request.user,
            reason=form.cleaned_data.get("reason", ""),
        )
        _say_skipped(request, owner, skipped)
        return made

    return edit(
        request,
        DeskDeputyForm,
        instance=CaseDeputy(),
        colleagues=_colleagues(owner),
        asks_why=owner != request.user,
        title=_("Stand-in for the desk of %(name)s") % {"name": owner},
        save=save,
        then=reverse("counselling:desk"),
        success=lambda made: (
            ngettext(
                "Your colleague stands in for %(count)d case.",
                "Your colleague stands in for %(count)d cases.",
                len(made),
            )
            % {"count": len(made)}
        ),
        template="counselling/casework/desk_form.html",
        context={
            "owner": owner,
            "label": _("Let in"),
            "numbers_only": owner != request.user,
            "later": _("Cases that come to the desk in that time are among them."),
        },
    )


@allow(counsels)
def desk_deputy_end(request, colleague, owner=None):
    """The owner is back, and the stand-in ends for all cases at once."""
    owner = _owner(request, owner)
    theirs = desks.deputies_for(owner)
    deputy = get_object_or_404(User, pk=colleague, pk__in={row["user"] for row in theirs})
    question = _("%(name)s does not see any of your cases any more from now on.")
    if owner != request.user:
        question = _("%(name)s does not see any case of %(owner)s any more from now on.")
    return ask(
        request,
        title=_("End the stand-in"),
        question=question % {"name": deputy, "owner": owner},
        label=_("End the stand-in"),
        do=partial(actions.end_stand_in, owner, deputy, by=request.user),
        then=reverse("counselling:desk"),
        success=_("The stand-in has ended."),
    )


def _say_skipped(request, owner, skipped):
    if skipped:
        mine = owner == request.user
        named = [case.masked if mine else desks.numbered(case.number) for case in skipped]
        messages.info(
            request,
            _("Left as it was, as your colleague deputises there in that time already: %(cases)s.")
            % {"cases": ", ".join(named)},
        )


@allow(counsels)
def desk_hand_over(request, colleague=None):
    """All cases of a desk, or chosen ones, go to one colleague."""
    owner = _owner(request, colleague)
    return edit(
        request,
        DeskForm,
        instance=CaseDeputy(),
        colleagues=_colleagues(owner),
        asks_why=owner != request.user,
        cases=desks.choices_of(owner, masked=owner == request.user),
        title=_("Hand over the desk of %(name)s") % {"name": owner},
        save=lambda form: actions.hand_over_desk(
            owner,
            to=form.cleaned_data["user"],
            chosen=form.chosen,
            by=request.user,
            reason=form.cleaned_data.get("reason", ""),
        ),
        then=reverse("counselling:desk"),
        success=lambda given: (
            ngettext(
                "%(count)d case has been handed over.",
                "%(count)d cases have been handed over.",
                len(given),
            )
            % {"count": len(given)}
        ),
        template="counselling/casework/desk_form.html",
        context={
            "owner": owner,
            "label": _("Hand over"),
            "numbers_only": owner != request.user,
            "later": "",
        },
    )


@allow(counsels)
@require_POST
def notice_read(request, pk):
    notice = get_object_or_404(DeskNotice, recipient=request.user, pk=pk)
    attempt(request, partial(actions.read_notice, notice, by=request.user))
    return redirect("home" if "today" in request.POST else "counselling:desk")
