"""Referrals after they were made: the list of mine, the tab of a case, one of them with its link,
what became of it, and its papers."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from counselling.case_frame import frame, opened_case, record_listing
from counselling.models import Referral, ReferralFile
from counselling.parts import closed_sentence
from counselling.referrals import actions
from counselling.referrals.codes import BY_PHONE
from counselling.referrals.filters import ReferralFilter
from counselling.referrals.forms import AskForm, FileForm, ReferralChangeForm
from integration_office.audit import label_of, record, record_reading
from integration_office.files import download_name
from integration_office.lists import EXPORTS, BoundedPaginator, Column, list_page
from integration_office.models import AuditEntry
from integration_office.permissions import allow, counsels
from integration_office.views import ask, attempt, edit, own_page


PER_PAGE = 20

COLUMNS = [
    Column("made", gettext_lazy("Referred on"), "made_on", sort=("made_on", "id"), link=True),
    Column("whose", gettext_lazy("Case or contact"), "masked", whole=True),
    Column("kind", gettext_lazy("Kind"), "get_kind_display", sort="kind"),
    Column(
        "organisation",
        gettext_lazy("Organisation"),
        "organisation",
        sort="organisation__name__german_order",
    ),
    Column("offer", gettext_lazy("Offer"), "offer"),
    Column("topic", gettext_lazy("Topic"), "get_topic_display", sort="topic"),
    Column("state", gettext_lazy("State"), "get_state_display", sort="state"),
    Column("since", gettext_lazy("Since"), "state_on", sort="state_on"),
]


@require_safe
@allow(counsels)
def referral_list(request):
    """All referrals of one's talks and visible cases; the texts are not even fetched."""
    if request.GET.get("format") in EXPORTS:
        record("exported", "counselling.Referral:*", by=request.user)
    return list_page(
        request,
        Referral.objects.visible_to(request.user).with_targets().without_texts().newest_first(),
        columns=COLUMNS,
        filterset=ReferralFilter,
        template="counselling/referrals/list.html",
        title=_("Referrals"),
        filename=_("referrals"),
        reading=lambda rows: record_listing((row.client_case for row in rows), request.user),
    )


@require_safe
@allow(counsels)
def case_referrals(request, pk):
    """The tab of a case: where somebody was sent, and what became of it."""
    case = opened_case(request, pk)
    rows = Referral.objects.visible_to(request.user).of_case(case)
    rows = rows.with_targets().without_texts().newest_first()
    return render(
        request,
        "counselling/referrals/case.html",
        frame(case, "counselling:case_referrals")
        | {
            "page": BoundedPaginator(rows, PER_PAGE).get_page(request.GET.get("page")),
            "answers": BY_PHONE,
            "here": request.get_full_path(),
        },
    )


def referrals_of(contact, user):
    """What the page of a talk shows of them."""
    rows = Referral.objects.visible_to(user).filter(contact=contact)
    return {
        "referrals": rows.with_targets().without_texts().newest_first(),
        "referral_answers": BY_PHONE,
    }


def visible_referral(request, pk):
    return get_object_or_404(Referral.objects.visible_to(request.user).with_targets(), pk=pk)


def opened_referral(request, pk):
    """The referral, and the line in the read log of its case or talk."""
    referral = visible_referral(request, pk)
    case = referral.client_case
    purpose = "" if case is None or case.belongs_to(request.user) else "deputy"
    record_reading(case or referral.contact, by=request.user, purpose=purpose)
    return referral


@require_safe
@allow(counsels)
def referral_detail(request, pk):
    referral = opened_referral(request, pk)
    return render(
        request,
        "counselling/referrals/detail.html",
        {
            "referral": referral,
            "case": referral.client_case,
            "files": referral.files.without_content(),
            "showings": AuditEntry.objects.filter(target=label_of(referral), verb="referral shown")[
                :PER_PAGE
            ],
            "answers": BY_PHONE,
            "here": referral.get_absolute_url(),
        },
    )


def _closed(request, referral):
    """The way back from what a closed case does not take any more."""
    if request.method == "POST" or not referral.is_of_closed_case:
        return None  # what was typed before a colleague closed it stays on the page
    messages.error(request, closed_sentence())
    return redirect(referral)


