"""Forms of the network."""

from django import forms
from django.utils.translation import gettext_lazy as _

from integration_office.codes import FieldOfAction, Language
from integration_office.forms import OfficeModelForm, chips
from integration_office.models import User
from network.models import Body, ContactPerson, Measure, Meeting, Membership, Organisation, Seat


class ProfileForm(OfficeModelForm):
    """What a partner keeps up to date about the own organisation."""

    fields_of_action = chips(_("Fields of action"), FieldOfAction)
    languages = chips(_("Languages spoken there"), Language)

    class Meta:
        model = Organisation
        fields = [
            *("short_name", "task", "street", "postcode", "city"),
            *("phone", "email", "website", "fields_of_action", "languages"),
        ]
        widgets = {"task": forms.Textarea(attrs={"rows": 3})}


class OrganisationForm(ProfileForm):
    """Everything about an organisation, for those who keep the network."""

    class Meta(ProfileForm.Meta):
        fields = ["name", "kind", "parent", *ProfileForm.Meta.fields, "source", "source_as_of"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organisation.objects.current().german_order()
        self.fields["parent"].queryset = others.exclude(pk=self.instance.pk)


class AccountField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return f"{user.name} ({user.email})"


class MembershipForm(OfficeModelForm):
    user = AccountField(
        label=_("Account"),
        queryset=User.objects.none(),
        help_text=_("Open accounts with the role “partner organisation”."),
    )

    class Meta:
        model = Membership
        fields = ["user", "since"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.active().with_role(User.Role.PARTNER)


class ContactPersonForm(OfficeModelForm):
    class Meta:
        model = ContactPerson
        fields = [
            *("name", "salutation", "function", "organisation", "email", "phone"),
            *("mailing_consent_on", "valid_until"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.german_order()


class BodyForm(OfficeModelForm):
    class Meta:
        model = Body
        fields = [
            *("name", "level", "founded", "task", "members_text", "rhythm"),
            *("office_writes_minutes", "source"),
        ]
        widgets = {"task": forms.Textarea(attrs={"rows": 3})}


class SeatForm(OfficeModelForm):
    class Meta:
        model = Seat
        fields = ["organisation", "person", "role", "since"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.current().german_order()
        self.fields["person"].queryset = ContactPerson.objects.current().german_order()


class MeetingForm(OfficeModelForm):
    class Meta:
        model = Meeting
        fields = ["day", "start", "place", "status", "topic", "attendance", "minutes"]
        widgets = {"minutes": forms.Textarea(attrs={"rows": 8})}


class MeasureForm(OfficeModelForm):
    class Meta:
        model = Measure
        fields = [
            *("title", "status", "stand_text", "lead", "responsible", "period_text"),
            "source",
        ]
        widgets = {"stand_text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = Organisation.objects.german_order()
