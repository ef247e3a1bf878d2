"""The catalogue: searching, reading, writing, and an offer's way from draft to archive."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration_office.lists import list_page
from integration_office.permissions import allow, coordinates, is_partner, is_staff
from integration_office.views import ask, attempt, edit
from offers import actions
from offers.codes import Status
from offers.columns import columns_for, sorts_by_date
from offers.forms import OfferForm
from offers.models import Offer, WebAddress
from offers.panel import Catalogue
from offers.permissions import may_edit, providers_for, provides, way_of
from offers.timeline import timeline


PER_PAGE = 15


@require_safe
def offer_list(request):
    """Everybody who is logged in finds what is there; other statuses only when asked for."""
    writes = coordinates(request.user) or is_partner(request.user)
    return list_page(
        request,
        _rows(Offer.objects.visible_to(request.user).by_name(), request.GET),
        columns=columns_for(request.GET),
        filterset=Catalogue,
        filter_kwargs={"with_status": writes},
        template="offers/list.html",
        title=_("Offers"),
        filename="angebote",
        per_page=PER_PAGE,
        context={
            "orders": _orders(request.GET),
            "may_ask": coordinates(request.user),
            "may_write": writes,
        },
    )


def _rows(offers, query):
    """A file holds every fact, a page only what a line says."""
    offers = offers.with_all_facts() if query.get("format") else offers.for_lines()
    return offers.with_next_date(timezone.now()) if sorts_by_date(query) else offers


def _orders(query):
    first = _("best match first") if query.get("q") else _("usual order")
    orders = [
        ("", first),
        ("name", _("name")),
        ("next", _("next date first")),
        ("confirmed", _("oldest confirmation first")),
    ]
    return [(value, label, value == query.get("sort", "")) for value, label in orders]


@require_safe
@allow(is_partner)
def mine(request):
    """A partner's own offers, drafts too, each one click from its form."""
    offers = Offer.objects.of(request.user).exclude(status=Status.ARCHIVED)
    return list_page(
        request,
        _rows(offers.closed_last(), request.GET),
        columns=columns_for(request.GET),
        template="offers/mine.html",
        title=_("My offers"),
        filename="meine-angebote",
    )


@require_safe
def detail(request, pk):
    offer = _visible(request.user, pk)
    editable = may_edit(request.user, offer)
    siblings = Offer.objects.in_catalogue().filter(provider=offer.provider_id)
    return render(
        request,
        "offers/detail.html",
        {
            "offer": offer,
            "may_edit": editable,
            "may_confirm": editable and offer.is_in_catalogue,
            "may_ask": coordinates(request.user) and offer.is_published,
            "sees_note": is_staff(request.user),
            "sees_network": is_staff(request.user) or is_partner(request.user),
            "verbs": _verbs(request.user, offer) if editable else [],
            "entries": timeline(offer) if editable else [],
            "dead_addresses": WebAddress.objects.broken().shown_by(offer) if editable else [],
            "siblings": siblings.counted(timezone.localdate()),
        },
    )


def _visible(user, pk):
    offers = Offer.objects.visible_to(user).select_related("provider", "confirmed_by", "location")
    return get_object_or_404(offers, pk=pk)


def _editable(user, pk):
    """The offer, for those who may write it; a foreign one may be read, so it answers 403."""
    offer = _visible(user, pk)
    if not may_edit(user, offer):
        raise PermissionDenied
    return offer


VERBS = [
    ("offers:publish", Status.PUBLISHED, gettext_lazy("Publish")),
    ("offers:pause", Status.PAUSED, gettext_lazy("Pause")),
    ("offers:end", Status.ENDED, gettext_lazy("End")),
    ("offers:archive", Status.ARCHIVED, gettext_lazy("Archive")),
]


def _verbs(user, offer):
    """The buttons for what may come next."""
    return [
        (label, reverse(page, args=[offer.pk]))
        for page, status, label in VERBS
        if offer.status in actions.STARTS[status]
        and (status != Status.ARCHIVED or coordinates(user))
    ]


@allow(coordinates, is_partner)
def create(request):
    return edit(
        request,
        OfferForm,
        title=_("New offer"),
        providers=providers_for(request.user),
        for_office=coordinates(request.user),
        save=lambda form: actions.take_up(
            form.instance,
            by=request.user,
            partners=form.cleaned_data["cooperation_partners"],
            schedules=form.schedules(),
        ),
        success=_("Saved as a draft. Publish it as soon as it may be seen."),
        template="offers/form.html",
        context={"back": reverse("offers:list")},
    )


def edit_offer(request, pk):
    offer = _editable(request.user, pk)
    way = way_of(request.user)
    return edit(
        request,
        OfferForm,
        instance=offer,
        title=_("Edit “%(offer)s”") % {"offer": offer},
        providers=providers_for(request.user),
        for_office=coordinates(request.user),
        save=lambda form: actions.change(
            form.instance,
            by=request.user,
            via=way,
            partners=form.cleaned_data["cooperation_partners"],
            schedules=form.schedules(),
        ),
        template="offers/form.html",
        context={"back": offer.get_absolute_url()},
    )


def confirm(request, pk):
    offer = _editable(request.user, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    attempt(
        request,
        partial(actions.confirm, offer, by=request.user, via=way_of(request.user)),
        success=_("“%(offer)s” is confirmed. Thank you.") % {"offer": offer},
    )
    return redirect("offers:mine" if provides(request.user, offer) else offer)


def publish(request, pk):
    return _ask_about(
        request,
        pk,
        partial(actions.publish, via=way_of(request.user)),
        title=_("Publish “%(offer)s”"),
        question=_("Everybody who is logged in then sees this offer. Is it true as it is written?"),
        label=_("Publish"),
        success=_("“%(offer)s” is in the catalogue."),
    )


def pause(request, pk):
    return _ask_about(
        request,
        pk,
        actions.pause,
        title=_("Pause “%(offer)s”"),
        question=_("The offer stays in the catalogue with the word “paused”."),
        label=_("Pause"),
        success=_("“%(offer)s” pauses."),
    )


def end(request, pk):
    return _ask_about(
        request,
        pk,
        actions.end,
        title=_("End “%(offer)s”"),
        question=_("The offer leaves the catalogue. It can be published again later."),
        label=_("End"),
        success=_("“%(offer)s” has ended."),
    )


@allow(coordinates)
def archive(request, pk):
    return _ask_about(
        request,
        pk,
        actions.archive,
        title=_("Archive “%(offer)s”"),
        question=_("The offer is put away for good. Reports still count it."),
        label=_("Archive"),
        success=_("“%(offer)s” is in the archive."),
    )


def _ask_about(request, pk, action, *, title, question, label, success):
    offer = _editable(request.user, pk)
    return ask(
        request,
        title=title % {"offer": offer},
        question=question,
        label=label,
        do=partial(action, offer, by=request.user),
        then=offer.get_absolute_url(),
        success=success % {"offer": offer},
    )
