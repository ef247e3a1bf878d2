"""Forms of the calendar. What a person types is as little as the domain allows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import (
    Event,
    GroupSession,
    Registration,
    Series,
    TestRegistration,
    TestSession,
)
from integration_office.codes import Language
from integration_office.forms import OfficeModelForm
from network.models import Organisation
from offers.models import Offer


class SeriesForm(OfficeModelForm):
    class Meta:
        model = Series
        fields = ["title", "year", "motto", "starts_on", "ends_on", "submission_deadline"]


class ContributionForm(OfficeModelForm):
    """What a partner says about an event; the office decides on the rest."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=Language, required=False, widget=forms.SelectMultiple
    )

    class Meta:
        model = Event
        fields = [
            "title",
            "series",
            "format",
            "day",
            "starts_at",
            "ends_at",
            "rain_date",
            "place",
            "organisers",
            "target_group",
            "languages",
            "description",
            "cost",
            "registration_required",
            "capacity",
            "registration_deadline",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisers"].queryset = Organisation.objects.current().german_order()
        if self.instance.pk:
            self.fields["organisers"].queryset = (
                Organisation.objects.current() | self.instance.organisers.all()
            ).distinct()
        self.fields["description"].widget.attrs["rows"] = 6
        self.fields["series"].empty_label = _("no series")
        self.fields["organisers"].widget.attrs["size"] = 8
        self.fields["format"].choices = [("", "–"), *Event.Format.choices]


class EventForm(ContributionForm):
    class Meta(ContributionForm.Meta):
        fields = [*ContributionForm.Meta.fields, "office_role", "status"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = set(Event.Status) - Event.CALLED_OFF | {self.instance.status}
        self.fields["status"].choices = [
            (value, label) for value, label in Event.Status.choices if value in offered
        ]


class CallOffForm(OfficeModelForm):
    status = forms.ChoiceField(
        label=_("What happens"),
        choices=[(s, s.label) for s in (Event.Status.CANCELLED, Event.Status.POSTPONED)],
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        initial=Event.Status.CANCELLED,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Everybody who sees the event reads it: no names, please."),
    )

    class Meta:
        model = Event
        fields = ["status", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.is_called_off:
            self.initial["status"] = Event.Status.CANCELLED


class VisitorsForm(OfficeModelForm):
    visitors = forms.IntegerField(
        label=_("Visitors"),
        min_value=0,
        max_value=100_000,
        help_text=_("Estimated is good enough."),
    )

    class Meta:
        model = Event
        fields = ["visitors"]


class RegistrationForm(OfficeModelForm):
    class Meta:
        model = Registration
        fields = ["name", "contact", "persons"]


class GroupSessionForm(OfficeModelForm):
    class Meta:
        model = GroupSession
        fields = [
            "title",
            "offer",
            "day",
            "topic",
            "took_place",
            "cancel_reason",
            "n_total",
            "n_women",
            "n_children",
            "new_faces",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offer"].queryset = Offer.objects.by_name()
        self.fields["offer"].empty_label = _("no offer")


class TestSessionForm(OfficeModelForm):
    __test__ = False  # not a test of ours

    class Meta:
        model = TestSession
        fields = [
            "day",
            "starts_at",
            "room",
            "seats",
            "registration_closes",
            "supervisors",
            "status",
        ]


class TestRegistrationForm(OfficeModelForm):
    """The closed list of EinbTestV § 4, and what was seen and paid. Nothing else, ever."""

    __test__ = False  # not a test of ours

    class Meta:
        model = TestRegistration
        fields = [
            "family_name",
            "first_names",
            "birth_date",
            "birth_place",
            "street",
            "postcode",
            "city",
            "id_checked",
            "fee_paid_at",
            "receipt_no",
        ]
