"""The end of a file: who is responsible, or deputises, leads it past the archive. Nothing of its
content is shown any more, only what is left to do."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from counselling.case_frame import case_of
from counselling.casework.files.packing import sent_packed
from counselling.consents import erasing
from counselling.consents.filters import ErasureFilter
from counselling.models import Case, Erasure, ErasureState
from counselling.people.copy import copy_pdf
from integration_office.audit import record_reading
from integration_office.lists import Column, list_page
from integration_office.permissions import allow, counsels, protects_data
from integration_office.views import ask, attempt


COLUMNS = [
    Column("case", gettext_lazy("Case"), lambda erasure: erasure.case.number, sort="case__number"),
    Column("reason", gettext_lazy("Reason"), "get_reason_display", sort="reason"),
    Column("begun_on", gettext_lazy("Begun"), "begun_on", sort="begun_on"),
    Column("state", gettext_lazy("State"), "state_label"),
    Column("offered_on", gettext_lazy("Offered to the archive"), "offered_on", sort="offered_on"),
    Column("archive", gettext_lazy("Answer of the archive"), "get_archive_display", sort="archive"),
    Column("erased_on", gettext_lazy("Erased"), "erased_on", sort="erased_on"),
    Column("lifted_on", gettext_lazy("Lifted"), "lifted_on", sort="lifted_on"),
]


def _restricted(request, pk):
    """The restricted case of whoever saw it before, and its running way; else 404."""
    cases = Case.objects.restricted_for(request.user).defer("concern")
    case = get_object_or_404(cases.select_related("responsible"), pk=pk)
    erasures = Erasure.objects.visible_to(request.user).running()
    return case, get_object_or_404(erasures.select_related("case"), case=case)


@require_safe
@allow(counsels, protects_data)
def erasure_list(request):
    """For who counsels the restricted cases, for data protection the log of all that was erased."""
    erasures = Erasure.objects.visible_to(request.user).select_related("case")
    if not protects_data(request.user):
        erasures = erasures.running()
    return list_page(
        request,
        erasures.defer("case__concern"),
        columns=[_linked(COLUMNS[0], request.user), *COLUMNS[1:]],
        filterset=ErasureFilter,
        title=_("Erasure of files"),
        filename="loeschlaeufe",
        template="counselling/consents/erasure_list.html",
    )


def _linked(column, user):
    return column if protects_data(user) else Column(**vars(column) | {"link": True})


@require_safe
@allow(counsels)
def case_erasure(request, pk):
    case, erasure = _restricted(request, pk)
    record_reading(case, by=request.user, purpose="erasure")
    return render(
        request,
        "counselling/consents/erasure.html",
        {
            "case": case,
            "erasure": erasure,
            "contacts": case.contacts.count(),
            "consents": case.consents.count(),
            "today": timezone.localdate(),
            "is_mine": case.belongs_to(request.user),
        },
    )


@allow(counsels)
@require_POST
def erasure_offer(request, pk):
    _case, erasure = _restricted(request, pk)
    attempt(
        request,
        partial(erasing.offer, erasure, by=request.user),
        success=_("Noted: the file has been offered to the archive."),
    )
    return redirect(erasure)


@allow(counsels)
@require_POST
def erasure_answer(request, pk):
    _case, erasure = _restricted(request, pk)
    said = ErasureState.TAKEN if "taken" in request.POST else ErasureState.NOT_WORTHY
    attempt(
        request,
        partial(erasing.answer, erasure, said, by=request.user),
        success=_("The answer of the archive is noted."),
    )
    return redirect(erasure)


@require_safe
@allow(counsels)
def erasure_copy(request, pk):
    """What the archive takes over; only once it has said so."""
    case, erasure = _restricted(request, pk)
    if not erasure.is_taken:
        return redirect(erasure)
    record_reading(case, by=request.user, purpose="copy")
    cases = Case.objects.restricted_for(request.user).filter(pk=case.pk)
    document = copy_pdf(cases, title=_("%(case)s, for the archive") % {"case": case})
    papers = list(case.files.order_by("added_on", "pk"))
    return sent_packed(document, papers, name=f"akte-{case.number}")


@allow(counsels)
def erasure_finish(request, pk):
    case, erasure = _restricted(request, pk)
    return ask(
        request,
        title=_("Erase %(case)s") % {"case": case},
        question=_(
            "Name, notes, files and groups of %(case)s go for good. What is left are counts "
            "without a name."
        )
        % {"case": case},
        label=_("Erase now"),
        do=partial(erasing.erase, erasure, by=request.user),
        then=reverse("home"),
        back=erasure.get_absolute_url(),
        success=_("%(case)s has been erased. The figures are what they were.") % {"case": case},
    )


@allow(counsels)
def erasure_lift(request, pk):
    case, erasure = _restricted(request, pk)
    if not case.belongs_to(request.user):
        raise Http404
    return ask(
        request,
        title=_("Lift the restriction"),
        question=_("%(case)s can be read and worked on again, by you and your deputies.")
        % {"case": case},
        label=_("Lift the restriction"),
        do=partial(erasing.lift, erasure, by=request.user),
        then=case.get_absolute_url(),
        back=erasure.get_absolute_url(),
        success=_("The restriction is lifted."),
    )


@allow(counsels)
def case_restrict(request, pk):
    """Art. 18: somebody says that the data are wrong or needed for a claim."""
    case = case_of(request, pk)
    return ask(
        request,
        title=_("Restrict %(case)s (Art. 18)") % {"case": case},
        question=_(
            "Nobody finds or reads %(case)s until %(name)s lifts the restriction. Nothing is "
            "erased until then."
        )
        % {"case": case, "name": case.responsible},
        label=_("Restrict"),
        do=partial(erasing.restrict, case, by=request.user),
        then=reverse("counselling:case_list"),
        back=reverse("counselling:case_consents", args=[case.pk]),
        success=_("%(case)s is restricted.") % {"case": case},
    )


@allow(counsels)
def case_demand_erasure(request, pk):
    """Art. 17: the client wants everything erased, whether there is a name or not."""
    case = case_of(request, pk)
    return ask(
        request,
        title=_("Erase %(case)s on demand (Art. 17)") % {"case": case},
        question=_(
            "%(case)s is closed and restricted at once. %(name)s gets the task to erase it; within "
            "four weeks the clock does it. The counts stay. This cannot be taken back."
        )
        % {"case": case, "name": case.responsible},
        label=_("Start the erasure"),
        do=partial(erasing.demand, case, by=request.user),
        then=reverse("counselling:case_list"),
        back=reverse("counselling:case_consents", args=[case.pk]),
        success=_("%(case)s is restricted and will be erased.") % {"case": case},
    )
