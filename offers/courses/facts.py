"""How long German courses of each type usually are (domain/02, 2.6; IntV §§ 10–13, DeuFöV § 12)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offers.codes import CourseType


@dataclass(frozen=True)
class Usual:
    """The usual length in units of 45 minutes; `orientation_hours` are part of `hours`."""

    hours: int
    orientation_hours: int | None = None
    modules: int | None = None
    note: str | Promise = ""

    @property
    def values(self) -> dict[str, int]:
        """What is known of it, as the form takes it."""
        said = {"modules": self.modules, "hours": self.hours}
        said["orientation_hours"] = self.orientation_hours
        return {name: value for name, value in said.items() if value is not None}


LARGEST = 25
USUAL = {
    CourseType.GENERAL: Usual(700, 100, 6, _("goal B1")),
    CourseType.LITERACY: Usual(1000, 100, 9, _("goal A2 or B1; 300 more to repeat")),
    CourseType.SECOND_SCRIPT: Usual(1000, 100, 9, _("300 of them for the second script")),
    CourseType.WOMEN: Usual(1000, 100, 9, _("up to so many")),
    CourseType.YOUTH: Usual(1000, 100, 9, _("up to so many")),
    CourseType.SUPPORT: Usual(1000, 100, 9, _("up to so many")),
    CourseType.INTENSIVE: Usual(430, 30, 4, _("goal B1")),
    CourseType.REPEAT: Usual(300, None, 3, _("at most 1,200 are funded in all")),
    CourseType.ORIENTATION: Usual(100, 100, None, _("ends with “Leben in Deutschland”")),
    CourseType.JOB_B2: Usual(400, None, None, _("with a bridge 500")),
    CourseType.JOB_C1: Usual(400),
    CourseType.JOB_C2: Usual(400),
    CourseType.JOB_SPECIAL: Usual(300, None, None, _("for recognition up to 600")),
}


def usual(course_type: str) -> dict[str, object]:
    """The type and its usual values for a form; nothing for a type that has none."""
    known = {choice.value: values for choice, values in USUAL.items()}
    if course_type not in known:
        return {"course_type": course_type} if course_type in CourseType.values else {}
    return {"course_type": course_type, **known[course_type].values}
