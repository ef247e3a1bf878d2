"""Contact persons: only the office itself sees them."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from integration_office.digits import whole_number
from integration_office.lists import Column, list_page
from integration_office.permissions import allow, is_staff
from integration_office.views import ask, attempt, edit
from network import actions
from network.filters import ContactPersonFilter
from network.forms import ContactPersonForm
from network.models import ContactPerson, Organisation
from network.permissions import keeps_network


COLUMNS = [
    Column("name", gettext_lazy("Name"), "name", sort="name__german_order", link=True),
    Column("function", gettext_lazy("Function"), "function", sort="function__german_order"),
    Column(
        "organisation",
        gettext_lazy("Organisation"),
        lambda person: person.organisation.name,
        sort=("organisation__name__german_order", "name__german_order"),
    ),
    Column("email", gettext_lazy("E-mail address"), "email"),
    Column("phone", gettext_lazy("Phone"), "phone"),
    Column(
        "mailing", gettext_lazy("Circular mails since"), "mailing_consent_on", "mailing_consent_on"
    ),
]


@require_safe
@allow(is_staff)
def person_list(request):
    return list_page(
        request,
        ContactPerson.objects.select_related("organisation").german_order(),
        columns=COLUMNS,
        filterset=ContactPersonFilter,
        title=_("Contact persons"),
        filename="ansprechpersonen",
        template="network/person_list.html",
        context={"may_write": keeps_network(request.user)},
    )


@require_safe
@allow(is_staff)
def person_detail(request, pk):
    person = get_object_or_404(ContactPerson.objects.select_related("organisation"), pk=pk)
    return render(
        request,
        "network/person_detail.html",
        {
            "person": person,
            "facts": _facts(person),
            "seats": person.seats.current().select_related("body"),
            "may_write": keeps_network(request.user),
        },
    )


def _facts(person):
    organisation = person.organisation
    email = person.email and format_html('<a href="mailto:{}">{}</a>', person.email, person.email)
    return [
        (_("Salutation"), person.salutation),
        (_("Function"), person.function),
        (
            _("Organisation"),
            format_html('<a href="{}">{}</a>', organisation.get_absolute_url(), organisation),
        ),
        (_("E-mail address"), email),
        (_("Phone"), person.phone),
        (_("Circular mails"), _agreed(person.mailing_consent_on)),
        (_("In this function until"), person.valid_until and date_format(person.valid_until)),
        (_("Last changed or confirmed"), date_format(timezone.localtime(person.changed_at))),
    ]


def _agreed(day):
    return _("agreed on %(day)s") % {"day": date_format(day)} if day else _("not agreed")


@allow(keeps_network)
def person_create(request):
    """A new contact person; `?organisation=` names where they come from."""
    chosen = request.GET.get("organisation", "")
    known = Organisation.objects.filter(pk=whole_number(chosen)).first()
    return edit(
        request,
        ContactPersonForm,
        instance=ContactPerson(organisation=known),
        title=_("New contact person"),
        save=lambda form: actions.save_person(form.instance, by=request.user),
        context={"back": known.get_absolute_url() if known else reverse("network:person_list")},
    )


@allow(keeps_network)
def person_edit(request, pk):
    person = get_object_or_404(ContactPerson, pk=pk)
    return edit(
        request,
        ContactPersonForm,
        instance=person,
        title=_("Edit contact person"),
        save=lambda form: actions.save_person(form.instance, by=request.user),
    )


@allow(keeps_network)
@require_POST
def person_confirm(request, pk):
    person = get_object_or_404(ContactPerson, pk=pk)
    attempt(
        request,
        partial(actions.confirm_person, person, by=request.user),
        success=_("Thank you. The facts are noted as right."),
    )
    return redirect(person)


@allow(keeps_network)
def person_delete(request, pk):
    person = get_object_or_404(ContactPerson, pk=pk)
    return ask(
        request,
        title=_("Delete contact person"),
        question=_("Delete %(name)s for good? Seats of the organisation stay, without the name.")
        % {"name": person.name},
        label=_("Delete"),
        do=partial(actions.delete_person, person, by=request.user),
        then=reverse("network:person_list"),
        back=person.get_absolute_url(),
        success=_("The contact person has been deleted."),
    )
