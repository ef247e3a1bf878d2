"""How long placements and course interests say something of somebody: as long as their case does.
Then they count: when, which course, which level, and what became of it."""

from django.utils.translation import gettext_lazy as _

from counselling.codes import CaseStatus
from counselling.models import CourseInterest, LanguagePlacement
from counselling.parts import forgets_with_the_case
from integration_office import privacy


def empty(rows) -> int:
    return rows.update(**rows.model.EMPTY)


@forgets_with_the_case
def with_the_case(cases):
    for model in (LanguagePlacement, CourseInterest):
        empty(model.objects.filter(case__in=cases))


def left_over(model):
    """Rows of anonymised cases that say more than a count: what was forgotten goes all the same."""

    def due(today):
        return model.objects.filter(case__status=CaseStatus.ANONYMISED).exclude(**model.EMPTY)

    return due


privacy.retention(
    "language_placements",
    _("language placements of clients"),
    LanguagePlacement,
    _("with the content of the case; the counts stay"),
    left_over(LanguagePlacement),
    erase=empty,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "course_interests",
    _("course interests of clients"),
    CourseInterest,
    _("with the content of the case; the counts stay"),
    left_over(CourseInterest),
    erase=empty,
    source="Art. 5 (1) e DSGVO",
)
