"""What the lists of the network can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_office.codes import FieldOfAction
from integration_office.filters import ContainsFilter, OfficeFilterSet
from network.models import Body, Organisation


class CurrentFilter(OfficeFilterSet):
    """Shows what is current, unless its field `state` asks for something else."""

    @property
    def qs(self):
        chosen = self.form.is_bound and self.form.is_valid() and self.form.cleaned_data["state"]
        return super().qs if chosen else super().qs.current()


class OrganisationFilter(CurrentFilter):
    q = django_filters.CharFilter(label=_("Name, task or street"), method="matching")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Organisation.Kind)
    field = ContainsFilter(
        field_name="fields_of_action", label=_("Field of action"), choices=FieldOfAction
    )
    state = django_filters.ChoiceFilter(
        label=_("Show"),
        empty_label=_("current organisations"),
        choices=[("archived", _("archived organisations")), ("all", _("all organisations"))],
        method="in_state",
    )

    def in_state(self, organisations, _name, state):
        return organisations.archived() if state == "archived" else organisations


class ContactPersonFilter(CurrentFilter):
    q = django_filters.CharFilter(label=_("Name, function or organisation"), method="matching")
    mailing = django_filters.ChoiceFilter(
        label=_("Circular mails"),
        empty_label=_("with and without"),
        choices=[("yes", _("agreed")), ("no", _("not agreed"))],
        method="with_mailing",
    )
    state = django_filters.ChoiceFilter(
        label=_("Show"),
        empty_label=_("current persons"),
        choices=[("all", _("all persons"))],
        method="in_state",
    )

    def with_mailing(self, persons, _name, answer):
        return persons.filter(mailing_consent_on__isnull=answer == "no")

    def in_state(self, persons, _name, _state):
        return persons


class BodyFilter(OfficeFilterSet):
    q = django_filters.CharFilter(label=_("Name or task"), method="matching")
    level = django_filters.ChoiceFilter(label=pgettext_lazy("body", "Level"), choices=Body.Level)
