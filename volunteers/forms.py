"""Forms of the volunteers' office."""

import datetime

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from integration_office.codes import Language
from integration_office.forms import OfficeModelForm, chips
from network.models import Organisation
from volunteers.codes import EndReason, Task, VolunteerStatus, slot_choices
from volunteers.models import HourEntry, Need, Placement, Volunteer


MONTHS_BACK = 13


class OwnProfileForm(OfficeModelForm):
    """What a volunteer may say about the own person."""

    languages = chips(_("I speak"), Language, grid=True)
    tasks = chips(_("I want to help with"), Task, grid=True)
    availability = chips(_("I have time"), slot_choices, grid=True)

    class Meta:
        model = Volunteer
        fields = [
            "email",
            "phone",
            "postcode",
            "district",
            "languages",
            "tasks",
            "availability",
            "hours_per_week",
        ]


class VolunteerForm(OfficeModelForm):
    languages = chips(_("languages"), Language, grid=True)
    tasks = chips(_("fields of help"), Task, grid=True)
    availability = chips(_("has time"), slot_choices, grid=True)

    class Meta:
        model = Volunteer
        fields = [
            "name",
            "status",
            "since",
            "birth_year",
            "email",
            "phone",
            "postcode",
            "district",
            "languages",
            "tasks",
            "availability",
            "hours_per_week",
            "found_us",
            "note",
            "secrecy_signed_on",
            "agreement_on",
            "certificate_seen_on",
            "certificate_date",
            "relevant_conviction",
        ]
        help_texts = {
            "note": _("No diagnoses, no religion, nothing about third persons."),
            "certificate_seen_on": _(
                "Only these three facts may be kept (§ 72a SGB VIII): no copy, no number, no text."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        wanted = self._possible()
        self.fields["status"].choices = [
            choice for choice in VolunteerStatus.choices if choice[0] in wanted
        ]

    def _possible(self):
        """“Placed” and “left” come from placements and from leaving, never from this list."""
        if self.instance.is_gone:
            return {self.instance.status}
        if self.instance.pk and self.instance.placements.running().exists():
            return {VolunteerStatus.PLACED, VolunteerStatus.PAUSED}
        return set(VolunteerStatus) - {
            VolunteerStatus.PLACED,
            VolunteerStatus.LEFT,
            VolunteerStatus.ERASED,
        }


class LeavingForm(OfficeModelForm):
    ended_on = forms.DateField(label=_("left on"), initial=timezone.localdate)

    class Meta:
        model = Volunteer
        fields = ["ended_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["ended_on"] = timezone.localdate()


class NeedForm(OfficeModelForm):
    """A need of a partner's own organisation."""

    languages = chips(
        _("languages"),
        Language,
        grid=True,
        help_text=_("Only where the help is not possible without. One of them is enough."),
    )
    times = chips(_("times"), slot_choices, grid=True)
    field_order = ["title", "organisation", "family_ref"]

    class Meta:
        model = Need
        fields = [
            "title",
            "organisation",
            "task",
            "description",
            "languages",
            "place",
            "rhythm",
            "times",
            "starts_on",
            "ends_on",
            "wanted",
            "certificate_needed",
            "urgency",
        ]

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].required = "family_ref" not in self.fields
        self.fields["description"].required = True
        if organisations is not None and self.fields["organisation"].required:
            self.fields["organisation"].initial = organisations.first()


class OfficeNeedForm(NeedForm):
    """A need as the volunteer coordination writes it down, also for a family."""

    class Meta(NeedForm.Meta):
        fields = [*NeedForm.Meta.fields, "family_ref"]


class EndPlacementForm(OfficeModelForm):
    ended_on = forms.DateField(label=_("ended on"))
    end_reason = forms.ChoiceField(
        label=_("reason"), choices=[("", "–"), *EndReason.choices], widget=forms.Select
    )

    class Meta:
        model = Placement
        fields = ["ended_on", "end_reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ended_on", timezone.localdate())
        self.initial["ended_on"] = self.initial["ended_on"] or timezone.localdate()


def month_choices(today):
    """The months hours may be entered for, the newest first."""
    first = today.replace(day=1)
    months = [first - relativedelta(months=back) for back in range(MONTHS_BACK)]
    return [(month.isoformat(), date_format(month, "F Y")) for month in months]


class HourForm(OfficeModelForm):
    month = forms.TypedChoiceField(label=_("month"), choices=[], coerce=datetime.date.fromisoformat)

    class Meta:
        model = HourEntry
        fields = ["month", "placement", "hours", "kilometres"]
        error_messages = {"hours": {"min_value": _("A quarter of an hour is the least.")}}

    def __init__(self, *args, volunteer, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.volunteer = volunteer
        months = month_choices(timezone.localdate())
        if self.instance.month and self.instance.month.isoformat() not in dict(months):
            month = self.instance.month
            months.append((month.isoformat(), date_format(month, "F Y")))
        self.fields["month"].choices = months
        placement = self.fields["placement"]
        placement.queryset = volunteer.placements.begun().select_related("need")
        running = volunteer.placements.running()[:2]
        if self.instance.pk is None and len(running) == 1:
            self.initial["placement"] = running[0].pk
        placement.label_from_instance = lambda row: str(row.need)
        placement.empty_label = str(_("without a placement"))


def organisations_for(user, *, office):
    """The organisations a need may be written down for."""
    rows = Organisation.objects.current()
    return (rows if office else rows.of(user)).german_order()
