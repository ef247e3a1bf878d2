"""Referrals in the course of a case."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from counselling.casework import timeline
from counselling.casework.timeline import Group, Kind, loaded, moment
from counselling.models import Referral


timeline.add(
    Kind(
        Group("referrals", _("Referrals")),
        "counselling/referrals/_happened.html",
        rows=lambda case_id: Referral.objects.filter(Q(case=case_id) | Q(contact__case=case_id)),
        load=loaded(Referral.objects, "organisation", "offer", "referred_by"),
        day="made_on",
        clock=moment("created_at"),
    )
)
