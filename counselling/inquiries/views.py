"""Inquiries: the list with its answer times, noting one, and each step until it is answered."""

from functools import partial

from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from counselling.inquiries import actions
from counselling.inquiries.answer_times import ANSWER_TIME
from counselling.inquiries.filters import InquiryFilter
from counselling.inquiries.forms import (
    AnswerForm,
    AssignForm,
    CorrectionForm,
    ForwardForm,
    InquiryForm,
)
from counselling.models import Inquiry
from integration_office import log_words
from integration_office.audit import label_of, record
from integration_office.lists import EXPORTS, Column, list_page
from integration_office.models import AuditEntry, User
from integration_office.permissions import INQUIRY_ROLES, allow, answers_inquiries
from integration_office.views import ask, attempt, edit
from network.models import Organisation


MOST_STEPS = 40
COLUMNS = [
    Column("subject", gettext_lazy("Subject"), str, sort="subject__german_order", link=True),
    Column("received", gettext_lazy("Received"), "received_on", sort=("received_at", "id")),
    Column("asker", gettext_lazy("Who asks"), "get_asker_display", sort="asker"),
    Column(
        "organisation",
        gettext_lazy("Organisation"),
        "organisation",
        sort="organisation__name__german_order",
    ),
    Column("topic", gettext_lazy("Topic"), "get_field_of_action_display", sort="field_of_action"),
    Column("responsible", gettext_lazy("Responsible"), "responsible", sort="responsible__name"),
    Column("due", pgettext_lazy("inquiry", "Due"), "due", sort="due"),
    Column("status", gettext_lazy("Status"), "state", sort="status"),
    Column("time", gettext_lazy("Answer after"), "answer_time_text", sort="took"),
    Column("minutes", gettext_lazy("Minutes"), "minutes", sort="minutes"),
]


def _colleagues():
    return User.objects.active().filter(roles__overlap=list(INQUIRY_ROLES)).order_by("name", "pk")


def _organisations():
    return Organisation.objects.current().german_order()


def _inquiry(request, pk):
    return get_object_or_404(Inquiry.objects.visible_to(request.user).with_places(), pk=pk)


@require_safe
@allow(answers_inquiries)
def inquiry_list(request):
    """All inquiries, the newest first; the sealed texts are not even fetched."""
    if request.GET.get("format") in EXPORTS:
        record("exported", "counselling.Inquiry:*", by=request.user)
    inquiries = Inquiry.objects.visible_to(request.user)
    return list_page(
        request,
        inquiries.without_texts().with_places().annotate(took=ANSWER_TIME).newest_first(),
        columns=COLUMNS,
        filterset=InquiryFilter,
        filter_kwargs={"user": request.user},
        template="counselling/inquiries/list.html",
        title=_("Inquiries"),
        filename=_("inquiries"),
    )


@allow(answers_inquiries)
def inquiry_create(request):
    """One short form; what is answered in the same talk is done with its second button."""
    user = request.user
    return edit(
        request,
        InquiryForm,
        initial={"responsible": user.pk},
        organisations=_organisations(),
        colleagues=_colleagues(),
        title=_("Note an inquiry"),
        save=lambda form: actions.receive(
            form.instance, on_the_spot="on_the_spot" in request.POST, by=user
        ),
        success=_("The inquiry is noted."),
        template="counselling/inquiries/form.html",
        draft=True,
    )


@require_safe
@allow(answers_inquiries)
def inquiry_detail(request, pk):
    inquiry = _inquiry(request, pk)
    return render(
        request,
        "counselling/inquiries/detail.html",
        {
            "inquiry": inquiry,
            "is_mine": inquiry.responsible_id == request.user.pk,
            "steps": list(_steps(inquiry)),
        },
    )


def _steps(inquiry):
    """What was done, when and by whom, the newest first; the log is kept for twelve months."""
    entries = AuditEntry.objects.filter(target=label_of(inquiry)).select_related("by")
    for entry in entries[:MOST_STEPS]:
        yield entry.at, entry.by, log_words.verb(entry.verb)


