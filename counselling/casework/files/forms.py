"""The forms of a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.casework.codes import FileKind
from counselling.forms import NO_SUCH_CHOICE, NO_SUCH_DAY
from counselling.models import CaseFile
from integration_office import files
from integration_office.forms import OfficeModelForm


class DescriptionForm(OfficeModelForm):
    class Meta:
        model = CaseFile
        fields = ["kind", "title", "expires_on"]
        widgets = {"title": forms.TextInput}
        error_messages = {
            "kind": {
                "required": _("Please say what the paper is."),
                "invalid_choice": NO_SUCH_CHOICE,
            },
            "expires_on": {"invalid": NO_SUCH_DAY},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("please choose")), *FileKind.choices]


class FileForm(DescriptionForm):
    file = files.CheckedFileField(
        label=_("file"),
        error_messages={"required": _("Please choose a file.")},
    )

    field_order = ["file", *DescriptionForm.Meta.fields]
