"""The consents of a case: what was agreed to, giving one, printing the sheet, taking one back."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from counselling.case_frame import case_of, closed_page, frame, opened_case, record_opening
from counselling.consents import giving, withdrawing
from counselling.consents.forms import ConsentCreateForm
from counselling.consents.printing import consent_pdf
from counselling.models import Consent, ConsentText, Purpose
from integration_office.audit import record
from integration_office.codes import Language
from integration_office.digits import whole_number
from integration_office.permissions import allow, counsels
from integration_office.views import ask, edit, own_page


def _to_consents(case):
    return reverse("counselling:case_consents", args=[case.pk])


def _consents_of(request, case):
    """A closed case still shows what was agreed to."""
    return Consent.objects.visible_to(request.user).filter(case=case)


@require_safe
@allow(counsels)
def case_consents(request, pk):
    case = opened_case(request, pk)
    consents = _consents_of(request, case).select_related("text", "recipient")
    return render(
        request,
        "counselling/consents/list.html",
        frame(case, "counselling:case_consents")
        | {"consents": consents, "is_mine": case.belongs_to(request.user)},
    )


@allow(counsels)
def consent_create(request, pk):
    """`?recipient=7&next=…` comes from a transfer that waits for this consent, and leads back."""
    case = opened_case(request, pk)
    if closed := closed_page(request, case, "counselling:case_consents"):
        return closed
    asked = request.GET.get("recipient", "")
    return edit(
        request,
        ConsentCreateForm,
        instance=Consent(case=case),
        texts=ConsentText.objects.all(),
        title=_("Consent for %(case)s") % {"case": case},
        save=lambda form: giving.give(form.instance, by=request.user),
        then=_back(request, case),
        success=_("The consent is kept."),
        template="counselling/consents/form.html",
        context=_around(request, case),
        initial={"purpose": Purpose.DISCLOSURE, "recipient": asked} if whole_number(asked) else {},
    )


def _back(request, case):
    return own_page(request.GET.get("next", "")) or _to_consents(case)


def _around(request, case):
    """What stands around the form; the query says where it leads."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return {"case": case, "lead": "", "query": query, "back": _back(request, case)}


@allow(counsels)
@require_POST
def consent_sheet(request, pk):
    """What is typed into the form as a sheet for signature; nothing is kept."""
    case = case_of(request, pk)
    form = ConsentCreateForm(
        request.POST, instance=Consent(case=case), texts=ConsentText.objects.all()
    )
    if form.is_valid() and form.instance.has_own_words:
        form.add_error("own_words", _("An older paper is there already; there is none to print."))
    if not form.is_valid():
        context = {"form": form, "title": _("Consent for %(case)s") % {"case": case}}
        context |= _around(request, case)
        return render(request, "counselling/consents/form.html", context, status=422)
    return _printed(request, case, form.instance)


@allow(counsels)
@require_POST
def file_consent_sheet(request, pk):
    """The consent to keep a file, printed before the name is entered: only the language counts."""
    case = case_of(request, pk)
    texts = ConsentText.objects.current().filter(purpose=Purpose.FILE)
    text = texts.filter(language=request.POST.get("language", "")).first() or get_object_or_404(
        texts, language=Language.DEU
    )
    interpreter = request.POST.get("interpreter", "")[:120]
    return _printed(
        request, case, Consent(case=case, purpose=Purpose.FILE, text=text, interpreter=interpreter)
    )


@require_safe
@allow(counsels)
def consent_print(request, pk, consent_pk):
    """A consent that was given, in the words of then."""
    case = case_of(request, pk)
    consents = _consents_of(request, case).filter(text__isnull=False)
    consent = get_object_or_404(consents.select_related("text", "recipient"), pk=consent_pk)
    record_opening(case, request.user, "name")
    return _printed(request, case, consent)


def _printed(request, case, consent):
    """`einwilligung.pdf`: no name and no number stands in the name of the file."""
    record("consent printed", case, by=request.user, note=consent.purpose)
    response = HttpResponse(consent_pdf(consent), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="einwilligung.pdf"'
    return response


@allow(counsels)
def consent_withdraw(request, pk, consent_pk):
    """The client takes it back. Without the consent to keep the file the file is closed to all."""
    case = opened_case(request, pk)
    consent = get_object_or_404(_consents_of(request, case), pk=consent_pk)
    for_file = consent.is_for_file
    return ask(
        request,
        title=_("Take back a consent"),
        question=_file_question(case) if for_file else _other_question(consent),
        label=_("Consent is withdrawn"),
        do=partial(withdrawing.withdraw, consent, by=request.user),
        then=reverse("counselling:case_list") if for_file else _to_consents(case),
        back=_to_consents(case),
        success=_file_success(case) if for_file else _other_success(consent),
    )


def _file_question(case):
    return _(
        "%(case)s is closed and restricted at once: nobody finds or reads it any more. The name "
        "and all content are erased within four weeks; %(name)s gets the task. The counts stay. "
        "This cannot be taken back."
    ) % {"case": case, "name": case.responsible}


def _file_success(case):
    return _("%(case)s is restricted. %(name)s finds the task to erase it on the start page.") % {
        "case": case,
        "name": case.responsible,
    }


def _other_success(consent):
    if consent.purpose == Purpose.ART_9:
        return _(
            "The consent is withdrawn. Please take the information out of notes, files and special "
            "needs now."
        )
    return _("The consent is withdrawn.")


def _other_question(consent):
    return _("From now on nobody may rely on it any more: %(purpose)s. Open transfers stop.") % {
        "purpose": consent.get_purpose_display()
    }