@allow(counsels)
def referral_edit(request, pk):
    referral = opened_referral(request, pk)
    if back := _closed(request, referral):
        return back
    return edit(
        request,
        ReferralChangeForm,
        instance=referral,
        title=_("Change the referral"),
        save=lambda form: actions.change(form.instance, by=request.user),
        template="counselling/referrals/step.html",
        context={"referral": referral},
    )


@allow(counsels)
def referral_state(request, pk):
    """One of the quick buttons: what was heard by telephone. Back to the page it stood on."""
    referral = visible_referral(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    state = request.POST.get("state", "")
    attempt(
        request,
        partial(actions.note_feedback, referral, state, by=request.user),
        success=_("Noted."),
    )
    return redirect(_back(request, referral))


@allow(counsels)
def referral_notice(request, pk):
    referral = visible_referral(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    attempt(request, partial(actions.notice, referral, by=request.user), success=_("Noted."))
    return redirect(_back(request, referral))


def _back(request, referral):
    page = own_page(request.POST.get("next", ""))
    return f"{page}#referral-{referral.pk}" if page else referral.get_absolute_url()


@allow(counsels)
def referral_ask(request, pk):
    """A mail with a link, for the first time or once more."""
    referral = visible_referral(request, pk)
    return edit(
        request,
        AskForm,
        title=_("Ask by mail"),
        save=lambda form: actions.ask_by_mail(referral, form.cleaned_data["days"], by=request.user),
        success=_("The mail is on its way. Links of earlier mails do not work any more."),
        template="counselling/referrals/step.html",
        context={
            "referral": referral,
            "label": _("Send"),
            "lead": _(
                "The mail goes to the address of the organisation. It says that an inquiry of the "
                "office waits, and nothing else."
            ),
        },
    )


@allow(counsels)
def referral_take_back(request, pk):
    referral = visible_referral(request, pk)
    return ask(
        request,
        title=_("Take the referral back"),
        question=_(
            "The link stops working at once, and the files behind it are deleted. The referral "
            "stays in your list."
        ),
        label=_("Take back"),
        do=partial(actions.take_back, referral, by=request.user),
        then=referral.get_absolute_url(),
        success=_("The referral is taken back."),
    )


@allow(counsels)
def referral_delete(request, pk):
    referral = visible_referral(request, pk)
    origin = referral.client_case or referral.contact
    return ask(
        request,
        title=_("Delete this referral?"),
        question=_("It was noted by mistake and leaves all lists. This cannot be undone."),
        label=_("Delete referral"),
        do=partial(actions.delete, referral, by=request.user),
        then=origin.get_absolute_url(),
        back=referral.get_absolute_url(),
        success=_("The referral is deleted."),
    )


@allow(counsels)
def referral_file_add(request, pk):
    referral = visible_referral(request, pk)
    if back := _closed(request, referral):
        return back
    return edit(
        request,
        FileForm,
        title=_("Add a file for the other body"),
        save=lambda form: actions.add_file(referral, form.cleaned_data["file"], by=request.user),
        then=referral.get_absolute_url(),
        success=_("The file is sealed. It goes with the link."),
        template="counselling/referrals/step.html",
        context={"referral": referral},
    )


def _file(referral, number):
    return get_object_or_404(referral.files.select_related("referral"), pk=number)


@require_safe
@allow(counsels)
def referral_file(request, pk, number):
    referral = opened_referral(request, pk)
    return handed_out(_file(referral, number))


@allow(counsels)
def referral_file_remove(request, pk, number):
    referral = visible_referral(request, pk)
    return ask(
        request,
        title=_("Remove this file?"),
        question=_("The file is deleted for good."),
        label=_("Remove"),
        do=partial(actions.remove_file, _file(referral, number), by=request.user),
        then=referral.get_absolute_url(),
        success=_("The file is deleted."),
    )


def handed_out(paper: ReferralFile | None) -> HttpResponse:
    """A sealed file as a download; its name on the reader's disk says what it is, not of whom."""
    if paper is None:
        raise Http404
    name = content_disposition_header(
        True,  # noqa: FBT003 - Django's own order
        download_name(_("attachment"), paper.content_type),
    )
    return HttpResponse(
        paper.data,
        content_type=paper.content_type,
        headers={
            "Content-Disposition": name,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "no-store, private",
        },
    )
