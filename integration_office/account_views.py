"""Accounts: who is in, inviting, closing, and the way in from an invitation."""

from functools import partial

import django_filters
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from integration_office import accounts, privacy
from integration_office.account_forms import InvitationForm, UserForm
from integration_office.filters import OfficeFilterSet
from integration_office.links import LinkRefused, find
from integration_office.lists import Column, list_page
from integration_office.models import User
from integration_office.permissions import allow, manages_accounts
from integration_office.views import ask, edit


class UserFilter(OfficeFilterSet):
    q = django_filters.CharFilter(
        field_name="name", lookup_expr="icontains", label=gettext_lazy("Name")
    )
    role = django_filters.ChoiceFilter(
        field_name="roles",
        label=gettext_lazy("Role"),
        choices=User.Role,
        method="with_role",
    )
    is_active = django_filters.BooleanFilter(
        label=gettext_lazy("May log in"),
        widget=forms.Select(
            choices=[("", "–"), ("true", gettext_lazy("yes")), ("false", gettext_lazy("no"))]
        ),
    )

    def with_role(self, users, _name, role):
        return users.with_role(role)


COLUMNS = [
    Column("name", gettext_lazy("Name"), "name", sort="name", link=True),
    Column("email", gettext_lazy("E-mail address"), "email", sort="email"),
    Column("roles", gettext_lazy("Roles"), "role_labels"),
    Column("last_login", gettext_lazy("Last login"), "last_login", sort="last_login"),
    Column(
        "is_active",
        gettext_lazy("May log in"),
        lambda user: _("yes") if user.is_active else _("no"),
        sort="is_active",
    ),
]


@require_safe
@allow(manages_accounts)
def user_list(request):
    return list_page(
        request,
        User.objects.not_erased(),
        columns=COLUMNS,
        filterset=UserFilter,
        title=_("Accounts"),
        filename="konten",
        template="account/user_list.html",
    )


@allow(manages_accounts)
def user_create(request):
    def save(form):
        accounts.invite(form.instance, by=request.user)
        return form.instance

    return edit(
        request,
        UserForm,
        by=request.user,
        title=_("Invite a person"),
        save=save,
        then=reverse("user_list"),
        success=_("The invitation is on its way."),
    )


@allow(manages_accounts)
def user_edit(request, pk):
    user = get_object_or_404(User, pk=pk)

    def save(form):
        old_email = form.initial["email"]
        accounts.changed(form.save(), by=request.user, old_email=old_email)
        return form.instance

    return edit(
        request,
        UserForm,
        by=request.user,
        instance=user,
        save=save,
        title=_("Account of %(name)s") % {"name": user.name},
        then=reverse("user_list"),
        template="account/user_edit.html",
        context={"account": user},
    )


def _ask_about(request, pk, action, *, title, question, label, success):
    user = get_object_or_404(User, pk=pk)
    return ask(
        request,
        title=title,
        question=question % {"name": user.name},
        label=label,
        do=partial(action, user, by=request.user),
        then=reverse("user_list"),
        back=user.get_absolute_url(),
        success=success,
    )


@allow(manages_accounts)
def user_deactivate(request, pk):
    return _ask_about(
        request,
        pk,
        accounts.deactivate,
        title=_("Close account"),
        question=_("Close the account of %(name)s? All sessions end at once."),
        label=_("Close account"),
        success=_("The account is closed."),
    )


@allow(manages_accounts)
def user_reactivate(request, pk):
    return _ask_about(
        request,
        pk,
        accounts.reactivate,
        title=_("Open account again"),
        question=_("Open the account of %(name)s again?"),
        label=_("Open account"),
        success=_("The account is open again."),
    )


@allow(manages_accounts)
def user_invite(request, pk):
    return _ask_about(
        request,
        pk,
        accounts.send_invitation,
        title=_("Send a new invitation"),
        question=_("Send a new invitation to %(name)s? Earlier links stop working."),
        label=_("Send"),
        success=_("The invitation is on its way."),
    )


@never_cache
@login_not_required
def invitation(request, token):
    """The page behind an invitation link: choose a password, then log in."""
    try:
        link = find(token, accounts.INVITATION)
        form = InvitationForm(request.POST or None, user=User.objects.get(pk=link.target_pk))
        if request.method == "POST" and form.is_valid():
            accounts.accept_invitation(token, form.cleaned_data["password"])
            messages.success(request, _("Your password is set. Please log in."))
            return redirect("account_login")
    except LinkRefused as refusal:
        return render(request, "account/invitation_refused.html", {"refusal": refusal}, status=410)
    status = 422 if form.is_bound else 200
    return render(request, "account/invitation.html", {"form": form}, status=status)


def address(request):
    """In the place of allauth's page: an address is proved by an invitation and changed by the
    office. Who could enter any address would be shown what is held under it."""
    raise PermissionDenied


@require_safe
def my_data(request):
    """Everything held on the person who asks (Art. 15 DSGVO)."""
    return render(request, "account/my_data.html", {"holdings": privacy.held_on(request.user)})
