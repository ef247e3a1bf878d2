"""Forms of a recognition: its facts, the next step, the checklist of papers."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from counselling.codes import NOT_COLLECTED
from counselling.forms import NO_SUCH_CHOICE, NO_SUCH_DAY, Chips
from counselling.models import Recognition, WorkProfile
from counselling.models.recognition import COSTS
from counselling.recognition.codes import (
    AFTER_DECISION,
    WAITING,
    Document,
    DocumentState,
    Result,
    Stage,
    countries,
)
from integration_office.codes import GermanLevel
from integration_office.forms import OfficeModelForm
from offers.prices import PriceField


OF_THE_APPLICATION = ("applied_on", "received_on", "complete_on")
OF_THE_DECISION = ("decided_on", "result")
OF_THE_MEASURE = ("measure", "measure_ends_on")


class AmountField(PriceField):
    """Euros as people write them: "1.234,50", "20 €"."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(
                _("Please write the amount as a number, for example 1.234,50."), code="invalid"
            ) from None


class RecognitionForm(OfficeModelForm):
    """The facts. Days stand in it as soon as their stage is reached."""

    class Meta:
        model = Recognition
        fields = [
            "title",
            "kind",
            "country",
            "institution",
            "year",
            "anabin",
            "reference_occupation",
            "regulated",
            "competent_body",
            "language_required",
            *COSTS,
            "grant",
            "begun_on",
            *OF_THE_APPLICATION,
            *OF_THE_DECISION,
            *OF_THE_MEASURE,
        ]
        field_classes = dict.fromkeys((*COSTS, "grant"), AmountField)
        widgets = {
            "title": forms.TextInput,
            "institution": forms.TextInput,
            "measure": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {
            name: {"invalid": NO_SUCH_DAY}
            for name in ("begun_on", *OF_THE_APPLICATION, "decided_on", "measure_ends_on")
        }

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False  # only title and kind are asked for, and the page says so
        self.fields["competent_body"].queryset = bodies
        self.fields["country"] = forms.ChoiceField(
            label=self.fields["country"].label,
            choices=[("", _("not known")), *countries()],
            required=False,
        )
        self.fields["language_required"].choices = [
            ("", _("not known")),
            *(pair for pair in GermanLevel.choices if pair[0] != GermanLevel.NONE),
        ]
        stage = self.instance.stage
        has_applied = self.instance.applied_on is not None
        self._leave_out(OF_THE_APPLICATION, unless=stage in WAITING or has_applied)
        self._leave_out(OF_THE_DECISION, unless=self.instance.decided_on is not None)
        self._leave_out(OF_THE_MEASURE, unless=stage in AFTER_DECISION and self.instance.measure)

    def _leave_out(self, names, *, unless):
        for name in () if unless else names:
            del self.fields[name]

    @property
    def about_days(self):
        """The fields of the days that are known by now."""
        names = ("begun_on", *OF_THE_APPLICATION, *OF_THE_DECISION, *OF_THE_MEASURE)
        return [self[name] for name in names if name in self.fields]


class MoveForm(OfficeModelForm):
    """The next stage; what belongs to a decision or a measure only where one can follow."""

    stage = forms.ChoiceField(
        label=_("How it goes on"),
        widget=Chips(attrs={"class": "choices"}),
        error_messages={
            "required": _("Please choose one."),
            "invalid_choice": _("It cannot go on like this from here. Please choose one of these."),
        },
    )
    on = forms.DateField(
        label=_("On"), initial=timezone.localdate, error_messages={"invalid": NO_SUCH_DAY}
    )
    result = forms.ChoiceField(
        label=_("Result, with a decision"),
        choices=[("", _("no decision yet")), *Result.choices],
        required=False,
    )
    measure = forms.CharField(
        label=_("Which measure, with a compensation measure"),
        max_length=300,
        required=False,
        help_text=_("Encrypted. For example an adaptation period or a knowledge test."),
    )
    measure_ends_on = forms.DateField(
        label=_("Measure ends on"), required=False, error_messages={"invalid": NO_SUCH_DAY}
    )

    class Meta:
        model = Recognition
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reachable = dict(self.instance.next_stages)
        self.fields["stage"].choices = self.instance.next_stages
        if Stage.DECIDED not in reachable:
            del self.fields["result"]
        if Stage.MEASURE not in reachable:
            del self.fields["measure"], self.fields["measure_ends_on"]


class ChecklistForm(OfficeModelForm):
    """The state of every paper; the whole list is saved at once."""

    class Meta:
        model = Recognition
        fields: list[str] = []

    def __init__(self, *args, states, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = list(states)
        for kind, state in states.items():
            self.fields[kind] = forms.ChoiceField(
                label=Document(kind).label, choices=DocumentState.choices, initial=state
            )
            # So that a colleague who was quicker is noticed here as well.
            self.initial[kind] = state
        self.stored = {name: self.initial.get(name) for name in self.fields}

    @property
    def states(self):
        return {kind: self.cleaned_data[kind] for kind in self.kinds}


class WorkForm(OfficeModelForm):
    """School, what somebody has learned, has done and wants to do, and what they live on."""

    class Meta:
        model = WorkProfile
        fields = list(WorkProfile.FACTS)
        widgets = dict.fromkeys(("learned", "practised", "wanted"), forms.TextInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False  # the page says that nothing is asked for
        for name in ("education", "driving_licence", "employment", "benefits"):
            field = self.fields[name]
            field.choices = [NOT_COLLECTED, *(pair for pair in field.choices if pair[0])]
            field.error_messages["invalid_choice"] = NO_SUCH_CHOICE
