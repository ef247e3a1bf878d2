"""Offers on paper: what was picked for a client, handouts, the directory and the timetable."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_office.digits import whole_number
from integration_office.views import attempt, own_page
from offers.models import Offer
from offers.panel import Catalogue
from offers.paper.directory import MOST_OFFERS as DIRECTORY_MOST
from offers.paper.directory import Order, directory_pdf
from offers.paper.handout import handout
from offers.paper.paper_forms import HandoutForm
from offers.paper.selection import Selection
from offers.paper.timetable import MOST_OFFERS as TIMETABLE_MOST
from offers.paper.timetable import timetable_pdf


@require_safe
def selection(request):
    """What was picked in this session; what ended meanwhile leaves the list and is spoken of."""
    return _selection_page(request, HandoutForm())


def _selection_page(request, form, status=200):
    picked = Selection(request.session)
    offers = _picked(request.user, picked.keys)
    if gone := set(picked.keys) - {offer.pk for offer in offers}:
        picked.drop(*gone)
        messages.info(
            request,
            ngettext(
                "One offer has left the catalogue or is no longer public. It is off the list.",
                "%(count)s offers have left the catalogue or are no longer public. "
                "They are off the list.",
                len(gone),
            )
            % {"count": len(gone)},
        )
    if not form.is_bound:
        form.initial["offers"] = ",".join(str(key) for key in picked.keys)
    context = {"title": _("Picked offers"), "offers": offers, "form": form}
    return render(request, "offers/selection.html", context, status=status)


def _picked(user, keys):
    """The offers of these keys that may be handed out, in the order of the keys."""
    offers = Offer.objects.visible_to(user).to_hand_out().filter(pk__in=keys)
    fetched = offers.select_related("provider", "location").prefetch_related("schedules")
    return sorted(fetched, key=lambda offer: keys.index(offer.pk))


@require_POST
def selection_change(request):
    """One button of list, offer or selection: pick, drop, up, down or clear; back to its page."""
    picked = Selection(request.session)
    key = _key(request)
    if "pick" in request.POST:
        attempt(request, partial(_pick, picked, request.user, key))
    elif "drop" in request.POST:
        picked.drop(key)
    elif "up" in request.POST:
        picked.move(key, -1)
    elif "down" in request.POST:
        picked.move(key, 1)
    elif "clear" in request.POST:
        picked.clear()
    return redirect(_back(request, key))


def _pick(picked, user, key):
    offer = Offer.objects.visible_to(user).to_hand_out().filter(pk=key).first()
    if offer is None:
        raise ValidationError(
            _("This offer cannot be handed out: it is not in the catalogue or not public.")
        )
    picked.pick(offer)


def _key(request):
    """The key of the offer whose button was pressed; 0 is nobody's."""
    for verb in ("pick", "drop", "up", "down"):
        if key := whole_number(request.POST.get(verb, "")):
            return key
    return 0


def _back(request, key):
    """The page the button stood on, filters and all, at the same offer."""
    page = own_page(request.POST.get("next", "")) or reverse("offers:selection")
    return f"{page}#offer-{key}" if key else page


@require_http_methods(["GET", "HEAD", "POST"])
def handout_pdf(request):
    """GET prints what the address says and may be passed on; with a note it has to be a POST,
    because an address is kept in many places."""
    form = HandoutForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return _selection_page(request, form, status=422)
    keys, languages = form.cleaned_data["offers"], form.cleaned_data["lang"]
    offers = _picked(request.user, keys)
    if not offers:
        form.add_error(None, _("None of these offers may be handed out (any more)."))
        return _selection_page(request, form, status=422)
    note = form.cleaned_data["note"] if request.method == "POST" else ""
    if request.method == "POST" and not note:
        query = {"offers": ",".join(map(str, keys)), "lang": languages}
        return redirect(f"{reverse('offers:handout')}?{urlencode(query, doseq=True)}")
    pdf = handout(offers, languages, now=timezone.localtime(), note=note)
    return pdf_response(pdf, f"handzettel-{'-'.join(languages)}.pdf")


@require_safe
def directory(request):
    """The offers of the list as a directory; `?by=` says in which order."""
    order = request.GET.get("by", "")
    order = order if order in Order.values else Order.TOPIC
    make = partial(directory_pdf, order=order)
    return _printed_list(request, make, most=DIRECTORY_MOST, filename="angebotsverzeichnis.pdf")


@require_safe
def timetable(request):
    """The offers of the list as a week."""
    return _printed_list(request, timetable_pdf, most=TIMETABLE_MOST, filename="wochenplan.pdf")


def _printed_list(request, make, *, most, filename):
    """What the list shows to this address, as far as it may be printed and passed on."""
    today = timezone.localdate()
    printable = Offer.objects.visible_to(request.user).in_directory(today)
    found = Catalogue(request.GET, printable.by_name(), shape=_for_paper)
    offers = list(found.qs[: most + 1])
    if refusal := _unprintable(offers, most):
        messages.warning(request, refusal)
        return redirect(f"{reverse('offers:list')}?{found.address()}")
    narrowed = [chip.text for chip in found.chips()]
    return pdf_response(make(offers, narrowed=narrowed, today=today), filename)


def _for_paper(offers):
    rows = offers.by_name().select_related("provider", "location").prefetch_related("schedules")
    return rows.defer("search", "search_text", "tally")


def _unprintable(offers, most):
    if not offers:
        return _("None of these offers is public, so there is nothing to print.")
    if len(offers) > most:
        return _("More than %(most)s offers fit. Please narrow the list down before printing.") % {
            "most": most
        }
    return ""


def pdf_response(content, filename):
    """Shown in the browser; `filename` must not name a person."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
