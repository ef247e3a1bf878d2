"""Forms around consents: giving one, and a new version of a text."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from counselling.consents.texts import words_for
from counselling.forms import NO_SUCH_CHOICE, NO_SUCH_DAY
from counselling.models import Consent, ConsentText, Purpose
from integration_office.codes import Language
from integration_office.forms import OfficeModelForm
from network.models import Organisation


INTERPRETED = _("Who read it out or interpreted it, if anybody did.")
SIGNED = _("Empty: the person. Otherwise who signed for the person, a parent for example.")


class GivenFields(forms.Form):
    """How a consent was given: in which words, how, when, until when. `texts` are all versions, of
    which the day it was given says the right one; `language` is the client's."""

    language = forms.ChoiceField(
        label=_("language of the text"), error_messages={"invalid_choice": NO_SUCH_CHOICE}
    )
    form = forms.ChoiceField(
        label=_("how it was given"),
        choices=Consent._meta.get_field("form").choices,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    given_on = forms.DateField(
        label=_("given on"), initial=timezone.localdate, error_messages={"invalid": NO_SUCH_DAY}
    )
    valid_until = forms.DateField(
        label=_("valid until"),
        required=False,
        help_text=_("Empty: until it is withdrawn."),
        error_messages={"invalid": NO_SUCH_DAY},
    )
    interpreter = forms.CharField(
        label=_("interpreted by"), max_length=120, required=False, help_text=INTERPRETED
    )
    signed_by = forms.CharField(
        label=_("signed by"), max_length=240, required=False, help_text=SIGNED
    )

    own_words = forms.BooleanField(
        label=_("an older paper, in words of its own"),
        required=False,
        help_text=_(
            "Signed before the office had its texts here. Please add the paper to the files of the "
            "case."
        ),
    )

    given_names = ("language", "form", "given_on", "valid_until", "interpreter", "signed_by")

    def __init__(self, *args, texts, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.texts = texts
        begun = set(texts.current().values_list("purpose", "language"))
        self.purposes = {purpose for purpose, _language in begun}
        languages = {code for _purpose, code in begun}
        self.fields["language"].choices = [
            (code, label) for code, label in Language.choices if code in languages
        ]
        self.initial.setdefault("language", language if language in languages else Language.DEU)

    @property
    def given(self):
        return [self[name] for name in (*self.given_names, "own_words")]

    def text_of(self, purpose):
        """The words of the day on which the client has agreed; none of an older paper, and none and
        a sentence where nobody had written them."""
        if self.cleaned_data.get("own_words"):
            return None
        language, day = self.cleaned_data.get("language"), self.cleaned_data.get("given_on")
        if not language or not day:
            return None
        written = self.texts.filter(purpose=purpose, language=language)
        text = written.current(day).first()
        if text is None and written.exists():
            self.add_error(
                "given_on",
                _(
                    "On this day there was no text yet that could be signed. Please let the person "
                    "sign the present one, and enter that day; or say that it is an older paper."
                ),
            )
        elif text is None:
            self.add_error(
                "language",
                _(
                    "There is no text in this language for this purpose yet. Please choose the "
                    "language in which the text was read out."
                ),
            )
        return text

    def refuse_wrong_days(self):
        """The same as the constraints of the consent, where the day is typed."""
        given, until = self.cleaned_data.get("given_on"), self.cleaned_data.get("valid_until")
        if given and given > timezone.localdate():
            self.add_error(
                "given_on", _("This day lies in the future. Please enter when it was signed.")
            )
        elif given and until and until < given:
            self.add_error("valid_until", _("The consent cannot end before it was given."))

    def read_consent(self, purpose):
        """Leave what was filled in, unsaved, in `given_consent`; None if anything is wrong."""
        self.refuse_wrong_days()
        text = self.text_of(purpose)
        given = {name: self.cleaned_data.get(name) for name in self.given_names[1:]}
        wrong = bool(self.errors)
        self.given_consent = None if wrong else Consent(purpose=purpose, text=text, **given)


class ConsentCreateForm(GivenFields, OfficeModelForm):
    """A consent of a case: for what, in which words, to whom something may be told."""

    class Meta:
        model = Consent
        fields = ["purpose", "recipient", "about", *GivenFields.given_names[1:]]
        widgets = {"about": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "recipient": _(
                "Only for passing something on; each recipient is a consent of its own."
            ),
            "about": _("Encrypted. For example: name, level of German, wish for a course."),
        }

    def __init__(self, *args, **kwargs):
        case = kwargs["instance"].case
        super().__init__(*args, language=case.language, **kwargs)
        purposes = self.purposes
        if case.person_id is None:
            # To keep a file is agreed to where the name is entered; without one nobody signs.
            purposes.discard(Purpose.FILE)
            del self.fields["signed_by"]
            self.given_names = self.given_names[:-1]
        self.fields["purpose"].choices = [
            ("", _("please choose")),
            *(pair for pair in Purpose.choices if pair[0] in purposes),
        ]
        # Nothing is agreed to because nobody chose.
        self.fields["purpose"].initial = ""
        self.fields["purpose"].error_messages["required"] = _(
            "Please choose what the person agrees to."
        )
        self.fields["purpose"].error_messages["invalid_choice"] = NO_SUCH_CHOICE
        self.fields["recipient"].queryset = Organisation.objects.current().german_order()
        self.fields["recipient"].error_messages["invalid_choice"] = NO_SUCH_CHOICE

    def clean(self):
        cleaned = super().clean()
        self.refuse_wrong_days()
        purpose = cleaned.get("purpose")
        if purpose and (text := self.text_of(purpose)):
            self.instance.text = text
        self._match_recipient(purpose)
        return cleaned

    def _match_recipient(self, purpose):
        recipient = self.cleaned_data.get("recipient")
        if purpose == Purpose.DISCLOSURE and not recipient and "recipient" not in self.errors:
            self.add_error("recipient", _("Please choose to whom something may be told."))
        elif recipient and purpose and purpose != Purpose.DISCLOSURE:
            self.add_error("recipient", _("Only passing something on has a recipient."))


class ConsentTextForm(OfficeModelForm):
    """The next version of a text; what was signed before stays as it was."""

    class Meta:
        model = ConsentText
        fields = ["title", "text", "valid_from"]
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "text": forms.Textarea(attrs={"rows": 20, "dir": "auto"}),
        }
        error_messages = {"valid_from": {"invalid": NO_SUCH_DAY}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.language:
            for name in ("title", "text"):
                self.fields[name].widget.attrs["lang"] = words_for(self.instance).tag


class NewConsentTextForm(ConsentTextForm):
    """A text for a purpose or a language that has none yet."""

    class Meta(ConsentTextForm.Meta):
        fields = ["purpose", "language", *ConsentTextForm.Meta.fields]
