"""What waits for the office: submitted offers, and changes of reviewed providers; and what a
provider can do with its own proposal."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from integration_office.lists import Column, list_page
from integration_office.permissions import allow, coordinates, is_partner
from integration_office.views import ask, attempt, edit
from offers import actions
from offers.forms import RemarkForm
from offers.life import proposing
from offers.life.verb_views import offer_page, seen_version
from offers.models import Offer, ProposedChange
from offers.permissions import provides
from offers.ways import way_to


def _what(offer):
    return _("change") if offer.proposal else _("new offer")


COLUMNS = [
    Column("name", gettext_lazy("Title"), "title", sort="title__german_order", link=True),
    Column("provider", gettext_lazy("Provider"), "provider", sort="provider__name__german_order"),
    Column("what", gettext_lazy("What waits"), _what, sort="proposal"),
    Column("since", gettext_lazy("Waiting since"), "waits_since", sort="waits_since"),
]


@require_safe
@allow(coordinates)
def review(request):
    return list_page(
        request,
        Offer.objects.for_review().select_related("provider").order_by("waits_since", "pk"),
        columns=COLUMNS,
        template="offers/review.html",
        title=_("To be checked"),
        filename="zu-pruefen",
    )


def _proposals():
    return ProposedChange.objects.select_related("offer__provider", "provider", "proposed_by")


@require_safe
@allow(coordinates)
def proposal(request, pk):
    change = get_object_or_404(_proposals(), pk=pk)
    rows = [] if change.is_decided else proposing.compared(change)
    context = {
        "title": _("Check the change of “%(offer)s”") % {"offer": change.offer},
        "proposal": change,
        "rows": rows,
        "moved": any(row.stood for row in rows),
    }
    return render(request, "offers/proposal.html", context)


@allow(coordinates)
@require_POST
def take_over(request, pk):
    change = get_object_or_404(_proposals(), pk=pk)
    taken = attempt(
        request,
        partial(actions.take_over, change, seen=_compared(request), by=request.user),
        success=_("The change is taken over, and the offer confirmed with it."),
    )
    return redirect(change.offer if taken else change)


def _compared(request):
    """The version of the offer that was compared; -1 fits none."""
    seen = seen_version(request.POST)
    return -1 if seen is None else seen


@allow(coordinates)
def proposal_edit(request, pk):
    """The form as it would be after taking over. Saving takes over and changes in one go; until
    then nothing has happened."""
    change = get_object_or_404(_proposals(), pk=pk)
    try:
        with transaction.atomic():
            offer = actions.take_over(change, seen=change.offer.version, by=request.user)
            response = offer_page(
                request,
                offer,
                title=_("Take over “%(offer)s” after editing") % {"offer": offer},
                success=_("The change is taken over, with your words."),
                context={"back": change.get_absolute_url(), "way": way_to(change.offer)},
            )
            if response.status_code != 302:
                transaction.set_rollback(True)
    except ValidationError as refusal:
        attempt(request, partial(_say_again, refusal))
        return redirect(change)
    return response


def _say_again(refusal):
    raise refusal


@allow(coordinates)
def refuse(request, pk):
    change = get_object_or_404(_proposals(), pk=pk)
    return edit(
        request,
        RemarkForm,
        title=_("Do not take over the change of “%(offer)s”") % {"offer": change.offer},
        save=lambda form: proposing.refuse(change, form.cleaned_data["remark"], by=request.user),
        then=reverse("offers:review"),
        success=_("The change is not taken over. The provider reads why."),
        template="offers/remark.html",
        context={
            "offer": change.offer,
            "addresses": proposing.who_wrote(change),
            "label": _("Do not take over"),
            "back": change.get_absolute_url(),
        },
    )


@allow(coordinates, is_partner)
def withdraw(request, pk):
    """A provider takes the own proposal back."""
    change = get_object_or_404(_proposals().of_the_house(), pk=pk)
    if not provides(request.user, change.offer):
        raise PermissionDenied
    return ask(
        request,
        title=_("Take back the change of “%(offer)s”") % {"offer": change.offer},
        question=_("The offer stays as it is, and nobody checks the change any more."),
        label=_("Take it back"),
        do=partial(proposing.withdraw, change, by=request.user),
        then=change.offer.get_absolute_url(),
        success=_("The change is taken back."),
        way=way_to(change.offer),
    )
