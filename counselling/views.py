"""Logging contacts: the quick log, the list of one's own, correcting and deleting."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from counselling import actions
from counselling.case_frame import record_opening
from counselling.filters import ContactFilter
from counselling.forms import LiftingForm, remembered
from counselling.log.contact_forms import ContactForm, CorrectionForm
from counselling.log.today import Today
from counselling.models import Case, Contact
from counselling.referrals.referral_views import referrals_of
from integration_office import drafting
from integration_office.audit import record, record_reading
from integration_office.digits import whole_number
from integration_office.lists import EXPORTS, Column, list_page
from integration_office.permissions import allow, counsels
from integration_office.views import ask, edit, own_page


COLUMNS = [
    Column(
        "day",
        gettext_lazy("Day"),
        "day",
        sort=("day", "id"),
        link=lambda contact: contact.may_be_opened,
    ),
    Column("form", gettext_lazy("Form"), "get_form_display", sort="form"),
    Column("channel", gettext_lazy("Channel"), "get_channel_display", sort="channel"),
    Column("topics", gettext_lazy("Topics"), "topic_labels", sort="main_topic"),
    Column("duration", gettext_lazy("Duration"), "get_duration_display", sort="duration"),
    Column("language", gettext_lazy("Language"), "get_language_display", sort="language"),
    Column("case", gettext_lazy("Case"), "case_mask", sort="case__number", whole=True),
]
# What these columns read of a contact and its case.
SHOWN = ("day", "form", "channel", "topics", "main_topic", "duration", "language")
SHOWN += ("case", "case__number", "case__gender")


def _mine(user):
    """For lists: also of cases that are a colleague's by now."""
    return Contact.objects.visible_to(user, own=True).without_note()


def _to_correct(request, pk):
    rows = Contact.objects.visible_to(request.user).filter(counsellor=request.user)
    return get_object_or_404(rows.select_related("case"), pk=pk)


@require_safe
@allow(counsels)
def contact_list(request):
    """My contacts; the notes are not even fetched."""
    if request.GET.get("format") in EXPORTS:
        record("exported", "counselling.Contact:*", by=request.user)
    return list_page(
        request,
        _mine(request.user).select_related("case").with_access_of(request.user).only(*SHOWN),
        columns=COLUMNS,
        filterset=ContactFilter,
        template="counselling/list.html",
        title=_("My contacts"),
        filename=_("contacts"),
    )


@allow(counsels)
def quick(request):
    """One page, one talk, no name; form, channel, language and duration are those of the last."""
    user, initial, saved = request.user, {}, None
    if request.method == "GET":
        mine = _mine(user)
        saved = _just_saved(mine, request.GET.get("saved", ""))
        initial = remembered(mine.outside_cases())
        initial["day"] = saved.day if saved else timezone.localdate()

    def save(form):
        contact = actions.log_contact(form.instance, by=user)
        if "as_case" in request.POST:
            return actions.continue_as_case(contact, by=user)
        return contact

    return edit(
        request,
        ContactForm,
        instance=Contact(counsellor=user),
        initial=initial,
        title=_("Log a contact"),
        save=save,
        then=_next_page,
        success=_said,
        template="counselling/quick.html",
        draft=True,
        context={"saved": saved, "today": Today(user)},
    )


def _just_saved(contacts, pk):
    key = whole_number(pk)
    return contacts.filter(pk=key).first() if key else None


def _said(saved):
    """Of a contact alone the next page says it, with the way back."""
    return _("The contact goes on in this case.") if isinstance(saved, Case) else ""


def _next_page(saved):
    if isinstance(saved, Case):
        return saved.get_absolute_url()
    return f"{reverse('counselling:quick')}?saved={saved.pk}"


@allow(counsels)
def contact_edit(request, pk):
    """Correct a contact one has logged oneself; one of a case is part of its file."""
    contact = _to_correct(request, pk)
    if not drafting.is_automatic(request):
        _record_opening(contact, request.user)
    return edit(
        request,
        CorrectionForm,
        instance=contact,
        cases=Case.objects.visible_to(request.user).running(),
        title=str(contact),
        save=lambda form: actions.correct_contact(form.instance, by=request.user),
        then=partial(_where_it_stands, user=request.user),
        template="counselling/edit.html",
        draft=True,
        context={"contact": contact, "back": _where_it_stands(contact, user=request.user)}
        | referrals_of(contact, request.user),
    )


def _record_opening(contact, user):
    if contact.case is None:
        record_reading(contact, by=user)
    else:
        record_opening(contact.case, user)


def _where_it_stands(contact, *, user):
    """The page on which one sees a contact among others."""
    if contact.case and contact.case.belongs_to(user):
        return contact.case.get_absolute_url()
    today = contact.day == timezone.localdate()
    return reverse("counselling:quick" if today else "counselling:list")


@allow(counsels)
def contact_delete(request, pk):
    contact = _to_correct(request, pk)
    return ask(
        request,
        title=_("Delete this contact?"),
        question=_(
            "%(contact)s, %(topics)s, %(duration)s: it leaves all figures that are not "
            "approved yet. This cannot be undone."
        )
        % {
            "contact": contact,
            "topics": ", ".join(str(label) for label in contact.topic_labels),
            "duration": contact.get_duration_display(),
        },
        label=_("Delete contact"),
        do=partial(actions.delete_contact, contact, by=request.user),
        then=reverse("counselling:quick"),
        back=contact.get_absolute_url(),
        success=_("The contact has been deleted."),
    )


@allow(counsels)
def follow_up_done(request, pk):
    """Also a deputy may say that what was to be done is done."""
    contact = get_object_or_404(
        Contact.objects.visible_to(request.user).select_related("case"), pk=pk
    )
    page, success = reverse("home"), _("The follow-up is settled.")
    if contact.case:
        page = contact.case.get_absolute_url()
    else:  # the start page has forgotten it
        way = contact.get_absolute_url()
        success = format_html('{} <a href="{}">{}</a>', success, way, contact)
    return ask(
        request,
        title=_("Settle follow-up"),
        question=_("Is what was to be followed up for %(contact)s done?") % {"contact": contact},
        label=_("Yes, it is done"),
        do=partial(actions.finish_follow_up, contact, by=request.user),
        then=page,
        success=success,
    )


@allow(counsels)
def contact_continue(request, pk):
    """Lift a contact: into a new case, or into one that runs already. `?next=…` leads back to a
    transfer that needs one."""
    contact = _to_correct(request, pk)
    if contact.case is not None:
        return redirect(contact)

    def save(form):
        if case := form.cleaned_data["case"]:
            return actions.add_to_case(contact, case, by=request.user)
        return actions.continue_as_case(contact, by=request.user)

    return edit(
        request,
        LiftingForm,
        instance=contact,
        cases=Case.objects.visible_to(request.user).running(),
        title=_("Continue as a case"),
        save=save,
        then=own_page(request.GET.get("next", "")),
        success=_("The contact goes on in this case."),
        template="counselling/lifting.html",
        context={"contact": contact},
    )
