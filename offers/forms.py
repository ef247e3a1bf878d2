"""Forms of the catalogue. A partner from the mail link gets the same form without the provider."""

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from integration_office.codes import FieldOfAction, Language
from integration_office.forms import OfficeModelForm, chips
from offers.codes import RESIDENCE, Known, TargetGroup
from offers.life.comparing import Difference, label
from offers.models import Arrangement, Inquiry, Offer, ProposedChange, SchoolHoliday
from offers.models.offers import TITLE_TAKEN
from offers.prices import PriceField
from offers.times.schedule_forms import WithSchedules


# What only the office says and sees in the form of an offer.
OF_THE_OFFICE = ["known_from", "source", "source_as_of", "internal_note"]
# Fields that are rarely known are folded away, by the name of their fold.
FOLDS = {
    "texts": ["short_text", "plain_text", "cooperation_partners"],
    "place": ["format", "barrier_free", "barrier_note", "valid_from", "valid_until"],
    "people": ["age_from", "age_to", "level_text", "interpreting", "interpreting_languages"]
    + ["admission_conditions", "residence_statuses"],
    "cost": ["price", "exemption_note", "registration_deadline"],
    "access": ["access_for_advisers", "what_to_bring", "appointment_url"],
    "office": ["funding", "funding_until", *OF_THE_OFFICE],
}
SAYS_NOTHING = ("", None, [], Known.UNKNOWN)
NO_ADDRESS = _("This is no web address. It looks like this: www.verein.example/kurse")
NOTHING_BUT_COSTS = _(
    "The price is nothing: please say that it is free of charge, or take the price away."
)
PARTIAL = _("A day (24.12.2026), a month (12.2026) or a year (2026).")


def _radio():
    return forms.RadioSelect(attrs={"class": "choices"})


