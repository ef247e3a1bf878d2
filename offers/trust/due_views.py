"""The office's clean-up lists: which providers and offers to ask about, and addresses that died."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from integration_office.lists import Column, list_page
from integration_office.permissions import allow, coordinates
from integration_office.views import ask as ask_first
from integration_office.views import attempt, edit
from network.models import Organisation
from offers import actions
from offers.codes import Via
from offers.forms import InquiryForm
from offers.life.verb_views import seen_version
from offers.models import Offer, WebAddress
from offers.models.inquiries import DAYS
from offers.trust import inquiring, worklist
from offers.trust.due_filters import DueOfferFilter
from offers.ways import way_to


def _next_step(provider):
    return worklist.next_step(provider, timezone.localdate())


def _state(offer):
    pauses = [offer.get_status_display()] if offer.is_paused else []
    return ", ".join([offer.freshness.label, *pauses])


PROVIDERS = [
    Column("name", gettext_lazy("Provider"), "name", sort="name__german_order", link=True),
    Column("silent", gettext_lazy("No answer"), "silent", sort="silent"),
    Column("overdue", gettext_lazy("Overdue"), "overdue", sort="overdue"),
    Column("never", gettext_lazy("Never confirmed"), "never", sort="never"),
    Column("due_soon", gettext_lazy("Due soon"), "due_soon", sort="due_soon"),
    Column("asked", gettext_lazy("Last asked"), "last_asked", sort="last_asked"),
    Column("step", gettext_lazy("What comes next"), _next_step),
    Column("email", gettext_lazy("E-mail address"), "email"),
]
OFFERS = [
    Column("name", gettext_lazy("Title"), "title", sort="title__german_order", link=True),
    Column("provider", gettext_lazy("Provider"), "provider", sort="provider__name__german_order"),
    Column("state", gettext_lazy("State of the facts"), _state),
    Column("confirmed", gettext_lazy("Last confirmed"), "confirmed_on", sort="confirmed_on"),
    Column("phone", gettext_lazy("Phone"), worklist.phone_of),
]
ADDRESSES = [
    Column("url", gettext_lazy("Web address"), "url", sort="url"),
    Column("why", gettext_lazy("What is wrong"), "why"),
    Column("since", gettext_lazy("Since"), "failing_since", sort="failing_since"),
    Column("offers", gettext_lazy("Offers"), "offer_titles"),
    Column("providers", gettext_lazy("Providers"), "provider_names"),
]


@require_safe
@allow(coordinates)
def due(request):
    today = timezone.localdate()
    return list_page(
        request,
        worklist.providers(today),
        columns=PROVIDERS,
        template="offers/due.html",
        title=_("Ask for confirmation"),
        filename="bestaetigungen",
        context={"counts": Offer.objects.published().counted(today)},
    )


@allow(coordinates)
def ask(request, pk):
    provider = get_object_or_404(Organisation, pk=pk)
    return edit(
        request,
        InquiryForm,
        title=_("Ask “%(provider)s” for confirmation") % {"provider": provider},
        initial={"recipient": provider.email},
        save=lambda form: inquiring.ask(provider, form.cleaned_data["recipient"], by=request.user),
        then=reverse("offers:due"),
        success=_("The mail is on its way. Its link works for %(days)s days.") % {"days": DAYS},
        template="offers/ask.html",
        context={
            "provider": provider,
            "offers": Offer.objects.published().filter(provider=provider).by_name(),
            "days": DAYS,
        },
    )


@allow(coordinates)
def ask_all(request):
    """One click for everybody on the list who has an address; asked first."""
    providers = worklist.to_ask_at_once(timezone.localdate())
    number = providers.count()
    if not number:
        messages.info(
            request,
            _(
                "Nobody of the list can be asked by mail now: an address is missing, or they have "
                "been asked and may still answer. An address is entered with “Ask now”."
            ),
        )
        return redirect("offers:due")
    if request.method == "POST":
        asked = inquiring.ask_each(providers, by=request.user)
        messages.success(
            request,
            ngettext(
                "%(count)s provider has been asked.", "%(count)s providers have been asked.", asked
            )
            % {"count": asked},
        )
        return redirect("offers:due")
    return ask_first(
        request,
        title=_("Ask all providers"),
        question=ngettext(
            "%(count)s provider of the list gets a mail for all of its offers. Left out are those "
            "without an address and those who have been asked and may still answer.",
            "%(count)s providers of the list get a mail each for all of their offers. Left out are "
            "those without an address and those who have been asked and may still answer.",
            number,
        )
        % {"count": number},
        label=_("Send the mails"),
        do=bool,
        then=reverse("offers:due"),
        way=way_to("offers:due"),
    )


@require_safe
@allow(coordinates)
def due_offers(request):
    return list_page(
        request,
        worklist.offers(timezone.localdate()),
        columns=OFFERS,
        filterset=DueOfferFilter,
        template="offers/due_offers.html",
        title=_("Offers to look after"),
        filename="angebote-nachfragen",
    )


@allow(coordinates)
@require_POST
def due_confirm(request, pk):
    """Somebody has called, and everything is true as it was when the list was opened."""
    offer = get_object_or_404(Offer.objects.in_catalogue(), pk=pk)
    seen = seen_version(request.POST)
    confirmed = attempt(
        request,
        partial(actions.confirm, offer, by=request.user, via=Via.OFFICE, seen=seen),
        success=_("“%(offer)s” is confirmed.") % {"offer": offer},
    )
    return redirect(_list_of(request) if confirmed else offer)


@allow(coordinates)
def due_end(request, pk):
    offer = get_object_or_404(Offer.objects.in_catalogue(), pk=pk)
    return ask_first(
        request,
        title=_("End “%(offer)s”") % {"offer": offer},
        question=_("The offer leaves the catalogue. It can be published again later."),
        label=_("End"),
        do=partial(actions.end, offer, by=request.user),
        then=_list_of(request),
        success=_("“%(offer)s” has ended.") % {"offer": offer},
        way=way_to("offers:due_offers", offer),
    )


def _list_of(request):
    """Back to the same part of the list."""
    query = request.GET.urlencode()
    return reverse("offers:due_offers") + (f"?{query}" if query else "")


@require_safe
@allow(coordinates)
def addresses(request):
    return list_page(
        request,
        WebAddress.objects.broken().with_users().order_by("failing_since", "url"),
        columns=ADDRESSES,
        template="offers/addresses.html",
        title=_("Web addresses that do not answer"),
        filename="webadressen",
        context={"total": WebAddress.objects.count()},
    )
