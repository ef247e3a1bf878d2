"""The forms of a desk."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from counselling.casework.codes import TakeOverReason
from counselling.forms import NO_SUCH_CHOICE, NO_SUCH_DAY
from counselling.models import CaseDeputy
from integration_office.digits import whole_number
from integration_office.forms import OfficeModelForm


class ColleagueForm(OfficeModelForm):
    """A colleague for a whole desk; the coordination that names itself says why."""

    reason = forms.ChoiceField(
        label=_("why yourself"),
        choices=[("", _("please choose")), *TakeOverReason.choices],
        required=False,
        help_text=_("Only if you choose yourself. It stands in the log; your colleague is told."),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    field_order = ("user", "reason")

    class Meta:
        model = CaseDeputy
        fields = ["user"]
        labels = {"user": _("colleague")}
        error_messages = {"user": {"invalid_choice": NO_SUCH_CHOICE}}

    def __init__(self, *args, colleagues, asks_why, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues
        if not asks_why:
            del self.fields["reason"]

    def validate_constraints(self):
        """The action asks the same of every case."""


class DeskDeputyForm(ColleagueForm):
    """For all running cases, from one day to another."""

    until = forms.DateField(
        label=pgettext_lazy("deputy", "until"),
        error_messages={
            "required": _("Please say until when; for good, hand the desk over."),
            "invalid": NO_SUCH_DAY,
        },
    )

    class Meta(ColleagueForm.Meta):
        fields = ["user", "since", "until"]
        error_messages = ColleagueForm.Meta.error_messages | {"since": {"invalid": NO_SUCH_DAY}}


class CaseBoxes(forms.TypedMultipleChoiceField):
    """Cases to be ticked. One that has left the desk since the page was opened is refused by the
    action, which can name it."""

    def valid_value(self, value):
        return whole_number(value) is not None


class DeskForm(ColleagueForm):
    """For all cases or for the chosen ones, for good."""

    which = forms.ChoiceField(
        label=_("which cases"),
        choices=[
            ("all", _("all cases, also closed ones")),
            ("chosen", _("only those chosen below")),
        ],
        initial="all",
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    cases = CaseBoxes(
        label=_("cases"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices choices--grid"}),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = cases
        if not cases:  # at most such as nobody may read any more, which go along with all
            self.fields["which"].choices = [("all", _("all cases, also closed ones"))]
            del self.fields["cases"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("which") == "chosen" and not cleaned.get("cases") and not self.errors:
            self.add_error("cases", _("Please choose at least one case, or all of them."))
        return cleaned

    @property
    def chosen(self):
        """The keys of the chosen cases; None for all."""
        return self.cleaned_data["cases"] if self.cleaned_data["which"] == "chosen" else None
