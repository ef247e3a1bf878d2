"""The catalogue: searching and reading; writing is in verb_views.py."""

from functools import partial

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_office.lists import list_page
from integration_office.permissions import allow, coordinates, is_partner, is_staff
from offers import documents
from offers.codes import Status
from offers.columns import COLUMNS, columns_for, is_export, sorts_by_date
from offers.coverage.overlaps import similar
from offers.feed import neighbours
from offers.life.verb_views import life, verbs
from offers.models import Course, Offer, WebAddress
from offers.panel import Catalogue
from offers.paper.paper_forms import LANGUAGES
from offers.paper.selection import Selection
from offers.permissions import may_edit, visible_offer, way_of
from offers.times import occurrences
from offers.trust.freshness import State


PER_PAGE = 15


@require_safe
def offer_list(request):
    """Everybody who is logged in finds what is there; other statuses only when asked for."""
    writes = coordinates(request.user) or is_partner(request.user)
    return list_page(
        request,
        Offer.objects.visible_to(request.user).by_name(),
        columns=columns_for(request.GET),
        filterset=Catalogue,
        filter_kwargs={
            "shape": partial(_shape, query=request.GET),
            "with_status": writes,
            "whole": is_export(request.GET),
        },
        template="offers/list.html",
        title=_("Offers"),
        filename="angebote",
        per_page=PER_PAGE,
        context={
            "picked": Selection(request.session).keys,
            "orders": _orders(request.GET),
            "may_ask": coordinates(request.user),
            "may_write": writes,
            "keeps_words": is_staff(request.user),
            "may_report": is_staff(request.user) or is_partner(request.user),
            "q": request.GET.get("q", ""),
            **neighbours.beside(request.GET.get("q", "")),
        },
    )


def _shape(offers, query):
    """A file holds every fact, a page only what a line says."""
    offers = offers.with_all_facts() if is_export(query) else offers.for_lines()
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
        offers.closed_last().with_all_facts().prefetch_related("schedules"),
        columns=COLUMNS,
        template="offers/mine.html",
        title=_("My offers"),
        filename="meine-angebote",
    )


@require_safe
def detail(request, pk):
    offer = visible_offer(request.user, pk)
    editable = may_edit(request.user, offer)
    visible = Offer.objects.visible_to(request.user)
    siblings = visible.in_catalogue().filter(provider=offer.provider_id)
    return render(
        request,
        "offers/detail.html",
        {
            "offer": offer,
            "documents": offer.documents.all() if offer.has_documents else [],
            "picked": Selection(request.session).keys,
            "handout_languages": LANGUAGES,
            "may_edit": editable,
            "may_add_file": editable
            and not documents.waits_for_the_office(offer, way_of(request.user)),
            "may_confirm": editable and offer.is_in_catalogue,
            "may_ask": coordinates(request.user) and offer.is_published,
            "sees_note": is_staff(request.user),
            "dates": occurrences.timetable(offer),
            "sees_network": is_staff(request.user) or is_partner(request.user),
            "verbs": verbs(request.user, offer) if editable else [],
            "may_arrange": coordinates(request.user),
            "life": life(request.user, offer),
            "dead_addresses": WebAddress.objects.broken().shown_by(offer) if editable else [],
            "siblings": siblings.counted(timezone.localdate(), State.FRESH),
            "course": Course.objects.filter(offer=offer).first() if offer.is_course else None,
            "similar": similar(offer, visible),
        },
    )
