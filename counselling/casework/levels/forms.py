"""The forms of levels and languages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.casework.codes import Literacy
from counselling.codes import NOT_COLLECTED
from counselling.forms import NO_SUCH_CHOICE
from counselling.models import Case, LevelEntry
from integration_office.codes import GermanLevel, Language
from integration_office.forms import OfficeModelForm, chips


class LevelForm(OfficeModelForm):
    class Meta:
        model = LevelEntry
        fields = ["level", "source", "known_on"]
        error_messages = {
            "level": {"required": _("Please choose a level."), "invalid_choice": NO_SUCH_CHOICE},
            "source": {"invalid_choice": NO_SUCH_CHOICE},
            "known_on": {"required": _("Please say since when; the year is enough.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", _("please choose")), *GermanLevel.choices]


class LanguagesForm(OfficeModelForm):
    """Which languages the client speaks, and whether Latin script can be read."""

    spoken = chips(
        _("speaks as well"),
        Language,
        grid=True,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    class Meta:
        model = Case
        fields = ["language", "spoken", "literacy"]
        error_messages = {
            "language": {"invalid_choice": NO_SUCH_CHOICE},
            "literacy": {"invalid_choice": NO_SUCH_CHOICE},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label,
            choices=[NOT_COLLECTED, *Language.choices],
            required=False,
            error_messages={"invalid_choice": NO_SUCH_CHOICE},
        )
        self.fields["literacy"].choices = [NOT_COLLECTED, *Literacy.choices]
