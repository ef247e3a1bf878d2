"""The form for one talk: the quick log, and the same again for correcting it."""

from collections import defaultdict
from itertools import chain

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from counselling.codes import NOT_COLLECTED, Channel, Duration, Form
from counselling.forms import (
    NO_SUCH_CHOICE,
    NO_SUCH_DAY,
    TOPIC_CHOICES,
    TOPICS,
    GroupsMixin,
    or_not_collected,
    radio_chips,
    result_chips,
)
from counselling.masks import CaseChoice
from counselling.models import ATTRIBUTES, Case, Contact
from counselling.models.contacts import MOST_RELATIVES, MOST_TOPICS
from counselling.topics import BY_TOPIC, topic_of
from integration_office.forms import OfficeModelForm
from integration_office.lists import text
from integration_office.partial_dates import first_day, parse_partial
from integration_office.widgets import Control


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
TOO_MANY_TOPICS = _("Please choose at most five topics; the most important ones are enough.")
TOO_MANY_RELATIVES = _("Please enter at most 20 relatives.")
# The details stand under their topics, in the order of the topics above them.
DETAILS = [
    (subtopic.value, subtopic.label) for code in TOPICS for subtopic in BY_TOPIC.get(code, ())
]


class YesNoNotCollected(forms.NullBooleanSelect):
    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.choices = [("unknown", NOT_COLLECTED[1]), ("true", _("yes")), ("false", _("no"))]


class DayField(forms.DateField):
    """A day. Whoever knows only the month is told which day to write for it."""

    default_error_messages = {"invalid": NO_SUCH_DAY}

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(_about_parts(value) or NO_SUCH_DAY, code="invalid") from None


def _about_parts(value):
    """What to write instead of a month or a year; None where it is neither."""
    try:
        partial = parse_partial(str(value))
    except ValidationError:
        return None
    if len(partial) == len("2026"):
        return gettext("A year is not enough here. Please write a day like 24.12.2026.")
    if len(partial) == len("2026-12"):
        return gettext(
            "A day is needed here. If only the month is known, please write its first day: %(day)s."
        ) % {"day": text(first_day(partial))}
    return None


def number_of_relatives(label):
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST_RELATIVES,
        required=False,
        error_messages={"max_value": TOO_MANY_RELATIVES},
    )


class RelativesFields(forms.Form):
    """Who was counselled along; the figures count the sum."""

    adults = number_of_relatives(_("adults counselled along"))
    children = number_of_relatives(_("children counselled along"))

    def clean(self):
        cleaned = super().clean()
        relatives = (cleaned.get("adults") or 0) + (cleaned.get("children") or 0)
        if relatives > MOST_RELATIVES:
            self.add_error("adults", TOO_MANY_RELATIVES)
        self.instance.relatives = min(relatives, MOST_RELATIVES)
        return cleaned


class ContactForm(RelativesFields, GroupsMixin, OfficeModelForm):
    """One screen for one talk. Nothing here asks for a name."""

    looks_like = "a new contact"
    attribute_names = (*ATTRIBUTES, "access_path")
    more_names = (
        *("day", "time", "main_topic", "adults", "children", "persons_present"),
        *("follow_up", "asked_on"),
    )

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
    subtopics = forms.MultipleChoiceField(
        choices=DETAILS,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    duration = radio_chips(DURATION_CHIPS)
    main_topic = forms.ChoiceField(
        choices=[("", _("the first one chosen")), *TOPIC_CHOICES],
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    results = result_chips()

    class Meta:
        model = Contact
        fields = [
            "form",
            "channel",
            "topics",
            "subtopics",
            "duration",
            "language",
            "interpreting",
            "first_contact",
            "place",
            *ATTRIBUTES,
            "access_path",
            "day",
            "time",
            "main_topic",
            "results",
            "children",
            "persons_present",
            "follow_up",
            "asked_on",
            "note",
        ]
        field_classes = dict.fromkeys(("day", "follow_up", "asked_on"), DayField)
        widgets = {
            "first_contact": YesNoNotCollected,
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            "time": {"invalid": _("There is no such time. Please write it like 14:30.")}
        }

    def __init__(self, *args, initial=None, instance=None, **kwargs):
        known = {"adults": instance.adults or None} if instance else {}
        super().__init__(*args, initial=known | (initial or {}), instance=instance, **kwargs)
        self.mark_optional = False  # the folded parts say so once
        for name in ("form", "channel", "subtopics", "duration", "main_topic", "results"):
            self.fields[name].label = capfirst(Contact._meta.get_field(name).verbose_name)
        self.fields["topics"].label = _("Topics, at most five")
        self.fields["form"].widget.attrs["autofocus"] = True
        for name in ("interpreting", "place"):
            self.fields[name].error_messages["invalid_choice"] = NO_SUCH_CHOICE
        for name in ("place", "access_path"):
            self.fields[name].choices = or_not_collected(self.fields[name].choices)
        self.say_not_collected()

    def clean_topics(self):
        topics = self.cleaned_data["topics"]
        if len(topics) > MOST_TOPICS:
            raise forms.ValidationError(TOO_MANY_TOPICS)
        return topics

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
    def details(self):
        """The details under their topics, as (topic, its word, the chips)."""
        chips = chain.from_iterable(members for _name, members in Control(self["subtopics"]).groups)
        below = defaultdict(list)
        for (code, _label), chip in zip(DETAILS, chips, strict=True):
            below[topic_of(code)].append(chip)
        return [(code, word, below[code]) for code, word in TOPIC_CHIPS if code in below]

    @property
    def more(self):
        return [self[name] for name in self.more_names]

    @property
    def details_open(self):
        return self._anything_in(["subtopics"]) or bool(self["subtopics"].value())

    @property
    def more_open(self):
        day = self["day"].value()
        is_today = str(day) == str(timezone.localdate())
        return not is_today or self._anything_in((*self.more_names, "results", "note"))


class CorrectionForm(ContactForm):
    """The same for a contact that is there already, with its case."""

    looks_like = None  # it offers the cases of whoever corrects
    more_names = ("day", "time", "case", *ContactForm.more_names[2:])

    class Meta(ContactForm.Meta):
        fields = [*ContactForm.Meta.fields, "case"]
        field_classes = {**ContactForm.Meta.field_classes, "case": CaseChoice}

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
