"""The forms of a household."""

from django.utils.translation import gettext_lazy as _

from counselling.casework.codes import Relation
from counselling.forms import NO_SUCH_CHOICE
from counselling.masks import CaseChoice
from counselling.models import Case, CaseLink, Household
from integration_office.forms import OfficeModelForm


class HouseholdForm(OfficeModelForm):
    class Meta:
        model = Household
        fields = list(Household.SIZES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mark_optional = False  # the page says that nothing is asked for


class LinkForm(OfficeModelForm):
    other = CaseChoice(Case.objects.none(), label=_("other case"))

    class Meta:
        model = CaseLink
        fields = ["relation"]
        labels = {"relation": _("The other one is, seen from this case")}
        error_messages = {
            "relation": {
                "required": _("Please say how they belong together."),
                "invalid_choice": NO_SUCH_CHOICE,
            }
        }

    field_order = ["other", "relation"]

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = [("", _("please choose")), *Relation.choices]
        self.fields["other"].queryset = cases
        self.fields["other"].error_messages |= {
            "required": _("Please choose the other case."),
            "invalid_choice": NO_SUCH_CHOICE,
        }
