"""Forms of inquiries: one short one to note what comes in, and one for each step after it."""

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from counselling.codes import Channel
from counselling.inquiries.codes import CHANNELS, Asker
from counselling.models import Inquiry
from counselling.models.inquiries import ANSWER_WITHIN, MOST_MINUTES
from integration_office.codes import FieldOfAction
from integration_office.forms import OfficeModelForm
from integration_office.models import User
from network.models import Organisation


NO_SUCH_DAY = _("There is no such day. Please write it like 24.12.2026.")
NO_SUCH_MOMENT = _("There is no such moment. Please write it like 24.12.2026 10:30.")
NO_SUCH_CHOICE = _("This choice does not exist. Please choose one of the list.")

WAYS = {
    Channel.MAIL: pgettext_lazy("chip", "e-mail"),
    Channel.PHONE: pgettext_lazy("chip", "telephone"),
    Channel.OPEN_HOUR: pgettext_lazy("chip", "open hour"),
    Channel.APPOINTMENT: pgettext_lazy("chip", "appointment"),
    Channel.POST: pgettext_lazy("chip", "letter"),
    Channel.CHAT: pgettext_lazy("chip", "chat"),
    Channel.VIDEO: pgettext_lazy("chip", "video"),
    Channel.OUTREACH: pgettext_lazy("chip", "outreach"),
}


def _chips(name, choices):
    """All choices of a field of the model in sight, one key apart."""
    field = Inquiry._meta.get_field(name)
    return forms.ChoiceField(
        label=capfirst(field.verbose_name),
        choices=choices,
        initial=field.get_default() or None,
        widget=forms.RadioSelect(attrs={"class": "choices line"}),
        error_messages={"required": _("Please choose one."), "invalid_choice": NO_SUCH_CHOICE},
    )


class _Minutes(forms.IntegerField):
    """Minutes spent; nothing said is no minute."""

    def clean(self, value):
        return super().clean(value) or 0


def _minutes():
    field = Inquiry._meta.get_field("minutes")
    return _Minutes(
        label=capfirst(field.verbose_name),
        help_text=field.help_text,
        required=False,
        min_value=0,
        max_value=MOST_MINUTES,
    )


class InquiryForm(OfficeModelForm):
    """What came in. Five things are enough: way, who asks, subject, topic – and Enter."""

    more_names = ("organisation", "contact", "received_at", "due", "responsible", "minutes")

    channel = _chips("channel", [(code.value, WAYS[code]) for code in CHANNELS])
    asker = _chips("asker", Asker.choices)
    minutes = _minutes()

    class Meta:
        model = Inquiry
        fields = [
            "subject",
            "asker",
            "channel",
            "field_of_action",
            "text",
            "organisation",
            "contact",
            "received_at",
            "due",
            "responsible",
            "minutes",
        ]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "contact": forms.TextInput,
        }
        error_messages = {
            "received_at": {"invalid": NO_SUCH_MOMENT},
            "due": {"invalid": NO_SUCH_DAY},
        }

    def __init__(self, *args, organisations, colleagues=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False  # the folded part says so once
        self.fields["subject"].required = True
        self.fields["field_of_action"].choices = [("", _("please choose")), *FieldOfAction.choices]
        self.fields["organisation"].queryset = organisations
        if colleagues is not None:
            self.fields["responsible"].queryset = colleagues
            self.fields["responsible"].empty_label = _("nobody yet")
        if not self.instance.pk:
            self.fields["subject"].widget.attrs["autofocus"] = True
            self.initial.setdefault("due", timezone.localdate() + ANSWER_WITHIN)
        for name in ("field_of_action", "organisation", "responsible"):
            if name in self.fields:
                self.fields[name].error_messages["invalid_choice"] = NO_SUCH_CHOICE

    @property
    def more(self):
        return [self[name] for name in self.more_names if name in self.fields]

    @property
    def more_open(self):
        """Whether the folded part has to be open: something in it was typed or refused."""
        names = [name for name in self.more_names if name in self.fields]
        return any(self[name].errors for name in names) or (
            self.is_bound and any(name in self.changed_data for name in names)
        )


class CorrectionForm(InquiryForm):
    """The same for an inquiry that is there already; of an answered one also the answer. Who is
    responsible changes on a page of its own."""

    class Meta(InquiryForm.Meta):
        fields = [name for name in InquiryForm.Meta.fields if name != "responsible"] + ["answer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.is_answered:
            del self.fields["answer"]
        if self.instance.channel not in WAYS:
            own = (self.instance.channel, self.instance.get_channel_display())
            self.fields["channel"].choices = [*self.fields["channel"].choices, own]
        keep_chosen(self.fields["organisation"], self.instance.organisation_id)

    @property
    def more_open(self):
        return True


def keep_chosen(field, pk):
    """The organisation an inquiry came from stays choosable when the office has archived it."""
    if pk is not None:
        field.queryset = (field.queryset | Organisation.objects.filter(pk=pk)).german_order()


class AssignForm(OfficeModelForm):
    to = forms.ModelChoiceField(
        User.objects.none(), label=_("to whom"), error_messages={"invalid_choice": NO_SUCH_CHOICE}
    )

    class Meta:
        model = Inquiry
        fields: list[str] = []

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues.exclude(pk=self.instance.responsible_id)


class ForwardForm(OfficeModelForm):
    to = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("forwarded to"),
        error_messages={
            "required": _("Please say to whom the inquiry is forwarded."),
            "invalid_choice": NO_SUCH_CHOICE,
        },
    )
    on = forms.DateField(
        label=_("forwarded on"),
        initial=timezone.localdate,
        error_messages={"invalid": NO_SUCH_DAY},
    )
    settled = forms.BooleanField(
        label=_("Who asked knows where to turn: with this it is answered."), required=False
    )
    minutes = _minutes()

    class Meta:
        model = Inquiry
        fields = ["minutes"]

    field_order = ["to", "on", "minutes", "settled"]

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = organisations


class AnswerForm(OfficeModelForm):
    at = forms.DateTimeField(
        label=_("answered at"),
        initial=timezone.localtime,
        error_messages={"invalid": NO_SUCH_MOMENT},
    )
    minutes = _minutes()

    class Meta:
        model = Inquiry
        fields = ["answer", "minutes"]
        widgets = {"answer": forms.Textarea(attrs={"rows": 3})}

    field_order = ["answer", "minutes", "at"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].widget.attrs["autofocus"] = True
