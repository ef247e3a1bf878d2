"""Courses of the catalogue for a wish: which fit, which of them have a place, and when the next one
begins."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from counselling.language.codes import TimeOfDay
from counselling.language.recommending import LEVELS, alike
from integration_office.codes import GermanLevel
from integration_office.lists import text
from offers.codes import CourseStatus, CourseType, Kind, Known
from offers.models import Offer


MOST = 40
OVER = (CourseStatus.ENDED, CourseStatus.CANCELLED)
# What the catalogue calls the times people name.
FACETS = {
    TimeOfDay.MORNING: ("part:vm",),
    TimeOfDay.AFTERNOON: ("part:nm",),
    TimeOfDay.EVENING: ("part:ab",),
    TimeOfDay.WEEKEND: ("day:sa", "day:so"),
}
FREE = Coalesce(
    F("course__seats") - F("course__registered"), F("free_places"), output_field=IntegerField()
)


def goals(low: str, high: str) -> list[GermanLevel]:
    """The levels a course leads to: of "A1 to B1" A2 and B1, of "B1 to B1" just that; none where
    the catalogue says nothing."""
    if not low and not high:
        return []
    if low == high:
        return [GermanLevel(low)]
    first = LEVELS.index(GermanLevel(low)) + 1 if low else 1
    last = LEVELS.index(GermanLevel(high)) if high else len(LEVELS) - 1
    return LEVELS[first : last + 1] or [GermanLevel(low or high)]


def leading_to(level: str) -> Q:
    """Offers that lead to this level, as `goals` says; those that say nothing may do so."""
    place = LEVELS.index(GermanLevel(level))
    below, from_here = LEVELS[:place], LEVELS[place:]
    between = Q(german_level_from__in=["", *below], german_level_to__in=["", *from_here])
    only = Q(german_level_from=level, german_level_to=level)
    last = Q(german_level_from=level, german_level_to="") if len(from_here) == 1 else Q(pk=None)
    return between | only | last


def type_of(offer: Offer) -> str:
    """The type of its course; empty where nobody has said it."""
    course = getattr(offer, "course", None)
    if course is not None and course.course_type:
        return course.course_type
    return CourseType.MEETING if offer.kind == Kind.CONVERSATION else ""


def free_places(offer: Offer) -> int | None:
    """As its course counts them, else as its provider says; None where nobody does."""
    course = getattr(offer, "course", None)
    counted = course.free_seats if course is not None else None
    return offer.free_places if counted is None else counted


def courses(user, today: datetime.date):
    """The language courses of the catalogue that are not over."""
    offers = Offer.objects.visible_to(user).published()
    known = Q(course__isnull=False) | Q(kind__in=[Kind.COURSE, Kind.CONVERSATION])
    # Not excluded but asked for: an offer without a course has no last day either.
    goes_on = Q(course__ends_on=None) | Q(course__ends_on__gte=today)
    not_over = Q(course=None) | ~Q(course__status__in=OVER)
    return offers.filter(known, goes_on, not_over)


@dataclass(frozen=True)
class Wish:
    """What somebody looks for: a type and those that can stand for it, level, times, childcare."""

    course_type: str
    level: str = ""
    times: tuple[str, ...] = ()
    childcare: bool = False

    @property
    def types(self) -> tuple[str, ...]:
        return alike(self.course_type)

    @property
    def time_facets(self) -> list[str]:
        return [facet for code in self.times for facet in FACETS[TimeOfDay(code)]]


@dataclass(frozen=True)
class Proposal:
    """A course for a wish: whether type and level fit, and what of the rest it does not meet."""

    offer: Offer
    fits: bool = True
    lacks: tuple[str | Promise, ...] = ()

    @property
    def course_type(self) -> str:
        label = dict(CourseType.choices).get(type_of(self.offer))
        return str(label) if label else _("type not known")

    @property
    def free(self) -> int | None:
        return free_places(self.offer)

    @property
    def has_places(self) -> bool:
        return bool(self.free)

    @property
    def is_full(self) -> bool:
        return self.free == 0

    @property
    def waiting(self) -> int | None:
        course = getattr(self.offer, "course", None)
        return course.waiting if course is not None else None

    @property
    def starts_on(self) -> datetime.date | None:
        course = getattr(self.offer, "course", None)
        return course.starts_on if course is not None else None

    @property
    def label(self) -> str:
        """For a select: title, provider, start and places."""
        said = [str(self.offer), str(self.offer.provider)]
        if self.starts_on:
            said.append(_("from %(start)s") % {"start": text(self.starts_on)})
        if self.free is not None:
            said.append(_("%(free)s free") % {"free": self.free})
        return ", ".join(said)


def proposals(user, wish: Wish, today: datetime.date, *, most: int = MOST) -> list[Proposal]:
    """Courses of the wished type and level, then the others: those of the level, those of the type.
    Of each, those come first that meet the other wishes as well, of them those with free places,
    the recommended type before its like, the next start first. Two queries and at most `most`
    courses, whatever the catalogue holds."""
    of_type = Q(course__course_type__in=wish.types) | _may_be(wish)
    of_level = leading_to(wish.level) if wish.level else ALWAYS
    rows = (
        courses(user, today)
        .annotate(free_now=FREE)
        .annotate(
            fit=_rank(of_type & of_level, of_level, of_type),
            has_time=_rank(Q(facets__overlap=wish.time_facets) if wish.times else ALWAYS),
            has_care=_rank(Q(childcare=Known.YES) if wish.childcare else ALWAYS),
            fullness=_rank(Q(free_now__gt=0), Q(free_now=None)),
            nearness=_rank(Q(course__course_type=wish.course_type), ~Q(course__course_type="")),
            next_start=Case(When(course__starts_on__gte=today, then=F("course__starts_on"))),
        )
    )
    rows = rows.annotate(missing=F("has_time") + F("has_care")).order_by(
        "fit",
        "missing",
        "fullness",
        "nearness",
        F("next_start").asc(nulls_last=True),
        "title",
        "pk",
    )
    found = rows.select_related("provider", "location", "course").prefetch_related("schedules")
    return [
        Proposal(offer, fits=offer.fit == 0, lacks=tuple(_lacks(offer))) for offer in found[:most]
    ]


ALWAYS = Q(pk__gt=0)


def _rank(*conditions: Q) -> Case:
    """0 for the first that is true, and so on."""
    whens = [When(condition, then=Value(place)) for place, condition in enumerate(conditions)]
    return Case(*whens, default=Value(len(conditions)), output_field=IntegerField())


def _may_be(wish: Wish) -> Q:
    """What may be such a course although nobody has said its type."""
    unsaid = Q(course=None) | Q(course__course_type="")
    kinds = [Kind.COURSE, Kind.CONVERSATION] if CourseType.MEETING in wish.types else [Kind.COURSE]
    return unsaid & Q(kind__in=kinds)


def _lacks(offer):
    if offer.has_time:
        yield _("not at these times, as far as is known")
    if offer.has_care:
        yield _("no childcare, as far as is known")
