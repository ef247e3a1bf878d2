"""The part "Recognition" of a case: one recognition per qualification."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counselling.case_frame import closed_page, frame, opened_case
from counselling.letters.checklist import checklist
from counselling.models import Recognition
from counselling.recognition import actions, facts, rules
from counselling.recognition.forms import ChecklistForm, MoveForm, RecognitionForm
from counselling.recognition.work_views import said_of
from integration_office.audit import record
from integration_office.permissions import allow, counsels
from integration_office.views import ask, edit
from network.models import Organisation
from offers.paper.paper_views import pdf_response


PAGE = "counselling:recognition"


@require_safe
@allow(counsels)
def recognition(request, pk):
    """All recognitions of the case, what they wait for, and what they cost together."""
    case = opened_case(request, pk)
    rows = Recognition.objects.visible_to(request.user).filter(case=case)
    rows = list(rows.select_related("competent_body").prefetch_related("documents"))
    return render(
        request,
        "counselling/recognition/recognition.html",
        frame(case, PAGE)
        | {
            "recognitions": rows,
            "costs": rules.together(row.costs for row in rows),
            "work": said_of(case, request.user),
        },
    )


def _writable(request, pk):
    """The case for a page that writes in it; a closed one is read, not written."""
    case = opened_case(request, pk)
    return case, closed_page(request, case, PAGE)


def _one(request, case, pk):
    rows = Recognition.objects.visible_to(request.user).filter(case=case)
    return get_object_or_404(rows.select_related("case", "competent_body"), pk=pk)


def _edit(request, case, instance, *, title, success):
    return edit(
        request,
        RecognitionForm,
        instance=instance,
        bodies=Organisation.objects.current().german_order(),
        title=title,
        save=lambda form: actions.note(form.instance, by=request.user),
        success=success,
        template="counselling/recognition/form.html",
        draft=True,
        context={"case": case},
    )


@allow(counsels)
def recognition_create(request, pk):
    case, closed = _writable(request, pk)
    return closed or _edit(
        request,
        case,
        Recognition(case=case),
        title=_("Take up a recognition"),
        success=_("The recognition has been taken up; its checklist is ready."),
    )


@allow(counsels)
def recognition_edit(request, pk, recognition_pk):
    case, closed = _writable(request, pk)
    return closed or _edit(
        request,
        case,
        _one(request, case, recognition_pk),
        title=_("Change the recognition"),
        success=_("The recognition has been saved."),
    )


@allow(counsels)
def recognition_move(request, pk, recognition_pk):
    case, closed = _writable(request, pk)
    row = _one(request, case, recognition_pk)
    if row.is_over:
        messages.error(request, _("This recognition has come to its end."))
        return redirect(row)
    return closed or edit(
        request,
        MoveForm,
        instance=row,
        title=_("How does it go on?"),
        save=lambda form: actions.move(
            row,
            form.cleaned_data["stage"],
            on=form.cleaned_data["on"],
            result=form.cleaned_data.get("result", ""),
            measure=form.cleaned_data.get("measure", ""),
            measure_ends_on=form.cleaned_data.get("measure_ends_on"),
            by=request.user,
        ),
        success=_("The step is noted."),
        template="counselling/recognition/move.html",
        context={"case": case, "recognition": row},
    )


@allow(counsels)
def recognition_documents(request, pk, recognition_pk):
    case, closed = _writable(request, pk)
    row = _one(request, case, recognition_pk)
    return closed or edit(
        request,
        ChecklistForm,
        instance=row,
        states=row.documents.states(),
        title=_("Checklist of papers"),
        save=lambda form: actions.tick_off(form.instance, form.states, by=request.user),
        success=_("The checklist has been saved."),
        template="counselling/recognition/documents.html",
        context={"case": case, "recognition": row},
    )


@require_safe
@allow(counsels)
def recognition_pdf(request, pk, recognition_pk):
    """The checklist to take along. It names neither the person nor the case."""
    case = opened_case(request, pk)
    row = _one(request, case, recognition_pk)
    printed = checklist(facts.checklist(row), case.language, day=timezone.localdate())
    record("printed", row, by=request.user)
    return pdf_response(printed, "anerkennung-unterlagen.pdf")


@allow(counsels)
def recognition_delete(request, pk, recognition_pk):
    case = opened_case(request, pk)
    row = _one(request, case, recognition_pk)
    return ask(
        request,
        title=_("Delete this recognition?"),
        question=_("Only what was entered by mistake is deleted. This cannot be undone."),
        label=_("Delete recognition"),
        do=partial(actions.delete, row, by=request.user),
        then=row.get_absolute_url(),
        success=_("The recognition has been deleted."),
    )
