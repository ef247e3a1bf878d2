"""Unmet needs: the log, reporting one, and what the coordination makes of it."""

from functools import partial
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from integration_office.lists import Column, list_page
from integration_office.lists import text as written
from integration_office.permissions import allow, coordinates, counsels, is_partner, is_staff
from integration_office.views import ask, attempt, edit
from network.models import Organisation
from offers.codes import NeedSource
from offers.coverage import need_actions
from offers.coverage.need_filters import STATUSES, NeedFilter
from offers.coverage.need_forms import GivingUpForm, MeasureForm, MorePeopleForm, NeedForm
from offers.filters import required
from offers.models import Offer, UnmetNeed
from offers.ways import way_to


MOST_OFFERS = 20

COLUMNS = [
    Column("text", gettext_lazy("What is missing"), str, link=True),
    Column("field", gettext_lazy("Topic"), "get_field_of_action_display", sort="field_of_action"),
    Column("groups", gettext_lazy("For whom"), "group_labels"),
    Column(
        "level",
        pgettext_lazy("short", "German level"),
        "get_german_level_display",
        sort="german_level",
    ),
    Column("when", gettext_lazy("When"), "times"),
    Column("people", gettext_lazy("People"), "people", sort="people"),
    Column("source", gettext_lazy("Seen by"), "get_source_display", sort="source"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("reported", gettext_lazy("Reported on"), "reported_on", sort="reported_on"),
    Column("answer", gettext_lazy("Answer"), lambda need: _answer(need)),
]


def _answer(need):
    """What was found, and the day on which that was said."""
    day = written(need.decided_on) if need.decided_on else ""
    return ", ".join(filter(None, [need.answer, day]))


@require_safe
@allow(is_staff, is_partner)
def need_list(request):
    needs = UnmetNeed.objects.visible_to(request.user).with_answers()
    if request.GET.get("status") not in dict(STATUSES):
        needs = needs.open()
    return list_page(
        request,
        needs,
        columns=COLUMNS,
        filterset=NeedFilter,
        template="offers/need_list.html",
        title=_("Unmet needs"),
        filename="bedarfsmeldungen",
    )


def _visible(user, pk):
    return get_object_or_404(UnmetNeed.objects.visible_to(user).with_answers(), pk=pk)


def may_correct(user, need):
    """The coordination always; whoever reported it until it is checked."""
    return coordinates(user) or (need.is_reported and need.reported_by_id == user.pk)


@require_safe
@allow(is_staff, is_partner)
def need_detail(request, pk):
    need = _visible(request.user, pk)
    office = is_staff(request.user)
    return render(
        request,
        "offers/need_detail.html",
        {
            "need": need,
            "steps": _steps(need, office=office),
            "may_correct": may_correct(request.user, need) and need.is_open,
            "may_decide": coordinates(request.user),
            "offer": need.found_offer if office or not need.answer_is_internal else None,
            "similar": UnmetNeed.objects.visible_to(request.user).like(need)[:5],
            "in_catalogue": _address_of_offers(need),
        },
    )


def _steps(need, *, office):
    """What became of it, when and by whom; names stay in the office."""
    steps = [
        (_("Reported"), need.reported_on, need.reported_by, ""),
        (_("Checked"), need.checked_on, need.checked_by, ""),
        (need.get_status_display(), need.decided_on, need.decided_by, need.answer),
    ]
    return [
        (word, day, by.name if office and by else "", text) for word, day, by, text in steps if day
    ]


def _address_of_offers(need):
    """The catalogue, narrowed to what the need asks for."""
    codes = {"field": [need.field_of_action], "group": need.target_groups}
    return f"{reverse('offers:list')}?{urlencode(codes, doseq=True)}"


# How the empty page of a search hands over what was looked for: the catalogue's own codes.
ONE = {
    "field": "field_of_action",
    "level": "german_level",
    "childcare": "childcare",
    "people": "people",
}
SEVERAL = {
    "group": "target_groups",
    "day": "weekdays",
    "part": "dayparts",
    "language": "languages",
}


def _begun(query):
    """The form filled with what was looked for in vain; a code nobody knows is left out."""
    begun = {"text": query.get("q", "")[:500]}
    begun |= {field: query[name] for name, field in ONE.items() if query.get(name)}
    begun |= {field: query.getlist(name) for name, field in SEVERAL.items() if query.get(name)}
    return {name: value for name, value in begun.items() if _is_known(name, value)}


def _usual_source(user):
    """Who counsels and does not lead sees needs in counselling."""
    seen = counsels(user) and not coordinates(user)
    return NeedSource.CONTACT if seen else NeedSource.OFFICE


def _is_known(name, value):
    field = UnmetNeed._meta.get_field(name)
    try:
        field.clean(value, None)
    except ValidationError:
        return False
    return True


def _for_whom(user):
    """What a form may show to this account: a partner speaks for the own organisations."""
    organisations = Organisation.objects.current().german_order()
    partner = not is_staff(user)
    return {
        "needs": UnmetNeed.objects.visible_to(user),
        "organisations": organisations.of(user) if partner else organisations,
        "is_partner": partner,
    }


@allow(is_staff, is_partner)
def need_create(request):
    return edit(
        request,
        NeedForm,
        title=_("Report an unmet need"),
        save=lambda form: need_actions.report(form.instance, by=request.user),
        success=_("Thank you. The coordination looks at it."),
        template="offers/need_form.html",
        context={"back": reverse("offers:need_list")},
        initial={"source": _usual_source(request.user)} | _begun(request.GET),
        **_for_whom(request.user),
    )


@allow(is_staff, is_partner)
def need_edit(request, pk):
    need = _visible(request.user, pk)
    if not may_correct(request.user, need):
        raise PermissionDenied
    return edit(
        request,
        NeedForm,
        instance=need,
        title=_("Edit need"),
        save=lambda form: need_actions.change(form.instance, by=request.user),
        template="offers/need_form.html",
        context={"back": need.get_absolute_url()},
        **_for_whom(request.user),
    )


@allow(is_staff, is_partner)
def need_more(request, pk):
    """ "Concerns more": the same need, other people."""
    need = _visible(request.user, pk)
    return edit(
        request,
        MorePeopleForm,
        instance=need,
        title=_("The same need once more: “%(need)s”") % {"need": need},
        save=lambda form: need_actions.concerns_more(
            need, form.cleaned_data["people"], by=request.user
        ),
        success=_("Noted."),
        context={"back": need.get_absolute_url(), "way": way_to("offers:need_list", need)},
    )


@allow(coordinates)
def need_check(request, pk):
    need = _visible(request.user, pk)
    return ask(
        request,
        title=_("Check “%(need)s”") % {"need": need},
        question=_(
            "Is it understandable, and can nobody be recognised in it? From now on the partners "
            "see it as well."
        ),
        label=_("Checked"),
        do=partial(need_actions.check, need, by=request.user),
        then=need.get_absolute_url(),
        success=_("Noted."),
        way=way_to("offers:need_list", need),
    )


@allow(coordinates)
def need_still_open(request, pk):
    need = _visible(request.user, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    attempt(
        request,
        partial(need_actions.still_open, need, by=request.user),
        success=_("Noted."),
    )
    return redirect(need)


@require_safe
@allow(coordinates)
def need_offers(request, pk):
    """Which offer answers the need: those that fit its codes, or those a search finds."""
    need = _visible(request.user, pk)
    text = request.GET.get("q", "").strip()
    offers = Offer.objects.visible_to(request.user).in_catalogue()
    fitting = offers.matching(text) if text else offers.filter(facets__contains=_wanted(need))
    return render(
        request,
        "offers/need_offers.html",
        {"need": need, "q": text, "offers": _named(fitting)},
    )


def _named(offers):
    named = offers.by_name().select_related("provider").prefetch_related("schedules")
    return named[:MOST_OFFERS]


def _wanted(need):
    """Topic and level must fit; the rest the coordination sees for itself."""
    codes = {"field": need.field_of_action, "level": need.german_level}
    return required({key: code for key, code in codes.items() if code})


@allow(coordinates)
def need_offer(request, pk, offer):
    need = _visible(request.user, pk)
    offer = get_object_or_404(Offer.objects.visible_to(request.user), pk=offer)
    return ask(
        request,
        title=_("Offer found: “%(offer)s”") % {"offer": offer},
        question=_("Does “%(offer)s” answer the need “%(need)s”?") % {"offer": offer, "need": need},
        label=_("Yes, offer found"),
        do=partial(need_actions.answer_with_offer, need, offer, by=request.user),
        then=need.get_absolute_url(),
        success=_("Noted."),
        way=way_to("offers:need_list", need),
    )


@allow(coordinates)
def need_measure(request, pk):
    need = _visible(request.user, pk)
    return edit(
        request,
        MeasureForm,
        instance=need,
        title=_("Measure started for “%(need)s”") % {"need": need},
        save=lambda form: need_actions.answer_with_measure(
            need,
            form.cleaned_data["measure"],
            remark=form.cleaned_data["remark"],
            by=request.user,
        ),
        success=_("Noted."),
        context={"way": way_to("offers:need_list", need)},
    )


@allow(coordinates)
def need_give_up(request, pk):
    need = _visible(request.user, pk)
    return edit(
        request,
        GivingUpForm,
        instance=need,
        title=_("“%(need)s” cannot be solved") % {"need": need},
        save=lambda form: need_actions.give_up(
            need, remark=form.cleaned_data["remark"], by=request.user
        ),
        success=_("Noted."),
        context={"way": way_to("offers:need_list", need)},
    )


@allow(coordinates)
def need_reopen(request, pk):
    need = _visible(request.user, pk)
    return ask(
        request,
        title=_("Open “%(need)s” again") % {"need": need},
        question=_("The answer does not hold, and it is missing again?"),
        label=_("Open again"),
        do=partial(need_actions.reopen, need, by=request.user),
        then=need.get_absolute_url(),
        success=_("Noted."),
        way=way_to("offers:need_list", need),
    )
