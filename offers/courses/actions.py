"""What is done with courses: their facts noted, and the free places of the offer that follow."""

from django.db import transaction
from django.utils import timezone

from integration_office.models import User
from offers import actions
from offers.codes import Via
from offers.models import Course, Offer


COUNTED = ("seats", "registered", "waiting")
COVERS = {"course", "capacity", "free_places", "free_places_checked_on"}


@transaction.atomic
def note(course: Course, *, by: User | None, via: Via = Via.OFFICE) -> Course:
    """Save what is known of the course, as a change of its offer: with a version, and waiting for
    the office where the provider is reviewed. New numbers without a day of their own count as of
    today. Where a course counts its seats it owns the places of its offer: nobody writes them
    twice."""
    offer = Offer.objects.select_for_update().get(pk=course.offer_id)
    before = Course.objects.filter(pk=course.pk).first()
    if _counted_anew(course, before):
        course.counted_on = timezone.localdate()
    if before is not None:
        course.version = before.version + 1
    course.full_clean()
    pass_on(course, offer)
    actions.change(offer, also=course.save, covers=COVERS, vouches=False, by=by, via=via)
    return course


def _counted_anew(course: Course, before: Course | None) -> bool:
    """Whether numbers changed and nobody said as of when."""
    old = [getattr(before, name, None) for name in COUNTED]
    same_day = course.counted_on == getattr(before, "counted_on", None)
    return same_day and old != [getattr(course, name) for name in COUNTED]


def pass_on(course: Course, offer: Offer) -> None:
    """The places of the offer, as far as its course counts them."""
    if course.seats is not None:
        offer.capacity, offer.free_places = course.seats, course.free_seats
        offer.free_places_checked_on = course.counted_on
