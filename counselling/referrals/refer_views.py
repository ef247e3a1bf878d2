"""Sending somebody on: from a talk or a case into the catalogue, narrowed to what this client
needs, and back with one click."""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counselling.case_frame import opened_case
from counselling.models import Case, Consent, Contact, Referral
from counselling.referrals import actions, counts
from counselling.referrals.codes import BY_PHONE, Days, Kind
from counselling.referrals.fitting import fitting, topic_of, wishes
from counselling.referrals.forms import ReferralForm, TargetForm
from integration_office import drafting
from integration_office.audit import record_reading
from integration_office.codes import FieldOfAction
from integration_office.digits import whole_number
from integration_office.lists import BoundedPaginator
from integration_office.permissions import allow, counsels
from integration_office.views import attempt, edit
from network.models import Organisation
from offers.models import Offer
from offers.trust.freshness import freshness
from offers.words import line_words


# What the address of the form may ask for: whom somebody is sent to.
TARGETS = ("offer", "organisation")
PER_PAGE = 10
MOST_SHORTCUTS = 6
GIVEN_UP = {
    "group": gettext_lazy("the target group"),
    "language": gettext_lazy("the language"),
    "level": gettext_lazy("the German level"),
}
# Whom people are sent to most, before the office has numbers of its own (domain/05, 5.4).
USUAL_KINDS = [Organisation.Kind.AUTHORITY, Organisation.Kind.MIGRATION_SERVICE]


@dataclass(frozen=True)
class Origin:
    """Where somebody is sent on from: a talk, with or without a case, or a case."""

    contact: Contact | None
    case: Case | None

    @property
    def is_fixed(self):
        if self.contact is not None:
            return self.contact.is_fixed
        return not self.case.is_open

    @property
    def row(self):
        return self.contact or self.case

    def address(self, name):
        part = "contact" if self.contact is not None else "case"
        return reverse(f"counselling:{part}_{name}", args=[self.row.pk])

    def referral(self, offer, organisation):
        """A new one; it hangs on the talk, which knows its case, or on the case."""
        of_case = None if self.contact is not None else self.case
        return Referral(
            contact=self.contact,
            case=of_case,
            offer=offer,
            organisation=organisation or offer.provider,
            topic=self._topic(offer),
        )

    def _topic(self, offer):
        if self.contact is not None:
            return self.contact.main_topic
        fields, last = offer.fields_of_action if offer else [], topic_of(None, self.case)
        if fields and last not in fields:
            return fields[0]
        return last or FieldOfAction.SON


def _from_contact(request, pk):
    """The talk, and the line in the read log; one whose case went to a colleague stays there."""
    contact = get_object_or_404(
        Contact.objects.visible_to(request.user).select_related("case"), pk=pk
    )
    if contact.case_id:
        return Origin(contact, opened_case(request, contact.case_id))
    if not drafting.is_automatic(request):
        record_reading(contact, by=request.user)
    return Origin(contact, None)


@allow(counsels)
def contact_refer(request, pk):
    return _search(request, _from_contact(request, pk))


@allow(counsels)
def contact_refer_to(request, pk):
    return _form(request, _from_contact(request, pk))


@allow(counsels)
def case_refer(request, pk):
    return _search(request, Origin(None, opened_case(request, pk)))


@allow(counsels)
def case_refer_to(request, pk):
    return _form(request, Origin(None, opened_case(request, pk)))


def _search(request, origin):
    """What fits; one click notes that the information was given, another opens the form."""
    if origin.is_fixed:
        return _refused(request, origin)
    if request.method == "POST":
        attempt(
            request,
            partial(_inform, request, origin),
            success=_("Noted: information given. You can note more of them."),
        )
        return redirect(request.get_full_path())
    found, given_up = fitting(request.user, wishes(origin.contact, origin.case), request.GET)
    paginator = BoundedPaginator(found.qs, PER_PAGE, **found.counted)
    page = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "counselling/referrals/search.html",
        {
            "title": _("Find a fitting offer"),
            "origin": origin,
            "form_url": origin.address("refer_to"),
            "filter": found,
            "page": page,
            "lines": [_line(offer) for offer in page],
            "given_up": [GIVEN_UP[key] for key in given_up],
            "target_form": TargetForm(),
            "shortcuts": _shortcuts(),
            "referrals": _of(request.user, origin),
            "answers": BY_PHONE,
            "here": request.get_full_path(),
        },
    )


