"""What the list of erasures can be narrowed to."""

import django_filters
from django.utils.translation import gettext_lazy as _

from counselling.models import ErasureReason
from integration_office.filters import OfficeFilterSet, PeriodFilter


class ErasureFilter(OfficeFilterSet):
    period = PeriodFilter(field_name="begun_on", label=_("Period"))
    end = django_filters.ChoiceFilter(
        label=_("How it ended"),
        choices=[
            ("running", _("not at all so far")),
            ("erased", _("erased")),
            ("lifted", _("lifted")),
        ],
        method="with_end",
        empty_label=_("all"),
    )
    reason = django_filters.ChoiceFilter(
        label=_("Reason"), choices=ErasureReason, empty_label=_("all")
    )

    def with_end(self, erasures, name, value):
        if value == "running":
            return erasures.running()
        return erasures.exclude(**{f"{value}_on": None})
