"""Which course fits: a pure rule, so that the same findings always lead to the same course.

In this order:
1. Children and young people of school age learn German at school; the open courses come beside it.
2. Whoever cannot read and write begins with a literacy course, whatever they can say already.
3. Without a right to a course the first orientation and the open courses remain.
4. Below A2 a second script is learnt in the course for it.
5. Below B1 the integration course is right; from B1 on the vocational ones, up to 64 years.

A course begins at the level somebody has, and never more than one level above the weakest skill
that was tested: who speaks at B1 and writes nothing would be lost in a course to B2.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from counselling.language.codes import ENTITLED, Entitlement, Literacy
from integration_office.codes import AgeGroup, GermanLevel
from offers.codes import CourseType


LEVELS = list(GermanLevel)
A2, B1 = LEVELS.index(GermanLevel.A2), LEVELS.index(GermanLevel.B1)
AT_SCHOOL = (AgeGroup.TO_5, AgeGroup.TO_11, AgeGroup.TO_17)
VOCATIONAL = {
    GermanLevel.B1: CourseType.JOB_B2,
    GermanLevel.B2: CourseType.JOB_C1,
    GermanLevel.C1: CourseType.JOB_C2,
}
# Courses that differ in whom they are for or how fast they go, not in what they lead to.
ALIKE = (
    (
        CourseType.GENERAL,
        CourseType.INTENSIVE,
        CourseType.WOMEN,
        CourseType.YOUTH,
        CourseType.SUPPORT,
    ),
    (CourseType.FIRST_STEPS, CourseType.OPEN, CourseType.MEETING, CourseType.ONLINE),
)


@dataclass(frozen=True)
class Findings:
    """What is known of somebody; a skill that was not tested is left out, an age may be unknown."""

    level: str
    skills: tuple[str, ...] = ()
    literacy: str = Literacy.UNKNOWN
    age_group: str = ""
    entitlement: str = Entitlement.UNCLEAR


@dataclass(frozen=True)
class Recommendation:
    """A type of course, the level it should lead to, and why."""

    course_type: CourseType
    level: GermanLevel
    reasons: tuple[str | Promise, ...]


def begins_at(level: str, skills: Iterable[str] = ()) -> GermanLevel:
    """From which level a course should go on."""
    weakest = min((_place(skill) for skill in skills if skill), default=len(LEVELS))
    return LEVELS[min(_place(level), weakest + 1)]


def leads_to(level: str) -> GermanLevel:
    """The next level; after the last one there is none."""
    return LEVELS[min(_place(level) + 1, len(LEVELS) - 1)]


def _place(level: str) -> int:
    return LEVELS.index(GermanLevel(level))


def recommend(findings: Findings) -> Recommendation:
    start = begins_at(findings.level, findings.skills)
    course_type, *reasons = _course(findings, start)
    if start != findings.level:
        reasons.append(_("One skill is clearly weaker: the course begins below the whole level."))
    return Recommendation(course_type, leads_to(start), tuple(reasons))


def _course(findings, start):
    """The type, then the reasons for it."""
    if findings.age_group in AT_SCHOOL:
        return CourseType.OPEN, _("At school age German is learnt at school (DaZ).")
    if findings.literacy == Literacy.NONE:
        return CourseType.LITERACY, _("Reading and writing come first.")
    if findings.entitlement == Entitlement.NONE:
        return _without_right(start), _("Without an entitlement there is no integration course.")
    course_type, reason = _with_right(findings, start)
    if findings.entitlement not in ENTITLED:
        return course_type, reason, _("Please clear up the entitlement first.")
    return course_type, reason


def _without_right(start):
    return CourseType.FIRST_STEPS if _place(start) < A2 else CourseType.OPEN


def _with_right(findings, start):
    if findings.literacy == Literacy.SECOND and _place(start) < A2:
        return CourseType.SECOND_SCRIPT, _("The Latin script is still new.")
    if _place(start) < B1:
        return CourseType.GENERAL, _("The integration course leads to B1.")
    if start not in VOCATIONAL:
        return CourseType.MEETING, _("Nothing is left to learn in a course: speaking keeps it up.")
    if findings.age_group == AgeGroup.FROM_65:
        return CourseType.OPEN, _("Vocational courses are for those who work or will work.")
    return VOCATIONAL[start], _("From B1 on vocational courses go on (DeuFöV, own entitlement).")


def alike(course_type: str) -> tuple[str, ...]:
    """The types that can stand for this one without a reason, this one first."""
    group = next((group for group in ALIKE if course_type in group), ())
    return (course_type, *(other for other in group if other != course_type))


def deviates(course_type: str, level: str, *, placed_type: str, placed_levels: list[str]) -> bool:
    """Whether a course is not the recommended one (IntV § 11: the placement follows the result).
    What a catalogue does not say about a course is no deviation."""
    if placed_type and placed_type not in alike(course_type):
        return True
    return bool(placed_levels) and level not in placed_levels
