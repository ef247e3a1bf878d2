"""Forms of the catalogue. A partner from the mail link gets the same form without the provider."""

from django import forms
from django.utils.translation import gettext_lazy as _

from integration_office.codes import FieldOfAction, Language
from integration_office.forms import OfficeModelForm, chips
from offers.codes import Weekday
from offers.models import Inquiry, Offer


PARTIAL = _("A day (24.12.2026), a month (12.2026) or a year (2026).")


def _radio():
    return forms.RadioSelect(attrs={"class": "choices"})


class FactsForm(OfficeModelForm):
    """What a provider knows best: the facts of one offer."""

    languages = chips(_("languages"), Language)
    weekdays = chips(_("weekdays"), Weekday)

    class Meta:
        model = Offer
        fields = [
            "title",
            "description",
            "target_group",
            "women_only",
            "languages",
            "german_level_from",
            "german_level_to",
            "level_text",
            "schedule_text",
            "weekdays",
            "start_time",
            "end_time",
            "place",
            "barrier_free",
            "is_free",
            "cost_text",
            "registration",
            "registration_contact",
            "childcare",
            "capacity",
            "free_places",
            "website",
            "valid_from",
            "valid_until",
        ]
        widgets = {
            "barrier_free": _radio(),
            "is_free": _radio(),
            "registration": _radio(),
            "childcare": _radio(),
        }
        help_texts = {
            "schedule_text": _("For example: every second Monday, not in the school holidays."),
            "level_text": _("Only what the two levels do not say."),
            "registration_contact": _("Phone, e-mail or address."),
            "valid_from": PARTIAL,
            "valid_until": PARTIAL,
        }


class OfferForm(FactsForm):
    """The whole offer, for the office and the provider's partners."""

    fields_of_action = chips(_("fields of action"), FieldOfAction)

    class Meta(FactsForm.Meta):
        fields = [
            "title",
            "provider",
            "kind",
            "fields_of_action",
            *FactsForm.Meta.fields[1:],
            "confirm_every_days",
        ]

    def __init__(self, *args, providers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers
        if len(only := list(providers[:2])) == 1:
            self.fields["provider"].initial = only[0]


class InquiryForm(OfficeModelForm):
    """To which address the question goes: the list of an office often has none."""

    class Meta:
        model = Inquiry
        fields = ["recipient"]
        help_texts = {
            "recipient": _("Whoever gets this mail can confirm, change and end these offers."),
        }
