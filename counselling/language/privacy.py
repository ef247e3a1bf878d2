"""How long placements and course interests say something of somebody: as long as their case does.
Then they count: when, which course, which level, and what became of it. And what of them the client
gets in the copy."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.codes import CaseStatus
from counselling.models import Case, CourseInterest, LanguagePlacement
from counselling.models.language import SKILLS
from counselling.parts import forgets_with_the_case, tells_in_the_copy
from counselling.people.telling import told
from integration_office import privacy
from integration_office.lists import text


def empty(rows) -> int:
    return rows.update(**rows.model.EMPTY)


@forgets_with_the_case
def with_the_case(cases):
    for model in (LanguagePlacement, CourseInterest):
        empty(model.objects.filter(case__in=cases))


@tells_in_the_copy(50, LanguagePlacement, CourseInterest)
def language(cases: QuerySet[Case]) -> Iterator[privacy.Holding]:
    placements = LanguagePlacement.objects.filter(case__in=cases).order_by("day", "id")
    names = ("instrument", "level", *SKILLS, "literacy", "recommended_course")
    names += ("recommended_level", "placed_offer", "placed_course", "deviation_reason", "next_step")
    rows = [(text(row.day), told(row, *names)) for row in placements.select_related("placed_offer")]
    yield privacy.Holding(gettext("Language placements"), rows)
    interests = CourseInterest.objects.filter(case__in=cases).order_by("since", "id")
    names = ("course_type", "level", "times", "childcare", "entitlement", "entitlement_issued_on")
    names += ("entitlement_valid_until", "remark", "status", "offer", "registered_on")
    names += ("started_on", "ended_on", "exam", "exam_on", "exam_level", "exam_passed")
    rows = [(text(row.since), told(row, *names)) for row in interests.select_related("offer")]
    yield privacy.Holding(gettext("Course interests"), rows)


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
