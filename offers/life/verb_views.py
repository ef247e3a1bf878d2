"""Writing an offer, and the steps of its life: each asks first and says what it did."""

from contextlib import suppress
from functools import cache, partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_office.digits import whole_number
from integration_office.permissions import allow, coordinates, is_partner
from integration_office.views import ask, attempt, edit
from integration_office.widgets import Control
from network.models import Organisation
from offers import actions
from offers.codes import Status, Via
from offers.forms import CopyForm, OfferForm, RemarkForm
from offers.life import comparing, completeness, discarding, proposing, reopening
from offers.models import Offer
from offers.permissions import editable_offer, may_edit, providers_for, provides, way_of
from offers.ways import way_to


# Each with the statuses it starts from.
VERBS = [
    ("offers:publish", actions.STARTS[Status.PUBLISHED], gettext_lazy("Publish")),
    ("offers:submit", actions.STARTS[Status.SUBMITTED], gettext_lazy("Submit")),
    ("offers:send_back", actions.STARTS[Status.DRAFT], gettext_lazy("Send back")),
    ("offers:pause", actions.STARTS[Status.PAUSED], gettext_lazy("Pause")),
    ("offers:end", actions.STARTS[Status.ENDED], gettext_lazy("End")),
    ("offers:reopen", reopening.STARTS, gettext_lazy("Open again")),
    ("offers:archive", actions.STARTS[Status.ARCHIVED], gettext_lazy("Archive")),
    ("offers:delete", {Status.DRAFT}, gettext_lazy("Delete")),
]
# What publishing is called where it brings something back.
PUBLISH_AGAIN = {
    Status.PAUSED: gettext_lazy("Resume"),
    Status.ENDED: gettext_lazy("Publish again"),
}
# In the address of the form: it begins with what the office did not take over.
AGAIN = "again"
WAITS = gettext_lazy(
    "Your change is being checked. Until the office takes it over, nothing changes."
)
THE_OFFICE_S = {"offers:send_back", "offers:reopen", "offers:archive"}


def verbs(user, offer):
    """The buttons for what may come next: the office publishes where a provider submits."""
    left_out = {"offers:submit"} if coordinates(user) else set(THE_OFFICE_S)
    if not coordinates(user) and not offer.is_paused and proposing.is_reviewed(offer.provider_id):
        left_out.add("offers:publish")
    if not (discarding.was_only_a_draft(offer) and discarding.may_discard(user, offer)):
        left_out.add("offers:delete")
    return [
        (_called(page, label, offer), f"{reverse(page, args=[offer.pk])}{_read(offer, page)}")
        for page, starts, label in VERBS
        if offer.status in starts and page not in left_out
    ]


def _called(page, label, offer):
    return PUBLISH_AGAIN.get(offer.status, label) if page == "offers:publish" else label


def _read(offer, page):
    """What a provider submitted may change while the office reads: the button says what was
    read."""
    reads = offer.is_submitted and page == "offers:publish"
    return f"?seen={offer.version}" if reads else ""


def seen_version(query):
    """The version of the offer that was read; None when nothing is said, -1 fits none."""
    if not (seen := query.get("seen", "")):
        return None
    version = whole_number(seen)
    return -1 if version is None else version


def life(user, offer):
    """What those who may write an offer see above its facts: what waits, what was refused, what
    is missing. Nothing for everybody else."""
    if not may_edit(user, offer):
        return {}
    change = proposing.latest(offer) if offer.has_proposals else None
    waiting = change if change and change.is_waiting else None
    refused = change if change and change.is_refused and _still_counts(offer, change) else None
    again = proposing.refused(offer) if refused else None
    return {
        "waiting": waiting,
        "rows": proposing.compared(shown) if (shown := waiting or again) else [],
        "decides": coordinates(user),
        "refused": refused,
        "gaps": [] if offer.is_closed else _with_places(user, offer, completeness.missing(offer)),
    }


def _still_counts(offer, refused):
    """What was to be done before publishing is done when the offer is published."""
    return not refused.is_sent_back or offer.is_draft or offer.is_submitted


