"""What is asked before something is printed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from integration_office.codes import Language
from integration_office.forms import OfficeForm, chips
from offers.paper.handout_labels import languages
from offers.paper.selection import MOST


LONGEST_NOTE = 300
LANGUAGES = [(code, Language(code).label) for code in languages()]


class KeysField(forms.CharField):
    """Keys of offers as an address holds them: "3,1,2"."""

    widget = forms.HiddenInput

    def clean(self, value):
        text = super().clean(value)
        try:
            keys = list(dict.fromkeys(int(part) for part in text.split(",")))
        except ValueError:
            keys = []
        if not keys or len(keys) > MOST or not all(0 < key < 2**63 for key in keys):
            raise forms.ValidationError(_("Please pick between one and twelve offers first."))
        return keys


class HandoutForm(OfficeForm):
    """Which offers, in which languages. The note is printed and kept nowhere."""

    offers = KeysField(
        error_messages={"required": _("Please pick between one and twelve offers first.")}
    )
    lang = chips(
        _("languages of the handout"),
        LANGUAGES,
        help_text=_("One sheet per language. The provider's own words stay German."),
    )
    note = forms.CharField(
        label=_("your note on every sheet"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Please no names. The note is printed and not kept."),
    )

    def clean_lang(self):
        if not (chosen := self.cleaned_data["lang"]):
            raise forms.ValidationError(_("Please choose at least one language."))
        return chosen
