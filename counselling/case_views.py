"""Cases: who opens one leaves a line in the read log before anything is shown."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from counselling import actions
from counselling.case_frame import case_of, closed_page, frame, opened_case
from counselling.casework import happenings, residence, timeline
from counselling.casework.forms import StatusForm
from counselling.casework.next_steps import next_steps
from counselling.casework.pages import back, said
from counselling.casework.tasks.people import counsellors
from counselling.codes import Form
from counselling.consents import happenings as of_consents
from counselling.filters import CaseFilter
from counselling.forms import (
    CaseChangeForm,
    CaseForm,
    ClosingForm,
    DeputyForm,
    HandOverForm,
    ReopeningForm,
    remembered,
)
from counselling.language import happenings as of_language
from counselling.log.entry_forms import EntryForm
from counselling.models import Case, CaseDeputy, Contact, Referral
from counselling.recognition import happenings as of_recognition
from counselling.referrals import happenings as of_referrals
from integration_office import log_words
from integration_office.audit import label_of, record
from integration_office.digits import whole_number
from integration_office.lists import EXPORTS, Column, list_page
from integration_office.models import ReadEntry
from integration_office.permissions import allow, counsels
from integration_office.views import ask, attempt, edit


# They register themselves.
__all__ = ["happenings", "of_consents", "of_language", "of_recognition", "of_referrals"]
READ_COLUMNS = [
    Column("at", gettext_lazy("Opened at"), "at", sort=("at", "id")),
    Column("by", gettext_lazy("By"), "by", sort="by__name"),
    Column("purpose", gettext_lazy("Purpose"), lambda entry: _purpose(entry)),
]


def _purpose(entry):
    """As what the case was opened, and which part of it if only one was."""
    own, deputy, file = _("responsible"), _("deputy"), _("file opened")
    said = {"": own, "deputy": deputy, "file": f"{own}, {file}", "deputy file": f"{deputy}, {file}"}
    return said.get(entry.purpose) or log_words.purpose(entry.purpose)


def _colleagues(case):
    return counsellors().exclude(pk=case.responsible_id)


def _columns(user):
    own, deputy = _("responsible"), _("deputy")
    return [
        Column("number", _("Case"), "masked", sort="number", link=True, whole=True),
        Column("part", _("My part"), lambda case: own if case.belongs_to(user) else deputy),
        Column("status", _("Status"), "get_status_display", sort="status"),
        Column("opened_on", _("Opened"), "opened_on", sort="opened_on"),
        Column("last_contact", _("Last contact"), "last_contact", sort="last_contact"),
        Column("contact_count", _("Contacts"), "contact_count", sort="contact_count"),
    ]


# What these columns read of a case, besides how it is counted.
SHOWN = ("number", "gender", "responsible", "status", "opened_on")


@require_safe
@allow(counsels)
def case_list(request):
    """Own cases and those one deputises for."""
    if request.GET.get("format") in EXPORTS:
        record("exported", "counselling.Case:*", by=request.user)
    return list_page(
        request,
        Case.objects.visible_to(request.user).with_contact_facts().newest_first().only(*SHOWN),
        columns=_columns(request.user),
        filterset=CaseFilter,
        template="counselling/case_list.html",
        title=_("Cases"),
        filename=_("cases"),
    )


@allow(counsels)
def case_detail(request, pk):
    """What happened in a case, newest first, and a form to add what happens now."""
    case = opened_case(request, pk)
    user = request.user
    group = timeline.known_group(request.GET.get("kind", ""))
    number = whole_number(request.GET.get("page", "")) or 1
    return edit(
        request,
        EntryForm,
        instance=Contact(case=case, counsellor=user, form=Form.ACCOMPANY),
        initial=_entry_defaults(case, user) if request.method == "GET" else {},
        title=str(case),
        save=lambda form: actions.log_contact(form.instance, by=user),
        then=case.get_absolute_url(),
        success=_("The entry has been saved."),
        template="counselling/case_detail.html",
        draft=True,
        context=frame(case, "counselling:case_detail")
        | {
            "is_mine": case.belongs_to(user),
            "deputies": case.deputies.not_over().select_related("user"),
            "next_steps": next_steps(case) if case.is_open else None,
            "status_form": StatusForm(instance=case),
            "groups": timeline.links(group),
            "page": timeline.page(case, user, group=group, number=number),
        },
    )


def _entry_defaults(case, user):
    """Way, place and duration as in one's own last contact; the language as in the last talk of the
    case, before the first one that of the case."""
    mine = remembered(Contact.objects.visible_to(user, own=True))
    defaults = {name: mine[name] for name in ("channel", "place", "duration")}
    last = case.contacts.newest_first().values("language", "interpreting").first()
    return defaults | (last or ({"language": case.language} if case.language else {}))


@allow(counsels)
def case_create(request):
    return edit(
        request,
        CaseForm,
        instance=Case(responsible=request.user),
        title=_("Open a case"),
        save=lambda form: actions.open_case(form.instance, by=request.user),
        template="counselling/case_form.html",
        draft=True,
    )


@allow(counsels)
def case_edit(request, pk):
    case = opened_case(request, pk)
    if closed := closed_page(request, case, "counselling:case_detail"):
        return closed
    return edit(
        request,
        CaseChangeForm,
        instance=case,
        title=_("Change %(case)s") % {"case": case},
        save=lambda form: actions.change_case(form.instance, by=request.user),
        template="counselling/case_form.html",
        draft=True,
        context={"case": case},
    )


@allow(counsels)
def case_status(request, pk):
    """The status alone; the button stands on the page of the case."""
    case = case_of(request, pk)
    if closed := closed_page(request, case, "counselling:case_detail"):
        return closed
    return edit(
        request,
        StatusForm,
        instance=case,
        title=_("Status of %(case)s") % {"case": case},
        save=lambda form: actions.change_case(form.instance, by=request.user),
        success=lambda saved: (
            _("The case is noted as: %(status)s.") % {"status": saved.get_status_display()}
        ),
        template="counselling/case_step.html",
        context={"case": case, "label": _("Save")},
    )


@allow(counsels)
@require_POST
def residence_noted(request, pk):
    """The reminder on the start page that a residence title ends has been read."""
    case = case_of(request, pk)
    attempt(
        request,
        partial(residence.noted, case, by=request.user),
        success=said(request, _("The reminder is settled."), case),
    )
    return back(request, case)


@require_safe
@allow(counsels)
def case_print(request, pk):
    """All that happened, to be put on paper."""
    case = opened_case(request, pk)
    context = {
        "title": _("What happened in %(case)s") % {"case": case},
        "case": case,
        "entries": timeline.whole(case, request.user),
        "deputies": case.deputies.not_over().select_related("user"),
    }
    return render(request, "counselling/casework/print.html", context)


@allow(counsels)
def case_close(request, pk):
    case = case_of(request, pk)
    return edit(
        request,
        ClosingForm,
        instance=case,
        title=_("Close %(case)s") % {"case": case},
        save=lambda form: actions.close_case(
            case,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        success=_("The case is closed. Its content goes after twelve months; the counts stay."),
        template="counselling/case_close.html",
        context={
            "case": case,
            "open_goals": case.goals.open().count(),
            "open_transfers": _open_transfers(case, request.user),
            "label": _("Close case"),
            "lead": _(
                "Open follow-ups, tasks and steps are settled with it. A closed case can be read, "
                "not changed."
            ),
        },
    )


def _open_transfers(case, user):
    return Referral.objects.visible_to(user).of_case(case).open_transfers().count()


@allow(counsels)
def case_reopen(request, pk):
    case = case_of(request, pk)
    return edit(
        request,
        ReopeningForm,
        instance=case,
        title=_("Reopen %(case)s") % {"case": case},
        save=lambda form: actions.reopen_case(
            case, reason=form.cleaned_data["reason"], by=request.user
        ),
        success=_("The case is open again."),
        template="counselling/case_step.html",
        context={"case": case, "label": _("Reopen case")},
    )


@allow(counsels)
def case_hand_over(request, pk):
    case = case_of(request, pk, responsible_only=True)
    return edit(
        request,
        HandOverForm,
        instance=case,
        colleagues=_colleagues(case),
        title=_("Hand over %(case)s") % {"case": case},
        save=lambda form: actions.hand_over(case, to=form.cleaned_data["to"], by=request.user),
        then=reverse("counselling:case_list"),
        success=_("The case has been handed over."),
        template="counselling/case_step.html",
        context={
            "case": case,
            "label": _("Hand over"),
            "lead": _(
                "From then on you see the case only if your colleague makes you a deputy. "
                "The contacts you logged still count as yours; their notes stay with the case."
            ),
        },
    )


@allow(counsels)
def case_deputy_add(request, pk):
    case = case_of(request, pk, responsible_only=True)
    if closed := closed_page(request, case, "counselling:case_detail"):
        return closed
    return edit(
        request,
        DeputyForm,
        instance=CaseDeputy(case=case),
        colleagues=_colleagues(case),
        title=_("Deputy for %(case)s") % {"case": case},
        save=lambda form: actions.add_deputy(form.instance, by=request.user),
        then=case.get_absolute_url(),
        success=_("Your colleague can work on the case now, in the days you named."),
        template="counselling/case_step.html",
        context={"case": case, "label": _("Let in")},
    )


@allow(counsels)
def case_deputy_end(request, pk, deputy_pk):
    case = case_of(request, pk, responsible_only=True)
    deputy = get_object_or_404(case.deputies.select_related("user", "case"), pk=deputy_pk)
    return ask(
        request,
        title=_("End deputyship"),
        question=_("%(name)s does not see %(case)s any more from now on.")
        % {"name": deputy.user, "case": case},
        label=_("End deputyship"),
        do=partial(actions.end_deputy, deputy, by=request.user),
        then=case.get_absolute_url(),
        success=_("The deputyship is over."),
    )


@require_safe
@allow(counsels)
def case_reads(request, pk):
    """Who opened the case, for those who may open it."""
    case = case_of(request, pk)
    return list_page(
        request,
        ReadEntry.objects.filter(target=label_of(case)).select_related("by"),
        columns=READ_COLUMNS,
        title=_("Who opened %(case)s") % {"case": case},
        filename=_("readings"),
        template="counselling/case_reads.html",
        context={"case": case},
    )
