"""A course recommendation to take along: which German course fits, and where there is one."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from counselling.letters import frame, slips
from counselling.models import LanguagePlacement
from offers.models import Offer


MOST_COURSES = 3


@dataclass(frozen=True)
class Recommendation:
    """What the placement says. `skills` are words with their level ("reading", "A2"), `course` the
    kind of course in words; nothing here says who it is for."""

    day: datetime.date
    level: str
    course: str
    skills: Sequence[tuple[str, str]] = ()
    hints: Sequence[str] = ()
    offers: Sequence[Offer] = field(default=())


def recommendation_of(placement: LanguagePlacement, offers: Sequence[Offer]) -> Recommendation:
    """What a placement recommends, and up to three of `offers` where that can be had."""
    chosen = list(offers[:MOST_COURSES])
    prefetch_related_objects(chosen, "provider", "location", "schedules")
    course = placement.get_recommended_course_display()
    return Recommendation(
        day=placement.day,
        level=placement.get_level_display(),
        course=f"{course}, {placement.get_recommended_level_display()}",
        skills=[(str(word), level) for word, level in placement.skills],
        hints=[_("Please bring the certificate of entitlement, if there is one.")],
        offers=chosen,
    )


def recommendation(made: Recommendation, language: str, *, now: datetime.datetime) -> bytes:
    """The PDF. Takes offers with provider, location and schedules fetched; three fit the sheet."""
    other = frame.second(language)
    offers = made.offers[:MOST_COURSES]
    context = {
        "made": made,
        "places": [
            slips.place_of(offer, other, now=now, brief=len(offers) > 1) for offer in offers
        ],
        "level": frame.label("level", other),
        "help": frame.label("help", other),
    }
    title = _("Recommendation for a German course")
    return frame.printed("counselling/pdf/recommendation.html", context, title=title)
