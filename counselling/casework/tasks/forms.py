"""The form of a task."""

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.forms import NO_SUCH_CHOICE, NO_SUCH_DAY
from counselling.models import CaseTask
from integration_office.forms import OfficeModelForm


class TaskForm(OfficeModelForm):
    class Meta:
        model = CaseTask
        fields = ["what", "due_on", "for_user"]
        widgets = {"what": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            "what": {"required": _("Please say in a few words what is to be done.")},
            "due_on": {
                "required": _("Please say on which day it is to come up."),
                "invalid": NO_SUCH_DAY,
            },
            "for_user": {"invalid_choice": NO_SUCH_CHOICE},
        }

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["for_user"].queryset = people
        self.fields["for_user"].empty_label = None
