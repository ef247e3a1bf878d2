"""The forms of goals and steps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.forms import NO_SUCH_CHOICE, NO_SUCH_DAY, TOPIC_CHOICES
from counselling.models import CaseGoal, CaseStep
from integration_office.forms import OfficeModelForm


class GoalForm(OfficeModelForm):
    class Meta:
        model = CaseGoal
        fields = ["text", "field", "set_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            "text": {"required": _("Please say in a few words what is to be reached.")},
            "set_on": {"invalid": NO_SUCH_DAY},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        field.choices = [("", _("please choose")), *TOPIC_CHOICES]
        field.error_messages |= {
            "required": _("Please choose a field of action."),
            "invalid_choice": NO_SUCH_CHOICE,
        }


class GoalChoice(forms.ModelChoiceField):
    """The goals of one case, by their words: it stands on a page of the open case only."""

    def label_from_instance(self, goal):
        return goal.readable_text


class StepForm(OfficeModelForm):
    class Meta:
        model = CaseStep
        fields = ["what", "who", "due_on", "goal"]
        field_classes = {"goal": GoalChoice}
        widgets = {"what": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            "what": {"required": _("Please say in a few words what is to be done.")},
            "who": {"invalid_choice": NO_SUCH_CHOICE},
            "due_on": {"invalid": NO_SUCH_DAY},
            "goal": {"invalid_choice": NO_SUCH_CHOICE},
        }

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = goals
        self.fields["goal"].empty_label = _("without a goal")
