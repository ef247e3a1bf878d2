"""Placements and course interests in the course of a case."""

from django.utils.translation import gettext_lazy as _

from counselling.casework import timeline
from counselling.casework.timeline import Group, Kind, loaded, moment
from counselling.models import CourseInterest, LanguagePlacement


LANGUAGE = Group("language", _("Placements, course interests"))

timeline.add(
    Kind(
        LANGUAGE,
        "counselling/language/_placed.html",
        rows=lambda case_id: LanguagePlacement.objects.filter(case=case_id),
        load=loaded(LanguagePlacement.objects),
        day="day",
        clock=moment("created_at"),
    )
)
timeline.add(
    Kind(
        LANGUAGE,
        "counselling/language/_wanted.html",
        rows=lambda case_id: CourseInterest.objects.filter(case=case_id),
        load=loaded(CourseInterest.objects),
        day="since",
        clock=moment("created_at"),
    )
)
