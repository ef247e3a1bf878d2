"""Forms around a person: who is looked for, what is known, and with which consent."""

from functools import lru_cache

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from counselling.codes import NOT_COLLECTED, PreferredContact
from counselling.consents.forms import GivenFields
from counselling.forms import NO_SUCH_CHOICE
from counselling.models import Person, Purpose
from counselling.people import countries
from counselling.people.spelling import WORDS
from integration_office.forms import OfficeForm, OfficeModelForm
from integration_office.partial_dates import first_day, parse_partial, written
from integration_office.widgets import FixedChoices


OLDEST = 1900
NATIONALITIES = ("nationality", "second_nationality", "third_nationality")
NO_LETTERS = _("Please enter at least one name in letters, even if there is only one.")


class SearchForm(OfficeForm):
    """The name as it is spoken or written; the year makes the search exact."""

    name = forms.CharField(
        label=_("name of the person"),
        max_length=240,
        help_text=_("First and last name in any order; one name, if there is only one."),
        error_messages={"required": NO_LETTERS},
    )
    year = forms.IntegerField(
        label=_("year of birth, if it is known"),
        required=False,
        min_value=OLDEST,
        error_messages={"invalid": _("Please enter the year with four digits.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs |= {"autocomplete": "off", "autofocus": True}

    def clean_name(self):
        return with_letters(self.cleaned_data["name"])

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("This year lies in the future."))
        return year


def with_letters(name):
    if not WORDS.search(name):
        raise forms.ValidationError(NO_LETTERS)
    return name


@lru_cache(maxsize=4)
def _nationalities(_language):
    return FixedChoices([NOT_COLLECTED, *countries.choices()])


@lru_cache(maxsize=4)
def _origins(_language):
    return FixedChoices([NOT_COLLECTED, *countries.origins()])


class PersonForm(OfficeModelForm):
    """What is known of a person. Only the last name has to be there."""

    nationality = forms.ChoiceField(
        label=_("nationality"),
        required=False,
        help_text=_("This one counts in the statistics."),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    second_nationality = forms.ChoiceField(
        label=_("second nationality"),
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    third_nationality = forms.ChoiceField(
        label=_("third nationality"),
        required=False,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    country_of_origin = forms.ChoiceField(
        label=_("country of origin"),
        required=False,
        help_text=_("If the nationality does not tell it. It is counted nowhere."),
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )
    arrived_in = forms.IntegerField(
        label=_("in Germany since"),
        required=False,
        min_value=OLDEST,
        help_text=_("The year."),
        error_messages={"invalid": _("Please enter the year with four digits.")},
    )
    # "24. Dezember 1990" is told which forms there are, not how long they may be.
    birth = forms.CharField(
        label=_("born"),
        required=False,
        help_text=_("A day (24.12.1990), a month (12.1990) or only the year."),
    )
    email = forms.EmailField(
        label=_("e-mail"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("Please write an address like name@example.org.")},
    )

    name_fields = ("last_name", "first_name", "other_names", "birth")
    fact_fields = (*NATIONALITIES, "country_of_origin", "arrived_in")
    contact_fields = ("phone", "email", "address", "preferred_contact", "do_not_contact")

    class Meta:
        model = Person
        fields = [
            *("last_name", "first_name", "other_names", "birth"),
            *("country_of_origin", "arrived_in"),
            *("phone", "email", "address", "preferred_contact", "do_not_contact", "special_needs"),
        ]
        widgets = dict.fromkeys(
            ("last_name", "first_name", "other_names", "phone", "address"), forms.TextInput
        ) | {"special_needs": forms.Textarea(attrs={"rows": 2})}
        error_messages = {"last_name": {"required": NO_LETTERS}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["birth"] = written(self.instance.birth)
        for name in (
            "last_name",
            "first_name",
            "other_names",
            "birth",
            "phone",
            "address",
            "email",
            "special_needs",
        ):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        reached = self.fields["preferred_contact"]
        reached.choices = [NOT_COLLECTED, *PreferredContact.choices]
        reached.error_messages["invalid_choice"] = NO_SUCH_CHOICE
        self.fields["country_of_origin"].choices = _origins(get_language())
        known = [*self.instance.nationalities, "", "", ""]
        for name, code in zip(NATIONALITIES, known, strict=False):
            self.fields[name].choices = _nationalities(get_language())
            self.initial.setdefault(name, code)
        if self.instance.pk:
            self.stored |= {name: self.initial[name] for name in NATIONALITIES}

    def clean_last_name(self):
        return with_letters(self.cleaned_data["last_name"])

    def clean_birth(self):
        birth = parse_partial(self.cleaned_data["birth"])
        if birth and first_day(birth) > timezone.localdate():
            raise forms.ValidationError(_("This birthday lies in the future."))
        if birth and first_day(birth).year < OLDEST:
            raise forms.ValidationError(_("Please check the year of birth."))
        return birth

    def clean_arrived_in(self):
        year = self.cleaned_data["arrived_in"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("This year lies in the future."))
        return str(year or "")

    def clean(self):
        cleaned = super().clean()
        codes = [cleaned.get(name) for name in NATIONALITIES]
        # The first one that was chosen counts, even if somebody left the first field empty.
        self.instance.nationality_codes = ",".join(dict.fromkeys(code for code in codes if code))
        return cleaned

    @property
    def names(self):
        return [self[name] for name in self.name_fields]

    @property
    def facts(self):
        return [self[name] for name in self.fact_fields]

    @property
    def contact(self):
        return [self[name] for name in self.contact_fields]


class AgreedMixin(GivenFields):
    """Without a tick there is no name, and the sentence says that counselling goes on."""

    agreed = forms.BooleanField(
        label=_("The person agrees that the office keeps a file with the name."),
        error_messages={
            "required": _(
                "Without a consent no name is stored. You can go on counselling anonymously: the "
                "case keeps its number."
            )
        },
    )

    def clean(self):
        cleaned = super().clean()
        self.read_consent(Purpose.FILE)
        return cleaned


class NamingForm(AgreedMixin, PersonForm):
    """A new person, together with the consent without which there is none."""

    looks_like = "a new person"
    looks_unlike = {"language"}  # those in which there is a text


class SamePersonForm(AgreedMixin, OfficeModelForm):
    """The consent of somebody whose name is known from another case."""

    class Meta:
        model = Person
        fields: list[str] = []


def split_name(name: str) -> dict[str, str]:
    """First and last name as they were typed: "Wanda Beispiel", "Beispiel, Wanda"."""
    if "," in name:
        last, _comma, first = name.partition(",")
    else:
        first, _space, last = name.strip().rpartition(" ")
    return {"last_name": last.strip(), "first_name": first.strip()}
