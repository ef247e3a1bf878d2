"""Consents in the course of a case: given, and taken back."""

from django.utils.translation import gettext_lazy as _

from counselling.casework import timeline
from counselling.casework.timeline import Group, Kind, loaded
from counselling.models import Consent


CONSENTS = Group("consents", _("Consents"))

timeline.add(
    Kind(
        CONSENTS,
        "counselling/consents/_given.html",
        rows=lambda case_id: Consent.objects.filter(case=case_id),
        load=loaded(Consent.objects.all(), "recipient"),
        day="given_on",
    )
)
timeline.add(
    Kind(
        CONSENTS,
        "counselling/consents/_withdrawn.html",
        rows=lambda case_id: Consent.objects.filter(case=case_id, withdrawn_on__isnull=False),
        load=loaded(Consent.objects.all(), "recipient"),
        day="withdrawn_on",
    )
)
