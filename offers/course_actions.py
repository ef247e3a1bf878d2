"""What is done with courses: their facts noted, and the free places of the offer that follow."""

from django.db import transaction
from django.utils import timezone

from integration_office.audit import record
from integration_office.models import User
from offers import indexing
from offers.models import Course, Offer


COUNTED = ("seats", "registered", "waiting")


@transaction.atomic
def note(course: Course, *, by: User | None) -> Course:
    """Save what is known of the course. New numbers without a day of their own count as of today.
    Where a course counts its seats it owns the places of its offer: nobody writes them twice."""
    before = Course.objects.filter(pk=course.pk).first()
    if _counted_anew(course, before):
        course.counted_on = timezone.localdate()
    if before is not None:
        course.version = before.version + 1
    course.full_clean()
    course.save()
    _pass_on(course)
    record("course noted", course, by=by)
    return course


def _counted_anew(course: Course, before: Course | None) -> bool:
    """Whether numbers changed and nobody said as of when."""
    old = [getattr(before, name, None) for name in COUNTED]
    same_day = course.counted_on == getattr(before, "counted_on", None)
    return same_day and old != [getattr(course, name) for name in COUNTED]


def _pass_on(course):
    if course.seats is None:
        return
    offer = Offer.objects.select_for_update(no_key=True).get(pk=course.offer_id)
    offer.capacity, offer.free_places = course.seats, course.free_seats
    offer.free_places_checked_on = course.counted_on
    offer.save(update_fields=["capacity", "free_places", "free_places_checked_on", "changed_at"])
    indexing.refresh([offer])
