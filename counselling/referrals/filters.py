"""What the list of referrals can be narrowed to."""

import django_filters
from django.utils.translation import gettext_lazy as _

from counselling.models import Referral
from counselling.referrals.codes import Kind, State
from integration_office.codes import FieldOfAction
from integration_office.filters import NameChoiceFilter, OfficeFilterSet, PeriodFilter
from network.models import Organisation


def _targets(_request):
    """The organisations anybody was ever sent to."""
    named = Referral.objects.order_by().values("organisation")
    return Organisation.objects.filter(pk__in=named).german_order()


class ReferralFilter(OfficeFilterSet):
    period = PeriodFilter(field_name="made_on", label=_("Period"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind, empty_label=_("all"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=State, empty_label=_("all"))
    organisation = NameChoiceFilter(
        label=_("Organisation"),
        queryset=_targets,
        empty_label=_("all"),
    )
    topic = django_filters.ChoiceFilter(
        label=_("Topic"), choices=FieldOfAction, empty_label=_("all")
    )
