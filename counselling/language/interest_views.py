"""The list of course interests over all cases one may see, and a place offered to several."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from counselling.case_frame import record_listing
from counselling.language import actions
from counselling.language.codes import InterestStatus
from counselling.language.courses import Wish, proposals
from counselling.language.filters import ALL, InterestFilter
from counselling.language.forms import OfferForm
from counselling.models import CourseInterest
from integration_office.audit import record
from integration_office.digits import whole_numbers
from integration_office.lists import EXPORTS, Column, list_page
from integration_office.permissions import allow, coordinates, counsels
from integration_office.views import attempt


COLUMNS = [
    Column(
        "case",
        gettext_lazy("Case"),
        lambda row: row.case.masked,
        sort="case__number",
        link=True,
        whole=True,
    ),
    Column("type", gettext_lazy("Course"), "get_course_type_display", sort="course_type"),
    Column("level", gettext_lazy("To level"), "get_level_display", sort="level"),
    Column("times", gettext_lazy("Could come"), lambda row: _could_come(row)),
    Column("entitlement", gettext_lazy("Entitlement"), "get_entitlement_display"),
    Column(
        "until", gettext_lazy("Until"), "entitlement_valid_until", sort="entitlement_valid_until"
    ),
    Column("since", gettext_lazy("Since"), "since", sort="since"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
]
# The key of the row; on the page it becomes the box to tick.
PICK = Column("pick", gettext_lazy("Choose"), "pk")


def _could_come(row):
    """When, and what is needed for it."""
    return [*row.time_labels, _("with childcare")] if row.childcare else row.time_labels


def _seen(user):
    return CourseInterest.objects.visible_to(user).of_open_cases().select_related("case")


@require_safe
@allow(counsels)
def interest_list(request):
    """Who looks for which course; the texts are not even fetched."""
    interests = _seen(request.user).without_texts().longest_waiting()
    if request.GET.get("status") not in (ALL, *InterestStatus.values):
        interests = interests.wanting()
    columns = [PICK, *COLUMNS]
    if request.GET.get("format") in EXPORTS:
        record("exported", "counselling.CourseInterest:*", by=request.user)
        columns = COLUMNS
    return list_page(
        request,
        interests,
        columns=columns,
        filterset=InterestFilter,
        template="counselling/language/interest_list.html",
        title=_("Course interests"),
        filename="kursinteressen",
        context={"may_set_rules": coordinates(request.user)},
        reading=lambda rows: record_listing((row.case for row in rows), request.user),
    )


@allow(counsels)
@require_POST
def interest_offer(request):
    """Offer those chosen in the list a place in one course: first which, then done."""
    interests = _seen(request.user).wanting()
    chosen = list(interests.filter(pk__in=whole_numbers(request.POST.getlist("interest"))))
    if not chosen:
        messages.error(request, _("Please choose at least one person in the list."))
        return redirect("counselling:interest_list")
    asked = "offer" in request.POST
    form = OfferForm(
        request.POST if asked else None,
        interests=interests,
        proposals=_for_all(request.user, chosen),
        initial={"interest": [interest.pk for interest in chosen]},
    )
    if asked and form.is_valid():
        course, rows = form.offers[form.cleaned_data["offer"]], form.cleaned_data["interest"]
        success = _("A place is offered to all of them.")
        if attempt(
            request,
            lambda: actions.offer_places(list(rows), course, by=request.user),
            success=success,
        ):
            return redirect("counselling:interest_list")
    return render(
        request,
        "counselling/language/offer.html",
        {"title": _("Offer a place"), "form": form, "interests": chosen},
        status=422 if form.errors else 200,
    )


def _for_all(user, interests):
    """Courses for the wish of the first one; the list is narrowed to one kind of wish before."""
    first = interests[0]
    wish = Wish(first.course_type, first.level, tuple(first.times), childcare=first.childcare)
    return proposals(user, wish, timezone.localdate())
