"""A contact added on the page of its case."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from counselling.codes import NOT_COLLECTED, Channel, Duration, Interpreting, Place
from counselling.forms import NO_SUCH_CHOICE, TOPIC_CHOICES, FoldsMixin, result_chips
from counselling.log.contact_forms import (
    TOO_MANY_TOPICS,
    TOPIC_CHIPS,
    DayField,
    RelativesFields,
)
from counselling.models import Contact
from counselling.models.contacts import MOST_TOPICS
from integration_office.codes import Language
from integration_office.forms import OfficeModelForm, chips


class EntryForm(RelativesFields, FoldsMixin, OfficeModelForm):
    """A note, the day, four choices, three that are mostly as in the talk before; what else it was
    about, who came along and what came of it."""

    looks_like = "an entry of a case"

    more_topics = chips(
        _("further topics"),
        TOPIC_CHIPS,
        grid=True,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    results = result_chips()

    class Meta:
        model = Contact
        fields = ["note", "day", "channel", "main_topic", "duration", "follow_up"]
        fields += ["language", "interpreting", "place", "asked_on", "children", "results"]
        field_classes = dict.fromkeys(("day", "follow_up", "asked_on"), DayField)
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = Channel.choices
        self.fields["main_topic"].choices = [("", _("please choose")), *TOPIC_CHOICES]
        self.fields["main_topic"].error_messages["required"] = _("Please choose a topic.")
        self.fields["duration"].choices = Duration.choices
        self.fields["language"].choices = Language.choices
        self.fields["interpreting"].choices = Interpreting.choices
        self.fields["place"].choices = [NOT_COLLECTED, *Place.choices]
        for name in ("language", "interpreting", "place"):
            self.fields[name].error_messages["invalid_choice"] = NO_SUCH_CHOICE
        self.fields["results"].label = capfirst(Contact._meta.get_field("results").verbose_name)
        self.mark_optional = False

    @property
    def more_open(self):
        return self._anything_in(["more_topics", "results", "asked_on", "adults", "children"])

    def clean(self):
        cleaned = super().clean()
        if main := cleaned.get("main_topic"):
            topics = list(dict.fromkeys([main, *cleaned.get("more_topics", [])]))
            if len(topics) > MOST_TOPICS:
                self.add_error("more_topics", TOO_MANY_TOPICS)
            self.instance.topics = topics[:MOST_TOPICS]
        return cleaned

    def validate_constraints(self):
        """As in the quick log."""