def _refused(request, origin):
    messages.error(
        request, _("Nobody can be sent on from here: the case is closed or the talk only a count.")
    )
    return redirect(origin.row)


def _inform(request, origin):
    offer = _offer(request.user, request.POST.get("offer", ""))
    return actions.refer(origin.referral(offer, None), by=request.user)


def _line(offer):
    """A line of the catalogue, as `OfferQuerySet.for_lines` makes it, for a template."""
    today = timezone.localdate()
    return {
        "offer": offer,
        "facts": list(zip(line_words(), offer.line, strict=False)),
        "freshness": freshness(offer.confirmed_on, offer.due_on, today, offer.unanswered_since),
    }


def _shortcuts():
    """The bodies people were sent to most within a year."""
    if found := counts.usual_targets(MOST_SHORTCUTS):
        return found
    usual = Organisation.objects.current().filter(kind__in=USUAL_KINDS).german_order()
    return list(usual.values_list("pk", "name")[:MOST_SHORTCUTS])


def _of(user, origin):
    rows = Referral.objects.visible_to(user).with_targets().without_texts().newest_first()
    rows = rows.filter(contact=origin.contact) if origin.contact else rows.of_case(origin.case)
    return rows[:PER_PAGE]


def _offer(user, key):
    rows = Offer.objects.visible_to(user).in_catalogue().select_related("provider")
    return get_object_or_404(rows, pk=whole_number(key))


def _form(request, origin):
    if origin.is_fixed and request.method != "POST":  # what is typed is not thrown away
        return _refused(request, origin)
    offer = organisation = None
    if "offer" in request.GET:
        offer = _offer(request.user, request.GET["offer"])
        organisation = offer.provider
    else:
        key = whole_number(request.GET.get("organisation", ""))
        organisation = get_object_or_404(Organisation.objects.current(), pk=key)
    if request.POST.get(drafting.WISH) == drafting.LEAVE:
        # Whoever goes to have a consent signed comes back for a transfer.
        request.POST = request.POST.copy()
        request.POST["kind"] = Kind.TRANSFER
    consents = _consents(request.user, origin, organisation)
    referral = origin.referral(offer, organisation)
    return edit(
        request,
        ReferralForm,
        instance=referral,
        consents=consents,
        title=_("Refer to %(target)s") % {"target": referral.target},
        save=lambda form: actions.refer(
            form.instance,
            days=form.cleaned_data["days"],
            file=form.cleaned_data["file"],
            by=request.user,
        ),
        success=_said,
        template="counselling/referrals/form.html",
        context={
            "origin": origin,
            "referral": referral,
            "consents": consents,
            "back": origin.address("refer"),
        },
        draft=TARGETS,
        leave=_where_to_agree(request, origin, organisation),
        initial={"kind": _kind(request.GET.get("kind", "")), "days": Days.NONE},
    )


def _kind(asked):
    return asked if asked in Kind.values else Kind.INFORMATION


def _consents(user, origin, organisation):
    """Those that allow to tell this very body about this very case; none without a case."""
    seen = Consent.objects.visible_to(user).filter(case=origin.case)
    return seen.in_force().to_tell(organisation)


def _where_to_agree(request, origin, organisation):
    """The form of a consent for this very body, without a case the way to one; from both one comes
    back to the transfer and what was typed there."""
    here = urlencode(request.GET.dict() | {"kind": Kind.TRANSFER.value, "draft": 1})
    back = {"next": f"{request.path}?{here}"}
    if origin.case is None:
        page = reverse("counselling:continue", args=[origin.contact.pk])
        return f"{page}?{urlencode(back)}"
    page = reverse("counselling:case_consent_create", args=[origin.case.pk])
    return f"{page}?{urlencode({'recipient': organisation.pk} | back)}"


def _said(referral):
    if referral.asked_at:
        return _("The referral is saved, and a mail with the link is on its way.")
    return _("The referral is saved. Nobody was written to.")
