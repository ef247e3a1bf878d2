"""The forms of the tally: one line for one walk-in, and a sheet with many lines."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.forms import NO_SUCH_CHOICE, TOPIC_CHOICES
from counselling.log import tally
from counselling.log.contact_forms import DayField
from counselling.models import Contact
from integration_office.forms import OfficeModelForm


MOST_CONTACTS = 200
NO_LINE = _("Please write at least one line, like: 1 t d15 ara w")


class LineForm(OfficeModelForm):
    """One line; a button may bring the topic. What was typed stays where it was not understood."""

    may_repeat = True  # twelve walk-ins are as many lines, some of them the same
    line = forms.CharField(
        label=_("Line"),
        max_length=120,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autofocus": True,
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "enterkeyhint": "send",
            }
        ),
    )
    topic = forms.ChoiceField(
        choices=TOPIC_CHOICES, required=False, error_messages={"invalid_choice": NO_SUCH_CHOICE}
    )

    class Meta:
        model = Contact
        fields: list[str] = []

    def __init__(self, *args, kept, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept, self.contacts = kept, []
        self.mark_optional = False

    def clean(self):
        cleaned = super().clean()
        if "line" in cleaned and "topic" in cleaned:
            self._read(cleaned["line"], cleaned["topic"])
        return cleaned

    def _read(self, text, topic):
        try:
            line = tally.read(text, topic=topic)
        except ValidationError as refusal:
            self.add_error("line", refusal)
        else:
            of = {"counsellor": self.instance.counsellor, "day": timezone.localdate()}
            self.contacts = tally.contacts(line, kept=self.kept, **of)


class SheetForm(OfficeModelForm):
    """Many lines at once, as a paper tally brings them: all of them, or none."""

    sheet = forms.CharField(
        label=_("Lines"),
        max_length=10_000,
        widget=forms.Textarea(
            attrs={
                "rows": 12,
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        help_text=_("One line for each contact; x3 stands for three of the same."),
        error_messages={"required": NO_LINE},
    )

    class Meta:
        model = Contact
        fields = ["day"]
        field_classes = {"day": DayField}

    def __init__(self, *args, kept, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept, self.lines = kept, []

    @property
    def contacts(self):
        return [contact for line in self.lines for contact in line.contacts]

    def clean(self):
        cleaned = super().clean()
        if text := cleaned.get("sheet"):
            of = {"counsellor": self.instance.counsellor}
            of["day"] = cleaned.get("day") or timezone.localdate()
            self.lines = tally.read_sheet(text, kept=self.kept, **of)
            self._refuse_what_was_not_understood()
        return cleaned

    def _refuse_what_was_not_understood(self):
        if any(line.errors for line in self.lines):
            self.add_error(
                "sheet",
                gettext(
                    "Nothing has been saved yet. Please correct the lines marked below; the others "
                    "are saved together with them."
                ),
            )
        elif len(self.contacts) > MOST_CONTACTS:
            self.add_error(
                "sheet",
                gettext("These are %(number)s contacts. Please save at most %(most)s at once.")
                % {"number": len(self.contacts), "most": MOST_CONTACTS},
            )

    def validate_constraints(self):
        """As in the quick log."""
