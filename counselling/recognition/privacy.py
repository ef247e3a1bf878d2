"""How long a recognition says something of somebody: as long as its case does. Then it counts:
kind, stage, days and result. And what of it the client gets in the copy."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.codes import CaseStatus
from counselling.language.privacy import empty, left_over
from counselling.models import Case, Recognition, RecognitionDocument, WorkProfile
from counselling.models.recognition import COSTS, DAYS
from counselling.parts import forgets_with_the_case, tells_in_the_copy
from counselling.people.telling import facts, told
from integration_office import privacy
from integration_office.lists import text


@forgets_with_the_case
def with_the_case(cases):
    empty(Recognition.objects.filter(case__in=cases))
    RecognitionDocument.objects.filter(recognition__case__in=cases).delete()
    WorkProfile.objects.filter(case__in=cases).delete()


@tells_in_the_copy(53, WorkProfile)
def work(cases: QuerySet[Case]) -> Iterator[privacy.Holding]:
    for profile in WorkProfile.objects.filter(case__in=cases).order_by("id"):
        yield privacy.Holding(gettext("Education and work"), facts(profile, *WorkProfile.FACTS))


@tells_in_the_copy(55, Recognition, RecognitionDocument)
def recognitions(cases: QuerySet[Case]) -> Iterator[privacy.Holding]:
    found = Recognition.objects.filter(case__in=cases).select_related("competent_body")
    found = found.prefetch_related("documents").order_by("begun_on", "id")
    rows = [(text(row.begun_on), _recognition(row)) for row in found]
    yield privacy.Holding(gettext("Recognition of qualifications"), rows)


def _recognition(row: Recognition) -> str:
    names = ("title", "institution", "year", "kind", "anabin", "reference_occupation", "regulated")
    names += ("competent_body", "language_required", *COSTS, "grant", "stage", *DAYS, "result")
    said = [row.country_name, told(row, *names, "measure", "measure_ends_on", "ended_on")]
    papers = [f"{paper}: {paper.get_state_display()}" for paper in row.documents.all()]
    return "\n".join(filter(None, said + papers))


def work_left_over(today):
    return WorkProfile.objects.filter(case__status=CaseStatus.ANONYMISED)


def papers_left_over(today):
    return RecognitionDocument.objects.filter(recognition__case__status=CaseStatus.ANONYMISED)


privacy.retention(
    "recognitions",
    _("recognitions of qualifications of clients"),
    Recognition,
    _("with the content of the case; the counts stay"),
    left_over(Recognition),
    erase=empty,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "recognition_documents",
    _("checklists of recognitions"),
    RecognitionDocument,
    _("with the content of the case"),
    papers_left_over,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "work_profiles",
    _("education and work of clients"),
    WorkProfile,
    _("with the content of the case"),
    work_left_over,
    source="Art. 5 (1) e DSGVO",
)
