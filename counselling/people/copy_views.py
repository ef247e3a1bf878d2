"""The copy for the client (Art. 15 DSGVO) over the cases one sees: as PDF, with the papers, or as
JSON; recorded."""

from functools import wraps

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counselling.case_frame import opened_case, record_opening
from counselling.casework.files.packing import sent_packed
from counselling.models import Case, CaseFile
from counselling.people import copy
from counselling.people.searching import other_cases
from integration_office.audit import record
from integration_office.permissions import allow, counsels


def _of_a_named_case(view):
    """Gives `view` the case and all of the same person one sees; reading them is recorded for each.
    Of a case without a name there is no copy."""

    @wraps(view)
    def opened(request, pk):
        case = opened_case(request, pk, purpose="copy")
        if case.person_id is None:
            return redirect(reverse("counselling:case_person", args=[case.pk]))
        record("copied", case, by=request.user)
        cases = Case.objects.visible_to(request.user).filter(person=case.person_id)
        for other in cases.exclude(pk=case.pk):
            record_opening(other, request.user, "copy")
        return view(request, case, cases.order_by("opened_on", "pk"))

    return opened


def _name(case):
    """The number of the case, no name, stands in the name of the file."""
    return f"auskunft-{case.number}"


def _attachment(response, case, ending):
    response["Content-Disposition"] = f'attachment; filename="{_name(case)}.{ending}"'
    return response


def _document(request, case, cases):
    withheld = sum(not hint.is_mine for hint in other_cases(case, request.user))
    title = _("What the office keeps on you (Art. 15 GDPR)")
    return copy.copy_pdf(cases, title=title, withheld=withheld)


@require_safe
@allow(counsels)
@_of_a_named_case
def copy_as_pdf(request, case, cases):
    content = _document(request, case, cases)
    return _attachment(HttpResponse(content, content_type="application/pdf"), case, "pdf")


@require_safe
@allow(counsels)
@_of_a_named_case
def copy_with_papers(request, case, cases):
    papers = CaseFile.objects.visible_to(request.user).filter(case__in=cases)
    in_order = list(papers.order_by("added_on", "pk"))
    return sent_packed(_document(request, case, cases), in_order, name=_name(case))


@require_safe
@allow(counsels)
@_of_a_named_case
def copy_as_data(request, case, cases):
    answer = JsonResponse(
        copy.copy_data(cases), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    return _attachment(answer, case, "json")
