"""Organisations: list, profile, archive, and the accounts that speak for them."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from integration_office.lists import Column, list_page
from integration_office.partial_dates import spoken
from integration_office.permissions import allow, coordinates, is_partner, is_staff
from integration_office.views import ask, edit
from network import actions
from network.filters import OrganisationFilter
from network.forms import MembershipForm, OrganisationForm, ProfileForm
from network.models import Membership, Organisation
from network.permissions import edits_profile, keeps_network, reads_network


COLUMNS = [
    Column("name", gettext_lazy("Name"), "name", sort="name__german_order", link=True),
    Column("kind", gettext_lazy("Kind"), "get_kind_display", sort=("kind", "name__german_order")),
    Column("fields", gettext_lazy("Fields of action"), "field_labels"),
    Column("address", gettext_lazy("Address"), "address", sort=("street", "name__german_order")),
    Column("phone", gettext_lazy("Phone"), "phone"),
    Column("email", gettext_lazy("E-mail address"), "email"),
]
# What these columns read of an organisation.
SHOWN = ("name", "kind", "fields_of_action", "street", "postcode", "city", "phone", "email")


@require_safe
@allow(reads_network)
def organisation_list(request):
    own = Organisation.objects.of(request.user) if is_partner(request.user) else []
    return list_page(
        request,
        Organisation.objects.german_order().only(*SHOWN),
        columns=COLUMNS,
        filterset=OrganisationFilter,
        title=_("Organisations"),
        filename="organisationen",
        template="network/list.html",
        context={"may_write": keeps_network(request.user), "own": own},
    )


@require_safe
@allow(reads_network)
def organisation_detail(request, pk):
    organisation = get_object_or_404(Organisation.objects.select_related("parent"), pk=pk)
    may_write = keeps_network(request.user)
    return render(
        request,
        "network/detail.html",
        {
            "organisation": organisation,
            "facts": _facts(organisation),
            "parts": organisation.parts.current().german_order(),
            "seats": organisation.seats.current().select_related("body"),
            "measures": organisation.measures.select_related("goal"),
            "persons": organisation.contact_persons.current().german_order()
            if is_staff(request.user)
            else [],
            "members": organisation.memberships.current().select_related("user")
            if may_write
            else [],
            "may_write": may_write,
            "may_arrange": coordinates(request.user),
            "may_edit": edits_profile(request.user, organisation),
            "sees_persons": is_staff(request.user),
        },
    )


def _facts(organisation):
    website = organisation.website and format_html(
        '<a href="{}" rel="noreferrer">{}</a>', organisation.website, organisation.website
    )
    email = organisation.email and format_html(
        '<a href="mailto:{}">{}</a>', organisation.email, organisation.email
    )
    parent = organisation.parent and format_html(
        '<a href="{}">{}</a>', organisation.parent.get_absolute_url(), organisation.parent
    )
    return [
        (_("Name"), organisation.name),
        (_("Short name"), organisation.short_name),
        (_("Kind"), organisation.get_kind_display()),
        (_("Belongs to"), parent),
        (_("Task"), organisation.task),
        (_("Address"), organisation.address),
        (_("Phone"), organisation.phone),
        (_("E-mail address"), email),
        (_("Website"), website),
        (_("Fields of action"), ", ".join(map(str, organisation.field_labels))),
        (_("Languages spoken there"), ", ".join(map(str, organisation.language_labels))),
        (_("Source"), organisation.source),
        (_("As of"), spoken(organisation.source_as_of)),
    ]


@allow(keeps_network)
def organisation_create(request):
    return edit(
        request,
        OrganisationForm,
        title=_("New organisation"),
        save=lambda form: actions.save_organisation(form.instance, by=request.user),
        context={"back": reverse("network:list")},
    )


@allow(reads_network)
def organisation_edit(request, pk):
    organisation = get_object_or_404(Organisation, pk=pk)
    if not edits_profile(request.user, organisation):
        raise PermissionDenied
    form = OrganisationForm if keeps_network(request.user) else ProfileForm
    return edit(
        request,
        form,
        instance=organisation,
        title=_("Edit %(object)s") % {"object": organisation.display_name},
        save=lambda form: actions.save_organisation(form.instance, by=request.user),
    )


@allow(keeps_network)
def organisation_archive(request, pk):
    organisation = get_object_or_404(Organisation, pk=pk)
    return ask(
        request,
        title=_("Archive %(object)s") % {"object": organisation.display_name},
        question=_(
            "The organisation stays named where it was named, but no longer stands in lists and "
            "choices. You can bring it back at any time."
        ),
        label=pgettext("verb", "Archive"),
        do=partial(actions.archive, organisation, by=request.user),
        then=organisation.get_absolute_url(),
        success=_("The organisation is archived."),
    )


@allow(keeps_network)
def organisation_bring_back(request, pk):
    organisation = get_object_or_404(Organisation, pk=pk)
    return ask(
        request,
        title=_("Bring back %(object)s") % {"object": organisation.display_name},
        question=_("The organisation stands in lists and choices again."),
        label=_("Bring back"),
        do=partial(actions.bring_back, organisation, by=request.user),
        then=organisation.get_absolute_url(),
        success=_("The organisation is back."),
    )


@allow(keeps_network)
def member_add(request, pk):
    organisation = get_object_or_404(Organisation, pk=pk)
    return edit(
        request,
        MembershipForm,
        instance=Membership(organisation=organisation),
        title=_("Account that speaks for %(object)s") % {"object": organisation.display_name},
        save=lambda form: actions.add_member(form.instance, by=request.user),
        success=_("The account now speaks for this organisation."),
        context={"back": organisation.get_absolute_url()},
    )


@allow(keeps_network)
def member_end(request, pk):
    memberships = Membership.objects.select_related("user", "organisation")
    membership = get_object_or_404(memberships, pk=pk)
    return ask(
        request,
        title=_("End membership"),
        question=_("%(name)s no longer speaks for %(object)s, from this moment on.")
        % {"name": membership.user.name, "object": membership.organisation},
        label=_("End membership"),
        do=partial(actions.end_member, membership, by=request.user),
        then=membership.get_absolute_url(),
        success=_("The membership has ended."),
    )
