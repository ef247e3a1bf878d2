"""How the catalogue is narrowed. A value that does not exist narrows nothing and says so."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.codes import FieldOfAction, GermanLevel, Language
from integration_office.filters import ContainsFilter, NameChoiceFilter, OfficeFilterSet
from network.models import Organisation
from offers.codes import Kind, Known, Status
from offers.freshness import State
from offers.models import Offer


# The fields stand in a panel beside the results and belong to the form above them.
FORM_ID = "catalogue"
OUTSIDE = {"form": FORM_ID}
ALL = _("all")
ONLY = [(Known.YES.value, _("yes"))]


def providers(request=None):
    with_offers = Offer.objects.in_catalogue().values("provider")
    return Organisation.objects.filter(pk__in=with_offers).german_order()


def _choice(label, choices, *, kind=django_filters.ChoiceFilter, empty_label=ALL, **kwargs):
    widget = forms.Select(attrs=OUTSIDE)
    return kind(label=label, choices=choices, empty_label=empty_label, widget=widget, **kwargs)


class OfferFilter(OfficeFilterSet):
    q = django_filters.CharFilter(
        label=_("What are you looking for?"),
        method="matching",
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "placeholder": _("For example: language café in the evening"),
            }
        ),
    )
    field = _choice(
        _("Field of action"), FieldOfAction, field_name="fields_of_action", kind=ContainsFilter
    )
    kind = _choice(_("Kind"), Kind)
    freshness = _choice(_("State of the facts"), State, method="in_state")
    level = _choice(_("German level"), GermanLevel, method="for_level")
    language = _choice(_("Language"), Language, field_name="languages", kind=ContainsFilter)
    free = _choice(_("Free of charge"), ONLY, field_name="is_free")
    women_only = _choice(_("For women only"), ONLY, method="for_women")
    childcare = _choice(_("With childcare"), ONLY)
    provider = NameChoiceFilter(
        label=_("Provider"),
        queryset=providers,
        empty_label=ALL,
        widget=forms.Select(attrs=OUTSIDE),
    )
    status = _choice(_("Status"), Status, empty_label=_("in the catalogue"))

    def in_state(self, offers, _name, state):
        return offers.in_state(state, timezone.localdate())

    def for_level(self, offers, _name, level):
        return offers.for_level(level)

    def for_women(self, offers, _name, _value):
        return offers.filter(women_only=True)

    @property
    def beside(self):
        """The fields of the panel: all but the search text."""
        return [field for field in self.form if field.name != "q"]
