"""What the gap table counts by, and what the office says about two offers that look alike."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_office.forms import OfficeForm, OfficeModelForm
from offers.codes import Kind
from offers.coverage.gaps import DIMENSIONS, Question
from offers.models import NotDouble


HEADINGS = [(key, dimension.label) for key, dimension in DIMENSIONS.items()]
USUAL = Question()


def _narrow(key):
    dimension = DIMENSIONS[key]
    choices = [("", _("all")), *dimension.choices.choices]
    return forms.ChoiceField(label=dimension.label, choices=choices, required=False)


class MatrixForm(OfficeForm):
    """Two headings for the table; what is chosen in the others narrows it."""

    rows = forms.ChoiceField(
        label=pgettext_lazy("table", "Rows"), choices=HEADINGS, required=False, initial=USUAL.rows
    )
    columns = forms.ChoiceField(
        label=pgettext_lazy("table", "Columns"),
        choices=HEADINGS,
        required=False,
        initial=USUAL.columns,
    )
    field = _narrow("field")
    group = _narrow("group")
    level = _narrow("level")
    part = _narrow("part")
    day = _narrow("day")

    def clean(self):
        cleaned = super().clean()
        rows, columns = self._headings(cleaned)
        if rows == columns:
            self.add_error("columns", _("Please choose two different headings."))
        return cleaned

    def _headings(self, values):
        return values.get("rows") or USUAL.rows, values.get("columns") or USUAL.columns

    @property
    def question(self):
        """What is asked. A value that does not exist narrows nothing; the form says so."""
        if not self.is_bound:
            return USUAL
        self.full_clean()
        rows, columns = self._headings(self.cleaned_data)
        if rows == columns:
            columns = next(key for key in (USUAL.columns, USUAL.rows) if key != rows)
        chosen = [(key, self.cleaned_data.get(key, "")) for key in DIMENSIONS]
        return Question(rows, columns, tuple((key, code) for key, code in chosen if code))

    @property
    def narrowing(self):
        """The fields of the dimensions that do not stand in the table."""
        question = self.question
        return [self[key] for key in DIMENSIONS if key not in (question.rows, question.columns)]


class OverlapForm(OfficeForm):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("all")), *Kind.choices], required=False
    )
    nearby = forms.BooleanField(label=_("only in the same district"), required=False)


class NotDoubleForm(OfficeModelForm):
    """Why two offers that look alike are none too many."""

    class Meta:
        model = NotDouble
        fields = ["remark"]
        help_texts = {"remark": _("For example: one is for beginners, the other goes on to B2.")}
