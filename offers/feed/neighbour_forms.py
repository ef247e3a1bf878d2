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


class HandInForm(OfficeForm):
    """A feed as a file or as text; exactly one of both."""

    file = forms.FileField(label=gettext_lazy("File"), required=False, allow_empty_file=True)
    pasted = forms.CharField(
        label=gettext_lazy("Or the JSON itself"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("A page of the feed, a list of services or one service."),
    )

    @property
    def used(self) -> str:
        """Which of the two fields was used."""
        return "file" if self.cleaned_data.get("file") else "pasted"

    @property
    def text(self) -> str:
        return self.cleaned_data["read"] if self.used == "file" else self.cleaned_data["pasted"]

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if not file:
            return file
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The file is too large (%(size)s). Up to %(limit)s are possible.")
                % {"size": filesizeformat(file.size), "limit": filesizeformat(MOST_BYTES)}
            )
        try:
            self.cleaned_data["read"] = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(
                _("The file is not written in UTF-8. Please save it again as JSON in UTF-8.")
            ) from None
        return file

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("file") and not cleaned.get("pasted"):
            raise ValidationError(_("Please choose a file or paste the JSON."))
        return cleaned