def _with_places(user, offer, gaps):
    """Each gap with the address of its field in the form."""
    url = reverse("offers:edit", args=[offer.pk])
    anchors = _anchors(coordinates(user))
    return [(gap, f"{url}#{anchors[gap.field]}" if gap.field in anchors else url) for gap in gaps]


@cache
def _anchors(for_office):
    """Where each field stands in the form; it is the same for every offer."""
    form = OfferForm(providers=Organisation.objects.none(), for_office=for_office)
    return {name: Control(form[name]).anchor for name in form.fields}


def _form(user):
    return partial(
        OfferForm,
        providers=providers_for(user),
        for_office=coordinates(user),
        fundings=Offer.objects.visible_to(user).fundings(),
    )


def offer_page(request, offer, **kwargs):
    """The form of a whole offer, as this user may fill it in."""
    return edit_facts(
        request,
        _form(request.user),
        offer,
        via=way_of(request.user),
        save=partial(_change, by=request.user, via=way_of(request.user)),
        template="offers/form.html",
        **kwargs,
    )


def _change(form, *, by, via):
    return actions.change(form.instance, by=by, via=via, covers=form.covers, **form.beside)


def edit_facts(request, form_class, offer, *, via, again=None, **kwargs):
    """The form of an offer that is there. Where a change of its provider waits, the provider goes
    on from it: the form shows the offer as proposed, and a second person of the house who writes
    meanwhile is shown both texts. `again` is a refused change from which somebody begins."""
    page = partial(edit, request, form_class, **{"success": partial(said, via)} | kwargs)
    if change := _begins_from(request, offer, via, again):
        with suppress(ValidationError), comparing.as_if(offer, proposing.wanted(change)) as shown:
            return page(instance=shown)
    return page(instance=offer)


def _begins_from(request, offer, via, again):
    waiting = proposing.goes_on(offer, via)
    if request.method == "POST":
        return waiting if _is_stale(request, offer) else None
    return waiting or again


def _is_stale(request, offer):
    return request.POST.get("version") != str(offer.version)


def said(via, offer, *, usual=None):
    """What a saved form answers: that the change waits, or the `usual` words."""
    if proposing.goes_on(offer, via):
        return WAITS
    if via == Via.LINK:
        return _("Saved, and confirmed with it. Thank you.")
    return usual or _("“%(object)s” has been saved.") % {"object": offer}


@allow(coordinates, is_partner)
def create(request):
    return edit(
        request,
        _form(request.user),
        title=_("New offer"),
        save=lambda form: actions.take_up(form.instance, by=request.user, **form.beside),
        then=_after_taking_up,
        success=partial(_saved_as_draft, request.user),
        template="offers/form.html",
        context={"back": reverse("offers:list"), "way": way_to()},
    )


def _saved_as_draft(user, offer):
    if not coordinates(user) and proposing.is_reviewed(offer.provider_id):
        return _("Saved as a draft. Submit it as soon as it is complete.")
    return _("Saved as a draft. Publish it as soon as it may be seen.")


def _after_taking_up(offer):
    """A language course has facts of its own: they are asked for next."""
    course = reverse("offers:course", args=[offer.pk])
    return course if offer.is_course else offer.get_absolute_url()


def edit_offer(request, pk):
    offer = editable_offer(request.user, pk)
    return offer_page(
        request,
        offer,
        title=_("Edit “%(offer)s”") % {"offer": offer},
        context={"back": offer.get_absolute_url(), "way": way_to(offer)},
        again=proposing.refused(offer) if AGAIN in request.GET else None,
    )


def copy(request, pk):
    offer = editable_offer(request.user, pk)
    return edit(
        request,
        CopyForm,
        instance=None,
        initial={"title": actions.free_title(offer)},
        title=_("Copy “%(offer)s”") % {"offer": offer},
        save=lambda form: actions.copy(offer, form.cleaned_data["title"], by=request.user),
        then=lambda draft: reverse("offers:edit", args=[draft.pk]),
        success=_("The copy is a draft. Change what is different."),
        template="offers/copy.html",
        context={"back": offer.get_absolute_url(), "label": _("Copy"), "way": way_to(offer)},
        provider=offer.provider,
    )