class FactsForm(WithSchedules):
    """What a provider knows best: the facts of one offer, and its times."""

    languages = chips(_("languages"), Language)
    interpreting_languages = chips(_("languages of interpreting"), Language)
    target_groups = chips(_("target groups"), TargetGroup)
    residence_statuses = chips(
        _("residence status (hint)"),
        RESIDENCE,
        help_text=_(
            "For advisers: for whom the offer is meant or open. Nothing chosen: for everybody, or "
            "not known. No search leaves anybody out by it."
        ),
    )

    class Meta:
        model = Offer
        fields = [
            *("title", "short_text", "description"),
            *("schedule_text", "by_appointment", "location", "place", "format"),
            *("barrier_free", "barrier_note", "valid_from", "valid_until"),
            *("target_groups", "target_group", "women_only", "age_from", "age_to"),
            *("german_level_from", "german_level_to", "level_text", "languages"),
            *("interpreting", "interpreting_languages", "childcare"),
            *("is_free", "price", "cost_text", "exemption_note"),
            *("registration", "registration_contact", "registration_deadline"),
            *("capacity", "free_places"),
            *("access_for_clients", "access_for_advisers", "admission_conditions"),
            "residence_statuses",
            *("what_to_bring", "contact_name", "contact_phone", "contact_email"),
            *("website", "appointment_url"),
        ]
        widgets = {
            name: _radio()
            for name in ("barrier_free", "is_free", "registration", "childcare", "interpreting")
        }
        field_classes = {"price": PriceField}
        error_messages = {name: {"invalid": NO_ADDRESS} for name in ("website", "appointment_url")}
        help_texts = {
            "short_text": _("This stands in lists and in print."),
            "schedule_text": _("Only what the times above do not say."),
            "place": _("Room or entrance; the whole place where the list does not have it."),
            "level_text": _("Only what the two levels do not say."),
            "price": _("For example 12,50; 0 where nobody pays."),
            "registration_contact": _("Phone, e-mail or address."),
            "free_places": _("The day on which you say so is kept with it."),
            "admission_conditions": _("For example: with an entitlement certificate of the BAMF."),
            "access_for_clients": _("What somebody has to do who wants to come."),
            "access_for_advisers": _("What advisers have to know or to do. Not on handouts."),
            "contact_name": _("A name everybody may know, or a function."),
            "valid_from": PARTIAL,
            "valid_until": PARTIAL,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_course and self.instance.counts_seats:
            for name in ("capacity", "free_places"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("This follows from the course facts.")

    @property
    def folds(self):
        """Which folds are open: those that hold something, or an error."""
        return {
            fold: any(self._says(name) for name in names if name in self.fields)
            for fold, names in FOLDS.items()
        }

    def _says(self, name):
        return bool(self[name].errors) or self[name].value() not in SAYS_NOTHING

    def clean(self):
        cleaned = super().clean()
        if "free_places" in self.changed_data:
            counted = cleaned.get("free_places") is not None
            self.instance.free_places_checked_on = timezone.localdate() if counted else None
        if cleaned.get("price") == 0:
            self._read_as_free(cleaned)
        return cleaned

    def _read_as_free(self, cleaned):
        """Whoever writes "free of charge" as the price has said so."""
        if cleaned.get("is_free") == Known.UNKNOWN:
            cleaned["is_free"] = Known.YES
        elif cleaned.get("is_free") == Known.NO and {"price", "is_free"} & {*self.changed_data}:
            self.add_error("price", NOTHING_BUT_COSTS)

    @property
    def both_texts(self):
        """Where somebody was quicker: what is saved now, and one's own words beside it."""
        return [Difference(name, label(name), stored, own) for name, stored, own in self.collisions]

    @property
    def covers(self):
        """The facts this form shows, or that follow from one of them."""
        times = {"schedules"} if self.times.is_bound else set()
        return {*self.fields, *times, "free_places_checked_on"}

    @property
    def beside(self):
        """What a valid form holds beside the offer's own row, as the actions take it."""
        partners = self.cleaned_data.get("cooperation_partners")
        return {"partners": partners, "schedules": self.schedules()}


class KnowsTheDouble:
    """Where a title is taken, the offer that has it: for those who may open it."""

    @cached_property
    def double(self):
        if not self.has_error("title", TITLE_TAKEN):
            return None
        return Offer.objects.called_like(self.instance).first()


MISSING_PROVIDER = _("Whoever is not in the list is added under “Network” first.")
NO_PROVIDER = _(
    "Your account belongs to no organisation yet. Please tell the office which one it is."
)


class OfferForm(KnowsTheDouble, FactsForm):
    """The whole offer, for the office and the provider's partners; where it is known from and the
    internal note are the office's alone."""

    fields_of_action = chips(_("fields of action"), FieldOfAction)

    class Meta(FactsForm.Meta):
        fields = [
            *("title", "provider", "kind", "fields_of_action"),
            *FactsForm.Meta.fields[1:],
            *("plain_text", "cooperation_partners", "confirm_every", "visibility"),
            *("funding", "funding_until", *OF_THE_OFFICE),
        ]
        labels = {"source": _("more about the source")}
        widgets = FactsForm.Meta.widgets | {"funding": forms.TextInput(attrs={"list": "fundings"})}
        help_texts = FactsForm.Meta.help_texts | {
            "known_from": _("How the office came to know of this offer."),
            "source": _("The page, the flyer or whom you talked to, in words."),
            "source_as_of": PARTIAL,
        }

    def __init__(self, *args, providers, for_office, fundings=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fundings = fundings
        self.fields["provider"].queryset = providers
        if len(only := list(providers[:2])) == 1:
            self.fields["provider"].initial = only[0]
        if for_office:
            self.fields["provider"].help_text = MISSING_PROVIDER
        else:
            self.fields["provider"].help_text = "" if only else NO_PROVIDER
            for name in OF_THE_OFFICE:
                del self.fields[name]


class MissingForm(OfficeModelForm):
    """What a provider tells the office about an offer the catalogue does not know."""

    class Meta:
        model = Offer
        fields = ["title", "description"]
        labels = {
            "title": _("What is it called?"),
            "description": _("What is it, in two sentences?"),
        }
        help_texts = {"description": _("For whom, when and where, and whom we may call.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Nobody is logged in behind the link: a double is found by its title.
        del self.fields["submission"]
        self.fields["description"].required = True


class SchoolHolidayForm(OfficeModelForm):
    """School holidays as the Land names them."""

    class Meta:
        model = SchoolHoliday
        fields = ["name", "first_day", "last_day"]
        help_texts = {
            "name": _("For example: Osterferien."),
            "last_day": _("The last day that is still free."),
        }


class InquiryForm(OfficeModelForm):
    """To which address the question goes: the list of an office often has none."""

    class Meta:
        model = Inquiry
        fields = ["recipient"]
        help_texts = {
            "recipient": _("Whoever gets this mail can confirm, change and end these offers."),
        }


class CopyForm(KnowsTheDouble, OfficeModelForm):
    """How the copy is called."""

    class Meta:
        model = Offer
        fields = ["title"]

    def __init__(self, *args, provider, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.provider = provider


class RemarkForm(OfficeModelForm):
    """The sentence with which the office gives something back to a provider."""

    class Meta:
        model = ProposedChange
        fields = ["remark"]
        labels = {"remark": _("what the provider should know")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["remark"].required = True


class ArrangementForm(OfficeModelForm):
    """What the office has agreed with one provider."""

    class Meta:
        model = Arrangement
        fields = ["reviewed", "asked_automatically"]
        help_texts = {
            "reviewed": _(
                "What its people change in a published offer then waits until somebody of the "
                "office has looked at it. New offers they submit."
            ),
        }