@allow(answers_inquiries)
def inquiry_edit(request, pk):
    inquiry = _inquiry(request, pk)
    return edit(
        request,
        CorrectionForm,
        instance=inquiry,
        organisations=_organisations(),
        title=_("Correct inquiry"),
        save=lambda form: actions.change(form.instance, by=request.user),
        template="counselling/inquiries/form.html",
        draft=True,
        context={"inquiry": inquiry},
    )


@allow(answers_inquiries)
def inquiry_take_over(request, pk):
    inquiry = _inquiry(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    attempt(
        request,
        partial(actions.take_over, inquiry, by=request.user),
        success=_("You answer this inquiry now."),
    )
    return redirect(inquiry)


def _step(request, form_class, inquiry, *, save, **shown):
    """A step of an inquiry: a small form of its own under the inquiry's name."""
    context = {"inquiry": inquiry, "label": shown.pop("label"), "lead": shown.pop("lead", "")}
    return edit(
        request,
        form_class,
        instance=inquiry,
        save=save,
        template="counselling/inquiries/step.html",
        context=context,
        **shown,
    )


@allow(answers_inquiries)
def inquiry_assign(request, pk):
    inquiry = _inquiry(request, pk)
    return _step(
        request,
        AssignForm,
        inquiry,
        colleagues=_colleagues(),
        title=_("Give to a colleague"),
        label=_("Give to a colleague"),
        save=lambda form: actions.assign(inquiry, to=form.cleaned_data["to"], by=request.user),
        success=_("Your colleague answers this inquiry now."),
    )


@allow(answers_inquiries)
def inquiry_forward(request, pk):
    inquiry = _inquiry(request, pk)
    return _step(
        request,
        ForwardForm,
        inquiry,
        organisations=_organisations(),
        title=_("Forward inquiry"),
        label=pgettext_lazy("verb", "Forward"),
        lead=_("No mail is sent from here; the inquiry notes who has it and since when."),
        save=lambda form: actions.forward(inquiry, **_values(form), by=request.user),
        success=_("It is noted where the inquiry went."),
    )


@allow(answers_inquiries)
def inquiry_answer(request, pk):
    inquiry = _inquiry(request, pk)
    return _step(
        request,
        AnswerForm,
        inquiry,
        title=_("Answer inquiry"),
        label=_("It is answered"),
        lead=_("No mail is sent from here; the inquiry notes when and what was answered."),
        save=lambda form: actions.answer(
            inquiry,
            at=form.cleaned_data["at"],
            text=form.cleaned_data["answer"],
            minutes=form.cleaned_data["minutes"],
            by=request.user,
        ),
        success=_("The inquiry is answered."),
    )


def _values(form):
    return {name: form.cleaned_data[name] for name in ("to", "on", "minutes", "settled")}


@allow(answers_inquiries)
def inquiry_reopen(request, pk):
    inquiry = _inquiry(request, pk)
    return ask(
        request,
        title=_("Open inquiry again"),
        question=_("Did the answer to “%(inquiry)s” not help? The time runs on until the next one.")
        % {"inquiry": inquiry},
        label=_("Open again"),
        do=partial(actions.reopen, inquiry, by=request.user),
        then=inquiry.get_absolute_url(),
        success=_("The inquiry is open again."),
    )


@allow(answers_inquiries)
def inquiry_delete(request, pk):
    inquiry = _inquiry(request, pk)
    return ask(
        request,
        title=_("Delete this inquiry?"),
        question=_(
            "“%(inquiry)s” leaves all figures that are not approved yet. This cannot be undone."
        )
        % {"inquiry": inquiry},
        label=_("Delete inquiry"),
        do=partial(actions.delete, inquiry, by=request.user),
        then=reverse("counselling:inquiry_list"),
        back=inquiry.get_absolute_url(),
        success=_("The inquiry has been deleted."),
    )
