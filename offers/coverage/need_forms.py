"""Forms of the unmet needs: reporting one, adding people to it, and the three answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from integration_office.codes import Language
from integration_office.forms import OfficeForm, OfficeModelForm, chips
from network.models import Measure
from offers.codes import Daypart, NeedSource, TargetGroup, Weekday
from offers.models import UnmetNeed


NOBODY_NAMED = _(
    "In one or two sentences, without a name and without anything by which somebody could be "
    "recognised: this is read outside the office."
)


class NeedForm(OfficeModelForm):
    """What is missing. Whoever reports sees similar open needs first, and says once that this is
    another one."""

    target_groups = chips(_("target groups"), TargetGroup)
    weekdays = chips(_("weekdays"), Weekday)
    dayparts = chips(_("time of day"), Daypart)
    languages = chips(_("languages"), Language, grid=True)
    another = forms.BooleanField(
        label=_("Mine is another need: report it all the same."), required=False
    )

    class Meta:
        model = UnmetNeed
        fields = [
            "text",
            "field_of_action",
            "people",
            "target_groups",
            "german_level",
            "weekdays",
            "dayparts",
            "childcare",
            "languages",
            "source",
            "organisation",
            "reported_on",
        ]
        help_texts = {
            "text": NOBODY_NAMED,
            "people": _("As far as you know; others can be added later."),
            "organisation": _("Only where an organisation speaks for itself."),
        }
        widgets = {"childcare": forms.RadioSelect(attrs={"class": "choices"})}

    def __init__(self, *args, needs, organisations, is_partner=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.needs, self.similar = needs, []
        self.fields["organisation"].queryset = organisations
        if is_partner:
            self._speak_for_the_partner(organisations)
        if self.instance.pk:
            del self.fields["another"]
        elif not self.is_bound and self.initial.get("field_of_action"):
            self.similar = self._like(self._begun())

    def _speak_for_the_partner(self, organisations):
        """A partner reports for the own house; where it was seen follows from that."""
        self.instance.source = NeedSource.PARTNER
        del self.fields["source"]
        self.fields["organisation"].help_text = ""
        self.fields["organisation"].required = True
        if len(only := list(organisations[:2])) == 1:
            self.fields["organisation"].initial = only[0]

    def _begun(self):
        names = ("field_of_action", "german_level", "target_groups")
        return UnmetNeed(**{name: self.initial[name] for name in names if self.initial.get(name)})

    def _like(self, need):
        return list(self.needs.like(need)[:5])

    def clean(self):
        cleaned = super().clean()
        if "another" in self.fields and not self.errors and not cleaned.get("another"):
            names = ("field_of_action", "german_level", "target_groups")
            self.similar = self._like(UnmetNeed(**{name: cleaned[name] for name in names}))
            if self.similar:
                self.add_error(
                    None,
                    _(
                        "Something like this has been reported already, see below. Is it the same "
                        "need? Then please add your people there. If not, tick the last box and "
                        "save again."
                    ),
                )
        return cleaned


class MorePeopleForm(OfficeForm):
    """ "Concerns more": how many people have the same need."""

    people = forms.IntegerField(
        label=_("How many more people?"), min_value=1, max_value=500, initial=1
    )

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance


class MeasureForm(OfficeModelForm):
    """What has been begun: a measure of the concept, or in words."""

    class Meta:
        model = UnmetNeed
        fields = ["measure", "remark"]
        help_texts = {"remark": _("For example: the vhs plans a course in the evening.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = Measure.objects.select_related("goal__field")


class GivingUpForm(OfficeModelForm):
    """Why nothing can be done."""

    class Meta:
        model = UnmetNeed
        fields = ["remark"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["remark"].required = True
        self.fields["remark"].label = _("Why can nothing be done?")
