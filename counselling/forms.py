"""What the forms of counselling share, and the small forms around a case."""

from functools import cache

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from counselling.casework.forms import RUNNING
from counselling.codes import (
    NOT_COLLECTED,
    Channel,
    ClosingReason,
    Duration,
    Form,
    Place,
    ReopeningReason,
    Result,
)
from counselling.masks import CaseChoice
from counselling.models import ATTRIBUTES, Case, CaseDeputy, Contact
from integration_office.codes import FieldOfAction, Language
from integration_office.forms import OfficeModelForm
from integration_office.models import User
from integration_office.widgets import FixedChoices


# By how often they come (domain/09): the first ten have a key.
TOPICS = ["BEH", "SPR", "SOZ", "ARB", "WOH", "AUF", "BIL", "ANE", "EIN", "FAM"]
TOPICS += [code for code in FieldOfAction.values if code not in TOPICS]
TOPIC_CHOICES = [(code, FieldOfAction(code).label) for code in TOPICS]
DEFAULTS = {
    "form": Form.BRIEF.value,
    "channel": Channel.OPEN_HOUR.value,
    "place": Place.OFFICE.value,
    "duration": Duration.TO_15.value,
    "language": Language.DEU.value,
}
NO_SUCH_DAY = _("There is no such day. Please write it like 24.12.2026.")
NO_SUCH_CHOICE = _("This choice does not exist. Please choose one of the list.")


def remembered(contacts: QuerySet[Contact]) -> dict[str, str]:
    """What the next contact probably has in common with the last of these: never topics or
    people."""
    return contacts.order_by("-id").values(*DEFAULTS).first() or dict(DEFAULTS)


def district_choices(current: str = "") -> list[tuple[str, str]]:
    """The town's districts; one that was renamed since stays with the row that has it."""
    names = list(settings.OFFICE["districts"])
    if current and current not in (*names, "anderer Ort"):
        names.append(current)
    return [NOT_COLLECTED, *((name, name) for name in names), ("anderer Ort", _("another place"))]


class Chips(forms.RadioSelect):
    """Radio buttons as chips; with `autofocus` the chosen one has the focus when the page opens."""

    def create_option(self, name, value, label, selected, *args, **kwargs):
        option = super().create_option(name, value, label, selected, *args, **kwargs)
        if not selected:
            option["attrs"].pop("autofocus", None)
        return option


def radio_chips(choices, **attrs):
    return forms.ChoiceField(
        choices=choices,
        widget=Chips(attrs={"class": "choices line", **attrs}),
        error_messages={
            "required": _("Please choose one."),
            "invalid_choice": NO_SUCH_CHOICE,
        },
    )


@cache
def or_not_collected(choices: FixedChoices) -> FixedChoices:
    """The same choices of a form class with "not collected" in place of the empty one."""
    return FixedChoices([NOT_COLLECTED, *(pair for pair in choices if pair[0])])


class FoldsMixin:
    """Parts of a form that are folded until there is something in them."""

    def _anything_in(self, names):
        """Whether a folded part has to be open: something in it was typed or refused."""
        typed = self.changed_data if self.is_bound else self.continued
        return any(self[name].errors or name in typed for name in names)


class GroupsMixin(FoldsMixin):
    """The groups somebody may belong to; each says "not collected" until somebody chooses."""

    attribute_names = ATTRIBUTES

    def say_not_collected(self):
        current = self.instance.district
        self.fields["district"] = forms.ChoiceField(
            label=self.fields["district"].label, choices=district_choices(current), required=False
        )
        for name in (*self.attribute_names, "language"):
            field = self.fields[name]
            field.error_messages["invalid_choice"] = NO_SUCH_CHOICE
            if not field.required and name not in ("status_group", "district"):
                field.choices = or_not_collected(field.choices)
        self.fields["status_group"].required = False

    def clean_status_group(self):
        return self.cleaned_data["status_group"] or "NE"

    @property
    def attributes(self):
        return [self[name] for name in self.attribute_names]

    @property
    def attributes_open(self):
        return self._anything_in(self.attribute_names)


def result_chips():
    """What came of a talk, as chips."""
    return forms.MultipleChoiceField(
        choices=Result,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )


class LiftingForm(OfficeModelForm):
    """Where a contact goes on."""

    class Meta:
        model = Contact
        fields = ["case"]
        field_classes = {"case": CaseChoice}
        error_messages = {"case": {"invalid_choice": NO_SUCH_CHOICE}}

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases
        self.fields["case"].empty_label = _("a new case without a name")
        self.mark_optional = False
        del self.fields["version"]  # the second of two clicks is told of the first one's case


class CaseForm(GroupsMixin, OfficeModelForm):
    """What is known of a case without a name."""

    class Meta:
        model = Case
        fields = ["concern", "opened_on", "language", *ATTRIBUTES, "residence_until"]
        error_messages = dict.fromkeys(("opened_on", "residence_until"), {"invalid": NO_SUCH_DAY})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.say_not_collected()


# Once a case is open, its level of German has a page of its own, with a history.
CHANGEABLE = tuple(name for name in ATTRIBUTES if name != "german_level")


class CaseChangeForm(CaseForm):
    attribute_names = CHANGEABLE

    class Meta(CaseForm.Meta):
        fields = ["status", "concern", "language", *CHANGEABLE, "residence_until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = RUNNING


# None is chosen beforehand: who presses at once would count as "goal reached".
REASON_NEEDED = {"required": _("Please choose a reason."), "invalid_choice": NO_SUCH_CHOICE}


# A withdrawal is noted among the consents: it does not only close the case.
BY_HAND = [pair for pair in ClosingReason.choices if pair[0] != ClosingReason.REVOKED]


class ClosingForm(OfficeModelForm):
    """The case comes along so that two colleagues do not close it at once."""

    on = forms.DateField(
        label=_("closed on"),
        initial=timezone.localdate,
        error_messages={"invalid": NO_SUCH_DAY},
    )
    reason = forms.ChoiceField(
        label=_("closing reason"),
        choices=[("", _("please choose")), *BY_HAND],
        error_messages=REASON_NEEDED,
    )

    class Meta:
        model = Case
        fields: list[str] = []


class ReopeningForm(OfficeModelForm):
    reason = forms.ChoiceField(
        label=_("why is it reopened"),
        choices=[("", _("please choose")), *ReopeningReason.choices],
        error_messages=REASON_NEEDED,
    )

    class Meta:
        model = Case
        fields: list[str] = []


class HandOverForm(OfficeModelForm):
    to = forms.ModelChoiceField(User.objects.none(), label=_("to whom"))

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues


class DeputyForm(OfficeModelForm):
    class Meta:
        model = CaseDeputy
        fields = ["user", "since", "until"]
        error_messages = {
            "since": {"invalid": NO_SUCH_DAY},
            "until": {"invalid": NO_SUCH_DAY},
        }

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The deputyship cannot end before it starts."))
        return cleaned
