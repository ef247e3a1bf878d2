"""The status of a case alone, one click from its page."""

from counselling.codes import CaseStatus
from counselling.models import Case
from counselling.models.cases import ENDED
from integration_office.forms import OfficeModelForm


RUNNING = [pair for pair in CaseStatus.choices if pair[0] not in ENDED]


class StatusForm(OfficeModelForm):
    looks_like = "the status of a case"

    class Meta:
        model = Case
        fields = ["status"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = RUNNING
