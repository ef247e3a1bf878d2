"""The tally: a walk-in is one short line and Enter, or one click on its topic."""

from functools import partial

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from counselling import actions
from counselling.forms import remembered
from counselling.log import tally, tally_words
from counselling.log.tally_forms import MOST_CONTACTS, LineForm, SheetForm
from counselling.log.today import Today
from counselling.models import Contact
from integration_office.digits import whole_numbers
from integration_office.permissions import allow, counsels
from integration_office.views import attempt, edit


def _mine(user):
    return Contact.objects.visible_to(user, own=True).without_note()


def _kept(user):
    return remembered(_mine(user).outside_cases())


@allow(counsels)
def line(request):
    """One line, Enter, the next; form, channel, place, duration and language stay."""
    user = request.user
    kept, today = _kept(user), Today(user)
    keys = _keys(request.GET.get("saved", ""))
    saved = list(_mine(user).filter(pk__in=keys)) if keys else []
    return edit(
        request,
        LineForm,
        instance=Contact(counsellor=user),
        kept=kept,
        title=_("Tally"),
        save=lambda form: actions.log_contacts(form.contacts, by=user),
        then=_page_after,
        success="",  # the next page says it, with the way back
        template="counselling/tally.html",
        context={
            "kept": tally.kept_in_words(kept),
            "saved": saved,
            "read": tally.in_words(saved[0]) if saved else [],
            "undo": SimpleLazyObject(lambda: _undo(saved, today)),
            "today": today,
            "words": tally_words.legend,
        },
    )


@allow(counsels)
def sheet(request):
    """A paper tally, entered in one go."""
    user = request.user
    kept = _kept(user)
    return edit(
        request,
        SheetForm,
        instance=Contact(counsellor=user),
        kept=kept,
        title=_("Enter a tally sheet"),
        save=lambda form: actions.log_contacts(form.contacts, by=user),
        then=_page_after,
        success="",
        template="counselling/tally_sheet.html",
        draft=True,
        context={"kept": tally.kept_in_words(kept), "words": tally_words.legend},
    )


@allow(counsels)
@require_POST
def undo(request):
    """What has just been logged goes again, all of it at once."""
    contacts = Contact.objects.visible_to(request.user).filter(counsellor=request.user)
    keys = _keys(request.POST.get("contacts", ""))
    attempt(
        request,
        partial(actions.delete_contacts, contacts.filter(pk__in=keys), by=request.user),
        success=ngettext(
            "The contact has been taken back.", "The contacts have been taken back.", len(keys)
        ),
    )
    return redirect("counselling:tally")


def _page_after(contacts):
    keys = ",".join(str(contact.pk) for contact in contacts)
    return f"{reverse('counselling:tally')}?saved={keys}"


def _undo(saved, today):
    """The keys of what is taken back: what was just saved, else the last one of today."""
    if not saved and today.last is not None:
        saved = [today.last]
    return ",".join(str(contact.pk) for contact in saved)


def _keys(text):
    """The keys of what was saved; nothing where somebody wrote something else."""
    return whole_numbers(text.split(",")[:MOST_CONTACTS])
