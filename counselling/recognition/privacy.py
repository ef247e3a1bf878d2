"""How long a recognition says something of somebody: as long as its case does. Then it counts:
kind, stage, days and result."""

from django.utils.translation import gettext_lazy as _

from counselling.codes import CaseStatus
from counselling.language.privacy import empty, left_over
from counselling.models import Recognition, RecognitionDocument
from counselling.parts import forgets_with_the_case
from integration_office import privacy


@forgets_with_the_case
def with_the_case(cases):
    empty(Recognition.objects.filter(case__in=cases))
    RecognitionDocument.objects.filter(recognition__case__in=cases).delete()


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
