"""Forms of placements, course interests and the rules about choices."""

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from counselling.forms import NO_SUCH_CHOICE, NO_SUCH_DAY, Chips
from counselling.language.codes import ChoiceList, InterestStatus, TimeOfDay
from counselling.log.contact_forms import YesNoNotCollected
from counselling.models import ChoiceRule, CourseInterest, LanguagePlacement
from counselling.models.choice_rules import VALUES, left, stops
from counselling.models.language import SKILLS
from integration_office.codes import GermanLevel
from integration_office.forms import OfficeForm, OfficeModelForm, chips


NOT_TESTED = ("", _("not tested"))
TO_LEVELS = [pair for pair in GermanLevel.choices if pair[0] != GermanLevel.NONE]
BEGINNINGS = (InterestStatus.COUNSELLING, InterestStatus.APPLIED, InterestStatus.WAITING)
TAKES_A_COURSE = (InterestStatus.OFFERED, InterestStatus.REGISTERED)


class PlacementForm(OfficeModelForm):
    """What came out. The course to recommend follows from it, unless the tester knows better."""

    class Meta:
        model = LanguagePlacement
        fields = [
            "day",
            "instrument",
            "level",
            *SKILLS,
            "literacy",
            "tested_by",
            "tester",
            "recommended_course",
            "deviation_reason",
            "next_step",
        ]
        widgets = {
            "tester": forms.TextInput,
            "deviation_reason": forms.Textarea(attrs={"rows": 2}),
            "next_step": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {"day": {"invalid": NO_SUCH_DAY}}

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False  # only day, instrument and level are asked for
        self.fields["tested_by"].queryset = colleagues
        for name in SKILLS:
            self.fields[name].choices = [NOT_TESTED, *GermanLevel.choices]
        course = self.fields["recommended_course"]
        course.required = False
        course.choices = [("", _("as the rule says")), *course.choices[1:]]
        if not self.instance.deviates:
            del self.fields["deviation_reason"]


class PlaceForm(OfficeModelForm):
    """A course chosen for a placement; where it is another than the recommended one, why."""

    offer = forms.ChoiceField(
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("This course is not in the list any more.")},
    )

    class Meta:
        model = LanguagePlacement
        fields = ["deviation_reason"]
        widgets = {"deviation_reason": forms.Textarea(attrs={"rows": 3, "autofocus": True})}

    def __init__(self, *args, proposals, **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = {str(proposal.offer.pk): proposal.offer for proposal in proposals}
        self.fields["offer"].choices = [(key, str(offer)) for key, offer in self.offers.items()]

    @property
    def chosen(self):
        """The course the sentence above the reason is about."""
        return self.offers.get(self["offer"].value() or "")


class InterestForm(OfficeModelForm):
    """A wish for a course. Values that a rule closes for the day of the entry are not there; a row
    that has one keeps it."""

    times = chips(_("could come"), TimeOfDay)

    class Meta:
        model = CourseInterest
        fields = [
            "course_type",
            "level",
            "times",
            "childcare",
            "entitlement",
            "entitlement_issued_on",
            "entitlement_valid_until",
            "since",
            "status",
            "remark",
        ]
        widgets = {"remark": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            name: {"invalid": NO_SUCH_DAY}
            for name in ("since", "entitlement_issued_on", "entitlement_valid_until")
        }

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["times"].label = capfirst(self.fields["times"].label)
        self.fields["level"].choices = [("", _("not known yet")), *TO_LEVELS]
        self.stopped = [
            *self._close("entitlement", ChoiceList.ENTITLEMENT, rules),
            *self._close("course_type", ChoiceList.COURSE_TYPE, rules),
        ]
        if self.instance.pk:
            del self.fields["status"]  # it has its own page, step by step
        else:
            self.fields["status"].choices = [(code, code.label) for code in BEGINNINGS]

    @property
    def is_new(self):
        return not self.instance.pk

    def _close(self, name, code_list, rules):
        """Takes the closed values out of a field and says the hint to whoever sends one."""
        kept = getattr(self.instance, name) if self.instance.pk else ""
        closed = stops(rules, code_list, self._day(), keeps=kept)
        field = self.fields[name]
        field.choices = left(field.choices, closed)
        rule = closed.get(self[name].data) if self.is_bound else None
        field.error_messages["invalid_choice"] = rule.hint if rule else NO_SUCH_CHOICE
        return closed.values()

    def _day(self):
        """The day the entry is of, as far as it can be read."""
        if not self.is_bound:
            day = self.get_initial_for_field(self.fields["since"], "since")
        else:
            day = self.fields["since"].widget.value_from_datadict(
                self.data, self.files, self.add_prefix("since")
            )
        try:
            return self.fields["since"].clean(day)
        except forms.ValidationError:
            return timezone.localdate()


class MoveForm(OfficeModelForm):
    """One step on the way of an interest."""

    status = forms.ChoiceField(
        label=_("How it goes on"),
        widget=Chips(attrs={"class": "choices"}),
        error_messages={
            "required": _("Please choose one."),
            "invalid_choice": _("It cannot go on like this from here. Please choose one of these."),
        },
    )
    on = forms.DateField(
        label=_("On"), initial=timezone.localdate, error_messages={"invalid": NO_SUCH_DAY}
    )
    offer = forms.ChoiceField(
        label=_("Course of the catalogue"),
        required=False,
        help_text=_("For a place that is offered, or a registration. Those that fit stand first."),
        error_messages={"invalid_choice": _("This course is not in the list any more.")},
    )

    class Meta:
        model = CourseInterest
        fields: list[str] = []

    def __init__(self, *args, proposals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = self.instance.next_statuses
        self.offers = {str(proposal.offer.pk): proposal.offer for proposal in proposals}
        names = [(str(proposal.offer.pk), proposal.label) for proposal in proposals]
        self.fields["offer"].choices = [("", _("none of these")), *names]
        if self.instance.offer_id and str(self.instance.offer_id) in self.offers:
            self.initial["offer"] = str(self.instance.offer_id)
        if not set(dict(self.instance.next_statuses)).intersection(TAKES_A_COURSE):
            del self.fields["offer"]

    @property
    def chosen(self):
        return self.offers.get(self.cleaned_data.get("offer", ""))


class ResultForm(OfficeModelForm):
    """The result of an exam: voluntary, and only with the tick."""

    class Meta:
        model = CourseInterest
        fields = ["exam_agreed", "exam", "exam_on", "exam_level", "exam_passed"]
        widgets = {"exam_passed": YesNoNotCollected}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False  # all of it is, and the page says so
        self.fields["exam_level"].choices = [("", _("not told")), *TO_LEVELS]

    def clean(self):
        cleaned = super().clean()
        told = [name for name in ("exam", "exam_on", "exam_level") if cleaned.get(name)]
        if not cleaned.get("exam_agreed"):
            takes_it_back = self.initial.get("exam_agreed")
            if not takes_it_back and (told or cleaned.get("exam_passed") is not None):
                self.add_error(
                    "exam_agreed",
                    _("A result is noted only if the person agrees; please tick it."),
                )
        elif not cleaned.get("exam"):
            self.add_error("exam", _("Please choose the exam."))
        return cleaned

    def validate_constraints(self):
        """Asked above, in words that fit the form."""


class OfferForm(OfficeForm):
    """A course for the people chosen in the list."""

    interest = forms.ModelMultipleChoiceField(
        CourseInterest.objects.none(), widget=forms.MultipleHiddenInput
    )
    offer = forms.ChoiceField(
        label=_("Course of the catalogue"),
        error_messages={
            "required": _("Please choose a course."),
            "invalid_choice": _("This course is not in the list any more."),
        },
    )

    def __init__(self, *args, interests, proposals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["interest"].queryset = interests
        self.offers = {str(proposal.offer.pk): proposal.offer for proposal in proposals}
        names = [(str(proposal.offer.pk), proposal.label) for proposal in proposals]
        self.fields["offer"].choices = [("", _("please choose")), *names]


def _values():
    return [
        (ChoiceList(code_list).label, [(f"{code_list}:{code}", label) for code, label in values])
        for code_list, values in ((name, choices.choices) for name, choices in VALUES.items())
    ]


class RuleForm(OfficeModelForm):
    """Which value is closed, for entries of which days, and what colleagues should know."""

    value = forms.ChoiceField(label=_("value"), error_messages={"invalid_choice": NO_SUCH_CHOICE})

    field_order = ["value", "valid_from", "valid_until", "hint"]

    class Meta:
        model = ChoiceRule
        fields = ["valid_from", "valid_until", "hint"]
        widgets = {"hint": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "valid_from": {"invalid": NO_SUCH_DAY},
            "valid_until": {"invalid": NO_SUCH_DAY},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].label = capfirst(self.fields["value"].label)
        self.fields["value"].choices = [("", _("please choose")), *_values()]
        if self.instance.pk:
            self.initial["value"] = f"{self.instance.code_list}:{self.instance.code}"

    def clean_value(self):
        value = self.cleaned_data["value"]
        self.instance.code_list, _colon, self.instance.code = value.partition(":")
        return value

    def _get_validation_exclusions(self):
        """The two columns behind `value` count for the rule that a day has one rule."""
        excluded = super()._get_validation_exclusions()
        return excluded - {"code_list", "code"} if "value" in self.cleaned_data else excluded
