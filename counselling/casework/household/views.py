"""The household of a case: how many, and which other cases belong to it."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from counselling.case_frame import closed_page, frame, opened_case
from counselling.casework.household import actions
from counselling.casework.household.forms import HouseholdForm, LinkForm
from counselling.casework.household.relatives import relatives_of
from counselling.models import Case, CaseLink, Household
from integration_office.permissions import allow, counsels
from integration_office.views import ask, edit


PAGE = "counselling:household"


@allow(counsels)
def household(request, pk):
    """Who lives together, and a form for one more case of the household."""
    case = opened_case(request, pk)
    linked = CaseLink.objects.visible_to(request.user).of_case(case)
    others = Case.objects.visible_to(request.user).running().exclude(pk=pk)
    for link in linked:
        others = others.exclude(pk__in=[link.case_id, link.other_id])
    return edit(
        request,
        LinkForm,
        instance=CaseLink(),
        cases=others.newest_first().defer("concern"),
        title=_("Household"),
        save=lambda form: actions.link(
            case,
            form.cleaned_data["other"],
            relation=form.cleaned_data["relation"],
            by=request.user,
        ),
        then=reverse(PAGE, args=[pk]),
        success=_("The two cases are linked. Each of them shows the other one."),
        template="counselling/casework/household.html",
        context=frame(case, PAGE)
        | {
            "household": Household.objects.visible_to(request.user).filter(case=case).first(),
            "relatives": relatives_of(case, request.user),
        },
    )


@allow(counsels)
def household_edit(request, pk):
    case = opened_case(request, pk)
    if closed := closed_page(request, case, PAGE):
        return closed
    known = Household.objects.visible_to(request.user).filter(case=case).first()
    return edit(
        request,
        HouseholdForm,
        instance=known or Household(case=case),
        title=_("Size of the household"),
        save=lambda form: actions.save_household(form.instance, by=request.user),
        success=_("The size of the household has been saved."),
        template="counselling/casework/form.html",
        context=frame(case, PAGE)
        | {
            "back": reverse(PAGE, args=[pk]),
            "lead": _("Only what came up by itself in the talk. Nothing of this is needed."),
        },
    )


@allow(counsels)
def unlink(request, pk, number):
    case = opened_case(request, pk)
    links = CaseLink.objects.visible_to(request.user).of_case(case).select_related("case", "other")
    link = get_object_or_404(links, pk=number)
    if number not in [one.link.pk for one in relatives_of(case, request.user).known]:
        raise Http404
    return ask(
        request,
        title=_("Take away this link?"),
        question=_("Neither of the two cases shows the other one any more."),
        label=_("Take away"),
        do=partial(actions.unlink, link, by=request.user),
        then=reverse(PAGE, args=[pk]),
        success=_("The link has been taken away."),
    )
