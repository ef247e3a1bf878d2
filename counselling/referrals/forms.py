"""Forms of referrals: to whom, in which way, what is told, and the answer of the other body."""

import calendar
import datetime

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from counselling.forms import NO_SUCH_CHOICE, NO_SUCH_DAY, radio_chips
from counselling.models import Consent, Referral
from counselling.referrals.codes import ANSWERS, BY_LINK, Days, Kind, State
from integration_office.files import CheckedFileField
from integration_office.filters import NameChoiceField
from integration_office.forms import OfficeForm, OfficeModelForm
from network.models import Organisation


# What is asked for one kind only.
GOES_WITH = {
    "appointment_on": Kind.APPOINTMENT,
    "appointment_at": Kind.APPOINTMENT,
    "escort": Kind.ESCORT,
    "told": Kind.TRANSFER,
}


class TargetForm(OfficeForm):
    """A body without an offer: an authority, a doctor, another advice centre."""

    organisation = NameChoiceField(
        label=_("organisation"),
        queryset=Organisation.objects.none(),
        empty_label=_("please choose"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.current().german_order()


class ConsentField(forms.ModelChoiceField):
    """A consent by its day: what may be told stands beside it."""

    def label_from_instance(self, consent):
        given = date_format(consent.given_on, "SHORT_DATE_FORMAT")
        if consent.valid_until is None:
            return _("given on %(day)s, until it is withdrawn") % {"day": given}
        end = date_format(consent.valid_until, "SHORT_DATE_FORMAT")
        return _("given on %(day)s, valid until %(end)s") % {"day": given, "end": end}


class ReferralForm(OfficeModelForm):
    """One way to one body. What belongs to another kind than the chosen one is not kept."""

    kind = radio_chips(Kind.choices)
    consent = ConsentField(
        label=_("consent"),
        queryset=Consent.objects.none(),
        required=False,
        empty_label=_("none"),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    days = forms.ChoiceField(
        label=_("ask the other body"),
        choices=Days,
        required=False,
        help_text=_(
            "The mail says only that an inquiry waits, and holds a link. They answer without an "
            "account."
        ),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    file = CheckedFileField(
        label=_("file for the other body"),
        required=False,
    )

    class Meta:
        model = Referral
        fields = [
            *("kind", "topic", "appointment_on", "appointment_at", "escort"),
            *("consent", "told", "note"),
        ]
        widgets = {
            "told": forms.Textarea(attrs={"rows": 4}),
            "note": forms.Textarea(attrs={"rows": 2}),
            "escort": forms.TextInput,
        }
        help_texts = {"escort": _("A volunteer, a colleague, somebody of the family. Encrypted.")}
        error_messages = {"appointment_on": {"invalid": NO_SUCH_DAY}}

    def __init__(self, *args, consents, **kwargs):
        super().__init__(*args, **kwargs)
        self.consents = list(consents)
        self.fields["kind"].label = capfirst(Referral._meta.get_field("kind").verbose_name)
        self.fields["consent"].queryset = consents
        if len(self.consents) == 1:
            self.fields["consent"].initial = self.consents[0]
            self.initial["consent"] = self.consents[0].pk
        self.fields["topic"].error_messages["required"] = _("Please choose a topic.")

    def continue_from(self, data):
        """The consent that was missing when the draft was begun is chosen now."""
        usual = self.initial.get("consent")
        super().continue_from(data)
        self.initial["consent"] = self.initial["consent"] or usual

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == Kind.TRANSFER:
            self._clean_transfer(cleaned)
        elif cleaned.get("file"):
            self.add_error("file", _("Files go only with a transfer. Please choose that kind."))
        if kind == Kind.APPOINTMENT and "appointment_on" not in self.errors:
            self._need("appointment_on", _("Please enter the day of the appointment."))
        if kind == Kind.ESCORT:
            self._need("escort", _("Please write who goes along."))
        self._refuse_what_does_not_fit(cleaned, kind)
        return cleaned

    def _clean_transfer(self, cleaned):
        if "consent" not in self.errors:
            sentence = _(
                "Nothing is handed over without a consent that names this body and is in force. "
                "Please have it signed first."
            )
            self._need("consent" if self.consents else "kind", sentence, name="consent")
        if self.consents and cleaned.get("days"):
            self._need("told", _("Please write what the other body has to know."))

    def _need(self, place, sentence, *, name=""):
        if not self.cleaned_data.get(name or place):
            self.add_error(place, sentence)

    def _refuse_what_does_not_fit(self, cleaned, kind):
        """Nothing that was typed gets lost; a consent may be chosen without anybody's doing."""
        for name, only in GOES_WITH.items():
            if kind and kind != only and cleaned.get(name):
                sentence = _(
                    "This belongs to “%(kind)s”. Please choose that kind or empty the field."
                )
                self.add_error(name, sentence % {"kind": only.label})
        if kind != Kind.TRANSFER:
            cleaned["consent"] = None

    def clean_days(self):
        return int(self.cleaned_data["days"] or 0)


class ReferralChangeForm(OfficeModelForm):
    """What may be corrected afterwards: the kind and the body stay."""

    class Meta:
        model = Referral
        fields = ["appointment_on", "appointment_at", "escort", "told", "note"]
        widgets = ReferralForm.Meta.widgets
        error_messages = ReferralForm.Meta.error_messages

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = {"note", "version"}
        if self.instance.is_running:
            kept |= {
                Kind.TRANSFER: {"told"},
                Kind.APPOINTMENT: {"appointment_on", "appointment_at"},
                Kind.ESCORT: {"escort"},
            }.get(Kind(self.instance.kind), set())
        for name in set(self.fields) - kept:
            del self.fields[name]
        if "appointment_on" in self.fields:
            self.fields["appointment_on"].required = True


class AskForm(OfficeForm):
    """How long the link of a mail shall work."""

    days = forms.TypedChoiceField(
        label=_("how long the link works"),
        choices=[
            (Days.WEEK, _("7 days")),
            (Days.FORTNIGHT, _("14 days")),
            (Days.MONTH, _("30 days")),
        ],
        initial=Days.FORTNIGHT,
        coerce=int,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance


class FileForm(OfficeForm):
    file = CheckedFileField(label=_("file"))

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance


class AnswerForm(OfficeForm):
    """What the receiving body says, on a page without an account."""

    answer = forms.ChoiceField(
        label=_("your answer"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose an answer."),
            "invalid_choice": NO_SUCH_CHOICE,
        },
    )
    text = forms.CharField(
        label=_("a word to the counsellor"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example a day and a time, or when there is a place again. Encrypted."),
    )

    def __init__(self, *args, state, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [
            (answer.value, ANSWERS[answer]) for answer in BY_LINK[State(state)]
        ]


def last_of_month(day: datetime.date) -> datetime.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


class PeriodForm(OfficeForm):
    """From one month to another, whatever day of it is typed: of single days nothing is told. What
    is not given begins with the year and ends with this month."""

    since = forms.DateField(
        label=_("from"),
        required=False,
        help_text=_("Whole months are counted."),
        error_messages={"invalid": NO_SUCH_DAY},
    )
    until = forms.DateField(
        label=_("until"), required=False, error_messages={"invalid": NO_SUCH_DAY}
    )

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period cannot end before it starts."))
        elif since:
            cleaned["since"] = since.replace(day=1)
        if until:
            cleaned["until"] = last_of_month(until)
        return cleaned
