"""Recognitions in the course of a case."""

from django.utils.translation import gettext_lazy as _

from counselling.casework import timeline
from counselling.casework.timeline import Group, Kind, loaded, moment
from counselling.models import Recognition


timeline.add(
    Kind(
        Group("recognition", _("Recognitions begun")),
        "counselling/recognition/_begun.html",
        rows=lambda case_id: Recognition.objects.filter(case=case_id),
        load=loaded(Recognition.objects),
        day="begun_on",
        clock=moment("created_at"),
    )
)
