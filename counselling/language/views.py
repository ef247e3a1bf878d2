"""The part "Language & courses" of a case: placements, courses that fit, and wishes for courses."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counselling.case_frame import closed_page, frame, opened_case
from counselling.language import actions
from counselling.language.courses import Wish, proposals, type_of
from counselling.language.forms import (
    InterestForm,
    MoveForm,
    PlaceForm,
    PlacementForm,
    ResultForm,
)
from counselling.language.recommending import recommend
from counselling.letters.recommendation import recommendation, recommendation_of
from counselling.models import ChoiceRule, CourseInterest, LanguagePlacement
from integration_office.codes import Language
from integration_office.models import User
from integration_office.permissions import allow, counsels
from integration_office.views import ask, edit
from offers.paper.paper_views import pdf_response


PAGE, COURSES = "counselling:language", "counselling:placement_courses"


@require_safe
@allow(counsels)
def language(request, pk):
    """What somebody can, what they look for, and what is due."""
    case = opened_case(request, pk)
    placements = LanguagePlacement.objects.visible_to(request.user).filter(case=case)
    interests = CourseInterest.objects.visible_to(request.user).filter(case=case)
    return render(
        request,
        "counselling/language/language.html",
        frame(case, PAGE)
        | {
            "placements": placements.newest_first().select_related("tested_by", "placed_offer"),
            "interests": interests.select_related("offer").order_by("-since", "-pk"),
        },
    )


def _writable(request, pk):
    """The case for a page that writes in it; a closed one is read, not written."""
    case = opened_case(request, pk)
    return case, closed_page(request, case, PAGE)


def _placement(request, case, pk):
    placements = LanguagePlacement.objects.visible_to(request.user).filter(case=case)
    return get_object_or_404(placements.select_related("case", "placed_offer__course"), pk=pk)


def _interest(request, case, pk):
    interests = CourseInterest.objects.visible_to(request.user).filter(case=case)
    return get_object_or_404(interests.select_related("case", "offer"), pk=pk)


def _counsellors():
    return User.objects.active().filter(
        roles__overlap=[User.Role.COUNSELLING, User.Role.COORDINATION, User.Role.TEST_OFFICE]
    )


# Placements


def _edit_placement(request, case, placement, *, title, **options):
    return edit(
        request,
        PlacementForm,
        instance=placement,
        colleagues=_counsellors(),
        title=title,
        save=lambda form: actions.note_placement(form.instance, by=request.user),
        template="counselling/language/placement_form.html",
        draft=True,
        context={"case": case},
        **options,
    )


@allow(counsels)
def placement_create(request, pk):
    case, closed = _writable(request, pk)
    return closed or _edit_placement(
        request,
        case,
        LanguagePlacement(case=case, tested_by=request.user),
        title=_("Enter a language placement"),
        then=lambda placement: reverse(COURSES, args=[case.pk, placement.pk]),
        success=_("The placement has been saved. These courses would fit."),
    )


@allow(counsels)
def placement_edit(request, pk, placement_pk):
    case, closed = _writable(request, pk)
    placement = _placement(request, case, placement_pk)
    return closed or _edit_placement(
        request, case, placement, title=_("Change the language placement")
    )


@allow(counsels)
def placement_delete(request, pk, placement_pk):
    case = opened_case(request, pk)
    placement = _placement(request, case, placement_pk)
    return ask(
        request,
        title=_("Delete this placement?"),
        question=_("Only what was entered by mistake is deleted. This cannot be undone."),
        label=_("Delete placement"),
        do=partial(actions.delete_placement, placement, by=request.user),
        then=placement.get_absolute_url(),
        success=_("The placement has been deleted."),
    )


@allow(counsels)
def placement_courses(request, pk, placement_pk):
    """Courses of the catalogue that fit the result; choosing one offers the person a place."""
    case, closed = _writable(request, pk)
    placement = _placement(request, case, placement_pk)
    wish = _wish_after(placement)
    found = proposals(request.user, wish, timezone.localdate())
    fitting = [proposal for proposal in found if proposal.fits]
    return closed or edit(
        request,
        PlaceForm,
        instance=placement,
        proposals=found,
        title=_("Courses that fit"),
        save=lambda form: actions.place(
            placement,
            form.offers[form.cleaned_data["offer"]],
            reason=form.cleaned_data["deviation_reason"],
            by=request.user,
        ),
        success=_("The course is chosen, and the place counts as offered."),
        template="counselling/language/courses.html",
        context={
            "case": case,
            "placement": placement,
            "wish": wish,
            "advice": recommend(actions.findings(placement)),
            "groups": [
                (_("Courses that fit"), [one for one in fitting if type_of(one.offer)], ""),
                (
                    _("Perhaps: courses whose type nobody has entered"),
                    [one for one in fitting if not type_of(one.offer)],
                    _("Level and time fit. Please ask the provider which course it is."),
                ),
                (
                    _("Other courses"),
                    [proposal for proposal in found if not proposal.fits],
                    _("Whoever chooses one of these says why."),
                ),
            ],
        },
    )


@require_safe
@allow(counsels)
def placement_letter(request, pk, placement_pk):
    """The recommendation to take along, in German and the language of the case: the course that
    was chosen, else those of a known type that fit and have a place."""
    case = opened_case(request, pk)
    placement = _placement(request, case, placement_pk)
    today = timezone.localdate()
    if placement.placed_offer is not None:
        offers = [placement.placed_offer]
    else:
        found = proposals(request.user, _wish_after(placement), today)
        fitting = [one for one in found if one.fits and not one.is_full]
        offers = [one.offer for one in fitting if type_of(one.offer)]
    made = recommendation_of(placement, offers)
    printed = recommendation(made, case.language or Language.DEU, now=timezone.localtime())
    return pdf_response(printed, "kursempfehlung.pdf")


def _wish_after(placement):
    """The recommendation, with times and childcare of the open wish of the case."""
    wishes = placement.case.course_interests.wanting().order_by("-since", "-pk")
    wanted = wishes.defer("remark").first()
    return Wish(
        placement.recommended_course,
        placement.recommended_level,
        tuple(wanted.times) if wanted else (),
        childcare=wanted.childcare if wanted else False,
    )


# Course interests


@allow(counsels)
def interest_create(request, pk):
    case, closed = _writable(request, pk)
    return closed or edit(
        request,
        InterestForm,
        instance=CourseInterest(case=case),
        rules=list(ChoiceRule.objects.all()),
        initial={"since": _day_asked_for(request.GET.get("since", ""))},
        title=_("Enter a course interest"),
        save=lambda form: actions.note_interest(form.instance, by=request.user),
        success=_("The course interest has been saved."),
        template="counselling/language/interest_form.html",
        context={"case": case},
    )


def _day_asked_for(text):
    """The day a hint leads back to, for an entry that comes late; else today."""
    today = timezone.localdate()
    try:
        return min(parse_date(text) or today, today)
    except ValueError:
        return today


@allow(counsels)
def interest_edit(request, pk, interest_pk):
    case, closed = _writable(request, pk)
    interest = _interest(request, case, interest_pk)
    return closed or edit(
        request,
        InterestForm,
        instance=interest,
        rules=list(ChoiceRule.objects.all()),
        title=_("Change the course interest"),
        save=lambda form: actions.note_interest(form.instance, by=request.user),
        success=_("The course interest has been saved."),
        template="counselling/language/interest_form.html",
        context={"case": case},
    )


@allow(counsels)
def interest_move(request, pk, interest_pk):
    case, closed = _writable(request, pk)
    interest = _interest(request, case, interest_pk)
    if interest.is_over:
        messages.error(request, _("This course interest has come to its end."))
        return redirect(interest)
    return closed or edit(
        request,
        MoveForm,
        instance=interest,
        proposals=_proposals_for(request.user, interest, timezone.localdate()),
        title=_("How does it go on?"),
        save=lambda form: actions.move_interest(
            interest,
            form.cleaned_data["status"],
            on=form.cleaned_data["on"],
            offer=form.chosen,
            by=request.user,
        ),
        success=_("The step is noted."),
        template="counselling/language/move.html",
        context={"case": case, "interest": interest},
    )


def _proposals_for(user, interest, today):
    wish = Wish(
        interest.course_type, interest.level, tuple(interest.times), childcare=interest.childcare
    )
    return proposals(user, wish, today)


@allow(counsels)
def interest_result(request, pk, interest_pk):
    case, closed = _writable(request, pk)
    interest = _interest(request, case, interest_pk)
    if not interest.may_have_a_result:
        messages.error(request, _("A result belongs to a course that is completed."))
        return redirect(interest)
    return closed or edit(
        request,
        ResultForm,
        instance=interest,
        title=_("Result of an exam"),
        save=lambda form: actions.note_result(form.instance, by=request.user),
        success=lambda saved: _("The result is noted.") if saved.exam else _("No result is kept."),
        template="counselling/language/result.html",
        context={"case": case, "interest": interest},
    )


@allow(counsels)
def interest_settle(request, pk, interest_pk):
    case = opened_case(request, pk)
    interest = _interest(request, case, interest_pk)
    due = interest.due
    if due is None:
        messages.info(request, _("This reminder is settled already."))
        return redirect(interest)
    return ask(
        request,
        title=_("Settle the reminder"),
        question=_("%(reminder)s Have you looked after it?") % {"reminder": due.kind.label},
        label=_("Yes, it is done"),
        do=partial(actions.settle, interest, by=request.user),
        then=interest.get_absolute_url(),
        success=_("The reminder is settled."),
    )


@allow(counsels)
def interest_delete(request, pk, interest_pk):
    case = opened_case(request, pk)
    interest = _interest(request, case, interest_pk)
    return ask(
        request,
        title=_("Delete this course interest?"),
        question=_("Only what was entered by mistake is deleted. This cannot be undone."),
        label=_("Delete course interest"),
        do=partial(actions.delete_interest, interest, by=request.user),
        then=interest.get_absolute_url(),
        success=_("The course interest has been deleted."),
    )
