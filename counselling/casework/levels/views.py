"""How much German the client knows, since when and from what; and which other languages."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.actions import change_case
from counselling.case_frame import closed_page, frame, opened_case
from counselling.casework.levels import actions
from counselling.casework.levels.forms import LanguagesForm, LevelForm
from counselling.models import LevelEntry
from integration_office.codes import Language
from integration_office.permissions import allow, counsels
from integration_office.views import ask, edit


PAGE = "counselling:levels"


@allow(counsels)
def levels(request, pk):
    """The history of levels, the latest first, and a form for one more."""
    case = opened_case(request, pk)
    return edit(
        request,
        LevelForm,
        instance=LevelEntry(case=case, known_on=timezone.localdate().isoformat()),
        title=_("Languages"),
        save=lambda form: actions.add_level(form.instance, by=request.user),
        then=reverse(PAGE, args=[pk]),
        success=_("The level has been saved."),
        template="counselling/casework/levels.html",
        context=frame(case, PAGE)
        | {
            "entries": case.levels.latest_first(),
            "spoken": [Language(code).label for code in case.spoken],
        },
    )


@allow(counsels)
def level_delete(request, pk, number):
    case = opened_case(request, pk)
    entry = get_object_or_404(LevelEntry.objects.visible_to(request.user), case=case, pk=number)
    return ask(
        request,
        title=_("Take away this level?"),
        question=_("%(level)s is deleted for good; then the entry before it counts again.")
        % {"level": entry.get_level_display()},
        label=_("Delete"),
        do=partial(actions.remove_level, entry, by=request.user),
        then=reverse(PAGE, args=[pk]),
        success=_("The level has been deleted."),
    )


@allow(counsels)
def languages_edit(request, pk):
    case = opened_case(request, pk)
    if closed := closed_page(request, case, PAGE):
        return closed
    return edit(
        request,
        LanguagesForm,
        instance=case,
        title=_("Languages and script"),
        save=lambda form: change_case(form.instance, by=request.user),
        then=reverse(PAGE, args=[pk]),
        success=_("The languages have been saved."),
        template="counselling/casework/form.html",
        context=frame(case, PAGE) | {"back": reverse(PAGE, args=[pk])},
    )
