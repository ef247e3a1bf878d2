"""Forms about accounts."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from integration_office.forms import OfficeForm, OfficeModelForm
from integration_office.models import User


class UserForm(OfficeModelForm):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=User.Role,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One person may hold several roles."),
        error_messages={"required": _("Please choose at least one role.")},
    )

    class Meta:
        model = User
        fields = ["name", "email", "roles"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance == by:
            # Whoever gives rights would else open the cases to itself.
            self.fields["roles"].disabled = True
            self.fields["roles"].help_text = _(
                "Nobody changes their own roles. Please ask somebody else who manages accounts."
            )


class InvitationForm(OfficeForm):
    """Choosing a first password."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A sentence is easy to remember and hard to guess."),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self):
        cleaned = super().clean()
        if {"password", "again"} <= cleaned.keys() and cleaned["password"] != cleaned["again"]:
            raise ValidationError(
                {"again": _("The two passwords differ. Please type the same one twice.")}
            )
        return cleaned
