"""Forms about neighbouring towns: the town with its feed, and a feed that is handed in."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_office.forms import OfficeForm, OfficeModelForm
from offers.feed.neighbours import MOST_BYTES
from offers.models import Neighbour


class NeighbourForm(OfficeModelForm):
    class Meta:
        model = Neighbour
        fields = ["name", "url", "is_active"]
        help_texts = {
            "url": gettext_lazy(
                "The address at which the other town serves its catalogue as HSDS 3.0; leave it "
                "empty if you hand in its file yourself."
            ),
        }


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    widget = ManyFiles

    def clean(self, data, initial=None):
        return [super(ManyFilesField, self).clean(file, initial) for file in data or []]


class HandInForm(OfficeForm):
    """A feed as files, one for each of its pages, or as text; one of both."""

    file = ManyFilesField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Where the feed has several pages: the files of all of them."),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or the JSON itself"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("A feed of one page, a list of services or one service."),
    )

    @property
    def used(self) -> str:
        """Which of the two fields was used."""
        return "file" if self.cleaned_data.get("file") else "pasted"

    @property
    def texts(self) -> list[str]:
        return self.cleaned_data["file"] or [self.cleaned_data["pasted"]]

    def clean_file(self):
        files = self.cleaned_data["file"]
        size = sum(file.size for file in files)
        if size > MOST_BYTES:
            raise ValidationError(
                _("The file is too large (%(size)s). Up to %(limit)s are possible.")
                % {"size": filesizeformat(size), "limit": filesizeformat(MOST_BYTES)}
            )
        try:
            return [file.read().decode("utf-8-sig") for file in files]
        except UnicodeDecodeError:
            raise ValidationError(
                _("The file is not written in UTF-8. Please save it again as JSON in UTF-8.")
            ) from None

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("file") and not cleaned.get("pasted"):
            raise ValidationError(_("Please choose a file or paste the JSON."))
        return cleaned
