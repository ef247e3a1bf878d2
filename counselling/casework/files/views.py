"""The papers of a case: handing in, opening, describing, taking away."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from counselling.case_frame import case_of, closed_page, frame, opened_case, record_opening
from counselling.casework.files import actions
from counselling.casework.files.forms import DescriptionForm, FileForm
from counselling.casework.pages import back, said
from counselling.models import CaseFile
from integration_office.files import as_download
from integration_office.permissions import allow, counsels
from integration_office.views import ask, attempt, edit


PAGE = "counselling:files"


def _file(request, pk, number):
    files = CaseFile.objects.visible_to(request.user).select_related("case")
    return get_object_or_404(files, case=pk, pk=number)


@require_safe
@allow(counsels)
def files(request, pk):
    case = opened_case(request, pk)
    context = frame(case, PAGE) | {
        "title": _("Files"),
        "files": case.files.select_related("added_by"),
    }
    return render(request, "counselling/casework/files.html", context)


@allow(counsels)
def file_create(request, pk):
    case = opened_case(request, pk)
    if closed := closed_page(request, case, PAGE):
        return closed

    def keep(form):
        file = form.cleaned_data["file"]
        return actions.add(form.instance, file, file.kind, by=request.user)

    return edit(
        request,
        FileForm,
        instance=CaseFile(case=case),
        title=_("Add a file"),
        save=keep,
        success=_("The file has been kept, encrypted."),
        template="counselling/casework/form.html",
        context=frame(case, PAGE) | {"back": reverse(PAGE, args=[pk])},
    )


@require_safe
@allow(counsels)
def file(request, pk, number):
    """The file itself, for whoever sees the case; opening it leaves a line as opening the case
    does. Its name on the reader's own disk says what it is, not whose."""
    case, found = case_of(request, pk), _file(request, pk, number)
    record_opening(case, request.user, "file")
    try:
        content = found.content()
    except FileNotFoundError:
        context = frame(case, PAGE) | {"title": _("The file is not there")}
        return render(request, "counselling/casework/file_lost.html", context, status=404)
    name = f"{found.get_kind_display()} {case.number}"
    return as_download(content, title=name, content_type=found.content_type)


@allow(counsels)
def file_edit(request, pk, number):
    case, found = opened_case(request, pk), _file(request, pk, number)
    if closed := closed_page(request, case, PAGE):
        return closed
    return edit(
        request,
        DescriptionForm,
        instance=found,
        title=_("Describe file"),
        save=lambda form: actions.describe(form.instance, by=request.user),
        success=_("The description has been saved."),
        template="counselling/casework/form.html",
        context=frame(case, PAGE) | {"back": found.get_absolute_url()},
    )


@allow(counsels)
@require_POST
def file_noted(request, pk, number):
    """The reminder on the start page has been read."""
    found = _file(request, pk, number)
    attempt(
        request,
        partial(actions.noted, found, by=request.user),
        success=said(request, _("The reminder is settled."), found.case),
    )
    return back(request, found)


@allow(counsels)
def file_delete(request, pk, number):
    found = _file(request, pk, number)
    return ask(
        request,
        title=_("Delete this file?"),
        question=_("The file is deleted for good, also from the storage."),
        label=_("Delete"),
        do=partial(actions.remove, found, by=request.user),
        then=found.get_absolute_url(),
        success=_("The file has been deleted."),
    )
