"""How the work list of single offers is narrowed."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.codes import FieldOfAction
from integration_office.filters import ContainsFilter, NameChoiceFilter, OfficeFilterSet
from network.models import Organisation
from offers.models import Offer
from offers.trust import worklist
from offers.trust.freshness import State


def providers(request=None):
    providing = Offer.objects.in_catalogue().values("provider")
    return Organisation.objects.filter(pk__in=providing).german_order()


class DueOfferFilter(OfficeFilterSet):
    # First: it begins with all that are incomplete, and the others narrow them.
    lacks = django_filters.ChoiceFilter(
        label=_("Completeness"),
        choices=[("ja", _("something needed is missing"))],
        method="incomplete",
        empty_label=_("all"),
    )
    provider = NameChoiceFilter(label=_("Provider"), queryset=providers, empty_label=_("all"))
    state = django_filters.ChoiceFilter(
        label=_("State of the facts"), choices=State, method="in_state", empty_label=_("all")
    )
    field = ContainsFilter(
        field_name="fields_of_action",
        label=_("Field of action"),
        choices=FieldOfAction,
        empty_label=_("all"),
    )

    def incomplete(self, _offers, _name, _value):
        """All of them, whatever else the list is about."""
        return worklist.incomplete()

    def in_state(self, offers, _name, state):
        return offers.in_state(state, timezone.localdate())
