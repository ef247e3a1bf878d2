"""The quick log, its correction, and the small forms around a case."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from counselling.casework.forms import RUNNING
from counselling.codes import (
    NOT_COLLECTED,
    Channel,
    ClosingReason,
    Duration,
    Form,
    Interpreting,
    ReopeningReason,
    Result,
)
from counselling.masks import CaseChoice
from counselling.models import ATTRIBUTES, Case, CaseDeputy, Contact
from counselling.models.contacts import MOST_TOPICS
from integration_office.codes import FieldOfAction, Language
from integration_office.forms import OfficeModelForm
from integration_office.models import User


# By how often they come (domain/09): the first ten have a key.
TOPICS = ["BEH", "SPR", "SOZ", "ARB", "WOH", "AUF", "BIL", "ANE", "EIN", "FAM"]
TOPICS += [code for code in FieldOfAction.values if code not in TOPICS]
TOPIC_CHOICES = [(code, FieldOfAction(code).label) for code in TOPICS]
TOPIC_CHIPS = [*TOPIC_CHOICES]
TOPIC_CHIPS[TOPICS.index("ANE")] = ("ANE", pgettext_lazy("chip", "recognition"))

# On the chips stands a short word; lists and reports say the long one.
FORM_CHIPS = [
    (Form.BRIEF.value, pgettext_lazy("chip", "brief")),
    (Form.SINGLE.value, pgettext_lazy("chip", "single")),
    (Form.FIRST.value, pgettext_lazy("chip", "first")),
    (Form.ACCOMPANY.value, pgettext_lazy("chip", "accompanied")),
    (Form.GROUP.value, pgettext_lazy("chip", "group")),
    (Form.EXPERT.value, pgettext_lazy("chip", "for professionals")),
    (Form.REFERRAL.value, pgettext_lazy("chip", "referral")),
]
CHANNEL_CHIPS = [
    (Channel.OPEN_HOUR.value, pgettext_lazy("chip", "open hour")),
    (Channel.APPOINTMENT.value, pgettext_lazy("chip", "appointment")),
    (Channel.PHONE.value, pgettext_lazy("chip", "telephone")),
    (Channel.MAIL.value, pgettext_lazy("chip", "e-mail")),
    (Channel.OUTREACH.value, pgettext_lazy("chip", "outreach")),
    (Channel.VIDEO.value, pgettext_lazy("chip", "video")),
    (Channel.CHAT.value, pgettext_lazy("chip", "chat")),
    (Channel.POST.value, pgettext_lazy("chip", "letter")),
    (Channel.ESCORT.value, pgettext_lazy("chip", "escort")),
]
DURATION_CHIPS = [
    (Duration.TO_5.value, _("up to 5 min.")),
    (Duration.TO_15.value, pgettext_lazy("chip", "to 15")),
    (Duration.TO_30.value, pgettext_lazy("chip", "to 30")),
    (Duration.TO_45.value, pgettext_lazy("chip", "to 45")),
    (Duration.TO_60.value, pgettext_lazy("chip", "to 60")),
    (Duration.OVER_60.value, pgettext_lazy("chip", "longer")),
]
DEFAULTS = {
    "form": Form.BRIEF.value,
    "channel": Channel.OPEN_HOUR.value,
    "duration": Duration.TO_15.value,
    "language": Language.DEU.value,
}
NO_SUCH_DAY = _("There is no such day. Please write it like 24.12.2026.")
NO_SUCH_CHOICE = _("This choice does not exist. Please choose one of the list.")


def remembered(last: Contact | None) -> dict[str, str]:
    """What the next contact probably has in common with the last one: never topics or people."""
    if last is None:
        return DEFAULTS
    return {name: getattr(last, name) for name in DEFAULTS}


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


class YesNoNotCollected(forms.NullBooleanSelect):
    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.choices = [("unknown", NOT_COLLECTED[1]), ("true", _("yes")), ("false", _("no"))]


def radio_chips(choices, **attrs):
    return forms.ChoiceField(
        choices=choices,
        widget=Chips(attrs={"class": "choices line", **attrs}),
        error_messages={
            "required": _("Please choose one."),
            "invalid_choice": NO_SUCH_CHOICE,
        },
    )


class GroupsMixin:
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
            if not field.required and name != "status_group":
                field.choices = [NOT_COLLECTED, *(pair for pair in field.choices if pair[0])]
        self.fields["status_group"].required = False

    def clean_status_group(self):
        return self.cleaned_data["status_group"] or "NE"

    @property
    def attributes(self):
        return [self[name] for name in self.attribute_names]

    def _anything_in(self, names):
        """Whether a folded part has to be open: something in it was typed or refused."""
        return any(self[name].errors for name in names) or (
            self.is_bound and any(name in self.changed_data for name in names)
        )

    @property
    def attributes_open(self):
        return self._anything_in(self.attribute_names)


class ContactForm(GroupsMixin, OfficeModelForm):
    """One screen for one talk. Nothing here asks for a name."""

    attribute_names = (*ATTRIBUTES, "access_path")
    more_names = ("day", "main_topic", "relatives", "follow_up")

    form = radio_chips(FORM_CHIPS)
    channel = radio_chips(CHANNEL_CHIPS)
    topics = forms.MultipleChoiceField(
        choices=TOPIC_CHIPS,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices choices--grid choices--keys"}),
        error_messages={
            "required": _("Please choose at least one topic."),
            "invalid_choice": NO_SUCH_CHOICE,
        },
    )
    duration = radio_chips(DURATION_CHIPS)
    main_topic = forms.ChoiceField(
        choices=[("", _("the first one chosen")), *TOPIC_CHOICES],
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    results = forms.MultipleChoiceField(
        choices=Result,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    class Meta:
        model = Contact
        fields = [
            "form",
            "channel",
            "topics",
            "duration",
            "language",
            "interpreting",
            "first_contact",
            *ATTRIBUTES,
            "access_path",
            "day",
            "main_topic",
            "results",
            "relatives",
            "follow_up",
            "note",
        ]
        widgets = {
            "first_contact": YesNoNotCollected,
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            "day": {"invalid": NO_SUCH_DAY},
            "follow_up": {"invalid": NO_SUCH_DAY},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False  # the folded parts say so once
        for name in ("form", "channel", "duration", "main_topic", "results"):
            self.fields[name].label = capfirst(Contact._meta.get_field(name).verbose_name)
        self.fields["topics"].label = _("Topics, at most five")
        self.fields["form"].widget.attrs["autofocus"] = True
        self.fields["relatives"].required = False
        self.fields["interpreting"].choices = Interpreting.choices
        self.fields["interpreting"].error_messages["invalid_choice"] = NO_SUCH_CHOICE
        self.fields["language"].choices = Language.choices
        self.fields["access_path"].choices = [
            NOT_COLLECTED,
            *(pair for pair in self.fields["access_path"].choices if pair[0]),
        ]
        self.say_not_collected()

    def clean_topics(self):
        topics = self.cleaned_data["topics"]
        if len(topics) > MOST_TOPICS:
            raise forms.ValidationError(
                _("Please choose at most five topics; the most important ones are enough.")
            )
        return topics

    def clean_relatives(self):
        return self.cleaned_data["relatives"] or 0

    def clean(self):
        cleaned = super().clean()
        topics, main = cleaned.get("topics"), cleaned.get("main_topic")
        if topics and (main == "" or self._main_topic_went(topics, main)):
            cleaned["main_topic"] = topics[0]
        return cleaned

    def _main_topic_went(self, topics, main):
        """Its chip was taken away and nobody touched the select: the first one takes over."""
        return main not in topics and "main_topic" not in self.changed_data

    def validate_constraints(self):
        """Contact.clean() has asked the same without a query each; the database asks again."""

    @property
    def more(self):
        return [self[name] for name in self.more_names]

    @property
    def more_open(self):
        day = self["day"].value()
        is_today = str(day) == str(timezone.localdate())
        return not is_today or self._anything_in((*self.more_names, "results", "note"))


class CorrectionForm(ContactForm):
    """The same for a contact that is there already, with its time and case."""

    more_names = ("day", "time", "case", *ContactForm.more_names[1:])

    class Meta(ContactForm.Meta):
        fields = [*ContactForm.Meta.fields, "time", "case"]
        field_classes = {"case": CaseChoice}

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.case_id and not cases.filter(pk=self.instance.case_id).exists():
            # It was handed over meanwhile: the contact stays in it.
            cases = Case.objects.filter(pk=self.instance.case_id)
            self.fields["case"].disabled = True
        self.fields["case"].queryset = cases
        self.fields["case"].empty_label = _("without a case")
        self.fields["case"].error_messages["invalid_choice"] = NO_SUCH_CHOICE

    @property
    def more_open(self):
        return True


class EntryForm(OfficeModelForm):
    """A contact added on the page of its case: a note and four choices."""

    class Meta:
        model = Contact
        fields = ["note", "channel", "main_topic", "duration", "follow_up"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"follow_up": {"invalid": NO_SUCH_DAY}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = Channel.choices
        self.fields["main_topic"].choices = [("", _("please choose")), *TOPIC_CHOICES]
        self.fields["main_topic"].error_messages["required"] = _("Please choose a topic.")
        self.fields["duration"].choices = Duration.choices
        self.mark_optional = False

    def clean(self):
        cleaned = super().clean()
        if topic := cleaned.get("main_topic"):
            self.instance.topics = [topic]
        return cleaned

    def validate_constraints(self):
        """As in the quick log."""


class CaseForm(GroupsMixin, OfficeModelForm):
    """What is known of a case without a name."""

    class Meta:
        model = Case
        fields = ["concern", "opened_on", "language", *ATTRIBUTES]
        error_messages = {"opened_on": {"invalid": NO_SUCH_DAY}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.say_not_collected()


# Once a case is open, its level of German has a page of its own, with a history.
CHANGEABLE = tuple(name for name in ATTRIBUTES if name != "german_level")


class CaseChangeForm(CaseForm):
    attribute_names = CHANGEABLE

    class Meta(CaseForm.Meta):
        fields = ["status", "concern", "language", *CHANGEABLE]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = RUNNING


class ClosingForm(OfficeModelForm):
    """The case comes along so that two colleagues do not close it at once."""

    on = forms.DateField(
        label=_("closed on"),
        initial=timezone.localdate,
        error_messages={"invalid": NO_SUCH_DAY},
    )
    reason = forms.ChoiceField(
        label=_("closing reason"),
        choices=ClosingReason,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    class Meta:
        model = Case
        fields: list[str] = []


class ReopeningForm(OfficeModelForm):
    reason = forms.ChoiceField(
        label=_("why is it reopened"),
        choices=ReopeningReason,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
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
