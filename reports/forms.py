"""What people write for the report: the cover sheet and the chapters."""

from django import forms
from django.utils.translation import gettext as _

from integration_office.forms import OfficeModelForm
from reports.document import unknown_placeholders
from reports.models import AnnualReport, ChapterText


class SubmissionForm(OfficeModelForm):
    class Meta:
        model = AnnualReport
        fields = [
            "submission_number",
            "file_reference",
            "submitted_on",
            "department",
            "committees",
            "summary",
            "financial_effects",
            "is_public",
        ]
        widgets = {
            "committees": forms.Textarea(attrs={"rows": 3}),
            "summary": forms.Textarea(attrs={"rows": 8}),
        }

    def clean_summary(self):
        return with_known_figures(self.cleaned_data["summary"])


class ChapterTextForm(OfficeModelForm):
    class Meta:
        model = ChapterText
        fields = ["lede", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}

    def clean_lede(self):
        return with_known_figures(self.cleaned_data["lede"])

    def clean_text(self):
        return with_known_figures(self.cleaned_data["text"])


def with_known_figures(text: str) -> str:
    if unknown := unknown_placeholders(text):
        raise forms.ValidationError(
            _("There is no figure %(names)s. Please take a word from the list of figures.")
            % {"names": ", ".join(unknown)}
        )
    return text