def confirm(request, pk):
    offer = editable_offer(request.user, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    way, seen = way_of(request.user), seen_version(request.POST)
    confirmed = attempt(
        request,
        partial(actions.confirm, offer, by=request.user, via=way, seen=seen),
        success=_("“%(offer)s” is confirmed. Thank you.") % {"offer": offer},
    )
    return redirect("offers:mine" if confirmed and provides(request.user, offer) else offer)


def publish(request, pk):
    return _ask_complete(
        request,
        pk,
        partial(actions.publish, seen=seen_version(request.GET)),
        title=_("Publish “%(offer)s”"),
        question=_("Everybody who is logged in then sees this offer. Is it true as it is written?"),
        label=_("Publish"),
        success=_("“%(offer)s” is in the catalogue."),
    )


def submit(request, pk):
    return _ask_complete(
        request,
        pk,
        actions.submit,
        title=_("Submit “%(offer)s”"),
        question=_("The office looks at the offer and publishes it. Is it true as it is written?"),
        label=_("Submit"),
        success=_("“%(offer)s” is submitted. The office looks at it and publishes it."),
    )


def _ask_complete(request, pk, action, *, title, question, label, success):
    """Asks like `ask`; an offer that lacks something needed is told what, with the way there."""
    offer = editable_offer(request.user, pk)
    if request.method == "POST":
        act = partial(action, offer, by=request.user, via=way_of(request.user))
        attempt(request, act, success=success % {"offer": offer})
        return redirect(offer)
    gaps = [] if offer.is_paused else _with_places(request.user, offer, completeness.missing(offer))
    context = {
        "offer": offer,
        "title": title % {"offer": offer},
        "question": question,
        "label": label,
        "needed": [(gap, url) for gap, url in gaps if gap.needed],
        "advised": [(gap, url) for gap, url in gaps if not gap.needed],
    }
    return render(request, "offers/publish.html", context)


@allow(coordinates)
def send_back(request, pk):
    offer = editable_offer(request.user, pk)
    return edit(
        request,
        RemarkForm,
        title=_("Send “%(offer)s” back") % {"offer": offer},
        save=lambda form: actions.send_back(offer, form.cleaned_data["remark"], by=request.user),
        success=_("“%(offer)s” is a draft again. The provider reads why.") % {"offer": offer},
        template="offers/remark.html",
        context={
            "offer": offer,
            "addresses": proposing.addresses_of(offer.provider),
            "label": _("Send back"),
            "back": offer.get_absolute_url(),
        },
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
        question=_("The offer is put away. Reports still count it, and you can open it again."),
        label=_("Archive"),
        success=_("“%(offer)s” is in the archive."),
    )


@allow(coordinates)
def reopen(request, pk):
    return _ask_about(
        request,
        pk,
        reopening.reopen,
        title=_("Open “%(offer)s” again"),
        question=_(
            "The offer becomes a draft that only the office and the provider see. Before it is "
            "published it is checked for what is missing; reports count it from that day on."
        ),
        label=_("Open again"),
        success=_("“%(offer)s” is a draft again. Publish it as soon as it is complete."),
    )


def delete(request, pk):
    """A draft made by mistake."""
    offer = editable_offer(request.user, pk)
    if not discarding.may_discard(request.user, offer):
        raise PermissionDenied
    return ask(
        request,
        title=_("Delete “%(offer)s”") % {"offer": offer},
        question=_("The draft is deleted with its times and files. It cannot be had back."),
        label=_("Delete"),
        do=partial(discarding.discard, offer, by=request.user),
        then=reverse("offers:list" if coordinates(request.user) else "offers:mine"),
        success=_("“%(offer)s” is deleted.") % {"offer": offer},
        back=offer.get_absolute_url(),
        way=way_to(offer),
    )


def _ask_about(request, pk, action, *, title, question, label, success):
    offer = editable_offer(request.user, pk)
    return ask(
        request,
        title=title % {"offer": offer},
        question=question,
        label=label,
        do=partial(action, offer, by=request.user),
        then=offer.get_absolute_url(),
        success=success % {"offer": offer},
        way=way_to(offer),
    )
